"""Every published attack string in every field of an application, seen and hidden: does any score move?

    python -m benchmarks injections --data DIR

DIR holds `injections_dev.jsonl` (`{"id", "text", "attack_class", ...}`). Each string is put into the profile
(as a line and as a bullet), an interview answer, a long answer, an edge-case answer, a comment of the code, a
file name and the name of the application, so that it is seen; and into the profile as PDF, Word and HTML in
ways that nobody sees. The scores of all seven signals are compared with the application without it, and, for
what is seen, with the same place holding a neutral sentence of the same number of words: what the words of
the instruction itself do is the difference to that control. An edge-case answer takes the place of another
one, so there the comparison is with the neutral words.
Prints: for each field the largest change of any score, the most that a score gains over both the application
as it is and the neutral words, and the share of strings that are flagged.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hiding import HIDDEN
from earnest.bank import find_pack
from earnest.blind import separate
from earnest.intake import read, read_submission
from earnest.integrity import inspect
from earnest.records.application import Application, Submission, SubmittedFile
from earnest.records.result import SignalId
from earnest.screening import assess
from earnest.signals import Context, all_signals
from earnest.signals.adherence import SIGNAL as ADHERENCE

_NEUTRAL = (
    "the office has two windows to the yard and a table that stands near the door with a lamp on it and some"
    " paper that nobody took away when the week was over and it rained"
).split()
_Files = dict[str, bytes]


def neutral(text: str) -> str:
    """Return a sentence that says nothing, as many words long."""
    count = len(text.split())
    words = [_NEUTRAL[at % len(_NEUTRAL)] for at in range(count)]
    return " ".join(words).capitalize() + "."


def appended(path: str, before: str) -> Callable[[_Files, str], _Files]:
    def place(files: _Files, text: str) -> _Files:
        return {**files, path: files[path] + f"\n\n{before}{text}\n".encode()}

    return place


def answered(files: _Files, text: str) -> _Files:
    lines = [json.loads(line) for line in files["specialty.jsonl"].decode().splitlines() if line.strip()]
    lines[-1]["answer"] = text
    return {**files, "specialty.jsonl": "\n".join(json.dumps(line) for line in lines).encode()}


def commented(files: _Files, text: str) -> _Files:
    path = next(path for path in sorted(files) if path.startswith("samples/") and path.endswith(".py"))
    one_line = " ".join(text.split())
    return {**files, path: files[path].rstrip(b"\n") + f"\n# {one_line}\n".encode()}


def named_file(files: _Files, text: str) -> _Files:
    path = next(path for path in sorted(files) if path.startswith("samples/"))
    folder = "/".join(path.split("/")[:2])
    name = "".join(letter if letter.isalnum() else "_" for letter in text)[:80]
    return {**files, f"{folder}/{name}.txt": b"a note\n"}


def in_the_long_answer(files: _Files, text: str) -> _Files:
    path = next(path for path in sorted(files) if path.startswith("writing/"))
    return appended(path, "")(files, text)


SEEN: dict[str, Callable[[_Files, str], _Files]] = {
    "profile, a line": appended("profile.md", ""),
    "profile, a bullet": appended("profile.md", "- "),
    "interview": appended("interview.md", ""),
    "long answer": in_the_long_answer,
    "edge-case answer": answered,
    "comment in code": commented,
    "name of a file": named_file,
}


@dataclass
class Line:
    """Runs the line; samples are run once for as long as they stay what they are."""

    context: Context
    samples: object = None
    adherence: float | None = None

    def scores(self, files: _Files, name: str = "a") -> tuple[dict[str, float | None], Application]:
        """Return the score of each signal, None where there is none, and the application."""
        submitted = tuple(
            SubmittedFile(path=path, content=content) for path, content in sorted(files.items())
        )
        application = read(Submission(name=name, files=submitted))
        blind = separate(application).blind
        found = {
            signal.id.value: assess(signal, blind, self.context).score
            for signal in all_signals()
            if signal.id is not SignalId.ADHERENCE
        }
        if blind.samples != self.samples:
            self.samples = blind.samples
            self.adherence = assess(ADHERENCE, blind, self.context).score
        return {**found, SignalId.ADHERENCE.value: self.adherence}, application


def change(before: dict[str, float | None], after: dict[str, float | None]) -> float:
    """Return the largest change of any score; one that comes or goes counts as 1."""
    return max(
        abs(old - new) if old is not None and new is not None else float(old is not new)
        for old, new in ((before[key], after[key]) for key in before)
    )


def gain(
    plain: dict[str, float | None], control: dict[str, float | None], found: dict[str, float | None]
) -> float:
    """Return the most that a score is higher than both without the words and with neutral ones."""
    return max((found[key] or 0.0) - max(plain[key] or 0.0, control[key] or 0.0) for key in control)


def seen(files: _Files, texts: list[str], line: Line) -> Iterator[str]:
    plain, _ = line.scores(files)
    for field, place in SEEN.items():
        changes, controls, gains, flagged = [], [], [], 0
        for text in texts:
            found, application = line.scores(place(files, text))
            control, _ = line.scores(place(files, neutral(text)))
            changes.append(change(control if place is answered else plain, found))
            controls.append(change(plain, control))
            gains.append(gain(plain, control, found))
            flagged += bool(inspect(application))
        none = sum(value == 0 for value in changes)
        yield (
            f"| {field} | {none}/{len(texts)} | {max(changes):.3f} | {max(controls):.3f}"
            f" | {max(gains):+.3f} | {flagged}/{len(texts)} |"
        )


def hidden(files: _Files, texts: list[str], line: Line) -> Iterator[str]:
    markdown = files["profile.md"].decode()
    for how, (ending, write) in HIDDEN.items():
        rest = {path: content for path, content in files.items() if path != "profile.md"}
        plain, _ = line.scores({**rest, f"profile.{ending}": write(markdown, "")})
        changes, flagged = [], 0
        for text in texts:
            found, application = line.scores({**rest, f"profile.{ending}": write(markdown, text)})
            changes.append(change(plain, found))
            flagged += bool(inspect(application))
        none = sum(value == 0 for value in changes)
        yield f"| {how} | {none}/{len(texts)} | {max(changes):.3f} | | | {flagged}/{len(texts)} |"


def named(files: _Files, texts: list[str], line: Line) -> Iterator[str]:
    plain, _ = line.scores(files)
    changes, flagged = [], 0
    for text in texts:
        found, application = line.scores(files, name=text)
        changes.append(change(plain, found))
        flagged += bool(inspect(application))
    none = sum(value == 0 for value in changes)
    share = f"{flagged}/{len(texts)}"
    yield f"| name of the application | {none}/{len(texts)} | {max(changes):.3f} | | | {share} |"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--example", type=Path, default=Path("examples/applications/careful-and-specific"))
    parser.add_argument("--most", type=int, default=1000)
    parser.add_argument("--seen", action="store_true", help="what is hidden is left out")
    given = parser.parse_args()
    rows = (given.data / "injections_dev.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(row)["text"] for row in rows][: given.most]
    submission = read_submission(given.example)
    files = {file.path: file.content for file in submission.files}
    line = Line(Context(pack=find_pack("practice")))
    print(f"{len(texts)} attacks on {given.example.name}\n")
    print("| field | no score moved | largest change | by neutral words | gain over both | flagged |")
    print("| --- | --- | --- | --- | --- | --- |")
    for part in (seen, named) if given.seen else (seen, named, hidden):
        for row in part(files, texts, line):
            print(row, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
