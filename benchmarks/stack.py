"""The stack score beside counting names, and tools that no table lists.

    python -m benchmarks stack [--data DIR]

Scores: one invented profile as it is, with more names in a list, and with the names dressed as claims; the
baseline counts names, as keyword matching does. With `--data` (SkillSpan's `data/json`, kris927b/SkillSpan,
MIT): every sentence of its ads with one technology whose name is no ordinary word is read as if the table did
not list it. How often is it seen as a name all the same, and how often is a name seen in sentences that have
none? The baseline takes every capitalised word that does not begin a sentence for a name.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks.extraction import rows_of
from earnest.bank import EMPTY_PACK
from earnest.matching.gazetteer import FIELDS, Mention, gazetteer
from earnest.matching.ordinary import is_ordinary
from earnest.records.application import BlindApplication
from earnest.records.document import DocumentKind, blind_document
from earnest.signals.signal import Context
from earnest.signals.stack import SIGNAL
from earnest.signals.stack.naming import unknown_names
from earnest.text.segment import Span

HONEST = (
    "Skills: Python, FastAPI, PostgreSQL, Redis, Docker, Go, pytest, Terraform, Grafana",
    "Rewrote the ingestion service in Go and cut memory from 900 MB to 210 MB.",
    "Moved 14 services to Terraform modules with a drift check each night.",
    "Built FastAPI endpoints on PostgreSQL for 40 internal users.",
)
_NAMES = [
    one.name
    for one in gazetteer().technologies.values()
    if one.category in {"web-framework", "database", "infrastructure"} and one.forms[0].ambiguity == "plain"
][::9][:60]
_ENOUGH = 20  # names that the baseline gives full marks for
_SENTENCE = 6  # words; shorter rows are headings and fields
_SHORT = 3


def scores_table() -> None:
    listed = ", ".join(_NAMES)
    texts = {
        "honest": HONEST,
        "honest, 60 more names in a list": (*HONEST, listed),
        "60 names in a list": (listed,),
        "60 names in one sentence": (f"Used {listed} to build scalable solutions.",),
        "60 names in one pattern": tuple(f"Built scalable systems with {name}." for name in _NAMES),
        "60 names in three sentences": tuple(
            f"Delivered 5 projects with {', '.join(_NAMES[at : at + 20])}." for at in (0, 20, 40)
        ),
    }
    print(f"{'':34} score  counting names (of {_ENOUGH})")
    for name, lines in texts.items():
        document = blind_document("profile", DocumentKind.PROFILE, lines)
        evidence = SIGNAL.extract(BlindApplication(profile=document), Context(EMPTY_PACK))
        result = SIGNAL.score(evidence, SIGNAL.loaded_rubric)
        counted = len({mention.name for line in lines for mention in gazetteer().find(line)})
        print(f"  {name:32} {result.score or 0:.2f}   {min(1.0, counted / _ENOUGH):.2f}")


def sentences(folder: Path) -> Iterator[tuple[str, list[Mention]]]:
    for split in ("train", "dev", "test"):
        for _, text, _ in rows_of(folder, split):
            found = [
                one
                for one in gazetteer().find(text)
                if gazetteer().technology(one.name).category not in FIELDS
            ]
            yield text, found


def capitalised(text: str) -> list[str]:
    return [word.strip(".,;:()") for word in text.split()[1:] if word[:1].isupper() and not word.isupper()]


def unlisted_table(folder: Path) -> None:
    finders = {
        "how it is written and where": lambda text: list(unknown_names(text, Span(0, len(text)), [])),
        "capitalised words": capitalised,
    }
    rows = [(text, found) for text, found in sentences(folder) if len(text.split()) >= _SENTENCE]
    bare = [text for text, found in rows if not found and not gazetteer().plain(text)]
    single = [(text, text[found[0].start : found[0].end]) for text, found in rows if len(found) == 1]
    hidden = [(text, written) for text, written in single if not _is_ordinary(written)]
    print(f"one technology, read as if no table listed it: {len(hidden)} sentences; none: {len(bare)}")
    for name, find in finders.items():
        seen = sum(any(one in written or written in one for one in find(text)) for text, written in hidden)
        alarms = sum(bool(find(text)) for text in bare)
        print(
            f"  {name:28} seen in {seen / len(hidden):.3f}, seen where there is none {alarms / len(bare):.3f}"
        )


def _is_ordinary(written: str) -> bool:
    return all(len(part) < _SHORT or is_ordinary(part) for part in written.replace("-", " ").split())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="folder with train.json, dev.json and test.json")
    options = parser.parse_args()
    scores_table()
    if options.data:
        unlisted_table(options.data)


if __name__ == "__main__":
    main()
