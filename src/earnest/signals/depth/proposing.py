"""Which specialty to be examined in: where the work that is shown and told is concentrated.

Names alone weigh little, because a list is quickly written; what a submitted sample uses weighs most. Where
no specialty holds most of the work, the nearest to it is proposed. A proposal never changes a score.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from earnest.bank import Pack
from earnest.matching.gazetteer import find_technologies, gazetteer
from earnest.records.application import BlindApplication
from earnest.records.base import Record
from earnest.records.document import BlindDocument
from earnest.records.evidence.depth import Proposal
from earnest.records.item import CodingItem
from earnest.text.clauses import OWN, verb_groups
from earnest.text.segment import sentences
from earnest.text.tokens import tokenize


class Weights(Record):
    """What one technology or phrase weighs, by how it is known."""

    shown: float
    told: float
    named: float
    near: float
    phrase: float
    concentrated: float


class Specialty(Record):
    """The work that speaks for one specialty."""

    technologies: frozenset[str]
    near: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()


class Specialties(Record):
    """`specialties.toml`."""

    version: str
    weights: Weights
    languages: dict[str, str]
    specialties: dict[str, Specialty]


@cache
def specialties() -> Specialties:
    """Return what `specialties.toml` holds."""
    path = Path(__file__).with_name("specialties.toml")
    return Specialties.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


class Work(NamedTuple):
    """Technologies by how they are known (each in the best of its ways alone), and the sentences of deeds."""

    shown: frozenset[str]
    told: frozenset[str]
    named: frozenset[str]
    deeds: tuple[str, ...] = ()


def proposal_of(blind: BlindApplication, pack: Pack) -> Proposal | None:
    """Return the specialty to propose, None where nothing of the work belongs to any."""
    languages = specialties().languages
    items = [pack.items.get(sample.item) for sample in blind.samples]
    shown = {languages.get(item.language, "") for item in items if isinstance(item, CodingItem)} - {""}
    told, named, deeds = _read(blind.profile) if blind.profile is not None else (set(), set(), [])
    told -= shown
    return propose(Work(frozenset(shown), frozenset(told), frozenset(named - told - shown), tuple(deeds)))


def propose(work: Work) -> Proposal | None:
    """Propose from work that was read already; of equal specialties the first by name.

    >>> propose(Work(frozenset(), frozenset({"tokio", "serde"}), frozenset({"Jira"}))).specialty
    'rust'
    """
    weights = specialties().weights
    ways = ((work.shown, weights.shown), (work.told, weights.told), (work.named, weights.named))
    weigh: dict[str, float] = defaultdict(float)
    total = 0.0
    for names, weight in ways:
        total += weight * len(names)
        for name in names:
            for specialty, part in _belongs(name).items():
                weigh[specialty] += weight * part
    for specialty, held in specialties().specialties.items():
        phrases = {phrase for phrase in held.phrases if any(phrase in deed for deed in work.deeds)}
        weigh[specialty] += weights.phrase * len(phrases)
        total += weights.phrase * len(phrases) / len(specialties().specialties)
    best = min(weigh, key=lambda name: (-weigh[name], name), default="")
    if not best or not weigh[best]:
        return None
    share = min(1.0, weigh[best] / max(total, weigh[best]))
    return Proposal(
        specialty=best,
        concentrated=share >= weights.concentrated,
        share=round(share, 4),
        shown=_of(best, work.shown),
        told=_of(best, work.told),
        named=_of(best, work.named),
    )


def _of(specialty: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if specialty in _belongs(name)))


@cache
def _belongs(name: str) -> Mapping[str, float]:
    """Return the specialties that a technology, or one that it implies, belongs to, and how much."""
    wide = {name, *gazetteer().ancestors(name)}
    found: dict[str, float] = {}
    for specialty, held in specialties().specialties.items():
        if name in held.technologies:
            found[specialty] = 1.0
        elif wide & (held.technologies | held.near):
            found[specialty] = specialties().weights.near
    return found


def _read(document: BlindDocument) -> tuple[set[str], set[str], list[str]]:
    """Return what a profile tells of in sentences of deeds, all that it names, and these sentences."""
    told: set[str] = set()
    named: set[str] = set()
    deeds: list[str] = []
    for block in document.blocks:
        text = document.block_text(block)
        spans = [span for span in sentences(text) if _is_deed(span.of(text))]
        deeds += [span.of(text).lower() for span in spans]
        for mention in find_technologies(text):
            named.add(mention.name)
            if any(span.start <= mention.start < span.end for span in spans):
                told.add(mention.name)
    return told, named, deeds


def _is_deed(sentence: str) -> bool:
    """Whether the candidate does something in a sentence."""
    return any(group.agent in OWN and group.kind == "deed" for group in verb_groups(tokenize(sentence)))
