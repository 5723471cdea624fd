"""Specificity: claims, rated sentences, stuffing and style, each beside three baselines.

    python benchmarks/specificity.py [--data DIR]

Without DIR the invented claims beside this file are used: `tuned-*` were looked at while the rules were made,
`second-*` once afterwards, `last-*` never; `fresh-*` were written, and their sentences graded, before the
weights of version 2 were measured on them; `final-*` were written after the last change and run once;
`level-*` are sentences in threes of about the same length, graded 1, 3 and 5, of which length can tell
nothing (first run before version 4); in `cross-*` the general ones are the long ones (looked at for it).
`other-*` are by somebody who had not seen the project, and were measured once, with version 4.
DIR may hold `claims*.jsonl` (`{"weak", "strong", "source"}`), each file split by source, and
`sentences*.jsonl` (`{"text", "rating", "genre"}`). Baselines: the text has a digit; its length in words; a
bag of words (TF-IDF, logistic regression) that is trained on the other sets.
"""

import argparse
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parent))
from rewriting import STUFFING, STYLE, bag_of_words

from earnest.bank import EMPTY_PACK
from earnest.screening import assess_line
from earnest.signals import Context, find_signal

INVENTED = Path(__file__).with_name("specificity_invented.jsonl")
OTHER_AUTHOR = Path(__file__).with_name("specificity_other_author.jsonl")
INVENTED_SETS = ("tuned-", "second-", "last-", "fresh-", "final-", "level-", "cross-", "other-")
SIGNAL = find_signal("specificity")
Score = Callable[[str], float]


class Pair(NamedTuple):
    """A strong and a weak claim of one set."""

    set: str
    strong: str
    weak: str


class Rated(NamedTuple):
    """A sentence with the mean rating of people (or of the author, for invented ones)."""

    set: str
    text: str
    rating: float


def score(text: str) -> float:
    """Return the score of a text, 0 where there is nothing to score."""
    return assess_line(SIGNAL, {"id": "x", "text": text}, Context(EMPTY_PACK)).result.score or 0.0


def read(folder: Path | None) -> tuple[list[Pair], list[Rated]]:
    """Read the invented sets and, if there is a folder, the files of others in it."""
    pairs: list[Pair] = []
    rated: list[Rated] = []
    paths = [INVENTED, OTHER_AUTHOR, *(sorted(folder.glob("*.jsonl")) if folder else [])]
    for path in paths:
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if "puffed" in row:
                pairs += _of_triple(row)
            elif "strong" in row and "weak" in row:
                name = row.get("set") or f"{path.stem}: {_short(row.get('source', ''))}"
                pairs.append(Pair(name, row["strong"], row["weak"]))
            elif "rating" in row and "text" in row:
                stem = "other-" if path == OTHER_AUTHOR else f"{path.stem}: "
                name = row.get("set") or f"{stem}{row.get('genre', '')}"
                rated.append(Rated(name, row["text"], row["rating"]))
    return pairs, rated


def _of_triple(row: dict[str, str]) -> list[Pair]:
    """Pair the strong claim of another author with the weak one, and with the weak one puffed up."""
    strong, weak = row["strong"], row["weak"]
    longer = "longer" if len(weak) > len(strong) else "shorter"
    return [Pair(f"other-weak-{longer}", strong, weak), Pair("other-puffed", strong, row["puffed"])]


def _short(source: str) -> str:
    return source.removeprefix("github.com/").split(" ")[0][:40] if "/" in source else source[:40]


def auc(strong: Sequence[float], weak: Sequence[float]) -> float:
    ones, zeros = np.array(strong)[:, None], np.array(weak)[None, :]
    return float(((ones > zeros) + 0.5 * (ones == zeros)).mean())


def won(strong: Sequence[float], weak: Sequence[float]) -> float:
    """Return the share of pairs in which the strong one is above; a tie counts half."""
    return statistics.mean((a > b) + 0.5 * (a == b) for a, b in zip(strong, weak, strict=True))


def baselines(others: Sequence[Pair]) -> dict[str, Score]:
    words = bag_of_words([pair.strong for pair in others], [pair.weak for pair in others])
    return {
        "digit": lambda text: float(any(sign.isdigit() for sign in text)),
        "length": lambda text: float(len(text.split())),
        "bag of words": words,
    }


def claims_table(pairs: Sequence[Pair]) -> None:
    print("| claims | pairs | strong without digit | pairs won | AUC | digit | length | bag of words |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    by_set: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_set[pair.set].append(pair)
    rows = {name: held for name, held in by_set.items() if len(held) > 2}
    foreign = [pair for pair in pairs if not pair.set.startswith(INVENTED_SETS)]
    if foreign:
        rows["all of the data folder"] = foreign
        rows["all of it, strong side without digit"] = [pair for pair in foreign if not _digit(pair.strong)]
    for name, held in rows.items():
        strong, weak = [score(pair.strong) for pair in held], [score(pair.weak) for pair in held]
        plain = sum(not _digit(pair.strong) for pair in held)
        texts = {pair.strong for pair in held}
        plainly = baselines([pair for pair in pairs if pair.strong not in texts]).values()
        cells = [f"{won(strong, weak):.2f}", f"{auc(strong, weak):.2f}"]
        cells += [f"{won([one(p.strong) for p in held], [one(p.weak) for p in held]):.2f}" for one in plainly]
        print(f"| {name} | {len(held)} | {plain} | {' | '.join(cells)} |")


def _digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def ratings_table(rated: Sequence[Rated], pairs: Sequence[Pair]) -> None:
    print("\n| rated sentences | n | Spearman | length removed | digit | length | bag of words |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    by_set: dict[str, list[Rated]] = defaultdict(list)
    for one in rated:
        by_set[one.set].append(one)
    for name, held in by_set.items():
        truth = [one.rating for one in held]
        scores, lengths = [score(one.text) for one in held], [float(len(one.text.split())) for one in held]
        cells = [f"{spearman(scores, truth):.2f}", f"{partial(scores, truth, lengths):.2f}"]
        cells += [
            f"{spearman([base(one.text) for one in held], truth):.2f}" for base in baselines(pairs).values()
        ]
        print(f"| {name} | {len(held)} | {' | '.join(cells)} |")


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    ranks = _ranks(one), _ranks(other)
    return float(np.corrcoef(*ranks)[0, 1]) if min(held.std() for held in ranks) > 0 else 0.0


def partial(one: Sequence[float], other: Sequence[float], third: Sequence[float]) -> float:
    """Return the partial Spearman correlation: what is left of it where ranks of `third` are taken out."""
    to_other, first, second = spearman(one, other), spearman(one, third), spearman(other, third)
    return float((to_other - first * second) / np.sqrt((1.0 - first**2) * (1.0 - second**2)))


def _ranks(values: Sequence[float]) -> npt.NDArray[np.float64]:
    held = np.asarray(values, dtype=np.float64)
    return np.array([(held < value).sum() + (held == value).sum() / 2 for value in held], dtype=np.float64)


def rewrites_table(pairs: Sequence[Pair]) -> None:
    """Mean change of the score of weak and of strong claims, signed and without sign."""
    print("\n| rewrite | weak: mean change | weak: mean size | strong: mean change | strong: mean size |")
    print("| --- | --- | --- | --- | --- |")
    for name, rewrite in {**STUFFING, **STYLE}.items():
        cells = []
        for texts in ([pair.weak for pair in pairs], [pair.strong for pair in pairs]):
            moved = [score(rewrite(text, place)) - score(text) for place, text in enumerate(texts)]
            cells += [f"{statistics.mean(moved):+.3f}", f"{statistics.mean(map(abs, moved)):.3f}"]
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    all_pairs, all_rated = read(parser.parse_args().data)
    claims_table(all_pairs)
    ratings_table(all_rated, all_pairs)
    rewrites_table(all_pairs)
