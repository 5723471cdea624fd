"""Accountability: good and bad answers, a lesson cut against an equal cut, named faults, rewrites.

    python benchmarks/accountability.py [--data DIR]

Without DIR: the invented answers that the roles were learned from, `accountability_held_out.txt`, written
when the model was first fixed, `accountability_untouched.txt`, looked at once, after the last change of
version 2, and `accountability_fresh.txt`, written before the changes of version 3: every second answer was
looked at, the others were only measured. `accountability_last.txt` was written after them and run once.
`accountability_development.txt` was looked at while version 4 was made; `accountability_other_author.jsonl`
is by somebody who had not seen the project; half of its faulty answers were read after the first run.

DIR may hold `failures*.jsonl` (`{"text", "label", "reason", "question"}`); there
the lesson is taken to begin at the first cue of one in the last two thirds of an answer. Baselines: length in
words, a digit, and a bag of words (TF-IDF, logistic regression) that is trained on the other sets.
"""

import argparse
import json
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from rewriting import STUFFING, STYLE, bag_of_words

from earnest.bank import EMPTY_PACK
from earnest.records.evidence.accountability import Role
from earnest.screening import LineResult, assess_line
from earnest.signals import Context, find_signal
from earnest.signals.accountability.training import TRAINING_FILE, Story, auc, read_stories
from earnest.text.segment import sentences

HELD_OUT = Path(__file__).with_name("accountability_held_out.txt")
UNTOUCHED = Path(__file__).with_name("accountability_untouched.txt")
DEVELOPMENT = Path(__file__).with_name("accountability_development.txt")
OTHER_AUTHOR = Path(__file__).with_name("accountability_other_author.jsonl")
LAST = Path(__file__).with_name("accountability_last.txt")
FRESH = Path(__file__).with_name("accountability_fresh.txt")
SIGNAL = find_signal("accountability")
FAULTS = ("blame-outside", "strength-in-disguise", "lesson-absent")
_AFTER = {Role.LESSON, Role.CHANGE, Role.PLATITUDE}
_CUE = re.compile(
    r"learn|lesson|taught|takeaway|\bsince\b|\bnow\b|next time|I changed|importance of|subsequent",
    re.IGNORECASE,
)
_NEAR = 15  # words by which two cuts may differ
Score = Callable[[str], float]


class Answer(NamedTuple):
    """One answer of a set; `fault` is the rule that should name what is wrong with it."""

    set: str
    text: str
    good: bool
    fault: str
    parts: tuple[tuple[bool, str], ...]  # sentences; whether each tells a lesson or a change
    marked: tuple[str, str] | None = None  # without the lesson, without the part marked as its control


def assess(text: str, question: str = "Tell me about a time you failed.") -> LineResult:
    line = {"id": "x", "question": question, "answer": text}
    return assess_line(SIGNAL, line, Context(EMPTY_PACK))


def score(text: str) -> float:
    """Return the score of an answer, 0 where there is nothing to score."""
    return assess(text).result.score or 0.0


def read(folder: Path | None) -> list[Answer]:
    found = [_of_story("training (seen)", story) for story in read_stories(TRAINING_FILE)]
    found += [_of_story("held out (invented)", story) for story in read_stories(HELD_OUT)]
    found += [_of_story("untouched (invented)", story) for story in read_stories(UNTOUCHED)]
    fresh = read_stories(FRESH)
    found += [_of_story("fresh, looked at (invented)", story) for story in fresh[::2]]
    found += [_of_story("fresh, not looked at (invented)", story) for story in fresh[1::2]]
    found += [_of_story("last (invented)", story) for story in read_stories(LAST)]
    found += [_of_story("development, looked at (invented)", story) for story in read_stories(DEVELOPMENT)]
    found += [_of_other(json.loads(line)) for line in OTHER_AUTHOR.read_text(encoding="utf-8").splitlines()]
    for path in sorted(folder.glob("*.jsonl")) if folder else []:
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if "label" in row and "text" in row:
                found.append(_of_row(path.stem, row))
    return found


def _of_story(name: str, story: Story) -> Answer:
    parts = tuple((bool(held & _AFTER), text) for held, text in story.sentences)
    return Answer(name, story.text, story.good, story.fault, parts)


def _of_row(name: str, row: dict[str, str]) -> Answer:
    texts = [span.of(row["text"]) for span in sentences(row["text"])]
    cues = [place for place, text in enumerate(texts) if _CUE.search(text) and place >= len(texts) // 3]
    first = cues[0] if cues else len(texts)
    parts = tuple((place >= first, text) for place, text in enumerate(texts))
    return Answer(name, row["text"], row["label"] == "good", _fault(row.get("reason", "")), parts)


def _of_other(row: dict[str, Any]) -> Answer:
    """Read an answer of another author, who marked its lesson and a control of the same length."""
    good = row["kind"] == "good"
    marked = (without(row, "lesson_sentences"), without(row, "control_sentences")) if good else None
    fault = {"strength_in_disguise": FAULTS[1], "blame_outside": FAULTS[0], "no_lesson": FAULTS[2]}
    return Answer("other author (invented)", row["text"], good, fault.get(row["kind"], ""), (), marked)


def without(row: dict[str, Any], name: str) -> str:
    """Return the text of a row without the sentences that it lists under a name."""
    text: str = row["text"]
    for sentence in row[name]:
        text = text.replace(sentence, "", 1)
    return " ".join(text.split())


def _fault(reason: str) -> str:
    names = {"blame": FAULTS[0], "fake_failure": FAULTS[1], "no_lesson": FAULTS[2]}
    return next((rule for cue, rule in names.items() if cue in reason and "denies" not in reason), "")


def cuts(answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield (without the lesson, without as many other words), if the two come out equally long."""
    if answer.marked:
        yield answer.marked
        return
    lost = sum(len(text.split()) for after, text in answer.parts if after)
    without = [text for after, text in answer.parts if not after]
    kept, left = [], lost
    for after, text in answer.parts:
        words = len(text.split())
        if not after and words <= left + _NEAR // 2:
            left -= words
        else:
            kept.append(text)
    if lost and len(without) > 1 and abs(left) <= _NEAR:
        yield " ".join(without), " ".join(kept)


def baselines(others: Sequence[Answer]) -> dict[str, Score]:
    good = [one.text for one in others if one.good]
    words = bag_of_words(good, [one.text for one in others if not one.good])
    return {
        "digit": lambda text: float(any(sign.isdigit() for sign in text)),
        "length": lambda text: float(len(text.split())),
        "bag of words": words,
    }


def separation(ones: Sequence[str], zeros: Sequence[str], by: Score) -> float:
    values = np.array([by(text) for text in (*ones, *zeros)])
    return auc(values, np.array([True] * len(ones) + [False] * len(zeros)))


def tables(answers: Sequence[Answer]) -> None:
    by_set: dict[str, list[Answer]] = defaultdict(list)
    for one in answers:
        by_set[one.set].append(one)
    print("| what is told apart | set | n | pairs won | AUC | digit | length | bag of words |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, held in by_set.items():
        plain = list(baselines([one for one in answers if one.set != name]).values())
        good, bad = [one.text for one in held if one.good], [one.text for one in held if not one.good]
        _row("good and bad", name, good, bad, plain)
        cut = [pair for one in held if one.good for pair in cuts(one)]
        without, control = [pair[0] for pair in cut], [pair[1] for pair in cut]
        _row("equal cut and lesson cut", name, control, without, plain)
    print("\n| fault | set | n | named | another fault named too |")
    print("| --- | --- | --- | --- | --- |")
    for name, held in by_set.items():
        for fault in FAULTS:
            _named(name, fault, [one for one in held if not one.good and one.fault == fault])
        _false_alarms(name, [one for one in held if one.good])


def _row(what: str, name: str, ones: Sequence[str], zeros: Sequence[str], plain: Iterable[Score]) -> None:
    won = "-"
    if what.endswith("lesson cut"):
        won = f"{statistics.mean(score(a) > score(b) for a, b in zip(ones, zeros, strict=True)):.2f}"
    cells = [won, *(f"{separation(ones, zeros, by):.2f}" for by in (score, *plain))]
    print(f"| {what} | {name} | {len(ones)} + {len(zeros)} | {' | '.join(cells)} |")


def _weaknesses(answer: Answer) -> set[str]:
    return {one.rule for one in assess(answer.text).findings if one.effect == "weakness"}


def _named(name: str, fault: str, held: Sequence[Answer]) -> None:
    if held:
        seen = [_weaknesses(one) for one in held]
        others = set(FAULTS[:2]) - {fault}
        named = statistics.mean(fault in one for one in seen)
        too = statistics.mean(bool(one & others) for one in seen)
        print(f"| {fault} | {name} | {len(held)} | {named:.2f} | {too:.2f} |")


def _false_alarms(name: str, held: Sequence[Answer]) -> None:
    for fault in FAULTS:
        fired = statistics.mean(fault in _weaknesses(one) for one in held)
        print(f"| (good answers) {fault} | {name} | {len(held)} | {fired:.2f} | - |")


def rewrites(answers: Sequence[Answer]) -> None:
    print("\n| rewrite | bad: mean change | bad: mean size | good: mean change | good: mean size |")
    print("| --- | --- | --- | --- | --- |")
    for name, rewrite in {**STUFFING, **STYLE}.items():
        cells = []
        for good in (False, True):
            texts = [one.text for one in answers if one.good is good]
            moved = [score(rewrite(text, place)) - score(text) for place, text in enumerate(texts)]
            cells += [f"{statistics.mean(moved):+.3f}", f"{statistics.mean(map(abs, moved)):.3f}"]
        print(f"| {name} | {' | '.join(cells)} |")


def second_language() -> None:
    """Print the scores of the same stories by a native and by a second-language writer."""
    print("\n| story | native | second language |")
    print("| --- | --- | --- |")
    stories = {story.name: story.text for story in read_stories(HELD_OUT)}
    for name, text in stories.items():
        if f"{name}-l2" in stories:
            print(f"| {name} | {score(text):.2f} | {score(stories[f'{name}-l2']):.2f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    everything = read(parser.parse_args().data)
    tables(everything)
    rewrites([one for one in everything if one.set != "training (seen)"])
    second_language()
