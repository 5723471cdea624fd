"""What to change in a listing, as questions: its author knows the answers, a program does not."""

from collections.abc import Iterator, Sequence

from earnest.matching.listing_lint import LintReport, lint, settings
from earnest.records.base import Record
from earnest.records.listing import Listing


class Quoted(Record):
    """A phrase of the listing's text, and its line."""

    quote: str
    line: int


class Question(Record):
    """One question, about the phrases of `quotes`, or about what is missing where there are none."""

    about: str
    quotes: tuple[Quoted, ...] = ()
    ask: str
    why: str = ""


def rewrite(listing: Listing, others: Sequence[Listing]) -> tuple[Question, ...]:
    """Return the questions whose answers make a listing tell what only it can, most needed first."""
    report = lint(listing, others)
    return (*_missing(report), *_empty(report), *_generic(report))


def as_text(listing: Listing, questions: Sequence[Question]) -> str:
    """Return the questions as lines for a terminal."""
    if not questions:
        return f"{listing.id}: nothing to ask"
    lines = [f"{listing.id}: {len(questions)} questions"]
    for number, one in enumerate(questions, 1):
        quotes = ", ".join(f'"{" ".join(each.quote.split())}" (line {each.line})' for each in one.quotes)
        lines.append(f"{number:3}. {one.about}{': ' if quotes else ''}{quotes}")
        lines.append(f"     {one.ask}")
        lines += [f"     {one.why}"] if one.why else []
    return "\n".join(lines)


def _missing(report: LintReport) -> Iterator[Question]:
    for thing in report.named:
        if thing.ask:
            yield Question(about=f"missing: {thing.title}", ask=thing.ask)


def _empty(report: LintReport) -> Iterator[Question]:
    for kind in settings().instead:
        quotes = tuple(Quoted(quote=one.quote, line=one.line) for one in report.empty if one.id == kind.id)
        if quotes:
            yield Question(about=kind.title, quotes=quotes, ask=kind.ask, why=kind.why)


def _generic(report: LintReport) -> Iterator[Question]:
    """Ask about each generic phrase that is not asked about already."""
    for one in report.generic:
        if any(empty.start < one.end and one.start < empty.end for empty in report.empty):
            continue
        held = f"{one.ads} of {report.ads} ads" if one.ads else f"{one.others} of {report.compared} others"
        ask = f"{held} say this too. What is true here and in none of them?"
        yield Question(about="a generic phrase", quotes=(Quoted(quote=one.quote, line=one.line),), ask=ask)
