"""`ranking.toml`, typed."""

import tomllib
from functools import cache
from pathlib import Path

from earnest.records.base import Record

SETTINGS = Path(__file__).with_name("ranking.toml")


class VectorWeights(Record):
    """What the vectors of whole texts and of their passages weigh."""

    vector: float
    passage: float


class PartWeights(Record):
    """What each part of a score weighs, and how rarity is counted in one direction."""

    lexical: float
    pairs: float
    concept: float
    static: VectorWeights
    pooled: VectorWeights
    prior: float
    flat: float
    strange: float
    power: float


class EvidenceWeights(Record):
    """What a word or technology in each state counts, and what an implied one inherits."""

    demonstrated: float
    described: float
    stated: float
    listed: float
    line: float
    name: float
    among: float
    budget: float
    implied: float
    floor: float


class ReadingSettings(Record):
    """When a sentence is a list or a short line rather than a claim."""

    least_words: int
    words_per_name: float
    piece: float
    pieces: int
    passage: int


class WordSettings(Record):
    """From which share of job ads on a word tells nothing."""

    common: float


class ConceptSettings(Record):
    """Smoothing of the concept part."""

    smoothing: float


class CopiedSettings(Record):
    """How many words in a row make a copy, which share takes a sentence along, how many are several."""

    words: int
    least: int
    share: float
    several: int


class SearchSettings(Record):
    """Up to how many documents all are compared, and how many each part brings above that."""

    exact: int
    candidates: int


class MatchingSettings(Record):
    """All of `ranking.toml`."""

    version: str
    to_listings: PartWeights
    to_profiles: PartWeights
    evidence: EvidenceWeights
    words: WordSettings
    reading: ReadingSettings
    concept: ConceptSettings
    copied: CopiedSettings
    search: SearchSettings


@cache
def settings() -> MatchingSettings:
    """Return the shipped settings."""
    return MatchingSettings.model_validate(tomllib.loads(SETTINGS.read_text(encoding="utf-8")))
