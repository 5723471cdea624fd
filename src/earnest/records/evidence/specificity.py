"""What specificity may know: the claims of a profile and what stands in them."""

from enum import StrEnum

from pydantic import Field

from earnest.records.base import Record


class FeatureKind(StrEnum):
    """What can be pointed at in a claim. The first group speaks for it, the second against."""

    QUANTITY = "quantity"  # a number with its object
    CHANGE = "change"  # before and after
    NAME = "name"  # a tool, product or proper noun
    MECHANISM = "mechanism"  # how it was done
    OUTCOME = "outcome"  # what became better or worse
    DEED = "deed"  # what the writer made or did
    DURATION = "duration"  # that a duration is stated; its size is unknown here
    DETAIL = "detail"  # a noun that few texts have
    THING = "thing"  # a noun that names something, though many texts have it
    EVENT = "event"  # what somebody or something else did
    REASON = "reason"  # why, when or instead of what it was done
    SHARE = "share"  # a percentage or multiple of something, without its base
    SETTING = "setting"  # when, where or with whom: a date, a weekday, a masked place or person
    LINK = "link"  # a noun tied on by a preposition: what the detail is a detail of
    ACT = "act"  # a verb that says what goes on, whoever does it

    DUTY = "duty"  # presence without a deed
    PUFFERY = "puffery"
    BUZZWORD = "buzzword"
    HEDGE = "hedge"
    BARE_NUMBER = "bare_number"  # a number of nothing
    SLOGAN = "slogan"  # 24/7, 100 % committed
    SHARED = "shared"  # "we", a passive: the own part is not told


class Feature(Record):
    """One feature: offsets in the text of its block."""

    kind: FeatureKind
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    label: str = ""


class Claim(Record):
    """One claim: `text` is `block_text[start:end]`. `words` counts its content words."""

    block: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    words: int = Field(ge=0)
    features: tuple[Feature, ...] = ()

    def of(self, kind: FeatureKind) -> tuple[Feature, ...]:
        """Return the features of one kind, in reading order."""
        return tuple(feature for feature in self.features if feature.kind is kind)

    def quote(self, feature: Feature) -> str:
        """Return the words a feature stands for."""
        return self.text[feature.start - self.start : feature.end - self.start]


class SpecificityEvidence(Record):
    """The claims of a profile, sorted by block id, so that the order of its sections cannot matter.

    `foreign` says that the profile is in another language than English; then no claim is read.
    """

    claims: tuple[Claim, ...] = ()
    foreign: bool = False
