"""Compile the school gazetteer: `python -m earnest.blind.schools_file HIPO.json SWOT.tsv OUT.gz`.

Sources: Hipo university-domains-list (MIT) and JetBrains/swot (MIT). Names become keys
(`words_of_line.key`), one a line, sorted; web addresses, e-mail domains and single words are dropped. The
same sources give the same bytes.
"""

import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

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
    kept = sorted(name for name in keys if " " in name and len(name) > 5)
    return gzip.compress("\n".join(kept).encode(), compresslevel=9, mtime=0)


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
