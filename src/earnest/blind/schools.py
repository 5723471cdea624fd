"""Schools: by grammar, by the gazetteer, by abbreviation, in scripts of the world.

And what degrees are called.

The grammar finds the keyword ("University", "Hochschule", "университет") and takes the capitalised words
that hang together with it; the gazetteer of 35,000 names corrects where a name ends and finds the names
without keyword, these beside words of study or after "at". "MIT License" and "Stanford CoreNLP" name
things and stay.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from earnest.blind.gazetteer_file import gazetteer_file
from earnest.blind.masks import Line, Mask, Section
from earnest.blind.school_position import by_position
from earnest.blind.vocabulary import alternatives, entries, first_words, words
from earnest.blind.words_of_line import LOOSE_GAP, Word, fold, joined, keys, longest_by_first, phrases_in
from earnest.matching.gazetteer import gazetteer
from earnest.records.ledger import MaskKind

_LONGEST_NAME = 12
_LETTERS = re.compile(r"[^\W\d_]")


def school_names() -> frozenset[str]:
    """Return the keys of the school gazetteer."""
    return gazetteer_file("schools").names


@cache
def _stems(name: str) -> tuple[str, ...]:
    return tuple(sorted(fold(entry) for entry in entries(name, "schools")))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(name, 'schools')})(?!\w)", re.IGNORECASE)


@cache
def _degree() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.\-])(?:{alternatives('degree_names')})(?:\s?\((?:Hons|Honours|Honors|hons)\.?\))?(?![\w]|-\w)"
    )


@cache
def _exam() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.\-])(?:{alternatives('exams', 'schools')})(?![\w]|-\w)")


@cache
def _native() -> re.Pattern[str]:
    inside = alternatives("native", "schools")
    return re.compile(inside)


def find_schools(line: Line) -> Iterator[Mask]:
    """Yield the names of schools and what degrees are called."""
    text = line.text
    study = has_study_cue(line)
    things = [match.span() for match in _pattern("not_schools").finditer(text)]
    found = (
        *_by_keyword(line, study),
        *_by_short_name(line, study),
        *_by_gazetteer(line, study),
        *by_position(line),
    )
    alone = {match.start() for match in _pattern("not_schools_alone").finditer(text)}
    for mask in found:
        if mask.start not in alone and not any(
            start < mask.end and mask.start < end for start, end in things
        ):
            yield mask._replace(end=_closed(text, mask.end))
    if not text.isascii():
        yield from _by_script(line)
        yield from _vietnamese(line)
    for match in _degree().finditer(text):
        yield Mask(*match.span(), MaskKind.SCHOOL, "degree-name")
    told = not (text.isascii() and first_words("exams", "schools").isdisjoint(line.folds))
    for match in _exam().finditer(text) if told else ():
        yield Mask(*match.span(), MaskKind.SCHOOL, "exam")


def has_study_cue(line: Line) -> bool:
    """Say whether the line speaks of study, or stands in an education section."""
    if line.section is Section.EDUCATION:
        return True
    return not _cue_words().isdisjoint(line.folds) or _degree().search(line.text) is not None


@cache
def _cue_words() -> frozenset[str]:
    return keys(entries("study_cues"))


def _by_keyword(line: Line, study: bool) -> Iterator[Mask]:
    for place, word in enumerate(line.words):
        if not (_is_keyword(word) or (_is_head(word) and (study or _is_placed(line, place)))):
            continue
        first, last = _expanded(line, place)
        known = _known_around(line, place)
        if known is not None:
            first, last = min(first, known[0]), max(last, known[1])
        if last - first < 2 and not (study and _is_compound(word)):
            continue
        if known is None and not study and _is_weak(word) and not _in_company(line, first, place, last):
            continue
        end = _past_campus(line, last)
        yield Mask(line.words[first].start, end, MaskKind.SCHOOL, "school-name")


@lru_cache(maxsize=65536)
def _is_head(word: Word) -> bool:
    """Say whether the word is what kind of school follows or precedes: "SMK Negeri 2", "Roncalli Mavo".

    Many of them are other things too, so they count beside words of study or after "at" alone.
    """
    return word.capital and word.fold in _stem_set("heads")


def _is_placed(line: Line, place: int) -> bool:
    """Say whether "at" stands before the capitalised words that lead to `place`."""
    at = place
    while at > 0 and place - at < _LONGEST_NAME and line.words[at - 1].fold != "at":
        if not (line.words[at - 1].capital or line.words[at - 1].fold in _connectors()):
            return False
        at -= 1
    return at > 0 and line.words[at - 1].fold == "at"


_LEGAL = re.compile(
    r",?\s(?:s\.\s?r\.\s?o|a\.\s?s|o\.\s?p\.\s?s|e\.\s?V|d\.\s?o\.\s?o|z\s?o\.\s?o|sp\. z o\.\s?o|S\.\s?A"
    r"|S\.\s?L"
    r"|[A-Z]\.\s?[A-Z](?=\.)|S\.\s?p\.\s?A|Inc|Ltd|Pvt\. Ltd|Corp|LLC|GmbH|gGmbH|B\.\s?V|S\.\s?r\.\s?l)\b\.?"
)


_INITIALS = re.compile(r"[A-Z]\.[A-Z]\.\Z")


def _closed(text: str, end: int) -> int:
    """Return the end with the legal form after a school's name: "Educhem a.s.", "Academy of Caraga, Inc."."""
    legal = _LEGAL.match(text, end)
    closed = legal.end() if legal else end
    return closed + 1 if _INITIALS.search(text, max(0, closed - 3), closed + 1) else closed


def _in_company(line: Line, first: int, place: int, last: int) -> bool:
    """Say whether the words around a weak keyword make it a school.

    "Fiji School of Medicine", "X High School".
    """
    plain = _fields() | _stem_set("english_weak") | _connectors()
    if all(word.fold in plain for word in line.words[first:last]):
        return False
    if _pattern("strong_pairs").search(line.text, line.words[first].start, line.words[last - 1].end):
        return True
    if line.words[place].fold == "college":
        return place > first or (
            line.words[place + 1 : place + 2] != [] and line.words[place + 1].fold == "of"
        )
    if line.words[place].fold in {"center", "centre"}:
        return False
    if line.words[place].fold == "uni":
        return place > first
    return last - first >= 3 and (
        place > first or line.words[place].fold not in words("english_weak", "schools")
    )


_SHORT_FORM = re.compile(r"\s\((?=[^()]*[A-Z][^()]*[A-Z])[\w.\- ]{2,16}\)")


def _past_campus(line: Line, last: int) -> int:
    """Return the end of a school's name with its abbreviation in brackets or the town after a comma."""
    end = line.words[last - 1].end
    short = _SHORT_FORM.match(line.text, end)
    if short:
        return short.end()
    if last < len(line.words) and line.text[end : line.words[last].start] in {", ", " - "}:
        town = line.words[last]
        named = is_town_of_school(town.fold) or (
            line.text[end] == " " and town.fold in gazetteer_file("towns").names
        )
        if town.capital and named:
            return town.end
    return end


_OF_TOWN = ("university", "state university", "college", "state college", "polytechnic", "state polytechnic")
_TOWN_OF = tuple(
    f"{school} {of}"
    for school in ("university", "universidad", "universidade", "universite", "universitas")
    for of in ("of", "de", "d")
)


@lru_cache(maxsize=65536)
def is_town_of_school(word: str) -> bool:
    """Say whether a word is the town in a school's name: "Gulu University", "University of Buea"."""
    names = school_names()
    if word in words("fields", "schools"):
        return False
    return any(f"{word} {school}" in names for school in _OF_TOWN) or any(
        f"{school} {word}" in names for school in _TOWN_OF
    )


@lru_cache(maxsize=65536)
def _is_keyword(word: Word) -> bool:
    if word.capital:
        return _has_stem(word, "strong_stems") or _has_stem(word, "weak_stems") or _is_compound(word)
    return word.fold.startswith(_stems("lower_case_stems"))


def _is_compound(word: Word) -> bool:
    """Say whether one word is a keyword with something before it: "Erasmushogeschool"."""
    return (
        len(word.fold) > 9
        and (word.text[1:].islower() or word.text.isupper())
        and word.fold.endswith(_stems("compound_endings"))
    )


def _has_stem(word: Word, name: str) -> bool:
    """Say whether the word is one of the stems, or one with an ending of up to three letters."""
    if word.fold.startswith(_stems("prefix_stems")):
        return True
    return any(word.fold[: len(word.fold) - cut] in _stem_set(name) for cut in range(_cuts(word.fold)))


def _cuts(fold_: str) -> int:
    return 4 if len(fold_) > 7 else 1


@cache
def _stem_set(name: str) -> frozenset[str]:
    return frozenset(_stems(name))


def _is_weak(word: Word) -> bool:
    return word.fold in _stems("weak_stems")


def _expanded(line: Line, place: int) -> tuple[int, int]:
    return _left(line, place), _right(line, place)


def _left(line: Line, place: int) -> int:
    first = place
    at = place
    while at > 0 and place - at < 8 and _linked(line, at - 1):
        at -= 1
        word = line.words[at]
        if word.capital:
            first = at
        elif word.fold == "s" and line.text[word.start - 1] == "'":
            continue
        elif word.fold not in words("left_connectors", "schools") and not _is_adjective(word):
            break
    while first < place and line.words[first].fold in words("openers", "schools"):
        first += 1
    return first


def _is_adjective(word: Word) -> bool:
    """Say whether a word in lower case may stand inside the name of a Slavic school."""
    return word.fold.endswith(_stems("adjective_endings")) and not word.text.isascii()


def _right(line: Line, place: int) -> int:
    last = at = place + 1
    bare = line.words[place].fold in words("english_weak", "schools")
    if bare and at < len(line.words) and line.words[at].fold not in {"of", "for"}:
        named = (
            line.words[place].fold == "college"
            and place > 0
            and (line.words[place - 1].capital or line.words[place - 1].fold == "s")
        )
        titled = line.words[at].text.istitle() and line.words[at].text != "I"
        town = named and _linked(line, place) and line.words[at].capital and titled
        return last + 1 if town and line.words[at].fold not in words("fields", "schools") else last
    while at < len(line.words) and at - place < 10 and _linked(line, at - 1):
        word = line.words[at]
        if word.fold in {"and", "und", "y", "e", "et", "i"}:
            if not any(word.fold in _fields() for word in line.words[at + 1 : at + 3]):
                break
        elif word.text == "I" and line.words[at + 1 : at + 2] and line.words[at + 1].text.islower():
            break
        elif word.capital or (word.text.isdigit() and len(word.text) < 4):
            last = at + 1
        elif word.fold not in _connectors():
            break
        at += 1
    return last


@cache
def _fields() -> frozenset[str]:
    return keys(entries("fields", "schools"))


@cache
def _connectors() -> frozenset[str]:
    return keys(entries("connectors", "schools"))


def _linked(line: Line, left: int) -> bool:
    if left + 1 >= len(line.words) or not joined(line.text, line.words[left], line.words[left + 1]):
        return False
    gap = line.text[line.words[left].end : line.words[left + 1].start]
    if gap == " - ":
        return False
    return (
        ". " not in gap
        or len(line.words[left].text) < 3
        or line.words[left].fold in words("shortened", "schools")
    )


def _known_around(line: Line, place: int) -> tuple[int, int] | None:
    """Return the longest gazetteer name that covers the keyword."""
    names = school_names()
    best: tuple[int, int] | None = None
    for first in range(max(0, place - _LONGEST_NAME + 1), place + 1):
        phrase = " ".join(word.fold for word in line.words[first : place + 1])
        last = place + 1
        while True:
            if (
                phrase in names
                and line.words[first].capital
                and last - first > 1
                and (best is None or last - first > best[1] - best[0])
            ):
                best = (first, last)
            if last >= len(line.words) or last - first >= _LONGEST_NAME:
                break
            phrase = f"{phrase} {line.words[last].fold}"
            last += 1
    return best


@cache
def _short_keys() -> tuple[frozenset[str], frozenset[str], dict[str, int]]:
    """Return the sure short names, all of them, and how long the longest is by first word."""
    sure, unsure = keys(entries("short", "schools")), keys(entries("ambiguous_short", "schools"))
    return sure, sure | unsure, longest_by_first(sure | unsure)


@cache
def _written() -> frozenset[str]:
    return frozenset(entry for name in ("short", "ambiguous_short") for entry in entries(name, "schools"))


def _by_short_name(line: Line, study: bool) -> Iterator[Mask]:
    sure, known, longest = _short_keys()
    for first, last in phrases_in(line.text, line.words, known, longest):
        start, end = line.words[first].start, line.words[last - 1].end
        if line.text[start:end] not in _written():
            continue
        last_campus = _with_campus(line, last)
        if names_thing(line, start, last_campus):
            continue
        phrase = " ".join(word.fold for word in line.words[first:last])
        if phrase in _towns() and _in_chain(line, last):
            continue
        if phrase in sure or last_campus > last or _school_shown(line, first, last, study):
            stop = line.words[last_campus - 1].end
            named = _NAMED_AFTER.match(line.text, stop)
            yield Mask(start, named.end() if named else stop, MaskKind.SCHOOL, "school-short-name")


_TOWN_CODE = re.compile(r",\s[A-Z]{2}\b")


_NAMED_AFTER = re.compile(r"\s(?:имени|им\.|імені|ім\.)\s?[^\s,;.]+(?:\s[А-ЯІЇЄҐ][^\s,;.]+){0,2}")


def _in_chain(line: Line, last: int) -> bool:
    """Say whether a state or a country follows: "Oxford, United Kingdom" is the town."""
    end = line.words[last - 1].end
    if _TOWN_CODE.match(line.text, end):
        return True
    if last >= len(line.words) or line.text[end : line.words[last].start] != ", ":
        return False
    following = [word.fold for word in line.words[last : last + 3]]
    return any(" ".join(following[:size]) in _lands() for size in (1, 2, 3))


@cache
def _lands() -> frozenset[str]:
    return keys([*entries("countries", "places"), *entries("regions", "places"), "UK", "US"])


@cache
def _campuses() -> tuple[frozenset[str], dict[str, int]]:
    names = keys(entries("campuses", "schools"))
    return names, longest_by_first(names)


def _with_campus(line: Line, last: int) -> int:
    names, _ = _campuses()
    if last < len(line.words) and line.words[last].fold in names:
        gap = line.text[line.words[last - 1].end : line.words[last].start]
        if gap in {" ", "-", ", ", " - ", " ("}:
            return last + 1
    return last


def names_thing(line: Line, start: int, last: int) -> bool:
    """Say whether a short name belongs to a thing: "MIT License", "Stanford CoreNLP", "Berkeley DB"."""
    end = line.words[last - 1].end
    if line.text[end : end + 1] in {"-", "_", "/"} and line.text[end + 1 : end + 2].isalnum():
        return True
    if line.text[max(0, start - 1) : start] in {"-", "_", "/", "#"}:
        return True
    if last >= len(line.words) or line.text[end : line.words[last].start] != " ":
        return False
    following = line.words[last]
    if _schoolish(line, last) or following.text in {"I", "We", "My"}:
        return False
    return following.capital or following.fold in words("thing_words", "places")


_OF_SCHOOLS = frozenset(
    "university college school alumni alumnus phd graduate graduates grad student students msc bsc".split()
)
_OF_FACULTIES = frozenset("business law medical engineering graduate".split())


def _schoolish(line: Line, place: int) -> bool:
    """Say whether the word at `place` follows names of schools: "Harvard graduate", "Stanford Law School"."""
    folds = [word.fold for word in line.words[place : place + 2]]
    return bool(folds) and (
        folds[0] in _OF_SCHOOLS or (folds[0] in _OF_FACULTIES and folds[1:] == ["school"])
    )


@cache
def _towns() -> frozenset[str]:
    return keys([*entries("cities", "places"), *entries("ambiguous_cities", "places")])


def _school_shown(line: Line, first: int, last: int, study: bool) -> bool:
    if line.section is Section.EDUCATION or _schoolish(line, last):
        return True
    phrase = " ".join(word.fold for word in line.words[first:last])
    town = phrase in _towns() or phrase in gazetteer_file("towns").names
    before = line.words[first - 1] if first else None
    after = line.text[line.words[last - 1].end :]
    if town and (
        before is None or before.fold not in ({"at", "attended", "from"} if study else {"at", "attended"})
    ):
        return False
    if (
        before is not None
        and before.fold in words("at_school", "schools")
        and line.text[before.end : line.words[first].start] == " "
    ):
        if study or before.fold in {"at", "attended"}:
            return True
        return before.fold != "in" and not re.match(r" [a-z]", after)
    if not line.in_profile or len(line.text) > 100:
        return False
    left = line.text[: line.words[first].start].rstrip()
    right = line.text[line.words[last - 1].end :].lstrip()
    bounded = (not left or left[-1] in ",;|•·(-") and (not right or right[0] in ",;|•·)-")
    return bounded and (study or re.search(r"\b(?:19|20)\d\d\b", line.text) is not None)


def _by_gazetteer(line: Line, study: bool) -> Iterator[Mask]:
    named = phrases_in(line.text, line.words, school_names(), gazetteer_file("schools"), LOOSE_GAP)
    for first, last in named:
        span = line.words[first:last]
        cased = span[0].text[0].upper() != span[0].text[0].lower()
        if (
            (cased and last - first < 2)
            or not _begins_name(span[0])
            or sum(len(word.text) for word in span) <= 4
        ):
            continue
        if study or (first > 0 and line.words[first - 1].fold in {"at", "attended"}) or _tells_school(span):
            end = _past_bracket(line.text, span[-1].end)
            yield Mask(span[0].start, end, MaskKind.SCHOOL, "school-gazetteer")


def _tells_school(span: Sequence[Word]) -> bool:
    """Say whether a name of the gazetteer is one wherever it stands.

    One of its words is a kind of school, and it is written as a name.
    """
    if not any(_is_head(word) or _is_keyword(word) for word in span):
        return False
    return len(span) > 2 and all(_begins_name(word) or len(word.text) < 5 for word in span)


def _begins_name(word: Word) -> bool:
    """Say whether a name may begin with the word: a capital, or a letter of a script without capitals."""
    return word.capital or word.text[0].upper() == word.text[0].lower()


_BRACKET = re.compile(r"\s\(([^\W\da-z][^()]{1,30})\)")


def _past_bracket(text: str, end: int) -> int:
    """Return the end with the town or the abbreviation in brackets after a school's name."""
    found = _BRACKET.match(text, end)
    return found.end() if found and not gazetteer().plain(found.group(1)) else end


def _by_script(line: Line) -> Iterator[Mask]:
    """Yield schools of scripts without capitals.

    The part of the line between separators that holds the keyword.
    """
    done = 0
    for match in _native().finditer(line.text):
        if match.end() <= done:
            continue
        first, done = _part(line.text, *match.span())
        yield Mask(first, done, MaskKind.SCHOOL, "native-school")


_MARKED = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_SYLLABLE = (
    r"(?:(?!I\s)[A-Z{upper}][^\W\d_]*|(?!{stop}(?!\w))(?=[^\W\d_]*[{lower}])[^\W\d_]{{1,7}}|(?:{plain})(?!\w))"
    r"(?:\.(?=[A-ZĐ])[A-ZĐ]\w*)?"
)


@cache
def _vietnamese_name() -> re.Pattern[str]:
    syllable = _SYLLABLE.format(
        upper=_MARKED,
        lower=_MARKED.lower(),
        stop=f"(?:{alternatives('vietnamese_small', 'schools')})",
        plain=alternatives("vietnamese_plain", "schools"),
    )
    heads = alternatives("vietnamese", "schools")
    return re.compile(rf"(?<!\w)(?:(?:{heads})\s){{1,3}}{syllable}(?:\s(?:-\s)?{syllable}){{0,9}}")


def _vietnamese(line: Line) -> Iterator[Mask]:
    """Yield Vietnamese schools: in their names only the first syllables have capitals."""
    for match in _vietnamese_name().finditer(line.text):
        yield Mask(*match.span(), MaskKind.SCHOOL, "school-name")


_STOPS = frozenset(',;|•·()،、。।:[]/"')


def _part(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen to the separators around, at most three words to each side (in Chinese and Japanese.

    To the word's end).
    """
    first, spaces = start, 0
    while first > 0 and text[first - 1] not in _STOPS and not text[first - 1].isdigit():
        spaces += text[first - 1] == " "
        if (
            spaces > 3
            or text[first - 3 : first] == " - "
            or (text[first - 1].isascii() and text[first - 1].isalnum())
        ):
            break
        first -= 1
    last, spaces = end, 0
    while last < len(text) and text[last] not in _STOPS and not text[last].isdigit() and text[last] != "-":
        spaces += text[last] == " "
        if spaces > 3 or (text[last].isascii() and text[last].isalnum()):
            break
        last += 1
    while first < start and text[first] in " -":
        first += 1
    while last > end and text[last - 1] in " -":
        last -= 1
    return first, last
