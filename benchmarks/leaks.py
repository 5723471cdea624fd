"""Leaks, planted: extractors, scores and earlier stages that use what must not matter. Is each one caught?

    python -m benchmarks leaks

Three nets, each by itself: `swaps` (other Evidence or another result after an exchange, of 12 first, and of 96
where those show nothing: what few people or looks have takes more of them), `apart` (another result in a
process that only the bytes of the Evidence reach), `source` (what the code of the score may import). A clean
scorer, and the seven signals, must pass all three.
"""

import contextlib
import datetime as dt
import gc
import inspect
import io
import os
import random
import re
import sys
import threading
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from earnest.bank import EMPTY_PACK
from earnest.blind import Separated
from earnest.certificate import Plan, Trial, certifying
from earnest.certificate.purity import impurities
from earnest.intake import read
from earnest.records.application import Application, BlindApplication, Submission, SubmittedFile
from earnest.records.document import blind_document
from earnest.records.evidence.specificity import Claim, SpecificityEvidence
from earnest.records.ledger import MaskKind
from earnest.records.result import SignalId, SignalResult, Status
from earnest.signals import Context, Signal, all_signals, find_signal
from earnest.signals.apart import result_bytes, scored_apart

CONTEXT = Context(pack=EMPTY_PACK)
SWAPS = (12, 96)
PROFILE = """Priya Raghunathan
Chennai, India | +91 98400 12345 | priya.raghunathan@iitm.ac.in
Nationality: Indian

SUMMARY

Data annotator with 6 years of experience, based in Chennai.

EXPERIENCE

Annotator, Acme Labs, Chennai, India - May 2018 - Present
- Rewrote the rubric for 31 refusals; agreement rose from .52 to .78.
- Built a Label Studio queue in Python that shows each pair twice.

EDUCATION

Indian Institute of Technology Madras, Chennai
B.Tech Computer Science, 2010 - 2014

SKILLS

Python, PostgreSQL, Docker
"""
SEEN: dict[str, Any] = {}
_LOCAL = threading.local()
_REAL_SEPARATE, _REAL_READ = certifying.separate, certifying.read_document


def extract_text(blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    """Hand on the lines of the profile, sorted: what is left of a leak in the blind text is in the Evidence."""
    text = "\n".join(sorted(blind.profile.text.split("\n"))) if blind.profile is not None else ""
    return evidence_of(text)


def evidence_of(text: str) -> SpecificityEvidence:
    return SpecificityEvidence(
        claims=(Claim(block="all", start=0, end=len(text), text=text, words=len(text.split())),)
    )


def score_words(evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    """Score the number of words: clean."""
    return scored(evidence.claims[0].words if evidence.claims else 0)


def scored(value: object) -> SignalResult:
    number = sum(ord(letter) * (place + 1) for place, letter in enumerate(str(value))) % 997 / 997
    return SignalResult(signal=SignalId.SPECIFICITY, status=Status.SCORED, score=number, standard_error=0.1)


CLEAN = replace(find_signal("specificity"), extract=extract_text, score=score_words)
SIGNAL_clean = CLEAN
LEAKS: dict[str, tuple[Signal[Any, Any], Callable[[], Any]]] = {}


def _names(text: str) -> str:
    return re.sub(r"\W+", "_", text)


def planted_score(name: str) -> Callable[[Callable[..., SignalResult]], Callable[..., SignalResult]]:
    """Plant a score; earlier stages see to it that SEEN holds the application."""

    def plant(score: Callable[..., SignalResult]) -> Callable[..., SignalResult]:
        add(name, replace(CLEAN, score=score), noticing)
        return score

    return plant


def planted_extract(
    name: str,
) -> Callable[[Callable[..., SpecificityEvidence]], Callable[..., SpecificityEvidence]]:
    def plant(extract: Callable[..., SpecificityEvidence]) -> Callable[..., SpecificityEvidence]:
        add(name, replace(CLEAN, extract=extract), noticing)
        return extract

    return plant


def planted_separation(name: str, altered: Callable[[str, str], str]) -> None:
    """Plant a separation: `altered(blind text, text as given)` is the blind text it gives."""
    add(name, CLEAN, lambda: separating(altered))


def add(name: str, signal: Signal[Any, Any], during: Callable[[], Any]) -> None:
    LEAKS[name] = (signal, during)
    globals()[f"SIGNAL_{_names(name)}"] = signal


@contextlib.contextmanager
def noticing() -> Iterator[None]:
    """Stages that leave what they saw where others can find it."""

    def noticed(application: Application, found: Any = None) -> Any:
        text = application.profile.text if application.profile is not None else ""
        SEEN.update(text=text, application=application)
        _LOCAL.text = text
        os.environ["EARNEST_LEAK"] = text.replace("\0", "")[:2000]
        sys.modules["earnest"].last_text = text  # type: ignore[attr-defined]
        return _REAL_SEPARATE(application, found)

    def read_document(file: SubmittedFile) -> Any:
        SEEN.update(file=file.path, size=len(file.content), head=file.content[:5], content=file.content)
        return _REAL_READ(file)

    SEEN.update(file="profile.txt", size=len(PROFILE), head=PROFILE[:5].encode(), content=PROFILE.encode())
    with patched(separate=noticed, read_document=read_document):
        yield
    SEEN.clear()
    os.environ.pop("EARNEST_LEAK", None)


@contextlib.contextmanager
def separating(altered: Callable[[str, str], str]) -> Iterator[None]:
    def separate(application: Application, found: Any = None) -> Any:
        separated = _REAL_SEPARATE(application, found)
        blind, given = separated.blind.profile, application.profile
        if blind is None or given is None:
            return separated
        lines = altered(blind.text, given.text).split("\n")
        profile = blind_document(blind.id, blind.kind, lines)
        return replace(separated, blind=separated.blind.but(profile=profile))

    with patched(separate=separate, read_document=_REAL_READ):
        yield


@contextlib.contextmanager
def patched(**stages: Any) -> Iterator[None]:
    try:
        for name, stage in stages.items():
            setattr(certifying, name, stage)
        yield
    finally:
        certifying.separate, certifying.read_document = _REAL_SEPARATE, _REAL_READ


# Separations that leave something ------------------------------------------------------------------------------


def _first(pattern: str) -> Callable[[str, str], str]:
    def found(blind: str, given: str) -> str:
        match = re.search(pattern, given, re.IGNORECASE)
        return f"{blind}\n{match.group() if match else ''}"

    return found


def _education(given: str) -> str:
    return given.partition("EDUCATION")[2].strip().partition("\n")[0]


planted_separation("school kept", lambda blind, given: f"{blind}\n{_education(given)}")
planted_separation("length of the school's name", lambda blind, given: f"{blind}\nx{len(_education(given))}")
planted_separation("first letter of the school", lambda blind, given: f"{blind}\n{_education(given)[:1]}")
planted_separation("script of the school", lambda blind, given: f"{blind}\n{_education(given).isascii()}")
planted_separation(
    "words of the school counted", lambda blind, given: f"{blind}\n{len(_education(given).split())}"
)
planted_separation(
    "a known school or not", lambda blind, given: f"{blind}\n{'Institute of Technology' in given}"
)
planted_separation("years kept", _first(r"(?:19|20)\d\d"))
planted_separation("decade kept", lambda blind, given: f"{blind}\n{re.findall('(?:19|20)[0-9]', given)}")
planted_separation("span between first and last year", lambda blind, given: f"{blind}\n{_span(given)}")
planted_separation("tenure kept", _first(r"\d+ years"))
planted_separation(
    "tenure in two classes", lambda blind, given: f"{blind}\n{'senior' if _tenure(given) > 9 else 'junior'}"
)
planted_separation("telephone code kept", _first(r"\+\d+"))
planted_separation(
    "digits of the telephone counted", lambda blind, given: f"{blind}\n{sum(c.isdigit() for c in given)}"
)
planted_separation("host of the e-mail address kept", _first(r"@[\w.]+"))
planted_separation("country kept", _first(r"(?<=Chennai, )\w+|(?<=, )[A-Z]\w+(?= \|)"))
planted_separation("people kept", _first(r"(?<=Nationality: )\w+"))
planted_separation("initials of the name", lambda blind, given: f"{blind}\n{given[:1]}")
planted_separation(
    "length of the name", lambda blind, given: f"{blind}\n{len(given.strip().partition(chr(10))[0])}"
)
planted_separation(
    "accents in the text",
    lambda blind, given: (
        f"{blind}\n{sum(unicodedata.combining(c) > 0 for c in unicodedata.normalize('NFD', given))}"
    ),
)
planted_separation(
    "capitals of the first line",
    lambda blind, given: f"{blind}\n{given.strip().partition(chr(10))[0].isupper()}",
)
planted_separation(
    "masks counted with their lengths", lambda blind, given: f"{blind}\n{len(given) - len(blind)}"
)
planted_separation(
    "degree kept", _first(r"B\.Tech|BSc|B\.S\.|Licenciatura|Diplom|Ingenier\w+|Magister|Sarjana|M?Sc|HND")
)
# Formats
planted_separation("glyph of the bullets", lambda blind, given: f"{blind}\n{_bullets(given)}")
planted_separation(
    "length of the longest line", lambda blind, given: f"{blind}\n{max(map(len, given.splitlines() or ['']))}"
)
planted_separation("number of lines", lambda blind, given: f"{blind}\n{given.count(chr(10))}")
planted_separation("spaces that do not break", lambda blind, given: f"{blind}\n{given.count(chr(160))}")
planted_separation("Markdown or not", lambda blind, given: f"{blind}\n{'## ' in given}")
planted_separation(
    "decomposed letters", lambda blind, given: f"{blind}\n{unicodedata.is_normalized('NFC', given)}"
)
planted_separation(
    "order of the sections", lambda blind, _given: f"{blind}\n{blind.find('SKILLS') < blind.find('SUMMARY')}"
)


def _bullets(given: str) -> list[str]:
    return re.findall(r"^[-*+•–▪➢○](?=\s)", given, re.MULTILINE)[:3]


def _years(given: str) -> list[int]:
    return [int(year) for year in re.findall(r"(?:19|20)\d\d", given)]


def _span(given: str) -> int:
    years = _years(given)
    return max(years, default=0) - min(years, default=0)


def _tenure(given: str) -> int:
    found = re.search(r"(\d+)\+? years", given)
    return int(found.group(1)) if found else 0


# Marks of where somebody comes from that are no words: number, shape, notation


def planted_ledger(name: str, told: Callable[[Separated, str], object]) -> None:
    """Plant a separation that adds to the blind text what `told(separated, text as given)` says."""
    add(name, CLEAN, lambda: telling(told))


planted_ledger(
    "length of the longest mask",
    lambda separated, _given: (
        max((mask.end - mask.start for mask in separated.ledger.masked), default=0) // 8
    ),
)
planted_ledger(
    "number of schools masked",
    lambda separated, _given: sum(mask.kind is MaskKind.SCHOOL for mask in separated.ledger.masked),
)
planted_ledger(
    "place of the first mask of a school",
    lambda separated, _given: [m.start for m in separated.ledger.masked if m.kind is MaskKind.SCHOOL][:1],
)
planted_separation(
    "case of the placeholder of a school",
    lambda blind, given: blind.replace("[school]", "[SCHOOL]") if _education(given).isupper() else blind,
)
planted_separation(
    "case of the placeholder of a name",
    lambda blind, given: blind.replace("[name]", "[NAME]", 1) if _first_line(given).isupper() else blind,
)
planted_separation(
    "a decimal comma", lambda blind, given: f"{blind}\n{bool(re.search(r'[0-9],[0-9] y', given))}"
)
planted_separation(
    "months in words or in digits",
    lambda blind, given: f"{blind}\n{bool(re.search(r'[a-z]{3} 20|[a-z]{3} 19', given))}",
)
planted_separation(
    "digits of the telephone code",
    lambda blind, given: f"{blind}\n{len(''.join(re.findall('[+]([0-9]+)', given)))}",
)
planted_separation(
    "marks between the digits of the telephone", lambda blind, given: f"{blind}\n{_phone_marks(given)}"
)
planted_separation(
    "degree in letters with stops", lambda blind, given: f"{blind}\n{bool(re.search('[A-Z][.][A-Z]', given))}"
)
planted_separation(
    "last letter of the given name",
    lambda blind, given: f"{blind}\n{_first_line(given).partition(' ')[0][-1:]}",
)
planted_separation(
    "parts of the name counted", lambda blind, given: f"{blind}\n{len(_first_line(given).split())}"
)
planted_separation(
    "any year before 2000", lambda blind, given: f"{blind}\n{min(_years(given), default=9999) < 2000}"
)
planted_separation("a free mail host or not", lambda blind, given: f"{blind}\n{'@gmail.' in given}")


def _first_line(given: str) -> str:
    return given.strip().partition("\n")[0]


def _phone_marks(given: str) -> str:
    found = re.search(r"[+][0-9][0-9 .()-]{6,}[0-9]", given)
    return re.sub("[0-9]+", "0", found.group()) if found else ""


@contextlib.contextmanager
def telling(told: Callable[[Separated, str], object]) -> Iterator[None]:
    def separate(application: Application, found: Any = None) -> Any:
        separated = _REAL_SEPARATE(application, found)
        blind, given = separated.blind.profile, application.profile
        lines = [*blind.text.split("\n"), str(told(separated, given.text))]
        return replace(
            separated, blind=separated.blind.but(profile=blind_document(blind.id, blind.kind, lines))
        )

    with patched(separate=separate, read_document=_REAL_READ):
        yield


def _in_zip(content: bytes, name: str) -> str:
    if not content.startswith(b"PK"):
        return ""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode() if name in package.namelist() else ""


@planted_extract("hash of the file's name")
def extract_name_hash(_blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    return evidence_of(sha256(str(SEEN.get("file")).encode()).hexdigest())


@planted_extract("fonts of a PDF, where there is one")
def extract_fonts(_blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    found = re.findall(rb"/BaseFont /([A-Za-z-]+)", SEEN.get("content", b""))
    return evidence_of(str(sorted(set(found)) if found else [b"Helvetica", b"Helvetica-Bold"]))


@planted_extract("author of a Word file")
def extract_author(_blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    return evidence_of(
        "".join(re.findall("<dc:creator>(.*?)<", _in_zip(SEEN["content"], "docProps/core.xml")))
    )


@planted_extract("author in the properties of a PDF")
def extract_pdf_author(_blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    return evidence_of(str(re.findall(rb"/Author <?[(]?([^>)]*)", SEEN.get("content", b""))))


@planted_extract("author in the head of a page")
def extract_meta(_blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    return evidence_of(str(re.findall(rb"name=.author. content=.([^'\"]*)", SEEN.get("content", b""))))


@planted_extract("paper of a PDF, where there is one")
def extract_paper(_blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    found = re.findall(rb"/MediaBox \[([0-9. ]+)", SEEN.get("content", b""))
    return evidence_of(str(sorted(set(found)) if found else [b"0 0 595 842"]))


@planted_extract("time that the stages took")
def extract_spent(_blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    now = time.perf_counter()
    spent = now - SEEN.get("noticed", now)
    SEEN["noticed"] = now
    return evidence_of(str(round(spent * 2000)))


# Extractors that look elsewhere --------------------------------------------------------------------------------


@planted_extract("name of the file")
def extract_file(_blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    return evidence_of(str(SEEN.get("file")))


@planted_extract("format of the file by its first bytes")
def extract_head(_blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    return evidence_of(str(SEEN.get("head")))


@planted_extract("size of the file")
def extract_size(_blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    return evidence_of(str(SEEN.get("size")))


@planted_extract("pages and fonts of a PDF")
def extract_pages(_blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    content = SEEN.get("content", b"")
    return evidence_of(str((content.count(b"/Type /Page "), content.count(b"/BaseFont"))))


@planted_extract("problems that name the file")
def extract_problems(blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    return evidence_of(str([problem.message for problem in blind.problems]))


@planted_extract("index of the first masked word")
def extract_place(blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    before = str(SEEN.get("text", "")).partition("EXPERIENCE")[0]
    return evidence_of(str(len(before)) if blind else "")


@planted_extract("environment of the process")
def extract_environment(_blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    return evidence_of(os.environ.get("EARNEST_LEAK", ""))


@planted_extract("order of the sections, in the Evidence")
def extract_order(blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    return evidence_of(blind.profile.text if blind.profile is not None else "")


@planted_extract("message of an exception")
def extract_raised(_blind: BlindApplication, _context: Context) -> SpecificityEvidence:
    try:
        raise ValueError(SEEN.get("text", ""))
    except ValueError as error:
        return evidence_of(str(error))


# Scores that look past the Evidence ----------------------------------------------------------------------------


@planted_score("global that an earlier stage filled")
def score_global(_evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    return scored(SEEN.get("text", ""))


@planted_score("environment, in the score")
def score_environment(_evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    return scored(os.environ.get("EARNEST_LEAK", ""))


@planted_score("memory of the process, searched")
def score_memory(_evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    found = [one for one in gc.get_objects() if isinstance(one, Application) and one.profile is not None]
    return scored([one.profile.text for one in found if one.profile is not None][-1:])


@planted_score("frames of the caller")
def score_frames(_evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    frame = inspect.currentframe()
    while frame is not None:
        if "swapped" in frame.f_locals:
            return scored(frame.f_locals["swapped"].application.profile.text)
        frame = frame.f_back
    return scored("")


@planted_score("attribute of a module")
def score_module(_evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    return scored(getattr(sys.modules["earnest"], "last_text", ""))


@planted_score("value of the thread")
def score_thread(_evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    return scored(getattr(_LOCAL, "text", ""))


@planted_score("cache of what was scored before")
def score_cache(evidence: SpecificityEvidence, _rubric: Any, _before: list[int] = []) -> SignalResult:  # noqa: B006
    _before.append(evidence.claims[0].words)
    return scored(len(_before))


@planted_score("clock")
def score_clock(_evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    return scored(time.time())


@planted_score("year of today")
def score_year(_evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    return scored(dt.datetime.now(tz=dt.UTC).year)


@planted_score("order of a hash")
def score_hash(evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    return scored(list(set(evidence.claims[0].text.split())))


@planted_score("shared random numbers")
def score_random(_evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    return scored(random.random())  # noqa: S311 - the leak itself


@planted_score("address in memory")
def score_address(evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    return scored(id(evidence))


@planted_score("something hung onto the record")
def score_hung(evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    return scored(str(evidence.__dict__.get("hidden", "")) + str(SEEN.get("application") is not None))


@planted_score("folder the process stands in")
def score_folder(_evidence: SpecificityEvidence, _rubric: Any) -> SignalResult:
    return scored(Path.cwd())


@planted_score("rubric changed by the last application")
def score_rubric(_evidence: SpecificityEvidence, rubric: Any) -> SignalResult:
    if SEEN:
        object.__setattr__(rubric.document, "trim", len(str(SEEN.get("text", ""))))
    return scored(rubric.document.trim)


def application() -> Application:
    parts = {"profile.txt": PROFILE, "preferences.jsonl": "no line of this is JSON"}
    files = tuple(SubmittedFile(path=path, content=text.encode()) for path, text in parts.items())
    return read(Submission(name="leaky", files=files))


def nets(name: str, signal: Signal[Any, Any], during: Callable[[], Any], module: str) -> tuple[str, ...]:
    """Return which of the three nets caught a leak."""
    caught: list[str] = []
    given = application()
    with during():
        blind = certifying.separate(given).blind
        evidence = signal.extract(blind, CONTEXT).canonical_bytes()
        known = {signal.id: signal.evidence.from_canonical(evidence).sha256()}
        for swaps in SWAPS:
            trial = Trial(given, CONTEXT, Plan(swaps, 0, thorough=True), known, signals=(signal,))
            if trial.certificate("").withheld:
                caught.append("swaps" if swaps == SWAPS[0] else f"{swaps} swaps")
                break
        place = f"{module}:SIGNAL_{_names(name)}"
        scores = signal.score is not CLEAN.score or name == "clean"
        if scores and scored_apart({place: evidence})[place] != result_bytes(signal, evidence):
            caught.append("apart")
    if impurities(signal.score):
        caught.append("source")
    return tuple(caught)


def clean(module: str) -> dict[str, tuple[str, ...]]:
    """Return which nets caught what is clean: a score of words, and the seven signals."""
    found = {"clean": nets("clean", CLEAN, contextlib.nullcontext, module)}
    return found | {signal.id.value: tuple(impurities(signal.score)) for signal in all_signals()}


def main() -> None:
    outcomes = {name: nets(name, *leak, "benchmarks.leaks") for name, leak in LEAKS.items()}
    for name, caught in outcomes.items():
        print(f"{'caught' if caught else 'MISSED':7} {name:48} {', '.join(caught)}")
    total = len(outcomes)
    print(f"\ncaught {sum(map(bool, outcomes.values()))} of {total} kinds")
    for net in ("swaps", f"{SWAPS[-1]} swaps", "apart", "source"):
        print(f"  by {net}: {sum(net in caught for caught in outcomes.values())}")
    false = {name: caught for name, caught in clean("benchmarks.leaks").items() if caught}
    print(f"clean scorers flagged: {len(false)} of {1 + len(all_signals())} {false or ''}")
    if __name__ == "__main__" and (false or not all(outcomes.values())):
        sys.exit(1)


if __name__ == "__main__":
    main()
