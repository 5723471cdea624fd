"""Second-language and native writers: how often each rule of two signals fires, at equal length.

    python -m benchmarks second_language --data DIR

DIR holds `TOEFL_real_91.json` and `HewlettStudentEssay_real_88.json` (Weixin-Liang/ChatGPT-Detector-Bias,
MIT). A native essay is cut after the sentence at which it reaches the length of the second-language essay
beside it. The essays are on set topics, not on failures or work, and the topics of the two groups differ, so
neither the level of a rate nor a gap alone says much; the paired rewrites of `specificity` and
`accountability` change the style of a text and nothing else. The interval is that of the difference of two
shares (Newcombe 1998, method 10: Wilson limits of each share, combined).
"""

import argparse
import json
import math
import statistics
from collections.abc import Sequence
from pathlib import Path

from benchmarks.timing import print_table
from earnest.bank import EMPTY_PACK
from earnest.measurement.wilson import wilson
from earnest.records.result import SignalResult
from earnest.screening import assess_line
from earnest.signals import Context, find_signal
from earnest.text.segment import sentences

SIGNALS = {"specificity": "text", "accountability": "answer"}


def read(path: Path) -> list[str]:
    return [row["document"] for row in json.loads(path.read_text(encoding="utf-8"))]


def cut(text: str, words: int) -> str:
    """Return the first sentences of a text, up to the one at which it has `words` words."""
    kept: list[str] = []
    for span in sentences(text):
        if sum(len(part.split()) for part in kept) >= words:
            break
        kept.append(span.of(text))
    return " ".join(kept)


def assess(name: str, text: str) -> SignalResult:
    return assess_line(find_signal(name), {"id": "essay", SIGNALS[name]: text}, Context(EMPTY_PACK)).result


def difference(one: Sequence[bool], other: Sequence[bool]) -> tuple[float, float, float]:
    """Return the difference of two shares and its 95 % limits."""
    share, rest = statistics.mean(one), statistics.mean(other)
    low, high = wilson(sum(one), len(one)), wilson(sum(other), len(other))
    gap = share - rest
    return (
        gap,
        gap - math.hypot(share - low.low, high.high - rest),
        gap + math.hypot(low.high - share, rest - high.low),
    )


def table(name: str, second: Sequence[str], native: Sequence[str]) -> None:
    groups = [[assess(name, text) for text in texts] for texts in (second, native)]
    fired = [[{finding.rule for finding in one.findings} for one in group] for group in groups]
    rows: list[list[object]] = []
    for rule in find_signal(name).rules:
        one, other = ([rule.id in found for found in group] for group in fired)
        gap, low, high = difference(one, other)
        rates = f"{statistics.mean(one):.2f}", f"{statistics.mean(other):.2f}"
        rows.append([rule.id, rule.effect.value, *rates, f"{gap:+.2f} ({low:+.2f} to {high:+.2f})"])
    means = [statistics.mean(one.score or 0.0 for one in group) for group in groups]
    rows.append(["mean score", "", *(f"{mean:.2f}" for mean in means), f"{means[0] - means[1]:+.2f}"])
    print(f"\n{name}: {len(second)} second-language and {len(native)} native essays")
    print_table(["rule", "effect", "second language", "native", "difference (95 %)"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data
    second = read(folder / "TOEFL_real_91.json")
    lengths = [len(text.split()) for text in second]
    whole = read(folder / "HewlettStudentEssay_real_88.json")
    native = [cut(text, lengths[place % len(lengths)]) for place, text in enumerate(whole)]
    words = [statistics.mean(len(text.split()) for text in texts) for texts in (second, native)]
    print(f"words on average: {words[0]:.0f} and {words[1]:.0f}")
    for name in SIGNALS:
        table(name, second, native)


if __name__ == "__main__":
    main()
