"""Screenings in the terminal: one in full, or a table of many. No meaning hangs on colour."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from earnest.records.certificate import Certificate
from earnest.records.decision import Outcome, Reason
from earnest.records.finding import Effect
from earnest.records.flag import Flag
from earnest.records.policy import Policy
from earnest.records.result import SignalId, SignalResult, Status
from earnest.records.screening import Screening
from earnest.report.charts import Dot
from earnest.report.views import NumberedFinding, SignalView, reasons_view, signal_views, words
from earnest.report.visible import one_line

_COLOURS = {
    Outcome.ADVANCE: "green",
    Outcome.REVIEW: "yellow",
    Outcome.INCOMPLETE: "blue",
    Outcome.DECLINE: "red",
}
_MARKS = {Effect.STRENGTH: ("+", "green"), Effect.WEAKNESS: ("-", "red"), Effect.NOTE: ("·", "blue")}
_WIDEST = 110
_QUOTE = 240
_FLAGS = 3
_FLAG_QUOTE = 120


def print_screening(screening: Screening, policy: Policy, console: Console, findings: int = 3) -> None:
    """Print one screening: decision, seven signals, up to `findings` findings a signal with quotes."""
    views = signal_views(screening, policy)
    width = min(console.width, _WIDEST)
    console.print(_decision(screening, views), width=width)
    for problem in screening.problems:
        console.print(_hanging("! ", Text(one_line(problem.message)), "bold yellow"), width=width)
    for flag in screening.flags[:_FLAGS]:
        console.print(_hanging("? ", _flagged(flag), "bold yellow"), width=width)
    if len(screening.flags) > _FLAGS:
        console.print(
            Text(f"? {len(screening.flags) - _FLAGS} more flags in the report", "bold yellow"), width=width
        )
    console.print()
    console.print(_score_table(views, width), width=width)
    console.print(Text(_legend(screening, views), style="dim"), width=width)
    for view in views:
        if view.findings:
            console.print(Group(*_signal(view, findings)), width=width)
    count = len(screening.masked)
    spans = "1 span was" if count == 1 else f"{count} spans were"
    console.print()
    console.print(
        Text(f"{spans} masked before scoring; school, years, country and formatting never count.", "dim")
    )
    if screening.certificate is not None:
        console.print(Text(_certified(screening.certificate), "dim"), width=width)


def _flagged(flag: Flag) -> Text:
    """Say what a person should look at, with the first words of it."""
    where = ", ".join(one_line(part) for part in (flag.file, flag.where) if part)
    quote = one_line(flag.text)
    shown = quote if len(quote) <= _FLAG_QUOTE else quote[: _FLAG_QUOTE - 1] + "…"
    return Text(f"For a person, not for the score: {words()['flags'][flag.kind.value]} ({where}): “{shown}”")


def _certified(certificate: Certificate) -> str:
    """Say what the swaps showed, in one sentence."""
    held = [signal.value for signal in certificate.withheld]
    if held:
        return (
            f"{certificate.swaps} swaps: {', '.join(held)} changed and is withheld for a person to look at."
        )
    names = ", ".join(signal.value for signal in certificate.certified) or "nothing"
    return f"Certified over {certificate.swaps} swaps of school, country, years, names and format: {names}."


def _decision(screening: Screening, views: Sequence[SignalView]) -> RenderableType:
    decision = screening.decision
    colour = _COLOURS[decision.outcome]
    outcome = words()["outcomes"][decision.outcome.value]
    parts: list[RenderableType] = [
        Text.assemble((f"{outcome['symbol']} {outcome['word']}", f"bold {colour}"), f"  {outcome['says']}"),
        Text(_standing(screening), style="dim"),
    ]
    reasons = reasons_view(decision)
    limiting = next((view for view in views if view.limiting), None)
    if limiting is not None:
        holds = reasons.limiting is not None and decision.outcome is not Outcome.ADVANCE
        parts += ["", _limit(limiting, holds=holds)]
    parts += [_reason(reason) for reason in (reasons.limiting, *reasons.others) if reason is not None]
    return Panel(
        Group(*parts),
        title=Text(one_line(screening.name)),
        title_align="left",
        border_style=colour,
        padding=(0, 1),
    )


def _standing(screening: Screening) -> str:
    decision = screening.decision
    tier = f"tier {decision.tier}" if decision.tier else "no tier yet"
    away = ""
    if decision.distance is not None and decision.distance < 0:
        away = f", {abs(decision.distance):.1f} standard errors away"
    following = f"next tier {decision.next_tier}{away}" if decision.next_tier else "the highest tier"
    return f"{tier} · {following} · policy {decision.policy}"


def _limit(view: SignalView, *, holds: bool) -> Text:
    label = "What holds it back most: " if holds else "Nearest to its limit: "
    return Text.assemble(label, (view.title, "bold"), f" {_number(view)}" if view.dot else "")


def _reason(reason: Reason) -> RenderableType:
    lines: list[RenderableType] = [_hanging("• ", Text(one_line(reason.message)))]
    if reason.change:
        lines.append(Padding(_hanging("→ ", Text(one_line(reason.change), "italic")), (0, 0, 0, 2)))
    return Group(*lines)


def _score_table(views: Sequence[SignalView], width: int) -> Table:
    scale = max(21, min(51, width - 44))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for view in views:
        name = Text(("> " if view.limiting else "  ") + view.title, style="bold" if view.limiting else "")
        if view.dot is None:
            why = f"{view.status}: {one_line(view.result.reason)}"
            table.add_row(name, Text("no score", "dim"), Text(why, style="dim"))
        else:
            table.add_row(
                name, Text(_number(view)), _bar(view.dot, scale, "red" if view.limiting else "cyan")
            )
    return table


def _number(view: SignalView) -> str:
    return f"{view.result.score:.2f} ± {view.result.standard_error:.2f}"


def _bar(dot: Dot, width: int, colour: str) -> Text:
    """Draw a score on a scale of `width` cells: ├─●─┤ for one standard error, | for the policy's cut."""

    def at(percent: float) -> int:
        return round(percent / 100 * (width - 1))

    cells = ["·"] * width
    cells[at(dot.low) : at(dot.high) + 1] = ["─"] * (at(dot.high) + 1 - at(dot.low))
    cells[at(dot.low)], cells[at(dot.high)] = "├", "┤"
    if dot.cut is not None:
        cells[at(dot.cut)] = "|"
    cells[at(dot.x)] = "●"
    return Text("".join(cells), style=colour)


def _legend(screening: Screening, views: Sequence[SignalView]) -> str:
    marked = "nearest" if screening.decision.outcome is Outcome.ADVANCE else "limiting"
    limit = f"> {marked}   " if any(view.limiting for view in views) else ""
    return f"  {limit}├─●─┤ score ± one standard error, 0 to 1   | the policy's cut"


def _signal(view: SignalView, limit: int) -> Iterator[RenderableType]:
    yield ""
    value = f"  {_number(view)}" if view.dot else "  no score"
    yield Text.assemble((view.title, "bold underline"), (value, "bold"))
    yield Text(view.about, style="dim")
    shown = _chosen(view, limit)
    for each in shown:
        yield from _finding(each)
    rest = len(view.findings) - len(shown)
    if rest > 0:
        yield Text(f"   and {rest} more; --out FOLDER writes the whole report", style="dim")


def _chosen(view: SignalView, limit: int) -> list[NumberedFinding]:
    """Choose what to show: of every rule one before any second, and one that speaks for the candidate."""
    by_rule: dict[str, NumberedFinding] = {}
    for each in view.findings:
        by_rule.setdefault(each.finding.rule, each)
    firsts = list(by_rule.values())
    strength = [each for each in firsts if each.finding.effect is Effect.STRENGTH][:1]
    by_number = {each.number: each for each in (*strength, *firsts, *view.findings)}
    return sorted(list(by_number.values())[:limit], key=lambda each: each.number)


def _finding(each: NumberedFinding) -> Iterator[RenderableType]:
    found = each.finding
    mark, colour = _MARKS[found.effect]
    place = f" {found.place.file}:{found.place.line}" if found.place.line else ""
    head = Text.assemble(one_line(found.message), (f"  [{one_line(found.rule + place)}]", "dim"))
    yield _hanging(f" {mark} ", head, f"bold {colour}")
    if found.quote:
        quote = shorten(one_line(found.quote), _QUOTE, placeholder=" …")
        yield Padding(Text(f"“{quote}”", style="italic"), (0, 0, 0, 5))
    if found.change and found.effect is Effect.WEAKNESS:
        yield Padding(_hanging("→ ", Text(one_line(found.change))), (0, 0, 0, 5))


def _hanging(mark: str, text: Text, style: str = "") -> Table:
    grid = Table.grid()
    grid.add_column(no_wrap=True, width=len(mark))
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style=style), text)
    return grid


SUMMARY_ROWS = 60


class Summary:
    """A table of many screenings that keeps only what it prints: the first rows and counts of outcomes."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._outcomes: Counter[Outcome] = Counter()
        self._rows: list[_Row] = []

    def add(self, screening: Screening) -> None:
        """Count one screening and keep its row while there is room."""
        self._outcomes[screening.decision.outcome] += 1
        if len(self._rows) < SUMMARY_ROWS:
            self._rows.append(_row(screening))

    def print(self, console: Console) -> None:
        """Print the table and the counts; a narrow terminal gets two lines for each application."""
        total = self._outcomes.total()
        if not total:
            return
        console.print(self._table(wide=console.width >= _WIDEST))
        if total > SUMMARY_ROWS:
            rest = f"and {total - SUMMARY_ROWS} more; screenings.jsonl holds all of them"
            console.print(Text(rest, style="dim"))
        console.print()
        console.print(Text(_KEY, style="dim"))
        counts = (
            f"{self._outcomes[outcome]} {outcome.value}" for outcome in Outcome if self._outcomes[outcome]
        )
        console.print(Text(f"{total} screened: " + ", ".join(counts)))

    def _table(self, *, wide: bool) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 2 if wide else 1, 0, 0), header_style="bold")
        table.add_column("application", overflow="fold", min_width=16, max_width=40 if wide else 30)
        if wide:
            table.add_column("outcome", no_wrap=True)
        for signal in SignalId:
            table.add_column(words()["signals"][signal.value]["short"], justify="right", no_wrap=True)
        for row in self._rows:
            table.add_row(*(row.wide() if wide else row.narrow()))
        return table


_KEY = "Scores from 0 to 1 ± standard error; * limiting signal, - no score. --out writes the reasons."


@dataclass(frozen=True)
class _Row:
    """One application of the summary: its name, outcome, and (score, error, style) of each signal."""

    name: str
    outcome: Text
    scores: tuple[tuple[str, str, str], ...]

    def wide(self) -> list[Text]:
        """Return the cells of one line."""
        cells = (Text(f"{score}{error}", style=style) for score, error, style in self.scores)
        return [Text(self.name), self.outcome, *cells]

    def narrow(self) -> list[Text]:
        """Return cells of two lines: the name over the outcome, each score over its error."""
        cells = (
            Text(f"{score}\n{error}{' ' if error else ''}", style=style)
            for score, error, style in self.scores
        )
        return [Text.assemble(self.name, "\n  ", self.outcome), *cells]


def _row(screening: Screening) -> _Row:
    decision = screening.decision
    symbol = words()["outcomes"][decision.outcome.value]["symbol"]
    outcome = Text(f"{symbol} {decision.outcome.value}", style=f"bold {_COLOURS[decision.outcome]}")
    results = screening.assessment.by_signal()
    scores = tuple(_score(results[signal], limiting=signal is decision.limiting) for signal in SignalId)
    return _Row(one_line(screening.name), outcome, scores)


def _score(result: SignalResult, *, limiting: bool) -> tuple[str, str, str]:
    mark, style = ("*", "bold") if limiting else (" ", "")
    if result.status is Status.SCORED:
        return f"{result.score:.2f}{mark}", f"±{result.standard_error:.2f}", style
    return f"-{mark}", "", style or "dim"
