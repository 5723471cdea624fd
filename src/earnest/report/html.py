"""One self-contained HTML file for a candidate, one for a reviewer: no script, no network, prints well.

Every text is escaped by the template engine; the content security policy allows the one style sheet by its
hash and nothing else, so markup in a field, a file name or a diff stays text.
"""

import base64
import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from earnest.records.document import Document
from earnest.records.finding import Effect, LocatedFinding
from earnest.records.policy import Policy
from earnest.records.result import SignalResult, Status
from earnest.records.screening import CodeExcerpt, Screening
from earnest.report.charts import Curve, Dot, curve, dot
from earnest.report.marking import Run, runs

_HERE = Path(__file__).parent
_ORDER = {Effect.WEAKNESS: 0, Effect.STRENGTH: 1, Effect.NOTE: 2}


@dataclass(frozen=True)
class NumberedFinding:
    """A finding with the number it carries in the report and the code around it."""

    number: int
    finding: LocatedFinding
    excerpt: CodeExcerpt | None


@dataclass(frozen=True)
class SignalView:
    """One signal as a report shows it."""

    result: SignalResult
    title: str
    about: str
    status: str
    dot: Dot | None
    findings: tuple[NumberedFinding, ...]
    curves: tuple[tuple[str, Curve], ...]
    verdicts: tuple[dict[str, Any], ...]
    limiting: bool


@dataclass(frozen=True)
class DocumentView:
    """One document of the candidate, cut into marked runs."""

    document: Document
    runs: tuple[Run, ...]


def candidate_html(screening: Screening, policy: Policy) -> str:
    """Return the report for the candidate: their text in full, what counts for them, what would change it."""
    return _render("candidate.html", screening, policy, blind=False)


def reviewer_html(screening: Screening, policy: Policy) -> str:
    """Return the report for a reviewer: the same evidence; of identity only what kind of thing it was."""
    return _render("reviewer.html", screening, policy, blind=True)


@cache
def words() -> dict[str, Any]:
    """Return the plain words of the reports."""
    return tomllib.loads((_HERE / "words.toml").read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> tuple[str, str]:
    style = (_HERE / "templates" / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    return style, f"sha256-{digest}"


def _render(template: str, screening: Screening, policy: Policy, *, blind: bool) -> str:
    style, style_hash = _style()
    signals = signal_views(screening, policy)
    numbered = [(each.number, each.finding) for view in signals for each in view.findings]
    documents = tuple(
        DocumentView(document, tuple(runs(document, numbered, screening.masked, blind=blind)))
        for document in screening.documents
    )
    return (
        _environment()
        .get_template(template)
        .render(
            screening=screening,
            policy=policy,
            words=words(),
            outcome=words()["outcomes"][screening.decision.outcome.value],
            label=screening.versions.submission_sha256[:10] if blind else screening.name,
            signals=signals,
            documents=documents,
            masked=_masked_counts(screening),
            masked_total=len(screening.masked),
            style=style,
            style_hash=style_hash,
            blind=blind,
            rate=next((tier for tier in policy.tiers if tier.name == screening.decision.tier), None),
        )
    )


def signal_views(screening: Screening, policy: Policy) -> list[SignalView]:
    """Return the seven signals with their findings numbered through the report, weaknesses first."""
    views: list[SignalView] = []
    number = 0
    excerpts = {(each.item, each.file, each.first_line): each for each in screening.excerpts}
    for result in screening.assessment.results:
        located = sorted(screening.findings.get(result.signal.value, ()), key=_finding_order)
        findings = []
        for found in located:
            number += 1
            findings.append(NumberedFinding(number, found, _excerpt_of(found, excerpts)))
        text = words()["signals"][result.signal.value]
        views.append(
            SignalView(
                result=result,
                title=text["title"],
                about=text["about"],
                status="" if result.status is Status.SCORED else words()["statuses"][result.status.value],
                dot=dot(result, policy),
                findings=tuple(findings),
                curves=tuple(_curves(result)),
                verdicts=tuple(_verdicts(result)),
                limiting=screening.decision.limiting is result.signal,
            )
        )
    return views


def _finding_order(found: LocatedFinding) -> tuple[int, float, str, int, str]:
    return _ORDER[found.effect], found.weight, found.document, found.document_start, found.rule


def _excerpt_of(
    found: LocatedFinding, excerpts: dict[tuple[str, str, int], CodeExcerpt]
) -> CodeExcerpt | None:
    place = found.place
    matching = (
        excerpt
        for (item, file, first), excerpt in excerpts.items()
        if (item, file) == (place.item, place.file) and first <= place.line < first + len(excerpt.lines)
    )
    return next(matching, None) if place.file and place.line else None


def _curves(result: SignalResult) -> list[tuple[str, Curve]]:
    """Read the curves that a signal left in its details: one for the text, or one for each of several."""
    essays = result.details.get("essays")
    sources = essays if isinstance(essays, list) else [result.details]
    found = []
    for source in sources:
        points = source.get("curve") if isinstance(source, dict) else None
        if isinstance(source, dict) and isinstance(points, list):
            drawn = curve(points, source.get("break_at"), int(source.get("words") or 0))  # type: ignore[arg-type]
            if drawn is not None:
                found.append((str(source.get("item") or ""), drawn))
    return found


def _verdicts(result: SignalResult) -> list[dict[str, Any]]:
    table = result.details.get("constraints")
    return [row for row in table if isinstance(row, dict)] if isinstance(table, list) else []


def _masked_counts(screening: Screening) -> list[tuple[str, int, str]]:
    counts: dict[str, tuple[int, str]] = {}
    for each in screening.masked:
        count, why = counts.get(each.kind.value, (0, each.why))
        counts[each.kind.value] = (count + 1, why)
    return [(kind, count, why) for kind, (count, why) in sorted(counts.items())]
