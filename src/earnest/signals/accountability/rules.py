"""The rules of accountability: each looks at one answer and quotes the sentence it speaks of."""

from collections.abc import Iterator

from earnest.records.evidence.accountability import MarkKind
from earnest.records.finding import Effect, Finding, Place
from earnest.signals.accountability.scoring import AccountabilityRubric, Reading
from earnest.signals.signal import Rule, rule


def _quoted(
    reading: Reading, kind: MarkKind, message: str, *, why: str, change: str = "", weight: float
) -> Iterator[Finding]:
    """Make a finding that quotes the sentence that stands for a component, if one may."""
    sentence = reading.shown.get(kind)
    if sentence is None:
        return
    yield Finding(
        rule="",
        effect=Effect.NOTE,
        message=message,
        quote=sentence.text,
        place=Place(block=sentence.block, start=sentence.start, end=sentence.end, item=reading.answer.item),
        why=why,
        change=change,
        weight=max(-1.0, min(1.0, weight * reading.strength[kind])),
    )


def _absent(reading: Reading, message: str, *, why: str, change: str, weight: float) -> Finding:
    return Finding(
        rule="",
        effect=Effect.NOTE,
        message=message,
        place=Place(item=reading.answer.item),
        why=why,
        change=change,
        weight=max(-1.0, -weight),
    )


def _seen(reading: Reading, rubric: AccountabilityRubric, *kinds: MarkKind) -> bool:
    return any(reading.strength[kind] >= rubric.rules.present for kind in kinds)


def _blames(reading: Reading, rubric: AccountabilityRubric) -> bool:
    """Say whether the cause is put outside and no own part outweighs that."""
    own, blame = reading.strength[MarkKind.OWN_CAUSE], reading.strength[MarkKind.BLAME]
    posed = _seen(reading, rubric, MarkKind.DISGUISE, MarkKind.DENIAL)
    told = blame * (1.0 - rubric.rules.learned_in_blame * reading.learned)
    return told >= rubric.rules.blame and own < min(blame, rubric.rules.owned) and not posed


@rule("failure-absent", Effect.WEAKNESS)
def failure_absent(reading: Reading, rubric: AccountabilityRubric) -> Iterator[Finding]:
    """No failure is told, or failing is denied.

    What it finds: "I do not make mistakes", or an answer in which nothing goes wrong.

    Why it matters: everybody who does difficult work fails now and then. Who cannot name one instance
    either did not look or does not say.

    Example: I never miss a deadline and I do not make mistakes.

    Instead: I deleted the wrong volume and the billing team lost a day of invoices.
    """
    why = "Everybody who does difficult work fails now and then; naming one shows that you look."
    change = "Which piece of your work went wrong, and who noticed it first?"
    if _seen(reading, rubric, MarkKind.DENIAL):
        message = "failing is denied instead of told"
        yield from _quoted(
            reading, MarkKind.DENIAL, message, why=why, change=change, weight=-rubric.penalties.denial
        )
    elif not _seen(reading, rubric, MarkKind.FAILURE, MarkKind.COST, MarkKind.OWN_CAUSE, MarkKind.DISGUISE):
        weight = rubric.weights.failure + rubric.weights.cost
        yield _absent(reading, "nothing goes wrong in this answer", why=why, change=change, weight=weight)


@rule("strength-in-disguise", Effect.WEAKNESS)
def strength_in_disguise(reading: Reading, rubric: AccountabilityRubric) -> Iterator[Finding]:
    """A strength poses as a failure.

    What it finds: a virtue in excess given as the fault: "too much of a perfectionist", "I work too hard".

    Why it matters: it answers another question than the one that was asked, and interviewers have heard it
    often.

    Example: My biggest failure is that I am too dedicated to my work.

    Instead: I kept polishing the exporter and missed the audit date; the client had to file for an extension.
    """
    if _seen(reading, rubric, MarkKind.DISGUISE):
        yield from _quoted(
            reading,
            MarkKind.DISGUISE,
            "a strength is given as the failure",
            why="It answers another question than the one that was asked.",
            change="What did this cost, whom, and on which occasion?",
            weight=-rubric.penalties.disguise,
        )


@rule("blame-outside", Effect.WEAKNESS)
def blame_outside(reading: Reading, rubric: AccountabilityRubric) -> Iterator[Finding]:
    """The cause is somebody or something else, and nothing of it is the writer's.

    What it finds: other people or outside things with verbs of harm or omission, without an own cause
    beside them.

    Why it matters: others may well have failed too. What can be learned from an answer is what its writer
    could have done.

    Example: The release slipped because the client kept changing the requirements and QA did not answer.

    Instead: The client changed the requirements twice, but I had not written down what we agreed on.
    """
    if _blames(reading, rubric):
        yield from _quoted(
            reading,
            MarkKind.BLAME,
            "the cause is put outside, and no own part is told",
            why="Others may have failed too; what you could have done is the part you can change.",
            change="What was your own part in it, and when could you have noticed?",
            weight=-rubric.penalties.blame - rubric.weights.own_cause,
        )


def _learned(reading: Reading, rubric: AccountabilityRubric) -> bool:
    """Say whether something was learned: a lesson or a change is clear, or both are half told by who owns it.

    A lesson that many failures teach counts where it is tied to the story of an own mistake.
    """
    if _seen(reading, rubric, MarkKind.LESSON_SPECIFIC, MarkKind.CHANGE):
        return True
    if reading.learned >= rubric.rules.present:
        return True
    lesson, change = reading.strength[MarkKind.LESSON_SPECIFIC], reading.strength[MarkKind.CHANGE]
    both = 1.0 - (1.0 - lesson) * (1.0 - change)
    tied = _seen(reading, rubric, MarkKind.LESSON_TIED)
    return _seen(reading, rubric, MarkKind.OWN_CAUSE) and (tied or both >= rubric.rules.half_told)


def _is_called_a_lesson(reading: Reading) -> bool:
    """Say whether a lesson is announced somewhere: an opinion alone ("one should always ...") is none."""
    lessons = {MarkKind.LESSON_GENERIC, MarkKind.LESSON_SPECIFIC, MarkKind.PROMISE}
    return any(mark.kind in lessons for sentence in reading.answer.sentences for mark in sentence.marks)


@rule("lesson-absent", Effect.WEAKNESS)
def lesson_absent(reading: Reading, rubric: AccountabilityRubric) -> Iterator[Finding]:
    """No lesson and no change is told, or only a lesson that would fit any failure.

    What it finds: an answer that ends with the failure or its repair, or with "the importance of
    communication", "never give up" and the like, without a specific lesson or a change beside it. Where
    nothing went wrong, nothing can be learned from it, and `failure-absent` speaks instead.

    Why it matters: the repair mends one case; what somebody does differently now prevents the next. A
    lesson that fits every story was not learned from this one.

    Example: I forgot to renew the certificate and the shop was down for two hours. I renewed it at night. I
    learned how much good planning matters in every project.

    Instead: I forgot to renew the certificate and the shop was down for two hours. I now review every
    expiry date in the first week of the month, with an alert at 30 days.
    """
    if _seen(reading, rubric, MarkKind.DISGUISE, MarkKind.DENIAL) or _learned(reading, rubric):
        return
    own = _seen(reading, rubric, MarkKind.OWN_CAUSE)
    weight = (rubric.weights.lesson + rubric.weights.change) * (1.0 if own else rubric.combine.unowned)
    why = "A repair mends one case; what you do differently now prevents the next."
    wrong = _seen(reading, rubric, MarkKind.FAILURE, MarkKind.COST, MarkKind.OWN_CAUSE, MarkKind.BLAME)
    if _seen(reading, rubric, MarkKind.LESSON_GENERIC, MarkKind.PROMISE) and (
        wrong or _is_called_a_lesson(reading)
    ):
        told = max((MarkKind.LESSON_GENERIC, MarkKind.PROMISE), key=lambda kind: reading.strength[kind])
        yield from _quoted(
            reading,
            told,
            "this would fit any failure: nothing of this one is learned yet",
            why="A lesson that fits every story was not learned from this one.",
            change="What would you have had to know or do, at which moment, for this not to happen?",
            weight=-weight,
        )
    elif wrong:
        change = "What do you do differently in such work today, and when was the last time?"
        yield _absent(reading, "no lesson and no change is told", why=why, change=change, weight=weight)


@rule("cost-named", Effect.STRENGTH)
def cost_named(reading: Reading, rubric: AccountabilityRubric) -> Iterator[Finding]:
    """The failure has a cost: who or what paid for it.

    What it finds: something going wrong beside the people it hit, the time or money it took, or what was
    lost.

    Why it matters: a failure without a cost is an anecdote. Naming the cost shows that its writer looked at
    it from the other side.

    Example: My deploy broke the login and 2,000 customers could not get in for three hours.

    Instead: There was an interesting situation with a deploy.
    """
    if _seen(reading, rubric, MarkKind.COST):
        yield from _quoted(
            reading,
            MarkKind.COST,
            "says what the failure cost",
            why="Naming the cost shows that you looked at it from the other side.",
            weight=rubric.weights.cost,
        )


@rule("own-cause", Effect.STRENGTH)
def own_cause(reading: Reading, rubric: AccountabilityRubric) -> Iterator[Finding]:
    """The writer is named as a cause.

    What it finds: the first person with a lapse ("I underestimated"), an omission ("I had not tested"), a
    deed called bad, or "I should have".

    Why it matters: only a cause that lies with oneself can be changed by oneself.

    Example: I had not read the changelog, so the upgrade broke the payments page.

    Instead: The upgrade was broken by the vendor.
    """
    if _seen(reading, rubric, MarkKind.OWN_CAUSE) and not _blames(reading, rubric):
        yield from _quoted(
            reading,
            MarkKind.OWN_CAUSE,
            "names an own part in the cause",
            why="Only a cause that lies with yourself can be changed by yourself.",
            weight=rubric.weights.own_cause,
        )


@rule("specific-lesson", Effect.STRENGTH)
def specific_lesson(reading: Reading, rubric: AccountabilityRubric) -> Iterator[Finding]:
    """The lesson belongs to this failure.

    What it finds: a lesson with words of its own story, a condition or a measure in it.

    Why it matters: a specific lesson can be acted on, and could be wrong; a platitude can be neither.

    Example: The import lost 300 orders because I trusted the row count. I learned that a row count does not
    show truncated columns, so a checksum per column is the least that proves an import.

    Instead: The import lost 300 orders. I learned the importance of quality.
    """
    if _seen(reading, rubric, MarkKind.LESSON_SPECIFIC):
        yield from _quoted(
            reading,
            MarkKind.LESSON_SPECIFIC,
            "the lesson belongs to this failure",
            why="A specific lesson can be acted on.",
            weight=rubric.weights.lesson,
        )


@rule("change-held", Effect.STRENGTH)
def change_held(reading: Reading, rubric: AccountabilityRubric) -> Iterator[Finding]:
    """Something is done differently since.

    What it finds: a habit told in the present ("I now ...", "every ...", "since then I ...") or a step
    taken after the failure: a checklist, a check, a rule, something stopped.

    Why it matters: what changed afterwards is the only part of the answer that concerns the next piece of
    work.

    Example: I shipped the report without a second reader and two totals were wrong. Since then I have every
    report read by somebody from finance before it leaves, and I keep a checklist of the totals.

    Instead: I shipped the report without a second reader and two totals were wrong. I was very sorry.
    """
    if _seen(reading, rubric, MarkKind.CHANGE):
        yield from _quoted(
            reading,
            MarkKind.CHANGE,
            "says what is done differently since",
            why="What changed afterwards is the part that concerns the next piece of work.",
            weight=rubric.weights.change,
        )


RULES: tuple[Rule, ...] = (
    failure_absent,
    strength_in_disguise,
    blame_outside,
    lesson_absent,
    cost_named,
    own_cause,
    specific_lesson,
    change_held,
)
