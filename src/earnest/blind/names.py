"""Names: the candidate's own, read from the head of the profile, then every later mention of it.

Names of other people are not sought: they belong to the story that is told, and nothing sure tells them
from products.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from earnest.blind.masks import Line, Mask
from earnest.blind.places import is_known
from earnest.blind.vocabulary import alternatives, words
from earnest.blind.words_of_line import SIGNS, Word, fold, joined
from earnest.matching.gazetteer import gazetteer
from earnest.records.ledger import MaskKind

_EMAIL = re.compile(r"([\w.+\-]{1,64})@[\w\-]{1,63}\.[\w.\-]{2,80}")
_PART = re.compile(r"(?:[^|•·,;:()\[\]/\d@\s\-]|[ ](?!- )|-(?! ))+")
_PARTICLES = frozenset(
    "de da do dos das del della di van von der den ter ten bin binti bint ibn al el abu ould mac mc o la le "
    "st y e".split()
)
_TITLES = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|dr|prof|eng|engr|ing|bc|mgr|sr|sra|herr|frau|mme|shri|smt|adv|rev|hon)\.?\s+)+",
    re.IGNORECASE,
)
_NAME_WORD = rf"(?:(?:[^\W\d_a-zà-öø-ÿ]|Md)\.(?=\s)|[^\W\d_a-zà-öø-ÿ][\w'\-{SIGNS}]*)"
_NAME_WORDS = (
    rf"{_NAME_WORD}(?:\s(?:(?:de|da|dos|do|van|von|der|den|ter|la|bin|el|al)\s){{0,2}}{_NAME_WORD}){{0,3}}"
)
_SAID_MYSELF = re.compile(
    rf"\bI, ({_NAME_WORDS}), |\b(?:I'm|I am|[Tt]his is) ({_NAME_WORDS})(?=[,.]| and | from )"
)
_PERSON_BEFORE = frozenset("i'm am is regards sincerely thanks signed by called named hi hello dear".split())
# Scripts without capitals: a name is short, and shorter where words are not spaced.
_UNSPACED_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\s·]{2,12}")
_SPACED_NAME = re.compile(r"[\u0590-\u109f\u1200-\u137f\u1780-\u17ff\s.'\u200c\u200d]{3,40}")
_BRACKETED = re.compile(r"\s?[(（]([^()（）]{2,40})[)）]")
_INITIAL = re.compile(r"[^\W\d_]\.")
"""The "R." of "R. Subramanian" is no language."""
_FIRST_LINES = 6


@dataclass(frozen=True)
class Person:
    """The candidate's name: its folded parts, and its spellings in scripts without capitals.

    Empty where none is known. `schools` are the keys of the candidate's own schools.
    """

    parts: tuple[str, ...] = ()
    uncased: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether a name is known."""
        return bool(self.parts or self.uncased)


def find_person(lines: Sequence[Line], identified: Sequence[bool] = ()) -> Person:
    """Read the candidate's name from the first lines of a profile.

    A line is a name when a label says so, or when it is two to five capitalised words of which none belongs
    to headings, titles or tools. The first line counts where more lines follow or `identified` says that it
    holds other signs of a person; a later line or a single word only when the e-mail address agrees.
    Failing that, what any line introduces as a name counts ("My name is ...").
    """
    head = lines[:_FIRST_LINES]
    for line in head:
        labelled = _labelled_name(line)
        if labelled:
            return _person(labelled)
    local = " ".join(fold(match.group(1)) for line in head for match in _EMAIL.finditer(line.text))
    first = True
    for place, line in enumerate(head):
        for start, part in _candidates(line.text):
            told = len(lines) > 1 or (place < len(identified) and identified[place])
            if _agrees(part, local) or (first and told and _stands_alone(line.text, part)):
                return _person(part + _rest_of_name(line.text, start + len(part), part))
            begun = _begun(part, local)
            if begun:
                return _person(begun)
            first = False
            break
    return next((_person(match) for line in lines for match in _introduced(line.text)), Person())


def _labelled_name(line: Line) -> str:
    if line.label in words("name_labels"):
        return line.text
    found = _name_label().search(line.text)
    return found.group(1) if found else ""


@cache
def _name_label() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[|•·;]\s*)(?:{alternatives('name_labels')})\s*[:：]\s*((?:(?!\s[^\W\d_]{{1,20}}\s?[:：])[^|•·,;\[\]\d@]){{2,60}})",
        re.IGNORECASE,
    )


def _candidates(text: str) -> Iterator[tuple[int, str]]:
    """Yield where the parts of a line begin that may be a name.

    "Curriculum Vitae - " and "Page 2 of 3" go first.
    """
    for match in _PART.finditer(text):
        bare = match.group().strip(" -.")
        start = match.start() + len(match.group()) - len(match.group().lstrip(" -."))
        title = _TITLES.match(bare)
        if title:
            start, bare = start + title.end(), bare[title.end() :]
        start, bare = _past_profile_words(start, bare)
        if not bare:
            continue
        yield start, bare
        return


def _past_profile_words(start: int, part: str) -> tuple[int, str]:
    while part:
        word = part.split(" ", 1)[0]
        whole = part.casefold() in words("profile_words")
        if not whole and (
            word.casefold() not in words("profile_words") or (word.casefold() in _PARTICLES and not start)
        ):
            break
        cut = len(part) if whole else len(word)
        rest = part[cut:].lstrip()
        start, part = start + len(part) - len(rest), rest
    return start, part


def _begun(part: str, local: str) -> str:
    """Return the name that a line begins with, where the e-mail address says so: "Ada Byron Engineer ..."."""
    pieces = part.split()
    for size in range(min(4, len(pieces) - 1), 1, -1):
        name = " ".join(pieces[:size])
        if is_name(name) and all(fold(piece) in local for piece in pieces[:size] if len(piece) > 2):
            return name
    return ""


def _agrees(part: str, local: str) -> bool:
    return is_name(part) and any(len(piece) > 2 and piece in local for piece in fold(part).split())


def _stands_alone(text: str, part: str) -> bool:
    if not is_name(part):
        return False
    several = len(part.split()) > 1 or _is_uncased(part)
    return several and not part_of_sentence(text, part)


def part_of_sentence(text: str, part: str) -> bool:
    """Say whether the part is only the beginning of a longer clause."""
    at = text.find(part) + len(part)
    goes_on = text[at : at + 1] == " " and text[at + 1 : at + 2] not in {"", "|", "•", "·", "-", "("}
    return goes_on and len(text.split()) > len(part.split()) + 12


def _rest_of_name(text: str, end: int, part: str) -> str:
    """Return what goes on with the name: ", Given" after a surname in capitals."""
    found = re.match(rf", ({_NAME_WORDS})", text[end:])
    if found and part.isupper() and is_name(found.group(1)):
        end += found.end()
        return " " + found.group(1) + _other_spelling(text, end)
    return _other_spelling(text, end)


def _other_spelling(text: str, end: int) -> str:
    """Return the name in another script or in brackets, as it stands right after the name."""
    bracketed = _BRACKETED.match(text, end)
    if bracketed and is_name(bracketed.group(1).strip()):
        return f" {bracketed.group(1).strip()}"
    spaced = re.match(r"\s([\u3400-\u9fff]{2,4}|[\uac00-\ud7af]{2,5})(?!\w)", text[end:])
    return f" {spaced.group(1)}" if spaced else ""


def _person(written: str) -> Person:
    bare = _BRACKETED.sub(r" \1", written).strip(" .-")
    if _is_uncased(bare):
        first = _BRACKETED.sub("", written).strip(" .-")
        return Person(
            (),
            tuple(
                dict.fromkeys(spelling for spelling in (first, bare.removeprefix(first).strip()) if spelling)
            ),
        )
    pieces = [piece.strip(".,") for piece in bare.split() if piece.strip(".,")]
    uncased = tuple(piece for piece in pieces if _is_uncased(piece))
    return Person(tuple(fold(piece) for piece in pieces if piece not in uncased), uncased)


def _is_uncased(text: str) -> bool:
    return bool(text.strip()) and (_UNSPACED_NAME.fullmatch(text) or _SPACED_NAME.fullmatch(text)) is not None


def is_name(text: str) -> bool:
    """Say whether the words look like a name and nothing but a name."""
    if _is_uncased(text):
        return len(text.split()) <= 5 and text.strip() not in _headings() and not _has_native_title(text)
    pieces = text.split()
    if not 1 <= len(pieces) <= 5 or len(text) > 50:
        return False
    if not all(_fits(piece) for piece in pieces) or not any(len(piece.strip(".")) > 1 for piece in pieces):
        return False
    telling = (piece for piece in pieces if not _INITIAL.fullmatch(piece) and fold(piece) not in _PARTICLES)
    whole = " ".join(telling)
    if len(pieces) > 1 and fold(pieces[0]) in words("word_names"):
        return True
    # One word of a name may be a tool as well ("Marko Horvat"); a line of nothing but tools is none.
    tools = sum(mention.end - mention.start for mention in gazetteer().plain(whole))
    return tools == 0 or (len(pieces) > 1 and tools * 2 <= len(whole) and pieces[-1].isalpha())


def _has_native_title(text: str) -> bool:
    return any(title in text for title in words("native_titles"))


@cache
def _headings() -> frozenset[str]:
    return words("education_headings") | words("language_headings") | words("other_headings")


def _fits(piece: str) -> bool:
    bare = fold(piece.strip(".'"))
    if bare in _PARTICLES:
        return True
    parts = re.split(r"['\-]", piece.strip("."))
    capital = all(
        part[:1].isupper()
        and part.isalpha()
        and (part.isupper() or part[1:].islower() or part[:2] in {"Mc", "Ma", "De", "Di", "Le"})
        for part in parts
        if part
    )
    return capital and bare not in words("not_names")


@cache
def _said() -> re.Pattern[str]:
    return re.compile(rf"\b(?i:{alternatives('introductions')})\s+({_NAME_WORDS})")


@cache
def _signed() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[.!]\s)(?i:{alternatives('sign_offs')})\s?[,.!-]\s?({_NAME_WORDS})\.?(?=$|\s[|•·+(\d])"
    )


def _introduced(text: str) -> Iterator[str]:
    for match in _said().finditer(text):
        yield match.group(1)
    for match in _SAID_MYSELF.finditer(text):
        said = match.group(1) or match.group(2)
        if is_name(said) and len(said.split()) > 1 and not is_known(said):
            yield said


def find_names(line: Line, person: Person) -> Iterator[Mask]:
    """Yield every mention of the candidate, and what a text itself introduces as a name."""
    for match in (*_said().finditer(line.text), *_signed().finditer(line.text)):
        yield Mask(*match.span(1), MaskKind.NAME, "introduced-name")
    yield from _said_myself(line, person)
    if line.label in words("sign_offs") and is_name(line.text.strip()):
        yield Mask(0, len(line.text), MaskKind.NAME, "introduced-name")
    if line.label in words("name_labels"):
        yield Mask(0, len(line.text), MaskKind.NAME, "own-name")
    for spelling in person.uncased:
        for match in re.finditer(re.escape(spelling), line.text):
            yield Mask(*match.span(), MaskKind.NAME, "own-name")
    if person.parts:
        yield from (_with_title(line.text, mask) for mask in _mentions(line, person))


def _said_myself(line: Line, person: Person) -> Iterator[Mask]:
    for match in _SAID_MYSELF.finditer(line.text):
        span = match.span(1) if match.group(1) else match.span(2)
        said = line.text[slice(*span)]
        if is_name(said) and not is_known(said) and (len(said.split()) > 1 or fold(said) in person.parts):
            yield Mask(*span, MaskKind.NAME, "introduced-name")


def _with_title(text: str, mask: Mask) -> Mask:
    """Take "Dr." and the like along: the title of a degree differs by country."""
    before = text[: mask.start].split(" ")
    title = before[-2] if len(before) > 1 else ""
    if title and _TITLES.match(f"{title} "):
        return mask._replace(start=mask.start - len(title) - 1)
    return mask


def _mentions(line: Line, person: Person) -> Iterator[Mask]:
    own = {piece for part in person.parts for piece in re.split(r"['\-]", part)}
    place = 0
    while place < len(line.words):
        end = place
        while (
            end < len(line.words)
            and line.words[end].fold in own
            and _written_as_name(line.words[end])
            and (
                end == place
                or joined(line.text, line.words[end - 1], line.words[end])
                or line.text[line.words[end - 1].end : line.words[end].start] in {", ", ". "}
            )
        ):
            end += 1
        while end > place and line.words[end - 1].fold in _PARTICLES:
            end -= 1
        if end > place and _means_person(line, place, end):
            yield Mask(line.words[place].start, line.words[end - 1].end, MaskKind.NAME, "own-name")
        place = max(end, place + 1)


def _written_as_name(word: Word) -> bool:
    return word.capital or word.fold in _PARTICLES


def _means_person(line: Line, first: int, last: int) -> bool:
    """Say whether own-name words mean the person.

    Two of them do, a long rare one does, "Will" alone does not.
    """
    meaningful = [word for word in line.words[first:last] if word.fold not in _PARTICLES]
    if len(meaningful) > 1:
        return True
    if not meaningful:
        return False
    word = meaningful[0]
    before = line.text[: word.start].split()[-1:] or [""]
    if word.fold in words("word_names") or word.fold in words("not_names") or len(word.fold) < 3:
        return before[0].lower().strip(",") in _PERSON_BEFORE and first > 0
    return True
