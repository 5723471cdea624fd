"""Compile the school gazetteer: `python -m earnest.blind.schools_file HIPO.json SWOT.tsv OUT.gz`.

Sources: Hipo university-domains-list (MIT) and JetBrains/swot (MIT). Names become keys
(`words_of_line.key`), one a line, sorted; web addresses, e-mail domains, single words of cased scripts,
remarks and bare places are dropped. The same sources give the same bytes.
"""

import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from earnest.blind.vocabulary import words
from earnest.blind.words_of_line import key
from earnest.text.wordlist import words_of

_ADDRESS = re.compile(
    r"@|https?:|www\.|\w\.(?:edu|ac|com|org|net|sch|k12)\b"
    r"|\b(?:edu|gov|com|url|mail|alumni|alumnos|website) \w\w\b"
)


def compile_names(names: Iterable[str]) -> bytes:
    """Return the compressed gazetteer."""
    written = [name for name in names if not _ADDRESS.search(name.lower())]
    keys = {key(name) for name in written} | {key(short) for name in written for short in _shortened(name)}
    kept = sorted(
        name
        for name in keys
        if (" " in name and len(name) > _SHORTEST and not is_ordinary(name)) or is_native(name)
    )
    return gzip.compress("\n".join(kept).encode(), compresslevel=9, mtime=0)


_SHORTEST = 5


def is_native(name: str) -> bool:
    """Say whether a single word is of a script without capitals, where it is no word of an English text."""
    return len(name) > _SHORTEST and min(name.replace(" ", ""), default="") > "\u058f"


def is_ordinary(name: str) -> bool:
    """Say whether a row of the sources is no name: words of any text, or nothing but a place."""
    ordinary = words_of("common_words") | words("fields", "schools")
    lists = ("cities", "regions", "countries", "state_codes")
    places = {place for part in lists for place in words(part, "places")}
    kinds = tuple(words("strong_stems", "schools") | words("english_weak", "schools"))
    pieces = name.split()
    if any(piece.startswith(kinds) for piece in pieces):
        return False
    return all(piece in ordinary for piece in pieces) or (
        pieces[0] not in _ARTICLES and all(piece in places for piece in pieces)
    )


_ARTICLES = frozenset({"de", "la", "le", "al", "el"})


def _shortened(name: str) -> Iterator[str]:
    """Yield the name without the town or the translation after it: "Liceo Galilei, Rome", "X (Y)"."""
    head = re.split(r"\s?[,(]|\s-\s", name)[0].strip()
    folds = key(head).split()
    if head != name and len(folds) > 1 and any(fold not in words_of("common_words") for fold in folds):
        yield head


def main(hipo: Path, swot: Path, out: Path) -> None:
    """Read both sources and write the gazetteer."""
    names = [row["name"] for row in json.loads(hipo.read_text(encoding="utf-8"))]
    rows = swot.read_text(encoding="utf-8").splitlines()
    names += [row.partition("\t")[2] for row in rows]
    out.write_bytes(compile_names(names))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
