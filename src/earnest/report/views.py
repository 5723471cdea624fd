"""One screening as a report shows it: numbered findings, constraints, curves and marked texts."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import JsonValue

from earnest.records.decision import Decision, Reason
from earnest.records.document import Document, DocumentKind
from earnest.records.finding import Effect, LocatedFinding
from earnest.records.policy import Cut, Policy
from earnest.records.result import SignalId, SignalResult, Status
from earnest.records.screening import CodeExcerpt, Screening
from earnest.report.charts import Curve, Dot, curves, dot
from earnest.report.marking import Run, lines, paragraphs

_ORDER = {Effect.WEAKNESS: 0, Effect.STRENGTH: 1, Effect.NOTE: 2}
_SHOWN = {Effect.WEAKNESS: 3, Effect.STRENGTH: 2, Effect.NOTE: 2}
_STATES = ("missed", "undecidable", "kept")
_MOST_LISTINGS = 5
_SHORT_QUOTE, _AROUND = 40, 70


class CodeLine(NamedTuple):
    """One line of a file; `hit` says that the finding is about it."""

    number: int
    text: str
    hit: bool


@dataclass(frozen=True)
class Code:
    """A few lines of a file."""

    file: str
    lines: tuple[CodeLine, ...]

    @property
    def at(self) -> str:
        """The file, and the line that counts where there is one."""
        hit = next((line.number for line in self.lines if line.hit), 0)
        return f"{self.file}:{hit}" if hit else self.file


@dataclass(frozen=True)
class NumberedFinding:
    """A finding with its number in the report, the code around it, and the title of the text it stands in.

    `before` and `after` are the words around a short quote, "" where the quote speaks for itself.
    """

    number: int
    signal: SignalId
    finding: LocatedFinding
    code: Code | None
    where: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class RuleGroup:
    """What one rule found, said once: findings that share why they matter and what would change them.

    `message` is what several of them say alike, "" where each speaks for itself.
    """

    findings: tuple[NumberedFinding, ...]

    @property
    def first(self) -> LocatedFinding:
        """The finding that speaks for the group."""
        return self.findings[0].finding

    @property
    def message(self) -> str:
        """The message that all of several share."""
        alike = len(self.findings) > 1 and len({each.finding.message for each in self.findings}) == 1
        return self.first.message if alike else ""

    @property
    def shown(self) -> int:
        """How many of them are shown before the rest folds: weaknesses need more room, one never folds."""
        shown = _SHOWN[self.first.effect]
        return shown if len(self.findings) > shown + 1 else len(self.findings)


@dataclass(frozen=True)
class Constraint:
    """One stated constraint of a coding item, what became of it, the code that shows it, and its finding."""

    item: str
    kind: str
    state: str
    stated: str
    explanation: str
    code: tuple[Code, ...]
    finding: NumberedFinding | None = None


@dataclass(frozen=True)
class Listing:
    """One listing that the profile was matched with."""

    id: str
    score: float
    shared: str
    missing: str


@dataclass(frozen=True)
class SignalView:
    """One signal as a report shows it. `standing` is above, near, below or "" (no cut or no score)."""

    result: SignalResult
    title: str
    about: str
    status: str
    standing: str
    dot: Dot | None
    findings: tuple[NumberedFinding, ...]
    curves: tuple[Curve, ...]
    constraints: tuple[Constraint, ...]
    listings: tuple[Listing, ...]
    moves: tuple[str, ...]
    limiting: bool

    @property
    def id(self) -> str:
        """The signal's id."""
        return self.result.signal.value

    def of(self, effect: str) -> tuple[NumberedFinding, ...]:
        """Return the findings of one effect, the weightiest first."""
        return tuple(each for each in self.findings if each.finding.effect.value == effect)

    def groups(self, effect: str) -> tuple[RuleGroup, ...]:
        """Return the findings of one effect by rule, without those that stand beside their constraint."""
        beside = {each.finding.number for each in self.constraints if each.finding is not None}
        groups: dict[tuple[str, str, str], list[NumberedFinding]] = {}
        for each in self.of(effect):
            if each.number not in beside:
                groups.setdefault(_group(each.finding), []).append(each)
        return tuple(RuleGroup(tuple(group)) for group in groups.values())

    @property
    def tells(self) -> bool:
        """Whether there is anything to say besides the score."""
        return bool(self.findings or self.curves or self.constraints or self.listings or self.moves)


@dataclass(frozen=True)
class DocumentView:
    """One text of the candidate: its paragraphs, of lines of marked runs, and the findings in it."""

    title: str
    file: str
    kind: str
    paragraphs: list[list[list[Run]]]
    notes: tuple[tuple[NumberedFinding, ...], ...]


@dataclass(frozen=True)
class MaskedKind:
    """One kind of thing that was masked: how often, and the reasons."""

    kind: str
    count: int
    reasons: tuple[str, ...]


class Needed(NamedTuple):
    """A score that the next tier asks for, and what there is."""

    title: str
    minimum: float
    score: float | None


@dataclass(frozen=True)
class ReasonsView:
    """The reason that belongs to the limiting signal, if there is one, and the others; no advice twice."""

    limiting: Reason | None
    others: tuple[Reason, ...]


def needed_for_next_tier(screening: Screening, policy: Policy) -> tuple[Needed, ...]:
    """Return what the next tier asks for and this application does not reach."""
    tier = next((tier for tier in policy.tiers if tier.name == screening.decision.next_tier), None)
    minimum = tier.minimum if tier is not None else {}
    scores = {result.signal: result.tier_score for result in screening.assessment.results}
    needed = (
        Needed(words()["signals"][signal.value]["title"], minimum[signal], scores.get(signal))
        for signal in SignalId
        if signal in minimum
    )
    return tuple(each for each in needed if each.score is None or each.score < each.minimum)


def reasons_view(decision: Decision) -> ReasonsView:
    """Part the reasons of a decision; the first one of the limiting signal stands for it."""
    own = [reason for reason in decision.reasons if reason.signal and reason.signal is decision.limiting][:1]
    return ReasonsView(
        limiting=own[0] if own else None,
        others=tuple(_without_echo(reason, own) for reason in decision.reasons if reason not in own),
    )


def _without_echo(reason: Reason, earlier: list[Reason]) -> Reason:
    return reason.but(change="") if any(reason.change == each.change for each in earlier) else reason


@cache
def words() -> dict[str, Any]:
    """Return the plain words of the reports."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def signal_views(screening: Screening, policy: Policy) -> list[SignalView]:
    """Return the seven signals with their findings numbered through the report, weaknesses first."""
    numbers = iter(range(1, 1 + sum(len(found) for found in screening.findings.values())))
    return [_signal_view(result, screening, policy, numbers) for result in screening.assessment.results]


def document_views(screening: Screening, signals: Iterable[SignalView]) -> list[DocumentView]:
    """Return the texts with their marks."""
    findings = [each for view in signals for each in view.findings]
    numbered = [(each.number, each.finding) for each in findings]
    return [
        DocumentView(
            title=_title(document),
            file=document.file,
            kind=document.kind.value,
            paragraphs=paragraphs(document.text, lines(document, numbered, screening.masked)),
            notes=_notes([each for each in findings if each.finding.document == document.id]),
        )
        for document in screening.documents
    ]


def _notes(findings: Iterable[NumberedFinding]) -> tuple[tuple[NumberedFinding, ...], ...]:
    """Put findings that follow each other and say the same into one note."""
    alike = groupby(findings, key=lambda each: (each.finding.effect, each.finding.message))
    return tuple(tuple(same) for _, same in alike)


def masked_kinds(screening: Screening) -> list[MaskedKind]:
    """Count what was masked by kind; of the reasons each one once."""
    reasons: dict[str, dict[str, int]] = {}
    for each in screening.masked:
        by_reason = reasons.setdefault(each.kind.value, {})
        by_reason[each.why] = by_reason.get(each.why, 0) + 1
    return [
        MaskedKind(kind, sum(by_reason.values()), tuple(sorted(by_reason)))
        for kind, by_reason in sorted(reasons.items())
    ]


def _signal_view(
    result: SignalResult, screening: Screening, policy: Policy, numbers: Iterator[int]
) -> SignalView:
    text = words()["signals"][result.signal.value]
    located = _in_order(screening.findings.get(result.signal.value, ()))
    findings = tuple(_numbered(next(numbers), result.signal, found, screening) for found in located)
    cut = next((cut for cut in policy.cuts if cut.signal is result.signal), None)
    return SignalView(
        result=result,
        title=text["title"],
        about=text["about"],
        status="" if result.status is Status.SCORED else words()["statuses"][result.status.value],
        standing=_standing(result, cut),
        dot=dot(result, policy, screening.decision),
        findings=findings,
        curves=tuple(
            replace(curve, item=_topic(curve.item, DocumentKind.WRITING)) for curve in curves(result.details)
        ),
        constraints=tuple(
            sorted(
                _constraints(result.details.get("constraints"), screening.excerpts, findings),
                key=lambda constraint: _STATES.index(constraint.state),
            )
        ),
        listings=tuple(_listings(result.details)),
        moves=tuple(
            str(row["message"]) for row in _rows(result.details.get("would_move")) if "message" in row
        ),
        limiting=screening.decision.limiting is result.signal,
    )


def _in_order(findings: Iterable[LocatedFinding]) -> list[LocatedFinding]:
    """Sort findings by effect and weight; those of one rule stand together, where its weightiest stands."""
    ordered = sorted(findings, key=_finding_order)
    places: dict[tuple[str, str, str], int] = {}
    for found in ordered:
        places.setdefault(_group(found), len(places))
    return sorted(ordered, key=lambda found: (_ORDER[found.effect], places[_group(found)]))


def _group(found: LocatedFinding) -> tuple[str, str, str]:
    return found.rule, found.why, found.change


def _numbered(number: int, signal: SignalId, found: LocatedFinding, screening: Screening) -> NumberedFinding:
    document = next((each for each in screening.documents if each.id == found.document), None)
    before, after = _around(found, document.text) if document is not None else ("", "")
    return NumberedFinding(
        number=number,
        signal=signal,
        finding=found,
        code=_code_of(found, screening.excerpts),
        where=_title(document) if document is not None else "",
        before=before,
        after=after,
    )


def _around(found: LocatedFinding, text: str) -> tuple[str, str]:
    """Return the words of the same line before and behind a quote that says little by itself."""
    start, end = found.document_start, found.document_end
    if not found.quote or end - start > _SHORT_QUOTE:
        return "", ""
    before = text[max(0, start - _AROUND) : start].rpartition("\n")
    after = text[end : end + _AROUND].partition("\n")
    left, right = before[2], after[0]
    if not before[1] and start > _AROUND:
        left = f"… {left.partition(' ')[2]}"
    if not after[1] and end + _AROUND < len(text):
        right = f"{right.rpartition(' ')[0]} …"
    return left, right


def _standing(result: SignalResult, cut: Cut | None) -> str:
    if cut is None or result.score is None or result.standard_error is None:
        return ""
    if abs(result.score - cut.score) <= cut.band * result.standard_error:
        return "near"
    return "above" if result.score >= cut.score else "below"


def _finding_order(found: LocatedFinding) -> tuple[int, float, str, int, str]:
    return _ORDER[found.effect], -abs(found.weight), found.document, found.document_start, found.rule


def _title(document: Document) -> str:
    """Say which part of the application a text is, and which item it answers."""
    _, _, item = document.id.partition("/")
    part: str = words()["documents"][document.kind.value]
    return f"{part}: {_topic(item, document.kind)}" if item else part


def _topic(item: str, kind: DocumentKind) -> str:
    """Say what an item is about: its id without what the heading says already."""
    return item.removeprefix(words()["item_prefixes"].get(kind.value, "")).replace("-", " ")


def _code_of(found: LocatedFinding, excerpts: Iterable[CodeExcerpt]) -> Code | None:
    place = found.place
    return (
        _code(place.item, place.file, (place.line, place.end_line), found.quote, excerpts)
        if place.file
        else None
    )


def _code(item: str, file: str, hit: tuple[int, int], quote: str, excerpts: Iterable[CodeExcerpt]) -> Code:
    """Return the lines around a place, or the quoted ones where the file is not at hand."""
    first, last = hit[0], max(hit)
    for excerpt in excerpts:
        inside = excerpt.first_line <= first < excerpt.first_line + len(excerpt.lines)
        if first and inside and (excerpt.item, excerpt.file) == (item, file):
            numbered = enumerate(excerpt.lines, start=excerpt.first_line)
            return Code(file, tuple(CodeLine(n, text, first <= n <= last) for n, text in numbered))
    quoted = enumerate(quote.splitlines(), start=first)
    return Code(file, tuple(CodeLine(number, text, bool(first)) for number, text in quoted))


def _constraints(
    value: JsonValue, excerpts: tuple[CodeExcerpt, ...], findings: tuple[NumberedFinding, ...]
) -> Iterator[Constraint]:
    free = list(findings)
    for row in _rows(value):
        item, state = str(row.get("item") or ""), _state(row.get("state"))
        stated = str(row.get("stated") or row.get("constraint") or "")
        own = next((each for each in free if _is_about(each.finding, item, state, stated)), None)
        if own is not None:
            free.remove(own)
        yield Constraint(
            item=item,
            kind=str(row.get("kind") or ""),
            state=state,
            stated=str(row.get("stated") or ""),
            explanation=str(row.get("reason") or row.get("explanation") or ""),
            code=tuple(_place_code(item, place, excerpts) for place in _rows(row.get("places"))),
            finding=own,
        )


def _state(value: JsonValue) -> str:
    return value if isinstance(value, str) and value in _STATES else "undecidable"


def _is_about(found: LocatedFinding, item: str, state: str, stated: str) -> bool:
    """Whether a finding tells what became of a constraint: its rule is named after the state."""
    return found.rule == f"constraint-{state}" and found.place.item == item and stated in found.message


def _place_code(item: str, place: Mapping[str, JsonValue], excerpts: tuple[CodeExcerpt, ...]) -> Code:
    line = place.get("line")
    at = line if isinstance(line, int) else 0
    return _code(item, str(place.get("file") or ""), (at, at), str(place.get("quote") or ""), excerpts)


def _listings(details: Mapping[str, JsonValue]) -> Iterator[Listing]:
    for row in _rows(details.get("matches"))[:_MOST_LISTINGS]:
        score = row.get("score")
        yield Listing(
            id=str(row.get("id") or ""),
            score=float(score) if isinstance(score, int | float) else 0.0,
            shared=_joined(row.get("shared")),
            missing=_joined(row.get("missing")),
        )


def _joined(value: JsonValue) -> str:
    return ", ".join(str(name) for name in value[:8]) if isinstance(value, list) else ""


def _rows(value: JsonValue) -> list[dict[str, JsonValue]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
