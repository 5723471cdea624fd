"""Simulated raters: is a planted pull of length found again, and how far does shrinkage help.

    python benchmarks/preference.py [--data DIR]

DIR holds label files of real raters, `{"worker", "item", "label", "gold"}` a line (active-crowd-toolkit).
Raters choose by logistic(ability * key + length pull * doublings), on forms balanced by length and position.
Lengths differ by 0.3 to 2 doublings. Seeds are fixed; the table stands in the signal's README.
"""

import argparse
import json
import math
from pathlib import Path

import numpy as np

from earnest.records.evidence.preference import PairAnswer, PreferenceEvidence
from earnest.records.response import Choice
from earnest.signals.preference import SIGNAL
from earnest.signals.preference.scoring import Reading, fit

RATERS = 400


def simulate(rng: np.random.Generator, items: int, ability: float, pull: float) -> PreferenceEvidence:
    answers = []
    for number in range(items):
        key, longer = (1 if number % 2 else -1), (1 if number // 2 % 2 else -1)
        doublings = key * longer * float(rng.uniform(0.3, 2.0))
        first = rng.random() < 1 / (1 + math.exp(-(ability * key + pull * doublings)))
        answers.append(
            PairAnswer(
                item=f"{number:03}",
                key=Choice.A if key > 0 else Choice.B,
                choice=Choice.A if first else Choice.B,
                doublings=doublings,
            )
        )
    return PreferenceEvidence(answers=tuple(answers))


def recovery() -> None:
    print(
        "| items | planted pull | mean estimate | bias | RMSE | cover 95 % | pulled-by-length fires "
        "| bias without a prior | RMSE without |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    flat = SIGNAL.loaded_rubric.model.but(ability_sd=30.0, length_sd=30.0, position_sd=30.0)
    rule = next(one for one in SIGNAL.rules if one.id == "pulled-by-length")
    for items in (20, 40, 60, 100):
        for pull in (0.0, 0.25, 0.5, 1.0):
            rng = np.random.default_rng(items * 1000 + int(pull * 100))
            found, errors, fired, free = [], [], 0, []
            for _ in range(RATERS):
                evidence = simulate(rng, items, ability=rng.normal(1.2, 0.5), pull=pull)
                estimate = fit(evidence.answers, SIGNAL.loaded_rubric.model).length
                found.append(estimate.value)
                errors.append(estimate.error)
                free.append(fit(evidence.answers, flat).length.value)
                fired += any(rule(Reading(evidence, SIGNAL.loaded_rubric)))
            values, spread = np.array(found), np.array(errors)
            inside = np.abs(values - pull) <= 1.96 * spread
            rmse = math.sqrt(float(((values - pull) ** 2).mean()))
            print(
                f"| {items} | {pull} | {values.mean():.2f} | {values.mean() - pull:+.2f} | {rmse:.2f} "
                f"| {inside.mean():.1%} | {fired / RATERS:.1%} "
                f"| {np.mean(free) - pull:+.2f} | {math.sqrt(np.mean((np.array(free) - pull) ** 2)):.2f} |"
            )


def accuracy() -> None:
    print("\n| items | RMSE of raw accuracy | RMSE of the score |")
    print("| --- | --- | --- |")
    for items in (12, 20, 40):
        rng = np.random.default_rng(items)
        raw, scored = [], []
        for _ in range(RATERS):
            truth = float(rng.beta(6.5, 2.1))
            ability = math.log(truth / (1 - truth))
            reading = Reading(simulate(rng, items, ability, 0.0), SIGNAL.loaded_rubric)
            raw.append((reading.all.share - truth) ** 2)
            scored.append((reading.accuracy.value - truth) ** 2)
        print(f"| {items} | {math.sqrt(np.mean(raw)):.3f} | {math.sqrt(np.mean(scored)):.3f} |")


def kinds() -> None:
    print("\n| rater | answers | accuracy | score | standard error | rules |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, ability, pull in (("careful", 2.2, 0.0), ("maximalist", 0.0, 6.0), ("guessing", 0.0, 0.0)):
        evidence = simulate(np.random.default_rng(5), 40, ability, pull)
        result = SIGNAL.score(evidence, SIGNAL.loaded_rubric)
        rules = ", ".join(sorted({finding.rule for finding in result.findings})) or "none"
        print(
            f"| {name} | 40 | {result.details['accuracy']:.2f} | {result.score:.2f} "
            f"| {result.standard_error:.2f} | {rules} |"
        )


def real(folder: Path) -> None:
    """Accuracy on unseen items from the first answers of each rater, with the shipped prior."""
    print("\n| raters of | answers | n | RMSE of raw accuracy | RMSE with the shipped prior |")
    print("| --- | --- | --- | --- | --- |")
    prior = SIGNAL.loaded_rubric.prior
    for path in sorted(folder.glob("act_*.jsonl")):
        workers: dict[str, list[bool]] = {}
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            workers.setdefault(row["worker"], []).append(row["label"] == row["gold"])
        for seen in (12, 20):
            raw, shrunk = [], []
            for right in (answers for answers in workers.values() if len(answers) >= seen + 20):
                truth, known = sum(right[seen:]) / len(right[seen:]), sum(right[:seen])
                raw.append((known / seen - truth) ** 2)
                posterior = (known + prior.alpha) / (seen + prior.alpha + prior.beta)
                shrunk.append((posterior - truth) ** 2)
            if not raw:
                continue
            rmse = [math.sqrt(float(np.mean(errors))) for errors in (raw, shrunk)]
            print(f"| {path.stem} | {seen} | {len(raw)} | {rmse[0]:.3f} | {rmse[1]:.3f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    recovery()
    accuracy()
    kinds()
    if arguments.data is not None:
        real(arguments.data)
