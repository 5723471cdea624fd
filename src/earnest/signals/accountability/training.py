"""Make `roles.json`: `python -m earnest.signals.accountability.training` fits the weights and prints how
they generalise.

`training.txt` holds invented answers, sentence by sentence with the letters of their roles. A weight has a
normal prior around 0; the fit is the posterior mode (see `earnest.measurement.logistic`), so there is no
seed. The table shows eight-fold cross-validation that leaves whole answers out.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from earnest.measurement.logistic import logistic_map
from earnest.records.document import DocumentKind, blind_document
from earnest.records.evidence.accountability import Role
from earnest.signals.accountability.grammar import Features, grammar
from earnest.signals.accountability.parsed import parse
from earnest.signals.accountability.roles import WEIGHTS_FILE

TRAINING_FILE = Path(__file__).with_name("training.txt")
LETTERS = {
    "s": Role.SITUATION, "f": Role.FAILURE, "o": Role.OWN_CAUSE, "r": Role.REPAIR, "l": Role.LESSON,
    "g": Role.PLATITUDE, "c": Role.CHANGE, "b": Role.BLAME, "d": Role.SELF_PRAISE,
}  # fmt: skip
_LEARNED = frozenset({Role.LESSON, Role.CHANGE, Role.PLATITUDE})
_SHORT = 2  # sentences that are left as they are
PRIOR_SD = 0.7
FOLDS = 8
Array = npt.NDArray[np.float64]


class Story(NamedTuple):
    """One answer: its name, whether it is good, the fault of a bad one, its sentences with their roles."""

    name: str
    good: bool
    fault: str
    sentences: tuple[tuple[frozenset[Role], str], ...]

    @property
    def text(self) -> str:
        """The whole answer in one line."""
        return " ".join(sentence for _, sentence in self.sentences)


def read_stories(path: Path) -> list[Story]:
    """Read answers: a line `@ NAME good` or `@ NAME bad FAULT`, then `ROLES<tab>SENTENCE` lines."""
    stories: list[Story] = []
    for part in ("\n" + path.read_text(encoding="utf-8")).split("\n@ ")[1:]:
        head, *lines = part.splitlines()
        name, verdict, *fault = head.split()
        rows = [line.partition("\t") for line in lines if "\t" in line]
        told = tuple((frozenset(LETTERS[letter] for letter in letters), text) for letters, _, text in rows)
        stories.append(Story(name, verdict == "good", "".join(fault), told))
    return stories


def _orders(story: Story) -> Iterator[Story]:
    """Yield the story as it is told and in four other ways, so that no role hangs on what stands around it.

    What is learned told first; every second sentence of the rest left out; all of the rest but its last
    sentence left out; what is learned left out.
    """
    learned = [one for one in story.sentences if one[0] & _LEARNED]
    rest = [one for one in story.sentences if not one[0] & _LEARNED]
    yield story
    yield story._replace(sentences=(*learned, *rest))
    if len(rest) > _SHORT:
        dropped = rest[::2]
        yield story._replace(sentences=tuple(one for one in story.sentences if one not in dropped))
        yield story._replace(sentences=(rest[-1], *learned))
    if learned and len(rest) >= _SHORT:
        yield story._replace(sentences=tuple(rest))


class Design(NamedTuple):
    """`names` of the columns of `table` (n, d), the roles of each row, and which answer it is from."""

    names: list[str]
    table: Array
    roles: list[frozenset[Role]]
    answer: npt.NDArray[np.int64]


def design_of(stories: Sequence[Story]) -> Design:
    """Take every sentence of every answer apart, in each of the ways in which it can be told."""
    rows: list[Features] = []
    roles: list[frozenset[Role]] = []
    answer: list[int] = []
    for number, story in ((number, told) for number, one in enumerate(stories) for told in _orders(one)):
        document = blind_document("training", DocumentKind.INTERVIEW, [story.text])
        found = grammar(list(parse(document)))
        if len(found) != len(story.sentences):
            raise ValueError(f"{story.name}: {len(story.sentences)} lines are {len(found)} sentences")
        rows += found
        roles += [held for held, _ in story.sentences]
        answer += [number] * len(found)
    names = sorted({name for row in rows for name in row})
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    return Design(names, table, roles, np.array(answer))


def fit(design: Design, use: npt.NDArray[np.bool_]) -> Array:
    """Return weights of shape (columns, roles) from the rows where `use` holds."""
    columns = design.table.shape[1]
    prior = np.zeros(columns), np.full(columns, PRIOR_SD)
    found = [
        logistic_map(design.table[use], _outcome(design, role)[use], *prior).coefficients for role in Role
    ]
    return np.array(found).T


def _outcome(design: Design, role: Role) -> Array:
    return np.array([float(role in held) for held in design.roles])


def cross_validated(design: Design) -> dict[Role, float]:
    """Return the area under the ROC curve of each role on answers that were left out."""
    chance = np.zeros((len(design.roles), len(Role)))
    for fold in range(FOLDS):
        out = design.answer % FOLDS == fold
        chance[out] = design.table[out] @ fit(design, ~out)
    return {role: auc(chance[:, place], _outcome(design, role) == 1.0) for place, role in enumerate(Role)}


def auc(values: Array, is_one: npt.NDArray[np.bool_]) -> float:
    """Return the chance that a value of the first kind is above one of the second; ties count half.

    >>> auc(np.array([3.0, 1.0, 2.0, 1.0]), np.array([True, False, True, True]))
    0.8333333333333334
    """
    ones, zeros = values[is_one][:, None], values[~is_one][None, :]
    return float(((ones > zeros) + 0.5 * (ones == zeros)).mean())


def written(design: Design) -> str:
    """Return the text of `roles.json` for a design: the weights of each role by the name of their column."""
    weights = fit(design, np.ones(len(design.roles), dtype=bool))
    table = {
        role.value: dict(
            zip(design.names, (round(float(value), 3) for value in weights[:, place]), strict=True)
        )
        for place, role in enumerate(Role)
    }
    about = "Made by python -m earnest.signals.accountability.training from training.txt."
    return json.dumps({"about": about, "weights": table}, indent=1) + "\n"


def main() -> None:
    """Fit, write the weights, print the table."""
    stories = read_stories(TRAINING_FILE)
    design = design_of(stories)
    WEIGHTS_FILE.write_text(written(design), encoding="utf-8")
    out = sys.stdout
    out.write(f"{len(stories)} answers, {len(design.roles)} sentences, {len(design.names)} columns\n")
    out.write("| role | sentences | AUC, answers left out |\n| --- | --- | --- |\n")
    for role, value in cross_validated(design).items():
        count = sum(role in held for held in design.roles)
        out.write(f"| {role.value} | {count} | {value:.2f} |\n")


if __name__ == "__main__":
    main()
