"""JavaScript and TypeScript through tree-sitter."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from earnest.signals.adherence.syntax.layout import Layout
from earnest.signals.adherence.syntax.nodes import fingerprint, is_deep, line_of, text_of, walk
from earnest.signals.adherence.syntax.shapes import (
    CannotParse,
    Definition,
    Import,
    Marks,
    Source,
    Text,
    Use,
    recursive,
)
from earnest.signals.adherence.syntax.sql import looks_like_sql
from earnest.signals.adherence.syntax.typescript_loading import (
    BODIES,
    STRUCTURES,
    effects_of,
    features_of,
    kind_of,
    marks_of,
)
from earnest.signals.adherence.syntax.typescript_measures import (
    FUNCTIONS,
    annotation,
    complexity,
    constant_text,
    is_empty,
    literal_pieces,
    nesting,
    params,
    values_in,
)

_CONSTRUCTS: dict[str, tuple[str, ...]] = {
    "for_statement": ("for", "loop"),
    "for_in_statement": ("for", "loop"),
    "while_statement": ("while", "loop"),
    "do_statement": ("while", "loop"),
    "if_statement": ("if",),
    "ternary_expression": ("ternary",),
    "try_statement": ("try",),
    "with_statement": ("with",),
    "arrow_function": ("lambda",),
    "class_declaration": ("class",),
    "abstract_class_declaration": ("class",),
    "class": ("class",),
    "await_expression": ("async",),
    "switch_statement": ("switch",),
    "throw_statement": ("raise",),
    "decorator": ("decorator",),
    "yield_expression": ("generator",),
    "variable_declaration": ("var",),
}
_CLASSES = frozenset({"class_declaration", "abstract_class_declaration", "class"})
_TYPES = {"interface_declaration": "interface", "enum_declaration": "enum", "type_alias_declaration": "type"}
_EXECUTES = frozenset(
    "query execute raw unsafe run all get exec prepare $queryRawUnsafe $executeRawUnsafe".split()
)
_WRAPPERS = frozenset(
    {"await_expression", "parenthesized_expression", "non_null_expression", "as_expression"}
)
_GLOBALS = ("globalThis.", "window.", "global.", "self.")


@cache
def _parser(language: str) -> Parser:
    grammars: dict[str, Callable[[], object]] = {
        "typescript": tree_sitter_typescript.language_typescript,
        "tsx": tree_sitter_typescript.language_tsx,
        "javascript": tree_sitter_javascript.language,
    }
    return Parser(Language(grammars[language]()))


def parse_typescript(path: str, text: str) -> Source:
    """Parse one TypeScript file, or raise `CannotParse`."""
    return _parse(path, text, "typescript")


def parse_tsx(path: str, text: str) -> Source:
    """Parse one TypeScript file with JSX, or raise `CannotParse`."""
    return _parse(path, text, "tsx")


def parse_javascript(path: str, text: str) -> Source:
    """Parse one JavaScript file, or raise `CannotParse`."""
    return _parse(path, text, "javascript")


def root_of_script(text: str, path: str) -> Node:
    """Return the root of a file's syntax tree, in the grammar that its name asks for."""
    ending = path.rpartition(".")[2].lower()
    language = "tsx" if ending == "tsx" else "typescript" if ending in {"ts", "mts", "cts"} else "javascript"
    return _root(text, language)


def _root(text: str, language: str) -> Node:
    return _parser(language).parse(text.encode("utf-8", errors="replace")).root_node


def _parse(path: str, text: str, language: str) -> Source:
    root = _root(text, language)
    if root.has_error:
        raise CannotParse(path, _first_error(root), "syntax error")
    if is_deep(root):
        raise CannotParse(path, 0, "nested too deeply")
    reader = _Reader(path, "javascript" if language == "javascript" else "typescript", text)
    try:
        reader.visit(root)
        reader.effects = [Use("import", line_of(node), "", role) for node, role in effects_of(root)]
        return reader.source(text)
    except RecursionError as error:
        raise CannotParse(path, 0, "nested too deeply") from error


def _first_error(root: Node) -> int:
    return next((line_of(node) for node in walk(root) if node.is_error or node.is_missing), 0)


class _Reader:
    """Walks one file once and gathers what `Source` holds."""

    def __init__(self, path: str, language: str, text: str) -> None:
        self.path = path
        self.layout = Layout(text)
        self.types: list[Use] = []
        self.structures: list[Use] = []
        self.features: list[Use] = []
        self.effects: list[Use] = []
        self.returned: list[Use] = []
        self.quotes: list[Use] = []
        self.language = language
        self.inside: list[str] = []
        self.alias: dict[str, str] = {}
        self.imports: list[Import] = []
        self.definitions: list[Definition] = []
        self.constructs: list[Use] = []
        self.calls: list[Use] = []
        self.names: list[Use] = []
        self.comments: list[Text] = []
        self.strings: list[Text] = []
        self.queries: list[Text] = []
        self.opaque: list[Use] = []
        self.placeholders: list[Use] = []
        self.swallowed: list[Use] = []
        self.exports: list[str] = []
        self.edges: list[tuple[str, str, int]] = []
        self.built_queries: set[str] = set()
        self.known: set[str] = set()
        self.handed_out: set[str] = set()
        self.bound: dict[str, Node | None] = {}
        self._handlers: dict[str, Callable[[Node], None]] = {
            "import_statement": self._import,
            "export_statement": self._export,
            "call_expression": self._call,
            "new_expression": self._call,
            "variable_declarator": self._variable,
            "assignment_expression": self._assignment,
            "catch_clause": self._catch,
            "comment": self._comment,
            "string": self._string,
            "template_string": self._string,
            "predefined_type": self._type,
            "pair": self._pair,
            "class_body": self._class_body,
            "public_field_definition": self._field,
            "field_definition": self._field,
            **dict.fromkeys(_CLASSES, self._class),
            **dict.fromkeys(_TYPES, self._named_type),
            **dict.fromkeys(FUNCTIONS, self._function),
        }

    @property
    def where(self) -> str:
        return ".".join(self.inside)

    def source(self, text: str) -> Source:
        known = {one.qualname for one in self.definitions}
        cycles = recursive(edge for edge in self.edges if edge[1] in known)
        exported = tuple(dict.fromkeys(self.exports))
        return Source(
            path=self.path,
            language=self.language,
            lines=tuple(text.split("\n")),
            imports=tuple(self.imports),
            definitions=tuple(
                replace(one, public=True) if one.qualname in self.handed_out else one
                for one in self.definitions
            ),
            constructs=(*self.constructs, *(Use("recursion", line, caller) for caller, line in cycles)),
            calls=tuple(self.calls),
            names=tuple(self.names),
            strings=tuple(self.strings),
            queries=tuple(self.queries),
            opaque=tuple(self.opaque),
            exports=exported,
            placeholders=tuple(self.placeholders),
            swallowed=tuple(self.swallowed),
            types=tuple(self.types),
            structures=tuple(self.structures),
            features=tuple(self.features),
            effects=tuple(self.effects),
            returned=tuple(self.returned),
            marked=Marks(tuple(self.comments), tuple(self.quotes)),
            set_in=tuple(self.layout.indents),
            braces=tuple(self.layout.braces),
        )

    def visit(self, node: Node) -> None:
        """Note what a node is, then what stands in it."""
        if node.is_named:
            for name in _CONSTRUCTS.get(node.type, ()):
                self._use(self.constructs, name, node)
            self._note(node)
            handler = self._handlers.get(node.type)
            if handler is not None:
                handler(node)
                return
        self._children(node)

    def _note(self, node: Node) -> None:
        if node.type in STRUCTURES:
            self._use(self.structures, STRUCTURES[node.type], node)
        if node.type in BODIES:
            self.layout.note(node, self.where)
        if node.type == "type_identifier":
            self._use(self.types, self.alias.get(text_of(node), text_of(node)), node)
        if node.type == "return_statement":
            self._returned(node.named_children[0] if node.named_children else None, node)
        for feature in features_of(node):
            self._use(self.features, feature, node)
        for mark, role in marks_of(node):
            self._use(self.quotes, mark, node, role)

    def _returned(self, value: Node | None, node: Node) -> None:
        if value is not None and value.type == "identifier":
            value = self.bound.get(text_of(value)) or value
        called = ""
        if value is not None and value.type == "call_expression":
            called = self.resolve(value.child_by_field_name("function"))
        self._use(self.returned, kind_of(value, called), node)

    def _children(self, node: Node) -> None:
        for child in node.children:
            self.visit(child)

    def _use(self, into: list[Use], name: str, node: Node, role: str = "") -> None:
        into.append(Use(name, line_of(node), self.where, role))

    # What goes in and out.

    def _import(self, node: Node) -> None:
        module = constant_text(node.child_by_field_name("source"))
        required = next(
            (child for child in node.named_children if child.type == "import_require_clause"), None
        )
        if module is None and required is not None:
            module = constant_text(required.child_by_field_name("source"))
        if module is None:
            return
        self._imported(module, node)
        for part in walk(node):
            if part.type == "import_specifier":
                name = text_of(part.child_by_field_name("name"))
                self.alias[text_of(part.child_by_field_name("alias")) or name] = f"{module}.{name}"
            elif part.type == "identifier" and part.parent is not None and part.parent.type in {
                "import_clause", "namespace_import", "import_require_clause",
            }:  # fmt: skip
                self.alias[text_of(part)] = module

    def _imported(self, module: str, node: Node) -> None:
        self.imports.append(Import(module, line_of(node), relative=module.startswith((".", "/", "#"))))

    def _export(self, node: Node) -> None:
        module = constant_text(node.child_by_field_name("source"))
        if module is not None:
            self._imported(module, node)
        if any(child.type == "default" for child in node.children):
            self._use(self.constructs, "default_export", node)
            self.exports.append("default")
            self._handed_out(node.child_by_field_name("value"))
        for part in node.named_children:
            if part.type == "export_clause":
                self._clause(part, own=module is None)
        self._children(node)

    def _clause(self, clause: Node, *, own: bool) -> None:
        for one in clause.named_children:
            name = one.child_by_field_name("name")
            self.exports.append(text_of(one.child_by_field_name("alias") or name))
            if own:
                self._handed_out(name)

    def _handed_out(self, value: Node | None) -> None:
        """Note what is exported under whatever name, away from its definition."""
        if value is not None and value.type in {"identifier", "shorthand_property_identifier"}:
            self.handed_out.add(text_of(value))

    def _assignment(self, node: Node) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        target = text_of(left)
        if target == "module.exports" and right is not None and right.type == "object":
            for one in right.named_children:
                self.exports.append(text_of(one.child_by_field_name("key") or one))
                self._handed_out(one.child_by_field_name("value") or one)
        elif target.startswith(("exports.", "module.exports.")):
            self.exports.append(target.rpartition(".")[2])
            self._handed_out(right)
        self._value(right, target)
        self._children(node)

    # What is defined.

    def _define(self, node: Node, name: str, what: str, body: Node | None = None) -> None:
        function = body if body is not None and body.type in FUNCTIONS else None
        outer = node.parent if node.parent is not None and node.parent.type == "export_statement" else node
        exported = _is_exported(node)
        hidden = name.startswith(("_", "#")) or any(
            child.type == "accessibility_modifier" and text_of(child) != "public" for child in node.children
        )
        if exported and not self.inside:
            self.exports.append(name)
        in_class = bool(self.inside) and what in {"method", "property"}
        self.known.add(".".join((*self.inside, name)))
        self.definitions.append(
            Definition(
                name=name,
                qualname=".".join((*self.inside, name)),
                what=what,
                line=line_of(node),
                end_line=node.end_point[0] + 1,
                first_line=line_of(outer),
                meaning=fingerprint(node),
                params=params(function) if function is not None else (),
                returns=annotation(function.child_by_field_name("return_type"))
                if function is not None
                else "",
                public=not hidden and (exported or in_class),
                documented=_documented(outer),
                stub=function is not None and _is_stub(function),
                complexity=complexity(function) if function is not None else 1,
                nesting=nesting(function) if function is not None else 0,
                is_async=function is not None and any(child.type == "async" for child in function.children),
            )
        )
        if function is not None and _is_stub(function):
            self._use(self.placeholders, f"{name} has no body", node)
        self._use(self.names, name, node, what)

    def _function(self, node: Node) -> None:
        name = text_of(node.child_by_field_name("name"))
        if name and node.type == "method_definition":
            accessor = any(child.type in {"get", "set"} for child in node.children)
            self._define(node, name, "property" if accessor else "method", node)
        elif name and node.type.endswith("declaration"):
            self._define(node, name, "function", node)
        self._body(node, name)

    def _body(self, node: Node, name: str) -> None:
        """Walk a function; its parameters hide what is imported under the same name."""
        parameters = params(node)
        for parameter in parameters:
            if parameter.name.isidentifier():
                self._use(self.names, parameter.name, node, "parameter")
        outer = self.alias
        self.alias = {**outer, **{one.name: one.name for one in parameters}}
        if name:
            self.inside.append(name)
        if any(child.type == "async" for child in node.children):
            self._use(self.constructs, "async", node)
        body = node.child_by_field_name("body")
        if body is not None and body.type != "statement_block":
            self._returned(body, body)
        self._children(node)
        if name:
            self.inside.pop()
        self.alias = outer

    def _class(self, node: Node) -> None:
        name = text_of(node.child_by_field_name("name"))
        if name:
            self._define(node, name, "class")
            self.inside.append(name)
        self._children(node)
        if name:
            self.inside.pop()

    def _class_body(self, node: Node) -> None:
        self._children(node)

    def _field(self, node: Node) -> None:
        name = text_of(node.child_by_field_name("name") or node.child_by_field_name("property"))
        value = node.child_by_field_name("value")
        if value is not None and value.type in FUNCTIONS:
            self._define(node, name, "method", value)
            self._body(value, name)
            return
        self._define(node, name, "property")
        self._value(value, name)
        self._children(node)

    def _named_type(self, node: Node) -> None:
        name = text_of(node.child_by_field_name("name"))
        self._define(node, name, _TYPES[node.type])
        self.inside.append(name)
        body = node.child_by_field_name("body") or node.child_by_field_name("value")
        for member in body.named_children if body is not None else ():
            if member.type in {"property_signature", "method_signature"}:
                what = "method" if member.type == "method_signature" else "property"
                self._define(member, text_of(member.child_by_field_name("name")), what)
        self._children(node)
        self.inside.pop()

    def _variable(self, node: Node) -> None:
        target, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        declaration = node.parent
        if target is None or declaration is None:
            return
        if target.type != "identifier":
            self._destructured(target, value)
            self._children(node)
            return
        name = text_of(target)
        if value is not None and value.type in FUNCTIONS:
            self._bound_function(declaration, name, value)
            return
        role = "constant" if name.isupper() and not self.inside else "variable"
        self._use(self.names, name, node, role)
        if not self.inside:
            self._top_variable(declaration, name, role)
        self._value(value, name)
        constant = any(child.type == "const" for child in declaration.children)
        self.bound[name] = value if constant and name not in self.bound else None
        meant = self.resolve(value)
        self.alias[name] = name if "?" in meant or value is None or value.type == "string" else meant
        self._children(node)

    def _bound_function(self, declaration: Node, name: str, value: Node) -> None:
        self._define(declaration, name, "function", value)
        if value.type == "arrow_function":
            self._use(self.constructs, "lambda", value)
        self._body(value, name)

    def _top_variable(self, declaration: Node, name: str, role: str) -> None:
        self.names.pop()
        self._define(declaration, name, role)

    def _destructured(self, target: Node, value: Node | None) -> None:
        module = self.resolve(value)
        for part in walk(target):
            if part.type == "shorthand_property_identifier_pattern":
                self._use(self.names, text_of(part), part, "variable")
                self.alias[text_of(part)] = text_of(part) if "?" in module else f"{module}.{text_of(part)}"
            elif part.type == "pair_pattern":
                bound = text_of(part.child_by_field_name("value"))
                key = text_of(part.child_by_field_name("key"))
                self.alias[bound] = bound if "?" in module else f"{module}.{key}"

    # values and calls

    def resolve(self, node: Node | None) -> str:
        """Return the dotted name of an expression; "?" stands for what reading cannot know."""
        while node is not None and node.type in _WRAPPERS:
            node = node.named_children[0] if node.named_children else None
        if node is None:
            return "?"
        if node.type in {"identifier", "this", "super", "import"}:
            name = text_of(node)
            return self.alias.get(name, name)
        if node.type in {"member_expression", "subscript_expression"}:
            return self._member(node)
        return (self._loaded(node) or "?") if node.type == "call_expression" else "?"

    def _member(self, node: Node) -> str:
        owner = self.resolve(node.child_by_field_name("object"))
        if node.type == "member_expression":
            return _global(f"{owner}.{text_of(node.child_by_field_name('property'))}")
        return _global(f"{owner}.{constant_text(node.child_by_field_name('index')) or '?'}")

    def _loaded(self, node: Node) -> str | None:
        called = self.resolve(node.child_by_field_name("function"))
        arguments = _arguments(node)
        return constant_text(arguments[0]) if called in {"require", "import"} and arguments else None

    def _call(self, node: Node) -> None:
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        name = self.resolve(function)
        root = function
        while root is not None and root.type in {"member_expression", "subscript_expression"}:
            root = root.child_by_field_name("object")
        imported = root is not None and self.alias.get(text_of(root), text_of(root)) != text_of(root)
        method = root is not function and not imported
        role = "method" if method else "called"
        self.calls.append(Use(name, line_of(node), self.where, role, _title(node)))
        self._edge(name, node)
        self._dynamic(name, node)
        for argument in _arguments(node):
            if argument.type in {"identifier", "member_expression"}:
                self._use(self.calls, self.resolve(argument), argument, "mentioned")
        if name.rpartition(".")[2] in _EXECUTES and _arguments(node):
            self._query(_arguments(node)[0])
        self._children(node)

    def _edge(self, name: str, node: Node) -> None:
        if not self.inside:
            return
        if name.startswith("this.") and len(self.inside) > 1:
            name = ".".join((*self.inside[:-1], name.removeprefix("this.")))
        elif "." not in name:
            options = (".".join((*self.inside[:depth], name)) for depth in range(len(self.inside), -1, -1))
            name = next((option for option in options if option in self.known), name)
        self.edges.append((self.where, name, line_of(node)))

    def _dynamic(self, name: str, node: Node) -> None:
        if name in {"require", "import"}:
            module = self._loaded(node)
            if module is None:
                self._use(self.opaque, "an import of a computed name", node, "import")
            else:
                self._imported(module, node)
        elif name in {"eval", "Function"}:
            self._use(self.constructs, "eval", node)
            self._use(self.opaque, "code that is put together at run time", node, "import")
        elif name.endswith(".?"):
            self._use(self.opaque, "a call of a computed name", node, "call")

    def _query(self, argument: Node) -> None:
        if _is_built_query(argument) or (
            argument.type == "identifier" and text_of(argument) in self.built_queries
        ):
            self.queries.append(Text(text_of(argument), line_of(argument)))

    def _value(self, value: Node | None, target: str) -> None:
        text = constant_text(value)
        if value is not None and text is not None:
            self.strings.append(Text(text, line_of(value), target))
        elif value is not None and _is_built_query(value):
            self.built_queries.add(target)
        elif value is not None and value.type in {"identifier", "member_expression"}:
            self._use(self.calls, self.resolve(value), value, "mentioned")

    def _pair(self, node: Node) -> None:
        key = node.child_by_field_name("key")
        self._value(node.child_by_field_name("value"), text_of(key).strip("\"'"))
        self._children(node)

    def _string(self, node: Node) -> None:
        text = constant_text(node)
        if text is not None:
            self.strings.append(Text(text, line_of(node)))
        self._children(node)

    def _type(self, node: Node) -> None:
        if text_of(node) == "any":
            self._use(self.constructs, "any", node)

    def _catch(self, node: Node) -> None:
        if is_empty(node.child_by_field_name("body")):
            self._use(self.swallowed, "bare", node)
        self._children(node)

    def _comment(self, node: Node) -> None:
        target = "doc" if _is_doc(node) else ""
        for offset, line in enumerate(text_of(node).split("\n")):
            self.comments.append(Text(line, line_of(node) + offset, target))


def _arguments(node: Node) -> list[Node]:
    listed = node.child_by_field_name("arguments")
    return [child for child in listed.named_children if child.type != "comment"] if listed is not None else []


def _title(node: Node) -> str:
    arguments = _arguments(node)
    return constant_text(arguments[0]) or "" if arguments else ""


def _global(name: str) -> str:
    for prefix in _GLOBALS:
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return name


def _is_exported(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type == "export_statement"


def _is_doc(node: Node) -> bool:
    return node.type == "comment" and text_of(node).startswith("/**")


def _documented(node: Node) -> bool:
    before = node.prev_named_sibling
    while before is not None and before.type == "decorator":
        before = before.prev_named_sibling
    return before is not None and _is_doc(before)


def _is_stub(function: Node) -> bool:
    """Whether a function does nothing, or only says that it is not written yet. Constructors may be empty."""
    body = function.child_by_field_name("body")
    if body is None or body.type != "statement_block":
        return False
    statements = [child for child in body.named_children if child.type != "comment"]
    if not statements:
        commented = bool(body.named_children)
        return function.type.endswith("declaration") and not commented
    return (
        len(statements) == 1
        and statements[0].type == "throw_statement"
        and "not implemented" in text_of(statements[0]).lower()
    )


def _is_built_query(node: Node) -> bool:
    if node.type not in {"template_string", "binary_expression"} or constant_text(node) is not None:
        return False
    fixed = all(value.type == "identifier" and text_of(value).isupper() for value in values_in(node))
    return looks_like_sql(literal_pieces(node)) and not fixed
