"""A unified or git diff, applied strictly: every context line must stand where the diff says it does."""

import re
from dataclasses import dataclass, field

from earnest.errors import BadRecord
from earnest.records.tree import FileMode, Tree, TreeFile
from earnest.signals.adherence.trees.paths import normalised

_HUNK = re.compile(rb"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@")
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"')
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_ESCAPED = {b"t": b"\t", b"n": b"\n", b"r": b"\r"}
_NO_NEWLINE = b"\\ No newline at end of file"


@dataclass
class _Hunk:
    """One hunk: where it begins in the old file (counted from 1), its old and its new lines."""

    header: str
    start: int
    old: list[bytes] = field(default_factory=list)
    new: list[bytes] = field(default_factory=list)


@dataclass
class _FileChange:
    """What a diff says about one file; `old` or `new` is None for a file that is added or removed."""

    old: str | None
    new: str | None
    copied: bool = False
    mode: FileMode | None = None
    hunks: list[_Hunk] = field(default_factory=list)


def apply_diff(start: Tree, patch: bytes) -> Tree:
    """Return the start tree with a diff applied, or raise `BadRecord` that names the first bad hunk."""
    changes = _Parser(patch).parse()
    if not changes:
        raise BadRecord("the diff changes no file: is it in unified format (`git diff`)?")
    before = start.as_dict()
    gone = {change.old for change in changes if change.old != change.new and not change.copied}
    written: dict[str, TreeFile] = {}
    for change in changes:
        file = _changed(before, change)
        if (change.new or change.old) in written:
            raise BadRecord(f"the diff changes {change.new or change.old!r} twice")
        if file is not None:
            written[file.path] = file
    return Tree.from_files({path: file for path, file in before.items() if path not in gone} | written)


def _changed(before: dict[str, TreeFile], change: _FileChange) -> TreeFile | None:
    """Return what a file becomes; None for one that is removed."""
    name = change.new or change.old or ""
    if change.old is None and change.new in before:
        raise BadRecord(f"the diff adds {name!r}, which the start tree has already")
    if change.old is not None and change.old not in before:
        raise BadRecord(f"the diff changes {change.old!r}, which the start tree has not")
    old = before[change.old] if change.old is not None else None
    content = _patched(name, old.content if old else b"", change.hunks)
    if change.new is None:
        if content:
            raise BadRecord(f"the diff removes {name!r} and leaves lines of it")
        return None
    mode = change.mode or (old.mode if old else FileMode.REGULAR)
    return TreeFile(path=change.new, content=content, mode=mode)


def _patched(name: str, content: bytes, hunks: list[_Hunk]) -> bytes:
    lines = content.splitlines(keepends=True) if b"\r" not in content else _split(content)
    out: list[bytes] = []
    at = 0
    for number, hunk in enumerate(hunks, 1):
        begin = hunk.start - 1 if hunk.old else hunk.start
        if begin < at or lines[begin : begin + len(hunk.old)] != hunk.old:
            raise BadRecord(
                f"hunk {number} of {name!r} ({hunk.header}) does not apply: {_why(lines, begin, hunk)}"
            )
        out += lines[at:begin] + hunk.new
        at = begin + len(hunk.old)
    return b"".join(out + lines[at:])


def _split(content: bytes) -> list[bytes]:
    """Split at line feeds alone: a carriage return is part of its line."""
    parts = content.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _why(lines: list[bytes], begin: int, hunk: _Hunk) -> str:
    for offset, wanted in enumerate(hunk.old):
        found = lines[begin + offset] if 0 <= begin + offset < len(lines) else None
        if found != wanted:
            there = "the file ends before it" if found is None else f"there stands {_shown(found)}"
            return f"line {begin + offset + 1} should be {_shown(wanted)}, {there}"
    return "it overlaps the hunk before it"


def _shown(line: bytes) -> str:
    return repr(line.decode("utf-8", errors="replace")[:80])


class _Parser:
    """Reads a diff line by line."""

    def __init__(self, patch: bytes) -> None:
        self.lines = _split(patch)
        self.at = 0
        self.changes: list[_FileChange] = []

    def parse(self) -> list[_FileChange]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.startswith(b"diff --git "):
                self._git_header()
            elif line.startswith(b"--- ") and self._peek(1).startswith(b"+++ "):
                self.changes.append(_FileChange(None, None))
                self._names()
            elif line.startswith(b"@@ "):
                self._hunk()
            elif line.startswith((b"GIT binary patch", b"Binary files ")):
                raise BadRecord("the diff holds a binary file; hand in the tree or a bundle instead")
            else:
                self.at += 1
        return self.changes

    def _peek(self, ahead: int) -> bytes:
        return self.lines[self.at + ahead] if self.at + ahead < len(self.lines) else b""

    def _git_header(self) -> None:
        change = _FileChange(None, None)
        self.changes.append(change)
        names = _git_names(self.lines[self.at])
        change.old, change.new = names
        self.at += 1
        while self.at < len(self.lines) and self._extended(change, self.lines[self.at].rstrip(b"\r\n")):
            self.at += 1
        if self._peek(0).startswith(b"--- ") and self._peek(1).startswith(b"+++ "):
            self._names()
        if change.old is None and change.new is None:
            raise BadRecord(f"line {self.at} of the diff names no file")

    def _extended(self, change: _FileChange, line: bytes) -> bool:
        """Read one extended header line; False where the headers end."""
        word, _, rest = line.partition(b" ")
        if line.startswith(b"new file mode "):
            change.old, change.mode = None, _mode(line)
        elif line.startswith(b"deleted file mode "):
            change.new = None
        elif line.startswith(b"new mode "):
            change.mode = _mode(line)
        elif line.startswith((b"rename from ", b"copy from ")):
            change.old, change.copied = _path(rest.removeprefix(b"from ")), word == b"copy"
        elif line.startswith((b"rename to ", b"copy to ")):
            change.new = _path(rest.removeprefix(b"to "))
        else:
            return line.startswith((b"old mode ", b"similarity index ", b"dissimilarity index ", b"index "))
        return True

    def _names(self) -> None:
        change = self.changes[-1]
        old, new = (_name(self.lines[self.at + ahead][4:]) for ahead in (0, 1))
        git = change.old is not None or change.new is not None
        prefixed = _strips(old, b"a/") and _strips(new, b"b/")
        change.old = _path(_plain(old, prefixed=prefixed)) if old != b"/dev/null" else None
        change.new = _path(_plain(new, prefixed=prefixed)) if new != b"/dev/null" else None
        if not git and change.old != change.new and change.old is not None and change.new is not None:
            change.old = change.new
        self.at += 2

    def _hunk(self) -> None:
        header = self.lines[self.at]
        match = _HUNK.match(header)
        if match is None or not self.changes:
            raise BadRecord(f"line {self.at + 1} of the diff is no hunk header: {_shown(header)}")
        hunk = _Hunk(match.group().decode("ascii"), int(match[1]))
        self.changes[-1].hunks.append(hunk)
        counts = [1 if match[group] is None else int(match[group]) for group in (2, 4)]
        self.at += 1
        while counts[0] or counts[1] or self._peek(0).startswith(_NO_NEWLINE):
            self._hunk_line(hunk, counts)

    def _hunk_line(self, hunk: _Hunk, counts: list[int]) -> None:
        line = self._peek(0)
        self.at += 1
        mark, rest = line[:1], line[1:]
        if line.startswith(_NO_NEWLINE):
            if not hunk.old and not hunk.new:
                raise BadRecord(f"line {self.at} of the diff speaks of a line that is not there")
            for side in _sides(self.lines[self.at - 2][:1], hunk):
                side[-1:] = [last.removesuffix(b"\n") for last in side[-1:]]
            return
        if line in {b"\n", b"\r\n"}:
            mark, rest = b" ", line
        if (
            mark not in {b" ", b"+", b"-"}
            or (mark != b"+" and not counts[0])
            or (mark != b"-" and not counts[1])
        ):
            raise BadRecord(
                f"line {self.at} of the diff does not fit its hunk ({hunk.header}): {_shown(line)}"
            )
        for side in _sides(mark, hunk):
            side.append(rest if rest.endswith(b"\n") else rest + b"\n")
        counts[0] -= mark != b"+"
        counts[1] -= mark != b"-"


def _sides(mark: bytes, hunk: _Hunk) -> list[list[bytes]]:
    return [side for side, absent in ((hunk.old, b"+"), (hunk.new, b"-")) if mark != absent]


def _mode(line: bytes) -> FileMode:
    try:
        return FileMode(line.split()[-1].decode("ascii", errors="replace"))
    except ValueError:
        raise BadRecord(f"the diff names a mode nobody knows: {_shown(line)}") from None


def _git_names(line: bytes) -> tuple[str | None, str | None]:
    """Names of `diff --git a/x b/x`, where they can be told apart; later headers say them again."""
    rest = line.rstrip(b"\r\n").removeprefix(b"diff --git ")
    if rest.startswith(b'"'):
        match = _QUOTED.match(rest)
        old, new = (match[0], rest[match.end() + 1 :]) if match else (b"", b"")
    else:
        half = (len(rest) - 1) // 2
        old, new = rest[:half], rest[half + 1 :]
    old, new = (_unquoted(one) if one.startswith(b'"') else one for one in (old, new))
    if old.startswith(b"a/") and new.startswith(b"b/"):
        old, new = old[2:], new[2:]
    return (_path(old), _path(new)) if old and old == new else (None, None)


def _name(raw: bytes) -> bytes:
    """Return the name in a `---` or `+++` line: without a time stamp, without C quotes."""
    name = raw.rstrip(b"\r\n")
    if name.startswith(b'"'):
        return _unquoted(name)
    return name.partition(b"\t")[0]


def _unquoted(name: bytes) -> bytes:
    r"""Undo the quoting of C: `\303` is a byte, `\t` a tab, any other character after a backslash itself."""
    inner = name.strip().removeprefix(b'"').removesuffix(b'"')
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1]) or _byte(match[1]), inner)


def _byte(escaped: bytes) -> bytes:
    return bytes([int(escaped, 8) & 255]) if len(escaped) == 3 else escaped


def _strips(name: bytes, prefix: bytes) -> bool:
    return name == b"/dev/null" or name.startswith(prefix)


def _plain(name: bytes, *, prefixed: bool) -> bytes:
    return name[2:] if prefixed else name


def _path(raw: bytes) -> str:
    raw = _unquoted(raw) if raw.startswith(b'"') else raw
    return normalised(raw.decode("utf-8", errors="surrogateescape"))
