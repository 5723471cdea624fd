"""Long texts by people, damaged in several ways: does the score fall, and does each detector see its damage.

    python benchmarks/coherence.py --data DIR            the tables of the signal's README (--only PART: some)
    python benchmarks/coherence.py --data DIR --train    write background and detectors, fitted on all texts

DIR holds `longform_dev.jsonl`, a text a line: {"id", "title", "paragraphs", "source", "licence"}; for the
tables on second-language writers also `TOEFL_real_91.json` and `HewlettStudentEssay_real_88.json`.

Texts are in two folds by source: the older posts of one site, and its newer posts with the other site
(series stay together). Background, detectors, baselines and errors are fitted on one fold and tested on the
other, in both directions; what is spliced into a text comes from its own fold. The features were chosen on
the older fold alone. Each text comes as it is and as an essay: headings gone, short paragraphs joined to 80
words, as an applicant writes. Seeds are fixed.
"""

import argparse
import json
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from earnest.measurement.logistic import logistic_map
from earnest.records.document import BlindDocument, DocumentKind, blind_document
from earnest.records.evidence.coherence import Essay
from earnest.records.response import BlindTextResponse
from earnest.signals import coherence
from earnest.signals.coherence import SIGNAL, extracting
from earnest.signals.coherence import reading as signal_reading
from earnest.signals.coherence.ends import asked_values
from earnest.signals.coherence.extracting import essay_of, relations_of
from earnest.signals.coherence.reading import is_heading, read_essay
from earnest.signals.coherence.relations import Background, Wording, links, sentence_vectors, word_vector
from earnest.signals.coherence.scoring import FAULTS, CoherenceRubric, Detector, Detectors, Reading, Term
from earnest.text.content import STEM, content_words, plain_words
from earnest.text.embedding import default_embedder

SEED = 7
COMMON = 0.05  # of the texts: a stem in fewer is not listed
SPREAD = 0.6  # prior deviation of a weight, for each deviation of its relation
PARTS = {
    "shuffled": "disorder",
    "drift": "drift",
    "drift-alike": "drift",
    "drift-near": "drift",
    "drift-short": "drift",
    "drift-short-near": "drift",
    "new-sentence": "new_end",
    "new-sentence-apart": "new_end",
    "new-idea": "new_end",
    "new-idea-apart": "new_end",
    "new-paragraph": "new_end",
    "new-idea-near": "new_end",
    "thesis-removed": "lost_opening",
    "opening-removed": "lost_opening",
    "opening-sentence-removed": "lost_opening",
    "thesis-moved": "late_opening",
    "opening-moved": "late_opening",
    "opening-sentence-moved": "late_opening",
}
_LOST = tuple(kind for kind, part in PARTS.items() if part == "lost_opening")
_MOVED = tuple(kind for kind, part in PARTS.items() if part == "late_opening")
TARGETS = {
    "order": ("shuffled",),
    "drift": ("drift", "drift-alike", "drift-near"),
    "aside": ("drift-short", "drift-short-near"),
    "end": ("new-sentence", "new-sentence-apart", "new-idea", "new-idea-apart", "new-paragraph"),
    "opening": _LOST,
    "opening_asked": _LOST,
    "late": _MOVED,
    "late_asked": _MOVED,
}
PRIORS = {"order": 0.06, "drift": 0.08, "aside": 0.02, "end": 0.1, "opening": 0.06, "late": 0.05}
TRAINED = {"intact", *(kind for kinds in TARGETS.values() for kind in kinds)}
DRIFTS = tuple(kind for kind, part in PARTS.items() if part == "drift")
OPENING = [
    "sentence_dated", "sentence_pointing", "sentence_announcing", "sentence_linking", "first_denying",
    "first_holds", "first_named", "first_next", "subject_first",
]  # fmt: skip
LATE = [
    "last_to_rest", "last_holds", "last_start", "last_inviting", "before_last_inviting", "last_addressing",
    "last_dated", "first_dated", "first_named", "explained_late",
]  # fmt: skip
RELATIONS = {
    "order": [
        "size", "meaning_near", "wording_near", "rare_near", "both_next", "seam", "again", "explained_late",
        "subject_last",
    ],
    "drift": [
        "meaning_weighed", "meaning_across", "wording_weighed", "wording_across", "rare_weighed",
        "rare_across", "bridge_mean", "subject_last", "tie", "tie_to_opening",
    ],
    "aside": [
        "meaning_foreign", "meaning_foreign_across", "wording_foreign", "wording_foreign_across",
        "rare_foreign", "rare_foreign_across", "foreign_tie",
    ],
    "end": [
        "last_rare", "last_new", "tail_near", "tail_apart", "end_new", "end_similarity", "last_inviting",
    ],
    "opening": OPENING,
    "opening_asked": [*OPENING, "asked_opening"],
    "late": LATE,
    "late_asked": [*LATE, "asked_opening", "asked_end"],
}  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PART = re.compile(r"[-_]*part[-_]*\w+.*")
_DATE = re.compile(r"18f_\d{4}-\d\d-\d\d-?")
_HEADING = re.compile(r"^#+\s*")


class Text(NamedTuple):
    """One text; `at` is the word where the splice begins, `form` is "as it is" or "as an essay"."""

    source: int
    fold: int
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


def scaled(vector: Counter) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {stem: value / length for stem, value in vector.items()}


def dot(one: dict[str, float], other: dict[str, float]) -> float:
    small, large = sorted((one, other), key=len)
    return sum(value * large[stem] for stem, value in small.items() if stem in large)


def series_of(row: dict) -> str:
    """Return what the parts of a series have in common: the name without date and number."""
    return _PART.sub("", _DATE.sub("", row["id"]))


def folds(rows: list[dict]) -> dict[str, int]:
    """Return the fold of each series: 0 for the older half of the posts, 1 for the newer and the other site.

    The site changed its writers in between. What has no date is of the other site.
    """
    first: dict[str, str] = {}
    for row in rows:
        found = _DATE.match(row["id"])
        day = found[0] if found else "_"
        first[series_of(row)] = min(day, first.get(series_of(row), day))
    middle = sorted(first[series_of(row)] for row in rows)[len(rows) // 2]
    return {series: int(day >= middle) for series, day in first.items()}


def sites(rows: list[dict]) -> dict[str, int]:
    """Return 0 for each series of the dated posts of one site, 1 for the texts of the other site."""
    return {series_of(row): int(_DATE.match(row["id"]) is None) for row in rows}


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


def damaged(
    row: dict, donors: tuple[dict, dict, dict], rng: random.Random
) -> Iterator[tuple[str, list[str], int | None]]:
    """Yield kind, paragraphs and the word of the splice.

    `donors` are any text, one of the ten behind the five most like this one, and the one most like it.
    """
    paragraphs = list(row["paragraphs"])
    donor, alike, near = donors
    shuffled = list(paragraphs)
    rng.shuffle(shuffled)
    yield "shuffled", shuffled, None
    for kind, (one, length) in {
        "new-sentence": (donor, 1), "new-idea": (donor, 3), "new-paragraph": (donor, None),
        "new-idea-near": (near, 3),
    }.items():  # fmt: skip
        idea = picked_idea(one, length, rng)
        if kind in {"new-sentence", "new-idea"}:
            yield kind, [*paragraphs[:-1], f"{paragraphs[-1]} {idea}"], None
            yield f"{kind}-apart", [*paragraphs, picked_idea(one, length, rng)], None
        else:
            yield kind, [*paragraphs, idea], None
    yield "drift-alike", *with_drift(paragraphs, alike)
    for name, one in (("", donor), ("-near", near)):
        yield f"drift{name}", *with_drift(paragraphs, one)
        yield f"drift-short{name}", *with_short_drift(paragraphs, one)
    yield from without_opening(row)


def without_opening(row: dict) -> Iterator[tuple[str, list[str], int | None]]:
    """Yield the texts that lost their opening, or have it at the end.

    The opening is the one of the first three paragraphs that is nearest to title and text ("thesis"), the
    first running paragraph, or the first sentence of that.
    """
    paragraphs = list(row["paragraphs"])
    first = next(at for at, one in enumerate(paragraphs) if size(one) >= 20)
    for name, at in (("thesis", thesis_paragraph(row)), ("opening", first)):
        without = paragraphs[:at] + paragraphs[at + 1 :]
        yield f"{name}-removed", without, None
        yield f"{name}-moved", [*without, paragraphs[at]], None
    sentence, *rest = _SENTENCE.split(paragraphs[first])
    without = [*paragraphs[:first], *([" ".join(rest)] if rest else []), *paragraphs[first + 1 :]]
    yield "opening-sentence-removed", without, None
    yield "opening-sentence-moved", [*without, sentence], None


def picked_idea(donor: dict, length: int | None, rng: random.Random) -> str:
    """Return one sentence of eight words or more, the first sentences, or all of a paragraph of a text.

    The paragraph is from the middle of the text, where it neither greets nor takes leave.
    """
    running = [one for one in donor["paragraphs"] if size(one) >= 30]
    quarter = len(running) // 4
    held = running[rng.randrange(quarter, max(quarter + 1, 3 * quarter))]
    sentences = _SENTENCE.split(held)
    if length == 1:
        return rng.choice([one for one in sentences if size(one) >= 8] or [held])
    return " ".join(sentences[:length])


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


def with_short_drift(paragraphs: list[str], donor: dict) -> tuple[list[str], int]:
    """Three hundred words of the donor, from its first third on, put in after 600 words."""
    before, at = 0, 0
    while before < 600:
        before += size(paragraphs[at])
        at += 1
    spliced: list[str] = []
    for one in donor["paragraphs"][len(donor["paragraphs"]) // 3 :]:
        if sum(map(size, spliced)) < 300:
            spliced.append(one)
    return paragraphs[:at] + spliced + paragraphs[at:], before


def texts(rows: list[dict], fold: dict[str, int]) -> list[Text]:
    """Return all texts, intact and damaged, in both forms; what is put into a text comes from its fold."""
    essays = [{**row, "paragraphs": as_essay(row["paragraphs"])} for row in rows]
    bags = rare_bags(rows)
    found = []
    for form, held in (("as it is", rows), ("as an essay", essays)):
        rng = random.Random(SEED)  # noqa: S311 - damages have to be repeatable, not secret
        for at, row in enumerate(held):
            own = series_of(row)
            others = [
                other
                for other, one in enumerate(held)
                if fold[series_of(one)] == fold[own] and series_of(one) != own
            ]
            like = sorted(others, key=lambda other: (-cosine(bags[at], bags[other]), other))
            donors = held[rng.choice(others)], held[like[rng.randrange(5, min(15, len(like)))]], held[like[0]]
            found.append(Text(at, fold[own], form, "intact", row["paragraphs"], row["title"]))
            for kind, paragraphs, where in damaged(row, donors, rng):
                found.append(Text(at, fold[own], form, kind, paragraphs, row["title"], where))
    return found


def rare_bags(rows: list[dict]) -> list[Counter]:
    """Return the stems of each text, weighed by how few texts have them."""
    bags = [Counter(plain_stems(" ".join(row["paragraphs"]))) for row in rows]
    spread = Counter(stem for bag in bags for stem in bag)
    return [
        Counter({stem: held * math.log(len(rows) / spread[stem]) for stem, held in bag.items()})
        for bag in bags
    ]


def document_of(paragraphs: Sequence[str]) -> BlindDocument:
    """Return a document in which separation finds nothing to mask."""
    lines = [_HEADING.sub("", one).replace("\n", " ") for one in paragraphs]
    return blind_document("writing/text", DocumentKind.WRITING, lines)


def read(paragraphs: Sequence[str], prompt: str = "", known: Background | None = None) -> Essay:
    """Extract as the line does."""
    response = BlindTextResponse(item="text", prompt=prompt, document=document_of(paragraphs))
    return essay_of(response, default_embedder(), known)


def relations(paragraphs: Sequence[str], prompt: str, known: Background) -> dict[str, float]:
    """Return what the detectors weigh, without the rest of the extraction."""
    found = read_essay(document_of(paragraphs))
    vectors = sentence_vectors(found.sentences, default_embedder(), known.centre)
    wording = Wording(found.sentences, known)
    passages = links(vectors, wording, found.passages)
    return relations_of(found, (vectors, wording), passages, prompt).values


def reading(essay: Essay, rubric: CoherenceRubric | None = None) -> Reading:
    return Reading(essay, rubric or SIGNAL.loaded_rubric)


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


def background_of(rows: list[dict]) -> Background:
    """Return the mean vector of the content words of some texts, and how many of them have each stem."""
    held, spread = Counter[str](), Counter[str]()
    for row in rows:
        said = [word for one in row["paragraphs"] for word in plain_words(one) if word.says]
        held.update(word.lower for word in said)
        spread.update({word.lower[:STEM] for word in said})
    nothing = np.zeros(default_embedder().dimensions)
    total = nothing.copy()
    for word, times in sorted(held.items()):
        total += times * word_vector(word, default_embedder(), nothing)
    often = {stem: count for stem, count in spread.items() if count >= COMMON * len(rows)}
    return Background(total / held.total(), len(rows), often)


def detectors_of(found: list[Text], values: list[dict[str, float]]) -> Detectors:
    """Fit each detector on the intact texts and its own damages."""
    fitted = {}
    for name, kinds in TARGETS.items():
        terms = RELATIONS[name]
        picked = [
            at
            for at, one in enumerate(found)
            if one.kind in {*kinds, "intact"} and all(term in values[at] for term in terms)
        ]
        table = np.array([[values[at][term] for term in terms] for at in picked])
        model = fit(table, np.array([found[at].kind != "intact" for at in picked]))
        weighed = zip(terms, model.mean, model.scale, model.weights, strict=True)
        fitted[name] = Detector(
            prior=PRIORS[name.partition("_")[0]],
            bias=round(model.bias, 4),
            terms={
                term: Term(mean=round(mean, 4), scale=round(scale, 4), weight=round(weight, 4))
                for term, mean, scale, weight in weighed
            },
        )
    return Detectors(**fitted)


def train(rows: list[dict]) -> None:
    """Write `background.txt`, `stems.txt` and the detectors of `rubric.toml`, fitted on all texts."""
    known = background_of(rows)
    write_background(known)
    found = [one for one in texts(rows, folds(rows)) if one.kind in TRAINED]
    values = [relations(one.paragraphs, one.title, known) for one in found]
    write_detectors(detectors_of(found, values))


def write_detectors(detectors: Detectors) -> None:
    lines = []
    for name, detector in detectors:
        lines += [f"[detectors.{name}]", f"prior = {detector.prior}", f"bias = {detector.bias:.4f}"]
        lines.append(f"[detectors.{name}.terms]")
        for term, one in detector.terms.items():
            lines.append(
                f"{term} = {{ mean = {one.mean:.4f}, scale = {one.scale:.4f}, weight = {one.weight:.4f} }}"
            )
        lines.append("")
    path = SIGNAL.rubric_file
    kept = path.read_text(encoding="utf-8").partition("[detectors.")[0]
    path.write_text(kept + "\n".join(lines), encoding="utf-8")


def write_background(known: Background) -> None:
    folder, command = Path(coherence.__file__).parent, "`benchmarks/coherence.py --train`"
    centre = known.centre
    lines = [f"# Mean vector of the content words of the training texts, by {command}."]
    lines += [" ".join(f"{value:.4f}" for value in centre[at : at + 8]) for at in range(0, len(centre), 8)]
    (folder / "background.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = [f"# In how many training texts a stem stands, of those in one of twenty and more, by {command}."]
    lines += [f"texts: {known.texts}", *(f"{stem} {count}" for stem, count in sorted(known.held.items()))]
    (folder / "stems.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


class TfIdf:
    """The baseline: a logistic model over TF-IDF similarities, idf and weights from one fold."""

    def __init__(self, found: list[Text], fold: int) -> None:
        intact = [one for one in found if one.fold == fold and one.kind == "intact"]
        spread = Counter(stem for one in intact for stem in set(plain_stems(" ".join(one.paragraphs))))
        self._idf = {stem: math.log(len(intact) / held) for stem, held in spread.items()}
        self._unseen = math.log(len(intact))

    def _vector(self, text: str) -> Counter:
        counts = Counter(plain_stems(text))
        return Counter({stem: held * self._idf.get(stem, self._unseen) for stem, held in counts.items()})

    def values(self, paragraphs: list[str]) -> list[float]:
        """Neighbours, all pairs, first and last part against the rest, before against after 600 words."""
        vectors = [scaled(self._vector(one)) for one in paragraphs]
        pairs = [dot(one, other) for at, one in enumerate(vectors) for other in vectors[at + 1 :]]
        near = [dot(one, other) for one, other in pairwise(vectors)]
        words = " ".join(paragraphs).split()
        ends = [
            cosine(self._vector(" ".join(one)), self._vector(" ".join(rest)))
            for one, rest in (
                (words[:80], words[80:]), (words[-60:], words[:-60]), (words[:600], words[600:]),
            )
        ]  # fmt: skip
        return [float(np.mean(near)), float(np.mean(near) - np.mean(pairs)), float(np.mean(pairs)), *ends]


class Tested(NamedTuple):
    """The texts of one fold, read with what was fitted on the other."""

    texts: list[Text]
    plain: list[Reading]
    asked: list[Reading]
    lexical: dict[str, np.ndarray]  # by damage: logit of the TF-IDF model


def tested(rows: list[dict], fold_of: dict[str, int], fold: int) -> Tested:
    """Fit on the fold that is not `fold`, read the texts of `fold`."""
    found = texts(rows, fold_of)
    known = background_of([row for row in rows if fold_of[series_of(row)] != fold])
    other = [one for one in found if one.fold != fold]
    seen = [one for one in other if one.kind in TRAINED]
    fitted = detectors_of(seen, [relations(one.paragraphs, one.title, known) for one in seen])
    rubric = SIGNAL.loaded_rubric.model_copy(update={"detectors": fitted})
    own = [one for one in found if one.fold == fold]
    essays = [read(one.paragraphs, "", known) for one in own]
    asked = [with_prompt(essay, one) for essay, one in zip(essays, own, strict=True)]
    return Tested(
        own,
        [reading(essay, rubric) for essay in essays],
        [reading(essay, rubric) for essay in asked],
        lexical(other, own),
    )


def with_prompt(essay: Essay, text: Text) -> Essay:
    """Return what the detectors see when the title of the text is its prompt."""
    stems = frozenset(one.stem for one in content_words(text.title))
    asked = asked_values(read_essay(document_of(text.paragraphs)), stems)
    values = essay.relations.values | asked
    relations = essay.relations.model_copy(update={"values": values})
    return essay.model_copy(update={"prompted": bool(asked), "relations": relations})


def lexical(other: list[Text], own: list[Text]) -> dict[str, np.ndarray]:
    """Return the logit of each damage by a TF-IDF model fitted on `other`, for the texts of `own`."""
    idf = TfIdf(other, other[0].fold)
    known, new = (np.array([idf.values(one.paragraphs) for one in held]) for held in (other, own))
    logits = {}
    for kind in PARTS:
        picked = [at for at, one in enumerate(other) if one.kind in {kind, "intact"}]
        model = fit(known[picked], np.array([other[at].kind != "intact" for at in picked]))
        logits[kind] = model(new)
    return logits


def digits(one: Text) -> int:
    return sum(letter.isdigit() for paragraph in one.paragraphs for letter in paragraph)


def damage_tables(held: Tested) -> None:
    """Print AUC by damage and form, the break, and how scores are spread."""
    for form in ("as it is", "as an essay"):
        print(f"\n{form}\n\n| damage | score | score, title as prompt | own detector | own, title as prompt |"
              " TF-IDF | length | digits |")  # fmt: skip
        print("| --- " * 8 + "|")
        for kind, part in PARTS.items():
            columns: list[Callable[[int], float]] = [
                lambda at: held.plain[at].score,
                lambda at: held.asked[at].score,
                lambda at, part=part: -getattr(held.plain[at], part),
                lambda at, part=part: -getattr(held.asked[at], part),
                lambda at, kind=kind: -float(held.lexical[kind][at]),
                lambda at: held.plain[at].essay.words,
                lambda at: digits(held.texts[at]),
            ]
            row = [
                auc(*([column(at) for at in places(held, form, one)] for one in (kind, "intact")))
                for column in columns
            ]
            print(f"| {kind} | " + " | ".join(f"{value:.2f}" for value in row) + " |")
        breaks(held, form)
        spread(held, form)


def places(held: Tested, form: str, kind: str) -> list[int]:
    return [at for at, one in enumerate(held.texts) if (one.form, one.kind) == (form, kind)]


def breaks(held: Tested, form: str) -> None:
    """Print how often the word of the splice is named within 100 words."""
    shares = []
    for kind in DRIFTS:
        drifted = places(held, form, kind)
        near = [
            word is not None and abs(word - (held.texts[at].at or 0)) <= 100
            for at in drifted
            for word in [held.plain[at].break_word]
        ]
        shares.append(f"{kind} {np.mean(near):.0%}")
    named = np.mean([held.plain[at].break_word is not None for at in places(held, form, "intact")])
    print(f"\nBreak named within 100 words: {', '.join(shares)}; named in an intact text: {named:.0%}.")


def spread(held: Tested, form: str) -> None:
    print("\n| text | score: 10 % | half | 90 % | rules that fire most |\n| --- | --- | --- | --- | --- |")
    for kind in ("intact", *PARTS):
        picked = [held.plain[at] for at in places(held, form, kind)]
        values = np.percentile([one.score for one in picked], [10, 50, 90])
        rules = Counter(name for one in picked for name in rules_of(one))
        most = ", ".join(f"{name} {count / len(picked):.0%}" for name, count in rules.most_common(12))
        print(f"| {kind} | {values[0]:.2f} | {values[1]:.2f} | {values[2]:.2f} | {most} |")


def rules_of(one: Reading) -> set[str]:
    return {each.id for each in SIGNAL.rules if any(each(one))}


def perturbed_table(rows: list[dict]) -> None:
    """Print how far the score moves with style and with what is stuffed into a text."""
    fold = folds(rows)
    held = [as_essay(row["paragraphs"]) for row in rows if fold[series_of(row)] == 1][:60]
    before = [reading(read(one)).score for one in held]
    print("\n| change | mean | mean of the size | 95 % of sizes below |\n| --- | --- | --- | --- |")
    for name, change in CHANGES.items():
        rng = random.Random(SEED)  # noqa: S311 - changes have to be repeatable, not secret
        after = [reading(read(change(one, rng))).score for one in held]
        moved = np.array(after) - np.array(before)
        most = np.percentile(abs(moved), 95)
        print(f"| {name} | {moved.mean():+.3f} | {abs(moved).mean():.3f} | {most:.3f} |")


def error_table(held: Tested) -> None:
    """Print the error of each part and of the score by the odd against the even sentences of a text.

    A half has half of the sentences and so twice the variance: error = root mean square difference / 2.
    """
    rubric = held.plain[0].rubric
    kinds = ("intact", "shuffled", "drift", "new-idea")
    picked = [at for kind in kinds for at in places(held, "as an essay", kind)]
    halves = [[reading(read(one), rubric) for one in in_halves(held.texts[at].paragraphs)] for at in picked]
    parts = {name: [[logit(one.faults[name]) for one in pair] for pair in halves] for name in FAULTS}
    parts["argument"] = [[one.argument for one in pair] for pair in halves]
    parts["score"] = [[one.score for one in pair] for pair in halves]
    shown = math.sqrt(np.mean([held.plain[at].error ** 2 for at in picked]))
    print("\n| part | error by halves, logits (argument and score: 0..1) |\n| --- | --- |")
    for name, values in parts.items():
        first, second = np.array(values).T
        print(f"| {name} | {math.sqrt(np.mean((first - second) ** 2)) / 2:.2f} |")
    print(f"\nStandard error of the score as shown: {shown:.3f} (root mean square over the same texts).")


def logit(chance: float) -> float:
    bounded = min(1 - 1e-6, max(1e-6, chance))
    return math.log(bounded / (1 - bounded))


def in_halves(paragraphs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the odd and the even sentences, each with its paragraphs."""
    halves: tuple[list[str], list[str]] = ([], [])
    count = 0
    for text in paragraphs:
        kept: tuple[list[str], list[str]] = ([], [])
        for sentence in _SENTENCE.split(text):
            kept[count % 2].append(sentence)
            count += 1
        for half, own in zip(halves, kept, strict=True):
            half.extend([" ".join(own)] if own else [])
    return halves


def without_articles(paragraphs: list[str], _rng: random.Random) -> list[str]:
    return [re.sub(r"\b(?:[Tt]he|[Aa]n?) ", "", one) for one in paragraphs]


def other_prepositions(paragraphs: list[str], rng: random.Random) -> list[str]:
    """Replace every other preposition by a random one."""
    words = ("in", "on", "at", "to", "for", "of", "with", "from", "by")

    def swapped(match: re.Match) -> str:
        return rng.choice(words) if rng.random() < 0.5 else match[0]

    return [re.sub(rf"\b(?:{'|'.join(words)})\b", swapped, one) for one in paragraphs]


def without_prepositions(paragraphs: list[str], _rng: random.Random) -> list[str]:
    return [re.sub(r"\b(?:in|on|at|to|for|of|with|from|by) ", "", one) for one in paragraphs]


def in_simpler_words(paragraphs: list[str], _rng: random.Random) -> list[str]:
    return [re.sub(r"[a-z]+", lambda match: SIMPLER.get(match[0], match[0]), one) for one in paragraphs]


def as_a_learner(paragraphs: list[str], rng: random.Random) -> list[str]:
    for change in (in_simpler_words, without_articles, without_prepositions, without_endings):
        paragraphs = change(paragraphs, rng)
    return paragraphs


SIMPLER = {
    "additional": "more", "additionally": "also", "allows": "lets", "allow": "let",
    "approximately": "about", "assist": "help", "assistance": "help", "attempt": "try",
    "capabilities": "powers", "complete": "finish", "component": "part", "components": "parts",
    "conduct": "do", "create": "make", "created": "made", "creating": "making", "demonstrate": "show",
    "determine": "find", "develop": "make", "ensure": "check", "entire": "whole", "essential": "needed",
    "establish": "start", "evaluate": "judge", "facilitate": "help", "frequently": "often",
    "identify": "find", "implement": "make", "implementation": "making", "improve": "better",
    "individuals": "people", "initial": "first", "initially": "first", "issue": "problem",
    "issues": "problems", "numerous": "many", "obtain": "get", "organization": "group",
    "organizations": "groups", "participants": "people", "perform": "do", "permit": "let",
    "provide": "give", "provided": "gave", "provides": "gives", "providing": "giving", "purchase": "buy",
    "receive": "get", "received": "got", "require": "need", "required": "needed", "requires": "needs",
    "resources": "means", "select": "choose", "significant": "big", "significantly": "much",
    "solution": "answer", "solutions": "answers", "sufficient": "enough", "therefore": "so",
    "understand": "see", "understanding": "seeing", "utilize": "use", "various": "many",
}  # fmt: skip


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


LONG_WORDS = (
    "notwithstanding", "heterogeneous", "juxtaposition", "quintessential", "idiosyncrasy", "verisimilitude",
    "perspicacity", "circumlocution", "sustainability", "interoperability", "transformation", "empowerment",
    "holistically", "synergistic", "operationalize", "incentivize", "epistemology", "ontological",
    "extrapolation", "magnanimity", "infrastructure", "transparency", "accountability", "visualization",
    "strategically", "fundamentally", "characteristic", "globalization", "entrepreneurship", "craftsmanship",
)  # fmt: skip


def with_empty_limits(paragraphs: list[str], _rng: random.Random) -> list[str]:
    limits = (
        "Of course there are limits and risks if things fail. When it does not work, it would be wrong, and "
        "the cost is a drawback. However, every approach has a downside unless it is used well."
    )
    return [*paragraphs[:-1], limits, paragraphs[-1]]


def with_restated_opening(paragraphs: list[str], _rng: random.Random) -> list[str]:
    return [*paragraphs, _SENTENCE.split(paragraphs[0])[0]]


def with_numbers(paragraphs: list[str], rng: random.Random) -> list[str]:
    """Put a random number before every twelfth word."""
    return [
        " ".join(
            f"{rng.randrange(2, 9999)} {one}" if rng.random() < 1 / 12 else one for one in text.split(" ")
        )
        for text in paragraphs
    ]


def with_own_keywords(paragraphs: list[str], _rng: random.Random) -> list[str]:
    """Say the eight commonest content words of the text again at the end of each paragraph."""
    held = Counter(
        paragraph[one.start : one.end].lower() for paragraph in paragraphs for one in content_words(paragraph)
    )
    keywords = ", ".join(word for word, _ in held.most_common(8))
    return [f"{paragraph} Think of {keywords}." for paragraph in paragraphs]


def with_a_lesson(paragraphs: list[str], _rng: random.Random) -> list[str]:
    lesson = "The lesson I learned is that this matters, and in conclusion it has changed how I work."
    return [*paragraphs[:-1], f"{paragraphs[-1]} {lesson}"]


CHANGES = {
    "style: articles left out": without_articles,
    "style: half of the prepositions replaced": other_prepositions,
    "style: prepositions left out": without_prepositions,
    "style: plural and third-person s left out": without_endings,
    "style: simpler words": in_simpler_words,
    "style: simpler words, no articles, prepositions and s": as_a_learner,
    'cues: "My thesis:", "In conclusion,"': with_cues,
    "cues: the lesson I learned, at the end": with_a_lesson,
    "cues: a linking word before every third sentence": with_links,
    "stuffing: a long modifier before every twelfth word": with_long_words(LONG_MODIFIERS),
    "stuffing: one of six long nouns before every twelfth word": with_long_words(LONG_NOUNS),
    "stuffing: one of thirty long words before every twelfth word": with_long_words(LONG_WORDS),
    "stuffing: a random number before every twelfth word": with_numbers,
    "stuffing: its own keywords after every paragraph": with_own_keywords,
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
    fired = [[rules_of(reading(one)) for one in essays] for essays in held]
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
    parser.add_argument(
        "--only", choices=("newer", "older", "guides", "changes", "writers"), help="one part of the tables"
    )
    arguments = parser.parse_args()
    lines = (arguments.data / "longform_dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    # Damaged texts share their sentences: what each says is read once.
    extracting.marks_of = cache(extracting.marks_of)
    signal_reading.plain_words = cache(signal_reading.plain_words)
    if arguments.train:
        train(rows)
        return
    halves = folds(rows)
    for name, fold_of, fold in (("newer", halves, 1), ("older", halves, 0), ("guides", sites(rows), 1)):
        if arguments.only in {None, name}:
            print(f"\nTested on the {name}, fitted on the others")
            held = tested(rows, fold_of, fold)
            damage_tables(held)
            error_table(held)
    if arguments.only in {None, "changes"}:
        perturbed_table(rows)
    if arguments.only in {None, "writers"}:
        language_table(arguments.data)


if __name__ == "__main__":
    main()
