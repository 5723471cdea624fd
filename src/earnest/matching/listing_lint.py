"""Look at a listing: what others say too, what tells nothing, and what it leaves out."""

import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pydantic import field_validator

from earnest.matching.gazetteer import FIELDS, NO_TOOLS, find_concepts, gazetteer
from earnest.matching.listing_phrases import corpus, is_told
from earnest.matching.pay import amounts
from earnest.records.base import Record
from earnest.records.listing import Listing
from earnest.text.segment import Span, words

_GENERAL = FIELDS - NO_TOOLS  # categories too wide to tell one listing from another


class PhraseSettings(Record):
    """Lengths of phrases in words, and the share of others, or of a corpus of ads, that makes one generic."""

    shortest: int
    longest: int
    share: float
    ads_share: float
    least_others: int
    most: int
    function_words: frozenset[str]

    @field_validator("function_words", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.split() if isinstance(value, str) else value


class Named(Record):
    """One thing that a listing should name: the words that name it, and what to ask without them."""

    id: str
    title: str
    ask: str
    words: tuple[str, ...] = ()
    technologies: bool = False


class Instead(Record):
    """Phrases of one kind that tell nothing: why, and what to ask for them."""

    id: str
    title: str
    why: str
    ask: str
    phrases: tuple[str, ...]

    @field_validator("phrases", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.split("|") if isinstance(value, str) else value


class PaySettings(Record):
    """The words for tiers and for one rate everywhere, and what to ask without them."""

    tiers: tuple[str, ...]
    everywhere: tuple[str, ...]
    ask_amount: str
    ask_tiers: str
    ask_everywhere: str


class LintSettings(Record):
    """`listing_lint.toml`, typed."""

    version: str
    phrases: PhraseSettings
    instead: tuple[Instead, ...]
    named: tuple[Named, ...]
    pay: PaySettings


class GenericPhrase(Record):
    """A phrase at `[start, end)` of the listing's text, held by so many `others` and `ads` of the corpus."""

    quote: str
    start: int
    end: int
    line: int
    others: int
    ads: int


class EmptyPhrase(Record):
    """A phrase at `[start, end)` that tells nothing, of the kind `id`."""

    id: str
    quote: str
    start: int
    end: int
    line: int


class NamedThing(Record):
    """Whether a listing names one thing, with the words that do."""

    id: str
    title: str
    found: tuple[str, ...] = ()
    ask: str = ""


class LintReport(Record):
    """What `lint` found, beside so many other listings and ads; `generic_share` lies in 0..1."""

    listing: str
    compared: int
    ads: int
    generic: tuple[GenericPhrase, ...] = ()
    generic_share: float = 0.0
    empty: tuple[EmptyPhrase, ...] = ()
    named: tuple[NamedThing, ...] = ()

    def text(self) -> str:
        """Return the report as lines for a terminal."""
        head = f"{self.listing}: compared with {self.ads} job ads and {self.compared} other listings"
        return "\n".join([head, *self._generic_lines(), *self._empty_lines(), *self._named_lines()])

    def _generic_lines(self) -> Iterator[str]:
        yield f"phrases that many listings have too ({self.generic_share:.0%} of the words):"
        for one in self.generic:
            held = [f"{one.ads} of {self.ads} ads"] if one.ads else []
            held += [f"{one.others} of {self.compared} others"] if one.others > 1 or not one.ads else []
            yield f'  line {one.line}: "{_flat(one.quote)}" in {" and ".join(held)}'
        if not self.generic:
            yield "  none"

    def _empty_lines(self) -> Iterator[str]:
        if self.empty:
            yield "phrases that tell nothing about the work:"
        for kind in settings().instead:
            found = [one for one in self.empty if one.id == kind.id]
            if found:
                quotes = ", ".join(f'"{_flat(one.quote)}" (line {one.line})' for one in found)
                yield f"  {kind.title}: {quotes}. {kind.why}"

    def _named_lines(self) -> Iterator[str]:
        yield "what a candidate needs to know:"
        for thing in self.named:
            said = ", ".join(thing.found)
            yield f"  named    {thing.title}: {said}" if said else f"  missing  {thing.title}. {thing.ask}"


def _flat(quote: str) -> str:
    return " ".join(quote.split())


@lru_cache(maxsize=1)
def settings() -> LintSettings:
    """Return the shipped settings."""
    raw = Path(__file__).with_name("listing_lint.toml").read_text(encoding="utf-8")
    return LintSettings.model_validate(tomllib.loads(raw))


def lint(listing: Listing, others: Sequence[Listing]) -> LintReport:
    """Compare a listing with others and with a corpus of ads, and look for what it should name."""
    chosen = settings()
    spans = words(listing.text)
    keys = [span.of(listing.text).lower() for span in spans]
    generic = list(_generic(listing.text, spans, keys, _Held(others, chosen.phrases)))
    covered = sum(len(one.quote.split()) for one in generic)
    return LintReport(
        listing=listing.id,
        compared=len(others),
        ads=corpus().ads,
        generic=tuple(
            sorted(generic, key=lambda one: (-one.others, -one.ads, one.start))[: chosen.phrases.most]
        ),
        generic_share=round(min(1.0, covered / len(spans)), 4) if spans else 0.0,
        empty=tuple(_empty(listing.text, spans, keys, chosen.instead)),
        named=(*(_named(thing, listing) for thing in chosen.named), *_pay(listing, chosen.pay)),
    )


class _Held:
    """How many other listings and ads hold a phrase, and whether that makes it generic."""

    def __init__(self, others: Sequence[Listing], chosen: PhraseSettings) -> None:
        self.chosen = chosen
        self._others = [_phrases(other.text, chosen) for other in others]
        self._needed = max(chosen.least_others, chosen.share * len(others))
        self._needed_ads = chosen.ads_share * corpus().ads

    def counts(self, phrase: str) -> tuple[int, int] | None:
        """Return in how many others and ads a generic phrase stands; None for any other."""
        others = sum(phrase in one for one in self._others)
        ads = corpus().counts.get(phrase, 0)
        generic = others >= self._needed or ads >= self._needed_ads
        return (others, ads) if generic and is_told(phrase.split(), self.chosen.function_words) else None


def _generic(text: str, spans: Sequence[Span], keys: Sequence[str], held: _Held) -> Iterator[GenericPhrase]:
    """Yield the longest generic phrases, in order, without overlaps; what follows a number states a fact."""
    breaks = _breaks(text)
    at = 0
    while at < len(spans):
        for size in range(min(held.chosen.longest, len(spans) - at), held.chosen.shortest - 1, -1):
            counts = held.counts(" ".join(keys[at : at + size]))
            if counts and not (at and keys[at - 1].isdigit()):
                start, end = spans[at].start, spans[at + size - 1].end
                yield GenericPhrase(
                    quote=text[start:end],
                    start=start,
                    end=end,
                    line=bisect_left(breaks, start) + 1,
                    others=counts[0],
                    ads=counts[1],
                )
                at += size - 1
                break
        at += 1


def _phrases(text: str, chosen: PhraseSettings) -> set[str]:
    keys = [span.of(text).lower() for span in words(text)]
    return {
        " ".join(keys[at : at + size])
        for size in range(chosen.shortest, chosen.longest + 1)
        for at in range(len(keys) - size + 1)
    }


def _empty(
    text: str, spans: Sequence[Span], keys: Sequence[str], kinds: Sequence[Instead]
) -> Iterator[EmptyPhrase]:
    """Yield the phrases that tell nothing, in order, the longest of those at one place."""
    table = {_levelled(phrase): kind.id for kind in kinds for phrase in kind.phrases}
    longest = max(len(phrase) for phrase in table)
    levelled = ["#" if key.isdigit() else key.replace("’", "'") for key in keys]
    breaks = _breaks(text)
    at = 0
    while at < len(spans):
        size = _match(table, levelled, at, longest)
        if size:
            start, end = spans[at].start, spans[at + size - 1].end
            line = bisect_left(breaks, start) + 1
            kind = table[tuple(levelled[at : at + size])]
            yield EmptyPhrase(id=kind, quote=text[start:end], start=start, end=end, line=line)
        at += max(1, size)


def _breaks(text: str) -> list[int]:
    """Return where the lines of a text end."""
    return [at for at, char in enumerate(text) if char == "\n"]


def _match(table: Mapping[tuple[str, ...], str], keys: Sequence[str], at: int, longest: int) -> int:
    for size in range(min(longest, len(keys) - at), 0, -1):
        if tuple(keys[at : at + size]) in table:
            return size
    return 0


def _levelled(phrase: str) -> tuple[str, ...]:
    return tuple(part if part == "#" else part.lower() for part in _pieces(phrase))


def _pieces(phrase: str) -> Iterator[str]:
    for part in phrase.split():
        if part == "#":
            yield part
        else:
            yield from (span.of(part) for span in words(part))


def _named(thing: Named, listing: Listing) -> NamedThing:
    text = f"{listing.title}\n{listing.text}"
    found = _technologies(text) if thing.technologies else _said(thing.words, text)
    return NamedThing(id=thing.id, title=thing.title, found=found, ask="" if found else thing.ask)


def _said(phrases: Sequence[str], text: str) -> tuple[str, ...]:
    present = " ".join(
        "#" if key.isdigit() else key for key in (span.of(text).lower() for span in words(text))
    )
    return tuple(phrase for phrase in phrases if f" {' '.join(_pieces(phrase))} " in f" {present} ")


def _technologies(text: str) -> tuple[str, ...]:
    names = {mention.name for mention in find_concepts(text)}
    told = (name for name in names if gazetteer().technology(name).category not in _GENERAL)
    return tuple(sorted(told, key=str.casefold))


def _pay(listing: Listing, chosen: PaySettings) -> Iterator[NamedThing]:
    """Say which amounts are named, whether by tier, and whether they are the same everywhere."""
    found = tuple(
        f"{one.low:g}{f'-{one.high:g}' if one.high > one.low else ''} {one.currency}"
        + (f"/{one.unit}" if one.unit else "")
        for one in amounts(listing.text)
    )
    yield NamedThing(id="pay", title="pay", found=found, ask="" if found else chosen.ask_amount)
    tiers = _said(chosen.tiers, listing.text) if found else ()
    yield NamedThing(id="tiers", title="pay by tier", found=tiers, ask="" if tiers else chosen.ask_tiers)
    same = _said(chosen.everywhere, listing.text) if found else ()
    yield NamedThing(
        id="everywhere",
        title="the same pay in every country",
        found=same,
        ask="" if same else chosen.ask_everywhere,
    )
