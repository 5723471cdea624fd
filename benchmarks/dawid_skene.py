"""Dawid and Skene's method beside crowd-kit: 1,000 workers, 10,000 items, 100,000 labels of four classes.

    python -m benchmarks dawid_skene        (peer: pip install -r requirements/bench.txt)

Workers' confusion rows are Dirichlet around a planted accuracy, Beta(6.5, 2.1). Each method runs three times
in a process of its own on the same arrays, the methods in turn; medians. Memory: what the process grows by
from the moment its data stand ready, and its whole peak with the libraries it needs. RMSE compares
sum_c p_c q_cc of each worker with the planted accuracy. Both stop by their own rule at 1e-5: crowd-kit when
the likelihood of a label grows by less, Earnest when no posterior moves by more.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.timing import print_table
from earnest.measurement.dawid_skene import dawid_skene
from earnest.measurement.labels import Labels

WORKERS, ITEMS, EACH, CLASSES, RUNS = 1_000, 10_000, 10, 4, 3
PARTS = ("rater", "item", "label", "truth", "accuracy")
METHODS = ("crowd-kit", "earnest", "earnest, w = 2")


def simulated() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(7)
    truth = rng.integers(0, CLASSES, ITEMS)
    accuracy = rng.beta(6.5, 2.1, WORKERS)
    confusions = np.empty((WORKERS, CLASSES, CLASSES))
    for true in range(CLASSES):
        wrong = rng.dirichlet(np.ones(CLASSES - 1), WORKERS) * (1 - accuracy)[:, None]
        confusions[:, true] = np.insert(wrong, true, accuracy, axis=1)
    item = np.repeat(np.arange(ITEMS), EACH)
    rater = np.concatenate([rng.choice(WORKERS, EACH, replace=False) for _ in range(ITEMS)])
    edges = confusions[rater, truth[item]].cumsum(axis=1)
    label = np.minimum((rng.random(len(item))[:, None] > edges).sum(axis=1), CLASSES - 1)
    return dict(zip(PARTS, (rater, item, label, truth, accuracy), strict=True))


def kib(line: str) -> int:
    """Return one line of this process's memory, VmRSS (now) or VmHWM (peak), in KiB (Linux)."""
    status = Path("/proc/self/status").read_text()
    return next(int(row.split()[1]) for row in status.splitlines() if row.startswith(line))


def ready() -> int:
    """Forget the peak so far and return what the process holds now."""
    Path("/proc/self/clear_refs").write_text("5")
    return kib("VmRSS")


def crowd_kit(labels: Labels) -> tuple[np.ndarray, np.ndarray, dict[str, float]]:
    import pandas as pd  # noqa: PLC0415  the peer is optional
    from crowdkit.aggregation import DawidSkene  # noqa: PLC0415

    frame = pd.DataFrame({"worker": labels.rater, "task": labels.item, "label": labels.label})
    model = DawidSkene(n_iter=100, tol=1e-5)
    before, begin = ready(), time.perf_counter()
    found = model.fit_predict(frame)
    figures = {"seconds": time.perf_counter() - begin, "mib": (kib("VmHWM") - before) / 1024}
    figures["iterations"] = len(model.loss_history_)
    errors = model.errors_.unstack(level=1).fillna(0.0)  # noqa: PD010  worker x (true class, label)
    shares = model.priors_.reindex(range(CLASSES)).to_numpy()
    diagonal = np.stack([errors[(c, c)].reindex(range(WORKERS)).to_numpy() for c in range(CLASSES)], axis=1)
    return found.reindex(range(ITEMS)).to_numpy(), diagonal @ shares, figures


def ours(labels: Labels, weight: float) -> tuple[np.ndarray, np.ndarray, dict[str, float]]:
    before, begin = ready(), time.perf_counter()
    fit = dawid_skene(labels, pooled_weight=weight, max_iterations=100, tolerance=1e-5)
    figures = {"seconds": time.perf_counter() - begin, "mib": (kib("VmHWM") - before) / 1024}
    figures["iterations"] = fit.iterations
    return fit.class_posteriors.argmax(axis=1), fit.accuracies(), figures


def one(method: str, file: str) -> dict[str, float]:
    with np.load(file) as held:
        rater, item, label, truth, accuracy = (held[name] for name in PARTS)
    names = tuple(map(str, range(WORKERS))), tuple(map(str, range(ITEMS))), tuple("0123")
    labels = Labels(rater, item, label, *names)
    weight = float(method.partition("w = ")[2] or 0)
    classes, found, figures = crowd_kit(labels) if method == "crowd-kit" else ours(labels, weight)
    figures["rmse"] = float(np.sqrt(np.mean((found - accuracy) ** 2)))
    figures["whole"] = kib("VmHWM") / 1024
    figures["wrong"] = float(np.mean(classes != truth))
    return figures


def main() -> None:
    runs: dict[str, list[dict[str, float]]] = {method: [] for method in METHODS}
    with tempfile.TemporaryDirectory() as room:
        file = str(Path(room) / "labels.npz")
        np.savez(file, **simulated())
        for _ in range(RUNS):
            for method in METHODS:
                command = [sys.executable, "-m", "benchmarks.dawid_skene", method, file]
                told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                runs[method].append(json.loads(told.splitlines()[-1]))
    rows = []
    for method, told in runs.items():
        middle = {name: statistics.median(run[name] for run in told) for name in told[0]}
        memory = f"{middle['mib']:.1f}", f"{middle['whole']:.0f}"
        quality = f"{middle['rmse']:.4f}", f"{middle['wrong']:.2%}"
        rows.append((method, f"{middle['seconds']:.2f}", *memory, int(middle["iterations"]), *quality))
    head = ("method", "seconds", "MiB more", "MiB in all", "iterations", "RMSE of workers", "items wrong")
    print_table(head, rows)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(one(*sys.argv[1:])))
    else:
        main()
