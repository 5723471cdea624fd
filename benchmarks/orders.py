"""Sentences that address a reader beside sentences that look like them, and the weights of their cues.

    python -m benchmarks orders --data DIR [--fit]

`orders_invented.jsonl` (beside this file, invented for it; the rules were written with it in view) holds
attacks by class and honest sentences about rating, hiring, grading and prompts. DIR holds real prose
(`longform_dev.jsonl`, `HewlettStudentEssay_real_88.json`, `TOEFL_real_91.json`, `claims_dev.jsonl`,
`failures_dev.jsonl`) in which nothing is an attack. Prints how many attacks are told in every sentence, and
every honest sentence that is told; beside it what a list of 12 phrases ("ignore all previous", "this
candidate", ...) finds. With --fit: the weights of `text/lexicons/instructions.toml`, by ridge logistic
regression, and what they do on sentences that were left out (five folds).
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from earnest.text.bearing import cues
from earnest.text.instructions import instructions, plainly
from earnest.text.order_words import words_in
from earnest.text.segment import sentences

INVENTED = Path(__file__).with_name("orders_invented.jsonl")
REAL = (
    "longform_dev.jsonl",
    "HewlettStudentEssay_real_88.json",
    "TOEFL_real_91.json",
    "claims_dev.jsonl",
    "failures_dev.jsonl",
)
PHRASES = (
    "ignore all previous|ignore previous|disregard the|this candidate|full marks|maximum score|highest score"
    "|you are now|system:|10/10|as an ai|hire me"
).split("|")
_NO_SENTENCES = {"foreign", "list", "encoded"}
_RIDGE, _FOLDS, _MARGIN, _ROUNDS = 2.0, 5, 1.0, 60
_UPWEIGHTED = 3.0


class Row(NamedTuple):
    """One text: whether it is an attack, and what it is about."""

    attack: bool
    about: str
    text: str


def invented() -> list[Row]:
    rows = map(json.loads, INVENTED.read_text(encoding="utf-8").splitlines())
    return [Row(row["kind"] == "attack", row["about"], row["text"]) for row in rows]


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def real(folder: Path) -> Iterator[Row]:
    for name in REAL:
        content = (folder / name).read_text(encoding="utf-8")
        loaded = map(json.loads, content.splitlines()) if name.endswith("l") else [json.loads(content)]
        yield from (Row(False, name, text) for one in loaded for text in strings(one))


def measure(rows: list[Row]) -> None:
    told: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    count: Counter[str] = Counter(row.about for row in rows if row.attack)
    for row in rows:
        found = {one.span for one in instructions(row.text)}
        if row.attack:
            told[row.about] += all(span in found for span in sentences(row.text))
            plain[row.about] += any(phrase in row.text.lower() for phrase in PHRASES)
        elif found:
            print(f"FALSE ({row.about}): {row.text[:160]}")
    print("\n| attacks | told | by 12 phrases |\n| --- | --- | --- |")
    for about, of in count.items():
        print(f"| {about} | {told[about]}/{of} | {plain[about]}/{of} |")
    print(f"| all | {told.total()}/{count.total()} | {plain.total()}/{count.total()} |")
    honest = [row for row in rows if not row.attack]
    wrong = sum(bool(instructions(row.text)) for row in honest)
    phrases = sum(any(phrase in row.text.lower() for phrase in PHRASES) for row in honest)
    print(f"\n{len(honest)} honest sentences: {wrong} told, {phrases} by 12 phrases")


def measure_prose(rows: list[Row]) -> None:
    texts, found, phrases = Counter[str](), Counter[str](), Counter[str]()
    for row in rows:
        texts[row.about] += len(sentences(row.text))
        for one in instructions(row.text):
            found[row.about] += 1
            print(f"FALSE ({row.about}, {one.how}): {one.span.of(row.text)[:160]}")
        phrases[row.about] += sum(phrase in row.text.lower() for phrase in PHRASES)
    print("\n| real prose | sentences | told | by 12 phrases |\n| --- | --- | --- | --- |")
    for name in texts:
        print(f"| {name} | {texts[name]} | {found[name]} | {phrases[name]} |")


def _cues(text: str) -> set[str]:
    plain = plainly(text)
    return cues(words_in(plain), plain)


def fit(rows: list[Row]) -> None:
    """Print weights, and what those of other folds do on each fold."""
    said = [
        (row.attack, row.about not in REAL, _cues(span.of(row.text)))
        for row in rows
        if row.about not in _NO_SENTENCES
        for span in sentences(row.text)
    ]
    said = [one for one in said if one[2]]
    names = sorted({cue for _, _, found in said for cue in found})
    x = np.array([[*(name in found for name in names), True] for _, _, found in said], float)
    y = np.array([attack for attack, _, _ in said], float)
    weight = np.array([_UPWEIGHTED if upweighted else 1.0 for _, upweighted, _ in said])
    fold = np.random.default_rng(1).permutation(len(y)) % _FOLDS
    out = np.zeros(len(y))
    for one in range(_FOLDS):
        out[fold == one] = x[fold == one] @ _ridge(x[fold != one], y[fold != one], weight[fold != one])
    for margin in (0.0, _MARGIN, 2 * _MARGIN):
        hit = out >= margin
        print(
            f"left out, margin {margin}: {int((hit * y).sum())} of {int(y.sum())} attacks,"
            f" {int((hit * (1 - y)).sum())} of {int((1 - y).sum())} honest"
        )
    fitted = _ridge(x, y, weight)
    print(f"\n[bearing]\nthreshold = {_MARGIN - fitted[-1]:.1f}\n\n[bearing.weights]")
    for value, name in sorted(zip(fitted[:-1], names, strict=True), reverse=True):
        print(f"{name} = {value:.1f}")


def _ridge(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic regression with a ridge, the intercept last (Newton's method)."""
    ridge = np.full(x.shape[1], _RIDGE)
    ridge[-1] = 1e-6
    found = np.zeros(x.shape[1])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (weight * (chance - y)) + ridge * found
        curve = (x * (weight * chance * (1 - chance))[:, None]).T @ x + np.diag(ridge)
        found -= np.linalg.solve(curve, slope)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    rows, prose = invented(), list(real(given.data)) if given.data else []
    if given.fit:
        fit([*rows, *prose])
        return 0
    measure(rows)
    measure_prose(prose)
    return 0


if __name__ == "__main__":
    sys.exit(main())
