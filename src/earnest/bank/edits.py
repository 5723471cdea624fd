"""Edits of one text of code, for mutants: something appended, put into a function, renamed, made wider."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

from earnest.records.base import Record

_INDENT = "    "


class Snippets(Record):
    """The pieces of code that `mutants.toml` holds, by language."""

    version: str
    languages: dict[str, str]
    comment: dict[str, str]
    function: dict[str, str]
    parameter: dict[str, str]
    optional: dict[str, str]
    filler: dict[str, str]
    branch: dict[str, str]
    imports: dict[str, tuple[str, ...]]
    foreign: dict[str, str]
    constructs: dict[str, dict[str, str]]
    names: dict[str, str]
    handlers: dict[str, tuple[str, ...]]
    queries: dict[str, tuple[str, ...]]


@cache
def snippets() -> Snippets:
    """Return what `mutants.toml` holds."""
    path = Path(__file__).with_name("mutants.toml")
    return Snippets.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def language_of(path: str) -> str:
    """Return the language of a file of code, "" for another file."""
    return snippets().languages.get("." + path.rpartition(".")[2], "")


def comment(language: str, text: str) -> str:
    """Return one line of comment; a text without a language is its own comment."""
    return snippets().comment.get(language, "{text}").format(text=text)


def function(language: str, body: str, *, name: str = "mutant_", params: int = 2) -> str:
    """Return a function with so many parameters (`p0`, `p1`, ...)."""
    form = snippets().parameter[language]
    listed = ", ".join(form.format(number=number) for number in range(params))
    return snippets().function[language].format(name=name, params=listed, body=_indented(body, _INDENT))


def branches(language: str, count: int, *, nested: bool) -> str:
    """Return so many branches, one after the other or one in the other."""
    head, filler = snippets().branch[language].replace("{{", "{"), snippets().filler[language]
    close = "}" if head.endswith("{") else ""
    if not nested:
        return "\n".join(f"{head}\n{_INDENT}{filler}" + (f"\n{close}" if close else "") for _ in range(count))
    lines = [_INDENT * depth + head for depth in range(count)] + [_INDENT * count + filler]
    return "\n".join(lines + [_INDENT * depth + close for depth in reversed(range(count)) if close])


def append(text: str, more: str) -> str:
    """Return a text with more at its end, on a line of its own."""
    return text + ("" if text.endswith("\n") or not text else "\n") + more.rstrip("\n") + "\n"


def imported(text: str, language: str, statement: str) -> str:
    """Return a text with an import where its language wants it: Go beside its package, others at the end."""
    if language != "go":
        return append(text, statement)
    lines = text.split("\n")
    at = next((number for number, line in enumerate(lines, 1) if line.startswith("package ")), 0)
    return "\n".join([*lines[:at], "", statement, *lines[at:]])


def in_function(text: str, language: str, symbol: str, statement: str) -> str:
    """Return a text with a statement at the beginning of a function; unchanged where it has none.

    `symbol` is its name or its dotted name, of which the last part counts outside Python.
    """
    lines = text.split("\n")
    at, indent = _body(text, lines, symbol) if language == "python" else _brace(lines, symbol)
    return "\n".join([*lines[:at], _indented(statement, indent), *lines[at:]]) if at else text


def _body(text: str, lines: list[str], symbol: str) -> tuple[int, str]:
    """Return after which line the body of a Python function begins, and its indent; 0 without one."""
    try:
        found = _python(ast.parse(text), symbol.split("."))
    except (SyntaxError, ValueError, RecursionError):  # a reference that nobody can parse: no such function
        found = None
    if found is None:
        return 0, ""
    first = found.body[0]
    return first.lineno - 1, lines[first.lineno - 1][: first.col_offset]


def _python(tree: ast.AST, names: list[str]) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    for node in ast.walk(tree):
        if len(names) > 1 and isinstance(node, ast.ClassDef) and node.name == names[0]:
            return _python(node, names[1:])
        if (
            len(names) == 1
            and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and node.name == names[0]
        ):
            return node
    return None


def _brace(lines: list[str], symbol: str) -> tuple[int, str]:
    """Return after which line the body of a function begins whose head ends with a brace."""
    name = symbol.rpartition(".")[2].rpartition("::")[2]
    head = re.compile(rf"(?:^|[\s*]){re.escape(name)}\s?(?:<[^>]*>)?(?:=\s?)?\(")
    for number, line in enumerate(lines):
        if not head.search(line) or line.rstrip().endswith(";"):
            continue
        for further, one in enumerate(lines[number : number + 12], number + 1):
            if one.rstrip().endswith("{"):
                return further, " " * (len(one) - len(one.lstrip())) + _INDENT
            if one.rstrip().endswith((";", "}")):
                break
    return 0, ""


def renamed(text: str, name: str, new: str) -> str:
    """Return a text with every whole word `name` replaced."""
    return re.sub(rf"(?<![\w$]){re.escape(name)}(?![\w$])", lambda _match: new, text)


def wider(text: str, language: str, symbol: str) -> str:
    """Return a text in which a function takes one more parameter; unchanged where it has none."""
    name = symbol.rpartition(".")[2].rpartition("::")[2]
    more = snippets().optional.get(language, "")
    for match in re.finditer(rf"(?<![\w$]){re.escape(name)}\s?(?:<[^>(]*>)?\(", text):
        close = _closing(text, match.end())
        after = text[close + 1 : close + 40].lstrip()
        defines = "def " in text[max(0, match.start() - 10) : match.start()] or after.startswith(
            ("{", ":", "->")
        )
        if language == "go":
            defines = text[max(0, match.start() - 60) : match.start()].rpartition("\n")[2].startswith("func ")
        if more and close and defines:
            inner = text[match.end() : close].rstrip().rstrip(",")
            return text[: match.end()] + inner + (", " if inner.strip() else "") + more + text[close:]
    return text


def _closing(text: str, at: int) -> int:
    """Return where the parenthesis closes that opened just before `at`; 0 where it does not."""
    depth = 1
    for number in range(at, len(text)):
        depth += (text[number] in "([{") - (text[number] in ")]}")
        if depth == 0:
            return number
    return 0


def _indented(text: str, indent: str) -> str:
    return "\n".join(indent + line if line else line for line in text.split("\n"))
