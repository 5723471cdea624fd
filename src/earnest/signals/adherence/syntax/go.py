"""Go: its grammar, and what its nodes define, import and call."""

import re

import tree_sitter_go
from tree_sitter import Node

from earnest.signals.adherence.syntax.compiled import Function, Grammar, Reader, annotation, parse_with
from earnest.signals.adherence.syntax.nodes import text_of, walk
from earnest.signals.adherence.syntax.shapes import Param, Source

_VERSION = re.compile(r"v\d+")
_STUB = re.compile(r"panic\(\s*[\"`](?:not implemented|todo|unimplemented)", re.IGNORECASE)
_STRUCTURES = {
    "map_type": "dict",
    "slice_type": "list",
    "array_type": "array",
    "channel_type": "queue",
}


def parse_go(path: str, text: str) -> Source:
    """Parse one Go file, or raise `CannotParse`."""
    return parse_with(GO, path, text)


def _package(reader: Reader, node: Node) -> None:
    reader.package = text_of(node.named_children[0]) if node.named_children else ""


def _import(reader: Reader, node: Node) -> None:
    module = text_of(node.child_by_field_name("path")).strip('"`')
    parts = [part for part in module.split("/") if not _VERSION.fullmatch(part)] or [module]
    name = text_of(node.child_by_field_name("name"))
    reader.alias[name or parts[-1]] = parts[-1]
    reader.packages.add(parts[-1])
    reader.imported(module, node, relative=module.startswith("."))


def _function(reader: Reader, node: Node) -> None:
    name = text_of(node.child_by_field_name("name"))
    receiver = node.child_by_field_name("receiver")
    owner = _receiver(receiver) if receiver is not None else ""
    what = "method" if owner else "function"
    public = name[:1].isupper()
    reader.define(node, name, what, public=public, owner=owner, about=_about(node))
    reader.name(name, what, node)
    if public and not reader.inside and not owner:
        reader.exports.append(name)
    outer = dict(reader.alias)
    for param in _params(node):
        if param.name:
            reader.name(param.name, "parameter", node)
            reader.alias[param.name] = param.name
    if owner and receiver is not None:
        own = receiver.named_children[0].child_by_field_name("name")
        reader.alias[text_of(own)] = owner
    reader.within(
        f"{owner}.{name}" if owner else name,
        node.child_by_field_name("parameters"),
        node.child_by_field_name("result"),
        node.child_by_field_name("type_parameters"),
        node.child_by_field_name("body"),
    )
    reader.alias = outer


def _receiver(node: Node) -> str:
    return next((text_of(one) for one in walk(node) if one.type == "type_identifier"), "")


def _about(node: Node) -> Function:
    returns = annotation(node.child_by_field_name("result"))
    body = node.child_by_field_name("body")
    statements = [one for one in walk(body) if one.type.endswith("statement")] if body is not None else []
    stub = len(statements) == 1 and _STUB.match(text_of(statements[0])) is not None
    return Function(node, _params(node), returns, stub)


def _params(node: Node) -> tuple[Param, ...]:
    listed = node.child_by_field_name("parameters")
    found: list[Param] = []
    for one in listed.named_children if listed is not None else ():
        if one.type not in {"parameter_declaration", "variadic_parameter_declaration"}:
            continue
        kind = "star" if one.type.startswith("variadic") else "plain"
        type_ = annotation(one.child_by_field_name("type"))
        names = one.children_by_field_name("name")
        found += [Param(text_of(name), kind, type_) for name in names] or [Param("", kind, type_)]
    return tuple(found)


def _type(reader: Reader, node: Node) -> None:
    name, type_ = text_of(node.child_by_field_name("name")), node.child_by_field_name("type")
    shape = type_.type if type_ is not None else ""
    what = {"struct_type": "class", "interface_type": "interface"}.get(shape, "type")
    public = name[:1].isupper()
    reader.define(node, name, what, public=public)
    reader.name(name, what, node)
    if public and not reader.inside:
        reader.exports.append(name)
    reader.within(name, type_)


def _field(reader: Reader, node: Node) -> None:
    names = node.children_by_field_name("name")
    for one in names:
        name = text_of(one)
        reader.define(node, name, "property", public=name[:1].isupper())
        reader.name(name, "property", node)
    reader.children(node)


def _method_of_interface(reader: Reader, node: Node) -> None:
    name = text_of(node.child_by_field_name("name"))
    about = Function(None, _params(node), annotation(node.child_by_field_name("result")))
    reader.define(node, name, "method", public=name[:1].isupper(), about=about)
    reader.name(name, "method", node)
    reader.children(node)


def _constant(reader: Reader, node: Node) -> None:
    _bound(reader, node, "constant")


def _variable(reader: Reader, node: Node) -> None:
    if not reader.inside:
        reader.use(reader.constructs, "global", node)
    _bound(reader, node, "variable")


def _bound(reader: Reader, node: Node, role: str) -> None:
    for one in node.children_by_field_name("name"):
        name = text_of(one)
        reader.name(name, role, node)
        if not reader.inside:
            reader.define(node, name, role, public=name[:1].isupper())
            if name[:1].isupper():
                reader.exports.append(name)
    reader.children(node)


def _short(reader: Reader, node: Node) -> None:
    left = node.child_by_field_name("left")
    for one in left.named_children if left is not None else ():
        if one.type == "identifier":
            reader.name(text_of(one), "variable", node)
            reader.alias[text_of(one)] = text_of(one)
    reader.children(node)


def _resolve(reader: Reader, node: Node | None) -> str:
    if node is None:
        return "?"
    if node.type == "identifier":
        return reader.alias.get(text_of(node), text_of(node))
    if node.type == "selector_expression":
        owner = _resolve(reader, node.child_by_field_name("operand"))
        return f"{owner}.{text_of(node.child_by_field_name('field'))}"
    if node.type == "type_instantiation_expression" and node.named_children:
        return _resolve(reader, node.named_children[0])
    return "?"


def _call(reader: Reader, node: Node) -> None:
    function = node.child_by_field_name("function")
    name = _resolve(reader, function)
    operand = function.child_by_field_name("operand") if function is not None else None
    module = (
        operand is not None
        and operand.type == "identifier"
        and reader.alias.get(text_of(operand)) in reader.packages
    )
    reader.called(name, node, "method" if operand is not None and not module else "called")
    if name == "panic":
        reader.use(reader.constructs, "raise", node)
    if name == "plugin.Open":
        reader.use(reader.opaque, "an import of a computed name", node, "import")
    if name.rpartition(".")[2] == "MethodByName":
        reader.use(reader.opaque, "a call of a computed name", node, "call")
    arguments = node.child_by_field_name("arguments")
    for one in arguments.named_children if arguments is not None else ():
        if one.type in {"identifier", "selector_expression"}:
            reader.use(reader.calls, _resolve(reader, one), one, "mentioned")
    reader.children(node)


def _type_name(reader: Reader, node: Node) -> None:
    if text_of(node) == "any":
        reader.use(reader.constructs, "any", node)


def _interface(reader: Reader, node: Node) -> None:
    if not node.named_children:
        reader.use(reader.constructs, "any", node)
    reader.children(node)


def _range(reader: Reader, node: Node) -> None:
    right = node.child_by_field_name("right")
    if right is not None and right.type == "int_literal":
        reader.use(reader.features, "range over a number", node)
    _short(reader, node)


GO = Grammar(
    language="go",
    grammar=tree_sitter_go.language,
    handlers={
        "package_clause": _package,
        "import_spec": _import,
        "function_declaration": _function,
        "method_declaration": _function,
        "type_spec": _type,
        "type_alias": _type,
        "field_declaration": _field,
        "method_elem": _method_of_interface,
        "const_spec": _constant,
        "var_spec": _variable,
        "short_var_declaration": _short,
        "range_clause": _range,
        "call_expression": _call,
        "type_identifier": _type_name,
        "interface_type": _interface,
    },
    constructs={
        "for_statement": ("for", "loop"),
        "if_statement": ("if",),
        "func_literal": ("lambda",),
        "expression_switch_statement": ("switch",),
        "type_switch_statement": ("switch",),
        "select_statement": ("switch",),
        "goto_statement": ("goto",),
        "defer_statement": ("defer",),
        "go_statement": ("async",),
    },
    structures=_STRUCTURES,
    functions=frozenset({"func_literal"}),
    blocks=frozenset(
        "for_statement if_statement expression_switch_statement type_switch_statement "
        "select_statement".split()
    ),
    decisions=frozenset("for_statement if_statement expression_case type_case communication_case".split()),
    bodies=frozenset({"block", "field_declaration_list"}),
    strings=frozenset({"interpreted_string_literal", "raw_string_literal"}),
    types=frozenset({"type_identifier", "qualified_type"}),
    since={"type_parameter_list": "generics"},
    layout=frozenset({";"}),
)
