"""Screenings in the terminal: one in full, or a table of many."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from earnest.records.decision import Outcome
from earnest.records.finding import Effect
from earnest.records.policy import Policy
from earnest.records.result import SignalId, SignalResult, Status
from earnest.records.screening import Screening
from earnest.report.html import SignalView, signal_views, words

_COLOURS = {
    Outcome.ADVANCE: "green",
    Outcome.REVIEW: "yellow",
    Outcome.INCOMPLETE: "blue",
    Outcome.DECLINE: "red",
}
_MARKS = {Effect.STRENGTH: ("+", "green"), Effect.WEAKNESS: ("-", "red"), Effect.NOTE: ("·", "blue")}
_BAR = 30
_SHORT = {
    SignalId.ADHERENCE: "adher",
    SignalId.PREFERENCE: "pref",
    SignalId.SPECIFICITY: "specif",
    SignalId.ACCOUNTABILITY: "account",
    SignalId.STACK: "stack",
    SignalId.COHERENCE: "coher",
    SignalId.DEPTH: "depth",
}


def print_screening(screening: Screening, policy: Policy, console: Console, findings: int = 3) -> None:
    """Print one screening: decision, seven signals, up to `findings` findings a signal with quotes."""
    decision = screening.decision
    colour = _COLOURS[decision.outcome]
    head = Text.assemble((words()["outcomes"][decision.outcome.value]["word"], f"bold {colour}"))
    if decision.tier:
        head.append(f"  tier {decision.tier}")
    if decision.limiting:
        head.append(
            f"  limited by {words()['signals'][decision.limiting.value]['title'].lower()}", style="dim"
        )
    lines: list[Text] = [head]
    for reason in decision.reasons:
        lines.append(Text(f"• {reason.message}"))
        if reason.change:
            lines.append(Text(f"  → {reason.change}", style="italic"))
    console.print(Panel(Group(*lines), title=Text(screening.name), title_align="left", border_style=colour))
    for problem in screening.problems:
        console.print(Text(f"! {problem.file or problem.part}: {problem.message}", style="yellow"))
    views = signal_views(screening, policy)
    console.print(_score_table(views))
    for view in views:
        _print_findings(view, console, findings)
    console.print(Text(f"{len(screening.masked)} spans masked before scoring", style="dim"))


def _score_table(views: Sequence[SignalView]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(min_width=22)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    for view in views:
        name = Text(view.title, style="bold red" if view.limiting else "")
        if view.dot is None:
            table.add_row(
                name, Text("no score", style="dim"), Text(f"{view.status}: {view.result.reason}", style="dim")
            )
        else:
            table.add_row(name, _number(view.result), _bar(view))
    return table


def _number(result: SignalResult) -> Text:
    return Text(f"{result.score:.2f} ± {result.standard_error:.2f}")


def _bar(view: SignalView) -> Text:
    if view.dot is None:
        return Text("")
    cells = ["·"] * (_BAR + 1)
    for position in range(round(view.dot.low / 100 * _BAR), round(view.dot.high / 100 * _BAR) + 1):
        cells[position] = "─"
    if view.dot.cut is not None:
        cells[round(view.dot.cut / 100 * _BAR)] = "┊"
    cells[round(view.dot.x / 100 * _BAR)] = "●"
    return Text("".join(cells), style="red" if view.limiting else "cyan")


def _print_findings(view: SignalView, console: Console, limit: int) -> None:
    if not view.findings:
        return
    console.print()
    console.print(Text(view.title, style="bold"), Text(f"({view.about})", style="dim"))
    for each in view.findings[:limit]:
        mark, colour = _MARKS[each.finding.effect]
        where = f"  {each.finding.place.file}:{each.finding.place.line}" if each.finding.place.line else ""
        head = Text.assemble(
            (f"{mark} ", f"bold {colour}"), each.finding.message, (f"  [{each.finding.rule}]{where}", "dim")
        )
        console.print(Padding(head, (0, 0, 0, 1)))
        if each.finding.quote:
            quote = " ".join(each.finding.quote.split())
            console.print(
                Padding(
                    Text(f"“{quote[:220]}{'…' if len(quote) > 220 else ''}”", style="italic"), (0, 0, 0, 5)
                )
            )
        if each.finding.change and each.finding.effect is Effect.WEAKNESS:
            console.print(Padding(Text(f"→ {each.finding.change}"), (0, 0, 0, 5)))
    if len(view.findings) > limit:
        console.print(Text(f"   and {len(view.findings) - limit} more", style="dim"))


SUMMARY_ROWS = 60


class Summary:
    """A table of many screenings that keeps only what it prints: the first rows and counts of outcomes."""

    def __init__(self) -> None:
        self._outcomes: Counter[str] = Counter()
        self._table = Table(box=None, pad_edge=False, header_style="dim")
        self._table.add_column("application", overflow="fold")
        for title in ("outcome", "tier", "limited by"):
            self._table.add_column(title, no_wrap=True)
        for signal in SignalId:
            self._table.add_column(_SHORT[signal], justify="right", no_wrap=True)

    def add(self, screening: Screening) -> None:
        """Count one screening and keep its row while there is room."""
        self._outcomes[screening.decision.outcome.value] += 1
        if self._table.row_count < SUMMARY_ROWS:
            self._table.add_row(*_summary_row(screening))

    def print(self, console: Console) -> None:
        """Print the table and the counts."""
        total = self._outcomes.total()
        if not total:
            return
        console.print(self._table)
        if total > SUMMARY_ROWS:
            console.print(Text(f"and {total - SUMMARY_ROWS} more", style="dim"))
        console.print(
            Text(", ".join(f"{count} {name}" for name, count in sorted(self._outcomes.items())), style="dim")
        )


def _summary_row(screening: Screening) -> list[Text]:
    decision = screening.decision
    results = screening.assessment.by_signal()
    cells = [
        Text(screening.name),
        Text(decision.outcome.value, style=f"bold {_COLOURS[decision.outcome]}"),
        Text(decision.tier or "-"),
        Text(decision.limiting.value if decision.limiting else "-"),
    ]
    for signal in SignalId:
        result = results[signal]
        style = "bold red" if signal is decision.limiting and decision.outcome is not Outcome.ADVANCE else ""
        cells.append(
            Text(f"{result.score:.2f}", style=style)
            if result.status is Status.SCORED
            else Text("-", style="dim")
        )
    return cells
