"""The pools that swaps draw from: schools, countries with all that tells them, and names."""

import gzip
import random
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from earnest.blind.words_of_line import fold, words_in

_DATA = Path(__file__).with_name("data")
_FREE_MAIL = ("gmail.com", "outlook.com", "yahoo.com", "proton.me")
_DEGREE = "BSc"


class Country(NamedTuple):
    """A country as others name it; `phone` is its code without the plus."""

    name: str
    phone: str
    towns: tuple[str, ...]
    people: str
    degree: str


class Origin(NamedTuple):
    """One person of somewhere: everything about them that must not matter."""

    school: str
    country: Country
    town: str
    name: str
    phone: str
    host: str


@cache
def schools() -> tuple[str, ...]:
    """Return the names of schools, as they are written."""
    with gzip.open(_DATA / "schools.txt.gz", "rt", encoding="utf-8") as lines:
        return tuple(line.rstrip("\n").partition("\t")[2] for line in lines)


@cache
def short_schools() -> tuple[str, ...]:
    """Return abbreviations of schools and names that hold no word for school."""
    return tuple(name for name in (_DATA / "short.txt").read_text("utf-8").splitlines() if name[:1] != "#")


@cache
def countries() -> tuple[Country, ...]:
    """Return the countries of which it is known what their people are called."""
    told = tomllib.loads((_DATA / "peoples.toml").read_text(encoding="utf-8"))
    rows = (line.split("\t") for line in (_DATA / "countries.tsv").read_text("utf-8").splitlines())
    return tuple(
        Country(name, phone, tuple(towns.split(";")), told["people"][code], told["degree"].get(code, _DEGREE))
        for code, name, phone, towns in rows
        if code in told["people"]
    )


@cache
def names() -> tuple[str, ...]:
    """Return names of invented people."""
    return tuple(name for name in (_DATA / "names.txt").read_text("utf-8").splitlines() if name[:1] != "#")


def drawn_origin(rng: random.Random, taken: frozenset[str]) -> Origin:
    """Draw an origin; a name of which a word stands in `taken` (folded words of the texts) is passed over."""
    country = rng.choice(countries())
    pool = short_schools() if rng.random() < _SHORT else schools()
    host = rng.choice(_FREE_MAIL)
    return Origin(
        school=rng.choice(pool),
        country=country,
        town=rng.choice(country.towns),
        name=_name(rng, taken),
        phone=f"+{country.phone} {rng.randint(20, 99)} {rng.randint(200, 999)} {rng.randint(1000, 9999)}",
        host=host,
    )


_SHORT = 0.2
_TRIES = 20


def _name(rng: random.Random, taken: frozenset[str]) -> str:
    for _ in range(_TRIES):
        name = rng.choice(names())
        if taken.isdisjoint(word.fold for word in words_in(name)):
            break
    return name


def handle(name: str) -> str:
    """Return what somebody of this name is called in an address.

    >>> handle("Siobhán O'Connor")
    'siobhan.o.connor'
    """
    return re.sub(r"[^a-z0-9]+", ".", fold(name)).strip(".") or "me.myself"
