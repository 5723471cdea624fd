"""Tokens with a part of speech, as spans of the text they came from.

Articles are left out: nothing that reads these tokens can tell a text with articles from one without, so a
writer whose first language has none is not judged by them. Tags come from closed-class lists, the verb
lexicon and the neighbours of a word; they are a help for the patterns of this package, not a parse.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from earnest.text.inflect import Form, Verb, unknown_verb, verb
from earnest.text.segment import Span
from earnest.text.wordlist import table_of, words_of


class Tag(StrEnum):
    """Parts of speech, as coarse as the patterns need them."""

    NUMBER = "number"
    MARK = "mark"  # a placeholder such as [date]
    PUNCTUATION = "punctuation"
    DETERMINER = "determiner"
    PRONOUN = "pronoun"
    PREPOSITION = "preposition"
    CONJUNCTION = "conjunction"
    SUBORDINATOR = "subordinator"
    AUXILIARY = "auxiliary"
    MODAL = "modal"
    NEGATION = "negation"
    ADVERB = "adverb"
    ADJECTIVE = "adjective"
    VERB = "verb"  # finite or infinitive
    PARTICIPLE = "participle"  # -ing, or -ed after another verb
    NOUN = "noun"
    NAME = "name"


class Token(NamedTuple):
    """`text[start:end]`, its tag, its verb lemma ("" unless it may be a verb form) and that lemma's class."""

    start: int
    end: int
    text: str
    lower: str
    tag: Tag
    lemma: str = ""
    kind: str = ""
    form: Form | None = None

    @property
    def span(self) -> Span:
        """The place of the token in its text."""
        return Span(self.start, self.end)


_TOKEN = re.compile(
    r"\[[a-z]{3,14}\]|\d+(?:[.,:/]\d+)*|[^\W\d_]\w*(?:['’\-.][^\W_]\w*)*(?:\+\+|#)?|[^\w\s]|_"
)
_NOMINAL = frozenset({Tag.NOUN, Tag.NAME, Tag.NUMBER, Tag.MARK})
_CONTENT = frozenset({Tag.NOUN, Tag.NAME, Tag.ADJECTIVE, Tag.VERB, Tag.PARTICIPLE})
_OPENERS = frozenset({Tag.PREPOSITION, Tag.PUNCTUATION, Tag.SUBORDINATOR, Tag.CONJUNCTION, Tag.AUXILIARY})
_FINITE_LEFT = frozenset({Tag.PRONOUN, Tag.MODAL, Tag.NEGATION})
_BEFORE_ADVERB = _FINITE_LEFT | _NOMINAL | {Tag.PUNCTUATION, Tag.CONJUNCTION}


def tokenize(text: str, span: Span | None = None) -> list[Token]:
    """Return the tokens of `text` (or of `text[span]`) without articles; offsets always point into `text`.

    >>> [(token.text, token.tag.value) for token in tokenize("Built a parser in C++ for 3 teams")][:4]
    [('Built', 'verb'), ('parser', 'noun'), ('in', 'preposition'), ('C++', 'name')]
    """
    begin, end = span or (0, len(text))
    articles = _articles()
    raw = [
        Span(*match.span()) for match in _TOKEN.finditer(text, begin, end) if match.group() not in articles
    ]
    shouting = _capitals_mean_nothing(text, raw)
    tokens: list[Token] = []
    for place, piece in enumerate(raw):
        following = raw[place + 1] if place + 1 < len(raw) else None
        tokens.append(_token(text, piece, tokens, following, shouting))
    return tokens


def content_words(tokens: Sequence[Token]) -> list[Token]:
    """Return nouns, names, adjectives and verbs: the words that carry content."""
    return [token for token in tokens if token.tag in _CONTENT]


@cache
def _articles() -> frozenset[str]:
    """Return the articles as they are written; "A" and "AN" in capitals are names or letters."""
    lower = {word for word, tag in _closed_class().items() if tag is None}
    return frozenset(
        {form for word in lower for form in (word, word.capitalize(), word.upper())} - {"A", "AN"}
    )


def _capitals_mean_nothing(text: str, raw: Sequence[Span]) -> bool:
    """Say whether most longer words are capitalised (a title, shouting), so that a capital names nothing."""
    longer = [
        text[piece.start] for piece in raw if piece.end - piece.start > 3 and text[piece.start].isalpha()
    ]
    return len(longer) > 3 and sum(letter.isupper() for letter in longer) > 0.7 * len(longer)


def _token(text: str, piece: Span, before: Sequence[Token], after: Span | None, shouting: bool) -> Token:
    word = piece.of(text)
    lower, tag, lemma = (
        _closed_or_shaped(word) if len(word) <= _CACHED else _closed_or_shaped.__wrapped__(word)
    )
    if tag is not None:
        return Token(piece.start, piece.end, word, lower, tag, lemma)
    first = not before or before[-1].text in ".!?:;•-"
    named = _is_name if len(word) <= _CACHED else _is_name.__wrapped__
    if named(word, first, shouting):
        return Token(*piece, word, lower, Tag.NAME)
    following = after.of(text).lower() if after else ""
    return _open_class(piece, word, lower, before, following)


@lru_cache(maxsize=50_000)
def _closed_or_shaped(word: str) -> tuple[str, Tag | None, str]:
    """Return the lower-case form, and tag and lemma where the word alone decides them."""
    lower = word.lower().replace("’", "'")
    tag = _shape_tag(word)
    if tag is not None:
        return lower, tag, ""
    closed = _closed_class().get(lower) or _contracted(lower)
    found = verb(lower) if closed is Tag.AUXILIARY else None
    return lower, closed, (found.lemma if found else _auxiliary_lemma(lower)) if closed else ""


_CACHED = 32  # letters of a word that is remembered


def _shape_tag(word: str) -> Tag | None:
    if word[0] == "[" and len(word) > 1:
        return Tag.MARK
    if word[0].isdigit():
        return Tag.NUMBER
    if not word[0].isalpha():
        return Tag.PUNCTUATION
    return None


@lru_cache(maxsize=50_000)
def _is_name(word: str, first: bool, shouting: bool) -> bool:
    """Say whether the shape of a word names something: CamelCase, a digit or dot inside, capitals."""
    if word in {"I", "A"} or word.lower() in {"ok", "tv"}:
        return False
    if word[-1] in "+#" or any(letter.isdigit() for letter in word):
        return True
    inner = word[1:]
    mixed = any(letter.isupper() for letter in inner) and any(letter.islower() for letter in word)
    if mixed and not ("-" in word and shouting):
        return "-" not in word or any(_is_name(part, True, False) for part in word.split("-") if part)
    if shouting:
        return False
    capital = word[0].isupper()
    return (capital and len(word) > 1 and word.isupper()) or (capital and not first)


def _open_class(piece: Span, word: str, lower: str, before: Sequence[Token], following: str) -> Token:
    known = verb(lower)
    found = known or (None if "-" in lower else unknown_verb(lower) or _verb_of_place(lower, before))
    if found is not None and _acts_as_verb(lower, found, before, following, known is not None):
        is_participle = found.form is Form.ING or (found.form is Form.PARTICIPLE)
        tag = Tag.PARTICIPLE if is_participle else Tag.VERB
        return Token(*piece, word, lower, tag, found.lemma, found.kind, found.form)
    if lower.endswith("ly") and len(lower) > 4:
        return Token(*piece, word, lower, Tag.ADVERB)
    adjectives = _adjectives()
    acts = lower in words_of("people") and _is_finite(following)  # "the project lead must report"
    if (lower in adjectives[0] and not acts) or _ends_as_adjective(lower, adjectives[1]):
        return Token(*piece, word, lower, Tag.ADJECTIVE)
    if known is not None and known.form in {Form.PAST, Form.PARTICIPLE}:
        return Token(*piece, word, lower, Tag.ADJECTIVE, known.lemma, known.kind, known.form)
    return Token(*piece, word, lower, Tag.NOUN, known.lemma if known else "")


def _verb_of_place(lower: str, before: Sequence[Token]) -> Verb | None:
    """Take what follows "I" or "I now" for a verb, whatever it is: "I order it", "I now shelve them".

    Only pronouns that nothing but a verb or an adverb can follow count ("we engineers" is no verb).
    """
    subject = before[-1] if before else None
    if subject is not None and subject.tag is Tag.ADVERB and len(before) > 1:
        subject = before[-2]
    if subject is None or subject.tag is not Tag.PRONOUN or lower in _adjectives()[0] or lower.endswith("ly"):
        return None
    if subject.lower == "i":
        return Verb(lower, Form.BASE, "plain")
    third = subject.lower in {"he", "she"} and lower.endswith("s") and len(lower) > _SHORTEST_VERB
    return Verb(lower.removesuffix("s"), Form.S, "plain") if third else None


_SHORTEST_VERB = 3  # letters, with the -s


def _ends_as_adjective(lower: str, suffixes: tuple[str, ...]) -> bool:
    if "-" in lower and lower.endswith(("ing", "ed", "time")):
        return True
    return len(lower) > 5 and lower.endswith(suffixes) and lower not in words_of("people")


def _acts_as_verb(lower: str, found: Verb, before: Sequence[Token], following: str, known: bool) -> bool:
    previous = before[-1] if before else None
    opens = previous is None or previous.text in ".!?:;•-"
    if found.form is Form.ING:
        return _ing_is_verb(lower, previous, opens, following)
    if found.form in {Form.PAST, Form.PARTICIPLE}:
        return _past_is_verb(previous, opens, following, known)
    return _present_is_verb(lower, found, before, opens, following)


def _ing_is_verb(lower: str, previous: Token | None, opens: bool, following: str) -> bool:
    if opens or previous is None:
        acts_itself = _is_finite(following) or following in {"now", "also"}  # "Purchasing now has a deadline"
        return bool(following) and following[0] not in ".,;:!?" and not acts_itself
    takes_object = (
        bool(following)
        and (following[0].isalnum() or following[0] in "$€£")
        and following not in {"and", "or"}
    )
    if previous.tag in {Tag.DETERMINER, Tag.ADJECTIVE}:
        return False
    if previous.tag in _NOMINAL or lower in words_of("nominal_ing"):
        object_tag = _closed_class().get(following)
        clear = (
            following[:1].isdigit() or following[:1] in "$€£" or object_tag in {Tag.DETERMINER, Tag.PRONOUN}
        )
        return (
            clear
            or (takes_object and lower not in words_of("nominal_ing") and object_tag is None)
            or (previous.tag in _OPENERS and takes_object and object_tag is None and previous.text != "of")
        )
    return True


def _past_is_verb(previous: Token | None, opens: bool, following: str, known: bool) -> bool:
    if (
        opens
        or previous is None
        or previous.tag in {Tag.PRONOUN, Tag.AUXILIARY, Tag.MODAL, Tag.NEGATION, Tag.ADVERB}
    ):
        return known or bool(following)
    if previous.tag in _NOMINAL | {Tag.SUBORDINATOR}:
        return known or _closed_class().get(following) in {Tag.DETERMINER, Tag.PRONOUN, Tag.SUBORDINATOR}
    if previous.tag in {Tag.CONJUNCTION, Tag.PUNCTUATION}:
        return known
    return False


def _present_is_verb(lower: str, found: Verb, before: Sequence[Token], opens: bool, following: str) -> bool:
    if opens:
        return _opening_is_verb(lower, found, following)
    previous = before[-1]
    if previous.tag in _FINITE_LEFT or previous.lower == "to":
        return not _is_noun_after_pronoun(lower, found, previous)
    if previous.tag is Tag.AUXILIARY:
        return found.form is Form.BASE and previous.lemma == "do"
    if previous.tag is Tag.ADVERB:
        return len(before) < 2 or before[-2].tag in _BEFORE_ADVERB
    if found.form is Form.S and (_names_one_thing(before) or _is_relative(before)):
        return True
    return _follows_nominal(lower, found, previous)


def _is_noun_after_pronoun(lower: str, found: Verb, previous: Token) -> bool:
    """Say whether a form is a noun after all: "gave us problems", "into one table"."""
    given = previous.lower in {"me", "us", "them", "him"} and found.kind == "harm" and found.form is Form.S
    return given or (previous.lower == "one" and lower in words_of("verb_nouns"))


def _is_relative(before: Sequence[Token]) -> bool:
    """Say whether "the glossary that" stands before: a form in -s after it is a verb."""
    return len(before) > 1 and before[-1].lower == "that" and before[-2].tag in {Tag.NOUN, Tag.NAME}


def _names_one_thing(before: Sequence[Token]) -> bool:
    """Say whether "each migration" or its like stands before: a form in -s after it is a verb."""
    if before[-1].tag is not Tag.NOUN or before[-1].lower.endswith("s"):
        return False
    return any(token.lower in {"each", "every", "this"} for token in before[-3:-1])


def _follows_nominal(lower: str, found: Verb, previous: Token) -> bool:
    if previous.tag in {Tag.CONJUNCTION, Tag.PUNCTUATION}:
        return lower not in words_of("verb_nouns") and lower not in _plural_nouns() and previous.text != "/"
    if previous.tag is Tag.NUMBER:
        return False
    if previous.tag in _NOMINAL or previous.lower in {"that", "which", "who"}:
        return (found.form is Form.S and lower not in _plural_nouns()) or previous.lower in {"which", "who"}
    return False


def _is_finite(following: str) -> bool:
    """Say whether a word begins a verb group that has a subject before it: "had", "is", "must"."""
    return bool(_auxiliary_lemma(following)) or _closed_class().get(following) is Tag.MODAL


def _opening_is_verb(lower: str, found: Verb, following: str) -> bool:
    """Tell "Change the oil" from "Change broke it": a noun when a finite verb follows at once."""
    if not following or following[0] in ".,;!?" or (found.form is Form.S and lower in _plural_nouns()):
        return False
    if _is_finite(following):
        return False  # "The shop had to ...", read without its article
    after = verb(following) or unknown_verb(following)
    past = after is not None and after.form in {Form.PAST, Form.PARTICIPLE}
    return not (lower in words_of("verb_nouns") and past)


@cache
def _plural_nouns() -> frozenset[str]:
    from_verbs = {
        form for word in words_of("verb_nouns") for form in (word + "s", word + "es", word[:-1] + "ies")
    }
    return frozenset(from_verbs)


@cache
def _closed_class() -> dict[str, Tag | None]:
    """Return the closed-class words; articles map to None."""
    table = table_of("function_words")["tags"]
    closed: dict[str, Tag | None] = {}
    for name, row in table.items():
        for word in row.split():
            closed.setdefault(word, None if name == "article" else Tag(name))
    return closed


@cache
def _contractions() -> dict[str, str]:
    return dict(table_of("function_words")["contractions"])


def _contracted(lower: str) -> Tag | None:
    if lower in _contractions():
        return Tag.PRONOUN
    if lower.endswith("n't"):
        return Tag.NEGATION
    return None


def _auxiliary_lemma(lower: str) -> str:
    if lower in {"am", "is", "are", "was", "were", "be", "been", "being", "'re"}:
        return "be"
    if lower in {"have", "has", "had", "having", "'ve"}:
        return "have"
    return "do" if lower in {"do", "does", "did"} else ""


@cache
def _adjectives() -> tuple[frozenset[str], tuple[str, ...]]:
    table = table_of("function_words")["adjectives"]
    return frozenset(table["words"].split()), tuple(table["suffixes"].split())
