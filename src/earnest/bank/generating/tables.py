"""Small tables of invented numbers and a question that one calculation over them answers."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from pydantic import TypeAdapter

from earnest.bank.generating.draft import Draft
from earnest.bank.generating.prose import Content, fluent, plain
from earnest.records.base import Record

_SEEDS = Path(__file__).parent / "seeds"


class Domain(Record):
    """What a table is about (`seeds/tables.toml`): its caption, its rows and two columns of whole numbers."""

    caption: str
    row: str
    rows: tuple[str, ...]
    first: str
    second: str
    first_range: tuple[int, int]
    second_range: tuple[int, int]


@cache
def domains() -> dict[str, Domain]:
    """Return the shipped domains."""
    text = (_SEEDS / "tables.toml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Domain]).validate_python(tomllib.loads(text))


@dataclass(frozen=True)
class Table:
    """A table as drawn: names and, for each, the two numbers."""

    domain: Domain
    rows: tuple[tuple[str, int, int], ...]

    def column(self, which: int) -> list[int]:
        """Return the numbers of column 1 or 2."""
        return [int(row[which]) for row in self.rows]

    def heading(self, which: int) -> str:
        """Return the name of column 1 or 2."""
        return self.domain.first if which == 1 else self.domain.second

    def markdown(self) -> str:
        """Return the table as it stands in a prompt."""
        head = f"| {self.domain.row} | {self.domain.first} | {self.domain.second} |\n| --- | ---: | ---: |"
        return "\n".join([head, *(f"| {name} | {one} | {two} |" for name, one, two in self.rows)])


@dataclass(frozen=True)
class Asked:
    """A question about a table, two answers with their steps, the truth as an expression over ROWS."""

    title: str
    question: str
    truth: str
    right: Content
    wrong: Content


def drafts(random: Random) -> Iterator[Draft]:
    """Yield drafts without end: each domain in turn, each kind of question in turn."""
    while True:
        for name in random.sample(sorted(domains()), len(domains())):
            for ask in random.sample(_QUESTIONS, 3):
                table = _table(random, domains()[name])
                asked = ask(random, table)
                yield _draft(random, name, table, asked)


def _table(random: Random, domain: Domain) -> Table:
    names = random.sample(domain.rows, random.randint(5, min(8, len(domain.rows))))
    first = random.sample(range(*domain.first_range), len(names))
    second = random.sample(range(*domain.second_range), len(names))
    return Table(domain, tuple(zip(names, first, second, strict=True)))


def _draft(random: Random, name: str, table: Table, asked: Asked) -> Draft:
    prompt = f"{table.domain.caption}\n\n{table.markdown()}\n\n{asked.question}"
    return Draft(
        subject=f"{name} {asked.question} {table.rows!r}",
        title=f"{table.domain.caption.partition(',')[0].rstrip('.')}: {asked.title}",
        prompt=prompt,
        plain=plain(random, asked.right, asked.wrong),
        fluent=fluent(random, asked.right, asked.wrong),
        program=(
            f"import statistics\n\nROWS = {list(table.rows)!r}\n\n\n"
            f"def holds(claim):\n    return {asked.truth} == claim"
        ),
        why=f"{' '.join(asked.right.steps)} {asked.right.result} {{wrong}} says {asked.wrong.claim}.",
    )


_CONTEXT = (
    "Only the rows and the column that the question names are used.",
    "The other column plays no part in it.",
    "Every row of the table counts once.",
    "Reading the table from top to bottom helps not to skip a row.",
    "The numbers are whole, so nothing is rounded on the way.",
)
_CONTEXT_BOTH = (
    "Both columns are needed for this.",
    "Each row is looked at once.",
    "Reading the table from top to bottom helps not to skip a row.",
    "The order of the rows does not matter for the result.",
)


def _plus(numbers: list[int]) -> str:
    return " + ".join(str(number) for number in numbers)


def _slip(random: Random, value: int) -> int:
    """Return a value that is wrong by a slip of the pen: one digit up or down, as often above as below."""
    step = random.choice((1, 2, 3, 10, 10, 20)) * random.choice((-1, 1))
    return value + step if value + step > 0 else value - step


def _total(random: Random, table: Table) -> Asked:
    which = random.choice((1, 2))
    numbers = table.column(which)
    heading = table.heading(which)

    def content(total: int) -> Content:
        return Content(f"The total is {total}.", total, (f"{_plus(numbers)} = {total}.",), _CONTEXT)

    value = sum(numbers)
    return Asked(
        "a total",
        f"What is the total of the column '{heading}'?",
        f"sum(row[{which}] for row in ROWS)",
        content(value),
        content(_slip(random, value)),
    )


def _above(random: Random, table: Table) -> Asked:
    """Count the rows above a bound; the wrong count takes in or leaves out a row at the bound."""
    which = random.choice((1, 2))
    numbers = table.column(which)
    bound = sorted(numbers)[random.randint(1, len(numbers) - 2)]
    value = sum(number > bound for number in numbers)
    wrong = value + 1 if random.random() < 0.5 or value < 2 else value - 1

    def content(count: int) -> Content:
        steps = (f"In '{table.heading(which)}', {count} of the {len(numbers)} numbers are above {bound}.",)
        return Content(
            f"The answer is {count}.",
            count,
            steps,
            (*_CONTEXT, "A row exactly at the bound is not above it."),
        )

    return Asked(
        "a count",
        f"How many rows have a value of more than {bound} in the column '{table.heading(which)}'?",
        f"sum(row[{which}] > {bound} for row in ROWS)",
        content(value),
        content(wrong),
    )


def _above_total(random: Random, table: Table) -> Asked:
    """Add one column over the rows that pass a bound in the other."""
    which = random.choice((1, 2))
    other = 3 - which
    bound = sorted(table.column(other))[len(table.rows) // 2]
    chosen = [row for row in table.rows if int(row[other]) >= bound]
    numbers = [int(row[which]) for row in chosen]
    strict = [int(row[which]) for row in table.rows if int(row[other]) > bound]
    more = [*numbers, next(int(row[which]) for row in table.rows if int(row[other]) < bound)]

    def content(used: list[int]) -> Content:
        steps = (
            f"The rows that count have the values {', '.join(map(str, used))}.",
            f"{_plus(used)} = {sum(used)}.",
        )
        return Content(f"Together they have {sum(used)}.", sum(used), steps, _CONTEXT_BOTH)

    return Asked(
        "a filtered total",
        f"Over the rows with at least {bound} in '{table.heading(other)}', what is the sum of "
        f"'{table.heading(which)}'?",
        f"sum(row[{which}] for row in ROWS if row[{other}] >= {bound})",
        content(numbers),
        content(random.choice((strict, more))),
    )


def _highest(random: Random, table: Table) -> Asked:
    which = random.choice((1, 2))
    pick = random.choice(("highest", "lowest", "second highest", "second lowest"))
    ranked = sorted(table.rows, key=lambda row: row[which], reverse="highest" in pick)
    place = 1 if "second" in pick else 0
    wrong_row = ranked[random.choice((0, 2)) if place else 1]

    def content(row: tuple[str, int, int]) -> Content:
        steps = (f"In '{table.heading(which)}', {row[0]} has {row[which]}.",)
        return Content(f"It is {row[0]}.", row[0], steps, _CONTEXT)

    order = "reverse=True" if "highest" in pick else "reverse=False"
    return Asked(
        "a rank",
        f"Which row has the {pick} value in the column '{table.heading(which)}'?",
        f"sorted(ROWS, key=lambda row: row[{which}], {order})[{place}][0]",
        content(ranked[place]),
        content(wrong_row),
    )


def _difference(random: Random, table: Table) -> Asked:
    which = random.choice((1, 2))
    one, two = random.sample(range(len(table.rows)), 2)
    first, second = table.rows[one], table.rows[two]
    value = abs(int(first[which]) - int(second[which]))

    def content(given: int) -> Content:
        high, low = max(first[which], second[which]), min(first[which], second[which])
        return Content(f"They differ by {given}.", given, (f"{high} - {low} = {given}.",), _CONTEXT)

    wrong = _slip(random, value)
    return Asked(
        "a difference",
        f"By how much do {first[0]} and {second[0]} differ in the column '{table.heading(which)}'?",
        f"abs(ROWS[{one}][{which}] - ROWS[{two}][{which}])",
        content(value),
        content(wrong),
    )


def _median(random: Random, table: Table) -> Asked:
    which = random.choice((1, 2))
    numbers = sorted(table.column(which))
    middle = len(numbers) // 2
    unsorted_ = table.column(which)

    def said(given: float) -> str:
        return f"{given:g}"

    def of(values: list[int]) -> float:
        return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2

    value = of(numbers)
    wrong = of(unsorted_)
    if wrong == value or random.random() < 0.5:
        wrong = float(numbers[middle + random.choice((-1, 1))])
    if wrong == value:
        wrong = value + 1

    def content(given: float) -> Content:
        steps = (f"Sorted, the values are {', '.join(map(str, numbers))}.",)
        return Content(f"The median is {said(given)}.", float(given), steps, _CONTEXT)

    return Asked(
        "a median",
        f"What is the median of the column '{table.heading(which)}'?",
        f"float(statistics.median(row[{which}] for row in ROWS))",
        content(value),
        content(wrong),
    )


def _share(random: Random, table: Table) -> Asked:
    which = random.choice((1, 2))
    place = random.randrange(len(table.rows))
    row, total = table.rows[place], sum(table.column(which))
    value = round(100 * int(row[which]) / total)
    wrong = max(1, value + random.choice((-1, 1)) * random.choice((2, 3, 5, 10)))
    wrong = wrong if wrong != value else value + 2

    def content(given: int) -> Content:
        steps = (f"The column adds up to {total}.", f"{row[which]} of {total} is about {given} %.")
        return Content(f"It is {given} %.", given, steps, _CONTEXT[1:])

    return Asked(
        "a share",
        f"Which share of the total of '{table.heading(which)}' does {row[0]} have, in whole percent?",
        f"round(100 * ROWS[{place}][{which}] / sum(row[{which}] for row in ROWS))",
        content(value),
        content(wrong),
    )


def _ratio(random: Random, table: Table) -> Asked:
    """Find the row with the largest ratio of the columns; the wrong row leads in one column alone."""
    ranked = sorted(table.rows, key=lambda row: row[1] / row[2], reverse=True)
    best = ranked[0]
    leads = [max(table.rows, key=lambda row: row[1]), min(table.rows, key=lambda row: row[2])]
    wrong_row = next((row for row in random.sample(leads, 2) if row != best), ranked[1])

    def content(row: tuple[str, int, int]) -> Content:
        steps = (f"{row[0]} has {row[1]} for {row[2]}, which is {row[1] / row[2]:.2f}.",)
        return Content(f"It is {row[0]}.", row[0], steps, _CONTEXT_BOTH)

    return Asked(
        "a ratio",
        f"Which row has the highest '{table.domain.first}' divided by '{table.domain.second}'?",
        "max(ROWS, key=lambda row: row[1] / row[2])[0]",
        content(best),
        content(wrong_row),
    )


def _range(random: Random, table: Table) -> Asked:
    which = random.choice((1, 2))
    numbers = table.column(which)
    high, low = max(numbers), min(numbers)
    second_low = sorted(numbers)[1]
    second_high = sorted(numbers)[-2]
    wrong_pair = random.choice(((high, second_low), (second_high, low)))

    def content(top: int, bottom: int) -> Content:
        steps = (f"The largest value is {top} and the smallest is {bottom}.",)
        return Content(f"The range is {top - bottom}.", top - bottom, steps, _CONTEXT)

    return Asked(
        "a range",
        f"What is the difference between the largest and the smallest value of '{table.heading(which)}'?",
        f"max(row[{which}] for row in ROWS) - min(row[{which}] for row in ROWS)",
        content(high, low),
        content(*wrong_pair),
    )


_QUESTIONS: tuple[Callable[[Random, Table], Asked], ...] = (
    _total,
    _above,
    _above_total,
    _highest,
    _difference,
    _median,
    _share,
    _ratio,
    _range,
)
