"""The miner on prompts that it was and was not tuned on.

    python benchmarks/miner.py [--data DIR]

`miner_invented.jsonl` holds invented tickets and prompts in many styles, each with the words that order
something of the writer, their kind, and sentences that only look like it. Its parts, in the order in which
they were written: `tuned` (the rules were made on it), `held`, `fresh`, `last`, `final` and `outside-1` to
`outside-5` (in the style of tickets, contribution rules, courses, job posts and prompts by strangers). Each
of these was untouched when it was first run; the figures of that run stand in the README of the signal.
Afterwards its misses were used, so the figures printed here are those of known prompts.

Counts, by part: words that are found (any kind) and with the right kind, look-alikes that are flagged, and
what is flagged besides. DIR holds the prompts of IFEval and IFBench (see `instructions.py`); they are
halved by a hash of their key, the rules were made on the first half.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from earnest.bank import find_pack
from earnest.bank.mining import Found, mine, nowhere_stated
from earnest.records.item import CodingItem

Row = dict[str, Any]
HERE = Path(__file__).parent
EQUAL = {
    "output.json_only": "detectable_format:json_format",
    "output.max_words": "length_constraints:number_words",
    "format:options": "detectable_format:constrained_response",
}


def touching(found: Iterable[Found], prompt: str, quote: str) -> list[Found]:
    start = prompt.index(quote)
    return [one for one in found if one.start < start + len(quote) and start < one.end]


def count(row: Row) -> Counter[str]:
    """Count one labelled prompt; what touches a constraint is not held against a look-alike beside it."""
    prompt, counts = row["prompt"], Counter[str]()
    free = list(mine(prompt))
    for constraint in row["constraints"]:
        hits = touching(mine(prompt), prompt, constraint["quote"])
        counts["constraints"] += 1
        counts["found"] += bool(hits)
        counts["kind"] += any(one.kind == constraint["kind"] for one in hits)
        free = [one for one in free if one not in hits]
    for quote in row["lookalikes"]:
        hits = touching(free, prompt, quote)
        counts["lookalikes"] += 1
        counts["flagged"] += bool(hits)
        free = [one for one in free if one not in hits]
    counts["besides"] = len(free)
    return counts


def invented() -> None:
    rows = [
        json.loads(line) for line in (HERE / "miner_invented.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    print(
        f"{'part':<8}{'prompts':>8}{'stated':>8}{'found':>8}{'kind':>8}{'alike':>8}{'flagged':>9}{'besides':>9}"
    )
    for part in dict.fromkeys(row["half"] for row in rows):
        held = [count(row) for row in rows if row["half"] == part]
        total = sum(held, Counter())
        stated, alike = total["constraints"], total["lookalikes"]
        print(
            f"{part:<8}{len(held):>8}{stated:>8}{total['found'] / stated:>8.2f}{total['kind'] / stated:>8.2f}"
            f"{alike:>8}{total['flagged'] / alike:>9.2f}{total['besides']:>9}"
        )


def public(folder: Path) -> None:
    print("\npublic prompts: kinds found, kinds named that are right, arguments all right (no custom tasks)")
    for name in ("ifeval_541.jsonl", "ifbench_300.jsonl"):
        rows = [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
        for half in (0, 1):
            held = [one for one in rows if hashlib.sha256(str(one["key"]).encode()).digest()[0] % 2 == half]
            total = sum((agreement(row) for row in held), Counter())
            print(f"  {name:<20}{'untouched' if half else 'tuned on':<11}{line_of(total, '')}")
        total = sum((agreement(row) for row in rows), Counter())
        print(f"  {'kind':<52}{'found':>15}{'right':>15}{'arguments':>15}")
        for kind in sorted({kind for kind, _ in total if kind}):
            print(f"  {kind:<52}{line_of(total, kind)}")


def line_of(total: Counter[tuple[str, str]], kind: str) -> str:
    """Return the three shares of one kind, or of all for ""."""
    hit, wanted, named = (total[kind, what] for what in ("hit", "wanted", "named"))
    shares = ((hit, wanted), (hit, named), (total[kind, "right args"], total[kind, "args"]))
    return "".join(f"{a:>5} of {b:<4}{a / b if b else 0:.2f}" for a, b in shares)


def agreement(row: Row) -> Counter[tuple[str, str]]:
    """Count, by kind and in all, the labels of a prompt, what is named, and whose arguments agree."""
    found = [(EQUAL.get(one.kind, one.kind), one.args) for one in mine(row["prompt"]) if one.kind]
    labels = [
        (EQUAL.get(kind, kind), args)
        for kind, args in zip(row["instruction_id_list"], row["kwargs"], strict=True)
        if not kind.startswith("custom:")
    ]
    wanted, named = {kind for kind, _ in labels}, {kind for kind, _ in found}
    counts = Counter[tuple[str, str]]()
    for what, kinds in (("wanted", wanted), ("named", named), ("hit", wanted & named)):
        for kind in kinds:
            counts.update([(kind, what), ("", what)])
    for kind, args in labels:
        if kind in named:
            right = any(levelled(args) == levelled(read) for name, read in found if name == kind)
            counts.update([(kind, "args"), ("", "args")])
            counts.update([(kind, "right args"), ("", "right args")] if right else [])
    return counts


def levelled(args: Row) -> Row:
    """Return arguments without the repeated prompt, without case, whole numbers as such."""
    held = {name: value for name, value in args.items() if value is not None and name != "prompt_to_repeat"}
    return {name: plain(value) for name, value in held.items()}


def plain(value: object) -> object:
    if isinstance(value, list):
        return sorted(str(one).lower() for one in value)
    if isinstance(value, float):
        return int(value)
    return value.strip().lower() if isinstance(value, str) else value


def practice() -> None:
    items = [item for item in find_pack("practice").items.values() if isinstance(item, CodingItem)]
    declared = sum(len(item.constraints) for item in items)
    missed = sum(len(nowhere_stated(item)) for item in items)
    found = sum(len(mine(item.prompt)) for item in items)
    print(f"\npractice pack, {len(items)} prompts: {declared - missed} of {declared} constraints found,")
    print(f"  {found} places flagged in all (other demands of the ticket, and mistakes)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder with the prompts of the public sets")
    folder = parser.parse_args().data
    invented()
    practice()
    if folder is not None:
        public(folder)


if __name__ == "__main__":
    main()
