"""The rules of coherence: each looks at one essay and quotes the sentence it speaks of."""

from collections.abc import Iterator

from earnest.records.evidence.coherence import EssaySentence, Paragraph
from earnest.records.finding import Effect, Finding, Place
from earnest.signals.coherence.scoring import Reading, Role
from earnest.signals.signal import Rule, rule


def _quoted(
    sentence: EssaySentence, item: str, message: str, *, why: str, change: str = "", weight: float
) -> Finding:
    place = Place(block=sentence.block, start=sentence.start, end=sentence.end, item=item)
    return Finding(
        rule="",
        effect=Effect.NOTE,
        message=message,
        quote=sentence.text,
        place=place,
        why=why,
        change=change,
        weight=round(max(-1.0, min(1.0, weight)), 4),
    )


def _absent(reading: Reading, message: str, *, why: str, change: str, weight: float) -> Finding:
    return Finding(
        rule="",
        effect=Effect.NOTE,
        message=message,
        place=Place(item=reading.essay.item),
        why=why,
        change=change,
        weight=round(max(-1.0, weight), 4),
    )


@rule("thesis-absent", Effect.WEAKNESS)
def thesis_absent(reading: Reading) -> Iterator[Finding]:
    """No sentence says what the essay argues.

    What it finds: an essay in which no sentence is at once central to the rest and a claim.

    Why it matters: a reader who does not know the claim cannot tell support from decoration. Readers rate
    essays with an explicit thesis as better organised (Burstein, Marcu, Knight 2003).

    Example: diary.

    Instead: essay.
    """
    if reading.thesis_strength < reading.rubric.thesis.least:
        yield _absent(
            reading,
            "no sentence states what this essay argues",
            why="A reader who does not know the claim cannot tell support from decoration.",
            change="What should the reader believe or do at the end? Say it in one sentence.",
            weight=-reading.share("thesis"),
        )


@rule("thesis-late", Effect.WEAKNESS)
def thesis_late(reading: Reading) -> Iterator[Finding]:
    """What should open the essay stands at its end.

    What it finds: a last paragraph that goes with the essay and with its beginning, names what recurs in it,
    says when, or explains what was used before, and does not turn to the reader as last paragraphs do. Less
    of that is enough where the clearest claim stands late too.

    Why it matters: what is read before the claim has to be read again once the claim is known.

    Example: essay; 1 to the end.

    Instead: essay.
    """
    settings, essay = reading.rubric.rules, reading.essay
    claimed = reading.thesis_strength >= reading.rubric.thesis.least and reading.early == 0.0
    if reading.late_opening >= (settings.late_claimed if claimed else settings.late):
        last = essay.paragraphs[-1] if essay.paragraphs else None
        own = essay.sentences[last.first : last.last] if last else essay.sentences[-1:]
        claim = max(own, key=lambda one: (one.central * (0.5 + one.claim), -one.word))
        yield _quoted(
            claim,
            essay.item,
            f"opens the essay better than its beginning does, and stands at word {claim.word}",
            why="What is read before the claim has to be read again once the claim is known.",
            change="Could this sentence, or its claim, open the essay?",
            weight=-reading.cost("late"),
        )


@rule("drift", Effect.WEAKNESS)
def drift(reading: Reading) -> Iterator[Finding]:
    """From some word on, the essay is about something else.

    What it finds: a place from which the passages have more in common with each other than with what stands
    before it, and few of the recurring words cross it.

    Why it matters: holding one line of thought over a long text is what a long-form item asks for.

    Example: essay; from 7: other.

    Instead: essay.
    """
    word = reading.break_word
    if word is not None:
        first = reading.essay.passages[reading.essay.relations.break_passage].first
        yield _quoted(
            reading.essay.sentences[first],
            reading.essay.item,
            f"from word {word} on, the text has little to do with what stands before",
            why="Holding one line of thought over a long text is what this item asks for.",
            change="How does this follow from your thesis? If it does not, what would be missing without it?",
            weight=-reading.cost("drift", "aside"),
        )


@rule("order-loose", Effect.WEAKNESS)
def order_loose(reading: Reading) -> Iterator[Finding]:
    """Neighbouring parts belong together no more than any two parts do.

    What it finds: an essay whose parts could stand in another order: neighbours share neither meaning nor
    words beyond what all its parts share.

    Why it matters: an argument has an order; a pile of paragraphs makes the reader build one.

    Example: essay; woven with other.

    Instead: essay.
    """
    if reading.disorder >= reading.rubric.rules.order:
        weakest = min(reading.essay.passages[1:], key=lambda one: (one.to_last, one.word), default=None)
        if weakest is None:
            return
        yield _quoted(
            reading.essay.sentences[weakest.first],
            reading.essay.item,
            "the parts could stand in another order; this one follows least from what is just before it",
            why="An argument has an order; a pile of paragraphs makes the reader build one.",
            change="Which sentence of the part before leads here?",
            weight=-reading.cost("order"),
        )


@rule("new-idea-in-conclusion", Effect.WEAKNESS)
def new_idea_in_conclusion(reading: Reading) -> Iterator[Finding]:
    """The end brings up something that the essay has not prepared.

    What it finds: last sentences that are far from everything before them and hold words, rare in other
    writing about work, which the essay had not.

    Why it matters: an idea in the last lines is neither supported nor tested, and it hides the conclusion.

    Example: essay; add: The garden of my neighbour needs pruning in autumn, when roses and lavender have lost
    their blossoms. A sharp pair of scissors matters more there than the phase of the moon. Most hedges also
    want a second cut in late summer.

    Instead: essay.
    """
    if reading.new_end >= reading.rubric.rules.end and reading.break_word is None:
        own = reading.essay.sentences[max(reading.essay.conclusion, len(reading.essay.sentences) - 8) :]
        furthest = min(own, key=lambda one: (one.central if one.words >= 6 else 1.0, one.word))
        yield _quoted(
            furthest,
            reading.essay.item,
            "the end brings up something that the essay has not prepared",
            why="An idea in the last lines is neither supported nor tested.",
            change="Where in the body would this belong, and what supports it there?",
            weight=-reading.cost("end"),
        )


@rule("conclusion-absent", Effect.WEAKNESS)
def conclusion_absent(reading: Reading) -> Iterator[Finding]:
    """The essay stops without returning to what it argued.

    What it finds: last lines that share little with the thesis and with the rest.

    Why it matters: the conclusion is where a reader checks what was shown against what was claimed.

    Example: essay; add: Roses and lavender want a sharp pair of scissors in autumn.

    Instead: essay.
    """
    essay, settings = reading.essay, reading.rubric.conclusion
    last = [one for one in essay.sentences[essay.conclusion :] if one.words >= 5]
    nearest = max((max(one.central, one.asked) for one in last), default=0.0)
    if nearest < settings.least_rest:
        yield _absent(
            reading,
            "the text ends without returning to what it argued",
            why="The conclusion is where a reader checks what was shown against what was claimed.",
            change="What follows from all this, in two sentences and without a new idea?",
            weight=-reading.share("conclusion"),
        )


@rule("conclusion-long", Effect.WEAKNESS)
def conclusion_long(reading: Reading) -> Iterator[Finding]:
    """The conclusion is long.

    What it finds: an end that is announced as a conclusion, or a last paragraph, longer than a fifth of the
    essay.

    Why it matters: what needs that much room is not a conclusion, but a part of the argument without a place.

    Example: essay; add: In conclusion, a rehearsal on a copy of production is what a migration needs before
    it runs, because the rows of production are not the rows of a test database, because a lock that lasts
    fifty minutes is not a lock that lasts a second, because a rollback that has never run is not a
    rollback, because an afternoon costs less than a night, because a script makes the rehearsal dull,
    because the copy lets the rows object before anything depends on them, and because the year that I
    counted had nine faults in it which nobody had expected, four of them in changes that were called
    trivial by their own author, and because a team that rehearses knows how long its tables are locked,
    knows which rows break a constraint, knows that the way back is open, and can say so in the review
    before the migration runs, which is when saying so still helps, and because the customers who order at
    noon do not care whether a migration was trivial, but whether their order went through while the table
    was locked and the connection pool was exhausted by a migration that nobody had rehearsed on the copy of
    last night.

    Instead: essay.
    """
    settings = reading.rubric.conclusion
    allowed = max(settings.longest_words, settings.longest * reading.essay.words_read)
    if reading.conclusion_words > allowed:
        yield _quoted(
            reading.essay.sentences[reading.essay.conclusion],
            reading.essay.item,
            f"the conclusion has {reading.conclusion_words} words",
            why="What needs that much room is a part of the argument without a place.",
            change="Which two sentences of it would you keep?",
            weight=-reading.share("conclusion") * (1.0 - reading.ending),
        )


@rule("failure-mode-absent", Effect.WEAKNESS)
def failure_mode_absent(reading: Reading) -> Iterator[Finding]:
    """Nothing says where the thesis fails.

    What it finds: an essay without a paragraph on limits, objections or conditions of its own thesis.

    Why it matters: a claim whose limits are not known cannot be acted on. Essays that answer the other side
    are more convincing than those that leave it out (O'Keefe 1999).

    Example: essay; without 5-7.

    Instead: essay.
    """
    if not reading.of_role(Role.FAILURE_MODE):
        yield _absent(
            reading,
            "no paragraph says where this would fail",
            why="A claim whose limits are not known cannot be acted on.",
            change="In which case would you do the opposite, and how would you notice that it is the case?",
            weight=-reading.share("stress") * (1.0 - reading.stress),
        )


@rule("support-absent", Effect.WEAKNESS)
def support_absent(reading: Reading) -> Iterator[Finding]:
    """A paragraph claims without giving anything to check.

    What it finds: a supporting paragraph without a number, a named thing, an example, a cause or an event.

    Why it matters: a claim without support asks to be believed.

    Example: essay; add: Rehearsal is good and important for everybody. It should be done by teams that want
    quality and it must be a part of the culture. Good teams rehearse and bad teams do not. It is better to
    rehearse than not to rehearse, and every team should rehearse all of the time and never stop to do it;
    add: A rehearsal is a good thing to do.

    Instead: essay.
    """
    for paragraph in reading.of_role(Role.SUPPORT_WITHOUT):
        if paragraph.words >= reading.rubric.roles.least_words:
            yield _quoted(
                _strongest_claim(reading, paragraph),
                reading.essay.item,
                "this paragraph claims without giving anything to check",
                why="A claim without support asks to be believed.",
                change="What did you see, count or try that shows it?",
                weight=-reading.share("support") * paragraph.words / max(1, reading.essay.words_read),
            )


@rule("thesis-first", Effect.STRENGTH)
def thesis_first(reading: Reading) -> Iterator[Finding]:
    """The essay opens with its claim.

    What it finds: a central claim within the first words.

    Why it matters: everything after it can be read as support, and judged as such.

    Example: essay.

    Instead: essay; 1 to the end.
    """
    if reading.early == 1.0 and reading.thesis_strength >= reading.rubric.thesis.least:
        yield _quoted(
            reading.thesis,
            reading.essay.item,
            "opens with its claim",
            why="Everything after it can be read as support.",
            weight=reading.share("thesis") * reading.thesis_strength,
        )


@rule("stress-tested", Effect.STRENGTH)
def stress_tested(reading: Reading) -> Iterator[Finding]:
    """The essay says where its thesis fails.

    What it finds: a paragraph, tied to the rest, that is mostly about limits and conditions.

    Why it matters: only who looked for the failure can say where it begins.

    Example: essay.

    Instead: essay; without 5-7.
    """
    tests = reading.of_role(Role.FAILURE_MODE)
    if tests:
        best = max(tests, key=lambda one: (reading.limited(one), -one.word))
        own = reading.essay.sentences[best.first : best.last]
        yield _quoted(
            max(own, key=lambda one: (one.limiting, -one.word)),
            reading.essay.item,
            "says where the thesis fails",
            why="Only who looked for the failure can say where it begins.",
            weight=reading.share("stress"),
        )


@rule("holds-after-600", Effect.STRENGTH)
def holds_after_600(reading: Reading) -> Iterator[Finding]:
    """The essay is still about its thesis after 600 words.

    What it finds: no break anywhere, and passages behind word 600 that are tied to the thesis.

    Why it matters: the second half is where long answers fall apart.

    Example: essay.

    Instead: essay; from 7: other.
    """
    late = [one for one in reading.essay.passages if one.word >= reading.rubric.rules.position]
    if late and reading.drift <= reading.rubric.rules.held:
        best = max(late, key=lambda one: (one.to_thesis, -one.word))
        own = reading.essay.sentences[best.first : best.last]
        yield _quoted(
            max(own, key=lambda one: (one.central, -one.word)),
            reading.essay.item,
            f"still on its thesis at word {best.word}",
            why="The second half is where long answers fall apart.",
            weight=reading.rubric.detectors.drift.prior,
        )


def _strongest_claim(reading: Reading, paragraph: Paragraph) -> EssaySentence:
    own = reading.essay.sentences[paragraph.first : paragraph.last]
    return max(own, key=lambda one: (one.claim, -one.word))


RULES: tuple[Rule, ...] = (
    thesis_absent,
    thesis_late,
    drift,
    order_loose,
    new_idea_in_conclusion,
    conclusion_absent,
    conclusion_long,
    failure_mode_absent,
    support_absent,
    thesis_first,
    stress_tested,
    holds_after_600,
)
