"""Places, peoples and status: where somebody lives or comes from, and what passport they hold.

A gazetteer alone destroys "Georgia font" and "Jordan form". A name that is only a place counts in any
sentence unless it names a thing ("Delhi Belly", "Helsinki-NLP"); a name that is other things too counts
only where the line shows a place: a chain ("Amman, Jordan"), a label, a preposition, or a part of a short
profile line by itself. Names of languages stay, because they say what somebody can do; they go only beside
words such as "citizen".
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from earnest.blind.gazetteer_file import gazetteer_file
from earnest.blind.masks import VALUE, Line, Mask, Section
from earnest.blind.schools import is_town_of_school
from earnest.blind.vocabulary import alternatives, entries, first_words, words
from earnest.blind.words_of_line import Word, joined, key, keys, longest_by_first, phrases_in
from earnest.matching.gazetteer import gazetteer
from earnest.records.ledger import MaskKind
from earnest.text.wordlist import words_of

_SEPARATORS = ",;|•·()/:-[]"
_UNCASED = re.compile(r"[\u0590-\u1cff\u2d80-\u2dff\u3040-\ud7ff\uf900-\ufaff]")


class _Hit(NamedTuple):
    first: int
    last: int
    rule: str
    sure: bool


@cache
def _gazetteer() -> dict[str, tuple[str, bool]]:
    """Return for every key its rule and whether it is surely a place."""
    lists = (
        ("cities", "city", True),
        ("regions", "region", True),
        ("countries", "country", True),
        ("ambiguous_cities", "city", False),
        ("ambiguous_regions", "region", False),
        ("ambiguous_countries", "country", False),
    )
    return {
        form: (rule, sure)
        for name, rule, sure in lists
        for entry in entries(name, "places")
        for form in _forms(key(entry))
    }


def _forms(phrase: str) -> set[str]:
    """Return a key and, for one Cyrillic word, its case forms."""
    if not phrase or " " in phrase or not "\u0400" <= phrase[0] <= "\u04ff" or len(phrase) < 4:
        return {phrase} - {""}
    stem = phrase[:-1] if phrase[-1] in "аяьйео" else phrase
    return {phrase, *(stem + ending for ending in "а у ом е ы и ю ой ей ем ою ею і ії ію ів".split())}


@cache
def _longest() -> dict[str, int]:
    return longest_by_first(_gazetteer())


class _Reach:
    """How many words the longest name has that begins with a word, in both gazetteers."""

    def get(self, first: str, default: int = 0) -> int:
        return max(_longest().get(first, 0), gazetteer_file("towns").get(first)) or default


class _Names:
    """The names of both gazetteers: the short list says more, the long list of towns only that it is one."""

    def __contains__(self, phrase: object) -> bool:
        return phrase in _gazetteer() or phrase in gazetteer_file("towns").names


_TOWN_ENTRY = ("town", False)


@cache
def _tool_places() -> frozenset[str]:
    return keys(entries("tool_places", "places"))


@cache
def _exact() -> dict[str, frozenset[str]]:
    forms: dict[str, set[str]] = {}
    for entry in entries("exact", "places"):
        forms.setdefault(key(entry), set()).add(entry.rstrip("."))
    return {phrase: frozenset(written) for phrase, written in forms.items()}


@cache
def _native() -> re.Pattern[str]:
    """Return the place names of scripts without capitals.

    A letter of the same word may follow as a case ending.
    """
    names = [
        entry
        for name in ("countries", "cities")
        for entry in entries(name, "places")
        if _UNCASED.search(entry)
    ]
    inside = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<![^\W\d_\u3040-\ud7ff])(?:{inside})(?:市|省|시)?")


_INSIDE = frozenset({"in", "en", "em", "near", "around", "outside"})
_NAMED_REGION = re.compile(
    r",\s(?:[A-Z][\w'-]*\s){1,2}(?:State|Province|County|Oblast|Prefecture|Governorate|Voivodeship|Region|District)\b"
)
_CHAIN_LINKS = frozenset({", ", " - ", " / ", ","})


def find_places(line: Line) -> Iterator[Mask]:
    """Yield countries, regions and cities."""
    some = not first_words("idioms", "places").isdisjoint(line.folds)
    idioms = [match.span() for match in _idioms().finditer(line.text)] if some else []
    hits = sorted(hit for hit in _hits(line) if not (_stands_in(line, hit, idioms) or _is_thing(line, hit)))
    places = {(hit.first, hit.last) for hit in hits if hit.sure or _shown(line, hit)}
    places |= {(hit.first, hit.last) for hit in hits if _chained(line, hit, hits)}
    for hit in hits:
        if (hit.first, hit.last) in places:
            yield _with_region_code(line, hit)
            yield from _unknown_before(line, hit)
    if _UNCASED.search(line.text):
        for match in _native().finditer(line.text):
            yield Mask(*match.span(), MaskKind.PLACE, "native-place")
    yield from _town_slots(line)
    yield from _labelled(line, _location_label(), MaskKind.PLACE, "labelled-place")


def find_nationalities(line: Line) -> Iterator[Mask]:
    """Yield peoples, citizenship and permits; varieties of a language stay ("Brazilian Portuguese")."""
    peoples, known = _peoples()
    for first, last in phrases_in(line.text, line.words, known, _longest_people()):
        phrase = " ".join(word.fold for word in line.words[first:last])
        capital = line.words[first].capital or phrase in _lower_case_peoples()
        if capital and _is_people(line, first, last, phrase in peoples) and not _in_idiom(line, first):
            end = _past_citizen(line, last)
            yield Mask(line.words[first].start, line.words[end - 1].end, MaskKind.NATIONALITY, "people")
    for hit in _hits(line):
        end = _past_citizen(line, hit.last)
        if hit.rule == "country" and end > hit.last and not _goes_on(line, hit.last):
            yield Mask(line.words[hit.first].start, line.words[end - 1].end, MaskKind.NATIONALITY, "people")
    for match in _status().finditer(line.text):
        yield Mask(*match.span(), MaskKind.NATIONALITY, "status")
    yield from _elsewhere(line)
    yield from _labelled(line, _nationality_label(), MaskKind.NATIONALITY, "labelled-nationality")
    for match in _told_nationality().finditer(line.text):
        yield Mask(*match.span(1), MaskKind.NATIONALITY, "labelled-nationality")


def may_be_place(text: str) -> bool:
    """Say whether the words are on a list of places, whatever else they may be: "Split"."""
    return key(text) in _gazetteer() or key(text) in gazetteer_file("towns").names


def is_known(text: str) -> bool:
    """Say whether the words are a place or a people rather than a person: "South African"."""
    return key(text) in _peoples()[1] or _gazetteer().get(key(text), ("town", False))[0] != "town"


def _past_citizen(line: Line, last: int) -> int:
    """Take "citizen" and the like along, so that "Kenyan citizen" and "US citizen" leave the same line."""
    follows = last < len(line.words) and line.text[line.words[last - 1].end : line.words[last].start] == " "
    return last + 1 if follows and line.words[last].fold in words("citizens", "places") else last


@cache
def _peoples() -> tuple[frozenset[str], frozenset[str]]:
    """Return those who are only a people, and all of them."""
    spoken = keys(entries("languages_too", "places"))
    return keys(entries("demonyms", "places")) - spoken, keys(entries("demonyms", "places")) | spoken


@cache
def _lower_case_peoples() -> frozenset[str]:
    return frozenset(key(entry) for entry in entries("demonyms", "places") if entry[0].islower())


@cache
def _longest_people() -> dict[str, int]:
    return longest_by_first(_peoples()[1])


@cache
def _idioms() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives('idioms', 'places')})(?!\w)")


def _stands_in(line: Line, hit: _Hit, spans: Sequence[tuple[int, int]]) -> bool:
    begin, end = line.words[hit.first].start, line.words[hit.last - 1].end
    return any(start <= begin and end <= stop for start, stop in spans)


@cache
def _status() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('status_phrases', 'places')})\b")


@cache
def _nationality_label() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[|•·,;]\s*)(?:{alternatives('nationality_labels', 'places')})\s*[:：]\s*({VALUE}{{1,60}})",
        re.IGNORECASE,
    )


@cache
def _told_nationality() -> re.Pattern[str]:
    """Return the label with its word and no colon: "nationalité française"."""
    return re.compile(
        r"(?i:\b(?:nationalité|nacionalidad|nacionalidade|nazionalità|nationality|citizenship))\s([^\W\d_]{4,20})(?=\s*(?:$|[|•·;,.(]))"
    )


@cache
def _location_label() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[|•·,;]\s*)(?:current\s+)?(?:{alternatives('location_labels', 'places')})"
        rf"\s*[:：]\s*({VALUE}{{1,80}})",
        re.IGNORECASE,
    )


def _labelled(line: Line, pattern: re.Pattern[str], kind: MaskKind, rule: str) -> Iterator[Mask]:
    if line.in_profile and (":" in line.text or "：" in line.text):
        for match in pattern.finditer(line.text):
            yield Mask(match.start(1), match.start(1) + len(match.group(1).rstrip(" .")), kind, rule)


@lru_cache(maxsize=4)
def _hits(line: Line) -> tuple[_Hit, ...]:
    return (*_written(line), *_inflected(line))


def _written(line: Line) -> Iterator[_Hit]:
    for first, last in phrases_in(line.text, line.words, _Names(), _Reach()):
        phrase = " ".join(word.fold for word in line.words[first:last])
        written = line.text[line.words[first].start : line.words[last - 1].end]
        start = line.words[first].text[0]
        cased = start.upper() != start.lower()
        if (cased and not start.isupper()) or (phrase in _exact() and written not in _exact()[phrase]):
            continue
        rule, sure = _gazetteer().get(phrase, _TOWN_ENTRY)
        yield _Hit(first, last, rule, sure)


def _inflected(line: Line) -> Iterator[_Hit]:
    """Yield towns with a case ending: "Tampereella", "w Poznaniu", "u Beogradu"."""
    for place, word in enumerate(line.words):
        if not word.capital or len(word.fold) < 6 or word.fold in _gazetteer():
            continue
        before = line.words[place - 1].fold if place else ""
        cuts = [len(ending) for ending in _case_endings() if word.fold.endswith(ending)]
        cuts += [1, 2, 3] if before in words("slavic_prepositions", "places") else []
        stems = [word.fold[:-cut] for cut in cuts if len(word.fold) - cut > 3]
        known = [_gazetteer().get(stem + vowel) for stem in stems for vowel in ("", "a", "o", "e")]
        if any(entry is not None and entry[1] and entry[0] == "city" for entry in known):
            yield _Hit(place, place + 1, "city", sure=True)


@cache
def _case_endings() -> tuple[str, ...]:
    return tuple(sorted(words("case_endings", "places")))


def _is_thing(line: Line, hit: _Hit) -> bool:
    """Say whether the name belongs to a thing.

    Glued to another word, or followed by what it is the name of.
    """
    text, end = line.text, line.words[hit.last - 1].end
    if _is_zone(line, hit) or _in_cloud(line, hit) or _POINTS.match(text, end):
        return True
    if _is_glued(line, hit):
        follower = line.words[hit.last].fold if hit.last < len(line.words) else ""
        kept = {"based", "born", "wide", "style", "focused", "facing", "only"}
        return follower not in kept and text[max(0, line.words[hit.first].start - 1)] != "/"
    if hit.last >= len(line.words) or text[end : line.words[hit.last].start] != " ":
        return False
    return _describes(line, hit, line.words[hit.last])


_POINTS = re.compile(r"\s\d{1,2}(?:\.\d)?\s?(?:pt|px)\b")


def _in_cloud(line: Line, hit: _Hit) -> bool:
    """Say whether the name is a region of a cloud: "Azure Germany West Central"."""
    before = line.words[hit.first - 1] if hit.first else None
    return (
        before is not None
        and line.text[before.end : line.words[hit.first].start] == " "
        and before.fold in words("cloud_words", "places")
    )


def _is_glued(line: Line, hit: _Hit) -> bool:
    text, start, end = line.text, line.words[hit.first].start, line.words[hit.last - 1].end
    after = text[end : end + 1] in {"-", "_", "+", "#", "@"} and text[end + 1 : end + 2].isalnum()
    before = text[max(0, start - 1) : start] in {"-", "_", "/", "@", "#", "."}
    return after or (before and text[max(0, start - 2) : start - 1].isalnum())


def _describes(line: Line, hit: _Hit, following: Word) -> bool:
    """Say whether the name only describes the word that follows."""
    before = line.words[hit.first - 1] if hit.first else None
    if _is_modifier(line, hit, before, following):
        return True
    article = hit.rule == "city" and before is not None and before.text in {"the", "The", "a", "A"}
    if article and following.text.islower() and following.fold not in words("place_nouns", "places"):
        return following.fold not in words("after_year") or following.fold == "dataset"
    if following.fold in words("thing_words", "places"):
        return True
    return (
        following.capital
        and following.text not in {"I", "We", "My"}
        and hit.rule != "country"
        and not _begins_place(line, hit.last)
        and not _region_code(line, hit)
    )


def _is_modifier(line: Line, hit: _Hit, before: Word | None, following: Word) -> bool:
    """Say whether a town only describes the noun after it.

    "ran Madrid metro simulations", but not "in Lagos the".
    """
    if (
        hit.rule not in {"city", "town"}
        or before is None
        or before.fold in words("place_prepositions", "places")
    ):
        return False
    if not line.text[before.end : line.words[hit.first].start].isspace() or before.fold in words(
        "owners", "places"
    ):
        return False
    return (
        following.text.islower()
        and len(following.text) > 3
        and following.fold not in words("place_nouns", "places")
        and following.fold not in words("after_year")
    )


def _is_zone(line: Line, hit: _Hit) -> bool:
    """Say whether the name is part of a zone of the time zone database: "Europe/Berlin", "Asia/Kolkata"."""
    text, start, end = line.text, line.words[hit.first].start, line.words[hit.last - 1].end
    areas = words("zone_areas", "places")
    left = (
        text[:start].removesuffix("/").rpartition(" ")[2].strip("\"'(").lower()
        if text[start - 1 : start] == "/"
        else ""
    )
    head = text[start:end].lower() if text[end : end + 1] == "/" else ""
    return left in areas or head in areas


def _begins_place(line: Line, place: int) -> bool:
    return line.words[place].fold in _longest()


def _shown(line: Line, hit: _Hit) -> bool:
    phrase = " ".join(word.fold for word in line.words[hit.first : hit.last])
    before = line.text[: line.words[hit.first].start][-30:].lower().rstrip()
    if _owned(line, hit):
        return True
    if any(
        before.endswith(cue) and not before[: -len(cue)][-1:].isalpha()
        for cue in words("living_cues", "places")
    ):
        return True
    if _alone_in_short_line(line, hit) or _is_land(line, hit, phrase):
        return True
    if _told_where(line, hit):
        return True
    if (phrase in _tool_places() and hit.rule != "country") or (
        hit.rule == "town" and line.text.startswith("'s", line.words[hit.last - 1].end)
    ):
        return False
    previous = line.words[hit.first - 1] if hit.first else None
    prepositions = _INSIDE if hit.rule == "town" else words("place_prepositions", "places")
    return (
        previous is not None
        and previous.fold in prepositions
        and line.text[previous.end : line.words[hit.first].start] == " "
    )


def _told_where(line: Line, hit: _Hit) -> bool:
    """Say whether a sentence or a clause begins with where it was: "In Oslo two of us", "in 2011, in Lima.".

    After a verb the same words may be a tool: "drawn in Cairo".
    """
    before = line.words[hit.first - 1] if hit.first else None
    if before is None or before.fold != "in" or line.text[before.end : line.words[hit.first].start] != " ":
        return False
    head = line.text[: before.start].rstrip()
    name = line.text[line.words[hit.first].start : line.words[hit.last - 1].end]
    other = gazetteer().plain(name) or name.lower() in words_of("common_words")
    return hit.rule != "town" and not other and (not head or head[-1] in ".!?,;")


def _is_land(line: Line, hit: _Hit, phrase: str) -> bool:
    """Say whether a country that is also something else is the country: "the Guinea office".

    After a name it may be a surname ("Michael Jordan"), unless it ends a part of a short line of a profile.
    """
    if hit.rule != "country" or phrase in words("wide_names", "places"):
        return False
    end = line.words[hit.last - 1].end
    if line.text.startswith(("'s", "-"), end):
        return False
    before = line.words[hit.first - 1] if hit.first else None
    if before is None or line.text[before.end : line.words[hit.first].start] != " ":
        return hit.first > 0 or not line.text[end : end + 2].strip().isalpha()
    if not before.capital or before.fold in words("place_prepositions", "places") | words("owners", "places"):
        return True
    return line.in_profile and len(line.text) < 100 and line.text[end:].lstrip()[:1] in {"", *_SEPARATORS}


def _owned(line: Line, hit: _Hit) -> bool:
    """Say whether somebody's people or office stand there: "my Georgia colleagues"."""
    if not hit.first or hit.last >= len(line.words):
        return False
    before, after = line.words[hit.first - 1], line.words[hit.last]
    spaced = line.text[line.words[hit.last - 1].end : after.start] == " "
    owner = before.fold in {"our", "my", "their"}
    return spaced and owner and after.fold in words("place_nouns", "places") and hit.rule != "town"


_DATED = re.compile(r",\s(?:[^\W\d_]{3,9}\.?\s)?(?:19|20)\d\d\b")


def _alone_in_short_line(line: Line, hit: _Hit) -> bool:
    """Say whether the name fills a part between separators of a header line or of a line with dates."""
    end = line.words[hit.last - 1].end
    if line.text[: line.words[hit.first].start].endswith(", ") and _DATED.match(line.text, end):
        return True
    if not line.in_profile or len(line.text) > 100:
        return False
    before = line.text[: line.words[hit.first].start].rstrip()
    after = line.text[_past_soft_sign(line.text, line.words[hit.last - 1].end) :].lstrip()
    bounded = (not before or before[-1] in _SEPARATORS) and (not after or after[0] in _SEPARATORS)
    dated = re.search(r"\b(?:19|20)\d\d\b", line.text) is not None
    return (
        bounded and (dated or line.section in {Section.HEADER, Section.EDUCATION}) and bool(before or after)
    )


def _past_soft_sign(text: str, end: int) -> int:
    """Return the end past the apostrophe that ends a transcribed name: "Homyel'"."""
    return end + 1 if text[end : end + 1] == "'" and not text[end + 1 : end + 2].isalnum() else end


def _chained(line: Line, hit: _Hit, hits: list[_Hit]) -> bool:
    """Say whether a comma leads from this name to a surer place, or a region code follows."""
    if _region_code(line, hit):
        return True
    place = bisect_left(hits, hit.first, key=lambda one: one.first)
    for near in (place - 1, place + 1):
        other = hits[near] if 0 <= near < len(hits) else None
        if other is not None and _is_pair(line, *sorted((hit, other))):
            return True
        if other is not None and "town" in {hit.rule, other.rule} and not (hit.sure or other.sure):
            continue
        if other is None or not (other.sure or hit.sure or hit.rule != other.rule):
            continue
        left, right = (hit, other) if hit.first < other.first else (other, hit)
        if (
            line.text[line.words[left.last - 1].end : line.words[right.first].start].lstrip("'")
            in _CHAIN_LINKS
        ):
            return True
    return False


def _is_pair(line: Line, left: _Hit, right: _Hit) -> bool:
    """Say whether a town and a country stand together: "Mopti, Mali"; neither has to be sure."""
    gap = line.text[line.words[left.last - 1].end : line.words[right.first].start].lstrip("'")
    return left.rule in {"city", "town"} and right.rule == "country" and gap in {", ", ",", " - ", " ("}


def _region_code(line: Line, hit: _Hit) -> re.Match[str] | None:
    if hit.rule not in {"city", "town"}:
        return None
    return _codes().match(line.text, line.words[hit.last - 1].end)


@cache
def _codes() -> re.Pattern[str]:
    """Return a code of a state after a town.

    After a comma or a slash anywhere, after a space before a separator.
    """
    codes = alternatives("state_codes", "places")
    return re.compile(
        rf"(?:(?:,\s|/)(?:{codes})|\s(?:{codes})(?=\s*(?:$|[,;|•·()/.\-])))(?![\w+#]|\.\w)(?:\s\d{{5}}(?:-\d{{4}})?)?"
    )


def _with_region_code(line: Line, hit: _Hit) -> Mask:
    code = _region_code(line, hit) or _NAMED_REGION.match(line.text, line.words[hit.last - 1].end)
    end = code.end() if code else line.words[hit.last - 1].end
    return Mask(
        line.words[hit.first].start,
        _past_dots(line.text, line.words[hit.last - 1], end),
        MaskKind.PLACE,
        hit.rule,
    )


def _past_dots(text: str, word: Word, end: int) -> int:
    abbreviated = (
        len(word.text) == 1 and text[end : end + 1] == "." and text[word.start - 1 : word.start] == "."
    )
    return end + 1 if abbreviated else end


_SCHOOL_WORDS = frozenset(
    "university college institute polytechnic school universidad universidade universite universitas".split()
)


def _unknown_before(line: Line, hit: _Hit) -> Iterator[Mask]:
    """Yield the unknown town in "in Nsukka, Nigeria".

    Capitals after a preposition or at the head of a header part,
    or a word between commas that names a school somewhere.
    """
    first = hit.first
    if (
        hit.rule in {"city", "town"}
        or first == 0
        or line.text[line.words[first - 1].end : line.words[first].start].lstrip("'") not in {", ", ","}
    ):
        return
    begin = _town_begin(line, first)
    if begin < 0:
        return
    before = line.text[: line.words[begin].start].rstrip()
    schooled = any(word.fold in _SCHOOL_WORDS for word in line.words[max(0, begin - 6) : begin])
    prepositioned = (
        begin > 0
        and line.words[begin - 1].fold in {"in", "from", "near", "en", "em", "aus"}
        and before.endswith(line.words[begin - 1].text)
    )
    if (
        prepositioned
        or (schooled and before[-1:] == ",")
        or (line.section is Section.HEADER and (not before or before[-1] in _SEPARATORS))
    ):
        yield Mask(line.words[begin].start, line.words[first - 1].end, MaskKind.PLACE, "town-before-country")
    elif (
        first - begin == 1
        and before[-1:] in {",", "|", "-", "("}
        and is_town_of_school(line.words[begin].fold)
    ):
        yield Mask(line.words[begin].start, line.words[begin].end, MaskKind.PLACE, "town-before-country")


_IN_TOWNS = frozenset("de da do dos del di la le las los el al am an der en sur upon on of the y e".split())


def _town_begin(line: Line, first: int) -> int:
    """Return where the town before word `first` begins, -1 where the words there are no town.

    A town has at most three capitalised words with small words of its language between them.
    """
    begin, capitals = first, 0
    while begin > 0 and (begin == first or joined(line.text, line.words[begin - 1], line.words[begin])):
        word = line.words[begin - 1]
        if word.capital:
            capitals += 1
        elif word.fold not in _IN_TOWNS:
            break
        begin -= 1
        if word.fold in words("not_names") and word.fold not in _IN_TOWNS:
            return -1
    while begin < first and not line.words[begin].capital:
        begin += 1
    return begin if begin < first and line.words[first - 1].capital and capitals <= 3 else -1


_SLOT = re.compile(r"[,|•·]\s([^\W\d_]+)\s?(?=[,|•·(\-]\s?(?:[^\W\d_]{3,9}\.?\s)?(?:19|20)\d\d)")


def _town_slots(line: Line) -> Iterator[Mask]:
    """Yield an unknown town by itself between the employer and the dates."""
    if line.in_profile and len(line.text) < 120:
        for match in _SLOT.finditer(line.text):
            name = key(match.group(1))
            if match.group(1)[0].isupper() and (
                is_town_of_school(name) or name in gazetteer_file("towns").names
            ):
                yield Mask(*match.span(1), MaskKind.PLACE, "town-before-dates")


def _is_people(line: Line, first: int, last: int, only_people: bool) -> bool:
    text, end = line.text, line.words[last - 1].end
    near = last < len(line.words) and text[end : line.words[last].start] in {" ", "-"}
    following = line.words[last] if near else None
    after = following.fold if following else ""
    told = after in words("people_words", "places")
    if (text[end : end + 1] == "-" and not told) or (
        after in words("citizens", "places") and _goes_on(line, last)
    ):
        return False
    if only_people:
        described = after in words("variety_words", "places") or after in words("thing_words", "places")
        if described and _of_profession(line, first, last):
            return True
        return not described and (following is None or told or not following.capital)
    return (
        told
        or _is_lone(line, first, last)
        or _called(line, first, after)
        or bool(_LIVING.match(text, end))
        or _of_profession(line, first, last)
    )


_I_AM = re.compile(r"(?:\bI am|\bI'm|\b[Aa]s|\bbeing|^|[.!?]\s)\s?(?:an?|An?)\s$")
_PROFESSION = re.compile(
    r"\s(?:[a-z][\w-]*\s){0,2}?(?!\w*(?:ever|after|over|under|other)\b)[a-z]+(?:er|or|ist|yst|ian|lead)\b"
)


def _in_idiom(line: Line, first: int) -> bool:
    return _idioms().match(line.text, line.words[first].start) is not None


def _of_profession(line: Line, first: int, last: int) -> bool:
    """Say whether somebody says what they are: "I am a German engineer", but not "a German teacher"."""
    begin, end = line.words[first].start, line.words[last - 1].end
    if not _I_AM.search(line.text[max(0, begin - 20) : begin]):
        return False
    found = _PROFESSION.match(line.text, end)
    return found is not None and words("language_work", "places").isdisjoint(found.group().split())


def _called(line: Line, first: int, after: str) -> bool:
    """Say whether somebody is called the people: "I am Turkish and ...", "nationality Dutch"."""
    before = line.words[first - 1].fold if first else ""
    called = before in {"nationality", "citizenship", "ethnically", "a", "am", "m"}
    return called and (not after or after in {"and", "by", "living", "who", "working", "but", "so", "from"})


def _goes_on(line: Line, place: int) -> bool:
    """Say whether "national" at `place` only describes a noun: "the Dutch national flag"."""
    if line.words[place].fold != "national":
        return False
    if line.text[line.words[place].end :][:1] == "-" or not line.words[place].text.islower():
        return True
    if place + 1 >= len(line.words):
        return False
    word = line.words[place + 1]
    return (
        line.text[line.words[place].end : word.start] == " "
        and word.text.islower()
        and len(word.text) > 3
        and word.fold not in words("after_year")
    )


_LIVING = re.compile(r",\s(?:based|living|born|residing|resident|originally|currently (?:based|living))\b")


def _is_lone(line: Line, first: int, last: int) -> bool:
    """Say whether a people stands alone between separators in the head of a profile: "| Italian |"."""
    if line.section is not Section.HEADER or "anguage" in line.text:
        return False
    before = line.text[: line.words[first].start].rstrip()
    after = line.text[line.words[last - 1].end :].lstrip()
    bounds = _SEPARATORS + "."
    return (not before or before[-1] in "|•·;-") and (not after or after[0] in bounds)


@cache
def _stems() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[|•·;,]\s|\s-\s)((?:{alternatives('demonym_stems', 'places')})\w{{0,3}})"
        r"(?=\s*(?:$|[|•·;,.]|\s-\s))",
        re.IGNORECASE,
    )


def _elsewhere(line: Line) -> Iterator[Mask]:
    """Yield peoples in other languages that stand alone between separators in the head of a profile."""
    if line.section is Section.HEADER and "anguage" not in line.text:
        for match in _stems().finditer(line.text):
            if key(match.group(1)) not in _gazetteer() and not gazetteer().plain(match.group(1)):
                yield Mask(*match.span(1), MaskKind.NATIONALITY, "people")
