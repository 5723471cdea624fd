"""Speed of the three text signals beside proselint, write-good and MiniLM: pages of 500 words a second.

    python -m benchmarks text_speed [--node-modules DIR]

All of them read the same pages in one process after a round that is not counted, in turn, on one thread; the
median of the rounds is shown. For a signal the time is that of `extract` and `score` on a page that is
separated already. write-good runs in Node.js, which times itself, so that its start does not count; DIR is a
`node_modules` folder with write-good in it. What is not installed is shown as not run.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from benchmarks.timing import print_table
from earnest.bank import EMPTY_PACK
from earnest.blind import separate
from earnest.errors import Unavailable
from earnest.records.application import BlindApplication
from earnest.signals import Context, find_signal
from earnest.signals.accountability.training import TRAINING_FILE, read_stories
from earnest.text.minilm import minilm_embedder
from earnest.text.segment import sentences

WORDS = 500
ROUNDS = 5
SIGNALS = {"specificity": "text", "accountability": "answer", "coherence": "text"}
Run = Callable[[], object]

_NODE = """
const read = require(process.argv[1] + "/write-good");
const pages = JSON.parse(require("fs").readFileSync(0, "utf8"));
const once = () => { const begin = process.hrtime.bigint(); pages.forEach((page) => read(page));
  return Number(process.hrtime.bigint() - begin) / 1e9; };
once();
console.log(JSON.stringify(Array.from({ length: ROUNDS }, once)));
"""


def pages() -> list[str]:
    """Return the invented answers as pages of 500 words, an answer a paragraph."""
    found: list[str] = []
    page: list[str] = []
    for story in read_stories(TRAINING_FILE):
        page.append(story.text)
        if sum(len(text.split()) for text in page) >= WORDS:
            found.append("\n\n".join(page))
            page = []
    return found


def signal_run(name: str, texts: Sequence[str]) -> Run:
    """Return what extracts from and scores every page."""
    signal = find_signal(name)
    context = Context(EMPTY_PACK)
    lines = [signal.read_line({"id": "page", SIGNALS[name]: text}, context)[0] for text in texts]
    blind: list[BlindApplication] = [separate(application).blind for application in lines]
    rubric = signal.loaded_rubric

    def run() -> None:
        for page in blind:
            evidence = signal.extract(page, context)
            if evidence is not None:
                signal.score(evidence, rubric)

    return run


def proselint_run(texts: Sequence[str]) -> Run:
    """Return what lints every page with all checks of proselint; raises `ImportError` without it."""
    registry = import_module("proselint.registry").CheckRegistry()
    if not registry.checks:
        registry.register_many(import_module("proselint.checks").__register__)
    lint_file = import_module("proselint.tools").LintFile
    return lambda: [lint_file("page", text).lint() for text in texts]


def minilm_run(texts: Sequence[str]) -> Run:
    """Return what embeds every sentence of every page; raises `Unavailable` without the model."""
    embedder = minilm_embedder()
    parts = [[span.of(text) for span in sentences(text)] for text in texts]
    return lambda: [embedder.embed(page) for page in parts]


def runs(texts: Sequence[str]) -> Iterator[tuple[str, Run | str]]:
    """Yield each contender with what runs it, or with the reason why it is not run."""
    for name in SIGNALS:
        yield name, signal_run(name, texts)
    try:
        yield "proselint", proselint_run(texts)
    except ImportError:
        yield "proselint", "not run: pip install proselint"
    try:
        yield "MiniLM (int8, each sentence)", minilm_run(texts)
    except Unavailable as error:
        yield "MiniLM (int8, each sentence)", f"not run: {error}"


def write_good(texts: Sequence[str], modules: Path | None) -> list[float] | str:
    """Return the seconds of each round of write-good, or why it is not run."""
    node = shutil.which("node")
    if node is None or modules is None or not (modules / "write-good").is_dir():
        return "not run: needs node and --node-modules with write-good"
    script = _NODE.replace("ROUNDS", str(ROUNDS))
    done = subprocess.run(
        [node, "-e", script, str(modules.resolve())],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    seconds: list[float] = json.loads(done.stdout)
    return seconds


def _timed(run: Run) -> float:
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def main() -> None:
    """Time everything in turn and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--node-modules", type=Path)
    options = parser.parse_args()
    texts = pages()
    found = dict(runs(texts))
    able = {name: run for name, run in found.items() if not isinstance(run, str)}
    taken: dict[str, list[float]] = {name: [] for name in able}
    for number in range(ROUNDS + 1):
        for name, run in able.items():
            spent = _timed(run)
            if number:
                taken[name].append(spent)
    reasons = {name: run for name, run in found.items() if isinstance(run, str)}
    held = write_good(texts, options.node_modules)
    if isinstance(held, str):
        reasons["write-good"] = held
    else:
        taken["write-good"] = held
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} pages, {words} words, median of {ROUNDS} rounds")
    rows: list[list[object]] = [_row(name, spent, words) for name, spent in taken.items()]
    print_table(["what", "pages of 500 words a second", "fastest", "slowest"], rows)
    for name, reason in reasons.items():
        print(f"{name}: {reason}")


def _row(name: str, spent: Sequence[float], words: int) -> list[object]:
    held = [words / WORDS / seconds for seconds in (statistics.median(spent), min(spent), max(spent))]
    return [name, *(f"{value:.1f}" for value in held)]


if __name__ == "__main__":
    main()
