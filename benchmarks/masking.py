"""Masking beside Presidio on the same texts: recall, what must stay, and megabytes a second.

    python -m benchmarks masking [MODEL or FOLDER of a model]

The cases are those of `earnest.blind.measure`. Presidio finds persons, places, nationalities, dates, e-mail
addresses, telephone numbers, web addresses and organisations; an organisation counts for a school. It needs a
spaCy model (`en_core_web_sm` unless named), which is no package of the index: where Presidio or the model is
not installed, its column is not run and the benchmark says so.
"""

import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.timing import print_table
from earnest.blind.measure import (
    Case,
    documents,
    masked_characters,
    plain_characters,
    share,
    survivors,
    targets,
)

Finder = Callable[[Case], set[int]]
ENTITIES = [
    "PERSON",
    "LOCATION",
    "NRP",
    "DATE_TIME",
    "EMAIL_ADDRESS",
    "PHONE_NUMBER",
    "URL",
    "ORGANIZATION",
]
SETS = {
    "sentences": lambda: [*targets(), *survivors()],
    "sentences, later": lambda: [*targets("targets_later.tsv"), *survivors("survivors_later.txt")],
    "whole texts": documents,
    "whole texts, later": lambda: documents("documents_later.tsv"),
    "whole texts, untouched": lambda: documents("documents_untouched.tsv"),
    "fresh": lambda: [*documents("documents_fresh.tsv"), *survivors("survivors_fresh.txt")],
    "tricky phrases": lambda: survivors("survivors_tricky.txt"),
    "last": lambda: documents("documents_last.tsv"),
}
_USAGE = 2


def presidio(model: str) -> Finder | None:
    """Return Presidio's finder, None where it or its model is not installed."""
    try:
        from presidio_analyzer import AnalyzerEngine  # noqa: PLC0415 - a peer that may be absent
        from presidio_analyzer.nlp_engine import NlpEngineProvider  # noqa: PLC0415

        configuration = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": model}]}
        if not Path(model).is_dir():
            import_module(model)
    except ImportError as error:
        print(f"Presidio is not run: {error}")
        return None
    engine: Any = AnalyzerEngine(
        nlp_engine=NlpEngineProvider(nlp_configuration=configuration).create_engine()
    )

    def found(case: Case) -> set[int]:
        results = engine.analyze(text=case.text, language="en", entities=ENTITIES)
        return {at for result in results for at in range(result.start, result.end)}

    return found


def measured(cases: list[Case], find: Finder) -> tuple[str, str, str]:
    """Return the share masked whole, the share left untouched of what must stay, and megabytes a second."""
    began = time.process_time()
    found = [find(case) for case in cases]
    spent = time.process_time() - began
    gone, kept = [], []
    for case, hidden in zip(cases, found, strict=True):
        for start, end in case.gone:
            gone.append({at for at in range(start, end) if case.text[at].isalnum()} <= hidden)
        kept += [not hidden & set(range(start, end)) for start, end in case.kept]
    size = sum(len(case.text.encode()) for case in cases)
    return share(iter(gone)), share(iter(kept)), f"{size / 1e6 / spent:.3f}"


def main(model: str = "en_core_web_sm") -> None:
    finders: dict[str, Finder] = {
        "earnest": lambda case: masked_characters(case.text, case.kind),
        "plain gazetteer": lambda case: plain_characters(case.text),
    }
    peer = presidio(model)
    if peer is not None:
        finders["presidio"] = peer
    rows = []
    for name, read in SETS.items():
        cases = read()
        for finder, find in finders.items():
            find(cases[0])
            rows.append((name, finder, *measured(cases, find)))
    print_table(("set", "method", "masked whole", "kept of what must stay", "MB/s"), rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
