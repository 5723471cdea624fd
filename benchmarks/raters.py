"""Raters: accuracy predicted from few keys beside crowd-kit, what intervals cover, and how the time grows.

    python -m benchmarks raters [--data DIR]        (peers: pip install -r requirements/bench.txt)

DIR holds label files of real raters, `{"worker", "item", "label", "gold"}` a line (active-crowd-toolkit,
DICES). Two questions are asked, each for 10, 25 and 50 % of keys and raters with ten answers or more to
predict. No key: all labels are seen, the truth is the accuracy on the items whose key is hidden. No label:
half of the items are hidden with all their labels, and predicted from the other half. Means over the sets;
the method was chosen on act_zencrowd_us and act_sp_amt alone. Without DIR only the growth is measured.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np

from benchmarks.timing import peak_mib, print_table
from earnest.measurement.beta import beta_quantiles
from earnest.measurement.empirical_bayes import fit_prior
from earnest.measurement.labels import Labels
from earnest.measurement.rater_accuracy import Estimates, rater_accuracy

SHARES, LEAST = (0.10, 0.25, 0.50), 10
SEEDS, FEWER_SEEDS = range(10), range(3)  # crowd-kit is fitted anew for each seed of the second question
Keys = Mapping[str, str]
Predict = Callable[[Labels, Keys], np.ndarray]


def load(path: Path) -> tuple[Labels, dict[str, str]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    keys = {row["item"]: row["gold"] for row in rows}
    return Labels.of(
        [(row["worker"], row["item"], row["label"]) for row in rows], sorted(set(keys.values()))
    ), keys


def right_of(labels: Labels, keys: Keys) -> tuple[np.ndarray, np.ndarray]:
    """Return right answers and answers of each rater on the items with a key."""
    code = labels.key_codes(keys)[labels.item]
    size = len(labels.raters)
    right = np.bincount(labels.rater[code == labels.label], minlength=size)
    return right, np.bincount(labels.rater[code >= 0], minlength=size)


def raw(labels: Labels, keys: Keys) -> np.ndarray:
    right, seen = right_of(labels, keys)
    return np.where(seen > 0, right / np.maximum(seen, 1), right.sum() / seen.sum())


def beta_binomial(labels: Labels, keys: Keys) -> np.ndarray:
    right, seen = right_of(labels, keys)
    prior = fit_prior([(int(k), int(n)) for k, n in zip(right, seen, strict=True) if n])
    return (right + prior.alpha) / (seen + prior.alpha + prior.beta)


def crowd_kit(name: str, labels: Labels, keys: Keys | None = None) -> np.ndarray:
    """Return class posteriors (items, classes) of a crowd-kit model; Dawid-Skene alone takes keys."""
    import pandas as pd  # noqa: PLC0415  the peers are optional
    from crowdkit import aggregation  # noqa: PLC0415

    frame = pd.DataFrame({"worker": labels.rater, "task": labels.item, "label": labels.label})
    model = getattr(aggregation, name)()
    if name == "MajorityVote":
        hard = model.fit_predict(frame).reindex(range(len(labels.items))).to_numpy()
        return np.eye(labels.width)[hard.astype(int)]
    if keys is None:
        found = model.fit_predict_proba(frame)
    else:
        code = labels.key_codes(keys)
        found = model.fit_predict_proba(frame, pd.Series(code[code >= 0], index=np.flatnonzero(code >= 0)))
    table = found.reindex(index=range(len(labels.items)), columns=range(labels.width), fill_value=0.0)
    return table.fillna(0.0).to_numpy()


def agreement(labels: Labels, posteriors: np.ndarray, keys: Keys) -> np.ndarray:
    """Return how far each rater agrees with the posteriors of the items without a key."""
    weight = (labels.key_codes(keys) < 0)[labels.item].astype(float)
    told = np.bincount(labels.rater, weights=posteriors[labels.item, labels.label] * weight)
    return told / np.maximum(np.bincount(labels.rater, weights=weight), 1.0)


def keyed(keys: Keys, items: tuple[str, ...], share: float, rng: np.random.Generator) -> dict[str, str]:
    chosen = rng.permutation(len(items))[: round(share * len(items))]
    return {items[place]: keys[items[place]] for place in chosen}


def squared(found: np.ndarray, truth: np.ndarray, chosen: np.ndarray) -> float:
    return float(np.mean((found[chosen] - truth[chosen]) ** 2))


def inside(found: Estimates, truth: np.ndarray, chosen: np.ndarray) -> float:
    held = (found.low - 1e-9 <= truth) & (truth <= found.high + 1e-9)
    return float(held[chosen].mean())


def no_key(labels: Labels, keys: dict[str, str], share: float) -> Iterator[dict[str, float]]:
    """Yield squared errors of each method and the coverage, one dictionary a seed."""
    peers = {f"crowd-kit {name}": crowd_kit(name, labels) for name in PEERS}
    for seed in SEEDS:
        known = keyed(keys, labels.items, share, np.random.default_rng(seed))
        right, seen = right_of(labels, {item: key for item, key in keys.items() if item not in known})
        truth, chosen = right / np.maximum(seen, 1), seen >= LEAST
        found = rater_accuracy(labels, known).without_key
        errors = {name: squared(method(labels, known), truth, chosen) for name, method in PLAIN.items()}
        told = peers | {"crowd-kit DawidSkene with keys": crowd_kit("DawidSkene", labels, known)}
        errors |= {name: squared(agreement(labels, p, known), truth, chosen) for name, p in told.items()}
        yield errors | {"earnest": squared(found.value, truth, chosen), "cover": inside(found, truth, chosen)}


def no_label(labels: Labels, keys: dict[str, str], share: float) -> Iterator[dict[str, float]]:
    for seed in FEWER_SEEDS:
        rng = np.random.default_rng(100 + seed)
        seen_items = set(np.array(labels.items)[rng.random(len(labels.items)) < 0.5])
        shown = Labels.of([row for row in rows_of(labels) if row[1] in seen_items], labels.classes)
        rest = Labels.of([row for row in rows_of(labels) if row[1] not in seen_items], labels.classes)
        known = keyed(keys, shown.items, share, rng)
        counts = dict(zip(rest.raters, zip(*right_of(rest, keys), strict=True), strict=True))
        right, seen = np.array([counts.get(rater, (0, 0)) for rater in shown.raters]).T
        truth, chosen = right / np.maximum(seen, 1), seen >= LEAST
        found = rater_accuracy(shown, known).to_come
        errors = {name: squared(method(shown, known), truth, chosen) for name, method in PLAIN.items()}
        for name in PEERS:
            posteriors = crowd_kit(name, shown)
            errors[f"crowd-kit {name}"] = squared(agreement(shown, posteriors, {}), truth, chosen)
        with_keys = crowd_kit("DawidSkene", shown, known)
        errors["crowd-kit DawidSkene with keys"] = squared(agreement(shown, with_keys, {}), truth, chosen)
        yield errors | {
            "earnest": squared(found.value, truth, chosen),
            "cover": covered(found, right[chosen], seen[chosen], chosen),
        }


def covered(found: Estimates, right: np.ndarray, seen: np.ndarray, chosen: np.ndarray) -> float:
    """Return how often `right` of `seen` is in the middle 95 % of the foretold beta-binomial."""
    from scipy.stats import betabinom  # noqa: PLC0415

    mean, variance = found.value[chosen], found.variance[chosen]
    strength = mean * (1 - mean) / variance - 1
    low, high = (betabinom.ppf(tail, seen, mean * strength, (1 - mean) * strength) for tail in (0.025, 0.975))
    return float(((low <= right) & (right <= high)).mean())


def rows_of(labels: Labels) -> list[tuple[str, str, str]]:
    codes = zip(labels.rater, labels.item, labels.label, strict=True)
    return [(labels.raters[r], labels.items[i], labels.classes[c]) for r, i, c in codes]


PLAIN: dict[str, Predict] = {"raw accuracy": raw, "Beta empirical Bayes": beta_binomial}
PEERS = ("MajorityVote", "DawidSkene", "OneCoinDawidSkene")


def real(folder: Path) -> None:
    sets = {path.stem: load(path) for path in sorted(folder.glob("*.jsonl"))}
    for title, question, seeds in (("no key", no_key, SEEDS), ("no label", no_label, FEWER_SEEDS)):
        print(f"\nRMSE of rater accuracy, items with {title}; mean of {len(sets)} sets, {len(seeds)} seeds\n")
        rows: dict[str, list[str]] = {}
        for share in SHARES:
            by_set = {name: list(question(labels, keys, share)) for name, (labels, keys) in sets.items()}
            for method in next(iter(by_set.values()))[0]:
                values = [mean_of(found, method) for found in by_set.values()]
                rows.setdefault(method, []).append(f"{np.mean(values):.4f}")
                if method in {"earnest", "cover"}:
                    rows[method][-1] += " (" + " ".join(f"{value:.3f}" for value in values) + ")"
        print_table(
            ("method", *(f"{share:.0%} of keys" for share in SHARES)), [(k, *v) for k, v in rows.items()]
        )
        print(f"\nin brackets: {', '.join(sets)}; cover: of the 95 % intervals")


def mean_of(found: list[dict[str, float]], method: str) -> float:
    values = [one[method] for one in found if not np.isnan(one[method])]
    return float(np.mean(values)) if method == "cover" else float(np.sqrt(np.mean(values)))


def simulated(raters: int) -> Labels:
    """Return 40 labels of each rater, two classes, ten raters an item."""
    rng = np.random.default_rng(raters)
    items = raters * 4
    truth = rng.integers(0, 2, items)
    rater = np.repeat(np.arange(raters), 40)
    item = rng.permutation(np.repeat(np.arange(items), 10))
    right = rng.random(len(item)) < rng.beta(6.5, 2.1, raters)[rater]
    names = tuple(map(str, range(raters))), tuple(map(str, range(items)))
    return Labels(rater, item, np.where(right, truth[item], 1 - truth[item]), *names, ("0", "1"))


def one_size(kind: str, raters: int) -> None:
    """Score `raters` raters on 40 items each: against keys, or from labels and a tenth of the keys."""
    rng = np.random.default_rng(1)
    right = rng.binomial(40, rng.beta(6.5, 2.1, raters))
    labels = simulated(raters if kind == "labels" else 1)
    begin = time.perf_counter()
    if kind == "keys":
        prior = fit_prior([(int(k), 40) for k in right])
        means = (right + prior.alpha) / (40 + prior.alpha + prior.beta)
        ends = [beta_quantiles(p, right + prior.alpha, 40 - right + prior.beta) for p in (0.025, 0.975)]
        print(f"{means.mean():.3f} {ends[0].mean():.3f} {ends[1].mean():.3f}")
    else:
        rater_accuracy(labels, {item: str(int(item) % 2) for item in labels.items[: len(labels.items) // 10]})
    print(time.perf_counter() - begin, file=sys.stderr)


def growth() -> None:
    print("\nRaters with 40 items each: whole process, import and simulated data included\n")
    rows = []
    for kind in ("keys", "labels"):
        for raters in (1_000, 10_000, 100_000, 1_000_000):
            if kind == "labels" and raters > 100_000:
                continue
            spent, peak = peak_mib([sys.executable, "-m", "benchmarks.raters", "--one", kind, str(raters)])
            rows.append((kind, raters, f"{spent:.1f}", f"{peak:.0f}"))
    print_table(("scored from", "raters", "seconds", "peak MiB"), rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--one", nargs=2, metavar=("KIND", "RATERS"))
    arguments = parser.parse_args()
    if arguments.one:
        one_size(arguments.one[0], int(arguments.one[1]))
    else:
        if arguments.data is not None:
            real(arguments.data)
        growth()
