"""Stack: named tools, backed by a claim or bare, and the listings that match."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import JsonValue

from earnest.errors import BadRecord
from earnest.records.application import Application, BlindApplication
from earnest.records.document import Document, DocumentKind
from earnest.records.evidence.stack import StackEvidence
from earnest.records.finding import Finding
from earnest.records.listing import Listing
from earnest.records.response import CodeResponse, SampleForm
from earnest.records.result import SignalId, SignalResult, Status
from earnest.records.tree import Tree, TreeFile
from earnest.signals.signal import Context, Line, Signal
from earnest.signals.stack.matches import match_details
from earnest.signals.stack.reading import read_sentences
from earnest.signals.stack.rules import RULES
from earnest.signals.stack.samples import demonstrated
from earnest.signals.stack.scoring import Reading, StackRubric, read, stack_score, standard_error

__all__ = ["SIGNAL"]


def extract(blind: BlindApplication, context: Context) -> StackEvidence | None:
    """Return the sentences of the profile, what samples use, and the listings; None without a profile."""
    if blind.profile is None:
        return None
    return StackEvidence(
        sentences=tuple(read_sentences(blind.profile)),
        demonstrated=demonstrated(blind, context.pack),
        listings=tuple(sorted(context.listings, key=lambda listing: listing.id)),
    )


def score(evidence: StackEvidence, rubric: StackRubric) -> SignalResult:
    """Score coverage times backing (`rubric.toml`), and rank the listings."""
    reading = read(evidence, rubric)
    findings = tuple(_findings(reading, rubric))
    details = {**_states(reading), **match_details(reading, rubric)}
    if _says_nothing(reading):
        return SignalResult(
            signal=SignalId.STACK,
            status=Status.INSUFFICIENT_EVIDENCE,
            reason="no technology is named, and no sentence tells of engineering work",
            findings=findings,
            details=details,
        )
    earned = [standing.credit for standing in reading.described]
    earned += [1.0] * len(_only_shown(reading))
    return SignalResult(
        signal=SignalId.STACK,
        status=Status.SCORED,
        score=round(stack_score(earned, len(reading.bare), rubric), 6),
        standard_error=round(standard_error(earned, len(reading.bare), rubric), 6),
        demonstrated=round(stack_score([1.0] * len(evidence.demonstrated), 0, rubric), 6),
        findings=findings,
        details=details,
    )


def _says_nothing(reading: Reading) -> bool:
    """Whether there is nothing to measure: a writer's profile is not a bad stack."""
    engineering = any(one.deed and one.engineering for one in reading.evidence.sentences)
    return not (reading.standings or reading.evidence.demonstrated or engineering)


def _only_shown(reading: Reading) -> list[str]:
    named = {standing.name for standing in reading.standings}
    return [one.name for one in reading.evidence.demonstrated if one.name not in named]


def _states(reading: Reading) -> dict[str, JsonValue]:
    return {
        "demonstrated": [one.name for one in reading.evidence.demonstrated],
        "described": [one.name for one in reading.described],
        "named": [one.name for one in reading.bare],
    }


def _findings(reading: Reading, rubric: StackRubric) -> Iterator[Finding]:
    for each in RULES:
        found = sorted(
            each(reading, rubric), key=lambda one: (-abs(one.weight), one.place.block, one.place.start)
        )
        for finding in found[: rubric.rules.most_findings]:
            yield finding.but(rule=each.id, effect=each.effect)


def read_line(line: Line, context: Context) -> tuple[Application, Context]:
    """Read `{"id", "profile", "listings", "sample"}`; only "profile" is needed.

    "listings" holds `{"id", "text"}`; "sample" maps paths to the text of a submitted tree.
    """
    text = line.get("profile")
    if not isinstance(text, str):
        raise BadRecord('stack needs {"id", "profile"}: "profile" is missing or not a string')
    profile = Document(id="profile", kind=DocumentKind.PROFILE, text=text)
    application = Application(
        name=str(line.get("id", "")), profile=profile, samples=_samples(line.get("sample"))
    )
    return application, Context(pack=context.pack, listings=_listings(line, context))


def _listings(line: Line, context: Context) -> tuple[Listing, ...]:
    given = line.get("listings")
    if given is None:
        return context.listings
    if not isinstance(given, list):
        raise BadRecord('"listings" is not a list of {"id", "text"}')
    listings: list[Listing] = []
    for one in given:
        if not isinstance(one, dict) or not isinstance(one.get("text"), str) or "id" not in one:
            raise BadRecord('a listing is not {"id", "text"}')
        listings.append(Listing(id=str(one["id"]), title=str(one.get("title", "")), text=str(one["text"])))
    if len({listing.id for listing in listings}) < len(listings):
        raise BadRecord("two listings have the same id")
    return tuple(listings)


def _samples(given: JsonValue) -> tuple[CodeResponse, ...]:
    if given is None:
        return ()
    if not isinstance(given, dict):
        raise BadRecord('"sample" is not an object of path and text')
    files = {
        path: TreeFile(path=path, content=str(text).encode("utf-8", "replace"))
        for path, text in given.items()
    }
    return (CodeResponse(item="sample", form=SampleForm.TREE, tree=Tree.from_files(files)),)


def example(text: str) -> Line:
    """Make a line of the JSON-lines interface from an example: the line itself, or the text of a profile."""
    line: Line = json.loads(text) if text.lstrip().startswith("{") else {"id": "example", "profile": text}
    return line


SIGNAL = Signal(
    id=SignalId.STACK,
    title="Stack: named tools, backed by what was done with them",
    reads="profile",
    version="1",
    evidence=StackEvidence,
    rubric=StackRubric,
    rubric_file=Path(__file__).with_name("rubric.toml"),
    extract=extract,
    score=score,
    read_line=read_line,
    example=example,
    rules=RULES,
)
