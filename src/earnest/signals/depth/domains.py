"""What a profile is about: its technologies by language, or by category where no language is implied."""

from collections import defaultdict

from earnest.matching.gazetteer import find_technologies, gazetteer
from earnest.records.document import BlindDocument
from earnest.records.evidence.depth import Domain


def domains_of(document: BlindDocument) -> tuple[Domain, ...]:
    """Return the domains of a profile, largest first."""
    names: dict[str, set[str]] = defaultdict(set)
    places: dict[str, tuple[str, int, int, str]] = {}
    for block in sorted(document.blocks, key=lambda block: block.id):
        text = document.block_text(block)
        for mention in find_technologies(text):
            domain = _domain(mention.name)
            names[domain].add(mention.name)
            quote = text[mention.start : mention.end]
            places.setdefault(domain, (block.id, mention.start, mention.end, quote))
    found = [_made(name, held, places[name]) for name, held in names.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.technologies), one.name)))


def _made(name: str, held: set[str], place: tuple[str, int, int, str]) -> Domain:
    block, start, end, quote = place
    return Domain(name=name, technologies=tuple(sorted(held)), block=block, start=start, end=end, quote=quote)


def _domain(name: str) -> str:
    ancestors = gazetteer().ancestors(name)
    if ancestors:
        return ancestors[-1]
    technology = gazetteer().technology(name)
    return name if technology.category == "language" else technology.category
