"""Forms: how many pairs each kind asks, and how often it decides wrongly, for simulated raters.

    python benchmarks/forms.py [--raters N]

N raters (300) a row answer a form on 240 pairs whose difficulties are Normal(0, 0.7) in logits; a rater is
right in the given share of pairs of difficulty 0. The default stopping rule is .65 against .85. Fixed 30 and
40 are beside it, the adaptive form once with the difficulties and once without.
"""

import argparse
import math

import numpy as np

from earnest.bank import Pack
from earnest.bank.form import Slot
from earnest.measurement.stopping import Ruling
from earnest.records.answer_key import PairKey
from earnest.records.item import ItemKind, PairItem, Pool, Provenance
from earnest.records.response import Choice
from earnest.signals.preference.forms import Answer, Ask, Form, make_form
from earnest.signals.preference.forms.kinds import Settings

PAIRS, SPREAD = 240, 0.7
FORMS = (
    ("fixed 30", "fixed", 30, True),
    ("fixed 40", "fixed", 40, True),
    ("sequential", "sequential", 0, True),
    ("adaptive, difficulties known", "adaptive", 0, True),
    ("adaptive, difficulties not known", "adaptive", 0, False),
)


def invented_pack(difficulty: dict[str, float], *, known: bool) -> Pack:
    items, keys = {}, {}
    for number, name in enumerate(difficulty):
        long, short = "word " * 20, "word " * 9
        options = (long, short) if number % 2 else (short, long)
        items[name] = PairItem(
            id=name,
            kind=ItemKind.PAIR,
            prompt=name,
            option_a=options[0],
            option_b=options[1],
            topic=f"t{number % 5}",
            difficulty=difficulty[name] if known else None,
            provenance=Provenance(licence="Apache-2.0", source="invented"),
        )
        keys[name] = PairKey(item=name, key=Choice.A if number // 2 % 2 else Choice.B)
    return Pack(id="invented", version="1", title="Invented", pool=Pool.PRACTICE, items=items, keys=keys)


def take(
    form: Form, ability: float, difficulty: dict[str, float], rng: np.random.Generator
) -> tuple[Ruling, int]:
    answers: list[Answer] = []
    while isinstance(step := form.step(answers), Ask):
        slot: Slot = step.slot
        right = rng.random() < 1 / (1 + math.exp(difficulty[slot.item] - ability))
        key = form.items.keys[slot.item]
        choice = key if right else Choice.B if key is Choice.A else Choice.A
        answers.append(Answer(item=slot.item, choice=choice, mirrored=slot.mirrored))
    return step.ruling, len(form.scored(answers))


def main(raters: int) -> None:
    rng = np.random.default_rng(7)
    difficulty = {f"p{number:03}": float(rng.normal(0, SPREAD)) for number in range(PAIRS)}
    print("| form | right in | passed | failed | a person decides | scored pairs, mean |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, kind, count, known in FORMS:
        pack = invented_pack(difficulty, known=known)
        for share in (0.55, 0.65, 0.75, 0.85, 0.92):
            ability = math.log(share / (1 - share))
            ended = [
                take(make_form(kind, pack, seed, Settings(count=count)), ability, difficulty, rng)
                for seed in range(raters)
            ]
            counts = [sum(ruling is wanted for ruling, _ in ended) / raters for wanted in ORDER]
            told = " | ".join(f"{part:.3f}" for part in counts)
            print(f"| {name} | {share} | {told} | {np.mean([asked for _, asked in ended]):.1f} |")


ORDER = (Ruling.PASS, Ruling.FAIL, Ruling.PERSON)

if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--raters", type=int, default=300)
    main(parser.parse_args().raters)
