"""Short facts: looked up in a table, or worked out by arithmetic on numbers, dates and units."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from pydantic import TypeAdapter

from earnest.bank.generating.draft import Draft
from earnest.bank.generating.prose import Content, fluent, plain
from earnest.records.base import Record

_SEEDS = Path(__file__).parent / "seeds"
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


class LookedUp(Record):
    """One table of facts (`seeds/looked_up.toml`)."""

    title: str
    ask: str
    say: str
    context: tuple[str, ...]
    rows: dict[str, int | str]


@cache
def tables() -> dict[str, LookedUp]:
    """Return the shipped tables of facts, the elements among them."""
    text = (_SEEDS / "looked_up.toml").read_text(encoding="utf-8")
    found = TypeAdapter(dict[str, LookedUp]).validate_python(tomllib.loads(text))
    lines = (_SEEDS / "elements.txt").read_text(encoding="utf-8").splitlines()
    elements = [line.split() for line in lines if not line.startswith("#")]
    found["atomic-number"] = LookedUp(
        title="An atomic number",
        ask="What is the atomic number of {name}?",
        say="The atomic number of {name} is {value}",
        context=(
            "The atomic number counts the protons of the nucleus and so fixes which element an atom is.",
            "In a neutral atom it equals the number of electrons as well.",
            "It should not be confused with the mass number, which counts the neutrons too.",
            "The periodic table is ordered by it, one element after the other.",
        ),
        rows={name: place for place, (_, name) in enumerate(elements, start=1)},
    )
    found["element-symbol"] = LookedUp(
        title="A chemical symbol",
        ask="Which chemical symbol does {name} have?",
        say="The symbol of {name} is {value}",
        context=(
            "Symbols have one or two letters, and only the first of them is a capital.",
            "Some symbols come from older names, often Latin ones, and do not fit the English word.",
            "The same symbols are used in every language, which is what makes formulas readable anywhere.",
        ),
        rows={name: symbol for symbol, name in elements},
    )
    return found


def drafts(random: Random) -> Iterator[Draft]:
    """Yield drafts without end, one family after the other in a new order each round."""
    waiting = {name: random.sample(sorted(table.rows), len(table.rows)) for name, table in tables().items()}
    while True:
        turn: list[str] = [name for name, rows in waiting.items() if rows] + list(_WORKED_OUT)
        random.shuffle(turn)
        for name in turn:
            if name in _WORKED_OUT:
                yield _WORKED_OUT[name](random)
            else:
                yield _looked_up(random, name, waiting[name].pop())


def _looked_up(random: Random, family: str, name: str) -> Draft:
    table = tables()[family]
    value = table.rows[name]
    wrong = random.choice(_near(table, name))
    say = [
        Content(f"{table.say.format(name=name, value=given)}.", given, (), table.context)
        for given in (value, wrong)
    ]
    return Draft(
        subject=f"{family} {name}",
        title=table.title,
        prompt=table.ask.format(name=name),
        plain=plain(random, *say),
        fluent=fluent(random, *say),
        program=f"ROWS = {table.rows!r}\n\n\ndef holds(claim):\n    return ROWS[{name!r}] == claim",
        why=f"{table.say.format(name=name, value=value)}, as any reference says; {{wrong}} says {wrong}.",
    )


def _near(table: LookedUp, name: str) -> list[int | str]:
    """Return up to six wrong values that lie next to the right one in the table."""
    names = list(table.rows)
    place = names.index(name)
    window = names[max(0, place - 3) : place] + names[place + 1 : place + 4]
    return [table.rows[other] for other in window]


def _worked_out(
    random: Random,
    family: str,
    title: str,
    prompt: str,
    contents: tuple[Content, Content],
    truth: str,
) -> Draft:
    """Make a draft whose truth is a Python expression over the standard library."""
    right, wrong = contents
    return Draft(
        subject=f"{family} {prompt}",
        title=title,
        prompt=prompt,
        plain=plain(random, right, wrong),
        fluent=fluent(random, right, wrong),
        program=(
            "import datetime\nimport fractions\nimport math\n\n\n"
            f"def holds(claim):\n    return {truth} == claim"
        ),
        why=f"{' '.join(right.steps)} {right.result} {{wrong}} says {wrong.claim}.".strip(),
    )


def _off(random: Random, value: int, *steps: int) -> int:
    """Return a wrong value: as often above as below, and never below zero."""
    step = random.choice(steps) * random.choice((-1, 1))
    return value + step if value + step >= 0 else value - step


def _date(random: Random) -> date:
    return date(1990, 1, 1) + timedelta(days=random.randrange(18_000))


def _said(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _weekday(random: Random) -> Draft:
    day = _date(random)
    known = day - timedelta(days=random.randint(20, 150))
    prompt = f"{_said(known)} was a {_DAYS[known.weekday()]}. Which day of the week was {_said(day)}?"
    apart = (day - known).days

    def content(name: str, rest: int) -> Content:
        return Content(
            f"{_said(day)} was a {name}.",
            name,
            (
                f"From {_said(known)} to {_said(day)} there are {apart} days.",
                f"Divided by seven, {apart} leaves a remainder of {rest}.",
            ),
            ("Weekdays repeat every seven days.", "Leap days have to be counted where they fall in between."),
        )

    right = content(_DAYS[day.weekday()], apart % 7)
    slip = random.choice((1, 2, 5, 6))
    wrong = content(_DAYS[(day.weekday() + slip) % 7], (apart + slip) % 7)
    truth = f"{_DAYS!r}[datetime.date({day.year}, {day.month}, {day.day}).weekday()]"
    return _worked_out(random, "weekday", "A day of the week", prompt, (right, wrong), truth)


def _days_between(random: Random) -> Draft:
    first = _date(random)
    last = first + timedelta(days=random.randint(35, 320))
    prompt = f"How many days after {_said(first)} is {_said(last)}?"
    days = (last - first).days
    start, end = first.timetuple().tm_yday, last.timetuple().tm_yday
    year = (date(first.year, 12, 31) - date(first.year - 1, 12, 31)).days

    def content(total: int, at: int) -> Content:
        steps: tuple[str, ...] = (
            f"{_said(first)} is day {start} of its year and {_said(last)} is day {at} of its own.",
        )
        if last.year > first.year:
            steps += (f"The year {first.year} has {year} days.",)
        return Content(
            f"It is {total} days later.",
            total,
            steps,
            (
                "The first day is not counted and the last one is.",
                "Whether a February has a leap day matters for the count.",
            ),
        )

    slip = _off(random, days, 1, 1, 2, 10) - days
    contents = (content(days, end), content(days + slip, end + slip))
    truth = (
        f"(datetime.date({last.year}, {last.month}, {last.day})"
        f" - datetime.date({first.year}, {first.month}, {first.day})).days"
    )
    return _worked_out(random, "days", "Days between two dates", prompt, contents, truth)


def _base(random: Random) -> Draft:
    name, code = random.choice((("hexadecimal", "X"), ("binary", "b"), ("octal", "o")))
    value = random.randint(70, 250) if code == "b" else random.randint(300, 4000)
    other = _off(random, value, 1, 2, 4, 16)

    def content(given: int) -> Content:
        base = {"X": 16, "b": 2, "o": 8}[code]
        return Content(
            f"Written in {name}, {value} is {given:{code}}.",
            f"{given:{code}}",
            (f"The last digit is the remainder after dividing by {base}, which is {given % base}.",),
            (
                "Each place is worth the base times the place to its right.",
                "Dividing again and again by the base gives the digits from right to left.",
            ),
        )

    prompt = f"How is the number {value} written in {name}?"
    contents = (content(value), content(other))
    return _worked_out(random, "base", "Another base", prompt, contents, f"format({value}, {code!r})")


_UNITS = (
    ("inches", "millimetres", "inch", 127, 5),
    ("feet", "centimetres", "foot", 762, 25),
    ("yards", "centimetres", "yard", 2286, 25),
    ("hours", "seconds", "hour", 3600, 1),
    ("days", "minutes", "day", 1440, 1),
    ("weeks", "hours", "week", 168, 1),
    ("kibibytes", "bytes", "kibibyte", 1024, 1),
    ("kilometres per hour", "metres per minute", "kilometre per hour", 50, 3),
    ("dozens", "pieces", "dozen", 12, 1),
    ("nautical miles", "metres", "nautical mile", 1852, 1),
    ("carats", "milligrams", "carat", 200, 1),
    ("right angles", "degrees", "right angle", 90, 1),
)


def _unit(random: Random) -> Draft:
    many, into, one, top, bottom = random.choice(_UNITS)
    count = random.randint(3, 60) * bottom
    value = count * top // bottom
    wrong = _off(random, value, max(1, value // 10), max(1, top // bottom), 2 * max(1, top // bottom))

    def content(total: int) -> Content:
        factor = f"{top / bottom:g}" if bottom > 1 and (top * 1000) % bottom == 0 else f"{top}/{bottom}"
        return Content(
            f"{count} {many} are {total} {into}.",
            total,
            (
                f"By definition, one {one} is {factor if bottom > 1 else top} {into}.",
                f"Multiplied by {count}, this makes {total}.",
            ),
            ("The factor is exact, so that nothing has to be rounded.", "The unit is part of the answer."),
        )

    prompt = f"How many {into} are {count} {many}?"
    truth = f"{count} * fractions.Fraction({top}, {bottom})"
    return _worked_out(random, "unit", "A conversion", prompt, (content(value), content(wrong)), truth)


def _discount(random: Random) -> Draft:
    price, off, tax = (
        random.randint(4, 60) * 20,
        random.choice((10, 15, 20, 25, 30, 40)),
        random.choice((5, 8, 10, 20)),
    )
    cents = price * (100 - off) * (100 + tax)
    wrong = price * (100 - off + tax) * 100 if random.random() < 0.5 else cents - price * 100

    def money(amount: int) -> str:
        return f"{amount / 10_000:.2f}"

    def content(total: int) -> Content:
        return Content(
            f"The final price is {money(total)}.",
            money(total),
            (
                f"The reduction of {off} % takes {price} down to {price * (100 - off) / 100:.2f}.",
                f"Adding the tax of {tax} % gives {money(total)}.",
            ),
            ("The tax is due on the reduced price.", "Two percentages that follow each other are not added."),
        )

    prompt = f"A price of {price} is reduced by {off} %, then {tax} % tax is added. What is the final price?"
    truth = f"format({price} * {100 - off} * {100 + tax} / 10000, '.2f')"
    return _worked_out(
        random, "discount", "A reduction and a tax", prompt, (content(cents), content(wrong)), truth
    )


def _clock(random: Random) -> Draft:
    start, length = random.randint(0, 1439), random.randint(95, 700)
    hours, minutes = divmod(length, 60)
    end = (start + length) % 1440
    wrong = (_off(random, end, 10, 40, 60, 60)) % 1440

    def said(moment: int) -> str:
        return f"{moment // 60:02}:{moment % 60:02}"

    def content(moment: int) -> Content:
        shift = (moment - end) // 60 * 60 if abs(moment - end) >= 60 else 0
        after = (start + hours * 60 + shift) % 1440
        return Content(
            f"It arrives at {said(moment)}.",
            said(moment),
            (
                f"{hours} hours after {said(start)} it is {said(after)}.",
                f"Another {minutes} minutes make it {said(moment)}.",
            ),
            (
                "An hour has 60 minutes, so minutes carry over at 60 and not at 100.",
                "Past midnight the clock starts again at 00:00.",
            ),
        )

    prompt = (
        f"A train leaves at {said(start)} and takes {hours} h {minutes:02} min, without a change of time "
        "zone. When does it arrive, on a 24-hour clock?"
    )
    truth = f"'%02d:%02d' % divmod(({start} + {length}) % 1440, 60)"
    return _worked_out(random, "clock", "An arrival", prompt, (content(end), content(wrong)), truth)


def _divisor(random: Random) -> Draft:
    common, left, right = (
        random.choice((6, 7, 8, 9, 11, 12, 14, 15, 18, 21)),
        *random.sample((4, 5, 7, 9, 11, 13), 2),
    )
    first, second = common * left, common * right
    value = _gcd(first, second)
    wrong = random.choice(
        [each for each in (value // 2, value * 2, value // 3, value + 1, value - 1) if each > 1]
    )

    def content(given: int) -> Content:
        return Content(
            f"The greatest common divisor of {first} and {second} is {given}.",
            given,
            (
                (
                    f"{first} is {given} times {first / given:g}, "
                    f"and {second} is {given} times {second / given:g}."
                ),
            ),
            (
                "Euclid's way is to replace the larger number by the remainder until nothing is left.",
                "Both numbers must be divisible by it without a remainder.",
            ),
        )

    prompt = f"What is the greatest common divisor of {first} and {second}?"
    truth = f"math.gcd({first}, {second})"
    return _worked_out(random, "divisor", "A common divisor", prompt, (content(value), content(wrong)), truth)


def _gcd(first: int, second: int) -> int:
    while second:
        first, second = second, first % second
    return first


def _choose(random: Random) -> Draft:
    size = random.randint(7, 14)
    picked = random.randint(2, 4)
    value = 1
    for step in range(picked):
        value = value * (size - step) // (step + 1)
    wrong = value * picked if random.random() < 0.5 else value * (size - picked) // size

    def content(given: int) -> Content:
        product = " x ".join(str(size - step) for step in range(picked))
        below = " x ".join(str(picked - step) for step in range(picked))
        return Content(
            f"There are {given} ways.",
            given,
            (f"The count is {product} divided by {below}, which is {given}.",),
            ("The order of those who are chosen does not matter.", "Nobody can be chosen twice."),
        )

    prompt = f"In how many ways can a group of {picked} be chosen from {size} people?"
    truth = f"math.comb({size}, {picked})"
    return _worked_out(random, "choose", "Ways to choose", prompt, (content(value), content(wrong)), truth)


def _roman(random: Random) -> Draft:
    value = random.randint(41, 1999)
    wrong = value
    while _numeral(wrong) == _numeral(value):
        wrong = _off(random, value, 2, 5, 10, 10, 50)

    def content(given: int) -> Content:
        return Content(
            f"{value} is written {_numeral(given)}.",
            _numeral(given),
            (f"Taken apart from the left, the numeral is {' + '.join(_numeral_parts(given))}.",),
            (
                "A smaller letter before a larger one is taken away.",
                "No letter is written four times in a row.",
            ),
        )

    prompt = f"How is {value} written in Roman numerals?"
    program = f"roman({value})"
    draft = _worked_out(random, "roman", "A Roman numeral", prompt, (content(value), content(wrong)), program)
    return Draft(**{**vars(draft), "program": f"{_ROMAN_PROGRAM}\n\n\n{draft.program}"})


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_PROGRAM = f"""LETTERS = {_ROMAN!r}


def roman(number):
    out = ""
    for value, letters in LETTERS:
        out += letters * (number // value)
        number %= value
    return out"""


def _numeral_parts(value: int) -> list[str]:
    parts = []
    for worth, letters in _ROMAN:
        if value // worth:
            parts.append(letters * (value // worth))
        value %= worth
    return parts


def _numeral(value: int) -> str:
    return "".join(_numeral_parts(value))


def _angles(random: Random) -> Draft:
    sides = random.randint(5, 30)
    value = (sides - 2) * 180
    wrong = value + 180 * random.choice((-1, 1))

    def content(given: int) -> Content:
        return Content(
            f"The interior angles add up to {given} degrees.",
            given,
            (f"It can be cut into {given // 180} triangles of 180 degrees each.",),
            (
                "The sum depends on the number of sides alone.",
                "It holds for regular and irregular polygons alike.",
            ),
        )

    prompt = f"What is the sum, in degrees, of the interior angles of a convex polygon with {sides} sides?"
    return _worked_out(
        random,
        "angles",
        "Angles of a polygon",
        prompt,
        (content(value), content(wrong)),
        f"({sides} - 2) * 180",
    )


def _remainder(random: Random) -> Draft:
    number, by = random.randint(200, 9000), random.choice((7, 9, 11, 12, 13, 17, 19, 23))
    value = number % by
    wrong = (value + random.choice((-2, -1, 1, 2))) % by

    def content(given: int) -> Content:
        whole = number - value
        return Content(
            f"The remainder is {given}.",
            given,
            (f"{whole} is {whole // by} times {by}.", f"From there to {number} it is {given}."),
            (
                "A remainder is always smaller than what was divided by.",
                "Casting out works for nine, not in general.",
            ),
        )

    prompt = f"What is the remainder when {number} is divided by {by}?"
    return _worked_out(
        random, "remainder", "A remainder", prompt, (content(value), content(wrong)), f"{number} % {by}"
    )


_WORKED_OUT: dict[str, Callable[[Random], Draft]] = {
    "weekday": _weekday,
    "days": _days_between,
    "base": _base,
    "unit": _unit,
    "discount": _discount,
    "clock": _clock,
    "divisor": _divisor,
    "choose": _choose,
    "roman": _roman,
    "angles": _angles,
    "remainder": _remainder,
}
