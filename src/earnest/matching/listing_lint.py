"""Look at a listing: what it shares with every other one, and whether it names what is screened for."""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from earnest.matching.gazetteer import find_technologies, gazetteer
from earnest.records.base import Record
from earnest.records.listing import Listing
from earnest.text.segment import Span, words


class PhraseSettings(Record):
    """Lengths of phrases in words, and the share of the others that makes a phrase generic."""

    shortest: int
    longest: int
    share: float
    least_others: int
    most: int
    function_words: frozenset[str]


class Named(Record):
    """One thing that a listing should name: the words that name it, and what to ask without them."""

    id: str
    title: str
    ask: str
    words: tuple[str, ...] = ()
    technologies: bool = False


class LintSettings(Record):
    """`listing_lint.toml`, typed."""

    version: str
    phrases: PhraseSettings
    named: tuple[Named, ...]


class GenericPhrase(Record):
    """A phrase at `[start, end)` of the listing's text that `others` of the other listings hold too."""

    quote: str
    start: int
    end: int
    others: int


class NamedThing(Record):
    """Whether a listing names one thing, with the words that do."""

    id: str
    title: str
    found: tuple[str, ...] = ()
    ask: str = ""


class LintReport(Record):
    """What `lint` found. `compared` is the number of other listings; `generic_share` lies in 0..1."""

    listing: str
    compared: int
    generic: tuple[GenericPhrase, ...] = ()
    generic_share: float = 0.0
    named: tuple[NamedThing, ...] = ()

    def text(self) -> str:
        """Return the report as lines for a terminal."""
        lines = [f"{self.listing}: compared with {self.compared} other listings"]
        lines.append(f"phrases that most of them have too ({self.generic_share:.0%} of the words):")
        lines += [f'  "{one.quote}" in {one.others} of {self.compared}' for one in self.generic] or ["  none"]
        lines.append("what is screened for:")
        for thing in self.named:
            said = ", ".join(thing.found)
            lines.append(
                f"  named    {thing.title}: {said}" if said else f"  missing  {thing.title}. {thing.ask}"
            )
        return "\n".join(lines)


@lru_cache(maxsize=1)
def settings() -> LintSettings:
    """Return the shipped settings."""
    raw = Path(__file__).with_name("listing_lint.toml").read_text(encoding="utf-8")
    return LintSettings.model_validate(tomllib.loads(raw))


def lint(listing: Listing, others: Sequence[Listing]) -> LintReport:
    """Compare a listing with others, and look for what it should name."""
    chosen = settings()
    spans = words(listing.text)
    generic = _generic(listing.text, spans, others, chosen.phrases)
    covered = sum(any(one.start <= span.start < one.end for one in generic) for span in spans)
    return LintReport(
        listing=listing.id,
        compared=len(others),
        generic=tuple(sorted(generic, key=lambda one: (-one.others, one.start))[: chosen.phrases.most]),
        generic_share=round(covered / len(spans), 4) if spans else 0.0,
        named=tuple(_named(thing, listing) for thing in chosen.named),
    )


def _generic(
    text: str, spans: Sequence[Span], others: Sequence[Listing], chosen: PhraseSettings
) -> list[GenericPhrase]:
    """Return the longest phrases that at least `share` of the others hold, in order, without overlaps."""
    if len(others) < chosen.least_others:
        return []
    held = [_phrases(other.text, chosen) for other in others]
    needed = chosen.share * len(others)
    found: list[GenericPhrase] = []
    at = 0
    while at < len(spans):
        for size in range(min(chosen.longest, len(spans) - at), chosen.shortest - 1, -1):
            piece = spans[at : at + size]
            key = _key(text, piece)
            count = sum(key in one for one in held)
            if count >= needed and not all(word in chosen.function_words for word in key.split()):
                start, end = piece[0].start, piece[-1].end
                found.append(GenericPhrase(quote=text[start:end], start=start, end=end, others=count))
                at += size - 1
                break
        at += 1
    return found


def _phrases(text: str, chosen: PhraseSettings) -> set[str]:
    spans = words(text)
    return {
        _key(text, spans[at : at + size])
        for size in range(chosen.shortest, chosen.longest + 1)
        for at in range(len(spans) - size + 1)
    }


def _key(text: str, spans: Sequence[Span]) -> str:
    return " ".join(span.of(text).lower() for span in spans)


def _named(thing: Named, listing: Listing) -> NamedThing:
    text = f"{listing.title}\n{listing.text}"
    if thing.technologies:
        found = _technologies(text)
    else:
        present = _key(text, words(text))
        found = tuple(word for word in thing.words if f" {word} " in f" {present} ")
        found += tuple(sign for sign in thing.words if not sign[0].isalnum() and sign in text)
    return NamedThing(id=thing.id, title=thing.title, found=found, ask="" if found else thing.ask)


def _technologies(text: str) -> tuple[str, ...]:
    names = {mention.name for mention in find_technologies(text)}
    tools = (name for name in names if gazetteer().technology(name).category != "computer-science-topic")
    return tuple(sorted(tools, key=str.casefold))
