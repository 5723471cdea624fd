"""Ways to break a constraint: each takes a tree that keeps it and gives trees that do not.

An operator gives a mutant only where it is certain that the constraint is broken. They know the languages by
small pieces of code, and nothing of how the kinds decide.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from earnest.records.tree import FileMode, Tree, TreeFile
from earnest.signals.adherence.syntax import CannotParse, Definition, Source, language_of, parse
from earnest.signals.adherence.trees import compare, matches
from earnest.signals.adherence.trees.comparing import path_globs

Texts = dict[str, str]
_STEP = {"python": "    ", "javascript": "  ", "typescript": "  ", "go": "\t", "rust": "    ", "java": "    "}
_CALLED = ("function", "method")


@dataclass(frozen=True)
class Subject:
    """A tree that keeps a constraint, the tree it started from, and the arguments."""

    start: Tree
    tree: Tree
    args: dict[str, object]

    @property
    def texts(self) -> Texts:
        """Return the texts by path."""
        return {one.path: one.content.decode("utf-8", errors="replace") for one in self.tree.files}

    @property
    def changed(self) -> list[str]:
        """Return the paths that differ and are there."""
        return list(compare(self.start, self.tree).present)

    def code(self) -> list[Source]:
        """Return the changed files of code, parsed."""
        found = []
        for path in self.changed:
            if language_of(path):
                try:
                    found.append(parse(path, self.tree.as_dict()[path].content))
                except CannotParse:
                    continue
        return found

    def with_text(self, path: str, text: str) -> Tree:
        """Return the tree with another text at a path."""
        files = self.tree.as_dict()
        mode = files[path].mode if path in files else FileMode.REGULAR
        return Tree.from_files({**files, path: TreeFile(path=path, content=text.encode(), mode=mode)})

    def without(self, path: str) -> Tree:
        """Return the tree without a path."""
        return Tree.from_files({name: one for name, one in self.tree.as_dict().items() if name != path})

    def with_mode(self, path: str, mode: FileMode) -> Tree:
        """Return the tree with another mode of a file."""
        files = self.tree.as_dict()
        return Tree.from_files({**files, path: files[path].model_copy(update={"mode": mode})})

    def strings(self, name: str) -> list[str]:
        """Return an argument as texts."""
        value = self.args.get(name, ())
        return [value] if isinstance(value, str) else [str(one) for one in value or ()]

    def number(self, name: str) -> int:
        """Return an argument that is a number, -1 for none."""
        value = self.args.get(name)
        return value if isinstance(value, int) else -1


Operator = Callable[[Subject], Iterator[Tree]]


# Pieces of code.

_FUNCTIONS = {
    "python": "def {name}({params}):\n{body}\n    return 1\n",
    "javascript": "export function {name}({params}) {{\n{body}\n  return 1;\n}}\n",
    "typescript": "export function {name}({params}): number {{\n{body}\n  return 1;\n}}\n",
    "go": "func {name}({params}) int {{\n{body}\n\treturn 1\n}}\n",
    "rust": "pub fn {name}({params}) -> i32 {{\n{body}\n    1\n}}\n",
    "java": "class Zz{name} {{\n    public int {name}({params}) {{\n{body}\n        return 1;\n    }}\n}}\n",
}
_PARAM = {
    "python": "{}", "javascript": "{}", "typescript": "{}: number", "go": "{} int", "rust": "{}: i32", "java": "int {}",
}  # fmt: skip
_NOTHING = {
    "python": "pass",
    "javascript": ";",
    "typescript": ";",
    "go": "_ = 0",
    "rust": "let _ = 0;",
    "java": ";",
}
_IF = {
    "python": "if True:\n{}", "javascript": "if (1) {{\n{}\n}}", "typescript": "if (1) {{\n{}\n}}",
    "go": "if true {{\n{}\n}}", "rust": "if true {{\n{}\n}}", "java": "if (true) {{\n{}\n}}",
}  # fmt: skip
_NOTE = {
    "python": "# {}",
    "javascript": "// {}",
    "typescript": "// {}",
    "go": "// {}",
    "rust": "// {}",
    "java": "// {}",
}
_C_LOOPS = {
    "for": ["for (let zz = 0; zz < 2; zz++) {\n  ;\n}", "for (const zz of [1]) {\n  ;\n}"],
    "while": ["while (false) {\n  ;\n}", "do {\n  ;\n} while (false);"],
}
_SCRIPT = {
    **_C_LOOPS,
    "loop": [*_C_LOOPS["for"], *_C_LOOPS["while"]],
    "if": ["if (1) {\n  ;\n}"],
    "ternary": ["const zz = 1 ? 2 : 3;"],
    "try": ["try {\n  ;\n} finally {\n  ;\n}"],
    "lambda": ["const zz = () => 1;", "[1].map((zz) => zz);"],
    "class": ["class Zz {}", "const zz = class {};"],
    "switch": ["switch (1) {\n  default:\n}"],
    "raise": ["throw new Error('a');"],
    "var": ["var zz = 1;"],
    "eval": ["eval('1');", "globalThis.eval('1');", "new Function('return 1')();"],
    "async": ["(async () => 1)();"],
    "any": [],
}
SNIPPETS: dict[str, dict[str, list[str]]] = {
    "python": {
        "for": ["for zz in ():\n    pass"],
        "while": ["while False:\n    pass"],
        "loop": [
            "for zz in ():\n    pass",
            "while False:\n    pass",
            "zz = [a for a in ()]",
            "zz = {a: a for a in ()}",
        ],
        "comprehension": ["zz = [a for a in ()]", "zz = {a for a in ()}", "zz = list(a for a in ())"],
        "if": ["if True:\n    pass"],
        "ternary": ["zz = 1 if True else 2"],
        "try": ["try:\n    pass\nfinally:\n    pass", "try:\n    pass\nexcept ValueError:\n    pass"],
        "with": ["with open('zz') as zz:\n    pass"],
        "lambda": ["zz = lambda: 1", "sorted((), key=lambda a: a)"],
        "class": ["class Zz:\n    pass"],
        "global": ["global zz\nzz = 1"],
        "eval": [
            "eval('1')",
            "exec('1')",
            "__builtins__['eval']('1')",
            "import builtins\nbuiltins.eval('1')",
        ],
        "switch": ["match 1:\n    case _:\n        pass"],
        "assert": ["assert True"],
        "raise": ["raise ValueError"],
        "any": ["import typing\nzz: typing.Any = 1"],
    },
    "javascript": _SCRIPT,
    "typescript": {**_SCRIPT, "any": ["const zz: any = 1;"]},
    "go": {
        "for": ["for zz := 0; zz < 2; zz++ {\n\t_ = zz\n}", "for range []int{} {\n}"],
        "loop": ["for {\n\tbreak\n}", "for range []int{} {\n}"],
        "if": ["if true {\n\t_ = 0\n}"],
        "lambda": ["_ = func() int { return 1 }"],
        "switch": ["switch {\ndefault:\n}"],
        "any": ["var zz any\n_ = zz", "var zz interface{}\n_ = zz"],
        "goto": ["goto end\nend:"],
        "defer": ["defer recover()"],
        "raise": ['panic("a")'],
        "global": [],
    },
    "rust": {
        "for": ["for _zz in 0..2 {}"],
        "while": ["while false {}", "loop { break; }"],
        "loop": ["for _zz in 0..2 {}", "while false {}", "loop { break; }"],
        "if": ["if true {}"],
        "lambda": ["let _zz = |a: i32| a;"],
        "switch": ["match 1 { _ => {} }"],
        "unsafe": ["unsafe {}"],
        "raise": ['panic!("a");'],
    },
    "java": {
        "for": ["for (int zz = 0; zz < 2; zz++) {\n}", "for (String zz : new String[0]) {\n}"],
        "while": ["while (false) {\n}", "do {\n} while (false);"],
        "loop": ["for (int zz = 0; zz < 2; zz++) {\n}", "do {\n} while (false);"],
        "if": ["if (true) {\n}"],
        "ternary": ["int zz = true ? 1 : 2;"],
        "try": ["try {\n} finally {\n}"],
        "lambda": ["Runnable zz = () -> {};", "Runnable zz = System::gc;"],
        "switch": ["switch (1) {\n    default:\n}"],
        "raise": ['if (true) throw new RuntimeException("a");'],
    },
}


def indented(text: str, by: str) -> str:
    """Return a text with every line set in."""
    return "\n".join(by + line if line else line for line in text.split("\n"))


def function(language: str, name: str, *body: str, params: str = "") -> str:
    """Return a function that holds some lines."""
    step = _STEP[language] * (2 if language == "java" else 1)
    said = indented("\n".join(body) or _NOTHING[language], step)
    return _FUNCTIONS[language].format(name=name, params=params, body=said)


def appended(subject: Subject, text: Callable[[str], str]) -> Iterator[Tree]:
    """Give each changed file of code with something at its end."""
    for source in subject.code():
        said = "\n".join(source.lines).rstrip("\n")
        yield subject.with_text(source.path, f"{said}\n\n\n{text(source.language)}")


def target(source: Source, symbol: str) -> Definition | None:
    """Return the function in which a mutant is made: the one that is named, else the last."""
    if symbol:
        return source.find(symbol)
    called = [one for one in source.definitions if one.what in _CALLED and one.end_line > one.line + 1]
    return called[-1] if called else None


def inserted(subject: Subject, pieces: Callable[[str], list[str]]) -> Iterator[Tree]:
    """Give each piece of code at the beginning of the body of the function that is meant."""
    symbol = str(subject.args.get("symbol", ""))
    for source in subject.code():
        for piece in pieces(source.language):
            text = "\n".join(source.lines)
            one = target(source, symbol)
            if one is None:
                if not symbol:
                    yield subject.with_text(
                        source.path, f"{text.rstrip()}\n\n\n{function(source.language, 'zzNew', piece)}"
                    )
                continue
            lines = list(source.lines)
            at = _body_line(lines, one, source.language)
            if at is None:
                continue
            margin = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
            yield subject.with_text(
                source.path, "\n".join([*lines[:at], indented(piece, margin), *lines[at:]])
            )


def _body_line(lines: list[str], one: Definition, language: str) -> int | None:
    """Return the index of the first line of a body; None where the head and it share a line."""
    opens = ":" if language == "python" else "{"
    for index in range(one.line - 1, min(one.end_line, len(lines))):
        if lines[index].rstrip().endswith(opens):
            after = index + 1
            return after if after < one.end_line and lines[after].strip() not in {"", "}"} else None
    return None


def emptied(subject: Subject, symbol: str) -> Iterator[Tree]:
    """Give each changed file with its functions' bodies gone; with a symbol, that function's."""
    for source in subject.code():
        lines = list(source.lines)
        for one in sorted(source.definitions, key=lambda one: -one.line):
            wanted = not symbol or symbol in {one.qualname, one.name}
            at = _body_line(lines, one, source.language) if one.what in _CALLED and wanted else None
            if at is not None:
                last = one.end_line if source.language == "python" else one.end_line - 1
                margin = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
                lines[at:last] = [margin + _NOTHING[source.language]]
        yield subject.with_text(source.path, "\n".join(lines))


# Scope


def _touched(subject: Subject, path: str) -> Iterator[Tree]:
    content = subject.tree.as_dict()[path]
    if path not in subject.start.as_dict():
        return
    text = content.content.decode("utf-8", errors="replace")
    yield subject.with_text(path, text + "zz\n")
    if "\n" in text and "\r" not in text:
        yield subject.with_text(path, text.replace("\n", "\r\n"))
    yield subject.without(path)
    if content.mode is FileMode.REGULAR:
        yield subject.with_mode(path, FileMode.EXECUTABLE)
        yield subject.with_mode(path, FileMode.SYMLINK)
    moved = TreeFile(path=f"zz/{path}", content=content.content, mode=content.mode)
    yield Tree.from_files([*subject.without(path).files, moved])


def only_paths(subject: Subject) -> Iterator[Tree]:
    globs = subject.strings("paths")
    yield from (
        subject.with_text(path, "zz\n") for path in ("zz/other.txt", "zz.md") if not matches(path, globs)
    )
    for path in subject.tree.as_dict():
        if not matches(path, globs):
            yield from _touched(subject, path)


def forbid_paths(subject: Subject) -> Iterator[Tree]:
    for path in subject.tree.as_dict():
        if matches(path, subject.strings("paths")):
            yield from _touched(subject, path)


def tests_unchanged(subject: Subject) -> Iterator[Tree]:
    tests = subject.strings("paths") or list(path_globs("tests"))
    for path in subject.tree.as_dict():
        if matches(path, tests):
            yield from _touched(subject, path)
    if not subject.strings("paths") and "conftest.py" not in subject.tree.as_dict():
        yield subject.with_text("conftest.py", "zz = 1\n")


def no_new_files(subject: Subject) -> Iterator[Tree]:
    names = ["zz_new.py", "docs/zz.md", ".zz"]
    allow, paths = subject.strings("allow"), subject.strings("paths")
    yield from (
        subject.with_text(name, "zz\n")
        for name in names
        if not matches(name, allow) and (not paths or matches(name, paths))
    )


def no_delete(subject: Subject) -> Iterator[Tree]:
    what = subject.strings("what") or ["files", "symbols"]
    for path in subject.start.as_dict():
        if path in subject.tree.as_dict() and "files" in what:
            yield subject.without(path)
    for source in subject.code():
        if "symbols" in what:
            old = (
                parse(source.path, subject.start.as_dict()[source.path].content)
                if (source.path in subject.start.as_dict())
                else None
            )
            for one in source.definitions:
                if old is not None and one.qualname in old.by_qualname and one.what in _CALLED:
                    lines = list(source.lines)
                    del lines[one.first_line - 1 : one.end_line]
                    yield subject.with_text(source.path, "\n".join(lines))


def max_files(subject: Subject) -> Iterator[Tree]:
    if not subject.strings("paths"):
        tree = subject
        for number in range(subject.number("limit") + 1):
            tree = Subject(subject.start, tree.with_text(f"zz{number}.txt", "zz\n"), subject.args)
        yield tree.tree


def max_diff_lines(subject: Subject) -> Iterator[Tree]:
    for path, text in subject.texts.items():
        if not subject.strings("paths") or matches(path, subject.strings("paths")):
            yield subject.with_text(
                path, text + "".join(f"zz{n}\n" for n in range(subject.number("limit") + 1))
            )


def forbid_symbol(subject: Subject) -> Iterator[Tree]:
    for symbol in subject.strings("symbols"):
        for path, file in subject.tree.as_dict().items():
            if not language_of(path):
                continue
            source = parse(path, file.content)
            one = source.find(symbol)
            if one is None:
                continue
            lines = list(source.lines)
            gone = [*lines[: one.first_line - 1], *lines[one.end_line :]]
            yield subject.with_text(path, "\n".join(gone))
            at = _body_line(lines, one, source.language)
            if at is not None and one.what in _CALLED:
                margin = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
                more = [*lines[:at], margin + _IF_NOTHING[source.language], *lines[at:]]
                yield subject.with_text(path, "\n".join(more))


_IF_NOTHING = {
    "python": "zz = 0", "javascript": "const zz = 0;", "typescript": "const zz = 0;", "go": "_ = 0",
    "rust": "let _zz = 0;", "java": "int zz = 0;",
}  # fmt: skip


def only_symbol(subject: Subject) -> Iterator[Tree]:
    yield subject.with_text("zz.txt", "zz\n")
    for path, text in subject.texts.items():
        if language_of(path):
            yield subject.with_text(path, text.rstrip("\n") + "\n\n\n" + function(_language(path), "zzNew"))


def _language(path: str) -> str:
    return (language_of(path) or "").replace("tsx", "typescript")


def only_region(subject: Subject) -> Iterator[Tree]:
    path, text = str(subject.args["path"]), subject.texts[str(subject.args["path"])]
    yield subject.with_text(path, "zz\n" + text)
    yield subject.with_text(path, text + "zz\n")
    yield subject.with_text(path, text.replace(str(subject.args["end"]), ""))
    yield subject.with_text("zz.txt", "zz\n")


def no_unrelated_changes(subject: Subject) -> Iterator[Tree]:
    for source in subject.code():
        before = subject.start.as_dict().get(source.path)
        old = before.content.decode().split("\n") if before else []
        for number, line in enumerate(source.lines):
            call = re.fullmatch(r"(\s*)([\w.=: ]+\()(\w.*\);?)", line)
            if call and line in old and not line.strip().startswith(("def ", "func ", "function ", "class ")):
                lines = [
                    *source.lines[:number],
                    call[1] + call[2],
                    f"{call[1]}    {call[3]}",
                    *source.lines[number + 1 :],
                ]
                yield subject.with_text(source.path, "\n".join(lines))


# Dependencies

_IMPORTS = {
    "python": [
        "import {}", "import {} as zz", "from {} import zz", "import os, {}", "__import__('{}')",
        "import importlib\nimportlib.import_module('{}')", "from importlib import import_module as zz\nzz('{}')",
        "exec('import {}')", "try:\n    import {}\nexcept ImportError:\n    pass",
    ],
    "javascript": ["import zz from '{}';", "import '{}';", "export * from '{}';", "const zz = require('{}');",
                   "const zz = await import('{}');"],
    "typescript": ["import zz from '{}';", "import type {{ Zz }} from '{}';", "import zz = require('{}');",
                   "const zz = import('{}');"],
    "go": ['import "{}"', 'import zz "{}"', 'import _ "{}"', 'import (\n\t. "{}"\n)'],
    "rust": ["use {}::zz;", "use {} as zz;", "extern crate {};", "fn zz() {{\n    {}::zz();\n}}"],
    "java": ["import {}.Zz;", "import {}.*;", "import static {}.Zz.zz;", "class Zz {{\n    {}.Zz zz;\n}}"],
}  # fmt: skip
_FOREIGN = {
    "python": "zzlib", "javascript": "zzlib", "typescript": "zzlib", "go": "example.org/zz/lib", "rust": "zzlib",
    "java": "com.example.zz",
}  # fmt: skip
_OF_STANDARD = {
    "python": "ftplib", "javascript": "node:dgram", "typescript": "node:dgram", "go": "net/smtp", "rust": "std::net",
    "java": "java.rmi",
}  # fmt: skip


def _importing(subject: Subject, module: Callable[[str], str]) -> Iterator[Tree]:
    for source in subject.code():
        name = module(source.language)
        for form in _IMPORTS[source.language]:
            if not name or (source.language == "rust" and "extern" in form and "::" in name):
                continue
            yield subject.with_text(source.path, _at_top(source, form.format(name)))


def _at_top(source: Source, text: str) -> str:
    """Put an import where the language takes one: after a package clause and what must stand first."""
    lines = list(source.lines)
    first = 0
    for index, line in enumerate(lines):
        if line.startswith(("package ", "from __future__", "'use strict'", "#!")):
            first = index + 1
    if text.startswith(("fn ", "class ")):
        first = len(lines)
    return "\n".join([*lines[:first], text, *lines[first:]]) + ("\n" if first == len(lines) else "")


def stdlib_only(subject: Subject) -> Iterator[Tree]:
    yield from _importing(subject, lambda language: _FOREIGN[language])


def no_imports(subject: Subject) -> Iterator[Tree]:
    yield from _importing(subject, lambda language: _OF_STANDARD[language])
    yield from _importing(subject, lambda language: _FOREIGN[language])


def forbid_module(subject: Subject) -> Iterator[Tree]:
    for module in subject.strings("modules"):
        yield from _importing(subject, lambda _language, name=module: name)


def require_module(subject: Subject) -> Iterator[Tree]:
    for source in subject.code():
        text = "\n".join(source.lines)
        for module in subject.strings("modules"):
            text = text.replace(module, "zz" + module.replace("::", "").replace("/", "").replace(".", ""))
        yield subject.with_text(source.path, text)


_NEW_DEPENDENCY = {
    "requirements.txt": lambda text: text + "zzlib==1.0\n",
    "package.json": lambda text: text.replace('"dependencies": {', '"dependencies": {"zzlib": "1.0.0", '),
    "pyproject.toml": lambda text: text.replace("dependencies = [", 'dependencies = ["zzlib", '),
    "Cargo.toml": lambda text: text.replace("[dependencies]", '[dependencies]\nzzlib = "1"'),
    "Cargo.lock": lambda text: text + '\n[[package]]\nname = "zzlib"\nversion = "1.0.0"\n',
    "go.mod": lambda text: text + "\nrequire example.org/zz/lib v1.0.0\n",
    "pom.xml": lambda text: text.replace(
        "</dependencies>",
        "<dependency><groupId>z</groupId><artifactId>z</artifactId></dependency></dependencies>",
    ),
    "package-lock.json": lambda text: text.replace(
        '"packages": {', '"packages": {"node_modules/zzlib": {}, '
    ),
    "pnpm-lock.yaml": lambda text: text + "  zzlib@1.0.0:\n    resolution: {}\n",
}


def no_new_dependency(subject: Subject) -> Iterator[Tree]:
    for path, text in subject.texts.items():
        change = _NEW_DEPENDENCY.get(path.rpartition("/")[2])
        if change is not None and change(text) != text:
            yield subject.with_text(path, change(text))
    for name in ("requirements.txt", "go.mod"):
        if name not in subject.texts:
            yield subject.with_text(name, _NEW_DEPENDENCY[name]("module x\n" if name == "go.mod" else ""))


def pin_version(subject: Subject) -> Iterator[Tree]:
    version = re.compile(r"\d+\.\d+(\.\d+)?")
    name = str(subject.args["name"]).partition(":")[2] or str(subject.args["name"])
    for path, text in subject.texts.items():
        lines = text.split("\n")
        named = [index for index, line in enumerate(lines) if name in line and not line.startswith("#")]
        for index in named[:1]:
            for at in range(index, min(index + 3, len(lines))):
                asked = lines[at].startswith(("module", "go ")) or lines[at].endswith(":")
                if version.search(lines[at]) and not asked:
                    changed = [*lines[:at], version.sub("97.1.2", lines[at], count=1), *lines[at + 1 :]]
                    yield subject.with_text(path, "\n".join(changed))
                    break


# Interfaces


def _heads(subject: Subject, symbol: str) -> Iterator[tuple[Source, Definition, int]]:
    for path, file in subject.tree.as_dict().items():
        if language_of(path):
            source = parse(path, file.content)
            one = source.find(symbol)
            if one is not None:
                yield source, one, one.line - 1


def signature(subject: Subject) -> Iterator[Tree]:
    for source, one, at in _heads(subject, str(subject.args["symbol"])):
        head = source.lines[at]
        name = one.name
        if f"{name}(" not in head:
            continue
        extra = _PARAM[source.language].format("zz")
        own = next((mark for mark in ("&mut self", "&self", "self", "cls") if f"{name}({mark}" in head), "")
        first = f"{name}({own}"
        more = f"{first}{', ' if own else ''}{extra}{', ' if one.params[bool(own) :] else ''}".replace(
            ", , ", ", "
        )
        begin = first + (", " if own and one.params[1:] else "")
        changed = [head.replace(begin, more, 1), head.replace(f"{name}(", f"{name}Zz(", 1)]
        if len(one.params) > bool(own):
            last = one.params[-1].name
            changed.append(re.sub(rf"\b{re.escape(last)}\b", "zzOther", head, count=1))
        for line in changed:
            if line != head:
                yield subject.with_text(
                    source.path, "\n".join([*source.lines[:at], line, *source.lines[at + 1 :]])
                )


def _renamed(subject: Subject, name: str) -> Iterator[Tree]:
    for path, text in subject.texts.items():
        if language_of(path) and name in text:
            other = re.sub(rf"\b{re.escape(name)}\b", f"{name}Zz", text)
            yield subject.with_text(path, other)
            swapped = name[0].swapcase() + name[1:]
            yield subject.with_text(path, re.sub(rf"\b{re.escape(name)}\b", swapped, text))


def defines(subject: Subject) -> Iterator[Tree]:
    holders = [
        path
        for path, text in subject.texts.items()
        if re.search(rf"\b{re.escape(str(subject.args['name']))}\b", text)
    ]
    if len(holders) == 1:
        yield from _renamed(subject, str(subject.args["name"]).rpartition(".")[2])


def class_members(subject: Subject) -> Iterator[Tree]:
    for member in subject.strings("members"):
        yield from _renamed(subject, member)


def public_unchanged(subject: Subject) -> Iterator[Tree]:
    for path, file in subject.start.as_dict().items():
        if not language_of(path) or path not in subject.tree.as_dict():
            continue
        if subject.strings("paths") and not matches(path, subject.strings("paths")):
            continue
        if matches(path, path_globs("tests")):
            continue
        before = parse(path, file.content)
        yield subject.without(path)
        after = parse(path, subject.tree.as_dict()[path].content)
        for name in before.exports:
            one = after.find(name)
            if one is not None and one.what in _CALLED:
                lines = list(after.lines)
                lines[one.line - 1] = re.sub(rf"\b{re.escape(name)}\b", f"{name}Zz", lines[one.line - 1])
                yield subject.with_text(path, "\n".join(lines))


_OTHER_RETURN = {"python": "return {1, 2}", "javascript": "return 12;", "typescript": "return 12 as never;"}


def return_type(subject: Subject) -> Iterator[Tree]:
    if subject.args.get("annotation"):
        for source, one, at in _heads(subject, str(subject.args["symbol"])):
            changed = source.lines[at].replace(one.returns, "Zz")
            yield subject.with_text(
                source.path, "\n".join([*source.lines[:at], changed, *source.lines[at + 1 :]])
            )
        return
    if subject.args["kind"] not in {"set", "number"}:
        yield from inserted(
            subject, lambda language: [_OTHER_RETURN[language]] if language in _OTHER_RETURN else []
        )
    for source, one, at in _heads(subject, str(subject.args["symbol"])):
        if source.language in {"go", "rust", "java"}:
            other = {"go": "float64", "rust": "f64", "java": "double"}[source.language]
            changed = source.lines[at].replace(one.returns, other, 1)
            yield subject.with_text(
                source.path, "\n".join([*source.lines[:at], changed, *source.lines[at + 1 :]])
            )


def private(subject: Subject) -> Iterator[Tree]:
    if subject.strings("members"):
        yield from _bared(subject)
    if subject.args.get("accessors") is False:
        forms = {
            "python": "    def get_zz(self):\n        return self._zz", "javascript": "  getZz() {\n    return 1;\n  }",
            "typescript": "  get zz() {\n    return 1;\n  }", "java": "    public int getZz() {\n        return 1;\n    }",
        }  # fmt: skip
        for source in subject.code():
            owner = source.find(str(subject.args["class_name"]))
            if owner is None:
                continue
            lines = list(source.lines)
            if source.language in forms:
                at = owner.line
                yield subject.with_text(
                    source.path, "\n".join([*lines[:at], forms[source.language], "", *lines[at:]])
                )
            more = {
                "go": f"func (c *{owner.name}) GetZz() int {{\n\treturn 1\n}}\n",
                "rust": f"impl {owner.name} {{\n    pub fn set_zz(&mut self, zz: i32) {{}}\n}}\n",
            }
            if source.language in more:
                yield subject.with_text(source.path, "\n".join(lines) + "\n" + more[source.language])


def _bared(subject: Subject) -> Iterator[Tree]:
    """Give the members that are private away: by their mark in each language."""
    for source in subject.code():
        text = "\n".join(source.lines)
        for member in subject.strings("members"):
            name = member.lstrip("_#")
            for old, new in (
                (f"self._{name} =", f"self.{name} ="), (f"private {name}", f"{name}"), (f"#{name} =", f"{name} ="),
                (f"    {name}: Vec", f"    pub {name}: Vec"), (f"private int {name}", f"public int {name}"),
            ):  # fmt: skip
                if old in text:
                    yield subject.with_text(source.path, text.replace(old, new))


def import_safe(subject: Subject) -> Iterator[Tree]:
    ends = {
        "python": ["print('zz')", "for zz in (1,):\n    print(zz)", "import os\nos.remove('zz')", "if True:\n    print(1)",
                   "with open('zz') as zz:\n    zz.read()"],
        "javascript": ["console.log('zz');", "for (const zz of [1]) {\n  console.log(zz);\n}", "(() => console.log(1))();",
                       "if (1) {\n  console.log(1);\n}"],
    }  # fmt: skip
    ends["typescript"] = ends["javascript"]
    for number in range(5):
        yield from appended(
            subject, lambda language, n=number: ends[language][n % len(ends[language])] + "\n"
        )


def package(subject: Subject) -> Iterator[Tree]:
    for path, text in subject.texts.items():
        if path.endswith((".go", ".java")):
            yield subject.with_text(
                path, re.sub(r"(?m)^package .*$", "package zz" + (";" if path.endswith("java") else ""), text)
            )
        if path.endswith(
            ("package.json", "Cargo.toml")
        ) and f'name = "{subject.args["name"]}"' in text.replace('"name": ', "name = "):
            yield subject.with_text(path, text.replace(str(subject.args["name"]), "zz"))
            if len(subject.texts) == 2:
                yield subject.without(path)
        if path.endswith(".py") and not path.endswith("__init__.py"):
            yield subject.with_text(f"zz/{path.rpartition('/')[2]}", text)


# Constructs and sizes


def forbid(subject: Subject) -> Iterator[Tree]:
    def pieces(language: str) -> list[str]:
        held = SNIPPETS[language]
        return [piece for name in subject.strings("constructs") for piece in held.get(name, [])]

    yield from inserted(subject, pieces)


def gone(subject: Subject) -> Iterator[Tree]:
    if "async" not in subject.strings("constructs"):  # it stands in the head, which stays
        yield from emptied(subject, str(subject.args.get("symbol", "")))


def forbid_call(subject: Subject) -> Iterator[Tree]:
    def pieces(language: str) -> list[str]:
        end = "" if language in {"python", "go"} else ";"
        found = []
        for call in subject.strings("calls"):
            name = call.removesuffix("()")
            if name.startswith("."):
                found += [
                    f"zz{name}(){end}",
                    f"zz.yy()[0]{name}(1){end}" if language != "go" else f"zz[0]{name}(1)",
                ]
            else:
                found.append(f"{name}(1){end}")
                if language == "python" and "." in name:
                    module, _, last = name.rpartition(".")
                    found += [
                        f"import {module} as zz\nzz.{last}(1)", f"from {module} import {last} as zz\nzz(1)",
                        f"import {module}\ngetattr({module}, '{last}')(1)",
                    ]  # fmt: skip
                elif language == "python":
                    found += [
                        f"zz = {name}\nzz(1)",
                        f"import builtins\nbuiltins.{name}(1)",
                        f"list(map({name}, ()))",
                    ]
        return found

    yield from inserted(subject, pieces)


def require_call(subject: Subject) -> Iterator[Tree]:
    for source in subject.code():
        text = "\n".join(source.lines)
        for call in subject.strings("calls"):
            last = call.removesuffix("()").removesuffix("!").replace("::", ".").rpartition(".")[2]
            yield subject.with_text(source.path, re.sub(rf"\b{re.escape(last)}\b", f"{last}Zz", text))


_STRUCTURES = {
    "python": {"list": ["zz = []", "zz = list(())"], "dict": ["zz = {}", "zz = dict()", "import collections\nzz = collections.defaultdict(int)"],
               "set": ["zz = {1}", "zz = set()"], "tuple": ["zz = (1, 2)"], "deque": ["import collections\nzz = collections.deque()"]},
    "javascript": {"list": ["const zz = [];"], "dict": ["const zz = {};", "const zz = new Map();"], "map": ["const zz = new Map();"],
                   "set": ["const zz = new Set();"]},
    "go": {"list": ["zz := []int{}\n_ = zz"], "dict": ["zz := map[string]int{}\n_ = zz", "zz := make(map[string]int)\n_ = zz"]},
    "rust": {"list": ["let zz: Vec<i32> = vec![];", "let zz = Vec::<i32>::new();"],
             "dict": ["let zz = std::collections::BTreeMap::<i32, i32>::new();"]},
    "java": {"list": ["java.util.List<String> zz = null;"], "dict": ["java.util.Map<String, String> zz = null;"],
             "deque": ["java.util.ArrayDeque<String> zz = null;"]},
}  # fmt: skip
_STRUCTURES["typescript"] = _STRUCTURES["javascript"]


def datastructure(subject: Subject) -> Iterator[Tree]:
    if subject.args.get("use") == "forbidden":
        yield from inserted(
            subject,
            lambda language: [
                piece
                for name in subject.strings("structures")
                for piece in _STRUCTURES[language].get(name, [])
            ],
        )
    else:
        yield from emptied(subject, str(subject.args.get("symbol", "")))


def longer(subject: Subject) -> Iterator[Tree]:
    yield from inserted(
        subject, lambda language: ["\n".join([_IF_NOTHING[language]] * (subject.number("limit") + 1))]
    )


def more_lines(subject: Subject) -> Iterator[Tree]:
    for source in subject.code():
        note = _NOTE[source.language].format("zz")
        yield subject.with_text(
            source.path, "\n".join(source.lines) + f"{note}\n" * (subject.number("limit") + 1)
        )


def params(subject: Subject) -> Iterator[Tree]:
    names = [f"zz{n}" for n in range(subject.number("limit") + 1)]
    if not subject.args.get("symbol"):
        yield from appended(
            subject,
            lambda language: function(
                language, "zzNew", params=", ".join(_PARAM[language].format(name) for name in names)
            ),
        )


def deeper(subject: Subject) -> Iterator[Tree]:
    def piece(language: str) -> list[str]:
        text = _NOTHING[language]
        for _ in range(subject.number("limit") + 1):
            text = _IF[language].format(indented(text, _STEP[language]))
        return [text]

    yield from inserted(subject, piece)


def more_complex(subject: Subject) -> Iterator[Tree]:
    def piece(language: str) -> list[str]:
        return [
            "\n".join(
                [_IF[language].format(_STEP[language] + _NOTHING[language])] * (subject.number("limit") + 1)
            )
        ]

    yield from inserted(subject, piece)


def counted(text: Callable[[str, int], str], *, inside: bool) -> Operator:
    def operator(subject: Subject) -> Iterator[Tree]:
        most = subject.number("most")
        if most < 0 or (not inside and subject.args.get("symbol")):
            return
        if inside:
            yield from inserted(
                subject, lambda language: ["\n".join(text(language, n) for n in range(most + 1))]
            )
        else:
            yield from appended(
                subject, lambda language: "\n\n".join(text(language, n) for n in range(most + 1))
            )

    return operator


_CLASS = {
    "python": "class Zz{}:\n    pass\n", "javascript": "class Zz{} {{}}\n", "typescript": "class Zz{} {{}}\n",
    "go": "type Zz{} struct{{}}\n", "rust": "struct Zz{};\n", "java": "class Zz{} {{\n}}\n",
}  # fmt: skip


def calls(subject: Subject) -> Iterator[Tree]:
    most = subject.number("most")
    name = subject.strings("calls")[0]
    if most >= 0 and not name.startswith("."):
        yield from inserted(
            subject,
            lambda language: [
                "\n".join([f"{name}(1)" + ("" if language in {"python", "go"} else ";")] * (most + 1))
            ],
        )


# Style, language, documents, security

_WRONG_NAME = {
    "snake_case": "zzBadName",
    "camelCase": "zz_bad_name",
    "PascalCase": "zz_bad_name",
    "UPPER_CASE": "zzBadName",
}


def naming(subject: Subject) -> Iterator[Tree]:
    roles = subject.strings("of") or ["function", "method", "variable", "parameter"]
    wrong = _WRONG_NAME[str(subject.args["style"])]
    if "function" in roles or "method" in roles:
        yield from appended(subject, lambda language: function(language, wrong))
    if "parameter" in roles:
        yield from appended(
            subject, lambda language: function(language, "zz", params=_PARAM[language].format(wrong))
        )
    if "variable" in roles:
        forms = {"python": "{} = 1", "go": "{} := 1", "rust": "let {} = 1;", "java": "int {} = 1;"}
        yield from inserted(subject, lambda language: [forms.get(language, "const {} = 1;").format(wrong)])


def line_length(subject: Subject) -> Iterator[Tree]:
    for path, text in subject.texts.items():
        fits = not subject.strings("paths") or matches(path, subject.strings("paths"))
        if path in subject.changed and language_of(path) and fits:
            long = _NOTE[_language(path)].format("z" * subject.number("limit"))
            yield subject.with_text(path, f"{text.rstrip(chr(10))}\n{long}\n")


_BARE = {
    "python": "def zz_new(a):\n    return a\n", "javascript": "export function zzNew(a) {\n  return a;\n}\n",
    "typescript": "export function zzNew(a) {\n  return a;\n}\n", "go": "func ZzNew(a int) int {\n\treturn a\n}\n",
    "rust": "pub fn zz_new(a: i32) -> i32 {\n    a\n}\n", "java": "public class ZzNew {\n}\n",
}  # fmt: skip


def bare(subject: Subject) -> Iterator[Tree]:
    if not subject.args.get("symbol"):
        yield from appended(subject, lambda language: _BARE[language])


_UNDONE = {
    "python": ["def zz_new():\n    pass\n", "def zz_new():\n    ...\n", "def zz_new():\n    raise NotImplementedError\n", "# TODO: zz\n", "# FIXME\n"],
    "javascript": ["export function zzNew() {}\n", "function zzNew() {\n  throw new Error('not implemented');\n}\n", "// TODO: zz\n", "/* FIXME */\n"],
    "go": ['func zzNew() {\n\tpanic("not implemented")\n}\n', "// TODO: zz\n"],
    "rust": ["fn zz_new() {\n    todo!()\n}\n", "fn zz_new() {\n    unimplemented!()\n}\n", "// TODO: zz\n"],
    "java": ['class Zz {\n    int zz() {\n        throw new UnsupportedOperationException("not implemented");\n    }\n}\n', "// TODO: zz\n"],
}  # fmt: skip
_UNDONE["typescript"] = _UNDONE["javascript"]


def placeholder(subject: Subject) -> Iterator[Tree]:
    for number in range(5):
        yield from appended(subject, lambda language, n=number: _UNDONE[language][n % len(_UNDONE[language])])


def final_newline(subject: Subject) -> Iterator[Tree]:
    for path in subject.changed:
        text = subject.texts[path]
        if text.endswith("\n") and (not subject.strings("paths") or matches(path, subject.strings("paths"))):
            yield subject.with_text(path, text.rstrip("\n") + "\nzz")


def comments(subject: Subject) -> Iterator[Tree]:
    most = subject.number("most")
    if most >= 0:
        yield from inserted(
            subject,
            lambda language: ["\n".join(_NOTE[language].format(f"says {n}") for n in range(most + 1))],
        )


def quotes(subject: Subject) -> Iterator[Tree]:
    mark = '"' if subject.args["style"] == "single" else "'"
    yield from inserted(
        subject,
        lambda language: (
            [f"zz = {mark}a{mark}", f"zz(1, {mark}a{mark})"]
            if language == "python"
            else [f"const zz = {mark}a{mark};", f"zz(1, {mark}a{mark});"]
        ),
    )


def indentation(subject: Subject) -> Iterator[Tree]:
    width = subject.args.get("width", 4)
    wrong = "   " if subject.args["style"] == "tabs" or width != 3 else "  "
    for step in (wrong, "\t" if subject.args["style"] == "spaces" else "  "):
        yield from inserted(
            subject, lambda language, s=step: [_IF[language].format(indented(_IF_NOTHING[language], s))]
        )


def brace(subject: Subject) -> Iterator[Tree]:
    same = subject.args["style"] == "same_line"

    def piece(language: str) -> list[str]:
        head = "if true" if language == "rust" else "if (true)"
        return [f"{head}\n{{\n}}" if same else f"{head} {{\n}}"]

    yield from inserted(subject, piece)


def shebang(subject: Subject) -> Iterator[Tree]:
    for path, text in subject.texts.items():
        if matches(path, subject.strings("paths")):
            without = text.partition("\n")[2] if text.startswith("#!") else text
            if subject.args.get("present", True):
                yield subject.with_text(path, without)
                yield subject.with_text(path, "\n" + text)
                yield subject.with_text(path, "#!zz\n" + without)
            else:
                yield subject.with_text(path, "#!/bin/sh\n" + text)


def linter(subject: Subject) -> Iterator[Tree]:
    for text in ("import zz_unused\n", "def zz_new():\n    return zz_undefined\n", "zz = lambda: 1\n"):
        yield from appended(subject, lambda _language, said=text: said)


def language(subject: Subject) -> Iterator[Tree]:
    wanted = str(subject.args["language"]).lower()
    for path in ("zz.py", "zz.go", "zz.sh", "zz.sql"):
        own = path.endswith({"python": "py", "go": "go", "shell": "sh", "sql": "sql"}.get(wanted, "?"))
        if not own and not matches(path, subject.strings("allow")):
            yield subject.with_text(path, "zz = 1\n")


_NEWER = {
    "python": [("3.8", "if (zz := 1):\n    pass"), ("3.9", "'a'.removeprefix('b')"), ("3.10", "match 1:\n    case _:\n        pass"),
               ("3.11", "import tomllib"), ("3.11", "try:\n    pass\nexcept* ValueError:\n    pass"), ("3.12", "import itertools\nitertools.batched('a', 1)")],
    "javascript": [("2020", "const zz = a?.b;"), ("2020", "const zz = a ?? b;"), ("2021", "a ??= 1;"), ("2022", "[1].at(-1);"), ("2023", "[1].toSorted();")],
    "go": [("1.21", "_ = min(1, 2)"), ("1.22", "for range 3 {\n}"), ("1.22", "for zz := range 3 {\n\t_ = zz\n}")],
    "rust": [("1.65", "let Some(_zz) = Some(1) else {\n    panic!();\n};"), ("1.70", "Some(1).is_some_and(|a| a > 0);")],
    "java": [("10", "var zz = 1;"), ("14", "int zz = switch (1) {\n    default -> 2;\n};"), ("16", "if (null instanceof String zz) {\n}"), ("11", '"a".isBlank();')],
}  # fmt: skip
_NEWER["typescript"] = _NEWER["javascript"]


def version(subject: Subject) -> Iterator[Tree]:
    def key(text: str) -> list[int]:
        return [int(part) for part in text.split(".")]

    limit = key(str(subject.args["version"]))
    yield from inserted(
        subject, lambda language: [piece for since, piece in _NEWER[language] if key(since) > limit]
    )


def framework(subject: Subject) -> Iterator[Tree]:
    yield from require_module(subject)
    for module in subject.strings("instead_of"):
        yield from _importing(subject, lambda _language, name=module: name)


def commit_message(subject: Subject) -> Iterator[Tree]:
    for path, text in subject.texts.items():
        yield subject.with_text(path, "")
        if subject.number("subject_limit") > 0:
            subject_line = text.partition("\n")[0]
            yield subject.with_text(
                path, subject_line + "z" * subject.number("subject_limit") + "\n\nBody.\n"
            )
        if subject.args.get("style") == "conventional":
            yield subject.with_text(path, "Changed it\n\nBody.\n")
        if subject.args.get("body"):
            yield subject.with_text(path, text.partition("\n")[0] + "\n")


def document(name: str) -> Operator:
    def operator(subject: Subject) -> Iterator[Tree]:
        globs = subject.strings("paths") or list(path_globs(name))
        files = subject.start.as_dict()
        kept = [one for one in subject.tree.files if not matches(one.path, globs)]
        yield Tree.from_files([*kept, *(one for one in files.values() if matches(one.path, globs))])

    return operator


def bare_except(subject: Subject) -> Iterator[Tree]:
    forms = {"python": ["try:\n    pass\nexcept:\n    pass"], "javascript": ["try {\n  ;\n} catch {\n}"]}
    forms["typescript"] = forms["javascript"]
    if subject.args.get("also_broad"):
        forms["python"].append("try:\n    pass\nexcept Exception:\n    pass")
    yield from inserted(subject, lambda language: forms.get(language, []))


def sql(subject: Subject) -> Iterator[Tree]:
    forms = {
        "python": [
            "db.execute(f\"SELECT a FROM b WHERE c = '{zz}'\")", "db.execute('SELECT a FROM b WHERE c = ' + zz)",
            "db.execute('SELECT a FROM b WHERE c = %s' % zz)", "db.execute('SELECT a FROM b WHERE c = {}'.format(zz))",
            "query = f'SELECT a FROM b WHERE c = {zz}'\ncursor.execute(query)",
            "query = 'SELECT a FROM b'\nquery += f' WHERE c = {zz}'\nself.conn.execute(query, ())",
            "where = f\"c = '{zz}'\"\ncur.execute('SELECT a FROM b WHERE ' + where)",
            "parts = ['SELECT a FROM b']\nparts.append('WHERE c = ' + zz)\nconn.execute(' '.join(parts))",
        ],
        "javascript": [
            "db.query(`SELECT a FROM b WHERE c = '${zz}'`);", "db.query('SELECT a FROM b WHERE c = ' + zz);",
            "const query = `SELECT a FROM b WHERE c = ${zz}`;\ndb.query(query);",
        ],
    }  # fmt: skip
    forms["typescript"] = forms["javascript"]
    yield from inserted(subject, lambda language: forms.get(language, []))


def secret(subject: Subject) -> Iterator[Tree]:
    key, word = "AKIA" + "ABCDEFGH12345678", "hunter2" + "-x9!q"
    forms = {
        "python": [f"zz = '{key}'", f"password = '{word}'"],
        "javascript": [f"const zz = '{key}';", f"const password = '{word}';"],
    }
    forms["typescript"] = forms["javascript"]
    yield from inserted(subject, lambda language: forms.get(language, []))


def evaluated(subject: Subject) -> Iterator[Tree]:
    yield from inserted(subject, lambda language: SNIPPETS[language].get("eval", []))


OPERATORS: dict[str, Operator] = {
    "scope.only_paths": only_paths, "scope.forbid_paths": forbid_paths, "scope.tests_unchanged": tests_unchanged,
    "scope.no_new_files": no_new_files, "scope.no_delete": no_delete, "scope.max_files": max_files,
    "scope.max_diff_lines": max_diff_lines, "scope.forbid_symbol": forbid_symbol, "scope.only_symbol": only_symbol,
    "scope.only_region": only_region, "scope.no_unrelated_changes": no_unrelated_changes,
    "deps.stdlib_only": stdlib_only, "deps.no_imports": no_imports, "deps.forbid_module": forbid_module,
    "deps.only_modules": stdlib_only, "deps.require_module": require_module,
    "deps.no_new_dependency": no_new_dependency, "deps.pin_version": pin_version,
    "api.signature": signature, "api.defines": defines, "api.class_members": class_members,
    "api.public_unchanged": public_unchanged, "api.return_type": return_type, "api.private": private,
    "api.import_safe": import_safe, "api.package": package,
    "construct.forbid": forbid, "construct.require": gone, "construct.forbid_call": forbid_call,
    "construct.require_call": require_call, "construct.datastructure": datastructure,
    "size.max_function_lines": longer, "size.total_lines": more_lines, "size.params": params,
    "size.nesting": deeper, "size.complexity": more_complex,
    "size.functions": counted(lambda language, n: function(language, f"zzNew{n}"), inside=False),
    "size.classes": counted(lambda language, n: _CLASS[language].format(n), inside=False),
    "size.loops": counted(lambda language, _n: SNIPPETS[language]["for"][0], inside=True),
    "size.calls": calls,
    "style.naming": naming, "style.line_length": line_length, "style.type_hints": bare, "style.docstrings": bare,
    "style.no_placeholder": placeholder, "style.final_newline": final_newline, "style.comments": comments,
    "style.quotes": quotes, "style.indentation": indentation, "style.brace": brace, "style.shebang": shebang,
    "style.linter_clean": linter,
    "lang.language": language, "lang.version": version, "lang.framework": framework,
    "doc.changelog": document("changelog"), "doc.readme": document("readme"), "doc.commit_message": commit_message,
    "errors.no_bare_except": bare_except,
    "sec.parametrised_sql": sql, "sec.no_secret": secret, "sec.no_eval": evaluated,
}  # fmt: skip
