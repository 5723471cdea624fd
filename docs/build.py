"""Make the pages that are made: rules, commands, policies and schemas.

`--check` says which are out of date, and which links of any page lead nowhere.
"""

import json
import pkgutil
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click

from earnest import cli, records
from earnest.decide import load_policy, preset_names
from earnest.records import policy
from earnest.records.base import Record
from earnest.signals import Rule, Signal, all_signals

HERE = Path(__file__).parent
ROOT = HERE.parent
MADE = "<!-- made by docs/build.py; change the source, then run `make docs` -->\n\n"


def pages() -> dict[str, str]:
    """Return every made page by its path below docs/."""
    made = {f"rules/{signal.id.value}.md": _signal_page(signal) for signal in all_signals()}
    made["rules/README.md"] = _rule_index()
    made["commands.md"] = MADE + "# Commands\n\n" + "\n".join(_commands(cli.cli, "earnest"))
    made["policies.md"] = _policies_page()
    made |= {f"schemas/{name}.json": schema for name, schema in _schemas()}
    return made


def _signal_page(signal: Signal) -> str:
    rules = "\n".join(_rule_section(rule) for rule in signal.rules)
    return f"{MADE}# Rules of {signal.id.value}: {signal.title}\n\n{rules}"


def _rule_section(rule: Rule) -> str:
    return f"## {rule.id}\n\n*{rule.effect.value}.* {_page_as_markdown(rule.page)}\n"


def _page_as_markdown(page: str) -> str:
    for heading in ("What it finds:", "Why it matters:", "Example:", "Instead:"):
        page = page.replace(f"\n{heading}", f"\n**{heading[:-1]}.**")
    return page


def _rule_index() -> str:
    lines = [MADE + "# Rules\n"]
    for signal in all_signals():
        lines.append(f"## [{signal.title}]({signal.id.value}.md)\n")
        lines += [f"- [`{rule.id}`]({signal.id.value}.md#{rule.id}): {rule.summary}" for rule in signal.rules]
        lines.append("")
    return "\n".join(lines)


def _commands(command: click.Command, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    yield f"## `{name}`\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for child_name in command.list_commands(context):
            child = command.get_command(context, child_name)
            if child is not None:
                yield from _commands(child, f"{name} {child_name}")


def _policies_page() -> str:
    lines = [MADE + (HERE / "policies.head.md").read_text(encoding="utf-8")]
    for name in preset_names():
        preset = load_policy(name)
        lines.append(f"## {preset.title} (`--policy {name}`)\n\n{preset.about.strip()}\n")
        lines.append("| line | what | known how | source |\n| --- | --- | --- | --- |")
        lines += [
            f"| {kind} | {what} | {origin.status.value} | {origin.source} |"
            for kind, what, origin in _lines(preset)
        ]
        lines += ["", *(f"- Unknown: {unknown}" for unknown in preset.unknown), ""]
    return "\n".join(lines)


def _lines(preset: policy.Policy) -> Iterator[tuple[str, str, policy.Sourced]]:
    for part in preset.parts:
        minutes = f", {part.minutes[0]}-{part.minutes[1]} minutes" if part.minutes else ""
        yield "part", f"{part.name}{' (required)' if part.required else ''}{minutes}", part.origin
    for knock_out in preset.knock_outs:
        yield "knock-out", f"`{knock_out.rule}`: {knock_out.outcome}", knock_out.origin
    for cut in preset.cuts:
        what = f"{cut.signal.value} {cut.score:.2f}, band {cut.band:g} standard errors, below: {cut.below}"
        yield "cut score", what, cut.origin
    for tier in preset.tiers:
        least = ", ".join(f"{signal.value} {score:.2f}" for signal, score in tier.minimum.items())
        rate = f"{tier.rate:g} {tier.currency} an hour" if tier.rate is not None else "rate not known"
        yield "tier", f"{tier.name}: {least}; {rate}", tier.origin


def _schemas() -> Iterator[tuple[str, str]]:
    found = pkgutil.walk_packages(records.__path__, "earnest.records.")
    for module in (import_module(each.name) for each in found):
        for name, kind in sorted(vars(module).items()):
            if isinstance(kind, type) and issubclass(kind, Record) and kind.__module__ == module.__name__:
                yield name, json.dumps(kind.model_json_schema(), indent=1, sort_keys=True) + "\n"


def _pages_of_people() -> Iterator[Path]:
    yield from sorted(ROOT.glob("*.md"))
    for folder in ("docs", "design", "src", "benchmarks"):
        yield from sorted((ROOT / folder).rglob("*.md"))
    yield from sorted([*(ROOT / "packs").glob("*.md"), *(ROOT / "examples").glob("*.md")])


_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")


def dead_links() -> Iterator[str]:
    """Yield `page: target` for each relative link of a page of the repository that leads nowhere."""
    for page in _pages_of_people():
        for target in _LINK.findall(page.read_text(encoding="utf-8")):
            path = target.partition("#")[0]
            if path and "://" not in path and not (page.parent / path).exists():
                yield f"{page.relative_to(ROOT)}: {target}"


def main() -> None:
    """Write the pages, or with --check exit 1 when one differs from what is there or a link is dead."""
    made = pages()
    if "--check" not in sys.argv:
        for path, text in made.items():
            (HERE / path).parent.mkdir(parents=True, exist_ok=True)
            (HERE / path).write_text(text, encoding="utf-8")
        return
    stale = [path for path, text in made.items() if not _same(HERE / path, text)]
    left = {
        str(path.relative_to(HERE)) for folder in ("rules", "schemas") for path in (HERE / folder).glob("*")
    }
    stale += sorted(left - made.keys())
    if stale:
        sys.exit(f"out of date: {', '.join(stale)}; run `make docs` and commit")
    if dead := list(dead_links()):
        sys.exit("links that lead nowhere:\n" + "\n".join(dead))


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    main()
