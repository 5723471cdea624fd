"""The miner: which sentences of a prompt order something of the writer, and of which kind it is.

It helps authors and candidates to read; it scores nobody. Grammar decides what is an order (`force`), a table
of word classes says what the order speaks of (`kinds`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from earnest.bank.mining.features import Features, features
from earnest.bank.mining.force import Mood, mood
from earnest.bank.mining.joining import Read, joined
from earnest.bank.mining.kinds import kinds_of
from earnest.bank.mining.others import Before, has_other_subject, is_of_others
from earnest.bank.mining.reading import Clause, clauses
from earnest.bank.mining.weighing import chance, weights
from earnest.bank.mining.work import the_work
from earnest.records.base import Record
from earnest.records.item import CodingItem, Constraint
from earnest.text.segment import Span

__all__ = ["Found", "mine", "not_declared", "nowhere_stated"]


UNSORTED = ""  # the kind of an order that restricts the writer in a way no rule sorts
_LONGEST_POINTER = 12
_SHORT = 5  # words of a clause that cannot say alone what it is about
_POINTERS = frozenset({"it", "any", "them", "that", "those", "one", "so", "there", "this", "else"})


class Found(Record):
    """Words of a prompt that state a constraint: `prompt[start:end] == quote`.

    `kind` is empty where the words restrict the writer and no rule says how. `args` holds what could be read
    off the words; the rest is for the author.
    """

    kind: str
    args: dict[str, JsonValue]
    quote: str
    start: int
    end: int


def mine(prompt: str) -> tuple[Found, ...]:
    """Return what states a constraint, in the order of the prompt. Linear in its length."""
    spans: list[Span] = []
    said: list[Read] = []
    for clause, kind, args in _read(prompt):
        spans.append(clause.span)
        said.append((kind, args, clause.span.of(prompt)))
    rows = zip(spans, joined(prompt, said), strict=True)
    found = [
        Found(kind=kind, args=args, quote=quote, start=span.start, end=span.end)
        for span, (kind, args, quote) in rows
    ]
    return tuple(one for n, one in enumerate(found) if one not in found[max(0, n - 2) : n])


def _read(prompt: str) -> Iterator[tuple[Clause, str, dict[str, JsonValue]]]:
    for one in weighed(prompt):
        if one.said is Mood.NOTHING or one.chance < weights().sorted:
            continue
        kinds = [] if one.of_others else _kinds(one)
        if not kinds and one.chance >= weights().unsorted and not one.is_bare_task:
            kinds = list(kinds_of(one.clause, ordered=one.chance >= weights().certain)) or [(UNSORTED, {})]
        for kind, args in kinds:
            yield one.clause, kind, args


@dataclass(frozen=True)
class Weighed:
    """A clause with its mood, what its grammar shows and how likely it asks something of the writer."""

    clause: Clause
    said: Mood
    of_others: bool
    features: Features

    @property
    def chance(self) -> float:
        """0 to 1."""
        return chance(self.features)

    @property
    def is_bare_task(self) -> bool:
        """Whether the clause says what to make or mend, and nothing about how: "fix it"."""
        return "task" in self.features and not any(name.startswith("shows ") for name in self.features)


def weighed(prompt: str) -> Iterator[Weighed]:
    """Yield every clause of a prompt, weighed."""
    read = list(clauses(prompt))
    work = the_work(read)
    before, last = Before(), Mood.NOTHING
    for clause in read:
        said = mood(clause, inherited=before.ordered and not clause.first)
        others = said is not Mood.NOTHING and is_of_others(clause, work, before=before)
        yield Weighed(clause, said, others, features(clause, work, said, None if clause.first else last))
        ordered = said is Mood.ORDER and not others
        before = Before(ordered, others or (not ordered and has_other_subject(clause, work)))
        last = said


def _kinds(one: Weighed) -> list[tuple[str, dict[str, JsonValue]]]:
    ordered = one.said is Mood.ORDER
    kinds = list(kinds_of(one.clause, ordered=ordered))
    if not kinds and ordered and _points_back(one.clause):
        kinds = list(kinds_of(one.clause.with_before, ordered=True))
    return kinds


def _points_back(clause: Clause) -> bool:
    """Whether a clause speaks of something that its sentence named before: "so please leave it at that"."""
    longest = _LONGEST_POINTER if _POINTERS & set(clause.words) else _SHORT
    return bool(clause.before) and len(clause.words) <= longest


def nowhere_stated(item: CodingItem) -> tuple[Constraint, ...]:
    """Return the declared constraints whose quote holds nothing that the miner takes for an order."""
    spans = [(one.start, one.end) for one in mine(item.prompt)]
    return tuple(one for one in item.constraints if not _is_met(item.prompt, one.quote, spans))


def not_declared(item: CodingItem) -> tuple[Found, ...]:
    """Return what the prompt orders and no declared constraint quotes."""
    quotes = [place_of(item.prompt, one.quote) for one in item.constraints]
    return tuple(
        one
        for one in mine(item.prompt)
        if one.kind != UNSORTED
        and not any(place and one.start < place[1] and place[0] < one.end for place in quotes)
    )


def _is_met(prompt: str, quote: str, spans: list[tuple[int, int]]) -> bool:
    place = place_of(prompt, quote)
    return place is not None and any(start < place[1] and place[0] < end for start, end in spans)


def place_of(prompt: str, quote: str) -> tuple[int, int] | None:
    """Return where a quote stands in the prompt, white space apart."""
    parts = quote.split()
    start = prompt.find(parts[0]) if parts else -1
    while start >= 0:
        end = _matched(prompt, start, parts)
        if end:
            return start, end
        start = prompt.find(parts[0], start + 1)
    return None


def _matched(prompt: str, start: int, parts: list[str]) -> int:
    at = start
    for part in parts:
        while at < len(prompt) and prompt[at].isspace():
            at += 1
        if not prompt.startswith(part, at):
            return 0
        at += len(part)
    return at
