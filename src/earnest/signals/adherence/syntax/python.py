"""Python through the standard library's `ast`."""

import ast
import re
import warnings
from collections.abc import Callable
from typing import Any

from earnest.signals.adherence.syntax.python_layout import indents_of, marks_of
from earnest.signals.adherence.syntax.python_loading import (
    effects_of,
    features_of,
    guards_import,
    kind_of,
    structure_of,
)
from earnest.signals.adherence.syntax.python_measures import (
    Flat,
    Function,
    Meanings,
    children,
    constant_text,
    fingerprint,
    is_stub,
    nesting,
    params,
    swallows,
)
from earnest.signals.adherence.syntax.python_queries import EXECUTES, Flows, built_query
from earnest.signals.adherence.syntax.python_scopes import LOCAL, Scopes, imported_name
from earnest.signals.adherence.syntax.shapes import (
    CannotParse,
    Definition,
    Import,
    Source,
    Text,
    Use,
    recursive,
)

_CONSTRUCTS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.For: ("for", "loop"),
    ast.AsyncFor: ("for", "loop", "async"),
    ast.While: ("while", "loop"),
    ast.ListComp: ("comprehension", "loop"),
    ast.SetComp: ("comprehension", "loop"),
    ast.DictComp: ("comprehension", "loop"),
    ast.GeneratorExp: ("comprehension", "loop"),
    ast.If: ("if",),
    ast.IfExp: ("ternary",),
    ast.Try: ("try",),
    ast.TryStar: ("try",),
    ast.With: ("with",),
    ast.AsyncWith: ("with", "async"),
    ast.Lambda: ("lambda",),
    ast.ClassDef: ("class",),
    ast.Global: ("global",),
    ast.Nonlocal: ("global",),
    ast.AsyncFunctionDef: ("async",),
    ast.Await: ("async",),
    ast.Match: ("switch",),
    ast.Assert: ("assert",),
    ast.Raise: ("raise",),
    ast.Yield: ("generator",),
    ast.YieldFrom: ("generator",),
}
_CARRIAGE_RETURN = re.compile(r"\r(?!\n)")
_SILENT = (ast.expr_context, ast.boolop, ast.unaryop, ast.cmpop)  # nothing is to be said of them
_PROPERTIES = frozenset({"property", "cached_property", "getter", "setter", "deleter"})
_LOADERS = frozenset(
    "importlib.import_module importlib.__import__ __import__ runpy.run_module runpy.run_path imp.load_module "
    "imp.load_source imp.find_module pkgutil.resolve_name importlib.util.spec_from_file_location "
    "importlib.util.find_spec importlib.machinery.SourceFileLoader pkgutil.find_loader "
    "pkgutil.get_loader".split()
)


def parse_python(path: str, text: str) -> Source:
    """Parse one Python file, or raise `CannotParse`. A carriage return alone ends a line, as Python reads."""
    text = _CARRIAGE_RETURN.sub("\n", text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
        reader = _Reader(path, tree, text)
        reader.visit(tree)
        return reader.source(text)
    except SyntaxError as error:
        raise CannotParse(path, error.lineno or 0, error.msg or "syntax error") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise CannotParse(path, 0, f"cannot be parsed ({type(error).__name__})") from error


class _Reader(ast.NodeVisitor):
    """Walks one file once and gathers what `Source` holds."""

    def __init__(self, path: str, tree: ast.Module, text: str) -> None:
        self.path = path
        self.tree = tree
        self.flat = Flat(tree)
        self.scopes = Scopes(tree, self.flat)
        self.inside: list[str] = []
        self.kinds: list[str] = []
        self.imports: list[Import] = []
        self.definitions: list[Definition] = []
        self.constructs: list[Use] = []
        self.calls: list[Use] = []
        self.names: list[Use] = []
        self.strings: list[Text] = []
        self.queries: list[Text] = []
        self.opaque: list[Use] = []
        self.placeholders: list[Use] = []
        self.swallowed: list[Use] = []
        self.edges: list[tuple[str, str, int]] = []
        self.flows = [Flows(tree)]
        self.known: set[str] = set()
        self.abstract: list[bool] = []
        self.meanings = Meanings(text)
        self.executed = 0
        self.guards = 0
        self.types: list[Use] = []
        self.structures: list[Use] = []
        self.features: list[Use] = []
        self.returned: list[Use] = []
        self.postponed = any(
            isinstance(one, ast.ImportFrom)
            and one.module == "__future__"
            and one.names[0].name == "annotations"
            for one in tree.body
        )

    @property
    def where(self) -> str:
        return ".".join(self.inside)

    def source(self, text: str) -> Source:
        known = {one.qualname for one in self.definitions}
        cycles = recursive((caller, callee, line) for caller, callee, line in self.edges if callee in known)
        return Source(
            path=self.path,
            language="python",
            lines=tuple(text.split("\n")),
            imports=tuple(self.imports),
            definitions=tuple(self.definitions),
            constructs=(*self.constructs, *(Use("recursion", line, caller) for caller, line in cycles)),
            calls=tuple(self.calls),
            names=tuple(self.names),
            strings=tuple(self.strings),
            queries=tuple(self.queries),
            opaque=tuple(self.opaque),
            exports=self._exports(),
            placeholders=tuple(self.placeholders),
            swallowed=tuple(self.swallowed),
            types=tuple(self.types),
            structures=tuple(self.structures),
            features=tuple(self.features),
            effects=tuple(Use("import", node.lineno, "", role) for node, role in effects_of(self.tree)),
            returned=tuple(self.returned),
            marked=lambda: marks_of(text),
            set_in=lambda: indents_of(text),
        )

    def _exports(self) -> tuple[str, ...]:
        for node in self.tree.body:
            if (
                isinstance(node, ast.Assign)
                and _target(node) == "__all__"
                and isinstance(node.value, ast.List | ast.Tuple)
            ):
                return tuple(text for text in map(constant_text, node.value.elts) if text is not None)
        return tuple(one.name for one in self.definitions if one.qualname == one.name and one.public)

    def visit(self, node: ast.AST) -> None:
        """Note one node by its type."""
        _METHODS.get(type(node), _Reader.generic_visit)(self, node)

    def generic_visit(self, node: ast.AST) -> None:
        for name in _CONSTRUCTS.get(type(node), ()):
            self._use(self.constructs, name, node)
        self._note(node)
        for child in children(node):
            if not isinstance(child, _SILENT):
                self.visit(child)

    def _note(self, node: ast.AST) -> None:
        if structure := structure_of(node):
            self._use(self.structures, structure, node)
        for feature in features_of(node, postponed=self.postponed):
            self._use(self.features, feature, node)

    def visit_Return(self, node: ast.Return) -> None:
        """Note what kind of thing is returned."""
        called = self.scopes.resolve(node.value.func) if isinstance(node.value, ast.Call) else ""
        value = node.value
        if isinstance(value, ast.Name):
            flows = self.flows[-1].flowing(value.id)
            value = flows[0] if len(flows) == 1 else value
            called = self.scopes.resolve(value.func) if isinstance(value, ast.Call) else ""
        self._use(self.returned, kind_of(value, called), node)
        self.generic_visit(node)

    def _use(self, into: list[Use], name: str, node: ast.AST, role: str = "") -> None:
        into.append(Use(name, getattr(node, "lineno", 0), self.where, role))

    # What is imported.

    def visit_Import(self, node: ast.Import) -> None:
        """Note the modules."""
        self.imports.extend(Import(one.name, node.lineno, guarded=self.guards > 0) for one in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Note the module; `from . import x` names x."""
        dots = "." * node.level
        names = [node.module] if node.module else [one.name for one in node.names]
        self.imports.extend(
            Import(f"{dots}{name}", node.lineno, relative=node.level > 0, guarded=self.guards > 0)
            for name in names
        )

    def visit_Try(self, node: ast.Try) -> None:
        """Note imports that may fail."""
        self._guarded(node, guard=any(guards_import(handler) for handler in node.handlers))

    def visit_If(self, node: ast.If) -> None:
        """Note imports that hang on the version."""
        self._guarded(node, guard="version_info" in ast.unparse(node.test))

    def _guarded(self, node: ast.stmt, *, guard: bool) -> None:
        self.guards += guard
        self.generic_visit(node)
        self.guards -= guard

    # What is defined.

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Note the function and what stands in it."""
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """Note the function and what stands in it."""
        self.constructs.append(Use("async", node.lineno, ".".join((*self.inside, node.name))))
        self._function(node)

    def _function(self, node: Function) -> None:
        in_class = bool(self.kinds) and self.kinds[-1] == "class"
        decorators = {ast.unparse(one).partition("(")[0].rpartition(".")[2] for one in node.decorator_list}
        what = "function"
        if in_class:
            what = "property" if decorators & _PROPERTIES else "method"
        empty = decorators & {"abstractmethod", "overload"} or (in_class and self.abstract[-1:] == [True])
        self._defined(node, what, stub=is_stub(node) and not empty)
        if is_stub(node) and not empty:
            self._use(self.placeholders, f"{node.name} has no body", node.body[-1])
        self._name(node.name, what, node)
        for parameter in params(node.args):
            self._name(parameter.name, "parameter", node)
        self._inside(node, node.name, "function")

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Note the class and what stands in it."""
        bases = {ast.unparse(one).rpartition(".")[2] for one in node.bases}
        what = "enum" if any(base.endswith(("Enum", "Flag")) for base in bases) else "class"
        if "Protocol" in bases or any(base.startswith("Protocol[") for base in bases):
            what = "interface"
        self._defined(node, what)
        self._use(self.constructs, "class", node)
        self._name(node.name, "class", node)
        self.abstract.append(what == "interface")
        self._inside(node, node.name, "class")
        self.abstract.pop()

    def _defined(self, node: Function | ast.ClassDef, what: str, *, stub: bool = False) -> None:
        function = None if isinstance(node, ast.ClassDef) else node
        hidden = any(name.startswith("_") for name in (*self.inside, node.name)) and not node.name.startswith(
            "__"
        )
        first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
        qualname = ".".join((*self.inside, node.name))
        self.known.add(qualname)
        self.definitions.append(
            Definition(
                name=node.name,
                qualname=qualname,
                what=what,
                line=node.lineno,
                end_line=node.end_lineno or node.lineno,
                first_line=first,
                meaning=self._meaning(node),
                params=params(function.args) if function else (),
                returns=ast.unparse(function.returns) if function and function.returns else "",
                public=not hidden and "function" not in self.kinds,
                documented=ast.get_docstring(node) is not None,
                stub=stub,
                complexity=self.flat.complexity(node) if function else 1,
                nesting=nesting(node) if function else 0,
                is_async=isinstance(node, ast.AsyncFunctionDef),
            )
        )

    def _meaning(self, node: ast.stmt) -> str | Callable[[], str]:
        return fingerprint(node) if self.executed else self.meanings.of(node)

    def _inside(self, node: Function | ast.ClassDef, name: str, kind: str) -> None:
        for decorator in node.decorator_list:
            self._use(self.constructs, "decorator", decorator)
            self.visit(decorator)
        self.inside.append(name)
        self.kinds.append(kind)
        self._note(node)
        self.scopes.enter(node)
        self.flows.append(Flows(node, self.flows[-1]))
        for child in ast.iter_child_nodes(node):
            if child not in node.decorator_list:
                self.visit(child)
        self.flows.pop()
        self.scopes.leave()
        self.kinds.pop()
        self.inside.pop()

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Note the lambda; its parameters hide outer names."""
        self._use(self.constructs, "lambda", node)
        self.scopes.enter(node)
        super().generic_visit(node)
        self.scopes.leave()

    # names and values

    def _name(self, name: str, role: str, node: ast.AST) -> None:
        self._use(self.names, name, node, role)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Note the names that are bound, what they are handed, and strings with their target."""
        for target in node.targets:
            self._bound(target, node)
        self._value(node.value, _target(node))
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Note the name that is bound."""
        self._bound(node.target, node)
        if node.value is not None:
            self._value(node.value, ast.unparse(node.target))
        self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        """Note a string that is handed to a named parameter."""
        self._value(node.value, node.arg or "")
        self.generic_visit(node)

    def _value(self, value: ast.expr, target: str) -> None:
        text = constant_text(value)
        if text is not None:
            self.strings.append(Text(text, value.lineno, target))
        self._mention(value)

    def _bound(self, target: ast.expr, node: ast.stmt) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            for one in target.elts:
                self._bound(one, node)
        elif isinstance(target, ast.Name):
            constant = not self.inside and target.id.upper() == target.id
            role = "constant" if constant else "variable"
            self._name(target.id, role, node)
            if not self.inside or self.kinds[-1] == "class":
                self._variable(target.id, role, node)

    def _variable(self, name: str, role: str, node: ast.stmt) -> None:
        qualname = ".".join((*self.inside, name))
        self.known.add(qualname)
        public = not name.startswith("_")
        self.definitions.append(
            Definition(
                name, qualname, role, node.lineno, node.end_lineno or node.lineno, node.lineno,
                self._meaning(node), public=public,
            )
        )  # fmt: skip

    def _mention(self, value: ast.expr) -> None:
        if isinstance(value, ast.Name | ast.Attribute) and isinstance(getattr(value, "ctx", None), ast.Load):
            self._use(self.calls, self.scopes.resolve(value), value, "mentioned")

    def visit_Dict(self, node: ast.Dict) -> None:
        """Note strings under a string key, as of a setting."""
        for key, value in zip(node.keys, node.values, strict=True):
            self._value(value, constant_text(key) or "")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """Note a string wherever it stands."""
        if isinstance(node.value, str):
            self.strings.append(Text(node.value, node.lineno))

    def visit_Name(self, node: ast.Name) -> None:
        """Note the type `Any`, and names that begin as those of types do."""
        if node.id == "Any" and isinstance(node.ctx, ast.Load):
            self._use(self.constructs, "any", node)
        if node.id[:1].isupper() and isinstance(node.ctx, ast.Load):
            self._use(self.types, self.scopes.resolve(node), node)

    def visit_For(self, node: ast.For) -> None:
        """Note the names of a loop."""
        for name in ast.walk(node.target):
            if isinstance(name, ast.Name):
                self._name(name.id, "variable", node)
        self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        """Note a handler that swallows."""
        if swallowed := swallows(node):
            self._use(self.swallowed, swallowed, node)
        self.generic_visit(node)

    # calls

    def visit_Call(self, node: ast.Call) -> None:
        """Note what is called, what is imported or executed by it, and queries built from pieces."""
        name = self.scopes.resolve(node.func)
        method = isinstance(node.func, ast.Attribute) and not self.scopes.is_module(node.func)
        self._use(self.calls, name, node, "method" if method else "called")
        self._edge(name, node)
        self._dynamic(name, node)
        if name.removeprefix(LOCAL) not in {"isinstance", "issubclass"}:
            for argument in node.args:
                self._mention(argument)
        if name.rpartition(".")[2] in EXECUTES:
            self._query(node)
        self.generic_visit(node)

    def _edge(self, name: str, node: ast.Call) -> None:
        name = name.removeprefix(LOCAL)
        if not self.inside:
            return
        if name.startswith(("self.", "cls.")) and len(self.inside) > 1:
            name = ".".join((*self.inside[:-1], name.partition(".")[2]))
        elif "." not in name:
            options = (".".join((*self.inside[:depth], name)) for depth in range(len(self.inside), -1, -1))
            name = next((option for option in options if option in self.known), name)
        self.edges.append((self.where, name, node.lineno))

    def _dynamic(self, name: str, node: ast.Call) -> None:
        if name in {"eval", "exec"}:
            self._use(self.constructs, "eval", node)
            self._executed(node)
        elif name in _LOADERS:
            module = imported_name(name, node) or (constant_text(node.args[0]) if node.args else None)
            if module is None:
                self._use(self.opaque, "an import of a computed name", node, "import")
            else:
                self.imports.append(Import(module, node.lineno, relative=module.startswith(".")))
        elif "?" in name and isinstance(node.func, ast.Call):
            self._use(self.opaque, "a call of a computed name", node, "call")

    def _executed(self, node: ast.Call) -> None:
        text = constant_text(node.args[0]) if node.args else None
        try:
            inner = ast.parse(text.strip()) if text is not None else None
        except (SyntaxError, ValueError):
            inner = None
        if inner is None:
            self._use(self.opaque, "code that is put together at run time", node, "import")
            return
        ast.increment_lineno(inner, node.lineno - 1)
        self.executed += 1
        for statement in inner.body:
            self.visit(statement)
        self.executed -= 1

    def _query(self, node: ast.Call) -> None:
        built = built_query(node, self.flows[-1])
        if built is not None:
            self.queries.append(
                Text(ast.unparse(built), built.lineno, end_line=built.end_lineno or built.lineno)
            )


_METHODS: dict[type[ast.AST], Callable[[_Reader, Any], None]] = {
    getattr(ast, name.removeprefix("visit_")): method
    for name, method in vars(_Reader).items()
    if name.startswith("visit_")
}


def _target(node: ast.Assign) -> str:
    target = node.targets[0]
    return ast.unparse(target) if isinstance(target, ast.Name | ast.Attribute | ast.Subscript) else ""
