"""Item calibration: a bank fitted to right and wrong answers, and which items to retire."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from earnest.errors import BadRecord
from earnest.measurement.ability import eap
from earnest.measurement.irt import ItemFit, Model, probability
from earnest.measurement.irt_fit import WEAK_PRIORS, fit_irt
from earnest.measurement.labels import Array
from earnest.study.reading import Response

_LEAST_ANSWERS = 20
_LEAST_PERSONS_FOR_SLOPES = 1000
_MISFIT = 1.2
_MISFIT_OUTFIT = 1.6
_MISFIT_Z = 2.0
_SLOPE = 0.3
_DRIFT = 0.5
_DRIFT_Z = 3.0
_EXPOSURE = 0.8
_LEAST_PERSONS_FOR_EXPOSURE = 50


@dataclass(frozen=True)
class ItemCalibrated:
    """One item: parameters with the standard error of the difficulty (logits), fit, drift and exposure.

    `infit` and `outfit` are mean squares (1 is expected), `drift` how much harder it was in the second half
    of its answers than in the first (logits) with its `drift_z`, `exposure` the share of persons who saw it.
    `retire` says why it should go, empty where it should not.
    """

    item: str
    n: int
    right: float
    discrimination: float
    difficulty: float
    guessing: float
    standard_error: float
    infit: float
    outfit: float
    drift: float
    drift_z: float
    exposure: float
    retire: tuple[str, ...]


@dataclass(frozen=True)
class ItemStudy:
    """The whole study; `notes` say what the figures cannot carry."""

    model: str
    persons: int
    answers: int
    items: tuple[ItemCalibrated, ...]
    notes: tuple[str, ...]

    def json(self) -> str:
        """Return the study as one JSON object; `retire` names the items with their reasons."""
        rows = [
            {
                name: round(value, 4) if isinstance(value, float) else value
                for name, value in vars(each).items()
            }
            for each in self.items
        ]
        found = {
            "model": self.model,
            "persons": self.persons,
            "answers": self.answers,
            "items": rows,
            "retire": {each.item: list(each.retire) for each in self.items if each.retire},
            "notes": list(self.notes),
        }
        return json.dumps(found, ensure_ascii=False)


def study_items(responses: Sequence[Response], model: str = "1PL") -> ItemStudy:
    """Fit the items of `responses` (in the order they were given) and judge each.

    Raises `BadRecord` where there are fewer than two persons or items.
    """
    persons, items = sorted({one.worker for one in responses}), sorted({one.item for one in responses})
    if len(persons) < 2 or len(items) < 2:
        raise BadRecord("two persons and two items are the fewest that can be fitted")
    table = np.full((len(persons), len(items)), np.nan)
    row = {name: place for place, name in enumerate(persons)}
    column = {name: place for place, name in enumerate(items)}
    for one in responses:
        table[row[one.worker], column[one.item]] = one.correct
    fit = fit_irt(table, cast("Model", model), priors=WEAK_PRIORS)
    theta = eap(table, fit.parameters).value
    infit, outfit, wild = _mean_squares(table, theta, fit)
    drift = _drift(responses, row, column, theta, fit)
    found = tuple(
        _judged(name, place, table, fit, (infit[place], outfit[place], wild[place]), drift[place])
        for place, name in enumerate(items)
    )
    return ItemStudy(model, len(persons), len(responses), found, tuple(_notes(model, len(persons), found)))


def _mean_squares(table: Array, theta: Array, fit: ItemFit) -> tuple[Array, Array, Array]:
    """Return infit and outfit mean squares and the standardised infit of each item, (items,) each.

    B. D. Wright, G. N. Masters (1982), Rating Scale Analysis, chapter 5: with residuals z^2 = (x - P)^2 / W
    and W = P (1 - P), outfit is the mean of z^2 and infit the mean weighted by W. Abilities come from the
    same answers, which makes all of them smaller, so they are given against the median item.
    """
    chance = probability(theta, fit.parameters)
    seen = ~np.isnan(table)
    weight = np.where(seen, chance * (1 - chance), 0.0)
    squared = np.where(seen, (np.nan_to_num(table) - chance) ** 2, 0.0)
    total = np.maximum(weight.sum(axis=0), 1e-9)
    infit = squared.sum(axis=0) / total
    standard = np.where(seen, squared / (chance * (1 - chance)), 0.0)
    outfit = standard.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    fourth = np.where(seen, chance * (1 - chance) * (chance**3 + (1 - chance) ** 3), 0.0)
    spread = np.sqrt(np.maximum((fourth - weight**2).sum(axis=0), 1e-9)) / total
    infit, outfit = infit / np.median(infit), outfit / np.median(outfit)
    cubed = np.cbrt(infit)
    wild = (cubed - 1) * (3 / spread) + spread / 3
    return infit, outfit, wild


def _drift(
    responses: Sequence[Response], row: dict[str, int], column: dict[str, int], theta: Array, fit: ItemFit
) -> list[tuple[float, float]]:
    """Return how much harder each item became from the first half of its answers to the second, and its z."""
    given: dict[int, list[tuple[int, bool]]] = {}
    for one in responses:
        given.setdefault(column[one.item], []).append((row[one.worker], one.correct))
    found = []
    for place in range(len(column)):
        answers = given[place]
        half = len(answers) // 2
        before, after = (_shift(part, place, theta, fit) for part in (answers[:half], answers[half:]))
        error = math.hypot(before[1], after[1])
        found.append((after[0] - before[0], (after[0] - before[0]) / error))
    return found


def _shift(answers: list[tuple[int, bool]], place: int, theta: Array, fit: ItemFit) -> tuple[float, float]:
    """Return by how many logits the item was harder than fitted, by one score step, and its error."""
    if not answers:
        return 0.0, 1e6
    who = [person for person, _ in answers]
    bank = fit.parameters.take([place])
    chance = probability(theta[who], bank)[:, 0]
    right = np.array([correct for _, correct in answers], float)
    slope = float(bank.discrimination[0])
    told = slope**2 * float((chance * (1 - chance)).sum()) + 1.0
    return slope * float((chance - right).sum()) / told, 1 / math.sqrt(told)


def _judged(
    name: str,
    place: int,
    table: Array,
    fit: ItemFit,
    squares: tuple[float, float, float],
    drift: tuple[float, float],
) -> ItemCalibrated:
    answers = table[:, place]
    seen = int((~np.isnan(answers)).sum())
    bank, errors = fit.parameters, fit.standard_errors
    exposure = seen / len(answers)
    slope = float(bank.discrimination[place])
    reasons = []
    if seen >= _LEAST_ANSWERS:
        infit, outfit, wild = squares
        if (infit > _MISFIT and wild > _MISFIT_Z) or outfit > _MISFIT_OUTFIT:
            reasons.append(f"misfit: infit {infit:.2f}, outfit {outfit:.2f}")
        if fit.model != "1PL" and slope < _SLOPE:
            reasons.append(f"misfit: it hardly tells persons apart (discrimination {slope:.2f})")
        if abs(drift[0]) > _DRIFT and abs(drift[1]) > _DRIFT_Z:
            word = "easier" if drift[0] < 0 else "harder"
            reasons.append(f"drift: {abs(drift[0]):.2f} logits {word} in the second half of its answers")
    if len(answers) >= _LEAST_PERSONS_FOR_EXPOSURE and exposure > _EXPOSURE and bool(np.isnan(table).any()):
        reasons.append(f"exposure: seen by {exposure:.0%} of the persons")
    return ItemCalibrated(
        item=name,
        n=seen,
        right=float(np.nanmean(answers)),
        discrimination=slope,
        difficulty=float(bank.difficulty[place]),
        guessing=float(bank.guessing[place]),
        standard_error=float(errors.difficulty[place]),
        infit=float(squares[0]),
        outfit=float(squares[1]),
        drift=float(drift[0]),
        drift_z=float(drift[1]),
        exposure=exposure,
        retire=tuple(reasons),
    )


def _notes(model: str, persons: int, items: Sequence[ItemCalibrated]) -> list[str]:
    notes = []
    if model != "1PL" and persons < _LEAST_PERSONS_FOR_SLOPES:
        notes.append(
            f"{persons} persons: discriminations are not worth telling apart below "
            f"{_LEAST_PERSONS_FOR_SLOPES}; the 1PL is the safer model"
        )
    few = sum(each.n < _LEAST_ANSWERS for each in items)
    if few:
        notes.append(f"{few} items have fewer than {_LEAST_ANSWERS} answers and were not judged")
    return notes
