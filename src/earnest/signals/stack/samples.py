"""Technologies that submitted samples use: languages by suffix, packages by their imports.

Simple on purpose: an import counts as a use, and a file that the item itself gave does not.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

from earnest.bank import Pack
from earnest.matching.gazetteer import find_technologies
from earnest.records.application import BlindApplication
from earnest.records.evidence.stack import Demonstrated
from earnest.records.item import CodingItem
from earnest.records.response import CodeResponse, SampleForm

_IMPORT = re.compile(
    r"""^\s{0,40}(?:(?:from|import|use)\s+(?P<bare>[A-Za-z_]\w*)"""
    r"""|import\b[^"'\n]{0,200}["'](?P<quoted>[^"'\n]{1,80})["'])"""
    r"""|\brequire\(["'](?P<required>[^"'\n]{1,80})["']\)""",
    re.MULTILINE,
)
# A line that is surely code: the head of a file often says who wrote it, and that is nobody's business here.
_CODE = re.compile(
    r"^[ \t]{0,40}((?:import|from|use|using|package|module|namespace|include|#include|def|class|func|fn|"
    r"function|async|export|const|let|var|type|interface|struct|enum|impl|public|private|static|int|void|return|for|if|while|"
    r"SELECT|CREATE|INSERT|UPDATE|WITH|select|create|insert|update|with)\b[^\n]{0,200})",
    re.MULTILINE,
)
_LONGEST_FILE = 400_000


def demonstrated(blind: BlindApplication, pack: Pack) -> tuple[Demonstrated, ...]:
    """Return each technology of the samples once, by name, with the first line that shows it."""
    found: dict[str, Demonstrated] = {}
    for response in sorted(blind.samples, key=lambda sample: sample.item):
        for path, text in sorted(_own_files(response, pack).items()):
            for one in _in_file(response.item, path, text):
                found.setdefault(one.name, one)
    return tuple(found[name] for name in sorted(found))


def _own_files(response: CodeResponse, pack: Pack) -> dict[str, str]:
    """Return the files that the candidate added or changed; patches and bundles are not read here."""
    if response.form is not SampleForm.TREE:
        return {}
    item = pack.items.get(response.item)
    given = item.start.as_dict() if isinstance(item, CodingItem) else {}
    return {
        file.path: file.content.decode("utf-8", errors="replace")
        for file in response.tree.files
        if len(file.content) <= _LONGEST_FILE
        and (file.path not in given or given[file.path].content != file.content)
    }


def _in_file(item: str, path: str, text: str) -> Iterator[Demonstrated]:
    table = _languages()
    language = table["suffixes"].get(PurePosixPath(path).suffix)
    if not language or not text.strip():
        return
    code = _CODE.search(text)
    line = text.count("\n", 0, code.start(1)) + 1 if code else 1
    yield Demonstrated(
        name=language, item=item, file=path, line=line, quote=code.group(1).strip() if code else ""
    )
    line, at = 1, 0
    for match in _IMPORT.finditer(text):
        package = (match["bare"] or match["quoted"] or match["required"]).split("/")[0]
        name = _package(package)
        if name:
            place = match.start() + len(match.group()) - len(match.group().lstrip())
            line, at = line + text.count("\n", at, place), place
            yield Demonstrated(name=name, item=item, file=path, line=line, quote=match.group().strip())


@cache
def _package(package: str) -> str:
    known = _languages()["packages"].get(package)
    if known:
        return known
    mentions = find_technologies(package)
    whole = len(mentions) == 1 and mentions[0].start == 0 and mentions[0].end == len(package)
    return mentions[0].name if whole else ""


@cache
def _languages() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))
