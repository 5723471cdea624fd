"""The listings that match, why, and what naming a tool would move."""

from collections.abc import Sequence
from functools import lru_cache

from pydantic import JsonValue

from earnest.matching.claims import Sentence, State, read_sentences
from earnest.matching.embedders import static_embedder
from earnest.matching.explaining import Move, MoveLimits, moves
from earnest.matching.ranking import ListingIndex
from earnest.records.listing import Listing
from earnest.signals.stack.scoring import Reading, StackRubric


@lru_cache(maxsize=2)
def _index(listings: tuple[Listing, ...]) -> ListingIndex:
    """Read the listings of a batch once; the index is never changed."""
    return ListingIndex(listings, static_embedder())


def match_details(reading: Reading, rubric: StackRubric) -> dict[str, JsonValue]:
    """Return `ranking` (ids, best first), `matches` (parts of each score) and `would_move`."""
    if not reading.evidence.listings:
        return {}
    index = _index(reading.evidence.listings)
    profile = ranked_sentences(reading)
    shown: dict[str, State] = {one.name: "demonstrated" for one in reading.evidence.demonstrated}
    ranking = index.rank(profile, shown)
    limits = MoveLimits(rubric.move.shared_words, rubric.move.most, rubric.move.most_tried, rubric.move.top)
    return {
        "ranking": [match.id for match in ranking],
        "matches": [match.model_dump(mode="json") for match in ranking],
        "would_move": [_details(move) for move in moves(index, profile, shown, ranking, limits)],
    }


def ranked_sentences(reading: Reading) -> Sequence[Sentence]:
    """Return the sentences as matching reads them."""
    return read_sentences(sentence.text for sentence in reading.evidence.sentences)


def _details(move: Move) -> JsonValue:
    return {
        "technology": move.technology,
        "claim": move.claim,
        "shared_words": list(move.shared_words),
        "listings": [{"id": name, "from": before, "to": after} for name, before, after in move.risen],
        "message": move.message,
    }
