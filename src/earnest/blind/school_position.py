"""Schools that no list knows, where a school stands.

After words of study and a preposition ("studied at USTHB", "absolwent Akademii Polonijnej"), at the head of a
sentence that speaks of study ("At Roncalli I wrote my thesis"), before words for those who left it ("Boğaziçi
mezunu"), or as a part by itself in the education section ("IHK, 2014").
"""

import re
from collections.abc import Iterator
from functools import cache

from earnest.blind.masks import Line, Mask, Section
from earnest.blind.vocabulary import alternatives, first_words, words
from earnest.blind.words_of_line import fold, joined, keys
from earnest.matching.gazetteer import gazetteer
from earnest.records.ledger import MaskKind

_CAPITAL = "[A-ZÀ-ÖØ-ÞČĎĚŇŘŠŤŽŁŚŹŻĞİŞĐА-ЯІЇЄҐΑ-Ω]"
_SHORT_NAME = (
    rf"{_CAPITAL}[^\W\d_]{{0,2}}{_CAPITAL}[^\W\d_]{{0,5}}\d{{0,2}}(?:-{_CAPITAL}{{2,6}})?"
    r"(?![\w+#]|[-_/.]\w)"
)
_TOWN_NAME = rf"(?:\s(?:(?:de|of|di|do|da|du)\s)?{_CAPITAL}[^\W\d_]{{2,20}}){{0,2}}"
_ALONE = re.compile(rf"(?:^|(?<=[,;|·•(:-]\s)|(?<=\())({_SHORT_NAME}{_TOWN_NAME})(?=\s*(?:$|[,;|·•()-]))")
_PLACED = re.compile(
    r"\b(?i:studied|study|studying|studies|graduated|graduate|enrolled|degree|diploma|student|alumn[aiu]s?|bachelor"
    r"|bachelor's|master|master's|phd|admitted|lectured|étudi\w+|diplômée?|studierte?|estudié|estudei|estudou"
    r"|formei|formada?|formado|egresad[oa]|licenciad[oa]|lehre|ausbildung|abschluss|apprenticeship)\b[^.;:|]{0,60}?"
    r"(?:\s(?:at|from|by|an|à|de|do|da|en|na|no|pela|pelo|der|dem|de la|de l'|l'|à l')\s?(?:the\s|l')?|\s\()"
    rf"({_SHORT_NAME})"
)
_ENGLISH = re.compile(
    r"\b(?i:stud(?:y|ied|ies|ying)|read \w+|graduat(?:e|ed|ing|ion)|enrol(?:l|led|ment)?|matriculated"
    r"|degrees?|diploma|thesis|dissertation|students?|alumn[aiu]s?|bachelor(?:'?s)?|master(?:'?s)?|ph\.?d|msc|bsc|doctorate"
    r"|postdoc|teachers|professors?|lecturers?|lectures|classmates?|semesters?|scholarship|admission|admitted"
    r"|accepted|dropped out|schooling|educated|apprenticeship|coursework|majored|undergrad(?:uate)?|freshman"
    r"|sophomore"
    r"|(?:first|second|third|final|last) year)\b(?P<between>[^.;:|!?()]{0,60}?)"
    r"\s(?:at|from|(?<=student )of|(?<=alumnus )of|(?<=alumna )of|(?<=graduate )of|(?<=admitted )to"
    r"|(?<=accepted )to"
    r"|(?<=admission )to|out of)\s(?:the\s)?"
)
_OPENING = re.compile(
    r"(?:^|(?<=[.!?;]\s))(?:At|After|From|During my (?:time|years|studies|degree) at)\s(?:the\s)?"
)
_NO_STUDY = re.compile(
    r"\b(?:work\w*|jobs?|intern\w*|engineer|developer|employ\w*|joined|hired|position|role|while|then|before|moved"
    r"|client|customers?|startup|company|team)\b"
)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_LONGEST = 7


@cache
def _cue() -> re.Pattern[str]:
    """Return words of study in other languages, with the small words that may stand before the name."""
    small = rf"\s(?i:{alternatives('study_small', 'schools')})(?!\w)"
    before, directly = (alternatives(name, "schools") for name in ("study_before", "study_directly"))
    return re.compile(
        rf"(?<!\w)(?:(?i:{before})(?:{small}){{1,3}}|(?i:{directly})(?:{small}){{0,3}})\s(?:(?i:l|all|dell|d)')?"
        rf"|(?<!\w)(?i:{before})\s(?i:à l|de l|de la|dell|all|nell|d|l)'"
    )


@cache
def _cue_words() -> frozenset[str]:
    return first_words("study_before", "schools") | first_words("study_directly", "schools")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternatives('study_after', 'schools')})(?!\w)")


def by_position(line: Line) -> Iterator[Mask]:
    """Yield what stands where a school stands."""
    for pattern in (_PLACED, *((_ALONE,) if line.section is Section.EDUCATION else ())):
        for match in pattern.finditer(line.text):
            if _may_be(match.group(1)):
                yield Mask(match.start(1), match.end(1), MaskKind.SCHOOL, "school-short-name")
    for start in _starts(line):
        name = _name_at(line, start)
        if name is not None and _may_be(line.text[slice(*name)]):
            yield Mask(*name, MaskKind.SCHOOL, "school-position")
    after = not first_words("study_after", "schools").isdisjoint(line.folds)
    for match in _after().finditer(line.text) if after else ():
        name = _name_before(line, match.start())
        if name is not None and _may_be(line.text[slice(*name)]):
            yield Mask(*name, MaskKind.SCHOOL, "school-position")


def _starts(line: Line) -> Iterator[int]:
    """Yield where names of schools may begin."""
    for match in _ENGLISH.finditer(line.text):
        if not _NO_STUDY.search(match["between"]):
            yield match.end()
    for match in _OPENING.finditer(line.text):
        if _speaks_of_study(line, match.end()):
            yield match.end()
    if not _cue_words().isdisjoint(line.folds):
        yield from (match.end() for match in _cue().finditer(line.text))


@cache
def _study_words() -> frozenset[str]:
    return keys(words("study_cues"))


def _speaks_of_study(line: Line, start: int) -> bool:
    """Say whether the sentence that goes on at `start` has a word of study."""
    stop = _SENTENCE_END.search(line.text, start)
    end = stop.start() if stop else len(line.text)
    return any(word.fold in _study_words() for word in line.words if start <= word.start < end)


def _name_at(line: Line, start: int) -> tuple[int, int] | None:
    """Return the capitalised words from `start` on with the small words between them."""
    first = next((place for place, word in enumerate(line.words) if word.start >= start), len(line.words))
    quoted = line.text[start : start + 1] == '"'
    if first == len(line.words) or line.words[first].start != start + quoted:
        return None
    last = place = first
    while place < len(line.words) and place - first < _LONGEST and _hangs_on(line, first, place):
        if line.words[place].capital:
            last = place + 1
        place += 1
    return (line.words[first].start, line.words[last - 1].end) if last > first else None


def _hangs_on(line: Line, first: int, place: int) -> bool:
    word = line.words[place]
    if place == first:
        return word.capital and len(word.text) > 1
    if not joined(line.text, line.words[place - 1], word) or line.text[line.words[place - 1].end] == ".":
        return False
    if word.text in {"I", "We", "My"}:
        return False
    return word.capital or word.fold in words("study_inside", "schools")


def _name_before(line: Line, end: int) -> tuple[int, int] | None:
    """Return the capitalised words that end at `end`."""
    last = next((place + 1 for place, word in enumerate(line.words) if word.end == end), 0)
    first = last
    while first > 0 and last - first < _LONGEST and line.words[first - 1].capital:
        if first < last and not joined(line.text, line.words[first - 1], line.words[first]):
            break
        first -= 1
    while first < last and line.words[first].fold in words("openers", "schools"):
        first += 1
    return (line.words[first].start, line.words[last - 1].end) if first < last else None


def _may_be(name: str) -> bool:
    """Say whether words that no list knows may name a school: no technology, month, course provider."""
    folds = [fold(part) for part in name.split()]
    if all(part in words("no_schools", "schools") or part in words("months") for part in folds):
        return False
    return not any(part in words("no_schools", "schools") for part in folds[:1]) and not gazetteer().plain(
        name
    )
