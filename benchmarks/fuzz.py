"""Random texts and damaged files through intake, separation, integrity and the extractors of all signals.

    python -m benchmarks.fuzz --texts 1000000 --files 20000 --seed 1 [--keep DIR]

A text is a profile, an interview answer, a long answer or an answer to an edge case, made from words of many
scripts, markup, numbers, names, invisible characters and things that once broke a reader. Whatever it
is, the line has to end with Evidence or with one line for a person, within the time and the memory that are
allowed. What fails is written to --keep (a file a case, named by its seed) for the tests.
Prints: cases, texts a second, failures by kind, the slowest case (in processor time of the parent), and the
memory of the parent.
"""

import argparse
import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from earnest.bank import find_pack
from earnest.blind import separate
from earnest.errors import InputError
from earnest.intake import read
from earnest.intake.test_fuzz import damaged, damaged_inside, page, pdf, resume, word
from earnest.integrity import inspect
from earnest.records.application import Submission, SubmittedFile
from earnest.signals import Context, all_signals

SECONDS = 3.0
TEXTS_A_CASE = 4
TEXTS_A_PACK = 32
_PLAIN = (
    "I we they cut built wrote the a of from to by ms users 40 2.1 % Python Go R C++ Kubernetes Harvard IIT"
    " Berlin Nairobi 2019 March years because however failed lesson my fault in conclusion first therefore"
    " ? ! . , ; : -"
).split()
_STRANGE = [
    "\u200b",
    "\u202e",
    "\ufeff",
    "\x00",
    "\x0b",
    "\x85",
    "\u2028",
    "\u00ad",
    "\ufffd",
    "\U000e0041",
    "\U0001f469\u200d\U0001f4bb",
    "e\u0301",
    "\u0345" * 9,
    "\ud7ff",
    "ﷺ",
    "ﬁ",
    "Ⅷ",
    "½",
    "①",
    "𝒜",
    "İ",
    "ß",
    "ſ",
    "Å",
    "ᄀ" * 4,
    "क्षि",
    "ไทย",
    "日本語",
    "한국어",
    "العربية",
    "Москва",
    "Hаrvаrd",
    "ελληνικά",
    "\t",
    "\r",
    "\r\n",
    "\n\n",
    "\n" * 5,
    " " * 40,
    "\xa0",
    "\u3000",
]
_MARKUP = [
    "# ",
    "## ",
    "- ",
    "* ",
    "1. ",
    "> ",
    "```\n",
    "~~~\n",
    "`",
    "``",
    "**",
    "__",
    "~~",
    "|a|b|\n|-|-|\n",
    "[x](",
    "](",
    "![",
    "<b>",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "&amp;",
    "&#x",
    "\\",
    "---\n",
    "===\n",
    "$x^2$",
    "{{",
    "}}",
    "%s",
    "${x}",
    "=cmd|",
    "'\"><script>",
    "http://",
    "a@b.c",
    "+49 30",
    "@",
    "://",
    "www.",
    "e.g.",
    "...",
    "....",
    "(((",
    ")))",
    "[[[",
    '"""',
    "''",
    "–",
    "—",
    "•",
]
_NUMBERS = [
    "0",
    "1e999",
    "-1",
    "1/0",
    "9" * 40,
    "3.14.15",
    "1,000,000",
    "12:61",
    "2020-13-45",
    "01/02/03",
    "99%",
    "$5m",
    "5x",
    "10^6",
]
_RARE = [
    lambda chance: chance.choice("aA0 .,-_`*<[({\n\u0301") * chance.randrange(1, 20_000),
    lambda chance: " ".join(chance.choice(_PLAIN) for _ in range(chance.randrange(1, 3_000))),
    lambda chance: "".join(chr(chance.randrange(0x20, 0xD7FF)) for _ in range(chance.randrange(1, 400))),
    lambda chance: chance.choice(_MARKUP) * chance.randrange(1, 3_000),
]  # fmt: skip


def text(chance: random.Random) -> str:
    """Make one text: mostly a few hundred characters, one in fifty long."""
    parts = []
    for _ in range(chance.choice((0, 1, 3, 10, 30, 60))):
        pool = chance.choices((_PLAIN, _STRANGE, _MARKUP, _NUMBERS), weights=(12, 2, 3, 1))[0]
        parts.append(chance.choice(pool))
        parts.append(chance.choice((" ", " ", " ", "", "\n")))
    if chance.randrange(50) == 0:
        parts.insert(chance.randrange(len(parts) + 1), chance.choice(_RARE)(chance))
    return "".join(parts)


def texts_case(seed: int) -> Submission:
    chance = random.Random(seed)  # noqa: S311 - repeatable
    profile, answer, writing, edge = (text(chance) for _ in range(TEXTS_A_CASE))
    files = {
        "profile.md": profile,
        "interview.md": f"## interview-failure\n{answer}",
        "writing/long-caching.md": writing,
        "specialty.jsonl": json.dumps({"item": "edge-python-01", "answer": edge}),
    }
    return Submission(
        name=f"seed-{seed}",
        files=tuple(
            SubmittedFile(path=path, content=words.encode("utf-8", "replace"))
            for path, words in files.items()
        ),
    )


def packed_case(seed: int) -> Submission:
    """Return an application of `TEXTS_A_PACK` texts: starting a reader costs more than most texts do."""
    chance = random.Random(f"packed {seed}")  # noqa: S311 - repeatable
    answers = [json.dumps({"item": f"q{n}", "answer": text(chance)}) for n in range(12)]
    edges = [json.dumps({"item": f"edge-python-{n + 1:02}", "answer": text(chance)}) for n in range(12)]
    files = {
        "profile.md": text(chance),
        "interview.jsonl": "\n".join(answers),
        "specialty.jsonl": "\n".join(edges),
        **{f"writing/{n}.md": text(chance) for n in range(7)},
    }
    return Submission(
        name=f"packed-{seed}",
        files=tuple(
            SubmittedFile(path=path, content=words.encode("utf-8", "replace"))
            for path, words in files.items()
        ),
    )


_WHOLE: dict[str, tuple[Callable[[], bytes], Callable[[bytes, random.Random], bytes]]] = {
    "a.pdf": (pdf, damaged),
    "a.docx": (word, damaged_inside),
    "b.docx": (word, damaged),
    "a.html": (page, damaged),
    "a.json": (resume, damaged),
}


def files_cases(count: int, seed: int) -> Iterator[Submission]:
    whole = {name: make() for name, (make, _) in _WHOLE.items()}
    for number in range(count):
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - repeatable
        name = sorted(_WHOLE)[number % len(_WHOLE)]
        content = _WHOLE[name][1](whole[name], chance)
        yield Submission(name=f"file-{number}", files=(SubmittedFile(path=name, content=content),))


def through(submission: Submission, context: Context) -> str:
    """Run the line up to Evidence; return what a person would be told, "" for Evidence."""
    try:
        application = read(submission)
    except InputError as error:
        line = str(error)
        assert "\n" not in line, "an error of more than one line"
        return line
    blind = separate(application).blind
    for flag in inspect(application):
        assert flag.message, "a flag that says nothing"
    for signal in all_signals():
        evidence = signal.extract(blind, context)
        if evidence is not None:
            evidence.sha256()
    return ""


class Run:
    """Counts cases, keeps what fails, and knows the slowest."""

    def __init__(self, keep: Path | None) -> None:
        self.keep = keep
        self.states: Counter[str] = Counter()
        self.slowest = (0.0, "")
        self.context = Context(pack=find_pack("practice"))

    def one(self, submission: Submission) -> None:
        """Run one case and count what became of it."""
        start = time.process_time()
        try:
            line = through(submission, self.context)
            state = "told in one line" if line else "evidence"
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            state = f"FAILED {type(error).__name__}: {str(error)[:80]}"
            self._keep(submission)
        seconds = time.process_time() - start
        if seconds > SECONDS:
            state = f"SLOW (over {SECONDS:g} s)"
            self._keep(submission)
        self.states[state] += 1
        self.slowest = max(self.slowest, (seconds, submission.name))

    def _keep(self, submission: Submission) -> None:
        if self.keep is None:
            return
        self.keep.mkdir(parents=True, exist_ok=True)
        for file in submission.files:
            (self.keep / f"{submission.name}-{file.path.replace('/', '-')}").write_bytes(file.content)

    def report(self, what: str, count: int, seconds: float) -> None:
        """Print what became of all cases."""
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(
            f"{count} {what}: {count / seconds:.0f} a second, slowest {self.slowest[0]:.2f} s"
            f" ({self.slowest[1]}),"
            f" at most {memory} MiB in the parent"
        )
        for state, times in self.states.most_common():
            print(f"  {state}: {times}")
        sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=4_000)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    failed = 0
    packs = given.texts // TEXTS_A_PACK
    runs = (
        ("texts", TEXTS_A_PACK, (packed_case((given.seed << 40) + number) for number in range(packs))),
        ("files", 1, files_cases(given.files, given.seed)),
    )
    for what, each, submissions in runs:
        run, start = Run(given.keep), time.perf_counter()
        for submission in submissions:
            run.one(submission)
        run.report(what, sum(run.states.values()) * each, time.perf_counter() - start)
        failed += sum(
            times
            for state, times in run.states.items()
            if state.isupper() or state.startswith(("FAILED", "SLOW"))
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
