"""Go, Rust and Java through tree-sitter: one walk, and a grammar for each that says what its nodes are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from tree_sitter import Language, Node, Parser

from earnest.signals.adherence.syntax.layout import Layout
from earnest.signals.adherence.syntax.nodes import (
    end_line_of,
    fingerprint,
    is_comment,
    is_deep,
    line_of,
    text_of,
    walk,
)
from earnest.signals.adherence.syntax.shapes import (
    CannotParse,
    Definition,
    Import,
    Marks,
    Param,
    Source,
    Text,
    Use,
    recursive,
)

_ANDS = frozenset({"&&", "||"})
_DOCUMENTS = ("///", "//!", "/**")


@dataclass(frozen=True)
class Grammar:
    """What the nodes of one language are.

    `handlers` note what a node is and walk what stands in it; a node without one is walked as it is.
    `blocks` nest, `decisions` count for McCabe's number, `functions` have a body of their own, `bodies` hold
    statements between braces, `strings` are literals, `since` are nodes that came with a version, `layout`
    are tokens that a formatter may set or leave.
    """

    language: str
    grammar: Callable[[], object]
    handlers: Mapping[str, Callable[["Reader", Node], None]]
    constructs: Mapping[str, tuple[str, ...]]
    structures: Mapping[str, str]
    functions: frozenset[str]
    blocks: frozenset[str]
    decisions: frozenset[str]
    bodies: frozenset[str]
    strings: frozenset[str]
    types: frozenset[str]
    since: Mapping[str, str] = field(default_factory=dict)
    layout: frozenset[str] = frozenset({";"})


@cache
def _parser(grammar: Callable[[], object]) -> Parser:
    return Parser(Language(grammar()))


def root_of(text: str, grammar: Callable[[], object]) -> Node:
    """Return the root of a file's syntax tree; it may hold errors."""
    return _parser(grammar).parse(text.encode("utf-8", errors="replace")).root_node


def parse_with(grammar: Grammar, path: str, text: str) -> Source:
    """Parse one file, or raise `CannotParse`."""
    root = root_of(text, grammar.grammar)
    if root.has_error:
        line = next((line_of(node) for node in walk(root) if node.is_error or node.is_missing), 0)
        raise CannotParse(path, line, "syntax error")
    if is_deep(root):
        raise CannotParse(path, 0, "nested too deeply")
    reader = Reader(path, grammar, text)
    try:
        reader.visit(root)
        return reader.source(text)
    except RecursionError as error:
        raise CannotParse(path, 0, "nested too deeply") from error


class Reader:
    """Walks one file once and gathers what `Source` holds."""

    def __init__(self, path: str, grammar: Grammar, text: str) -> None:
        """Start with nothing found."""
        self.path = path
        self.layout = Layout(text)
        self.grammar = grammar
        self.inside: list[str] = []
        self.alias: dict[str, str] = {}
        self.packages: set[str] = set()
        self.package = ""
        self.imports: list[Import] = []
        self.definitions: list[Definition] = []
        self.constructs: list[Use] = []
        self.calls: list[Use] = []
        self.names: list[Use] = []
        self.types: list[Use] = []
        self.structures: list[Use] = []
        self.features: list[Use] = []
        self.comments: list[Text] = []
        self.strings: list[Text] = []
        self.opaque: list[Use] = []
        self.placeholders: list[Use] = []
        self.swallowed: list[Use] = []
        self.exports: list[str] = []
        self.edges: list[tuple[str, str, int]] = []

    @property
    def where(self) -> str:
        """The dotted name of the definition that is being walked."""
        return ".".join(self.inside)

    def source(self, text: str) -> Source:
        """Return what was found."""
        known = {one.qualname for one in self.definitions}
        cycles = recursive(edge for edge in self.edges if edge[1] in known)
        return Source(
            path=self.path,
            language=self.grammar.language,
            lines=tuple(text.split("\n")),
            imports=tuple(dict.fromkeys(self.imports)),
            definitions=tuple(self.definitions),
            constructs=(*self.constructs, *(Use("recursion", line, caller) for caller, line in cycles)),
            calls=tuple(self.calls),
            names=tuple(self.names),
            types=tuple(self.types),
            structures=tuple(self.structures),
            features=tuple(self.features),
            strings=tuple(self.strings),
            opaque=tuple(self.opaque),
            exports=tuple(dict.fromkeys(self.exports)),
            placeholders=tuple(self.placeholders),
            swallowed=tuple(self.swallowed),
            marked=Marks(tuple(self.comments)),
            set_in=tuple(self.layout.indents),
            braces=tuple(self.layout.braces),
            package=self.package,
        )

    def visit(self, node: Node) -> None:
        """Note what a node is, then what stands in it."""
        if node.is_named:
            self._note(node)
            handler = self.grammar.handlers.get(node.type)
            if handler is not None:
                handler(self, node)
                return
        self.children(node)

    def _note(self, node: Node) -> None:
        grammar = self.grammar
        for name in grammar.constructs.get(node.type, ()):
            self.use(self.constructs, name, node)
        if node.type in grammar.structures:
            self.use(self.structures, grammar.structures[node.type], node)
        if node.type in grammar.since:
            self.use(self.features, grammar.since[node.type], node)
        if node.type in grammar.types:
            self.use(self.types, self.alias.get(text_of(node), text_of(node)), node)
        if is_comment(node):
            self._comment(node)
        elif node.type in grammar.strings:
            self.strings.append(Text(text_of(node).strip("\"'`"), line_of(node), _target(node)))
        if node.type in grammar.bodies:
            self.layout.note(node, self.where)

    def _comment(self, node: Node) -> None:
        for offset, line in enumerate(text_of(node).rstrip("\n").split("\n")):
            target = "doc" if text_of(node).startswith(_DOCUMENTS) else ""
            self.comments.append(Text(line, line_of(node) + offset, target))

    def children(self, node: Node) -> None:
        """Walk what stands in a node."""
        for child in node.children:
            self.visit(child)

    def children_of_head(self, node: Node) -> None:
        """Walk what stands in a node before its body."""
        body = node.child_by_field_name("body")
        for child in node.children:
            if child != body:
                self.visit(child)

    def use(self, into: list[Use], name: str, node: Node, role: str = "") -> None:
        """Note a use where it stands."""
        into.append(Use(name, line_of(node), self.where, role))

    def imported(self, module: str, node: Node, *, relative: bool = False) -> None:
        """Note an import."""
        self.imports.append(Import(module, line_of(node), relative))

    def called(self, name: str, node: Node, role: str = "called") -> None:
        """Note a call and, inside a definition, the step from it to what is called."""
        self.use(self.calls, name, node, role)
        if self.inside:
            outer = self.inside[:-1]
            scopes = range(len(outer), -1, -1) if "." not in name else ()
            for option in (name, *(".".join((*outer[:depth], name)) for depth in scopes)):
                self.edges.append((self.where, option, line_of(node)))

    def define(
        self,
        node: Node,
        name: str,
        what: str,
        *,
        public: bool,
        owner: str = "",
        about: "Function | None" = None,
    ) -> None:
        """Note a definition; `owner` is the type that a method belongs to where it is written elsewhere."""
        qualname = ".".join(part for part in (*self.inside, owner, name) if part)
        first = first_of(node)
        about = about or Function()
        function = about.node
        self.definitions.append(
            Definition(
                name=name,
                qualname=qualname,
                what=what,
                line=line_of(node),
                end_line=end_line_of(node),
                first_line=line_of(first),
                meaning=fingerprint(node, self.grammar.layout),
                params=about.params,
                returns=about.returns,
                public=public,
                documented=documented(first),
                stub=about.stub,
                complexity=self.complexity(function) if function is not None else 1,
                nesting=self.nesting(function) if function is not None else 0,
                is_async=about.is_async,
            )
        )
        if about.stub:
            self.use(self.placeholders, f"{name} has no body", node)

    def name(self, name: str, role: str, node: Node) -> None:
        """Note a name with its role."""
        self.use(self.names, name, node, role)

    def within(self, name: str, *nodes: Node | None) -> None:
        """Walk nodes inside a definition."""
        outer = dict(self.alias)
        self.inside.append(name)
        for node in nodes:
            if node is not None:
                self.visit(node)
        self.inside.pop()
        self.alias = outer

    def complexity(self, node: Node) -> int:
        """Return McCabe's number: decisions + 1, each `&&` and `||` counted."""
        count = 1
        for child in walk(node):
            decides = child.type in self.grammar.decisions and not _is_default(child)
            joins = (
                child.type == "binary_expression" and text_of(child.child_by_field_name("operator")) in _ANDS
            )
            count += decides or joins
        return count

    def nesting(self, node: Node) -> int:
        """Return the depth of nested blocks; `else if` is as deep as its `if`."""
        deepest = 0
        waiting = [(child, 0) for child in node.children]
        while waiting:
            current, depth = waiting.pop()
            if current.type in self.grammar.functions:
                continue
            inner = depth + (current.type in self.grammar.blocks and not _is_chained(current))
            deepest = max(deepest, inner)
            waiting.extend((child, inner) for child in current.children)
        return deepest


@dataclass(frozen=True)
class Function:
    """What makes a definition callable: its node, parameters, what it returns, whether it is a stub."""

    node: Node | None = None
    params: tuple[Param, ...] = ()
    returns: str = ""
    stub: bool = False
    is_async: bool = False


def _is_default(node: Node) -> bool:
    if node.type == "switch_label":
        return text_of(node).startswith("default")
    return node.type == "match_arm" and text_of(node.child_by_field_name("pattern")) == "_"


def _is_chained(node: Node) -> bool:
    parent = node.parent
    if parent is None or not node.type.startswith("if_"):
        return False
    return parent.type == "else_clause" or (
        parent.type == node.type and parent.child_by_field_name("alternative") == node
    )


def _target(node: Node) -> str:
    """Return the name that a literal is bound to, "" where there is none."""
    parent = node.parent
    while parent is not None and parent.type in {"expression_list", "literal_element"}:
        parent = parent.parent
    if parent is None:
        return ""
    for named in ("name", "left", "pattern", "key"):
        found = parent.child_by_field_name(named)
        if found is not None and found != node:
            return text_of(found)
    return ""


def first_of(node: Node) -> Node:
    """Return the first attribute or annotation that stands before a definition, else the definition."""
    before = node.prev_named_sibling
    first = node
    while before is not None and (before.type == "attribute_item" or is_comment(before)):
        if before.type == "attribute_item":
            first = before
        before = before.prev_named_sibling
    return first


def documented(node: Node) -> bool:
    """Whether a comment that documents stands right above: any in Go, `///` in Rust, `/**` elsewhere."""
    before = node.prev_named_sibling
    if before is None or not is_comment(before) or end_line_of(before) < line_of(node) - 1:
        return False
    text = text_of(before)
    return before.type == "comment" or text.startswith(_DOCUMENTS)


def annotation(node: Node | None) -> str:
    """Return a type as it is written, on one line."""
    return " ".join(text_of(node).split())
