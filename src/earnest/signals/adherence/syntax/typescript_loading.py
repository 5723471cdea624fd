"""What a JavaScript or TypeScript file does when it is loaded, what is returned, and what is new in it."""

from collections.abc import Iterator

from tree_sitter import Node

from earnest.signals.adherence.syntax.nodes import text_of, walk
from earnest.signals.adherence.syntax.typescript_measures import FUNCTIONS

BODIES = frozenset("statement_block class_body interface_body enum_body switch_body object_type".split())
STRUCTURES = {"array": "list", "object": "dict", "array_type": "list", "tuple_type": "tuple"}
SINCE = {
    "optional_chain": "optional chaining",
    "private_property_identifier": "private fields",
    "field_definition": "class fields",
    "class_static_block": "static blocks",
    "await_expression": "async",
    "arrow_function": "arrow functions",
    "satisfies_expression": "satisfies",
}
_OPERATORS = {
    "??": "nullish coalescing",
    "**": "exponent",
    "??=": "logical assignment",
    "||=": "logical assignment",
    "&&=": "logical assignment",
}
_KINDS = {
    "array": "list",
    "object": "dict",
    "string": "string",
    "template_string": "string",
    "number": "number",
    "true": "boolean",
    "false": "boolean",
    "null": "none",
    "undefined": "none",
    "arrow_function": "function",
}
_CALLS = {
    "JSON.stringify": "json",
    "String": "string",
    "Number": "number",
    "Boolean": "boolean",
    "Array.from": "list",
    "Object.keys": "list",
    "Object.values": "list",
    "Object.entries": "list",
    "Object.fromEntries": "dict",
    "parseInt": "number",
    "parseFloat": "number",
}
_NEW = {"Map": "dict", "Set": "set", "Array": "list", "Promise": "promise"}
_QUIET = frozenset({"Object.freeze", "Object.defineProperty", "require", "Symbol"})
_LOUD = frozenset("for_statement for_in_statement while_statement do_statement throw_statement".split())


def effects_of(root: Node) -> Iterator[tuple[Node, str]]:
    """Yield the statements that do something when a file is loaded: `effect`, or `own` for a bound result.

    What stands under `require.main === module` or `import.meta` is done only by the program that is run.
    """
    own = {
        text_of(one.child_by_field_name("name"))
        for child in root.named_children
        for one in (child, *child.named_children)
        if one.type in FUNCTIONS
    }
    waiting = list(reversed(root.named_children))
    while waiting:
        node = waiting.pop()
        if node.type == "if_statement":
            condition = text_of(node.child_by_field_name("condition"))
            if not any(mark in condition for mark in ("require.main", "import.meta", "process.argv")):
                waiting += reversed([child for child in node.named_children if child.type != "comment"][1:])
        elif node.type in {
            "try_statement",
            "statement_block",
            "else_clause",
            "catch_clause",
            "finally_clause",
        }:
            waiting += reversed(node.named_children)
        elif node.type in {"lexical_declaration", "variable_declaration"}:
            yield from ((node, "own") for one in _called_in(node) if text_of(one) in own)
        elif _is_loud(node):
            yield node, "effect"


def _is_loud(node: Node) -> bool:
    if node.type in _LOUD:
        return True
    if node.type != "expression_statement" or not node.named_children:
        return False
    first = node.named_children[0]
    if first.type == "assignment_expression":
        return False
    return any(text_of(one) not in _QUIET for one in _called_in(node)) or first.type == "await_expression"


def _called_in(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if current.type == "call_expression":
            function = current.child_by_field_name("function")
            if function is not None:
                yield function
        if current.type not in FUNCTIONS or current.parent is None or current.parent.type != "arguments":
            inner = [] if current.type in FUNCTIONS and not _is_called(current) else current.named_children
            waiting += inner


def _is_called(function: Node) -> bool:
    """Whether a function is called where it is written."""
    holder = function.parent
    while holder is not None and holder.type == "parenthesized_expression":
        holder = holder.parent
    return holder is not None and holder.type == "call_expression"


def kind_of(value: Node | None, called: str = "") -> str:
    """Return what kind of thing an expression is, "?" where reading cannot know; `called` names the call."""
    if value is None:
        return "none"
    if value.type == "new_expression":
        return _NEW.get(text_of(value.child_by_field_name("constructor")), "object")
    if value.type == "call_expression":
        return _CALLS.get(called, "string" if called.endswith((".join", ".trim", ".toString")) else "?")
    if value.type in {"parenthesized_expression", "as_expression"} and value.named_children:
        return kind_of(value.named_children[0], called)
    if value.type == "binary_expression":
        operator = text_of(value.child_by_field_name("operator"))
        return "boolean" if operator in {"===", "!==", "==", "!=", "<", ">", "<=", ">="} else "?"
    return "none" if text_of(value) == "undefined" else _KINDS.get(value.type, "?")


def features_of(node: Node) -> Iterator[str]:
    """Yield what of a node came with a version of ECMAScript or TypeScript."""
    if node.type in SINCE:
        yield SINCE[node.type]
    if node.type in {"binary_expression", "augmented_assignment_expression"}:
        operator = text_of(node.child_by_field_name("operator"))
        yield from [_OPERATORS[operator]] if operator in _OPERATORS else []
    if node.type == "spread_element" and node.parent is not None and node.parent.type == "object":
        yield "spread in objects"
    if node.type == "number":
        text = text_of(node)
        yield from ["numeric separators"] if "_" in text else []
        yield from ["BigInt"] if text.endswith("n") else []
    if node.type == "catch_clause" and node.child_by_field_name("parameter") is None:
        yield "catch without a binding"
    if node.type == "await_expression" and not _inside_function(node):
        yield "await at the top"


def _inside_function(node: Node) -> bool:
    holder = node.parent
    while holder is not None and holder.type not in FUNCTIONS:
        holder = holder.parent
    return holder is not None


def marks_of(node: Node) -> Iterator[tuple[str, str]]:
    """Yield the mark around a string and its role: `plain`, or `holds` where another would need escapes."""
    text = text_of(node)
    if node.type == "string" and text:
        other = '"' if text[0] == "'" else "'"
        jsx = node.parent is not None and node.parent.type == "jsx_attribute"
        yield text[0], "markup" if jsx else "holds" if other in text[1:-1] else "plain"
    elif node.type == "template_string":
        fixed = not any(one.type == "template_substitution" for one in walk(node)) and "\n" not in text
        yield "`", "plain" if fixed and not any(mark in text for mark in "'\"") else "holds"
