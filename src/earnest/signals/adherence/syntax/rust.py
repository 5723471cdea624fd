"""Rust: its grammar, and what its nodes define, import and call."""

from collections.abc import Iterator

import tree_sitter_rust
from tree_sitter import Node

from earnest.signals.adherence.syntax.compiled import Function, Grammar, Reader, annotation, parse_with
from earnest.signals.adherence.syntax.nodes import text_of, walk
from earnest.signals.adherence.syntax.shapes import Param, Source

_OWN = frozenset({"crate", "self", "super", "Self"})
_STUBS = frozenset({"todo", "unimplemented"})


def parse_rust(path: str, text: str) -> Source:
    """Parse one Rust file, or raise `CannotParse`."""
    return parse_with(RUST, path, text)


def _dotted(path: str) -> str:
    return path.replace("::", ".")


def _use(reader: Reader, node: Node) -> None:
    argument = node.child_by_field_name("argument")
    for path, name in _leaves(argument, ""):
        root = path.partition("::")[0]
        reader.imported(path, node, relative=root in _OWN or reader.alias.get(root) == f"crate.{root}")
        if name:
            reader.alias[name] = _dotted(path)


def _leaves(node: Node | None, before: str) -> Iterator[tuple[str, str]]:
    """Yield every path that a `use` names, with the name it gets; "" for a wildcard."""
    if node is None:
        return
    if node.type == "use_as_clause":
        path = before + text_of(node.child_by_field_name("path"))
        yield path, text_of(node.child_by_field_name("alias"))
    elif node.type == "scoped_use_list":
        path = text_of(node.child_by_field_name("path"))
        yield from _leaves(node.child_by_field_name("list"), f"{before}{path}::" if path else before)
    elif node.type == "use_list":
        for child in node.named_children:
            yield from _leaves(child, before)
    elif node.type == "use_wildcard":
        yield before + text_of(node).removesuffix("*").removesuffix("::"), ""
    elif node.type in {"identifier", "scoped_identifier", "crate", "self", "super"}:
        path = before.removesuffix("::") if text_of(node) == "self" and before else before + text_of(node)
        yield path, path.rpartition("::")[2]


def _extern(reader: Reader, node: Node) -> None:
    name = text_of(node.child_by_field_name("name"))
    reader.imported(name, node)
    reader.alias[text_of(node.child_by_field_name("alias")) or name] = name


def _module(reader: Reader, node: Node) -> None:
    name, body = text_of(node.child_by_field_name("name")), node.child_by_field_name("body")
    reader.alias[name] = f"crate.{name}"
    if body is not None:
        reader.within(name, body)


def _is_public(node: Node) -> bool:
    return any(child.type == "visibility_modifier" for child in node.children)


def _function(reader: Reader, node: Node) -> None:
    name = text_of(node.child_by_field_name("name"))
    holder = node.parent.parent if node.parent is not None else None
    in_type = holder is not None and holder.type in {"impl_item", "trait_item"}
    what = "method" if in_type else "function"
    of_trait = holder is not None and (
        holder.type == "trait_item" or holder.child_by_field_name("trait") is not None
    )
    public = _is_public(node) or (in_type and of_trait)
    reader.define(node, name, what, public=public, about=_about(node))
    reader.name(name, what, node)
    if public and not reader.inside:
        reader.exports.append(name)
    if any(child.type == "function_modifiers" and "async" in text_of(child) for child in node.children):
        reader.use(reader.constructs, "async", node)
    outer = dict(reader.alias)
    for one in _params(node):
        if one.name.isidentifier() and one.name != "self":
            reader.name(one.name, "parameter", node)
            reader.alias[one.name] = one.name
    if in_type and reader.inside:
        reader.alias["self"] = reader.alias["Self"] = reader.where
    reader.within(name, *node.children[1:])
    reader.alias = outer


def _about(node: Node) -> Function:
    body = node.child_by_field_name("body")
    inner = list(body.named_children) if body is not None else []
    while len(inner) == 1 and inner[0].type == "expression_statement":
        inner = list(inner[0].named_children)
    stub = (
        len(inner) == 1
        and inner[0].type == "macro_invocation"
        and text_of(inner[0].child_by_field_name("macro")) in _STUBS
    )
    is_async = any("async" in text_of(child) for child in node.children if child.type == "function_modifiers")
    returns = annotation(node.child_by_field_name("return_type"))
    return Function(node, _params(node), returns, stub, is_async)


def _params(node: Node) -> tuple[Param, ...]:
    listed = node.child_by_field_name("parameters")
    found: list[Param] = []
    for one in listed.named_children if listed is not None else ():
        if one.type == "self_parameter":
            found.append(Param("self", annotation=annotation(one)))
        elif one.type == "parameter":
            pattern = one.child_by_field_name("pattern")
            found.append(Param(text_of(pattern), annotation=annotation(one.child_by_field_name("type"))))
    return tuple(found)


def _type(reader: Reader, node: Node, what: str) -> None:
    name = text_of(node.child_by_field_name("name"))
    public = _is_public(node)
    reader.define(node, name, what, public=public)
    reader.name(name, what, node)
    if public and not reader.inside:
        reader.exports.append(name)
    reader.within(name, *[child for child in node.children if child.type != "type_identifier"])


def _struct(reader: Reader, node: Node) -> None:
    _type(reader, node, "class")


def _enum(reader: Reader, node: Node) -> None:
    _type(reader, node, "enum")


def _trait(reader: Reader, node: Node) -> None:
    _type(reader, node, "interface")


def _alias(reader: Reader, node: Node) -> None:
    _type(reader, node, "type")


def _field(reader: Reader, node: Node) -> None:
    name = text_of(node.child_by_field_name("name"))
    reader.define(node, name, "property", public=_is_public(node) or node.type == "enum_variant")
    if node.type == "field_declaration":
        reader.name(name, "property", node)
    reader.children(node)


def _impl(reader: Reader, node: Node) -> None:
    type_ = node.child_by_field_name("type")
    inner = type_.child_by_field_name("type") if type_ is not None and type_.type == "generic_type" else None
    reader.children_of_head(node)
    reader.within(text_of(inner or type_), node.child_by_field_name("body"))


def _constant(reader: Reader, node: Node) -> None:
    name = text_of(node.child_by_field_name("name"))
    mutable = any(child.type == "mutable_specifier" for child in node.children)
    if mutable:
        reader.use(reader.constructs, "global", node)
    role = "variable" if mutable else "constant"
    reader.name(name, "constant", node)
    public = _is_public(node)
    reader.define(node, name, role, public=public)
    if public and not reader.inside:
        reader.exports.append(name)
    reader.children(node)


def _let(reader: Reader, node: Node) -> None:
    pattern = node.child_by_field_name("pattern")
    for one in walk(pattern) if pattern is not None else ():
        binds = one.type == "identifier" and (one.parent is None or one.parent.type != "tuple_struct_pattern")
        if binds and not text_of(one)[:1].isupper():
            reader.name(text_of(one), "variable", node)
            reader.alias[text_of(one)] = text_of(one)
    if node.child_by_field_name("alternative") is not None:
        reader.use(reader.features, "let else", node)
    reader.children(node)


def _resolve(reader: Reader, node: Node | None) -> str:
    if node is None:
        return "?"
    if node.type in {"identifier", "self", "type_identifier"}:
        return reader.alias.get(text_of(node), text_of(node))
    if node.type in {"scoped_identifier", "scoped_type_identifier"}:
        path, name = node.child_by_field_name("path"), text_of(node.child_by_field_name("name"))
        return f"{_resolve(reader, path)}.{name}" if path is not None else name
    if node.type == "field_expression":
        owner = _resolve(reader, node.child_by_field_name("value"))
        return f"{owner}.{text_of(node.child_by_field_name('field'))}"
    inner = {"generic_function": "function", "generic_type": "type", "generic_type_with_turbofish": "type"}
    if node.type in inner:
        return _resolve(reader, node.child_by_field_name(inner[node.type]))
    return _dotted(text_of(node)) if node.type in {"crate", "super"} else "?"


def _call(reader: Reader, node: Node) -> None:
    function = node.child_by_field_name("function")
    if function is not None and function.type == "generic_function":
        function = function.child_by_field_name("function")
    method = function is not None and function.type == "field_expression"
    reader.called(_resolve(reader, function), node, "method" if method else "called")
    arguments = node.child_by_field_name("arguments")
    for one in arguments.named_children if arguments is not None else ():
        if one.type in {"identifier", "scoped_identifier"}:
            reader.use(reader.calls, _resolve(reader, one), one, "mentioned")
    reader.children(node)


def _path(reader: Reader, node: Node) -> None:
    """Note a crate that is named in a path without a `use`."""
    root = node
    while root.child_by_field_name("path") is not None and root.type.startswith("scoped"):
        root = root.child_by_field_name("path") or root
    if root.type == "identifier" and root != node:
        _root(reader, text_of(root), node)
    for part in text_of(node).split("::"):
        structure = _STRUCTURES.get(part.partition("<")[0])
        if structure is not None:
            reader.use(reader.structures, structure, node)
    for child in node.named_children:
        if child.type not in {"identifier", "type_identifier"} and not child.type.startswith("scoped"):
            reader.visit(child)


def _root(reader: Reader, name: str, node: Node) -> None:
    if name not in reader.alias and name not in _OWN and name[:1].islower():
        reader.imported(name, node)


def _macro(reader: Reader, node: Node) -> None:
    macro = node.child_by_field_name("macro")
    name = f"{_resolve(reader, macro)}!"
    reader.called(name, node)
    short = name.rpartition(".")[2].removesuffix("!")
    if short == "panic":
        reader.use(reader.constructs, "raise", node)
    if short.startswith(("assert", "debug_assert")):
        reader.use(reader.constructs, "assert", node)
    if short in _STUBS:
        reader.use(reader.placeholders, f"{short}!", node)
    if short in {"vec", "include"}:
        into, what = (
            (reader.structures, "list") if short == "vec" else (reader.opaque, "code from another file")
        )
        reader.use(into, what, node, "import" if short == "include" else "")
    reader.children(node)


def _tokens(reader: Reader, node: Node) -> None:
    """Read the calls, constructs and crates in what is handed to a macro: it is tokens, not yet a tree."""
    parts = node.children
    for index, one in enumerate(parts):
        before = parts[index - 1].type if index else ""
        after = parts[index + 1] if index + 1 < len(parts) else None
        if one.type == "identifier" and after is not None:
            _token(reader, one, before, after)
        for name in _KEYWORDS.get(one.type, ()):
            reader.use(reader.constructs, name, one)
    reader.children(node)


def _token(reader: Reader, node: Node, before: str, after: Node) -> None:
    name = text_of(node)
    if after.type == "token_tree" and text_of(after).startswith("("):
        method = before == "."
        meant = f"?.{name}" if method else reader.alias.get(name, name)
        reader.called(meant, node, "method" if method else "called")
    elif after.type == "!":
        reader.called(f"{name}!", node)
    elif after.type == "::" and before != "::":
        _root(reader, name, node)


_KEYWORDS = {
    "if": ("if",),
    "for": ("for", "loop"),
    "while": ("while", "loop"),
    "loop": ("while", "loop"),
    "match": ("switch",),
}


def _type_name(reader: Reader, node: Node) -> None:
    structure = _STRUCTURES.get(text_of(node))
    if structure is not None:
        reader.use(reader.structures, structure, node)


def _name(reader: Reader, node: Node) -> None:
    if text_of(node) in _STRUCTURES:
        reader.use(reader.structures, _STRUCTURES[text_of(node)], node)


_STRUCTURES = {
    "Vec": "list",
    "HashMap": "dict",
    "BTreeMap": "dict",
    "HashSet": "set",
    "BTreeSet": "set",
    "VecDeque": "deque",
    "BinaryHeap": "heap",
    "LinkedList": "linked_list",
}


RUST = Grammar(
    language="rust",
    grammar=tree_sitter_rust.language,
    handlers={
        "use_declaration": _use,
        "extern_crate_declaration": _extern,
        "mod_item": _module,
        "function_item": _function,
        "function_signature_item": _function,
        "struct_item": _struct,
        "union_item": _struct,
        "enum_item": _enum,
        "trait_item": _trait,
        "type_item": _alias,
        "field_declaration": _field,
        "enum_variant": _field,
        "impl_item": _impl,
        "const_item": _constant,
        "static_item": _constant,
        "let_declaration": _let,
        "call_expression": _call,
        "scoped_identifier": _path,
        "scoped_type_identifier": _path,
        "macro_invocation": _macro,
        "token_tree": _tokens,
        "type_identifier": _type_name,
        "identifier": _name,
    },
    constructs={
        "for_expression": ("for", "loop"),
        "while_expression": ("while", "loop"),
        "loop_expression": ("while", "loop"),
        "if_expression": ("if",),
        "closure_expression": ("lambda",),
        "match_expression": ("switch",),
        "await_expression": ("async",),
        "async_block": ("async",),
        "unsafe_block": ("unsafe",),
        "attribute_item": ("decorator",),
        "macro_definition": ("macro",),
    },
    structures={
        "tuple_expression": "tuple",
        "tuple_type": "tuple",
        "array_expression": "array",
        "array_type": "array",
    },
    functions=frozenset({"closure_expression", "function_item"}),
    blocks=frozenset(
        "for_expression while_expression loop_expression if_expression match_expression".split()
    ),
    decisions=frozenset("for_expression while_expression if_expression match_arm".split()),
    bodies=frozenset(
        {"block", "field_declaration_list", "declaration_list", "match_block", "enum_variant_list"}
    ),
    strings=frozenset({"string_literal", "raw_string_literal"}),
    types=frozenset({"type_identifier", "scoped_type_identifier"}),
    since={"async_block": "async", "await_expression": "async", "let_chain": "let chains"},
    layout=frozenset(),
)
