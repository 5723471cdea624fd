"""The rules of depth."""

from collections.abc import Iterator

from earnest.bank.open_answers import ClaimState
from earnest.records.evidence.depth import AnswerPoint, DepthEvidence, Domain, EdgeAnswer
from earnest.records.finding import Effect, Finding, Place
from earnest.signals.depth.scoring import DepthRubric, decided, main_specialty
from earnest.signals.signal import Rule, rule


def _answered(answer: EdgeAnswer, message: str, *, why: str, change: str, weight: float) -> Finding:
    """Make a finding that quotes an answer; its rule and effect are filled in by `score`."""
    return Finding(
        rule="",
        effect=Effect.NOTE,
        message=message,
        quote=answer.answer,
        place=Place(item=answer.item),
        why=why,
        change=change,
        weight=weight,
    )


def _weight(evidence: DepthEvidence, answer: EdgeAnswer) -> float:
    main = main_specialty(evidence)
    held = sum(one.specialty == main for one in decided(evidence.answers))
    return round(1 / held, 4) if answer.specialty == main else 0.0


@rule("edge-case-answered", Effect.STRENGTH)
def edge_case_answered(evidence: DepthEvidence, _rubric: DepthRubric) -> Iterator[Finding]:
    """An edge case of the specialty is answered right.

    What it finds: an answer that is the key of its item, or one of the accepted ways to write it.

    Why it matters: edge cases are what a specialist knows and a fluent generalist does not; they cannot be
    read from the words of a profile.

    Example: {"responses": [{"item": "edge-1", "answer": "B"}]}

    Instead: {"responses": [{"item": "edge-1", "answer": "A"}]}
    """
    for answer in evidence.answers:
        if answer.right:
            yield _answered(
                answer,
                f"{answer.item}: an edge case of {answer.specialty} answered right",
                why="Right answers, less what guessing would give, are the score.",
                change="",
                weight=_weight(evidence, answer),
            )


@rule("edge-case-missed", Effect.WEAKNESS)
def edge_case_missed(evidence: DepthEvidence, _rubric: DepthRubric) -> Iterator[Finding]:
    """An edge case of the specialty is answered wrong.

    What it finds: an answer that is neither the key of its item nor an accepted way to write it. The reason
    is shown for practice items alone, so that operational items stay usable.

    Why it matters: the share of edge cases known, corrected for guessing, is the score.

    Example: {"responses": [{"item": "edge-1", "answer": "A"}]}

    Instead: {"responses": [{"item": "edge-1", "answer": "B"}]}
    """
    for answer in decided(evidence.answers):
        if not answer.right:
            yield _answered(
                answer,
                f"{answer.item}: this edge case of {answer.specialty} was "
                + ("missed" if answer.answer.strip() else "left blank"),
                why=answer.why or "The reason is not shown, because this item is still in use.",
                change=_lacks(answer)
                or "Which rule of the language or method decides this case? Try it out.",
                weight=-_weight(evidence, answer),
            )


def _lacks(answer: EdgeAnswer) -> str:
    """Say what an explanation leaves out, as far as it may be told."""
    lacking = [point.says for point in answer.points if point.state == ClaimState.MISSED and point.says]
    return f"What the answer does not say: {'; '.join(lacking)}." if lacking else ""


def _refuted(point: AnswerPoint) -> str:
    told = f" ({point.says})" if point.says else ""
    return f"beside what is right it says something that a right answer does not{told}: “{point.quote}”"


@rule("explanation-near", Effect.NOTE)
def explanation_near(evidence: DepthEvidence, _rubric: DepthRubric) -> Iterator[Finding]:
    """An explanation is near its key, and a person decides.

    What it finds: an open answer that makes more than half of the claims that are asked for, and not all of
    them: one is left out, denied, torn apart or in a heap of words. Or it makes them all and says something
    that a right answer never does.

    Why it matters: what a program cannot decide counts neither for nor against the candidate.

    Example: {"responses": [{"item": "edge-5", "answer": "The closures share the variable. Call,
    loop, end, lookup."}]}

    Instead: {"responses": [{"item": "edge-5", "answer": "The closures share the variable, which they look up
    when they are called, after the loop has ended."}]}
    """
    for answer in evidence.answers:
        if answer.undecided:
            reasons = sorted({point.reason for point in answer.points if point.reason})
            reasons += [_refuted(point) for point in answer.points if point.state == ClaimState.REFUTED]
            yield _answered(
                answer,
                f"{answer.item}: this explanation is near the key; a person decides",
                why="; ".join(reasons) or "What a program cannot decide is left to a person.",
                change="",
                weight=0.0,
            )


@rule("one-specialty", Effect.NOTE)
def one_specialty(evidence: DepthEvidence, rubric: DepthRubric) -> Iterator[Finding]:
    """Most of what the profile names belongs to one domain.

    What it finds: half or more of at least four technologies imply the same language or share a category.

    Why it matters: it says what to be examined in. It never changes the score: anybody can write it.

    Example: {"profile": "Tokio, serde, Axum, sqlx.", "responses": [{"item": "edge-1", "answer": "B"}]}

    Instead: {"profile": "A bit of everything.", "responses": [{"item": "edge-1", "answer": "B"}]}
    """
    total = _total(evidence)
    first = evidence.domains[0] if evidence.domains else None
    if first and len(first.technologies) >= max(rubric.rules.one_names, rubric.rules.one_share * total):
        yield _domain(
            first,
            f"{len(first.technologies)} of {total} named technologies belong to {first.name}",
            why="One specialty is easier to examine, and to believe, than ten. It does not change the score.",
        )


@rule("spread-thin", Effect.NOTE)
def spread_thin(evidence: DepthEvidence, rubric: DepthRubric) -> Iterator[Finding]:
    """The profile names many technologies and no domain stands out.

    What it finds: ten or more technologies of which no domain holds a quarter.

    Why it matters: nobody can tell which specialty to examine. It never changes the score.

    Example: {"profile": "Tokio, FastAPI, Laravel, PostgreSQL, Docker, Jira, Figma, Kafka, Splunk, PyTorch,
    AWS, Linux", "responses": [{"item": "edge-1", "answer": "B"}]}

    Instead: {"profile": "Tokio, serde, Axum, sqlx.", "responses": [{"item": "edge-1", "answer": "B"}]}
    """
    total = _total(evidence)
    if total < rubric.rules.spread_names:
        return
    first = evidence.domains[0]
    if len(first.technologies) < rubric.rules.spread_share * total:
        yield _domain(
            first,
            f"{total} technologies are named; the largest domain, {first.name}, holds "
            f"{len(first.technologies)}",
            why="A reviewer cannot tell what you would be examined in. It does not change the score.",
            change="Which one of these would you like to be asked hard things about?",
        )


def _total(evidence: DepthEvidence) -> int:
    return sum(len(domain.technologies) for domain in evidence.domains)


def _domain(domain: Domain, message: str, *, why: str, change: str = "") -> Finding:
    return Finding(
        rule="",
        effect=Effect.NOTE,
        message=message,
        quote=domain.quote,
        place=Place(block=domain.block, start=domain.start, end=domain.end),
        why=why,
        change=change,
    )


RULES: tuple[Rule, ...] = (edge_case_answered, edge_case_missed, explanation_near, one_specialty, spread_thin)
