"""The report of reuse in the terminal: two passages side by side."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from earnest.integrity.reuse.records import Passage, Reuse, ReuseReport


def reuse_page(report: ReuseReport) -> RenderableType:
    """Return all flags of a report, each with its two passages side by side."""
    many = len(report.flags)
    parts: list[RenderableType] = [
        Text(f"{report.works} works of {report.candidates} candidates: {many} flag{'' if many == 1 else 's'}")
    ]
    parts += [_flag(flag) for flag in report.flags]
    parts += [Text(f"not compared: {line}", style="yellow") for line in report.skipped]
    parts.append(Text("A flag asks a person to look. It is no score, and says nothing of who wrote first."))
    return Group(*parts)


def _flag(flag: Reuse) -> Table:
    title = f"{flag.kind} · {flag.item} · {flag.share:.0%} alike (flagged from {flag.threshold:.0%})"
    table = Table(title=Text(title), title_justify="left", expand=True, show_lines=False)
    for side in (flag.left, flag.right):
        table.add_column(Text(_where(side)), ratio=1, overflow="fold")
    table.add_row(Text(flag.left.text), Text(flag.right.text))
    return table


def _where(side: Passage) -> str:
    return f"{side.owner}: {side.file}, {side.first}-{side.last}"
