"""Functions with and without a slip: unit tests tell them apart."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from string import Template

from pydantic import TypeAdapter

from earnest.bank.generating.draft import Draft, Sides
from earnest.bank.generating.prose import phrases
from earnest.records.base import Record

_SEEDS = Path(__file__).parent / "seeds"


class Function(Record):
    """One function with the slips people make in it (`seeds/functions.toml`)."""

    names: tuple[str, ...]
    task: str
    params: dict[str, tuple[int | str, ...]] = {}
    code: str
    slips: tuple[tuple[str, str], ...]
    tests: tuple[str, ...]
    about: tuple[str, ...]


@cache
def functions() -> tuple[Function, ...]:
    """Return the shipped functions."""
    text = (_SEEDS / "functions.toml").read_text(encoding="utf-8")
    return TypeAdapter(tuple[Function, ...]).validate_python(tomllib.loads(text)["functions"])


def variants(function: Function) -> list[tuple[dict[str, object], int]]:
    """Return every variant of a function: the values of `$x` and which slip is in the wrong answer."""
    return [
        (dict(zip(("f", *function.params), chosen, strict=True)), slip)
        for chosen in product(function.names, *function.params.values())
        for slip in range(len(function.slips))
    ]


def drafts(random: Random) -> Iterator[Draft]:
    """Yield one variant of every function, then another one of every function, until none is left."""
    waiting = [(function, _in_turn(random, variants(function))) for function in functions()]
    while any(left for _, left in waiting):
        for function, left in random.sample(waiting, len(waiting)):
            if left:
                yield draft(random, function, *left.pop())


def _in_turn(
    random: Random, every: list[tuple[dict[str, object], int]]
) -> list[tuple[dict[str, object], int]]:
    """Arrange variants so that, taken from the end, a task comes again only after every other one."""
    shuffled = random.sample(every, len(every))
    met: Counter[str] = Counter()
    rounds: dict[int, list[tuple[dict[str, object], int]]] = {}
    for values, slip in shuffled:
        met[repr(values)] += 1
        rounds.setdefault(met[repr(values)], []).append((values, slip))
    return [variant for number in sorted(rounds, reverse=True) for variant in rounds[number]]


def draft(random: Random, function: Function, values: dict[str, object], slip: int) -> Draft:
    """Make one draft."""
    old, new = (Template(text).substitute(values) for text in function.slips[slip])
    right = Template(function.code).substitute(values).strip()
    wrong = right.replace(old.strip("\n"), new.strip("\n"), 1)
    tests = [Template(test).substitute(values) for test in function.tests]
    task = Template(function.task).substitute(values)
    name = values["f"]
    failing = _first_failing(wrong, tests)
    return Draft(
        subject=f"{name} {task} {slip}",
        title=f"A function: {name}",
        prompt=f"Write a Python function `{name}` that {task}.",
        plain=_plain(random, right, wrong),
        fluent=_fluent(random, function, task, right, wrong),
        program=_program(tests),
        why=f"The test `{failing}` holds for {{right}} and fails for {{wrong}}.",
    )


def _program(tests: list[str]) -> str:
    listed = "\n".join(f"    {test!r}," for test in tests)
    return (
        f"TESTS = [\n{listed}\n]\n\n\n"
        "def holds(claim):\n"
        "    for test in TESTS:\n"
        "        space = {}\n"
        "        exec(claim, space)\n"
        "        try:\n"
        "            if not eval(test, space):\n"
        "                return False\n"
        "        except (ArithmeticError, LookupError, TypeError, ValueError):\n"
        "            return False\n"
        "    return True"
    )


def _first_failing(code: str, tests: list[str]) -> str:
    for test in tests:
        space: dict[str, object] = {}
        exec(_program([test]), space)  # noqa: S102 - our own seeds
        holds = space["holds"]
        if callable(holds) and not holds(code):
            return test
    return tests[0]


def _plain(random: Random, right: str, wrong: str) -> Sides:
    lead = random.choice(("", "", "Here it is.\n\n", "This does it:\n\n"))
    return Sides(
        f"{lead}```python\n{right}\n```",
        f"{lead}```python\n{wrong}\n```",
        right_claim=right,
        wrong_claim=wrong,
    )


def _fluent(random: Random, function: Function, task: str, right: str, wrong: str) -> Sides:
    """Wrap the code in a docstring and an explanation, drawn once for both."""
    words = phrases()
    opener, bridge = random.choice(words.openers), random.choice(words.bridges)
    closers = " ".join(random.sample(words.closers, random.choice((1, 1, 2))))
    about = random.sample(function.about, random.choice((1, 2)) if len(function.about) > 1 else 1)
    listed = random.random() < 0.5
    documented = random.random() < 0.7

    def fill(code: str) -> tuple[str, str]:
        body = _documented(code, task) if documented else code
        told = "\n".join(f"- {line}" for line in about) if listed else " ".join(about)
        return f"{opener}\n\n```python\n{body}\n```\n\n{told}\n\n{bridge} {closers}", body

    (right_text, right_claim), (wrong_text, wrong_claim) = fill(right), fill(wrong)
    return Sides(right_text, wrong_text, right_claim, wrong_claim)


def _documented(code: str, task: str) -> str:
    head, _, body = code.partition("\n")
    words = f"This function {task.replace('`', '')}.".split(" ")
    lines, line = [], "    " + '"""'
    for word in words:
        if len(line) + len(word) > 78:
            lines.append(line.rstrip())
            line = "    "
        line += word + " "
    lines.append(line.rstrip())
    return "\n".join([head, *lines, '    """', body])
