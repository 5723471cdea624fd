"""Technologies that submitted samples use: languages by file, packages by their imports.

Simple on purpose: an import counts as a use, and what the item itself gave does not. Of a patch the added
lines are read. How each language imports stands in `languages.toml`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from earnest.bank import Pack
from earnest.matching.gazetteer import FIELDS, Ambiguity, gazetteer
from earnest.records.application import BlindApplication
from earnest.records.evidence.stack import Demonstrated
from earnest.records.item import CodingItem
from earnest.records.response import CodeResponse, SampleForm

# A line that is surely code: the head of a file often says who wrote it, and that is nobody's business here.
_CODE = re.compile(
    r"^[ \t]{0,40}((?:import|from|use|using|package|module|namespace|include|#include|def|class|func|fn|"
    r"function|async|export|const|let|var|type|interface|struct|enum|impl|public|private|static|int|void|return|for|if|while|"
    r"SELECT|CREATE|INSERT|UPDATE|WITH|select|create|insert|update|with|FROM|resource|theorem|contract)\b[^\n]{0,200})",
    re.MULTILINE,
)
_HUNK = re.compile(r"@@ -\d{1,9}(?:,\d{1,9})? \+(\d{1,9})(?:,\d{1,9})? @@")
_HOST = re.compile(r"[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}/(?=.)")
_PART = re.compile(r"[./:\\]+")
_LONGEST_FILE = 400_000
_MOST_LINES = 50_000  # of a patched file that are numbered
_MOST_PARTS = 6
_SHORTEST = 2


class _File(NamedTuple):
    """A file as far as the candidate wrote it: lines that are not theirs are empty."""

    path: str
    text: str


def demonstrated(blind: BlindApplication, pack: Pack) -> tuple[Demonstrated, ...]:
    """Return each technology of the samples once, by name, with the first line that shows it."""
    found: dict[str, Demonstrated] = {}
    for response in sorted(blind.samples, key=lambda sample: sample.item):
        files = sorted(_own_files(response, pack))
        local = _local_names(response, files)
        for file in files:
            for one in _in_file(response.item, file, local):
                found.setdefault(one.name, one)
    return tuple(found[name] for name in sorted(found))


def _own_files(response: CodeResponse, pack: Pack) -> Iterator[_File]:
    """Yield the files that the candidate added or changed; bundles are not read here."""
    if response.form is SampleForm.DIFF:
        yield from _patched(response.patch.decode("utf-8", errors="replace"))
    if response.form is not SampleForm.TREE:
        return
    item = pack.items.get(response.item)
    given = item.start.as_dict() if isinstance(item, CodingItem) else {}
    for file in response.tree.files:
        before = given.get(file.path)
        if len(file.content) <= _LONGEST_FILE and (before is None or before.content != file.content):
            yield _File(file.path, file.content.decode("utf-8", errors="replace"))


def _patched(patch: str) -> Iterator[_File]:
    """Yield the added lines of a unified diff at their places, file by file."""
    lines: list[str] = []
    path, number = "", 0
    for line in patch.split("\n"):
        if line.startswith("+++ "):
            yield from _whole(path, lines)
            path, lines, number = line[4:].split("\t")[0].strip().removeprefix("b/"), [], 0
        elif hunk := _HUNK.match(line):
            number = int(hunk[1])
        elif line.startswith("+") and 0 < number <= _MOST_LINES:
            lines += [""] * (number - 1 - len(lines)) + [line[1:]]
            number += 1
        elif line.startswith(" "):
            number += 1
    yield from _whole(path, lines)


def _whole(path: str, lines: list[str]) -> Iterator[_File]:
    if lines and path and path != "/dev/null":
        yield _File(path, "\n".join(lines)[:_LONGEST_FILE])


def _local_names(response: CodeResponse, files: list[_File]) -> frozenset[str]:
    """Return the names of the sample's own modules and folders: importing those shows no package."""
    paths = [file.path for file in files] + [file.path for file in response.tree.files]
    parts = [part for path in paths for part in PurePosixPath(path).parts]
    return frozenset(PurePosixPath(part).stem.lower() for part in parts)


def _in_file(item: str, file: _File, local: frozenset[str]) -> Iterator[Demonstrated]:
    table = _languages()
    pure = PurePosixPath(file.path)
    language = table["names"].get(pure.name) or table["suffixes"].get(pure.suffix)
    if not language or not file.text.strip():
        return
    code = _CODE.search(file.text)
    line = file.text.count("\n", 0, code.start(1)) + 1 if code else 1
    quote = code.group(1).strip() if code else ""
    yield Demonstrated(name=language, item=item, file=file.path, line=line, quote=quote)
    family = table["families"].get(language, language)
    pattern = _patterns().get(family)
    line, at = 1, 0
    for match in pattern.finditer(file.text) if pattern else ():
        if match[1].split(".")[0].lower() in local or match[1].startswith("."):
            continue
        place = match.start() + len(match.group()) - len(match.group().lstrip())
        line, at = line + file.text.count("\n", at, place), place
        for name in _packages(match[1], family):
            yield Demonstrated(name=name, item=item, file=file.path, line=line, quote=match.group().strip())


@cache
def _packages(imported: str, family: str) -> tuple[str, ...]:
    """Return the technologies that an import names: whole, by its parts, and by pairs of them."""
    told = _HOST.sub("", imported.lstrip("@"))
    parts = [part for part in _PART.split(told) if part][:_MOST_PARTS]
    pairs = [f"{one} {two}" for one, two in pairwise(parts)]
    table = _languages()["packages"]
    found = [table.get(part) or _technology(part, family) for part in (*pairs, *parts)]
    return tuple(dict.fromkeys(name for name in found if name))


def _technology(written: str, family: str) -> str:
    """Return the technology of that spelling that a program of this language can import, or ""."""
    known = gazetteer()
    for spelling in dict.fromkeys((written, written.replace("_", "-"), written.replace("-", " "))):
        form = known.form(spelling)
        if form is None or len(spelling) < _SHORTEST or form.name == family:
            continue
        technology = known.technology(form.name)
        families = _languages()["families"]
        implied = [known.technology(name) for name in known.ancestors(form.name)]
        languages = {families.get(one.name, one.name) for one in implied if one.category == "language"}
        tool = technology.category not in FIELDS | {"language", "format"}
        if tool and (family in languages or (not languages and form.ambiguity is Ambiguity.PLAIN)):
            return form.name
    return ""


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(rule, re.MULTILINE) for name, rule in _languages()["imports"].items()}


@cache
def _languages() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))
