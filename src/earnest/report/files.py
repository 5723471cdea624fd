"""The files of one screening, written so that a killed run never leaves half a file."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from earnest.records.policy import Policy
from earnest.records.screening import Screening
from earnest.report.html import candidate_html, reviewer_html
from earnest.report.sarif import sarif

_Render = Callable[[Screening, Policy], str]

FORMATS: Mapping[str, Mapping[str, _Render]] = {
    "html": {"candidate.html": candidate_html, "reviewer.html": reviewer_html},
    "json": {"screening.json": lambda screening, _: screening.model_dump_json(indent=2) + "\n"},
    "sarif": {"findings.sarif": lambda screening, _: json.dumps(sarif(screening), indent=2) + "\n"},
}


def write_reports(screening: Screening, policy: Policy, folder: Path, formats: tuple[str, ...]) -> None:
    """Write the files of `formats` (keys of `FORMATS`) into `folder`, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in formats:
        for file, render in FORMATS[name].items():
            write_whole(folder / file, render(screening, policy))


def write_whole(path: Path, text: str) -> None:
    """Write `text` to a temporary neighbour and rename it into place.

    The neighbour's name is always the same, so that what a killed run left of it is taken up by the next one.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    temporary.replace(path)


def report_files(formats: tuple[str, ...]) -> list[str]:
    """Return the names of the files that `write_reports` writes for `formats`."""
    return [file for name in formats for file in FORMATS[name]]
