"""Java: its grammar, and what its nodes define, import and call."""

import re

import tree_sitter_java
from tree_sitter import Node

from earnest.signals.adherence.syntax.compiled import Function, Grammar, Reader, annotation, parse_with
from earnest.signals.adherence.syntax.nodes import text_of
from earnest.signals.adherence.syntax.shapes import Param, Source

_QUALIFIED = re.compile(
    r"(?:com|org|net|io|java|javax|jakarta|edu|gov|dev|jdk|lombok)(?:\.[a-z_][\w]*)+\.[A-Z]\w*"
)
_UNDONE = re.compile(r"not (?:yet )?(?:implemented|supported yet)|todo|unimplemented", re.IGNORECASE)
_TYPES = {
    "class_declaration": "class",
    "record_declaration": "class",
    "interface_declaration": "interface",
    "annotation_type_declaration": "interface",
    "enum_declaration": "enum",
}
_STRUCTURES = {
    "List": "list", "ArrayList": "list", "LinkedList": "linked_list", "Map": "dict", "HashMap": "dict",
    "TreeMap": "dict", "LinkedHashMap": "dict", "ConcurrentHashMap": "dict", "Set": "set", "HashSet": "set",
    "TreeSet": "set", "LinkedHashSet": "set", "Deque": "deque", "ArrayDeque": "deque", "Queue": "queue",
    "PriorityQueue": "heap", "Stack": "stack", "Vector": "list",
}  # fmt: skip


def parse_java(path: str, text: str) -> Source:
    """Parse one Java file, or raise `CannotParse`."""
    return parse_with(JAVA, path, text)


def _package(reader: Reader, node: Node) -> None:
    reader.package = text_of(node.named_children[-1]) if node.named_children else ""


def _import(reader: Reader, node: Node) -> None:
    named = next(
        (one for one in node.named_children if one.type in {"scoped_identifier", "identifier"}), None
    )
    module = text_of(named)
    reader.imported(module, node)
    if not any(one.type == "asterisk" for one in node.named_children):
        reader.alias[module.rpartition(".")[2]] = module


def _modifiers(node: Node) -> str:
    return next((text_of(child) for child in node.children if child.type == "modifiers"), "")


def _is_public(node: Node) -> bool:
    words = _modifiers(node).split()
    holder = node.parent.type if node.parent is not None else ""
    return "public" in words or (holder == "interface_body" and "private" not in words)


def _type(reader: Reader, node: Node) -> None:
    name, what = text_of(node.child_by_field_name("name")), _TYPES[node.type]
    public = _is_public(node)
    reader.define(node, name, what, public=public)
    reader.name(name, what, node)
    if public and not reader.inside:
        reader.exports.append(name)
    outer = dict(reader.alias)
    reader.alias["this"] = ".".join((*reader.inside, name))
    reader.within(name, *node.children)
    reader.alias = outer


def _component(reader: Reader, node: Node) -> None:
    """Note a parameter of a record as a property of it."""
    holder = node.parent.parent if node.parent is not None else None
    if holder is not None and holder.type == "record_declaration":
        name = text_of(node.child_by_field_name("name"))
        reader.define(node, name, "property", public=True)
        reader.name(name, "property", node)
    reader.children(node)


def _method(reader: Reader, node: Node) -> None:
    name = text_of(node.child_by_field_name("name"))
    constructor = node.type == "constructor_declaration"
    reader.define(node, name, "method", public=_is_public(node), about=_about(node))
    if not constructor:
        reader.name(name, "method", node)
    outer = dict(reader.alias)
    for one in _params(node):
        reader.name(one.name, "parameter", node)
        reader.alias[one.name] = one.name
    reader.within(name, *node.children)
    reader.alias = outer


def _about(node: Node) -> Function:
    body = node.child_by_field_name("body")
    statements = list(body.named_children) if body is not None else []
    stub = (
        len(statements) == 1
        and statements[0].type == "throw_statement"
        and _UNDONE.search(text_of(statements[0])) is not None
    )
    return Function(node, _params(node), annotation(node.child_by_field_name("type")), stub)


def _params(node: Node) -> tuple[Param, ...]:
    listed = node.child_by_field_name("parameters")
    found: list[Param] = []
    for one in listed.named_children if listed is not None else ():
        if one.type == "formal_parameter":
            type_ = annotation(one.child_by_field_name("type"))
            found.append(Param(text_of(one.child_by_field_name("name")), annotation=type_))
        elif one.type == "spread_parameter":
            declared = next((part for part in one.named_children if part.type == "variable_declarator"), None)
            type_ = annotation(next((part for part in one.named_children if part.type != "modifiers"), None))
            name = text_of(declared.child_by_field_name("name")) if declared is not None else ""
            found.append(Param(name, "star", type_))
    return tuple(found)


def _field(reader: Reader, node: Node) -> None:
    words = _modifiers(node).split()
    in_interface = node.type == "constant_declaration"
    constant = in_interface or ("static" in words and "final" in words)
    if "static" in words and not constant:
        reader.use(reader.constructs, "global", node)
    for one in node.children_by_field_name("declarator"):
        name = text_of(one.child_by_field_name("name"))
        role = "constant" if constant else "property"
        reader.name(name, role, node)
        reader.define(node, name, role, public="public" in words or in_interface)
    reader.children(node)


def _local(reader: Reader, node: Node) -> None:
    for one in node.children_by_field_name("declarator"):
        name = text_of(one.child_by_field_name("name"))
        reader.name(name, "variable", node)
        reader.alias[name] = name
    if text_of(node.child_by_field_name("type")) == "var":
        reader.use(reader.features, "var", node)
    reader.children(node)


def _for_each(reader: Reader, node: Node) -> None:
    name = text_of(node.child_by_field_name("name"))
    reader.name(name, "variable", node)
    reader.alias[name] = name
    reader.children(node)


def _enum_constant(reader: Reader, node: Node) -> None:
    name = text_of(node.child_by_field_name("name"))
    reader.define(node, name, "constant", public=True)
    reader.name(name, "constant", node)
    reader.children(node)


def _resolve(reader: Reader, node: Node | None) -> str:
    if node is None:
        return "?"
    if node.type in {"identifier", "this", "type_identifier", "super"}:
        return reader.alias.get(text_of(node), text_of(node))
    if node.type == "field_access":
        owner = _resolve(reader, node.child_by_field_name("object"))
        return f"{owner}.{text_of(node.child_by_field_name('field'))}"
    if node.type == "generic_type" and node.named_children:
        return _resolve(reader, node.named_children[0])
    return text_of(node) if node.type in {"scoped_type_identifier", "scoped_identifier"} else "?"


def _call(reader: Reader, node: Node) -> None:
    owner = node.child_by_field_name("object")
    short = text_of(node.child_by_field_name("name"))
    if owner is None:
        name, role = reader.alias.get(short, short), "called"
    else:
        name = f"{_resolve(reader, owner)}.{short}"
        of_type = text_of(owner).rpartition(".")[2][:1].isupper() or text_of(owner).startswith("System.")
        role = "called" if of_type else "method"
    reader.called(name, node, role)
    _dynamic(reader, node, name)
    reader.children(node)


def _dynamic(reader: Reader, node: Node, name: str) -> None:
    short = name.rpartition(".")[2]
    if short in {"forName", "loadClass"}:
        arguments = node.child_by_field_name("arguments")
        first = arguments.named_children[0] if arguments is not None and arguments.named_children else None
        if first is not None and first.type == "string_literal":
            reader.imported(text_of(first).strip('"'), node)
        else:
            reader.use(reader.opaque, "an import of a computed name", node, "import")
    if short in {"getMethod", "getDeclaredMethod"}:
        reader.use(reader.opaque, "a call of a computed name", node, "call")
    if short == "eval" and "." in name:
        reader.use(reader.constructs, "eval", node)
        reader.use(reader.opaque, "code that is put together at run time", node, "import")


def _new(reader: Reader, node: Node) -> None:
    reader.called(_resolve(reader, node.child_by_field_name("type")), node)
    reader.children(node)


def _reference(reader: Reader, node: Node) -> None:
    parts = node.named_children
    if len(parts) > 1:
        reader.use(reader.calls, f"{_resolve(reader, parts[0])}.{text_of(parts[-1])}", node, "mentioned")
    reader.children(node)


def _qualified(reader: Reader, node: Node) -> None:
    """Note a class that is named with its package, without an import."""
    found = _QUALIFIED.match(text_of(node))
    outer = node.parent is None or node.parent.type != node.type
    if found is not None and outer:
        reader.imported(found[0], node)
    reader.children(node)


def _type_name(reader: Reader, node: Node) -> None:
    structure = _STRUCTURES.get(text_of(node))
    if structure is not None:
        reader.use(reader.structures, structure, node)


def _catch(reader: Reader, node: Node) -> None:
    body = node.child_by_field_name("body")
    if body is not None and not body.named_children:
        reader.use(reader.swallowed, "bare", node)
    reader.children(node)


def _switch(reader: Reader, node: Node) -> None:
    body = node.child_by_field_name("body")
    if body is not None and any(child.type == "switch_rule" for child in body.named_children):
        reader.use(reader.features, "switch expression", node)
    reader.children(node)


def _instanceof(reader: Reader, node: Node) -> None:
    if node.child_by_field_name("name") is not None:
        reader.use(reader.features, "pattern of instanceof", node)
    if node.child_by_field_name("pattern") is not None:
        reader.use(reader.features, "pattern of a record", node)
    reader.children(node)


def _text(reader: Reader, node: Node) -> None:
    if text_of(node).startswith('"""'):
        reader.use(reader.features, "text block", node)


JAVA = Grammar(
    language="java",
    grammar=tree_sitter_java.language,
    handlers={
        "package_declaration": _package,
        "import_declaration": _import,
        **dict.fromkeys(_TYPES, _type),
        "formal_parameter": _component,
        "method_declaration": _method,
        "constructor_declaration": _method,
        "field_declaration": _field,
        "constant_declaration": _field,
        "local_variable_declaration": _local,
        "enhanced_for_statement": _for_each,
        "enum_constant": _enum_constant,
        "method_invocation": _call,
        "object_creation_expression": _new,
        "method_reference": _reference,
        "scoped_type_identifier": _qualified,
        "field_access": _qualified,
        "type_identifier": _type_name,
        "catch_clause": _catch,
        "switch_expression": _switch,
        "instanceof_expression": _instanceof,
        "string_literal": _text,
    },
    constructs={
        "for_statement": ("for", "loop"),
        "enhanced_for_statement": ("for", "loop"),
        "while_statement": ("while", "loop"),
        "do_statement": ("while", "loop"),
        "if_statement": ("if",),
        "ternary_expression": ("ternary",),
        "try_statement": ("try",),
        "try_with_resources_statement": ("try", "with"),
        "lambda_expression": ("lambda",),
        "method_reference": ("lambda",),
        "class_declaration": ("class",),
        "record_declaration": ("class",),
        "switch_expression": ("switch",),
        "throw_statement": ("raise",),
        "assert_statement": ("assert",),
        "annotation": ("decorator",),
        "marker_annotation": ("decorator",),
    },
    structures={"array_type": "array", "array_creation_expression": "array"},
    functions=frozenset({"lambda_expression", "class_body"}),
    blocks=frozenset(
        "for_statement enhanced_for_statement while_statement do_statement if_statement try_statement "
        "try_with_resources_statement switch_expression synchronized_statement".split()
    ),
    decisions=frozenset(
        "for_statement enhanced_for_statement while_statement do_statement if_statement catch_clause "
        "ternary_expression switch_label".split()
    ),
    bodies=frozenset({"block", "class_body", "interface_body", "constructor_body", "enum_body"}),
    strings=frozenset({"string_literal"}),
    types=frozenset({"type_identifier", "scoped_type_identifier"}),
    since={"record_declaration": "record", "permits": "sealed", "record_pattern": "pattern of a record"},
)
