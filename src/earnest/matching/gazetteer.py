"""Technologies named in a text, as spans.

Two data files beside this module hold everything that could be argued about: `technologies.tsv` (names,
aliases, categories, what implies what) and `contexts.toml` (what makes an ambiguous name count).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick

from earnest.errors import ContractBroken, UnknownName
from earnest.matching.context import Candidate, ContextRules, settle
from earnest.matching.language_pairs import coded_languages
from earnest.matching.surface import surface

TECHNOLOGIES = Path(__file__).with_name("technologies.tsv")
CONTEXTS = Path(__file__).with_name("contexts.toml")


class Ambiguity(StrEnum):
    """When a written form counts as the technology."""

    PLAIN = "plain"
    ACRONYM = "acronym"
    NEEDS_CONTEXT = "needs-context"


NO_TOOLS = frozenset({"natural-language", "specialty"})
"""Categories of what a person knows besides tools: they find listings, and are no technology."""
FIELDS = NO_TOOLS | {"computer-science-topic", "training-method"}
"""Categories of fields and methods: naming one says little about the words beside it."""
_KINDS = {kind.value: kind for kind in Ambiguity}
_MARKS = {"^": Ambiguity.ACRONYM, "~": Ambiguity.NEEDS_CONTEXT}
_SHORTEST_LOWER = 3
_LATIN_END = "\u0250"
_LEVELLED = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\u00a0": " ", "\u2011": "-", "’": "'"})


class Form(NamedTuple):
    """One way to write a technology."""

    written: str
    name: str
    ambiguity: Ambiguity


class Mention(NamedTuple):
    """A technology at `text[start:end]` by its canonical name."""

    name: str
    start: int
    end: int


class Technology(NamedTuple):
    """One line of `technologies.tsv`. `implies` holds canonical names."""

    name: str
    category: str
    implies: tuple[str, ...]
    forms: tuple[Form, ...]


class Gazetteer:
    """The technologies of one file, ready to be looked for."""

    def __init__(self, technologies: Sequence[Technology], rules: ContextRules) -> None:
        self.technologies: Mapping[str, Technology] = {one.name: one for one in technologies}
        self._rules = rules
        self._forms: dict[str, list[Form]] = {}
        for technology in technologies:
            for form in technology.forms:
                for key in _spellings(form.written):
                    self._forms.setdefault(key, []).append(form)
        self._automaton = ahocorasick.Automaton()
        for key in self._forms:
            self._automaton.add_word(key, key)
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Mention]:
        """Return the technologies named in `text`, in order, without overlaps.

        Linear in the length of the text for a text without long chains of ambiguous names.
        """
        seen = surface(text)
        candidates = _longest(self._candidates(seen.text))
        accepted = settle(seen, candidates, self._rules)
        return [Mention(found.name, found.start, found.end) for found in accepted]

    def plain(self, text: str) -> list[Mention]:
        """Return what matching without context finds: the baseline that `find` is measured against."""
        return [Mention(found.name, found.start, found.end) for found in _longest(self._candidates(text))]

    def ancestors(self, name: str) -> tuple[str, ...]:
        """Return what `name` implies, nearest first ("Next.js": React, JavaScript)."""
        found: dict[str, None] = {}
        nearest = self.technology(name).implies
        while nearest:
            found.update(dict.fromkeys(nearest))
            further = (parent for one in nearest for parent in self.technology(one).implies)
            nearest = tuple(parent for parent in further if parent not in found and parent != name)
        return tuple(found)

    def technology(self, name: str) -> Technology:
        """Return one technology by its canonical name, or raise `UnknownName`."""
        try:
            return self.technologies[name]
        except KeyError:
            raise UnknownName(f"technology {name!r} is not in the gazetteer") from None

    def form(self, written: str) -> Form | None:
        """Return the form of exactly that spelling in any case, whatever its neighbours, or None."""
        forms = self._forms.get(fold(written), [])
        return next((form for form in forms if form.written == written), forms[0] if forms else None)

    def collisions(self) -> dict[str, list[str]]:
        """Return the spellings that two technologies claim and no exact spelling settles."""
        claimed: dict[str, list[str]] = {}
        for key, forms in self._forms.items():
            loose = sorted({form.name for form in forms if form.ambiguity is not Ambiguity.ACRONYM})
            exact = [form.written for form in forms if form.ambiguity is Ambiguity.ACRONYM]
            if len(loose) > 1 or len(set(exact)) < len(exact):
                claimed[key] = loose or sorted({form.name for form in forms})
        return claimed

    def _candidates(self, text: str) -> Iterator[Candidate]:
        folded = fold(text)
        for last, key in self._automaton.iter(folded):
            start = last + 1 - len(key)
            end = _word_end(folded, start, last + 1)
            if end:
                candidate = self._candidate(text, key, start, end)
                if candidate:
                    yield candidate

    def _candidate(self, text: str, key: str, start: int, end: int) -> Candidate | None:
        written = text[start : start + len(key)]
        loose: Form | None = None
        for form in self._forms[key]:
            if form.ambiguity is Ambiguity.ACRONYM:
                if written.translate(_LEVELLED) == form.written or _hyphenated(form.written) == written:
                    return self._of(form, start, end, sure=True)
            else:
                loose = form
        if loose is None:
            return self._lower_case(key, written, start, end)
        return self._of(loose, start, end, sure=loose.ambiguity is Ambiguity.PLAIN)

    def _lower_case(self, key: str, written: str, start: int, end: int) -> Candidate | None:
        """Return an acronym in lower case ("java rest dax"), as tags are written: its neighbours decide."""
        forms = self._forms[key]
        if written.islower() and forms[0].written.isupper() and len(written) >= _SHORTEST_LOWER:
            return self._of(forms[0], start, end, sure=False)
        return None

    def _of(self, form: Form, start: int, end: int, *, sure: bool) -> Candidate:
        tool = self.technologies[form.name].category not in FIELDS
        return Candidate(form.name, form.written, start, end, sure, tool)


def find_concepts(text: str) -> list[Mention]:
    """Return all that `text` names: technologies, natural languages and specialties, in order, apart.

    >>> [mention.name for mention in find_concepts("Hindi and Python for derivatives pricing")]
    ['Hindi', 'Python', 'Derivatives pricing']
    >>> [mention.name for mention in find_concepts("EN>DE translator, Trados")]
    ['English', 'German', 'SDL Trados']
    """
    found = gazetteer().find(text)
    taken = {mention.start for mention in found}
    coded = [Mention(*one) for one in coded_languages(text) if one.start not in taken]
    return sorted([*found, *coded], key=lambda mention: mention.start) if coded else found


def find_technologies(text: str) -> list[Mention]:
    """Return the technologies that `text` names, in order, without overlaps.

    >>> text = "Ported the Go service to Rust; react quickly when kafka lags."
    >>> [(mention.name, text[mention.start:mention.end]) for mention in find_technologies(text)]
    [('Go', 'Go'), ('Rust', 'Rust'), ('Apache Kafka', 'kafka')]
    """
    known = gazetteer()
    return [one for one in known.find(text) if known.technology(one.name).category not in NO_TOOLS]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Load the shipped gazetteer once, when it is first needed."""
    rules = tomllib.loads(CONTEXTS.read_text(encoding="utf-8"))
    return Gazetteer(read_technologies(TECHNOLOGIES), ContextRules.model_validate(rules))


def read_technologies(path: Path) -> list[Technology]:
    """Read the table; a line that is not in the format is our fault."""
    found: list[Technology] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            found.append(_technology(line, f"{path.name}:{number}"))
    return found


def fold(text: str) -> str:
    """Return `text` in lower case with plain spaces, every character where it was.

    >>> len(fold("İstanbul")) == len("İstanbul")
    True
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_LEVELLED)


def _technology(line: str, where: str) -> Technology:
    fields = line.split("\t")
    if not 3 <= len(fields) <= 5:
        raise ContractBroken(f"{where}: between three and five columns are expected")
    name, kind, category, aliases, implies = (*fields, "", "")[:5]
    if kind not in _KINDS:
        raise ContractBroken(f"{where}: {kind!r} is none of {', '.join(_KINDS)}")
    forms = [Form(name, name, _KINDS[kind])]
    for alias in filter(None, aliases.split("|")):
        ambiguity = _MARKS.get(alias[0], Ambiguity.PLAIN)
        forms.append(Form(alias.lstrip("^~"), name, ambiguity))
    return Technology(name, category, tuple(filter(None, implies.split("|"))), tuple(forms))


def _spellings(written: str) -> tuple[str, ...]:
    folded = written.lower() if written.isascii() else fold(written)
    return (folded, _hyphenated(folded)) if " " in folded else (folded,)


def _hyphenated(written: str) -> str:
    return written.replace(" ", "-")


_TRAIL = re.compile(r"\d{1,2}(?![^\W_])")


def _word_end(folded: str, start: int, end: int) -> int:
    """Return where the word ends that begins at `start`, or 0 where the span is a part of another word.

    A version may stand directly after a name ("Java17").
    """
    before = folded[start - 1] if start else " "
    if _joins(before) or before in "_@$" or (before == "." and start > 1 and folded[start - 2].isalnum()):
        return 0
    if not folded[end - 1].isalnum():
        return end if not _joins(folded[end : end + 1]) else 0
    after = folded[end : end + 2]
    if not after or not (_joins(after[0]) or after[0] in "_#" or after == "++"):
        return end
    version = _TRAIL.match(folded, end) if end - start > 1 and folded[end - 1].isalpha() else None
    return version.end() if version else 0


def _joins(char: str) -> bool:
    """Whether a character would go on with the word: a digit or a letter of Latin script.

    Text of other scripts stands directly beside Latin names ("用Go重写").
    """
    return char.isalnum() and (char < _LATIN_END or char.isdigit())


def _longest(candidates: Iterator[Candidate]) -> list[Candidate]:
    """Keep the leftmost longest candidates, without overlaps; of two equal spans the sure one."""
    kept: list[Candidate] = []
    end = 0
    for one in sorted(candidates, key=lambda found: (found.start, -found.end, not found.sure)):
        if one.start >= end:
            kept.append(one)
            end = one.end
    return kept
