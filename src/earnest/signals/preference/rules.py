"""The rules of preference: each looks at one form as it was answered."""

from collections.abc import Iterator, Sequence

from earnest.measurement.wilson import wilson
from earnest.records.evidence.preference import PairAnswer
from earnest.records.finding import Effect, Finding, Place
from earnest.signals.preference.scoring import Reading
from earnest.signals.signal import Rule, rule

_NAMED = 6  # items named in a message


def _finding(message: str, *, why: str, change: str = "", weight: float = 0.0, item: str = "") -> Finding:
    """Make a finding about choices: there is no text to quote, so the items are named instead."""
    return Finding(
        rule="",
        effect=Effect.NOTE,
        message=message,
        place=Place(item=item),
        why=why,
        change=change,
        weight=round(max(-1.0, min(1.0, weight)), 4),
    )


def _items(answers: Sequence[PairAnswer]) -> str:
    named = ", ".join(one.item for one in answers[:_NAMED])
    more = len(answers) - _NAMED
    return f"{named} and {more} more" if more > 0 else named


def _first_item(answers: Sequence[PairAnswer]) -> str:
    return answers[0].item if answers else ""


@rule("pulled-by-length", Effect.WEAKNESS)
def pulled_by_length(reading: Reading) -> Iterator[Finding]:
    """The longer answer is chosen more often than being right explains.

    What it finds: a pull of length in the model of the rater that stands clear of its standard error, where
    the better answer is missed more often when it is the shorter one.

    Why it matters: models learn to write longer when raters reward length. The work is to choose the correct
    and useful answer, not the impressive one.

    Example: 20 x longer: right; 20 x shorter: longer; 95 % sure

    Instead: 18 x longer: right; 2 x longer: wrong; 18 x shorter: right; 2 x shorter: wrong
    """
    pull, rules = reading.model.length, reading.rubric.rules
    gap = reading.lure_gap
    if gap is None or pull.z < rules.sure or pull.value < rules.least_pull or gap[0] >= 0:
        return
    lured = [one for one in reading.answers if not one.correct and _took_longer(one)]
    differ = reading.longer.total + reading.shorter.total
    yield _finding(
        f"chose the longer answer in {reading.chose_longer} of {differ} pairs whose lengths differ, while "
        f"the longer one is the better in {reading.longer.total}; right in {reading.shorter.right} of "
        f"{reading.shorter.total} where the better answer is shorter, in {reading.longer.right} of "
        f"{reading.longer.total} where it is longer. Lured in {_items(lured)}.",
        why="Models learn to write longer when raters reward length instead of what is right.",
        change="In the pairs named here: which sentence of the longer answer is wrong or was not asked for?",
        weight=gap[0] / 2,
        item=_first_item(lured),
    )


def _took_longer(answer: PairAnswer) -> bool:
    return (answer.doublings > 0) == (answer.choice.value == "a")


@rule("pulled-by-position", Effect.WEAKNESS)
def pulled_by_position(reading: Reading) -> Iterator[Finding]:
    """One side is chosen more often than being right explains.

    What it finds: a pull of the first or the second place in the model of the rater that stands clear of its
    standard error.

    Why it matters: where an answer stands says nothing about it; a habit of one side is noise in every label.

    Example: 20 x first: right; 20 x second: first

    Instead: 18 x first: right; 2 x first: wrong; 18 x second: right; 2 x second: wrong
    """
    pull = reading.model.position
    if abs(pull.z) < reading.rubric.rules.position_sure:
        return
    first = pull.value > 0
    total = reading.all.total
    chosen = reading.chose_first if first else total - reading.chose_first
    better = reading.key_first if first else total - reading.key_first
    missed = [one for one in reading.answers if not one.correct and (one.choice.value == "a") is first]
    yield _finding(
        f"chose the {'first' if first else 'second'} answer in {chosen} of {total} pairs, while it is the "
        f"better one in {better}. Missed in {_items(missed)}.",
        why="Where an answer stands says nothing about it.",
        change="Would you choose the same answer if the two changed places?",
        weight=-len(missed) / total,
        item=_first_item(missed),
    )


def _confidence_told(reading: Reading) -> str:
    stated = [confidence for confidence, _ in reading.stated]
    right = sum(correct for _, correct in reading.stated)
    mean = sum(stated) / len(stated)
    return f"{mean:.0%} sure on average, right in {right} of {len(stated)} ({right / len(stated):.0%})"


@rule("overconfident", Effect.WEAKNESS)
def overconfident(reading: Reading) -> Iterator[Finding]:
    """The stated confidence is above the accuracy.

    What it finds: mean confidence less accuracy, with a bootstrap interval that lies above zero by a margin.

    Why it matters: labels are weighted by how sure their rater is. Whoever is always sure gives no warning
    where a second look is needed.

    Example: 12 x longer: right; 8 x longer: wrong; 12 x shorter: right; 8 x shorter: wrong; 95 % sure

    Instead: 18 x longer: right; 2 x longer: wrong; 18 x shorter: right; 2 x shorter: wrong; 90 % sure
    """
    found = reading.overconfidence
    if found is None or found[1].low <= reading.rubric.rules.overconfidence:
        return
    wrong = [one for one in reading.answers if not one.correct and (one.confidence or 0) >= 0.9]
    yield _finding(
        f"{_confidence_told(reading)}." + (f" Sure and wrong in {_items(wrong)}." if wrong else ""),
        why="Labels are weighted by how sure their rater is; who is always sure gives no warning.",
        change="In the pairs named here: what would you have had to check before being that sure?",
        item=_first_item(wrong),
    )


@rule("underconfident", Effect.NOTE)
def underconfident(reading: Reading) -> Iterator[Finding]:
    """The accuracy is above the stated confidence.

    What it finds: mean confidence less accuracy, with a bootstrap interval that lies below zero by a margin.

    Why it matters: it costs nothing in accuracy, but good labels get less weight than they deserve.

    Example: 20 x longer: right; 20 x shorter: right; 55 % sure

    Instead: 18 x longer: right; 2 x longer: wrong; 18 x shorter: right; 2 x shorter: wrong; 90 % sure
    """
    found = reading.overconfidence
    if found is None or found[1].high >= -reading.rubric.rules.underconfidence:
        return
    yield _finding(
        f"{_confidence_told(reading)}.",
        why="Good labels get less weight than they deserve.",
        change="Which of your answers were you in fact certain of?",
    )


@rule("too-fast", Effect.NOTE)
def too_fast(reading: Reading) -> Iterator[Finding]:
    """Answers came before the pair could have been read.

    What it finds: a share of answers given faster than four times the rate of silent reading.

    Why it matters: it may be haste, a second visit or a clock that was stopped. A person should look; it is a
    flag, not a measure of ability, and moves no score.

    Example: 20 x longer: right; 20 x shorter: right; 0.5 s

    Instead: 20 x longer: right; 20 x shorter: right; 40 s
    """
    timed = sum(one.seconds is not None for one in reading.answers)
    fast = reading.too_fast
    if not timed or len(fast) < max(2.0, reading.rubric.reading.share * timed):
        return
    yield _finding(
        f"{len(fast)} of {timed} timed answers came before the pair could have been read: {_items(fast)}.",
        why="A person should look: haste, a second visit, or a clock that was stopped.",
        change="Were these pairs read elsewhere before they were answered?",
        item=_first_item(fast),
    )


@rule("swap-changes-choice", Effect.NOTE)
def swap_changes_choice(reading: Reading) -> Iterator[Finding]:
    """The choice changes when the two options change places.

    What it finds: among pairs that were given twice, the second time with the options the other way round, a
    share of other choices beyond the rubric's.

    Why it matters: whoever reads both options chooses the same one again. A person should look; it is a flag,
    not a measure of ability, and moves no score.

    Example: 12 x longer: right; 12 x shorter: right; 5 x mirrored: changed

    Instead: 12 x longer: right; 12 x shorter: right; 5 x mirrored: kept
    """
    twice, settings = reading.evidence.mirrored, reading.rubric.swaps
    changed = [one.item for one in twice if not one.steady]
    if len(changed) < settings.least or len(changed) < settings.share * len(twice):
        return
    yield _finding(
        f"chose the other option in {len(changed)} of {len(twice)} pairs when the two had changed places: "
        f"{', '.join(changed[:_NAMED])}",
        why="Whoever reads both options chooses the same one again; a person should look.",
        change="In the pairs named here: which of the two choices do you stand by, and why?",
        item=changed[0],
    )


@rule("open-pair", Effect.NOTE)
def open_pair(reading: Reading) -> Iterator[Finding]:
    """Choices in pairs without an objective key, for a person to read.

    What it finds: answered pairs that the pack marks as open: no fact or calculation says which option is
    better.

    Why it matters: taste shows in such pairs, and nobody's taste is a key. They are shown and move no score.

    Example: 12 x longer: right; 12 x shorter: right; 2 x open: first

    Instead: 12 x longer: right; 12 x shorter: right
    """
    chosen = [f"{one.item} ({one.choice.value})" for one in reading.evidence.open]
    if chosen:
        more = f" and {len(chosen) - _NAMED} more" if len(chosen) > _NAMED else ""
        yield _finding(
            f"chose in {len(chosen)} open pairs, which have no key and are not scored: "
            f"{', '.join(chosen[:_NAMED])}{more}",
            why="Nobody's taste is a key; a person may read these choices.",
            item=reading.evidence.open[0].item,
        )


@rule("unknown-item", Effect.NOTE)
def unknown_item(reading: Reading) -> Iterator[Finding]:
    """A response names an item that the pack does not hold.

    What it finds: responses in an application whose item is not an answer pair of the pack; they are left
    out.

    Why it matters: they may belong to another pack. What cannot be joined with its key is neither right nor
    wrong.

    Example: 12 x longer: right; 12 x shorter: right; 1 x unknown: right

    Instead: 12 x longer: right; 12 x shorter: right
    """
    for item in reading.evidence.unknown:
        yield _finding(
            f"item {item!r} is no answer pair of this pack and was left out",
            why="What cannot be joined with its key is neither right nor wrong.",
            change="Which pack were these items taken from?",
            item=item,
        )


@rule("accurate", Effect.STRENGTH)
def accurate(reading: Reading) -> Iterator[Finding]:
    """The better answer is chosen, and by a margin that luck does not explain.

    What it finds: an accuracy, balanced by length, that reaches the rubric's value, with a Wilson interval
    that stays clear of guessing.

    Why it matters: this is the work.

    Example: 18 x longer: right; 2 x longer: wrong; 18 x shorter: right; 2 x shorter: wrong

    Instead: 12 x longer: right; 8 x longer: wrong; 12 x shorter: right; 8 x shorter: wrong
    """
    low = wilson(*reading.all).low
    if reading.accuracy.value >= reading.rubric.rules.accurate and low >= reading.rubric.rules.accurate_low:
        yield _finding(
            f"right in {reading.all.right} of {reading.all.total} pairs",
            why="Choosing the correct and useful answer is the work.",
            weight=reading.accuracy.value - 0.5,
        )


@rule("often-wrong", Effect.WEAKNESS)
def often_wrong(reading: Reading) -> Iterator[Finding]:
    """The better answer is missed so often that chance would do nearly as well.

    What it finds: an accuracy, balanced by length, below the rubric's value; the pairs are named.

    Why it matters: labels of a rater near chance cost more to check than they are worth.

    Example: 12 x longer: right; 8 x longer: wrong; 12 x shorter: right; 8 x shorter: wrong

    Instead: 18 x longer: right; 2 x longer: wrong; 18 x shorter: right; 2 x shorter: wrong
    """
    if reading.accuracy.value < reading.rubric.rules.often_wrong:
        missed = tuple(answer for answer in reading.answers if not answer.correct)
        yield _finding(
            f"wrong in {len(missed)} of {reading.all.total} pairs: {_items(missed)}",
            why="Labels of a rater near chance cost more to check than they are worth.",
            change="In the pairs named here: which one fact or calculation decides? Look it up or do it.",
            weight=reading.accuracy.value - 1.0,
        )


@rule("not-pulled-by-length", Effect.STRENGTH)
def not_pulled_by_length(reading: Reading) -> Iterator[Finding]:
    """The better answer is found whether it is the longer or the shorter one.

    What it finds: good accuracy on both sides, with enough pairs on each, and no pull of length.

    Why it matters: a rater who is not impressed by length teaches a model to be useful.

    Example: 18 x longer: right; 2 x longer: wrong; 18 x shorter: right; 2 x shorter: wrong

    Instead: 20 x longer: right; 8 x shorter: right; 12 x shorter: wrong
    """
    if reading.lure_gap is None or any(pulled_by_length(reading)):
        return
    if min(reading.longer.share, reading.shorter.share) >= reading.rubric.rules.steady:
        yield _finding(
            f"right in {reading.shorter.right} of {reading.shorter.total} pairs where the better answer is "
            f"shorter, and in {reading.longer.right} of {reading.longer.total} where it is longer",
            why="A rater who is not impressed by length teaches a model to be useful.",
            weight=reading.shorter.share - 0.5,
        )


RULES: tuple[Rule, ...] = (
    pulled_by_length,
    pulled_by_position,
    overconfident,
    underconfident,
    too_fast,
    swap_changes_choice,
    open_pair,
    unknown_item,
    accurate,
    often_wrong,
    not_pulled_by_length,
)
