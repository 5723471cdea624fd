"""Why a result stands where it stands: technologies, sentences, what is missing, what naming moves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from earnest.matching.claims import Sentence, State, read_sentences, states
from earnest.matching.gazetteer import find_technologies, gazetteer
from earnest.matching.lexical import terms
from earnest.matching.ranking import ListingIndex, Match, full_text
from earnest.records.listing import Listing
from earnest.text.segment import sentences
from earnest.text.tokens import content_words, tokenize

_QUOTED = 2  # sentences quoted for a result
_LONGEST = 140  # characters of a quote
_MISSING = 5  # missing technologies that are told

Rarity = Callable[[str], float]


class Support(NamedTuple):
    """A sentence of the profile, the words it shares with the listing (rarest first), and their weight."""

    sentence: str
    shared: tuple[str, ...]
    weight: float


def supporting(
    profile: Sequence[Sentence], listing: Listing, rarity: Rarity, most: int = _QUOTED
) -> tuple[Support, ...]:
    """Return the sentences of a profile that share most with a listing, by rarity and evidence."""
    wanted = listing_terms(listing)
    found = []
    for sentence in profile:
        shared = sorted(set(terms(sentence.text)) & wanted, key=lambda term: (-rarity(term), term))
        weight = sentence.credit * sum(rarity(term) ** 2 for term in shared)
        if shared and sentence.kind != "list":
            found.append(Support(sentence.text, tuple(shared), weight))
    return tuple(sorted(found, key=lambda one: (-one.weight, one.sentence))[:most])


@lru_cache(maxsize=20_000)
def listing_terms(listing: Listing) -> frozenset[str]:
    """Return the terms of a listing."""
    return frozenset(terms(full_text(listing)))


def why(
    match: Match, profile: Sequence[Sentence], listing: Listing, rarity: Rarity, shown: Sequence[str]
) -> tuple[str, ...]:
    """Return the reasons: technologies by state, sentences that speak for it, what the listing asks besides.

    `shown` holds technologies that samples use.
    """
    known = states(profile, dict.fromkeys(shown, "demonstrated"))
    parts = _told(match.shared, known)
    quotes = [f"“{_cut(one.sentence)}”" for one in supporting(profile, listing, rarity)]
    if quotes:
        parts.append(f"says {' and '.join(quotes)}")
    if match.missing:
        more = len(match.missing) - _MISSING
        names = ", ".join(match.missing[:_MISSING])
        parts.append(f"not named: {names}{f' and {more} more' if more > 0 else ''}")
    return tuple(parts) or ("shares no technology and no word that tells listings apart",)


def _told(shared: Sequence[str], known: Mapping[str, State]) -> list[str]:
    by_state: dict[str, list[str]] = {}
    for name in shared:
        by_state.setdefault(known.get(name, "implied"), []).append(name)
    order = ("demonstrated", "described", "named", "implied")
    return [f"{state}: {', '.join(by_state[state])}" for state in order if state in by_state]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


class Move(NamedTuple):
    """What naming a technology in one claim would change, found by ranking again with it.

    `risen` holds (listing id, place before, place after).
    """

    technology: str
    claim: str
    shared_words: tuple[str, ...]
    risen: tuple[tuple[str, int, int], ...]

    @property
    def message(self) -> str:
        """One sentence for the candidate; it does not say that the tool was used."""
        told = f"you describe {', '.join(self.shared_words)} but name no tool"
        many = "1 listing" if len(self.risen) == 1 else f"{len(self.risen)} listings"
        return f"{told}: if it was {self.technology}, naming it would bring {many} nearer"


class MoveLimits(NamedTuple):
    """Words a claim must share with a listing, moves told and names tried at most, the top that counts."""

    shared_words: int = 2
    most: int = 3
    most_tried: int = 24
    top: int = 10


def moves(
    index: ListingIndex,
    profile: Sequence[Sentence],
    extra: Mapping[str, State],
    ranking: Sequence[Match],
    limits: MoveLimits,
) -> Iterator[Move]:
    """Yield what naming a tool would change: the profile is ranked again with the tool named in its claim.

    A tool is tried only where a listing names it for the same kind of work as a claim that names none.
    """
    before = {match.id: place for place, match in enumerate(ranking, 1)}
    told, tried = 0, set[str]()
    for claim, technology, shared in _unnamed_tools(index, profile, extra, limits.shared_words):
        if told >= limits.most or len(tried) >= limits.most_tried:
            return
        if technology in tried:
            continue
        tried.add(technology)
        after = index.rank(_naming(profile, claim, technology), extra)
        risen = tuple(
            (match.id, before[match.id], place)
            for place, match in enumerate(after, 1)
            if technology in match.shared and _rises(before[match.id], place, limits.top)
        )
        if risen:
            told += 1
            yield Move(technology, claim.text, shared, risen)


def _naming(profile: Sequence[Sentence], claim: Sentence, technology: str) -> tuple[Sentence, ...]:
    """Return the profile as it would read with the technology named in one claim."""
    named = f"{claim.text.rstrip(' .')} ({technology})."
    return read_sentences(named if one is claim else one.text for one in profile)


def _rises(before: int, after: int, top: int) -> bool:
    return after < before and (after <= top < before or 2 * after <= before)


def _unnamed_tools(
    index: ListingIndex, profile: Sequence[Sentence], extra: Mapping[str, State], least: int
) -> Iterator[tuple[Sentence, str, tuple[str, ...]]]:
    """Yield a claim without a tool, a tool that a listing names for it, and the words both share."""
    named = {name for one in profile for name in one.names} | set(extra)
    named |= {parent for name in named for parent in gazetteer().ancestors(name)}
    claims = [(one, _content(one.text)) for one in profile if one.kind == "claim" and not one.names]
    for listing in index.items.values() if claims else ():
        for technologies, content in _tool_sentences(listing):
            for claim, held in claims:
                shared = tuple(held[stem] for stem in sorted(held.keys() & content))
                if len(shared) >= least:
                    yield from ((claim, name, shared) for name in technologies if name not in named)


@lru_cache(maxsize=4096)
def _tool_sentences(listing: Listing) -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    found: list[tuple[tuple[str, ...], frozenset[str]]] = []
    for span in sentences(listing.text):
        text = span.of(listing.text)
        names = tuple(sorted({mention.name for mention in find_technologies(text)}))
        if names:
            own = {stem for name in names for stem in _content(name.replace(".", " "))}
            found.append((names, frozenset(_content(text)) - own))
    return tuple(found)


def _content(text: str) -> dict[str, str]:
    """Return the content words of a text by a rough stem."""
    held = sorted({token.lower for token in content_words(tokenize(text)) if token.lower.isalpha()})
    return {word.removesuffix("s"): word for word in held if len(word) > 3}
