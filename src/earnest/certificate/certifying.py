"""Swap, read again, compare: the certificate of one application.

Each swap exchanges what was masked (a field by itself, then all of them), writes every text down in another
look, and goes through intake and separation again. Equal blind texts give equal Evidence, because an
extraction sees nothing else; one swap in which everything is exchanged is extracted in any case, and a swap
whose blind texts differ is extracted to see which signals it reaches.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from earnest import __version__
from earnest.blind.answers import OwnWords
from earnest.blind.separation import Found, own_words_of, person_of, separate
from earnest.blind.vocabulary import words
from earnest.blind.words_of_line import words_in
from earnest.certificate.origins import drawn_origin
from earnest.certificate.pieces import Piece, documents_of, pieces_of, sections
from earnest.certificate.rendering import ENDINGS, Look, can_be_written, written
from earnest.certificate.swapping import Field, Swapper, fields_of, mentions_of
from earnest.errors import EarnestError
from earnest.intake.profile import read_document
from earnest.matching.gazetteer import gazetteer
from earnest.records.application import Application, BlindApplication, Problem, SubmittedFile
from earnest.records.certificate import Certificate, SwapDifference
from earnest.records.document import BlindDocument, Document, DocumentKind
from earnest.records.response import EdgeResponse, TextResponse
from earnest.records.result import SignalId
from earnest.signals import Context, Signal, all_signals
from earnest.signals.apart import result_bytes
from earnest.text.wordlist import words_of

_LOOKS = (
    Look.TEXT,
    Look.WRAPPED,
    Look.MARKDOWN,
    Look.PDF,
    Look.DOCX,
    Look.HTML,
    Look.LETTERS,
    Look.COLUMNS,
)
_REORDERED = 6
"""One swap in so many turns the sections of the profile round."""
_FULL = 4
"""The swap (from 0) that is extracted in any case: the first that exchanges every field."""
_REWRITTEN = 0.25
"""How often a text in which a swap exchanges nothing is written down again."""
_TEXT_LOOKS = (Look.TEXT, Look.WRAPPED, Look.LETTERS)
_NARROW = 1200
"""Nobody sets a shorter text in two columns: a few lines do not show how wide they are."""
_SHOWN = 240
_CODE = "code of samples: its names and comments are not separated, and adherence was not run again"


@dataclass(frozen=True)
class Plan:
    """How many swaps, drawn from which seed. `thorough` extracts after every swap."""

    swaps: int = 16
    seed: int = 0
    thorough: bool = False


@dataclass(frozen=True)
class Swapped:
    """One swap: what was exchanged, in which look, and the blind application it gave."""

    number: int
    fields: frozenset[Field]
    look: str
    application: Application


@dataclass
class Trial:
    """One application under swaps."""

    application: Application
    context: Context
    plan: Plan
    evidence: Mapping[SignalId, str]
    found: Found = field(default_factory=Found)
    signals: tuple[Signal[Any, Any], ...] = field(default_factory=all_signals)

    def certificate(self, submission_sha256: str) -> Certificate:
        """Run the swaps and return what became of them."""
        differences: list[SwapDifference] = []
        if self.plan.thorough:
            _ = self._outcomes
        exchanged, looks = Counter[str](), Counter[str]()
        written = sha256()
        extracted = 0
        for swapped in self.swaps():
            exchanged.update(field.value for field in swapped.fields)
            looks[swapped.look] += 1
            written.update(_texts_bytes(swapped.application))
            found, again = self._differences(swapped)
            differences += found
            extracted += again
        withheld = {one.signal for one in differences}
        reached = [
            signal for signal in SignalId if signal in self.evidence and signal is not SignalId.ADHERENCE
        ]
        signals = {signal.id: signal for signal in self.signals if signal.id in self.evidence}
        return Certificate(
            earnest=__version__,
            seed=self.plan.seed,
            swaps=self.plan.swaps,
            thorough=self.plan.thorough,
            extracted=extracted,
            submission_sha256=submission_sha256,
            blind_sha256=self.blind.but(problems=()).sha256(),
            swapped_sha256=written.hexdigest(),
            pack=self.context.pack.label,
            pack_sha256=self.context.pack.sha256,
            listings_sha256=listings_sha256(self.context),
            evidence=dict(self.evidence),
            scorers={name: signal.scorer_sha256 for name, signal in signals.items()},
            rubrics={name: signal.rubric_sha256 for name, signal in signals.items()},
            exchanged=dict(sorted(exchanged.items())),
            looks=dict(sorted(looks.items())),
            certified=tuple(name for name in reached if name not in withheld) if self.plan.swaps else (),
            withheld=tuple(name for name in SignalId if name in withheld),
            differences=tuple(differences),
            open=tuple(self._open()),
        )

    def swaps(self) -> Iterator[Swapped]:
        """Yield the swapped applications."""
        for number in range(self.plan.swaps):
            yield self._swapped(number)

    @cached_property
    def blind(self) -> BlindApplication:
        """The application as the signals see it."""
        return separate(self.application, self.found).blind

    @cached_property
    def _pieces(self) -> dict[str, list[Piece]]:
        return pieces_of(self.application, self.found)

    @cached_property
    def _taken(self) -> frozenset[str]:
        """The words of the texts that are not masked: a name drawn must not be one of them."""
        return frozenset(
            word.fold for document in self.blind.documents().values() for word in words_in(document.text)
        )

    @cached_property
    def _swapper(self) -> Swapper:
        everything = [piece for pieces in self._pieces.values() for piece in pieces]
        own = person_of(self.application, self.found)
        rng = random.Random(self.plan.seed)  # noqa: S311 - repeatable, nothing secret
        return Swapper(
            fields=frozenset(),
            origin=drawn_origin(rng, self._taken),
            shift=0,
            tenure=0,
            own_name=own.parts or own.uncased,
            mentions=mentions_of(everything, _is_common),
        )

    def _swapped(self, number: int) -> Swapped:
        rng = random.Random(f"{self.plan.seed}/{number}")  # noqa: S311 - repeatable, nothing secret
        swapper = replace(
            self._swapper,
            fields=fields_of(number),
            origin=drawn_origin(rng, self._taken),
            shift=rng.choice([step for step in range(-30, 12) if step]),
            tenure=rng.randint(2, 34),
        )
        look = _LOOKS[number % len(_LOOKS)]
        turned = number % _REORDERED == _REORDERED - 1
        texts = {
            name: self._written(name, swapper, look, rng, turned=turned and name == "profile")
            for name in self._pieces
        }
        called = f"{look.value}, sections turned round" if turned else look.value
        answers = tuple(
            response.but(answer=swapper.answer(response.answer, words)) for response, words in self._answers
        )
        return Swapped(number, swapper.fields, called, self._with(texts).but(specialty=answers))

    @cached_property
    def _answers(self) -> list[tuple[EdgeResponse, list[OwnWords]]]:
        """The explanations of edge cases, with what they tell of their writer."""
        person = person_of(self.application, self.found)
        return [
            (response, own_words_of(response, person, self.found)) for response in self.application.specialty
        ]

    def _written(self, name: str, swapper: Swapper, look: Look, rng: random.Random, *, turned: bool) -> str:
        pieces = [new for piece in self._pieces[name] for new in swapper.pieces(piece)]
        same = [piece.text for piece in pieces] == [piece.text for piece in self._pieces[name]]
        if same and name != "profile" and rng.random() > _REWRITTEN and not self.plan.thorough:
            return documents_of(self.application)[name].text
        if turned:
            head, *rest = sections(pieces)
            pieces = [*head, *(piece for part in reversed(rest) for piece in part)]
        if documents_of(self.application)[name].kind is DocumentKind.INTERVIEW:
            look = rng.choice(_TEXT_LOOKS)
        narrow = sum(len(piece.text) for piece in pieces) < _NARROW
        if look is Look.COLUMNS and (narrow or not can_be_written(pieces, look)):
            look = Look.PDF
        if not can_be_written(pieces, look):
            look = Look.TEXT
        file = SubmittedFile(
            path=f"text.{ENDINGS.get(look, 'txt')}", content=written(pieces, look, rng, swapper.origin.name)
        )
        return read_document(file).text

    def _with(self, texts: Mapping[str, str]) -> Application:
        one = self.application
        return one.but(
            profile=_but(one.profile, texts),
            interview=tuple(_answer_but(response, texts) for response in one.interview),
            writing=tuple(_answer_but(response, texts) for response in one.writing),
            problems=tuple(_elsewhere(problem) for problem in one.problems),
        )

    def _differences(self, swapped: Swapped) -> tuple[list[SwapDifference], bool]:
        """Return what differs, and whether any Evidence was extracted to tell."""
        blind = separate(swapped.application, self.found).blind
        ours, theirs = self.blind.documents(), blind.documents()
        apart = {name for name, document in ours.items() if document.text != theirs[name].text}
        apart |= {
            f"specialty/{mine.item}"
            for mine, other in zip(self.blind.specialty, blind.specialty, strict=True)
            if mine.answer != other.answer
        }
        everything = self.plan.thorough or swapped.number == _FULL
        reached = [signal for signal in self.signals if everything or _reads(signal, apart)]
        found = [
            SwapDifference(
                signal=signal,
                swap=swapped.number + 1,
                exchanged=tuple(sorted(field.value for field in swapped.fields)),
                look=swapped.look,
                **_first_difference(ours, theirs, apart, signal),
            )
            for signal in self._changed(blind, reached)
        ]
        return found, any(signal.id in self.evidence for signal in reached)

    def _changed(self, blind: BlindApplication, signals: Sequence[Signal[Any, Any]]) -> Iterator[SignalId]:
        for signal in signals:
            expected = self.evidence.get(signal.id)
            if expected is None or signal.id is SignalId.ADHERENCE:
                continue
            outcome = self._outcome(signal, blind)
            if outcome[0] != expected or (self.plan.thorough and outcome != self._outcomes[signal.id]):
                yield signal.id

    @cached_property
    def _outcomes(self) -> dict[SignalId, tuple[str, str]]:
        """Evidence and result of every signal before any swap."""
        reached = [signal for signal in self.signals if signal.id is not SignalId.ADHERENCE]
        return {signal.id: self._outcome(signal, self.blind) for signal in reached}

    def _outcome(self, signal: Signal[Any, Any], blind: BlindApplication) -> tuple[str, str]:
        """Return the SHA-256 of the Evidence and, where everything is looked at, of the result it gives."""
        try:
            evidence = signal.extract(blind, self.context)
        except EarnestError as error:
            return type(error).__name__, ""
        if evidence is None:
            return "", ""
        given = evidence.canonical_bytes()
        scored = sha256(result_bytes(signal, given)).hexdigest() if self.plan.thorough else ""
        return sha256(given).hexdigest(), scored

    def _open(self) -> Iterator[str]:
        if SignalId.ADHERENCE in self.evidence:
            yield _CODE
        for name, pieces in self._pieces.items():
            if not can_be_written(pieces, Look.PDF):
                yield f"{name}: letters from right to left and words longer than a line are not put in a PDF"
            if not any(piece.masks for piece in pieces):
                yield f"{name}: nothing was masked, so only its format was exchanged"


def _texts_bytes(application: Application) -> bytes:
    texts = (
        document.text.encode("utf-8", "surrogatepass") for document in documents_of(application).values()
    )
    answers = (response.answer.encode("utf-8", "surrogatepass") for response in application.specialty)
    return b"".join(len(text).to_bytes(8, "big") + text for text in (*texts, *answers))


def _elsewhere(problem: Problem) -> Problem:
    """Return a problem as it would read of another file: what it names must not matter."""
    return problem.but(file=f"other-{problem.file}", message=f"other-{problem.message}")


def _but(document: Document | None, texts: Mapping[str, str]) -> Document | None:
    return document.but(text=texts[document.id]) if document is not None else None


def _answer_but(response: TextResponse, texts: Mapping[str, str]) -> TextResponse:
    return response.but(document=_but(response.document, texts))


def _reads(signal: Signal[Any, Any], documents: Iterable[str]) -> bool:
    """Say whether one of the documents belongs to what the signal reads."""
    return any(name.partition("/")[0] in _PARTS[signal.id] for name in documents)


_PARTS = {
    SignalId.ADHERENCE: frozenset[str](),
    SignalId.PREFERENCE: frozenset[str](),
    SignalId.SPECIFICITY: frozenset({"profile"}),
    SignalId.ACCOUNTABILITY: frozenset({"interview"}),
    SignalId.STACK: frozenset({"profile"}),
    SignalId.COHERENCE: frozenset({"writing"}),
    SignalId.DEPTH: frozenset({"profile", "specialty"}),
}


def _first_difference(
    ours: Mapping[str, BlindDocument],
    theirs: Mapping[str, BlindDocument],
    apart: Iterable[str],
    signal: SignalId,
) -> dict[str, str]:
    """Return the first document of the signal that differs, and its first line that does."""
    for name in sorted(apart, key=lambda name: (name.partition("/")[0] not in _PARTS[signal], name)):
        if name not in ours:
            return {"document": name}
        before, after = _lines_apart(ours[name].text.split("\n"), theirs[name].text.split("\n"))
        return {"document": name, "before": before[:_SHOWN], "after": after[:_SHOWN]}
    return {}


def _lines_apart(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, str]:
    missing, added = (
        [line for line in ours if line not in theirs],
        [line for line in theirs if line not in ours],
    )
    return (missing or [""])[0], (added or [""])[0]


def _is_common(text: str) -> bool:
    """Say whether words are ordinary: a technology, or words of any text."""
    folds = [word.fold for word in words_in(text)]
    ordinary = words_of("common_words") | words("word_names") | words("not_names")
    return bool(gazetteer().plain(text)) or all(fold in ordinary for fold in folds)


def listings_sha256(context: Context) -> str:
    """Return the SHA-256 over the listings of a context, "" for none."""
    if not context.listings:
        return ""
    return sha256("\n".join(listing.sha256() for listing in context.listings).encode()).hexdigest()
