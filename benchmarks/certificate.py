"""Swaps over the examples and over invented applications: how many change a score, what they cost.

    python -m benchmarks certificate [APPLICATIONS] [SWAPS] [SEED]
    python -m benchmarks certificate --cvs DIR [SWAPS] [SEED]

APPLICATIONS invented ones (200 unless given) and every example; SWAPS swaps each (16). With `--cvs` every
file of DIR is the profile of one application (96 swaps), and each that is not certified at once is told with
what was exchanged and the first line that differs. A swap fails where the Evidence of any signal differs. The
baseline beside it is the plain gazetteer of `earnest.blind.measure`: the same swaps, of which the text stays
the same when every hit of its lists is blotted out.
"""

import sys
import time
from collections import Counter
from pathlib import Path

from benchmarks.invented import application
from benchmarks.timing import print_table
from earnest.bank import find_pack
from earnest.blind import separate
from earnest.blind.measure import plain_characters
from earnest.certificate import Plan, Trial
from earnest.certificate.pieces import documents_of
from earnest.errors import InputError
from earnest.intake import read, read_submission
from earnest.records.application import Application, Submission, SubmittedFile
from earnest.records.certificate import SwapDifference
from earnest.records.result import SignalId
from earnest.signals import Context, all_signals

CONTEXT = Context(pack=find_pack("practice"))
EXAMPLES = Path("examples/applications")
BASELINE_SWAPS = 5


def evidence(given: Application) -> dict[SignalId, str]:
    blind = separate(given).blind
    signals = [signal for signal in all_signals() if signal.id is not SignalId.ADHERENCE]
    found = {signal.id: signal.extract(blind, CONTEXT) for signal in signals}
    return {name: one.sha256() for name, one in found.items() if one is not None}


def plain(given: Application) -> list[str]:
    """Return the words a plain gazetteer leaves, by document."""
    texts = (document.text for document in documents_of(given).values())
    return [_left(text) for text in texts]


def _left(text: str) -> str:
    hidden = plain_characters(text)
    return " ".join("".join("\0" if at in hidden else letter for at, letter in enumerate(text)).split())


def of_folder(folder: str, swaps: str = "96", seed: str = "0") -> None:
    """Certify every file of a folder as a profile; tell why others than those certified at once are not."""
    plan = Plan(int(swaps), int(seed))
    kinds, at_sixteen, at_all, differing, read_ones = Counter[str](), 0, 0, 0, 0
    for path in sorted(Path(folder).iterdir()):
        file = SubmittedFile(path=f"profile{path.suffix}", content=path.read_bytes())
        try:
            one = read(Submission(name=path.stem, files=(file,)))
        except InputError as error:
            print(f"{path.name}: not read: {error}")
            continue
        read_ones += 1
        made = Trial(one, CONTEXT, plan, evidence(one)).certificate("")
        swaps_apart = {difference.swap for difference in made.differences}
        differing += len(swaps_apart)
        at_all += not swaps_apart
        at_sixteen += not any(number <= SIXTEEN for number in swaps_apart)
        kinds.update({_kind(difference) for difference in made.differences})
        for difference in {(said.before, said.after): said for said in reversed(made.differences)}.values():
            print(f"{path.name}, swap {difference.swap} ({_kind(difference)})")
            print(f"  - {difference.before[:150]}\n  + {difference.after[:150]}", flush=True)
    rows = [
        ("profiles read", read_ones),
        (f"certified at once, {min(SIXTEEN, plan.swaps)} swaps", at_sixteen),
        (f"certified at once, {plan.swaps} swaps", at_all),
        ("swaps that change Evidence", f"{differing} of {read_ones * plan.swaps}"),
        *(sorted(kinds.items())),
    ]
    print_table(("", f"seed {plan.seed}"), rows)


SIXTEEN = 16


def _kind(difference: SwapDifference) -> str:
    exchanged = ", ".join(difference.exchanged) if len(difference.exchanged) < 4 else "everything"
    return f"{exchanged}; {difference.look}"


def main(count: str = "200", swaps: str = "16", seed: str = "0") -> None:
    given = [read(application(number)) for number in range(int(count))]
    given += [read(read_submission(path)) for path in sorted(EXAMPLES.iterdir())]
    plan = Plan(int(swaps), int(seed))
    failed, signals, spent, base_spent, uncertified = 0, Counter[str](), [], [], 0
    for one in given:
        began = time.process_time()
        known = evidence(one)
        base_spent.append(time.process_time() - began)
        began = time.process_time()
        made = Trial(one, CONTEXT, plan, known).certificate("")
        spent.append(time.process_time() - began)
        failed += len({difference.swap for difference in made.differences})
        signals.update(signal.value for signal in made.withheld)
        uncertified += bool(made.withheld)
        for difference in made.differences[:1]:
            print(
                f"{one.name}, swap {difference.swap} ({', '.join(difference.exchanged)}; {difference.look})"
            )
            print(f"  - {difference.before}\n  + {difference.after}", flush=True)
    total = len(given) * plan.swaps
    rows = [
        ("swaps", total),
        ("applications", len(given)),
        ("swaps that change Evidence", failed),
        ("applications not certified", uncertified),
        ("milliseconds of this process, separation and extraction alone", _middle(base_spent)),
        (f"milliseconds of this process, {plan.swaps} swaps more", _middle(spent)),
        (f"seconds of all with {plan.swaps} swaps, times those without", _factor(base_spent, spent)),
        ("swaps after which a plain gazetteer leaves the same words", _baseline(given[:40], plan)),
    ]
    print_table(("", f"seed {plan.seed}"), rows)
    for name, times in sorted(signals.items()):
        print(f"withheld: {name} of {times}")


def _factor(base: list[float], more: list[float]) -> str:
    return f"{(sum(base) + sum(more)) / sum(base):.1f}"


def _middle(seconds: list[float]) -> str:
    return f"{1000 * sorted(seconds)[len(seconds) // 2]:.0f} (median)"


def _baseline(given: list[Application], plan: Plan) -> str:
    same = total = 0
    for one in given:
        trial = Trial(one, CONTEXT, Plan(BASELINE_SWAPS, plan.seed), {})
        before = plain(one)
        for swapped in trial.swaps():
            total += 1
            same += plain(swapped.application) == before
    return f"{same} of {total}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--cvs"]:
        of_folder(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
