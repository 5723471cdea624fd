"""Long texts by people, damaged in five ways: does the score fall, and does each rule find its own damage.

    python benchmarks/coherence.py --data DIR            the tables of the signal's README
    python benchmarks/coherence.py --data DIR --train    fit the detectors and print their section of
    rubric.toml

DIR holds `longform_dev.jsonl`, a text a line: {"id", "title", "paragraphs", "source", "licence"}; for the
fairness table also `TOEFL_real_91.json` and `HewlettStudentEssay_real_88.json`. Texts are split in two
halves by source (texts of one series stay together); whatever is spliced into a text comes from its own
half. Detectors are fitted on the first half; figures are from the second. All seeds are fixed.
"""

import argparse
import hashlib
import json
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from earnest.measurement.logistic import logistic_map
from earnest.records.document import DocumentKind, blind_document
from earnest.records.evidence.coherence import Essay
from earnest.records.response import BlindTextResponse
from earnest.signals.coherence import SIGNAL
from earnest.signals.coherence.extracting import essay_of
from earnest.signals.coherence.scoring import Reading
from earnest.text.embedding import default_embedder

SEED = 7
KINDS = ("shuffled", "new-idea", "drift", "thesis-removed", "thesis-moved")
TARGETS = {
    "order": ("shuffled",),
    "drift": ("drift",),
    "end": ("new-idea",),
    "opening": ("thesis-removed", "thesis-moved"),
}
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PART = re.compile(r"[-_]*part[-_]*\w+.*")
_HEADING = re.compile(r"^#+\s*")


class Text(NamedTuple):
    """One text of the benchmark; `at` is the word where the splice begins."""

    source: int
    half: int
    kind: str
    paragraphs: list[str]
    at: int | None = None


def size(paragraph: str) -> int:
    return len(paragraph.split())


def stems(text: str) -> list[str]:
    return [word[:6] for word in re.findall(r"[a-z]{4,}", text.lower())]


def cosine(one: Counter, other: Counter) -> float:
    length = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return sum(v * other[k] for k, v in one.items()) / length if length else 0.0


def thesis_paragraph(row: dict) -> int:
    """Return the one of the first three running paragraphs that is nearest to title and text."""
    paragraphs = row["paragraphs"]
    first = [at for at, one in enumerate(paragraphs) if size(one) >= 20][:3]
    title, whole = Counter(stems(row["title"])), Counter(stems(" ".join(paragraphs)))

    def near(at: int) -> float:
        own = Counter(stems(paragraphs[at]))
        return cosine(own, title) + cosine(own, whole)

    return max(first, key=near)


def damaged(row: dict, donor: dict, rng: random.Random) -> Iterator[tuple[str, list[str], int | None]]:
    paragraphs = list(row["paragraphs"])
    shuffled = list(paragraphs)
    rng.shuffle(shuffled)
    yield "shuffled", shuffled, None
    yield "new-idea", with_new_idea(paragraphs, donor, rng), None
    yield "drift", *with_drift(paragraphs, donor)
    at = thesis_paragraph(row)
    without = paragraphs[:at] + paragraphs[at + 1 :]
    yield "thesis-removed", without, None
    yield "thesis-moved", [*without, paragraphs[at]], None


def with_new_idea(paragraphs: list[str], donor: dict, rng: random.Random) -> list[str]:
    """Three sentences from the middle of another text, in the last paragraph or as one of their own."""
    running = [one for one in donor["paragraphs"] if size(one) >= 30]
    quarter = len(running) // 4
    picked = running[rng.randrange(quarter, max(quarter + 1, 3 * quarter))]
    idea = " ".join(_SENTENCE.split(picked)[:3])
    if rng.random() < 0.5:
        return [*paragraphs[:-1], f"{paragraphs[-1]} {idea}"]
    return [*paragraphs, idea]


def with_drift(paragraphs: list[str], donor: dict) -> tuple[list[str], int]:
    """From the first paragraph that begins after 600 words on: what the donor says after its 600 words."""
    before, at = 0, 0
    while before < 600:
        before += size(paragraphs[at])
        at += 1
    wanted, passed, spliced = sum(map(size, paragraphs[at:])), 0, []
    for one in donor["paragraphs"]:
        if passed >= 600 and sum(map(size, spliced)) < wanted:
            spliced.append(one)
        passed += size(one)
    return paragraphs[:at] + spliced, before


def texts(rows: list[dict]) -> list[Text]:
    rng = random.Random(SEED)  # noqa: S311 - damages have to be repeatable, not secret
    names = [_PART.sub("", row["id"]) for row in rows]
    halves = [int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 for name in names]
    found = []
    for at, row in enumerate(rows):
        donors = [
            other for other in range(len(rows)) if names[other] != names[at] and halves[other] == halves[at]
        ]
        donor = rows[rng.choice(donors)]
        found.append(Text(at, halves[at], "intact", row["paragraphs"]))
        found += [Text(at, halves[at], *one) for one in damaged(row, donor, rng)]
    return found


def read(paragraphs: list[str], prompt: str = "") -> Essay:
    """Extract as the line does, from text whose separation finds nothing to mask."""
    lines = [_HEADING.sub("", one).replace("\n", " ") for one in paragraphs]
    document = blind_document("writing/text", DocumentKind.WRITING, lines)
    return essay_of(BlindTextResponse(item="text", prompt=prompt, document=document), default_embedder())


def auc(low: list[float], high: list[float]) -> float:
    """Chance that one of `high` is above one of `low`, ties half."""
    one, other = np.array(low)[:, None], np.array(high)[None, :]
    return float((one < other).mean() + 0.5 * (one == other).mean())


def fitted(
    found: list[Text], essays: list[Essay], names: list[str], kinds: tuple[str, ...], sd: float
) -> dict:
    """Fit one detector on the first half; the intact texts weigh as much as the damaged."""
    picked = [at for at, one in enumerate(found) if one.half == 0 and one.kind in (*kinds, "intact")]
    values = np.array([[essays[at].relations.values[name] for name in names] for at in picked])
    bad = np.array([found[at].kind != "intact" for at in picked], dtype=float)
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-6
    z = np.clip((values - mean) / scale, -4, 4)
    design = np.column_stack([np.ones(len(z)), z])
    fit = logistic_map(design, bad, np.zeros(design.shape[1]), np.array([10.0, *[sd] * len(names)]))
    bias = fit.coefficients[0] - math.log(bad.mean() / (1 - bad.mean()))
    return {"bias": bias, "terms": zip(names, mean, scale, fit.coefficients[1:], strict=True)}


FEATURES = {
    "order": [
        f"{part}_{kind}_{what}"
        for part in ("block", "passage")
        for kind in ("meaning", "wording")
        for what in ("near", "next", "far")
    ],
    "drift": [
        "meaning_gain", "meaning_weighed", "meaning_across", "wording_across", "bridge_mean", "bridge_least",
        "bridge_lack", "passage_meaning_far", "passage_wording_far",
    ],
    "end": ["end_to_rest", "end_new", "tail_to_rest", "tail_new", "end_to_last", "end_subject"],
    "opening": [
        "opening_to_rest", "opening_subject", "lead_subject", "lead_to_next", "end_to_rest", "end_new",
        "end_subject",
    ],
}  # fmt: skip


def train(found: list[Text], essays: list[Essay]) -> None:
    for name, kinds in TARGETS.items():
        detector = fitted(found, essays, FEATURES[name], kinds, 0.3)
        print(f"[detectors.{name}]\nprior = 0.1\nbias = {detector['bias']:.4f}\n[detectors.{name}.terms]")
        for term, mean, scale, weight in detector["terms"]:
            print(f"{term} = {{ mean = {mean:.4f}, scale = {scale:.4f}, weight = {weight:.4f} }}")
        print()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--train", action="store_true")
    arguments = parser.parse_args()
    lines = (arguments.data / "longform_dev.jsonl").read_text(encoding="utf-8").splitlines()
    found = texts([json.loads(line) for line in lines])
    essays = [read(one.paragraphs) for one in found]
    if arguments.train:
        train(found, essays)
        return
    damage(found, essays)


def damage(found: list[Text], essays: list[Essay]) -> None:
    readings = [Reading(essay, SIGNAL.loaded_rubric) for essay in essays]
    held = [at for at, one in enumerate(found) if one.half == 1]
    intact = [at for at in held if found[at].kind == "intact"]
    columns: dict[str, Callable[[int], float]] = {
        "score": lambda at: readings[at].score,
        "own detector": lambda _at: 1.0,
        "length": lambda at: essays[at].words,
    }
    print("| damage | score | own detector | length alone |\n| --- | --- | --- | --- |")
    for kind in KINDS:
        bad = [at for at in held if found[at].kind == kind]
        name = next(name for name, kinds in TARGETS.items() if kind in kinds)
        own = {"order": "disorder", "drift": "drift", "end": "new_end", "opening": "lost_opening"}[name]
        columns["own detector"] = lambda at, own=own: 1.0 - getattr(readings[at], own)
        row = [auc([f(at) for at in bad], [f(at) for at in intact]) for f in columns.values()]
        print(f"| {kind} | " + " | ".join(f"{value:.3f}" for value in row) + " |")
    near = [
        abs(
            readings[at].essay.passages[readings[at].essay.relations.break_passage].word - (found[at].at or 0)
        )
        <= 100
        for at in held
        if found[at].kind == "drift"
    ]
    print(f"\nbreak found within 100 words: {np.mean(near):.1%}")
    for kind in ("intact", *KINDS):
        values = np.array([readings[at].score for at in held if found[at].kind == kind])
        print(kind, np.percentile(values, [5, 25, 50, 75, 95]).round(2))


if __name__ == "__main__":
    main()
