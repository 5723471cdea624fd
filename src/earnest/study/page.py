"""A study as one self-contained HTML page: no script, no network; figures are SVG beside tables."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from earnest import __version__
from earnest.study.items import ItemStudy
from earnest.study.raters import RaterStudy
from earnest.study.terminal import pooled_confusion

_TEMPLATES = Path(__file__).parent / "templates"
_BARS = 20
_ROWS = 200


@dataclass(frozen=True)
class Bar:
    """One bar of a histogram in percent of the figure: left end, width, height, and what it counts."""

    x: float
    width: float
    height: float
    low: float
    high: float
    count: int


def bars(values: Sequence[float], low: float, high: float, count: int = _BARS) -> list[Bar]:
    """Count `values` into `count` bars between `low` and `high`; what lies outside goes to the last ones."""
    step = (high - low) / count
    held = [0] * count
    for value in values:
        held[min(count - 1, max(0, int((value - low) / step)))] += 1
    top = max([*held, 1])
    return [
        Bar(
            round(100 * place / count, 3),
            round(100 / count, 3),
            round(100 * number / top, 3),
            low + place * step,
            low + (place + 1) * step,
            number,
        )
        for place, number in enumerate(held)
    ]


def raters_html(study: RaterStudy) -> str:
    """Return the page of a study of raters."""
    ranked = sorted(study.raters, key=lambda one: (-one.accuracy, one.worker))
    hardest = sorted(study.items, key=lambda one: (-one.difficulty, one.item))
    return _page("raters.html")(
        **_frame(),
        study=study,
        raters=ranked[:_ROWS],
        hidden_raters=max(0, len(ranked) - _ROWS),
        hardest=hardest[:_ROWS],
        hidden_items=max(0, len(hardest) - _ROWS),
        confusion=list(zip(study.classes, pooled_confusion(study), strict=True)),
        accuracy_bars=bars([each.accuracy for each in study.raters], 0.0, 1.0),
        difficulty_bars=bars([each.difficulty for each in study.items], -3.0, 3.0),
    )


def items_html(study: ItemStudy) -> str:
    """Return the page of a study of items."""
    ordered = sorted(study.items, key=lambda one: (one.difficulty, one.item))
    return _page("items.html")(
        **_frame(),
        study=study,
        items=ordered[:_ROWS],
        hidden_items=max(0, len(ordered) - _ROWS),
        retired=[each for each in ordered if each.retire],
        difficulty_bars=bars([each.difficulty for each in study.items], -4.0, 4.0),
        infit_bars=bars([each.infit for each in study.items], 0.5, 1.5),
    )


def _page(template: str) -> Callable[..., str]:
    render: Callable[..., str] = _environment().get_template(template).render
    return render


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["x"] = _percent
    return environment


def _percent(share: float) -> float:
    """Return where a share of 0..1 stands on an axis of 0..100."""
    return round(100 * min(1.0, max(0.0, share)), 2)


def _frame() -> dict[str, object]:
    style = (_TEMPLATES / "study.css").read_text(encoding="utf-8")
    digest = base64.b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    return {
        "style": Markup(style),  # noqa: S704 - our own file, and the policy holds its hash
        "style_hash": f"sha256-{digest}",
        "version": __version__,
    }
