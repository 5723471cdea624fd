"""Long texts by people, damaged in five ways: does the score fall, and does each detector see its damage.

    python benchmarks/coherence.py --data DIR            the tables of the signal's README
    python benchmarks/coherence.py --data DIR --train    fit background and detectors, print the latter

DIR holds `longform_dev.jsonl`, a text a line: {"id", "title", "paragraphs", "source", "licence"}; for the
tables on second-language writers also `TOEFL_real_91.json` and `HewlettStudentEssay_real_88.json`.

Texts are split in two halves by source (texts of one series stay together), and whatever is spliced into a
text comes from its own half. Background, detectors and baselines are fitted on the first half, all figures
are from the second. Each text comes as it is and as an essay: headings gone, short paragraphs joined to 80
words, as an applicant writes. Seeds are fixed.
"""

import argparse
import hashlib
import json
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from earnest.measurement.logistic import logistic_map
from earnest.records.document import DocumentKind, blind_document
from earnest.records.evidence.coherence import Essay
from earnest.records.response import BlindTextResponse
from earnest.signals import coherence
from earnest.signals.coherence import SIGNAL
from earnest.signals.coherence.extracting import essay_of
from earnest.signals.coherence.reading import is_heading
from earnest.signals.coherence.scoring import Reading
from earnest.text.content import content_words
from earnest.text.embedding import default_embedder

SEED = 7
SPREAD = 0.3  # prior deviation of a weight, for each deviation of its relation
TARGETS = {
    "order": "shuffled",
    "drift": "drift",
    "end": "new-idea",
    "opening": "thesis-removed",
    "opening_asked": "thesis-removed",
    "late": "thesis-moved",
    "late_asked": "thesis-moved",
}
PRIORS = {"order": 0.05, "drift": 0.3, "end": 0.1, "opening": 0.1, "late": 0.1}
KINDS = tuple(dict.fromkeys(TARGETS.values()))
OWN = {
    "shuffled": "disorder",
    "drift": "drift",
    "new-idea": "new_end",
    "thesis-removed": "lost_opening",
    "thesis-moved": "late_opening",
}
OPENING = ["lead_to_next", "subject_first", "opening_coverage"]
LATE = [
    "end_gap", "end_new", "end_last_similarity", "lead_to_next", "explained_late", "subject_first",
    "subject_last", "opening_similarity",
]  # fmt: skip
RELATIONS = {
    "order": [
        "size", "meaning_near", "meaning_far", "wording_near", "wording_far", "lead_coverage", "lead_to_next",
        "explained_late",
    ],
    "drift": ["meaning_weighed", "meaning_across", "bridge_mean", "subject_last", "tie", "tie_to_opening"],
    "end": ["end_similarity", "end_last_similarity", "end_new", "tail_to_rest"],
    "opening": OPENING,
    "opening_asked": [*OPENING, "asked_opening"],
    "late": LATE,
    "late_asked": [*LATE, "asked_opening", "asked_end"],
}  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PART = re.compile(r"[-_]*part[-_]*\w+.*")
_HEADING = re.compile(r"^#+\s*")


class Text(NamedTuple):
    """One text; `at` is the word where the splice begins, `form` is "as it is" or "as an essay"."""

    source: int
    half: int
    form: str
    kind: str
    paragraphs: list[str]
    title: str
    at: int | None = None


def size(paragraph: str) -> int:
    return len(paragraph.split())


def plain_stems(text: str) -> list[str]:
    return [word[:6] for word in re.findall(r"[a-z]{4,}", text.lower())]


def cosine(one: Counter, other: Counter) -> float:
    length = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return sum(v * other[k] for k, v in one.items()) / length if length else 0.0


def half_of(row: dict) -> int:
    name = _PART.sub("", row["id"])
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2


def as_essay(paragraphs: list[str]) -> list[str]:
    """Leave out headings and join paragraphs until each has 80 words."""
    essay, held = [], ""
    for one in paragraphs:
        text = _HEADING.sub("", one).replace("\n", " ")
        if is_heading(text, "something"):
            continue
        held = f"{held} {text}".strip()
        if size(held) >= 80:
            essay.append(held)
            held = ""
    return [*essay, held] if held else essay


def thesis_paragraph(row: dict) -> int:
    """Return the one of the first three running paragraphs that is nearest to title and text."""
    paragraphs = row["paragraphs"]
    first = [at for at, one in enumerate(paragraphs) if size(one) >= 20][:3]
    title, whole = Counter(plain_stems(row["title"])), Counter(plain_stems(" ".join(paragraphs)))

    def near(at: int) -> float:
        own = Counter(plain_stems(paragraphs[at]))
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
    """Return all texts, intact and damaged, in both forms."""
    essays = [{**row, "paragraphs": as_essay(row["paragraphs"])} for row in rows]
    found = []
    for form, held in (("as it is", rows), ("as an essay", essays)):
        rng = random.Random(SEED)  # noqa: S311 - damages have to be repeatable, not secret
        for at, row in enumerate(held):
            name = _PART.sub("", row["id"])
            donors = [
                one for one in held if half_of(one) == half_of(row) and _PART.sub("", one["id"]) != name
            ]
            donor = rng.choice(donors)
            found.append(Text(at, half_of(row), form, "intact", row["paragraphs"], row["title"]))
            for kind, paragraphs, where in damaged(row, donor, rng):
                found.append(Text(at, half_of(row), form, kind, paragraphs, row["title"], where))
    return found


def read(paragraphs: Sequence[str], prompt: str = "") -> Essay:
    """Extract as the line does from a text in which separation finds nothing to mask."""
    lines = [_HEADING.sub("", one).replace("\n", " ") for one in paragraphs]
    document = blind_document("writing/text", DocumentKind.WRITING, lines)
    return essay_of(BlindTextResponse(item="text", prompt=prompt, document=document), default_embedder())


def reading(essay: Essay) -> Reading:
    return Reading(essay, SIGNAL.loaded_rubric)


def auc(low: Sequence[float], high: Sequence[float]) -> float:
    """Chance that one of `high` is above one of `low`, ties half."""
    one, other = np.array(low)[:, None], np.array(high)[None, :]
    return float((one < other).mean() + 0.5 * (one == other).mean())


class Fitted(NamedTuple):
    """A logistic model for as many intact texts as damaged ones."""

    bias: float
    mean: np.ndarray
    scale: np.ndarray
    weights: np.ndarray

    def __call__(self, values: np.ndarray) -> np.ndarray:
        """Return the logit of damage of each row."""
        z = np.clip((values - self.mean) / self.scale, -4, 4)
        return self.bias + z @ self.weights


def fit(values: np.ndarray, bad: np.ndarray) -> Fitted:
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-6
    z = np.clip((values - mean) / scale, -4, 4)
    design = np.column_stack([np.ones(len(z)), z])
    prior = np.array([10.0, *[SPREAD] * z.shape[1]])
    found = logistic_map(design, bad.astype(float), np.zeros(design.shape[1]), prior).coefficients
    return Fitted(float(found[0]) - math.log(bad.mean() / (1 - bad.mean())), mean, scale, found[1:])


def train(rows: list[dict]) -> None:
    """Write `background.txt`, then print the detectors for `rubric.toml`."""
    write_background([row for row in rows if half_of(row) == 0])
    found = [one for one in texts(rows) if one.half == 0]
    plain = [read(one.paragraphs) for one in found]
    asked = [read(one.paragraphs, one.title) for one in found]
    for name, kind in TARGETS.items():
        essays = asked if name.endswith("_asked") else plain
        relations = RELATIONS[name]
        picked = [
            at
            for at, one in enumerate(found)
            if one.kind in {kind, "intact"} and (essays is plain or essays[at].prompted)
        ]
        values = np.array([[essays[at].relations.values[one] for one in relations] for at in picked])
        model = fit(values, np.array([found[at].kind != "intact" for at in picked]))
        print(f"[detectors.{name}]\nprior = {PRIORS[name.partition('_')[0]]}")
        print(f"bias = {model.bias:.4f}\n[detectors.{name}.terms]")
        for term, mean, scale, weight in zip(relations, model.mean, model.scale, model.weights, strict=True):
            print(f"{term} = {{ mean = {mean:.4f}, scale = {scale:.4f}, weight = {weight:.4f} }}")
        print()


def write_background(rows: list[dict]) -> None:
    total, tokens = np.zeros(default_embedder().dimensions), 0
    for paragraph in (one for row in rows for one in row["paragraphs"]):
        held = " ".join(paragraph[one.start : one.end].lower() for one in content_words(paragraph))
        vector, count = default_embedder().total(held)
        total, tokens = total + vector, tokens + count
    mean = total / tokens
    lines = [
        "# Mean token vector of the content words of the first half, by `benchmarks/coherence.py --train`."
    ]
    lines += [" ".join(f"{value:.4f}" for value in mean[at : at + 8]) for at in range(0, len(mean), 8)]
    path = Path(coherence.__file__).with_name("background.txt")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


class TfIdf:
    """The baseline: a logistic model over TF-IDF similarities, idf and weights from the first half."""

    def __init__(self, found: list[Text]) -> None:
        intact = [one for one in found if one.half == 0 and one.kind == "intact"]
        spread = Counter(stem for one in intact for stem in set(plain_stems(" ".join(one.paragraphs))))
        self._idf = {stem: math.log(len(intact) / held) for stem, held in spread.items()}
        self._unseen = math.log(len(intact))

    def _vector(self, text: str) -> Counter:
        counts = Counter(plain_stems(text))
        return Counter({stem: held * self._idf.get(stem, self._unseen) for stem, held in counts.items()})

    def values(self, paragraphs: list[str]) -> list[float]:
        """Neighbours, all pairs, first and last part against the rest, before against after 600 words."""
        vectors = [self._vector(one) for one in paragraphs]
        pairs = [cosine(one, other) for at, one in enumerate(vectors) for other in vectors[at + 1 :]]
        near = [cosine(one, other) for one, other in pairwise(vectors)]
        words = " ".join(paragraphs).split()
        ends = [
            cosine(self._vector(" ".join(one)), self._vector(" ".join(rest)))
            for one, rest in (
                (words[:80], words[80:]), (words[-60:], words[:-60]), (words[:600], words[600:]),
            )
        ]  # fmt: skip
        return [float(np.mean(near)), float(np.mean(near) - np.mean(pairs)), float(np.mean(pairs)), *ends]


def damage_tables(found: list[Text]) -> None:
    """Print AUC by damage and form, the break, and how scores are spread."""
    plain = [read(one.paragraphs) for one in found]
    asked = [read(one.paragraphs, one.title) if one.half == 1 else None for one in found]
    idf = TfIdf(found)
    lexical = np.array([idf.values(one.paragraphs) for one in found])
    for form in ("as it is", "as an essay"):
        print(f"\n{form}\n\n| damage | score | score, title as prompt | own detector | TF-IDF | length |")
        print("| --- | --- | --- | --- | --- | --- |")
        held = [at for at, one in enumerate(found) if one.form == form and one.half == 1]
        for kind in KINDS:
            first = [at for at, one in enumerate(found) if one.half == 0 and one.kind in {kind, "intact"}]
            model = fit(lexical[first], np.array([found[at].kind != "intact" for at in first]))
            columns: list[Callable[[int], float]] = [
                lambda at: reading(plain[at]).score,
                lambda at: reading(asked[at]).score,
                lambda at, kind=kind: -getattr(reading(plain[at]), OWN[kind]),
                lambda at, model=model: -float(model(lexical[at])),
                lambda at: plain[at].words,
            ]
            row = [
                auc(
                    [column(at) for at in held if found[at].kind == kind],
                    [column(at) for at in held if found[at].kind == "intact"],
                )
                for column in columns
            ]
            print(f"| {kind} | " + " | ".join(f"{value:.2f}" for value in row) + " |")
        breaks(found, plain, held)
        spread(found, plain, held)


def breaks(found: list[Text], essays: list[Essay], held: list[int]) -> None:
    drifted = [at for at in held if found[at].kind == "drift"]
    named = [reading(essays[at]).break_word for at in drifted]
    near = [
        word is not None and abs(word - (found[at].at or 0)) <= 100
        for word, at in zip(named, drifted, strict=True)
    ]
    false = np.mean([reading(essays[at]).break_word is not None for at in held if found[at].kind == "intact"])
    print(f"\nBreak named within 100 words: {np.mean(near):.0%}; named in an intact text: {false:.0%}.")


def spread(found: list[Text], essays: list[Essay], held: list[int]) -> None:
    print("\n| text | score: 10 % | half | 90 % | rules that fire most |\n| --- | --- | --- | --- | --- |")
    for kind in ("intact", *KINDS):
        picked = [essays[at] for at in held if found[at].kind == kind]
        values = np.percentile([reading(one).score for one in picked], [10, 50, 90])
        rules = Counter(name for one in picked for name in rules_of(one))
        most = ", ".join(f"{name} {count / len(picked):.0%}" for name, count in rules.most_common(12))
        print(f"| {kind} | {values[0]:.2f} | {values[1]:.2f} | {values[2]:.2f} | {most} |")


def rules_of(essay: Essay) -> set[str]:
    return {each.id for each in SIGNAL.rules if any(each(reading(essay)))}


def perturbed_tables(rows: list[dict]) -> None:
    """Print how far the score moves with style, with cues that are added, and with a tenth cut out."""
    held = [as_essay(row["paragraphs"]) for row in rows if half_of(row) == 1][:60]
    before = [reading(read(one)) for one in held]
    print("\n| change | mean | mean of the size | 95 % of sizes below |\n| --- | --- | --- | --- |")
    for name, change in CHANGES.items():
        rng = random.Random(SEED)  # noqa: S311 - changes have to be repeatable, not secret
        after = [reading(read(change(one, rng))).score for one in held]
        moved = np.array([new - old.score for new, old in zip(after, before, strict=True)])
        most = np.percentile(abs(moved), 95)
        print(f"| {name} | {moved.mean():+.3f} | {abs(moved).mean():.3f} | {most:.3f} |")
    shown = [one.error**2 for one in before]
    cut = [jackknife(one) for one in held]
    errors = math.sqrt(np.mean(shown)), math.sqrt(np.mean(cut))
    print(f"\nStandard error shown: {errors[0]:.3f}, by cutting out tenths: {errors[1]:.3f}.")


def jackknife(paragraphs: list[str]) -> float:
    """Return the delete-a-group jackknife variance of the score over ten groups of sentences in a row."""
    marked = [(at, one) for at, text in enumerate(paragraphs) for one in _SENTENCE.split(text)]
    scores = []
    for group in range(10):
        first, last = len(marked) * group // 10, len(marked) * (group + 1) // 10
        kept = marked[:first] + marked[last:]
        joined = [" ".join(one for at, one in kept if at == number) for number in range(len(paragraphs))]
        scores.append(reading(read([one for one in joined if one])).score)
    return float(9 / 10 * np.sum((np.array(scores) - np.mean(scores)) ** 2))


def without_articles(paragraphs: list[str], _rng: random.Random) -> list[str]:
    return [re.sub(r"\b(?:[Tt]he|[Aa]n?) ", "", one) for one in paragraphs]


def other_prepositions(paragraphs: list[str], rng: random.Random) -> list[str]:
    """Replace every other preposition by a random one."""
    words = ("in", "on", "at", "to", "for", "of", "with", "from", "by")

    def swapped(match: re.Match) -> str:
        return rng.choice(words) if rng.random() < 0.5 else match[0]

    return [re.sub(rf"\b(?:{'|'.join(words)})\b", swapped, one) for one in paragraphs]


def without_endings(paragraphs: list[str], _rng: random.Random) -> list[str]:
    """Drop the s of plurals and of the third person."""
    return [re.sub(r"\b([a-z]{3,}[^s\W])s\b", r"\1", one) for one in paragraphs]


def with_cues(paragraphs: list[str], _rng: random.Random) -> list[str]:
    return [f"My thesis: {paragraphs[0]}", *paragraphs[1:-1], f"In conclusion, {paragraphs[-1]}"]


def with_links(paragraphs: list[str], rng: random.Random) -> list[str]:
    """Begin every third sentence with a linking word."""
    links = (
        "However, ",
        "Therefore, ",
        "For example, ",
        "Moreover, ",
        "As a result, ",
        "On the other hand, ",
    )

    def linked(text: str) -> str:
        return " ".join(
            rng.choice(links) + one if rng.random() < 1 / 3 else one for one in _SENTENCE.split(text)
        )

    return [linked(one) for one in paragraphs]


def with_long_words(words: Sequence[str]) -> Callable[[list[str], random.Random], list[str]]:
    """Put one of some long words before every twelfth word."""

    def change(paragraphs: list[str], rng: random.Random) -> list[str]:
        return [
            " ".join(
                f"{rng.choice(words)} {one}" if rng.random() < 1 / 12 else one for one in text.split(" ")
            )
            for text in paragraphs
        ]

    return change


LONG_MODIFIERS = (
    "comprehensive", "multifaceted", "paradigmatic", "instrumental", "unprecedented", "methodological",
)  # fmt: skip
LONG_NOUNS = (
    "utilization", "methodology", "paradigm", "instrumentality", "conceptualization", "ramification",
)  # fmt: skip


def with_empty_limits(paragraphs: list[str], _rng: random.Random) -> list[str]:
    limits = (
        "Of course there are limits and risks if things fail. When it does not work, it would be wrong, and "
        "the cost is a drawback. However, every approach has a downside unless it is used well."
    )
    return [*paragraphs[:-1], limits, paragraphs[-1]]


def with_restated_opening(paragraphs: list[str], _rng: random.Random) -> list[str]:
    return [*paragraphs, _SENTENCE.split(paragraphs[0])[0]]


CHANGES = {
    "style: articles left out": without_articles,
    "style: half of the prepositions replaced": other_prepositions,
    "style: plural and third-person s left out": without_endings,
    'cues: "My thesis:", "In conclusion,"': with_cues,
    "cues: a linking word before every third sentence": with_links,
    "stuffing: a long modifier before every twelfth word": with_long_words(LONG_MODIFIERS),
    "stuffing: a long noun before every twelfth word": with_long_words(LONG_NOUNS),
    "stuffing: a paragraph of empty limits": with_empty_limits,
    "stuffing: the first sentence again at the end": with_restated_opening,
}


def language_table(folder: Path) -> None:
    """Print how often each rule fires for second-language and native writers at the same length."""
    second = essays_of(folder / "TOEFL_real_91.json")
    native = essays_of(folder / "HewlettStudentEssay_real_88.json")
    lengths = sorted(size(one) for one in second)
    cut = [cut_to(one, lengths[at * len(lengths) // len(native)]) for at, one in enumerate(native)]
    held = [[read([one]) for one in texts] for texts in (second, cut)]
    fired = [[rules_of(one) for one in essays] for essays in held]
    print("\n| rule | second language | native, cut to their length | difference / its error |")
    print("| --- | --- | --- | --- |")
    for each in SIGNAL.rules:
        one, other = (float(np.mean([each.id in rules for rules in essays])) for essays in fired)
        error = math.sqrt(one * (1 - one) / len(second) + other * (1 - other) / len(native) + 1e-9)
        print(f"| {each.id} | {one:.0%} | {other:.0%} | {(one - other) / error:+.1f} |")
    scores = [float(np.mean([reading(one).score for one in essays])) for essays in held]
    print(f"\nMean score if one were given below the least length: {scores[0]:.2f} and {scores[1]:.2f}.")


def essays_of(path: Path) -> list[str]:
    return [one["document"] for one in json.loads(path.read_text(encoding="utf-8"))]


def cut_to(text: str, words: int) -> str:
    """Keep whole sentences up to about that many words."""
    kept: list[str] = []
    for sentence in _SENTENCE.split(text):
        if kept and size(" ".join(kept)) + size(sentence) / 2 > words:
            break
        kept.append(sentence)
    return " ".join(kept)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--train", action="store_true")
    arguments = parser.parse_args()
    lines = (arguments.data / "longform_dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    if arguments.train:
        train(rows)
        return
    damage_tables(texts(rows))
    perturbed_tables(rows)
    language_table(arguments.data)


if __name__ == "__main__":
    main()
