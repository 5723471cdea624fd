"""Style: names, lines, types, documentation, nothing left undone."""

import re
from collections import Counter
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from earnest.records.evidence.adherence import CodePlace
from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.kind import (
    ALL,
    ANY,
    EVERY,
    PYTHON,
    SCRIPT,
    Args,
    Kind,
    Outcome,
    at,
    kept,
    missed,
    undecidable,
)
from earnest.signals.adherence.kinds.linting import NoLinter, findings
from earnest.signals.adherence.syntax import Definition, Source, Text, Use, belongs
from earnest.signals.adherence.trees import matches
from earnest.signals.adherence.trees.comparing import is_text

_STYLES = {
    "snake_case": re.compile(r"_{0,2}[a-z0-9]+(?:_[a-z0-9]+)*_{0,2}"),
    "camelCase": re.compile(r"[_#$]?[a-z][a-zA-Z0-9]*"),
    "PascalCase": re.compile(r"_?[A-Z][a-zA-Z0-9]*"),
    "UPPER_CASE": re.compile(r"_?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*"),
}
_UNDONE = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
_PRINTS = frozenset(
    "print console.log console.debug breakpoint pdb.set_trace debugger fmt.Print fmt.Println fmt.Printf "
    "println println! print! dbg! System.out.println System.out.print".split()
)
_DIRECTIVES = (
    "#!", "# type:", "# noqa", "# pylint:", "# pragma:", "# mypy:", "# ruff:", "# fmt:", "# -*- coding",
    "//go:", "// +build", "// eslint-", "/* eslint-", "// @ts-", "// prettier-", "// biome-", "//nolint",
    "# SPDX", "// SPDX", "# Copyright", "// Copyright", "/* Copyright",
)  # fmt: skip
Role = Literal[
    "function",
    "method",
    "class",
    "variable",
    "constant",
    "parameter",
    "property",
    "interface",
    "enum",
    "type",
]


class NamingArgs(Args):
    """How names of these roles are written; without `of`, functions, methods, variables and parameters."""

    style: Literal["snake_case", "camelCase", "PascalCase", "UPPER_CASE"]
    of: tuple[Role, ...] = ("function", "method", "variable", "parameter")


class LengthArgs(Args):
    """The longest line in characters, without its ending."""

    limit: int = Field(ge=1)


class DefinitionArgs(Args):
    """Which definitions are meant."""

    public_only: bool = True
    symbol: str = ""


class PlaceholderArgs(Args):
    """Whether debug prints count as something left undone."""

    prints: bool = False


class CommentArgs(Args):
    """How many lines of comment may or must be new, directives to tools and documentation apart."""

    least: int = Field(default=0, ge=0)
    most: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.least == 0 and self.most is None:
            raise ValueError("give least or most")
        return self


class QuoteArgs(Args):
    """The marks around strings. One that holds this mark may stand in the other."""

    style: Literal["single", "double"]


class IndentArgs(Args):
    """By what a block is set in."""

    style: Literal["spaces", "tabs"]
    width: int = Field(default=4, ge=1, le=16)


class BraceArgs(Args):
    """Where the brace of a block opens."""

    style: Literal["same_line", "next_line"]


class ShebangArgs(Args):
    """Whether the first line names an interpreter, and which (`/usr/bin/env python3`, `bash`)."""

    paths: tuple[str, ...] = Field(min_length=1)
    present: bool = True
    interpreter: str = ""


class LinterArgs(Args):
    """The linter by its name, and the rules that it checks."""

    linter: Literal["ruff"] = "ruff"
    select: tuple[str, ...] = ("E4", "E7", "E9", "F")


def _naming(case: Case, args: NamingArgs) -> Outcome:
    pattern = _STYLES[args.style]
    wrong = []
    for source in case.sources(args.paths):
        for use in source.names:
            fits = pattern.fullmatch(use.name) or _is_given(use.name)
            if (
                use.role in args.of
                and not fits
                and case.is_touched(source, use)
                and _is_new(case, source, use)
            ):
                wrong.append((source, use))
    if wrong:
        said = ", ".join(sorted({f"{use.role} {use.name}" for _source, use in wrong})[:4])
        return missed(
            f"not {args.style}: {said}", [at(s.path, use.line, s.line(use.line)) for s, use in wrong]
        )
    return kept(f"every new name of these kinds is {args.style}: {', '.join(args.of)}")


def _is_given(name: str) -> bool:
    """Names that the language gives: `_`, `__init__`, `setUp` of unittest, `constructor`."""
    given = {"setUp", "tearDown", "setUpClass", "tearDownClass", "asyncSetUp", "asyncTearDown", "constructor"}
    return (
        not name.strip("_")
        or (name.startswith("__") and name.endswith("__"))
        or name in given
        or not name.isidentifier()
    )


def _is_new(case: Case, source: Source, use: Use) -> bool:
    before = case.source_before(source.path)
    return before is None or (use.name, use.role) not in before.named


def _line_length(case: Case, args: LengthArgs) -> Outcome:
    chosen = [path for path in case.changes.present if not args.paths or matches(path, args.paths)]
    paths = chosen if args.paths else [source.path for source in case.sources()]
    long = [
        (path, n, text)
        for path in paths
        for n, text in case.new_lines(path)
        if len(text.rstrip("\r")) > args.limit
    ]
    if long:
        worst = max(len(text.rstrip("\r")) for _path, _number, text in long)
        return missed(
            f"{len(long)} lines over {args.limit} characters, the longest {worst}", [at(*one) for one in long]
        )
    return kept(f"no new line is longer than {args.limit} characters")


def _definitions(case: Case, args: DefinitionArgs, what: frozenset[str]) -> list[tuple[Source, Definition]]:
    found = []
    for source in case.sources(args.paths):
        for one in source.definitions:
            if one.what not in what or (args.public_only and not one.public and not args.symbol):
                continue
            touched = case.is_changed(source, one)
            if (
                belongs(one.qualname, args.symbol)
                if args.symbol
                else touched and not case.is_test(source.path)
            ):
                found.append((source, one))
    if args.symbol and not found:
        raise CannotDecide(f"no changed file defines {args.symbol}")
    return found


def _type_hints(case: Case, args: DefinitionArgs) -> Outcome:
    bare = []
    for source, one in _definitions(case, args, frozenset({"function", "method", "property"})):
        given = {"self", "cls"} if one.what != "function" else set()
        params = [
            param.name
            for param in one.params
            if not param.annotation
            and param.name not in given
            and not (param.default and source.language != "python")
        ]
        returns = (
            []
            if one.returns
            or one.name in {"__init__", "constructor"}
            or (one.what == "property" and source.language != "python")
            else ["what it returns"]
        )
        if params or returns:
            bare.append((source, one, [*params, *returns]))
    if bare:
        said = "; ".join(f"{one.qualname}: {', '.join(names)}" for _source, one, names in bare[:4])
        return missed(
            f"without a type: {said}", [at(s.path, one.line, s.line(one.line)) for s, one, _names in bare]
        )
    return kept("every function says its types")


def _docstrings(case: Case, args: DefinitionArgs) -> Outcome:
    what = frozenset({"function", "method", "class", "property"})
    bare = [
        (source, one)
        for source, one in _definitions(case, args, what)
        if not one.documented
        and not (source.language != "python" and one.what == "property")
        and one.name not in {"__init__", "constructor"}
        and not _is_old_class(case, source, one)
    ]
    if bare:
        said = ", ".join(one.qualname for _source, one in bare[:4])
        return missed(
            f"without documentation: {said}", [at(s.path, one.line, s.line(one.line)) for s, one in bare]
        )
    return kept("everything that is asked for is documented")


def _is_old_class(case: Case, source: Source, one: Definition) -> bool:
    """Whether a class stood there before: it changes with every method, its documentation does not."""
    before = case.source_before(source.path)
    old = before.by_qualname.get(one.qualname) if before is not None else None
    return one.what == "class" and old is not None and not old.documented


def _no_placeholder(case: Case, args: PlaceholderArgs) -> Outcome:
    found: list[tuple[CodePlace, str]] = []
    for source in case.sources(args.paths):
        found += [
            (_at(source, one.line), "a note that something is to be done")
            for one in _new_comments(case, source)
            if _UNDONE.search(one.value)
        ]
        found += [
            (_at(source, use.line), use.name) for use in source.placeholders if case.is_touched(source, use)
        ]
        if args.prints:
            found += [
                (_at(source, use.line), f"calls {use.name}")
                for use in source.calls
                if use.name in _PRINTS and case.is_touched(source, use)
            ]
    if found:
        return missed(
            "left undone: " + ", ".join(dict.fromkeys(said for _place, said in found)),
            [place for place, _said in found],
        )
    return kept("nothing is left undone")


def _at(source: Source, line: int) -> CodePlace:
    return at(source.path, line, source.line(line))


def _final_newline(case: Case, args: Args) -> Outcome:
    files = case.tree.as_dict()
    chosen = [path for path in case.changes.present if not args.paths or matches(path, args.paths)]
    texts = [
        path for path in chosen if files[path].content and is_text(files[path].content, files[path].mode)
    ]
    wrong = [path for path in texts if not files[path].content.endswith(b"\n")]
    if wrong:
        return missed(
            f"no line break at the end of {', '.join(wrong[:4])}", [_last_line(case, path) for path in wrong]
        )
    return kept("every changed file ends with a line break")


def _last_line(case: Case, path: str) -> CodePlace:
    number = case.tree.as_dict()[path].content.count(b"\n") + 1
    return at(path, number, case.line_of(path, number))


def _comments(case: Case, args: CommentArgs) -> Outcome:
    sources = case.sources(args.paths)
    if not sources:
        return undecidable("no file of code was changed")
    found = []
    for source in sources:
        found += [
            _at(source, one.line)
            for one in _new_comments(case, source)
            if one.target != "doc" and _says_something(one.value)
        ]
    if args.most is not None and len(found) > args.most:
        return missed(f"{len(found)} new lines of comment, {args.most} allowed", found[args.most :])
    if len(found) < args.least:
        return missed(f"{len(found)} new lines of comment, {args.least} wanted")
    return kept(f"{len(found)} new lines of comment, as it should be")


def _new_comments(case: Case, source: Source) -> list[Text]:
    """Return the comments that the file had not before, wherever they stood and however far in."""
    before = case.source_before(source.path)
    known = Counter(one.value.strip() for one in before.comments) if before is not None else Counter[str]()
    new = {number for number, _text in case.new_lines(source.path)}
    found = []
    for one in source.comments:
        if known[one.value.strip()]:
            known[one.value.strip()] -= 1
        elif one.line in new:
            found.append(one)
    return found


def _says_something(comment: str) -> bool:
    """Whether a comment is written for people: neither a word to a tool nor a line of marks."""
    return not comment.lstrip().startswith(_DIRECTIVES) and any(map(str.isalnum, comment))


def _quotes(case: Case, args: QuoteArgs) -> Outcome:
    wrong_mark = {"single": '"', "double": "'"}[args.style]
    wrong = []
    for source in case.sources(args.paths):
        before = case.source_before(source.path)
        old = before.said if before is not None else frozenset[str]()
        wrong += [
            _at(source, use.line)
            for use in source.quotes
            if use.role == "plain"
            and use.name.startswith(wrong_mark)
            and source.line(use.line).strip() not in old
        ]
    if wrong:
        return missed(f"{len(wrong)} strings are not in {args.style} quotes", wrong)
    return kept(f"every new string is in {args.style} quotes")


def _indentation(case: Case, args: IndentArgs) -> Outcome:
    wanted = "\t" if args.style == "tabs" else " " * args.width
    said = "a tab" if args.style == "tabs" else f"{args.width} spaces"
    wrong = []
    for source in case.sources(args.paths):
        new = {number for number, _text in case.new_lines(source.path)}
        wrong += [
            _at(source, use.line)
            for use in source.indents
            if use.line in new and use.name != wanted and not (source.language == "go" and not use.name)
        ]
    if wrong:
        return missed(f"{len(wrong)} statements are not set in by {said}", wrong)
    return kept(f"every new block is set in by {said}")


def _brace(case: Case, args: BraceArgs) -> Outcome:
    wrong = []
    for source in case.sources(args.paths):
        new = {number for number, _text in case.new_lines(source.path)}
        wrong += [
            _at(source, use.line) for use in source.braces if use.line in new and use.name != args.style
        ]
    if wrong:
        return missed(f"{len(wrong)} braces do not open on the {args.style.replace('_', ' ')}", wrong)
    return kept(f"every new block opens on the {args.style.replace('_', ' ')}")


def _shebang(case: Case, args: ShebangArgs) -> Outcome:
    files = case.tree.as_dict()
    chosen = [
        path for path in files if matches(path, args.paths) and is_text(files[path].content, files[path].mode)
    ]
    if not chosen:
        raise CannotDecide(f"there is no {', '.join(args.paths)}")
    wrong = [path for path in chosen if not _has_shebang(case.line_of(path, 1), args)]
    places = [at(path, 1, case.line_of(path, 1)) for path in wrong]
    if wrong:
        return missed(f"the first line is not as it should be: {', '.join(wrong[:4])}", places)
    return kept("the first line is as it should be")


def _has_shebang(line: str, args: ShebangArgs) -> bool:
    if not args.present:
        return not line.startswith("#!")
    interpreter = line.removeprefix("#!").strip() if line.startswith("#!/") else ""
    return bool(interpreter) and (
        not args.interpreter
        or interpreter == args.interpreter
        or args.interpreter in {interpreter.rpartition("/")[2], interpreter.split()[-1]}
    )


def _linter_clean(case: Case, args: LinterArgs) -> Outcome:
    wrong = []
    for source in case.sources(args.paths):
        before = case.start.as_dict().get(source.path)
        try:
            found = findings(case.tree.as_dict()[source.path].content, args.select)
            known = findings(before.content, args.select) if before else []
        except NoLinter as reason:
            return undecidable(str(reason))
        old = [(code, text) for code, _line, text in known]
        for code, line, text in found:
            if (code, text) in old:
                old.remove((code, text))
            else:
                wrong.append((_at(source, line), code))
    if wrong:
        codes = ", ".join(sorted({code for _place, code in wrong}))
        return missed(f"{args.linter} finds {codes}", [place for place, _code in wrong])
    return kept(f"{args.linter} finds nothing new")


KINDS: tuple[Kind[Any], ...] = (
    Kind("style.naming", "New names are written in this way", NamingArgs, "S", EVERY, _naming),
    Kind("style.line_length", "No new line is longer", LengthArgs, "S", EVERY, _line_length),
    Kind(
        "style.type_hints",
        "Functions say their types",
        DefinitionArgs,
        "S",
        (*PYTHON, "typescript"),
        _type_hints,
    ),
    Kind("style.docstrings", "Functions and classes are documented", DefinitionArgs, "S", EVERY, _docstrings),
    Kind("style.no_placeholder", "Nothing is left undone", PlaceholderArgs, "S", EVERY, _no_placeholder),
    Kind("style.final_newline", "Files end with a line break", Args, "S", ANY, _final_newline),
    Kind("style.comments", "So many lines of comment are new", CommentArgs, "S", EVERY, _comments),
    Kind("style.quotes", "Strings stand in these quotes", QuoteArgs, "S", ALL, _quotes),
    Kind("style.indentation", "Blocks are set in by this", IndentArgs, "S", EVERY, _indentation),
    Kind("style.brace", "Braces open here", BraceArgs, "S", (*SCRIPT, "rust", "java"), _brace),
    Kind("style.shebang", "The first line names an interpreter", ShebangArgs, "S", ANY, _shebang),
    Kind("style.linter_clean", "The linter finds nothing new", LinterArgs, "S", PYTHON, _linter_clean),
)
