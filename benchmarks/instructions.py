"""The kinds of IFEval and IFBench beside the labels that ship with IFBench, and the prompts that they accept.

    python benchmarks/instructions.py --data DIR

DIR holds `ifeval_541.jsonl` (google-research IFEval), `ifbench_300.jsonl` and
`ifbench_sample_labelled_294.jsonl` (allenai/IFBench, all Apache-2.0): prompts with instruction ids and their
arguments, and 294 answers, each with one label an instruction. Prints, for each id, how often verdict and
label agree and how often the verdict is open, then every disagreement with the verdict's own explanation and
the reason in `instructions_explained.toml`. Exit code 1 where a disagreement has no reason.
"""

import argparse
import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from earnest.errors import EarnestError
from earnest.records.evidence.adherence import Verdict, VerdictState
from earnest.records.item import CodingItem, Constraint, ItemKind, Provenance
from earnest.records.tree import Tree, TreeFile
from earnest.signals.adherence.deciding import checked_args, decide

PROMPTS = ("ifeval_541.jsonl", "ifbench_300.jsonl")
HERE = Path(__file__).parent
LABELLED = "ifbench_sample_labelled_294.jsonl"
Row = dict[str, Any]


class Judged(NamedTuple):
    """One instruction of one answer: its id, the label and the verdict."""

    line: int
    kind: str
    label: bool
    verdict: Verdict


def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def constraints(row: Row) -> tuple[Constraint, ...]:
    pairs = zip(row["instruction_id_list"], row["kwargs"], strict=True)
    return tuple(
        Constraint(id=f"c{number}", kind=kind, args=args, quote="as asked")
        for number, (kind, args) in enumerate(pairs)
    )


def accepted(row: Row) -> list[str]:
    """Return what is wrong with the ids and arguments of one prompt; nothing where all are accepted."""
    problems = []
    for constraint in constraints(row):
        try:
            checked_args(constraint)
        except EarnestError as error:
            problems.append(f"{row['key']}: {error}")
    return problems


def judge(row: Row, answer: str) -> tuple[Verdict, ...]:
    item = CodingItem(
        id="answer",
        kind=ItemKind.CODING,
        prompt="",
        provenance=Provenance(licence="Apache-2.0", source="IFBench"),
        language="",
        constraints=constraints(row),
    )
    return decide(item, Tree.from_files([TreeFile(path="answer.md", content=answer.encode())]))


def judged(prompts: list[Row], labelled: list[Row]) -> Iterator[Judged]:
    """Join answers with the arguments of their prompts; an answer whose prompt is not there is told."""
    by_prompt = {_key(row["prompt"]): row for row in prompts}
    alone = Counter(tuple(row["instruction_id_list"]) for row in prompts)
    by_ids = {tuple(row["instruction_id_list"]): row for row in prompts}
    for number, row in enumerate(labelled, 1):
        ids = tuple(row["instruction_id_list"])
        prompt = by_prompt.get(_key(row["prompt"]))
        if prompt is None and alone[ids] == 1:  # a line of the published file holds several prompts at once
            prompt = by_ids[ids]
        if prompt is None or prompt["instruction_id_list"] != row["instruction_id_list"]:
            print(
                f"line {number}: no prompt with these instructions ({', '.join(row['instruction_id_list'])})"
            )
            continue
        for label, verdict in zip(
            row["follow_instruction_list"], judge(prompt, row["response"]), strict=True
        ):
            yield Judged(number, verdict.kind, label, verdict)


def _key(prompt: str) -> str:
    return " ".join(prompt.split())


def table(rows: list[Judged]) -> None:
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        by_kind[row.kind][_relation(row)] += 1
    columns = ("agree", "differ", "open")
    print(f"\n{'id':<36}" + "".join(f"{name:>8}" for name in columns))
    for kind, counts in sorted(by_kind.items()):
        print(f"{kind:<36}" + "".join(f"{counts[name]:>8}" for name in columns))
    total = sum(by_kind.values(), Counter())
    print(f"{'all':<36}" + "".join(f"{total[name]:>8}" for name in columns))
    decided = total["agree"] + total["differ"]
    never = max(sum(not row.label for row in rows), sum(row.label for row in rows))
    print(f"of {len(rows)} labels {decided} are decided, {total['agree'] / decided:.1%} of these agree")
    print(f"baseline, always the commoner label: {never / len(rows):.1%}")


def _relation(row: Judged) -> str:
    if row.verdict.state is VerdictState.UNDECIDABLE:
        return "open"
    return "agree" if (row.verdict.state is VerdictState.KEPT) == row.label else "differ"


def explain(rows: list[Judged]) -> int:
    """Print every verdict that is not the label, with its reason; return how many have none."""
    loaded = tomllib.loads((HERE / "instructions_explained.toml").read_text(encoding="utf-8"))
    reasons = {(line, one["kind"]): one["why"] for one in loaded["differs"] for line in one["lines"]}
    without = 0
    print("\nWhere verdict and label differ, or the verdict is open:")
    for row in rows:
        if _relation(row) != "agree":
            label = "followed" if row.label else "not followed"
            said = row.verdict.reason or row.verdict.explanation
            reason = reasons.get((row.line, row.kind))
            without += reason is None
            print(
                f"line {row.line}, {row.kind}: label {label}, verdict {row.verdict.state.value}: {said[:120]}"
            )
            print(f"    {reason or 'NOT EXPLAINED'}")
    print(f"without a reason: {without}")
    return without


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="the folder with the three files")
    folder = parser.parse_args().data
    if folder is None:
        parser.print_usage(sys.stderr)
        return 2
    for name in PROMPTS:
        rows = read(folder / name)
        problems = [problem for row in rows for problem in accepted(row)]
        ids = {kind for row in rows for kind in row["instruction_id_list"]}
        print(f"{name}: {len(rows)} prompts, {len(ids)} ids, {len(problems)} not accepted")
        print("\n".join(problems), end="\n" if problems else "")
    found = list(judged(read(folder / "ifbench_300.jsonl"), read(folder / LABELLED)))
    table(found)
    return 1 if explain(found) else 0


if __name__ == "__main__":
    sys.exit(main())
