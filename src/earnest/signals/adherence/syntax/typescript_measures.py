"""Sizes and shapes of one JavaScript or TypeScript definition, read off its syntax tree."""

from tree_sitter import Node

from earnest.signals.adherence.syntax.nodes import text_of, walk
from earnest.signals.adherence.syntax.shapes import Param

FUNCTIONS = frozenset(
    "function_declaration generator_function_declaration function_expression generator_function "
    "arrow_function method_definition".split()
)
_BLOCKS = frozenset(
    "if_statement for_statement for_in_statement while_statement do_statement try_statement "
    "switch_statement with_statement".split()
)
_DECISIONS = frozenset(
    "if_statement for_statement for_in_statement while_statement do_statement catch_clause "
    "ternary_expression switch_case".split()
)
_KINDS = {"rest_pattern": "star", "object_pattern": "plain", "array_pattern": "plain"}


def complexity(node: Node) -> int:
    """Return McCabe's number: decisions + 1, each `&&`, `||` and `??` counted."""
    count = 1
    for child in walk(node):
        if child.type in _DECISIONS:
            count += 1
        if child.type == "binary_expression" and text_of(child.child_by_field_name("operator")) in {
            "&&",
            "||",
            "??",
        }:
            count += 1
    return count


def nesting(node: Node) -> int:
    """Return the depth of nested blocks; `else if` is as deep as its `if`, an inner function counts from
    zero.
    """
    deepest = 0
    waiting = [(child, 0) for child in node.children]
    while waiting:
        current, depth = waiting.pop()
        if current.type in FUNCTIONS or current.type.startswith("class"):
            continue
        chained = (
            current.type == "if_statement"
            and current.parent is not None
            and current.parent.type == "else_clause"
        )
        inner = depth + 1 if current.type in _BLOCKS and not chained else depth
        deepest = max(deepest, inner)
        waiting.extend((child, inner) for child in current.children)
    return deepest


def params(node: Node) -> tuple[Param, ...]:
    """Return the parameters in order; a destructured one is named as it is written."""
    single = node.child_by_field_name("parameter")
    if single is not None:
        return (Param(text_of(single)),)
    listed = node.child_by_field_name("parameters")
    if listed is None:
        return ()
    return tuple(_param(child) for child in listed.named_children if child.type != "comment")


def _param(node: Node) -> Param:
    pattern = node.child_by_field_name("pattern") or node.child_by_field_name("left") or node
    kind = "optional" if node.type == "optional_parameter" else _KINDS.get(pattern.type, "plain")
    default = node.child_by_field_name("value") or node.child_by_field_name("right")
    name = text_of(pattern).removeprefix("...")
    return Param(name, kind, annotation(node.child_by_field_name("type")), text_of(default))


def annotation(node: Node | None) -> str:
    """Return a type as it is written, without its colon."""
    return " ".join(text_of(node).removeprefix(":").split())


def constant_text(node: Node | None) -> str | None:
    """Return the text of a string that reading alone can know, or None."""
    if node is None:
        return None
    if node.type == "parenthesized_expression" and node.named_children:
        return constant_text(node.named_children[0])
    if node.type == "string" or (node.type == "template_string" and not _substitutions(node)):
        return "".join(_unescaped(child) for child in node.named_children)
    if node.type == "binary_expression" and text_of(node.child_by_field_name("operator")) == "+":
        left = constant_text(node.child_by_field_name("left"))
        right = constant_text(node.child_by_field_name("right"))
        return left + right if left is not None and right is not None else None
    return None


def _unescaped(piece: Node) -> str:
    text = text_of(piece)
    if piece.type != "escape_sequence":
        return text
    return {"\\n": "\n", "\\t": "\t", "\\r": "\r"}.get(text, text[1:] if len(text) == 2 else text)


def _substitutions(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type == "template_substitution"]


def is_empty(block: Node | None) -> bool:
    """Whether a block holds no statement (comments are none)."""
    return block is not None and not [child for child in block.named_children if child.type != "comment"]


def literal_pieces(node: Node) -> str:
    """Return the literal pieces of an expression in their order, with a blank between."""
    return " ".join(text_of(child) for child in walk(node) if child.type == "string_fragment")


def values_in(node: Node) -> list[Node]:
    """Return what a template or a sum puts between its literal pieces."""
    if node.type == "template_string":
        return [child.named_children[0] for child in _substitutions(node) if child.named_children]
    if node.type == "binary_expression":
        sides = [node.child_by_field_name("left"), node.child_by_field_name("right")]
        return [value for side in sides if side is not None for value in values_in(side)]
    return [] if node.type == "string" else [node]
