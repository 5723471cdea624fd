"""The listings that match, why, and what naming a tool would move."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from pydantic import JsonValue

from earnest.matching.ranking import ListingIndex, Match, Sentence, State, concepts
from earnest.records.evidence.stack import StackSentence
from earnest.records.listing import Listing
from earnest.signals.stack.scoring import Reading, StackRubric
from earnest.text.embedding import Embedder, default_embedder
from earnest.text.segment import sentences
from earnest.text.tokens import content_words, tokenize


@cache
def _embedder() -> Embedder:
    return default_embedder()


@lru_cache(maxsize=2)
def _index(listings: tuple[Listing, ...]) -> ListingIndex:
    """Read the listings of a batch once; the index is never changed."""
    return ListingIndex(listings, _embedder())


def match_details(reading: Reading, rubric: StackRubric) -> dict[str, JsonValue]:
    """Return `ranking` (ids, best first), `matches` (parts of each score) and `would_move`."""
    if not reading.evidence.listings:
        return {}
    index = _index(reading.evidence.listings)
    profile = ranked_sentences(reading)
    shown: dict[str, State] = {one.name: "demonstrated" for one in reading.evidence.demonstrated}
    ranking = index.rank(profile, shown)
    return {
        "ranking": [match.id for match in ranking],
        "matches": [match.model_dump(mode="json") for match in ranking],
        "would_move": list(_would_move(reading, rubric, index, ranking, shown)),
    }


def ranked_sentences(reading: Reading) -> list[Sentence]:
    """Return the sentences as the ranking reads them: what a name in each of them earns."""
    described = {standing.name: standing.credit for standing in reading.described}
    found: list[Sentence] = []
    for sentence in reading.evidence.sentences:
        credits_earned = [described.get(one.name, 0.0) for one in sentence.technologies]
        told = (sentence.deed or sentence.measured) and (not credits_earned or max(credits_earned) > 0)
        found.append(Sentence(sentence.text, told, max(credits_earned, default=1.0)))
    return found


def _would_move(
    reading: Reading,
    rubric: StackRubric,
    index: ListingIndex,
    ranking: Sequence[Match],
    shown: dict[str, State],
) -> Iterator[dict[str, JsonValue]]:
    """Say what would change if a claim named the tool that listings name for the same kind of work.

    Each line is a ranking made again with that one name added; nothing is promised beyond it.
    """
    profile = ranked_sentences(reading)
    before = {match.id: place for place, match in enumerate(ranking, 1)}
    told = 0
    tried: set[str] = set()
    for claim, technology, shared in _unnamed_tools(reading, rubric, index.listings):
        if technology in tried:
            continue
        tried.add(technology)
        after = index.rank(profile, {**shown, technology: "described"})
        risen: list[JsonValue] = [
            {"id": match.id, "from": before[match.id], "to": place}
            for place, match in enumerate(after, 1)
            if technology in match.shared and _rises(before[match.id], place, rubric.move.top)
        ]
        if risen:
            told += 1
            yield {
                "technology": technology,
                "claim": claim.text,
                "shared_words": list(shared),
                "listings": risen,
                "message": _message(technology, shared, len(risen)),
            }
        if told >= rubric.move.most or len(tried) >= rubric.move.most_tried:
            return


def _message(technology: str, shared: Sequence[str], count: int) -> str:
    words = ", ".join(shared)
    listings = "1 listing" if count == 1 else f"{count} listings"
    told = f"you describe {words} but name no tool"
    return f"{told}: if it was {technology}, naming it would bring {listings} nearer"


def _rises(before: int, after: int, top: int) -> bool:
    return after < before and (after <= top < before or 2 * after <= before)


def _unnamed_tools(
    reading: Reading, rubric: StackRubric, listings: Sequence[Listing]
) -> Iterator[tuple[StackSentence, str, tuple[str, ...]]]:
    """Yield a claim without a tool, a tool that a listing names for it, and the words both share."""
    named = {standing.name for standing in reading.standings}
    claims = [
        (sentence, _content(sentence.text))
        for sentence in reading.evidence.sentences
        if sentence.deed and not sentence.technologies
    ]
    for listing in listings:
        for technologies, content in _tool_sentences(listing):
            for claim, words in claims:
                shared = tuple(words[stem] for stem in sorted(words.keys() & content))
                if len(shared) >= rubric.move.shared_words:
                    yield from ((claim, name, shared) for name in technologies if name not in named)


@lru_cache(maxsize=4096)
def _tool_sentences(listing: Listing) -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    found: list[tuple[tuple[str, ...], frozenset[str]]] = []
    for span in sentences(listing.text):
        text = span.of(listing.text)
        names = tuple(sorted(concepts(text)))
        if names:
            own = {stem for name in names for stem in _content(name.replace(".", " "))}
            found.append((names, frozenset(_content(text)) - own))
    return tuple(found)


def _content(text: str) -> dict[str, str]:
    """Return the content words of a text by a rough stem."""
    held = sorted({token.lower for token in content_words(tokenize(text)) if token.lower.isalpha()})
    return {word.removesuffix("s"): word for word in held if len(word) > 3}
