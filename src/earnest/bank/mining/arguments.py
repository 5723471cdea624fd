"""The arguments of a constraint, read off the words of its clause.

A number belongs to the noun that stands nearest to it, and a bound is read from the words around the number:
"20 to 25 sentences" gives two bounds, as the published sets write it.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from pydantic import JsonValue

from earnest.bank.mining.reading import Clause, Token, stems_of
from earnest.bank.mining.words import has_phrase, table

Args = dict[str, JsonValue]
_Reader = Callable[[Clause], list[Args]]

_BEHIND = 2  # what a number behind its noun costs against one before it
_AROUND = (6, 4)  # words before and after a number that say which bound it is
_DASHES = frozenset("-–—")
_RANGE = _DASHES | {"to", "or", "and", "through"}
_WORD = re.compile(r"[A-Za-z_][\w.:]{0,60}")
_LIST_ITEM = re.compile(
    r"(?P<joint>\s{0,3}(?:,\s{0,3}(?:(?:and|or)\s{1,3})?|:\s{0,3}|(?:and|or)\s{1,3})?)(?P<word>[^\W\d_][\w'’-]{0,40})"
)
_KEYWORD = re.compile(r"\bkeyword ['\"]?(\w{1,40})", re.IGNORECASE)
_NTH_SENTENCE = re.compile(r"\b(\d{1,4})[- ]?(?:st|nd|rd|th) sentence")
_NTH_WORD = re.compile(r"\b(\d{1,4})[- ]?(?:st|nd|rd|th) word")
_LONGEST_LIST = 300
_TIMES = {"once": 1, "twice": 2, "thrice": 3}


def arguments(reader: str, clause: Clause) -> list[Args]:
    """Return what a reader of `rules.toml` reads off a clause: one table of arguments, or one a bound."""
    return _READERS[reader](clause) or [{}] if reader in _READERS else [{}]


# --- numbers


def _value(token: Token) -> int | None:
    if token.tag == "num":
        digits = token.lower.replace(",", "")
        return int(digits) if digits.isdigit() else None
    return table().numbers.get(token.lower, _TIMES.get(token.lower))


def _numbers(clause: Clause) -> list[tuple[int, int]]:
    """Return (place, value) of the numbers of a clause; "one" counts only where no other number stands."""
    found = [(n, value) for n, token in enumerate(clause.tokens) if (value := _value(token)) is not None]
    strict = [(n, value) for n, value in found if clause.tokens[n].lower not in {"one", "single"}]
    return strict or found


def _nearest(clause: Clause, nouns: frozenset[str]) -> tuple[int, int] | None:
    """Return (place, value) of the number nearest to one of the nouns, the first number without a noun."""
    numbers = _numbers(clause)
    places = [n for n, token in enumerate(clause.tokens) if nouns & stems_of(token.lower)]
    if not numbers:
        return None
    return min(numbers, key=lambda one: (min((_far(one[0], place) for place in places), default=0), one[0]))


def _far(number: int, noun: int) -> int:
    return noun - number if number <= noun else number - noun + _BEHIND


def _bounds(clause: Clause, nouns: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield (number, relation) the way the published sets write it: "at least" n, or "less than" n."""
    nearest = _nearest(clause, nouns)
    if nearest is None:
        return
    place, value = nearest
    other = _other_end(clause, place)
    if other is not None:
        low, high = sorted((value, other))
        yield low, "at least"
        yield high + 1, "less than"
        return
    line, held = _line_around(clause, place), table().phrases
    if has_phrase(line, held["exactly"]):
        yield value, "at least"
        yield value + 1, "less than"
    elif has_phrase(line, held["never_less"]):
        yield value, "at least"
    elif has_phrase(line, held["most"]) or (has_phrase(line, held["more"]) and _denied(line)):
        yield value + 1, "less than"
    elif has_phrase(line, held["less"]):
        yield value + _denied(line), "at least" if _denied(line) else "less than"
    else:
        yield value + has_phrase(line, held["more"]), "at least"


def _denied(line: str) -> bool:
    return has_phrase(line, table().phrases["neg_strict"])


def _other_end(clause: Clause, place: int) -> int | None:
    """Return the other number of a range such as "20 to 25", "5 or 6", "between 3 and 5"."""
    tokens = clause.tokens
    for step in (1, -1):
        if 0 <= place + 2 * step < len(tokens):
            joint, value = tokens[place + step].lower, _value(tokens[place + 2 * step])
            between = any(token.lower == "between" for token in tokens[max(0, place - 4) : place])
            if value is not None and joint in _RANGE and (joint != "and" or between):
                return value
    return None


def _line_around(clause: Clause, place: int) -> str:
    before, after = _AROUND
    row = clause.tokens[max(0, place - before) : place + after + 1]
    shown = " ".join(token.shape for token in row if token.tag != "mark")
    return f" {shown} "


def _count(name: str, *nouns: str) -> _Reader:
    def read(clause: Clause) -> list[Args]:
        held = table().classes
        nearest = _nearest(clause, frozenset().union(*(held[noun] for noun in nouns)))
        return [{name: nearest[1]}] if nearest else []

    return read


def _related(name: str, relation: str, *nouns: str) -> _Reader:
    def read(clause: Clause) -> list[Args]:
        held = table().classes
        found = _bounds(clause, frozenset().union(*(held[noun] for noun in nouns)))
        return [{name: number, relation: bound} for number, bound in found]

    return read


def _word_range(clause: Clause) -> list[Args]:
    numbers = clause.numbers()
    return [{"min_words": numbers[0], "max_words": numbers[1]}] if len(numbers) > 1 else []


def _limit(clause: Clause) -> list[Args]:
    """Read the number that is stated, nearest to what is limited."""
    nearest = _nearest(clause, table().classes["limited"])
    return [{"limit": nearest[1]}] if nearest else []


def _highlights(clause: Clause) -> list[Args]:
    numbers = _numbers(clause)
    return [{"num_highlights": numbers[0][1] if numbers else 1}]


# --- names


def _named(name: str, *tags: str) -> _Reader:
    def read(clause: Clause) -> list[Args]:
        held: list[JsonValue] = list(clause.given(*tags))
        return [{name: held}] if held else []

    return read


def _one(name: str, *tags: str) -> _Reader:
    def read(clause: Clause) -> list[Args]:
        held = clause.given(*tags)
        return [{name: held[0].partition("(")[0]}] if held else []

    return read


def _words_named(clause: Clause) -> list[str]:
    """Return what is quoted, or else the list behind "word", "keywords", "mention" and their like."""
    quoted = clause.given("str", "code")
    if quoted:
        return quoted
    behind = [token.lower for token in clause.after if token.tag == "word"]
    if behind:
        return [word for word in behind if word not in {"and", "or"}]
    naming = table().classes["naming"]
    lists = (_listed(clause, token) for token in clause.tokens if token.lower in naming)
    return next((listed for listed in lists if listed), [])


def _listed(clause: Clause, token: Token) -> list[str]:
    """Return the words of a list behind a token: "sleep, cook and feed"; one word behind "the word"."""
    text = clause.text[token.end : min(clause.end_of_sentence, token.end + _LONGEST_LIST)]
    found: list[str] = []
    place = 0
    while match := _LIST_ITEM.match(text, place):
        joint, word = match["joint"].strip().lower(), match["word"]
        if _ends_list(joint, word.lower(), found):
            break
        found.append(word)
        place = match.end()
    return found


def _ends_list(joint: str, word: str, found: list[str]) -> bool:
    if not found:
        return joint not in {"", ":"} or word in table().classes["no_name"]
    return joint in {"", ":"} or (joint.startswith(",") and word in table().orders.verbs)


def _keywords(name: str) -> _Reader:
    def read(clause: Clause) -> list[Args]:
        held: list[JsonValue] = [word.lower() for word in _words_named(clause)]
        return [{name: held}] if held else []

    return read


def _sentence_keyword(clause: Clause) -> list[Args]:
    held, numbers = _words_named(clause), clause.numbers()
    return [{**({"word": held[0]} if held else {}), **({"N": numbers[0]} if numbers else {})}]


def _frequency(clause: Clause) -> list[Args]:
    held = _words_named(clause)
    word: Args = {"keyword": held[0].lower()} if held else {}
    found = list(_bounds(clause, frozenset({"time", "times", "once", "twice"})))
    return [{**word, "frequency": number, "relation": bound} for number, bound in found] or [word]


def _letter(clause: Clause) -> list[Args]:
    singles = [one for one in clause.given("str", "code") if len(one) == 1]
    singles += [after for before, after in pairwise(clause.words) if before == "letter" and len(after) == 1]
    letter: Args = {"letter": singles[0].lower()} if singles else {}
    found = list(_bounds(clause, frozenset({"time", "times", "once", "twice"})))
    if not found and _denied(clause.line):
        found = [(1, "less than")]
    return [{**letter, "let_frequency": number, "let_relation": bound} for number, bound in found] or [letter]


def _first_word(clause: Clause) -> list[Args]:
    """Read "the second paragraph must start with the word x"; the last paragraph has no number here."""
    found: Args = {}
    for place, token in enumerate(clause.tokens):
        around = clause.tokens[max(0, place - 1) : place + 2]
        numbers = [table().ordinals.get(near.lower) or _value(near) for near in around]
        known = [number for number in numbers if number is not None]
        if token.lower == "paragraphs" and known:
            found["num_paragraphs"] = known[0]
        elif token.lower == "paragraph" and known:
            found["nth_paragraph"] = known[0]
    held = _words_named(clause)
    return [{**found, **({"first_word": held[0].lower()} if held else {})}]


def _end_phrase(clause: Clause) -> list[Args]:
    """Read what the answer ends with: quoted, or all that follows the colon or "the phrase"."""
    quoted = clause.given("str")
    if quoted:
        return [{"end_phrase": quoted[-1]}]
    if clause.after:
        return [{"end_phrase": clause.text[clause.after[0].start : clause.end_of_sentence]}]
    naming = {"phrase", "question", "sentence", "words", "line"}
    for token, following in pairwise(clause.tokens):
        if token.lower in naming and following.capital:
            return [{"end_phrase": clause.text[following.start : clause.end_of_sentence]}]
    return []


# --- the rest


def _modules(clause: Clause) -> list[Args]:
    known = table().classes["known_modules"]
    named = [token.lower for token in clause.tokens if token.tag == "word" and token.lower in known]
    held: list[JsonValue] = [*clause.given("code"), *dict.fromkeys(named)]
    return [{"modules": held}] if held else []


def _code_language(clause: Clause) -> list[Args]:
    held = [word for word in clause.words if word in table().classes["code_language"]]
    return [{"language": held[0]}] if held else []


def _version(clause: Clause) -> list[Args]:
    numbers = [token.lower for token in clause.tokens if token.tag == "num"]
    return (
        [{**_code_language(clause)[0], "version": numbers[0]}] if numbers and _code_language(clause) else []
    )


def _pinned(clause: Clause) -> list[Args]:
    numbers = [token.lower for token in clause.tokens if token.tag == "num"]
    names = clause.given("code")
    named: Args = {"name": names[0]} if names else {}
    return [{**named, "version": numbers[0]}] if numbers else [named]


def _raises(clause: Clause) -> list[Args]:
    """Read the exception and, where it is quoted, its message."""
    text = clause.span.of(clause.text)
    names = [word for word in _WORD.findall(text) if word.endswith(("Error", "Exception", "Warning"))]
    said = clause.given("str")
    return [{**({"type": names[0]} if names else {}), **({"message": said[0]} if said else {})}]


def _options(clause: Clause) -> list[Args]:
    behind = clause.text[clause.after[0].start : clause.end_of_sentence] if clause.after else ""
    return [{"options": behind.rstrip(". ")}] if behind else []


def _quotes(clause: Clause) -> list[Args]:
    held = [word for word in ("single", "double") if word in clause.words]
    return [{"style": held[0]}] if held else []


def _indentation(clause: Clause) -> list[Args]:
    style = "tabs" if {"tab", "tabs"} & set(clause.words) and "not" not in clause.words else "spaces"
    width = next((value for _, value in _numbers(clause)), None)
    return [{"style": style, **({"width": width} if width is not None and style == "spaces" else {})}]


def _postscript(clause: Clause) -> list[Args]:
    text = clause.span.of(clause.text).upper()
    return [{"postscript_marker": "P.P.S" if "P.P.S" in text else "P.S."}] if "P.S" in text else []


def _sections(clause: Clause) -> list[Args]:
    marks = [*clause.given("str"), *(["SECTION"] if "section" in clause.stems else [])]
    nearest = _nearest(clause, table().classes["section"])
    return [
        {
            **({"section_spliter": marks[0].split()[0]} if marks and marks[0].split() else {}),
            **({"num_sections": nearest[1]} if nearest else {}),
        }
    ]


def _separator(clause: Clause) -> list[Args]:
    """Read the mark behind "use", whatever signs it is made of."""
    text = clause.text[clause.tokens[0].start : clause.end_of_sentence]
    mark = text.rpartition(" use ")[2].strip().removesuffix(".")
    return [{"sep": mark}] if mark and " " not in mark else []


def _sentence(clause: Clause) -> str:
    first = (*clause.before, *clause.tokens)[0].start
    return clause.text[first : clause.end_of_sentence][:_LONGEST_LIST]


def _keyword(clause: Clause) -> list[Args]:
    held = [token.lower for before, token in pairwise(clause.tokens) if before.lower == "word"]
    named = clause.given("str") or held
    return [{"keyword": named[-1]}] if named else []


def _keywords_each(clause: Clause) -> list[Args]:
    """Read "keyword a once, keyword b twice, ..." as numbered keywords."""
    found = _KEYWORD.findall(_sentence(clause))
    return [{f"keyword{number}": word.lower() for number, word in enumerate(found, 1)}] if found else []


def _keyword_place(clause: Clause) -> list[Args]:
    """Read the keyword, its sentence (n) and its place in the sentence (m)."""
    text = _sentence(clause)
    found: Args = {}
    for name, pattern in (("keyword", _KEYWORD), ("n", _NTH_SENTENCE), ("m", _NTH_WORD)):
        match = pattern.search(text)
        if match:
            found[name] = match[1].lower() if name == "keyword" else int(match[1])
    return [found]


def _span(clause: Clause) -> list[Args]:
    numbers = clause.numbers()
    return [{"n_start": numbers[0], "n_end": numbers[1]}] if len(numbers) > 1 else []


def _language(clause: Clause) -> list[Args]:
    held = [table().languages[word] for word in clause.words if word in table().languages]
    return [{"language": held[0]}] if held else []


def _constructs(clause: Clause) -> list[Args]:
    known = table().constructs
    plain = table().classes["plain_english"]
    said = [stem for stem in sorted(clause.stems) if stem in known and stem not in plain]
    codes = [code for code in (given.lower() for given in clause.given("code")) if code in known]
    held: list[JsonValue] = list(dict.fromkeys(known[word] for word in (*codes, *said)))
    return [{"constructs": held}] if held else []


def _style(clause: Clause) -> list[Args]:
    styles = table().styles
    held = [styles[word] for word in clause.words if word in styles]
    return [{"style": held[0]}] if held else []


_READERS: dict[str, _Reader] = {
    "limit": _limit,
    "paths": _named("paths", "path"),
    "symbols": _named("symbols", "code"),
    "symbol": _one("symbol", "code"),
    "names": _one("name", "code", "str"),
    "modules": _modules,
    "code_language": _code_language,
    "version": _version,
    "pinned": _pinned,
    "raises": _raises,
    "options": _options,
    "quotes": _quotes,
    "indentation": _indentation,
    "calls": _named("calls", "code"),
    "constructs": _constructs,
    "style": _style,
    "least": _count("least"),
    "end_phrase": _end_phrase,
    "num_placeholders": _count("num_placeholders", "placeholder_mark"),
    "num_highlights": _highlights,
    "num_bullets": _count("num_bullets", "bullet"),
    "num_paragraphs": _count("num_paragraphs", "paragraph"),
    "sections": _sections,
    "postscript_marker": _postscript,
    "sep": _separator,
    "keyword": _keyword,
    "keywords_each": _keywords_each,
    "keyword_place": _keyword_place,
    "span": _span,
    "sentence_keyword": _sentence_keyword,
    "first_word": _first_word,
    "num_sentences": _related("num_sentences", "relation", "sentence"),
    "num_words": _related("num_words", "relation", "word"),
    "capital_frequency": _related("capital_frequency", "capital_relation", "times_word", "word"),
    "frequency": _frequency,
    "letter": _letter,
    "keywords": _keywords("keywords"),
    "forbidden_words": _keywords("forbidden_words"),
    "language": _language,
    "word_range": _word_range,
    "N": _count("N"),
    "small_n": _count("small_n"),
    "percentage": _count("percentage"),
}
