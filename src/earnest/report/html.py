"""One self-contained HTML file for a candidate, one for a reviewer: no script, no network, prints well.

Every text is escaped by the template engine and made visible (`visible.py`); the content security policy
allows the one style sheet by its hash and nothing else, so markup in a field or a diff stays text.
"""

import base64
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from earnest.records.policy import Policy
from earnest.records.screening import Screening
from earnest.report.blinding import blinded
from earnest.report.views import (
    document_views,
    masked_kinds,
    needed_for_next_tier,
    reasons_view,
    signal_views,
    words,
)
from earnest.report.visible import visible

_TEMPLATES = Path(__file__).parent / "templates"


def candidate_html(screening: Screening, policy: Policy) -> str:
    """Return the report for the candidate: their text in full, what counts for them, what would change it."""
    return _render("candidate.html", screening, policy)


def reviewer_html(screening: Screening, policy: Policy) -> str:
    """Return the report for a reviewer: the same evidence; of identity only what kind of thing it was."""
    return _render("reviewer.html", blinded(screening), policy)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sentence"] = sentence
    return environment


def sentence(text: str) -> str:
    """Begin a message with a capital, unless its first word is a name with a spelling of its own.

    >>> sentence("adds nothing"), sentence("report.py imports pandas"), sentence("iOS is named")
    ('Adds nothing', 'report.py imports pandas', 'iOS is named')
    """
    first = text.partition(" ")[0].rstrip(",:;")
    return text[:1].upper() + text[1:] if first.isalpha() and first.islower() else text


def _shown(value: object) -> object:
    """Make every text visible before it is escaped; what a macro returned has been through here."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _style() -> tuple[Markup, str]:
    style = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    return Markup(style), f"sha256-{digest}"  # noqa: S704 - our own file, and the policy holds its hash


def _render(template: str, screening: Screening, policy: Policy) -> str:
    style, style_hash = _style()
    signals = signal_views(screening, policy)
    decision = screening.decision
    render: Callable[..., str] = _environment().get_template(template).render
    return render(
        screening=screening,
        decision=decision,
        policy=policy,
        words=words(),
        outcome=words()["outcomes"][decision.outcome.value],
        signals=signals,
        reasons=reasons_view(decision),
        needed=needed_for_next_tier(screening, policy),
        limiting=next((view for view in signals if view.limiting), None),
        documents=document_views(screening, signals),
        masked=masked_kinds(screening),
        tier=next((tier for tier in policy.tiers if tier.name == decision.tier), None),
        style=style,
        style_hash=style_hash,
    )
