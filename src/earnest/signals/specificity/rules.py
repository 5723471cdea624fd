"""The rules of specificity: each looks at the claims with their scores and quotes what it finds."""

from collections.abc import Iterator, Sequence

from earnest.records.evidence.specificity import Claim, Feature, FeatureKind
from earnest.records.finding import Effect, Finding, Place
from earnest.signals.signal import Rule, rule
from earnest.signals.specificity.scoring import Reading, SpecificityRubric
from earnest.text.segment import sentences

_CONCRETE = (FeatureKind.QUANTITY, FeatureKind.CHANGE, FeatureKind.SHARE)


def _found(
    reading: Reading,
    feature: Feature | None,
    message: str,
    *,
    why: str,
    change: str = "",
    weight: float = 0.0,
) -> Finding:
    """Make a finding that quotes the sentence of a feature, or the whole claim where `feature` is None."""
    claim = reading.claim
    start, end = _sentence_of(claim, feature) if feature else (claim.start, claim.end)
    return Finding(
        rule="",
        effect=Effect.NOTE,
        message=message,
        quote=claim.text[start - claim.start : end - claim.start],
        place=Place(block=claim.block, start=start, end=end),
        why=why,
        change=change,
        weight=max(-1.0, min(1.0, weight)),
    )


def _sentence_of(claim: Claim, feature: Feature) -> tuple[int, int]:
    """Return the place of the sentence in which a feature stands: a word alone says nothing to its reader."""
    at = feature.start - claim.start
    place = next((one for one in sentences(claim.text) if one.start <= at < one.end), None)
    if place is None:
        return feature.start, feature.end
    return claim.start + place.start, max(claim.start + place.end, feature.end)


def _measured(reading: Reading) -> bool:
    return any(reading.claim.of(kind) for kind in _CONCRETE)


@rule("adjective-for-number", Effect.WEAKNESS)
def adjective_for_number(readings: Sequence[Reading], rubric: SpecificityRubric) -> Iterator[Finding]:
    """An adjective stands where a number or an observation should stand.

    What it finds: "significantly", "highly", "robust" and the like in a claim that measures nothing.

    Why it matters: praise of one's own work cannot be checked; what was measured can. Reviewers read the
    adjective as a sign that nobody measured.

    Example: Significantly improved the performance of our robust billing pipeline.

    Instead: Cut the nightly billing run from 4 hours to 25 minutes by batching the invoice writes.
    """
    for reading in readings:
        praise = reading.claim.of(FeatureKind.PUFFERY)
        if praise and not _measured(reading) and reading.score < rubric.rules.concrete:
            word = reading.claim.quote(praise[0])
            yield _found(
                reading,
                praise[0],
                f"“{word}” stands where a number or something seen should stand",
                why="Praise of one's own work cannot be checked; what changed, and from what to what, can.",
                change="What was it before and what after, and how was that measured?",
                weight=-rubric.penalties[FeatureKind.PUFFERY] * reading.share,
            )


@rule("duty-without-deed", Effect.WEAKNESS)
def duty_without_deed(readings: Sequence[Reading], rubric: SpecificityRubric) -> Iterator[Finding]:
    """A duty is named and nothing that was done.

    What it finds: "responsible for", "worked on", "helped with" in a claim that tells no deed, result or
    mechanism.

    Why it matters: everybody in the role had the duty. What one person did with it is what tells them apart.

    Example: Responsible for managing the database of the online shop.

    Instead: Moved the shop's order table to PostgreSQL and rewrote the 14 slowest queries.
    """
    for reading in readings:
        duties = reading.claim.of(FeatureKind.DUTY)
        if duties and reading.credit < rubric.rules.duty_excuse and not reading.claim.of(FeatureKind.DEED):
            yield _found(
                reading,
                duties[0],
                "a duty is named, but not what was done with it",
                why="Everybody in the role had this duty; the deed is what tells one person from another.",
                change="What did you yourself make, change or decide here, and what came of it?",
                weight=-rubric.penalties[FeatureKind.DUTY] * reading.share,
            )


@rule("buzzword", Effect.WEAKNESS)
def buzzword(readings: Sequence[Reading], rubric: SpecificityRubric) -> Iterator[Finding]:
    """A phrase that would fit any profile of any trade.

    What it finds: "best practices", "team player", "innovative solutions", "thought leadership".

    Why it matters: a phrase that everybody can write says nothing about the one who wrote it.

    Example: A team player who brings thought leadership and best practices to every stakeholder.

    Instead: Reviewed every migration of the payments team and wrote the rollback guide they still use.
    """
    for reading in readings:
        for feature in reading.claim.of(FeatureKind.BUZZWORD)[:1]:
            yield _found(
                reading,
                feature,
                f"“{reading.claim.quote(feature)}” would fit any profile",
                why="A phrase that everybody can write says nothing about the one who wrote it.",
                change="Which one occasion do you mean, and what did you do on it?",
                weight=-rubric.penalties[FeatureKind.BUZZWORD] * reading.share,
            )


@rule("number-without-object", Effect.WEAKNESS)
def number_without_object(readings: Sequence[Reading], rubric: SpecificityRubric) -> Iterator[Finding]:
    """A number that measures nothing.

    What it finds: slogans ("100% committed", "24/7", "10x engineer") and numbers without a noun they count.

    Why it matters: a number earns trust only through what it counts; without that it is decoration.

    Example: A 10x engineer, 100% committed and available 24/7.

    Instead: Answered 60 pager alerts in one quarter and wrote the fix for 45 of them.
    """
    for reading in readings:
        bare = reading.claim.of(FeatureKind.BARE_NUMBER) if reading.score < rubric.rules.concrete else ()
        numbers = (*reading.claim.of(FeatureKind.SLOGAN), *bare)
        for feature in numbers[:1]:
            kind = feature.kind
            yield _found(
                reading,
                feature,
                f"“{reading.claim.quote(feature)}” does not say what it measures",
                why="A number earns trust through what it counts; without that it is decoration.",
                change="What exactly does this number count, out of how many, and who measured it?",
                weight=-rubric.penalties[kind] * reading.share,
            )


@rule("metric-without-mechanism", Effect.WEAKNESS)
def metric_without_mechanism(readings: Sequence[Reading], rubric: SpecificityRubric) -> Iterator[Finding]:
    """A result is claimed and nothing says what brought it about.

    What it finds: an outcome with a number in a claim without deed, named tool or "by ...".

    Why it matters: results have many parents. Without the mechanism a reader cannot tell your part from luck,
    season or the work of others.

    Example: Increased conversion of the landing page by 40%.

    Instead: Increased conversion of the landing page by 40% by removing two of the four form steps.
    """
    telling = (FeatureKind.MECHANISM, FeatureKind.DEED, FeatureKind.NAME)
    for reading in readings:
        outcomes = reading.claim.of(FeatureKind.OUTCOME)
        if outcomes and _measured(reading) and not any(reading.claim.of(kind) for kind in telling):
            numbers = [feature for kind in _CONCRETE for feature in reading.claim.of(kind)]
            yield _found(
                reading,
                numbers[0],
                "the result is stated, but not what brought it about",
                why="Results have many parents; the mechanism shows which part was yours.",
                change="What did you change that led to this, and how do you know it was that?",
                weight=-rubric.weights[FeatureKind.MECHANISM] * reading.share / 2,
            )


@rule("copied-claim", Effect.WEAKNESS)
def copied_claim(readings: Sequence[Reading], rubric: SpecificityRubric) -> Iterator[Finding]:
    """A claim that another claim already makes, numbers aside.

    What it finds: two claims with the same words in the same order, even if their numbers differ.

    Why it matters: the second one adds nothing, and a sentence that fits twice with other numbers is a
    template. It does not count towards the score.

    Example: Increased page speed by 20% through caching.
    Increased page speed by 35% through caching.

    Instead: Increased page speed by 20% through caching.
    Cut the image weight of the start page from 3 MB to 400 KB.
    """
    del rubric
    for reading in readings:
        if reading.copied:
            yield _found(
                reading,
                None,
                "another claim says the same with the same words",
                why="A sentence that fits twice with other numbers reads as a template; it is counted once.",
                change="What was different the second time?",
            )


@rule("own-part-unclear", Effect.WEAKNESS)
def own_part_unclear(readings: Sequence[Reading], rubric: SpecificityRubric) -> Iterator[Finding]:
    """It was done, but not clear by whom.

    What it finds: "we built", "was migrated" in a claim in which nothing is said to be the writer's own deed.

    Why it matters: a screen is about one person. Team work is fine; the own part in it has to be told.

    Example: We built the reporting pipeline and the dashboards for the finance people.

    Instead: I wrote the ingestion half of the reporting pipeline; a colleague built the dashboards.
    """
    for reading in readings:
        if reading.score >= rubric.rules.concrete:
            continue
        for feature in reading.claim.of(FeatureKind.SHARED)[:1]:
            yield _found(
                reading,
                feature,
                "what was done is told, but not which part of it was yours",
                why="A screen is about one person; the own part in a joint work has to be told.",
                change="Which part of this did you do or decide yourself?",
                weight=-rubric.penalties[FeatureKind.SHARED] * reading.share,
            )


@rule("concrete-claim", Effect.STRENGTH)
def concrete_claim(readings: Sequence[Reading], rubric: SpecificityRubric) -> Iterator[Finding]:
    """A claim that can be checked.

    What it finds: a claim with several concrete things: what was done, on what, with what, and what came of
    it. A number is one way to be concrete, not the only one.

    Why it matters: somebody who did the work knows its details, and a reader can ask about each of them.

    Example: Rewrote the PySpark join of the churn report so that late events land in their own partition,
    which removed the nightly backfill.

    Instead: Worked on various data projects.
    """
    for reading in readings:
        if reading.score >= rubric.rules.concrete and not reading.copied:
            yield _found(
                reading,
                None,
                "concrete: one can ask about every part of it",
                why="Somebody who did the work knows its details, and each of these can be checked.",
                weight=(reading.score - rubric.rules.concrete / 2) * reading.share,
            )


@rule("mechanism-named", Effect.STRENGTH)
def mechanism_named(readings: Sequence[Reading], rubric: SpecificityRubric) -> Iterator[Finding]:
    """A claim that says how it was done.

    What it finds: "by batching the writes", "using a bloom filter" after a deed or a result.

    Why it matters: the mechanism is the part that is hardest to make up and easiest to ask about.

    Example: Halved the size of the container image by moving the compilers into a build stage.

    Instead: Halved the size of the container image.
    """
    for reading in readings:
        for feature in reading.claim.of(FeatureKind.MECHANISM)[:1]:
            if not reading.copied:
                yield _found(
                    reading,
                    feature,
                    "says how it was done",
                    why="The mechanism is hardest to make up and easiest to ask about.",
                    weight=rubric.weights[FeatureKind.MECHANISM] * reading.share / 2,
                )


RULES: tuple[Rule, ...] = (
    adjective_for_number,
    duty_without_deed,
    buzzword,
    number_without_object,
    metric_without_mechanism,
    copied_claim,
    own_part_unclear,
    concrete_claim,
    mechanism_named,
)
