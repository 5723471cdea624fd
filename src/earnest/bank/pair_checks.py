"""What proves pairs: a key with a reason, options that differ, and no rule of thumb that beats reading."""

import re
from collections.abc import Callable, Iterator

from earnest.bank.check_line import CheckLine, failed, not_run, passed
from earnest.bank.checks_file import check_bounds
from earnest.bank.edge_checks import RunScript
from earnest.bank.pack import Pack
from earnest.bank.pair_programs import pair_programs, run_programs
from earnest.errors import Unavailable
from earnest.records.answer_key import AnswerKey, PairKey
from earnest.records.item import PairItem
from earnest.records.response import Choice

_MARKDOWN = re.compile(r"^[ \t]{0,3}(?:#{1,6} |[-*+] |\d{1,3}[.)] |> |```)|\*\*|`", re.MULTILINE)
Measure = Callable[[PairItem], int]


def check_pair(item: PairItem, key: AnswerKey | None) -> Iterator[CheckLine]:
    """Check one pair; an open one has no key."""
    if item.open and not isinstance(key, PairKey):
        yield passed(item.id, "an open pair: shown, never scored")
        return
    if not isinstance(key, PairKey):
        yield failed(item.id, 'no key; write key.toml with key = "a" or "b" and why')
        return
    options = [" ".join(text.split()) for text in (item.option_a, item.option_b)]
    if not all(options):
        yield failed(item.id, "an option is empty; write option_a.md and option_b.md")
    elif options[0] == options[1]:
        yield failed(item.id, "both options say the same; neither can be better")
    elif not key.why.strip():
        yield failed(item.id, "the key has no why; write the reason anyone can check into key.toml")
    else:
        yield passed(item.id, f"{key.key.value} is better, for a reason that is given")


def check_programs(pack: Pack, run_script: RunScript | None) -> Iterator[CheckLine]:
    """Run the programs beside pairs: each prints the letters of the options that hold, which is the key."""
    programs = pair_programs(pack)
    try:
        printed = run_programs(programs, run_script)
    except Unavailable as error:
        yield from (not_run(name, f"check.py: {error}") for name in programs)
        return
    for name in programs:
        key = pack.keys.get(name)
        letter = key.key.value if isinstance(key, PairKey) else ""
        if printed[name] == letter:
            yield passed(name, "check.py was run and prints the key")
        else:
            yield failed(name, f"check.py prints {printed[name][:160]!r}, the key is {letter!r}")


def check_balance(pack: Pack) -> Iterator[CheckLine]:
    """Say how often each rule of thumb is right over all pairs with a key; one half is what it should be.

    A pair that is equal in what a rule looks at leaves that rule to chance and is not counted.
    """
    keyed = [
        (item, key.key)
        for item, key in ((item, pack.keys.get(item.id)) for _, item in sorted(pack.items.items()))
        if isinstance(item, PairItem) and isinstance(key, PairKey)
    ]
    if not keyed:
        return
    for name, measure in _RULES_OF_THUMB.items():
        yield _thumb(pack, name, [(measure(item), key) for item, key in keyed])


def _thumb(pack: Pack, name: str, measured: list[tuple[int, Choice]]) -> CheckLine:
    """Judge one rule: `measured` is how far option a is ahead in what it looks at, and the key."""
    bounds = check_bounds().pairs
    told = [(ahead > 0) == (key is Choice.A) for ahead, key in measured if ahead]
    if len(told) < bounds.least:
        return not_run(
            pack.id, f"always {name}: it tells apart {len(told)} pairs, {bounds.least} say something"
        )
    share = sum(told) / len(told)
    figures = (
        f"always {name} is right in {sum(told)} of {len(told)} pairs ({share:.2f}), never in {1 - share:.2f}"
    )
    if abs(share - 0.5) > bounds.tolerance:
        return failed(pack.id, f"{figures}; balance it to 0.50 ± {bounds.tolerance:.2f}")
    return passed(pack.id, figures)


def markdown_marks(text: str) -> int:
    """Count the marks of Markdown in a text: headings, list items, quotes, fences, bold and code."""
    return len(_MARKDOWN.findall(text))


def _twice(first: int, second: int) -> int:
    """Return 1 or -1 where the first or the second is at least twice as long as the other, else 0."""
    return (first >= 2 * second) - (second >= 2 * first)


_RULES_OF_THUMB: dict[str, Measure] = {
    "the longer": lambda item: len(item.option_a) - len(item.option_b),
    "the one that is twice as long": lambda item: _twice(len(item.option_a), len(item.option_b)),
    "the first": lambda _item: 1,
    "the one with more markdown": lambda item: markdown_marks(item.option_a) - markdown_marks(item.option_b),
}
