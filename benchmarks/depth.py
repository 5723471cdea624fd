"""Depth: keys proved, explanations graded, and specialists told from generalists.

    python benchmarks/depth.py [--people FILE] [--data DIR] [--quick]

The packs `depth-*` are proved in the sandbox. Explanations are graded on invented answers that stand in
`depth_answers.toml` (`tuned` were looked at while phrases were added to the keys, `recalled` only
remembered), in `depth_other_author.jsonl` (by somebody who had not read those keys) and in
`depth_third_author.jsonl` (written before their author read keys, in four voices, the wrong ones as long as
the right ones and one in three of them a near miss; phrases were added to the keys after `tuned` was read,
wrong cures after `kept`; then its author wrote `later`, after which both were added again),
and on attacks made from the keys. FILE holds answers of people, `{"item", "answer", "right"}` a line; DIR
holds texts of people; neither ships. Candidates are simulated on the packs' own items; their true
difficulties differ from the authors' estimates by a normal error. Seeds are fixed.
"""

import argparse
import json
import math
import random
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from earnest.bank import Pack, find_pack
from earnest.bank.check_line import CheckState
from earnest.bank.edge_checks import check_cues, check_edge
from earnest.bank.loading import pack_names
from earnest.bank.open_answers import Verdict, grade, is_heap, made_share, words_of
from earnest.cli.bank import run_script
from earnest.records.answer_key import EdgeKey
from earnest.records.item import Ask, EdgeItem
from earnest.records.response import EdgeResponse
from earnest.signals.depth import SIGNAL, answer_with_key
from earnest.signals.depth.answers import judge
from earnest.signals.depth.forms import DepthForm, Ended
from earnest.signals.depth.scoring import known_share
from earnest.text.embedding import default_embedder
from earnest.text.segment import sentences

ANSWERS = Path(__file__).with_name("depth_answers.toml")
OTHER = Path(__file__).with_name("depth_other_author.jsonl")
OFF = 0.7  # standard deviation, in logits, of a true difficulty about its author's estimate
THIRD = Path(__file__).with_name("depth_third_author.jsonl")
HALVES = ("tuned", "kept", "later", "last")
Answer = tuple[str, str, bool]  # item, text, right


def packs() -> list[Pack]:
    return [find_pack(name) for name in pack_names() if name.startswith("depth-")]


def edges(pack: Pack) -> list[EdgeItem]:
    return [item for _, item in sorted(pack.items.items()) if isinstance(item, EdgeItem)]


def key_of(pack: Pack, item: EdgeItem) -> EdgeKey:
    return pack.key(item.id, EdgeKey)


def proofs() -> None:
    print("| pack | items | predict, breaks, explain, least wrong | with variants | programs run: proved "
          "| not run | judgements without a program | failed |")  # fmt: skip
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for pack in packs():
        kinds = Counter(item.ask for item in edges(pack))
        lines = [line for item in edges(pack) for line in check_edge(item, pack, run_script)]
        lines += check_cues(pack)
        ran = sum("was run and prints the key" in line.message for line in lines)
        programs = sum("was run and prints" in line.message or "prints '" in line.message for line in lines)
        states = Counter(line.state for line in lines)
        bare = sum("it rests on" in line.message for line in lines)
        print(
            f"| {pack.id} | {len(edges(pack))} | {', '.join(str(kinds[ask]) for ask in Ask)} "
            f"| {len(pack.slots)} | {ran} of {programs} | {states[CheckState.NOT_RUN]} | {bare} "
            f"| {states[CheckState.FAILED]} |"
        )


def own_keys() -> None:
    """Judge the items' own keys and their own common wrong answers."""
    counts: Counter[str] = Counter()
    for pack in packs():
        for item in edges(pack):
            key = key_of(pack, item)
            counts["keys"] += 1
            counts["keys right"] += judge(item, key, key.answer).verdict is Verdict.RIGHT
            wrong = [letter for letter in item.options if letter != key.answer]
            texts = wrong or list(pack.proofs[item.id].wrong)
            counts["wrong"] += len(texts)
            counts["wrong right"] += sum(judge(item, key, text).verdict is Verdict.RIGHT for text in texts)
    print(
        f"\nkeys judged right: {counts['keys right']} of {counts['keys']}; "
        f"common wrong answers judged right: {counts['wrong right']} of {counts['wrong']}"
    )


def written(part: str) -> list[Answer]:
    """Answers of `depth_answers.toml` to items that are there."""
    table = tomllib.loads(ANSWERS.read_text(encoding="utf-8"))
    return [
        (item, text, side == "right")
        for item, parts in table.items()
        for side, texts in parts.get(part, {}).items()
        for text in texts
    ]


def lines_of(file: Path) -> list[Answer]:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    return [(line["item"], line["answer"], bool(line["right"])) for line in lines]


def third_author(half: str, *, near_only: bool = False) -> list[Answer]:
    """Answers of one part, or of its near misses alone: wrong by one decisive error."""
    lines = [json.loads(line) for line in THIRD.read_text(encoding="utf-8").splitlines()]
    return [
        (line["item"], line["answer"], bool(line["right"]))
        for line in lines
        if line["half"] == half and (line["near"] or not near_only)
    ]


def open_items() -> dict[str, tuple[EdgeItem, EdgeKey, tuple[str, ...]]]:
    return {
        item.id: (item, key_of(pack, item), pack.proofs[item.id].wrong)
        for pack in packs()
        for item in edges(pack)
        if item.ask is Ask.EXPLAIN
    }


_FILLERS = ("the", "of the", "and the", "is in the", "for a", "with the", "because of the", "to the")


_VERB = re.compile(r"\b(is|are|was|were|can|has|have|does|do|may|will|must|so)\b")


def _denied(answer: str) -> str:
    told = re.findall(r"[^.]+\.", answer)
    return " ".join(f"It is not true that {one.strip()[0].lower()}{one.strip()[1:]}" for one in told)


def content(text: str) -> list[str]:
    return [word for word in dict.fromkeys(words_of(text)) if len(word) > 3]


def attacks() -> dict[str, list[Answer]]:
    """Answers of somebody who knows the words and not the reason."""
    found: dict[str, list[Answer]] = defaultdict(list)
    for name, (item, key, wrong) in open_items().items():
        rng = random.Random(name)  # noqa: S311 - repeatable
        held = content(key.answer)
        rng.shuffle(held)
        best = [group[0].rstrip("*") for point in key.points for group in point.needs]
        told = re.findall(r"[^.]+\.", key.answer)
        found["keywords of the model answer, as a list"].append((name, ", ".join(held) + ".", False))
        found["keywords of the model answer, without commas"].append((name, " ".join(held) + ".", False))
        found["the key's own phrases, as a list"].append((name, ", ".join(best) + ".", False))
        filled = " ".join(f"{rng.choice(_FILLERS)} {word}" for word in held)
        found["keywords with small words between"].append((name, f"It is {filled}.", False))
        found["the question repeated"].append((name, item.prompt.partition("```")[0], False))
        for text in wrong:
            found["a wrong answer and the keywords"].append((name, f"{text} {', '.join(held)}.", False))
        found["each sentence of the model answer denied"].append((name, _denied(key.answer), False))
        found["its verbs denied"].append((name, _VERB.sub(r"\1 not", key.answer), False))
        found["half of the model answer"].append((name, told[0], False))
    return dict(found)


def shares(name: str, given: Sequence[Answer]) -> None:
    counts: Counter[tuple[bool, Verdict]] = Counter()
    table = open_items()
    for item, text, right in given:
        counts[right, grade(table[item][1], text).verdict] += 1
    for right in (True, False):
        total = sum(counts[right, verdict] for verdict in Verdict)
        if total:
            told = " | ".join(f"{counts[right, verdict] / total:.2f}" for verdict in Verdict)
            print(f"| {name}, {'right' if right else 'wrong'} ones | {total} | {told} |")


def auc(scores: Sequence[float], right: Sequence[bool]) -> float:
    """Return the chance that a right answer scores higher than a wrong one; ties count half."""
    ones = [score for score, is_right in zip(scores, right, strict=True) if is_right]
    others = [score for score, is_right in zip(scores, right, strict=True) if not is_right]
    pairs = [(one > other) + 0.5 * (one == other) for one in ones for other in others]
    return sum(pairs) / len(pairs) if pairs else math.nan


def overlap(key: EdgeKey, text: str) -> float:
    wanted = set(content(key.answer))
    return len(wanted & set(content(text))) / max(len(wanted), 1)


def graders() -> dict[str, Callable[[EdgeKey, str], float]]:
    embedder = default_embedder()

    def nearness(key: EdgeKey, text: str) -> float:
        one, two = embedder.embed([key.answer, text])
        return float(one @ two)

    return {
        "claims of the key": lambda key, text: made_share(grade(key, text).points),
        "length": lambda _, text: float(len(text)),
        "keywords in common with the model answer": overlap,
        "embedding, nearness to the model answer": nearness,
    }


def compared(name: str, given: Sequence[Answer]) -> None:
    table = open_items()
    right = [is_right for _, _, is_right in given]
    for grader, score in graders().items():
        scores = [score(table[item][1], text) for item, text, _ in given]
        print(f"| {name} | {grader} | {auc(scores, right):.3f} |")


def explanations(people: Path | None) -> None:
    known = open_items()
    sets = {part: [one for one in written(part) if one[0] in known] for part in ("tuned", "recalled")}
    sets["another author"] = [one for one in lines_of(OTHER) if one[0] in known]
    sets |= {f"third author, {half}": third_author(half) for half in HALVES}
    if people is not None:
        sets["people"] = lines_of(people)
    trials = attacks()
    print("\n| explanations | answers | right | wrong | to a person |")
    print("| --- | --- | --- | --- | --- |")
    near = {f"near misses of the third author, {half}": third_author(half, near_only=True)
            for half in HALVES}  # fmt: skip
    for name, given in (*sets.items(), *near.items(), *trials.items()):
        shares(name, given)
    print("\n| answers | grader | AUC |")
    print("| --- | --- | --- |")
    stuffed = [one for name, given in trials.items() if name != "half of the model answer" for one in given]
    for name, given in sets.items():
        compared(name, given)
        compared(f"{name}, right ones against the attacks", [one for one in given if one[2]] + stuffed)


def false_heaps(data: Path) -> None:
    """Say how often a sentence that somebody wrote is taken for a heap of words."""
    blog = [
        json.loads(line) for line in (data / "longform_dev.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    sets = {
        "18F's blog (three quarters of it made the counts)": _texts(blog, "CC0"),
        "Open Source Guides": _texts(blog, "CC-BY"),
    }
    for name in ("TOEFL_real_91", "HewlettStudentEssay_real_88"):
        essays = json.loads((data / f"{name}.json").read_text(encoding="utf-8"))
        sets[name] = [essay["document"] for essay in essays]
    print("\n| sentences of | sentences | taken for a heap |")
    print("| --- | --- | --- |")
    for name, texts in sets.items():
        whole = [span.of(text) for text in texts for span in sentences(text)]
        heaps = [is_heap(text) for text in whole if 6 <= len(text.split()) <= 40]
        print(f"| {name} | {len(heaps)} | {sum(heaps) / len(heaps):.3f} |")


def _texts(documents: list[dict[str, object]], licence: str) -> list[str]:
    return ["\n".join(one["paragraphs"]) for one in documents if licence in str(one["licence"])]


# --- simulated candidates ---------------------------------------------------------------------------------

Guess = Callable[[EdgeItem, EdgeKey, random.Random], str]


def knower(ability: float, off: dict[str, float]) -> Guess:
    """Somebody who knows an item with the chance of the logistic model, and else guesses."""

    def answer(item: EdgeItem, key: EdgeKey, rng: random.Random) -> str:
        chance = 1 / (1 + math.exp(-(ability - (item.difficulty or 0.0) - off[item.id])))
        if rng.random() < chance:
            return key.answer
        return rng.choice(sorted(item.options)) if item.options else "I do not know."

    return answer


def misled(item: EdgeItem, key: EdgeKey, rng: random.Random) -> str:
    """Somebody who answers by the rule of thumb: a wrong option three times in four."""
    wrong = sorted(set(item.options) - {key.answer})
    if not wrong:
        return "It depends on the order in which things run. Use a lock."
    return rng.choice(wrong) if rng.random() < 0.75 else key.answer


def guesser(item: EdgeItem, _: EdgeKey, rng: random.Random) -> str:
    return rng.choice(sorted(item.options)) if item.options else "No idea."


def longest(item: EdgeItem, _: EdgeKey, __: random.Random) -> str:
    return max(sorted(item.options), key=lambda letter: len(item.options[letter]), default="No idea.")


def taken(form: DepthForm, guess: Guess, rng: random.Random) -> tuple[Ended, list[EdgeResponse]]:
    responses: list[EdgeResponse] = []
    while not isinstance(step := form.step(responses), Ended):
        answer = guess(step.item, key_of(form.pack, step.item), rng)
        responses.append(EdgeResponse(item=step.item.id, answer=answer))
    return step, responses


def fixed(pack: Pack, guess: Guess, rng: random.Random, length: int) -> tuple[float, float]:
    """Score and share right of a form of as many items drawn at random."""
    chosen = rng.sample(edges(pack), min(length, len(edges(pack))))
    answers = [
        answer_with_key(item, key_of(pack, item), guess(item, key_of(pack, item), rng), told=True)
        for item in chosen
    ]
    share = sum(answer.right for answer in answers) / len(answers)
    return known_share(answers, SIGNAL.loaded_rubric.score).mean, share


KINDS: tuple[tuple[str, float | None], ...] = (
    ("specialist, ability +2", 2.0),
    ("practitioner, ability 0", 0.0),
    ("generalist, ability -1", -1.0),
    ("follows the rule of thumb", None),
    ("guesses", None),
    ("takes the longest option", None),
)
_PLAIN: dict[str, Guess] = {
    "follows the rule of thumb": misled,
    "guesses": guesser,
    "takes the longest option": longest,
}


def simulated(each: int) -> None:
    print(f"\n{each} candidates of each kind on every pack; true difficulties are off by {OFF} logits (sd)\n")
    print("| candidate | true share | score | its sd | mean standard error | truth within two of them "
          "| items | fixed form of the same length: score | share right |")  # fmt: skip
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    scores: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for kind, ability in KINDS:
        rows = list(_runs(kind, ability, each))
        scores[kind] = [(score, plain, share) for score, _, _, plain, share in rows]
        values = np.array(rows)
        means = values.mean(axis=0)
        truth, covered = "none", "-"
        if ability is not None:
            share = 1 / (1 + math.exp(-ability))
            truth = f"{share:.2f}"
            covered = f"{(np.abs(values[:, 0] - share) <= 2 * values[:, 1]).mean():.2f}"
        print(
            f"| {kind} | {truth} | {means[0]:.2f} | {values[:, 0].std():.2f} | {means[1]:.2f} | {covered} "
            f"| {means[2]:.1f} | {means[3]:.2f} | {means[4]:.2f} |"
        )
    print("\n| told apart | AUC, adaptive score | fixed form, score | fixed form, share right |")
    print("| --- | --- | --- | --- |")
    first = KINDS[0][0]
    for one, other in ((first, KINDS[1][0]), (first, KINDS[2][0]), (KINDS[1][0], KINDS[3][0]),
                       (KINDS[2][0], KINDS[4][0])):  # fmt: skip
        both = scores[one] + scores[other]
        right = [True] * len(scores[one]) + [False] * len(scores[other])
        found = [auc([row[place] for row in both], right) for place in range(3)]
        print(f"| {one} / {other} | " + " | ".join(f"{value:.3f}" for value in found) + " |")


def _runs(kind: str, ability: float | None, each: int) -> Iterator[tuple[float, float, float, float, float]]:
    for pack in packs():
        for number in range(each):
            rng = random.Random(f"{kind} {pack.id} {number}")  # noqa: S311 - repeatable
            off = {item.id: rng.gauss(0, OFF) for item in edges(pack)}
            guess = _PLAIN[kind] if ability is None else knower(ability, off)
            specialty = edges(pack)[0].specialty
            form = DepthForm(pack, specialty, SIGNAL.loaded_rubric, str(number))
            ended, responses = taken(form, guess, rng)
            score, share = fixed(pack, guess, rng, len(responses))
            yield ended.known.mean, ended.known.deviation, len(responses), score, share


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=Path, help="answers of people that may not ship")
    parser.add_argument("--data", type=Path, help="texts of people: longform_dev.jsonl and essays")
    parser.add_argument("--quick", action="store_true", help="do not run the programs; fewer candidates")
    given = parser.parse_args()
    if not given.quick:
        proofs()
    own_keys()
    explanations(given.people)
    if given.data is not None:
        false_heaps(given.data)
    simulated(5 if given.quick else 30)


if __name__ == "__main__":
    main()
