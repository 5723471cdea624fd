"""How many of a corpus of job ads hold a phrase: what makes it generic.

`listing_phrases.tsv` counts phrases of three to six words over the train and dev parts of SkillSpan (MIT):
198 real ads, in which ads that share a long row have one author and count once.
`python -m earnest.matching.listing_phrases OUT.tsv FILE.json...` makes it from SkillSpan's JSON lines; the
same files give the same bytes.
"""

import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from earnest.text.segment import words

PHRASES = Path(__file__).with_name("listing_phrases.tsv")
SHORTEST, LONGEST = 3, 6
_LEAST_ADS = 4
_LEAST_WORDS = 6  # of a row of an ad: shorter ones are headings and fields
_LONG_ROW = 10  # words of a row that two ads share only where one author wrote both
_FORM = re.compile(
    r"\b(?:job (?:type|description|benefits)|company (?:type|size|description)|experience level)\b",
    re.IGNORECASE,
)
_ANONYMOUS = re.compile(r"<[A-Z_]+>")


class Corpus(NamedTuple):
    """The number of ads, and how many of them hold each phrase."""

    ads: int
    counts: Mapping[str, int]


@lru_cache(maxsize=1)
def corpus() -> Corpus:
    """Return the shipped counts; read once, when first needed."""
    head, *lines = PHRASES.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return Corpus(int(head.rpartition(" ")[2]), {phrase: int(count) for phrase, count in rows})


def compile_phrases(ads: Iterable[Sequence[str]], function_words: frozenset[str]) -> str:
    """Return the table over ads, each its rows, without phrases inside a longer one as frequent."""
    counts: Counter[str] = Counter()
    authors = _by_author(ads)
    for rows in authors:
        told = {phrase for row in rows for phrase in _phrases(row)}
        counts.update(phrase for phrase in told if is_told(phrase.split(), function_words))
    kept = {phrase: count for phrase, count in counts.items() if count >= _LEAST_ADS}
    inner = {part for phrase, count in kept.items() for part in _parts(phrase) if kept.get(part) == count}
    lines = [f"{phrase}\t{count}" for phrase, count in sorted(kept.items()) if phrase not in inner]
    return "\n".join([f"# phrases of job ads, by how many ads hold them; ads: {len(authors)}", *lines]) + "\n"


def _by_author(ads: Iterable[Sequence[str]]) -> list[list[str]]:
    """Put ads together that share a long row."""
    groups: list[list[str]] = []
    owner: dict[str, int] = {}
    for rows in ads:
        long_rows = [row for row in rows if len(row.split()) >= _LONG_ROW]
        mine = sorted({owner[row] for row in long_rows if row in owner})
        home = mine[0] if mine else len(groups)
        if not mine:
            groups.append([])
        for other in mine[1:]:
            groups[home] += groups[other]
            groups[other] = []
            owner.update(dict.fromkeys((row for row, at in owner.items() if at == other), home))
        groups[home] += rows
        owner.update(dict.fromkeys(long_rows, home))
    return [group for group in groups if group]


def is_told(phrase: Sequence[str], function_words: frozenset[str]) -> bool:
    """Return whether a phrase says something: two words of content, or one in four words."""
    content = sum(word not in function_words for word in phrase)
    return content > 1 or (content == 1 and len(phrase) > SHORTEST)


def _phrases(row: str) -> Iterator[str]:
    for piece in _ANONYMOUS.split(row):
        found = [span.of(piece).lower() for span in words(piece)]
        for size in range(SHORTEST, LONGEST + 1):
            for at in range(len(found) - size + 1):
                phrase = found[at : at + size]
                if not any(char.isdigit() for word in phrase for char in word):
                    yield " ".join(phrase)


def _parts(phrase: str) -> Iterator[str]:
    held = phrase.split()
    if len(held) > SHORTEST:
        yield " ".join(held[1:])
        yield " ".join(held[:-1])


def read_ads(paths: Iterable[Path]) -> Iterator[list[str]]:
    """Yield the rows of each ad of SkillSpan's files; the rows of one ad once each."""
    for path in paths:
        ads: dict[tuple[str, int], dict[str, None]] = defaultdict(dict)
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text = " ".join(row["tokens"])
            if len(row["tokens"]) >= _LEAST_WORDS and not _FORM.search(text):
                ads[row["source"], row["idx"]][text] = None
        yield from (list(rows) for rows in ads.values())


def main(out: Path, *sources: Path) -> None:
    """Write the table."""
    raw = tomllib.loads(Path(__file__).with_name("listing_lint.toml").read_text(encoding="utf-8"))
    function_words = frozenset(raw["phrases"]["function_words"].split())
    out.write_text(compile_phrases(read_ads(sources), function_words), encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
