"""Present tense that the tagger leaves a noun: "boards stand in the room", "the scanner runs on my laptop".

A form that noun and verb share is a noun for the tagger unless its neighbours decide. Here the clause
decides: one that has a subject and no verb gets the first form in it that agrees with the subject, and "and"
goes on in the form of the verb before it. This is for texts in sentences; a list or a heading has no verb.
"""

from collections.abc import Iterator, Sequence

from earnest.text.inflect import Form, verb
from earnest.text.tokens import Tag, Token
from earnest.text.wordlist import table_of, words_of

_BOUNDS = frozenset({Tag.CONJUNCTION, Tag.SUBORDINATOR})
_MARKS = frozenset(",;:.!?()–—")
_TIMES = frozenset({"before", "after", "until", "till"})
_NOMINAL = frozenset({Tag.NOUN, Tag.NAME, Tag.MARK})
_PLURALS = frozenset(
    {"both", "all", "some", "many", "few", "most", "others", "people", "men", "women", "children", "staff"}
)
_MAY_BE = frozenset({Tag.NOUN, Tag.ADJECTIVE})
_GOES_ON = frozenset(
    {Tag.DETERMINER, Tag.PRONOUN, Tag.PREPOSITION, Tag.SUBORDINATOR, Tag.ADVERB, Tag.NUMBER, Tag.PUNCTUATION}
)
_NOMINATIVE = frozenset({"i", "we", "they", "he", "she", "you", "it"})
_NOT_AFTER = frozenset({"of", "-", "/", "'"})


def with_presents(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens of one sentence with the verbs of clauses that had none tagged as such.

    >>> from earnest.text.tokens import tokenize
    >>> told = "Boards stand in the room for a week, and the scanner runs before a commit exists."
    >>> [token.text for token in with_presents(tokenize(told)) if token.tag is Tag.VERB]
    ['stand', 'runs', 'exists']
    """
    found = list(tokens)
    for first, last in _clauses(tokens):
        place = None if _is_finite(tokens[first:last]) else _verb_of(tokens, first, last)
        if place is not None:
            found[place] = _as_verb(tokens[place])
    return found


def _clauses(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    first = 0
    for place, token in enumerate(tokens):
        opens = place > first + 1 and token.tag is Tag.PRONOUN and token.lower.split("'")[0] in _NOMINATIVE
        if opens and tokens[place - 1].tag in _NOMINAL:  # "the room they're meant for"
            yield first, place
            first = place
        elif token.tag in _BOUNDS or token.text in _MARKS or token.lower in _TIMES:
            yield first, place
            first = place + 1
    yield first, len(tokens)


def _is_finite(tokens: Sequence[Token]) -> bool:
    return any(
        token.tag in {Tag.AUXILIARY, Tag.MODAL}
        or (token.tag is Tag.VERB and token.form is not Form.ING)
        or (token.tag is Tag.NEGATION and token.lower.endswith("n't"))
        or (token.tag is Tag.PRONOUN and "'" in token.lower)
        for token in tokens
    )


def _verb_of(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """Return the place of the first form that agrees with a noun before it in its clause."""
    head: Token | None = None
    attached = False
    for place in range(first, last):
        token = tokens[place]
        before = tokens[place - 1] if place > first else None
        if before is not None and _agrees(tokens, place, before, head):
            return place
        attached = token.tag is Tag.PREPOSITION or (attached and token.tag not in _NOMINAL)
        if head is None and not attached and (token.tag in _NOMINAL or token.lower in _PLURALS):
            head = token
    return None


def _agrees(tokens: Sequence[Token], place: int, before: Token, head: Token | None) -> bool:
    token = tokens[place]
    found = verb(token.lower) if token.tag in _MAY_BE else None
    follows = before.tag in _NOMINAL or before.tag is Tag.ADVERB or before.lower in _PLURALS
    if found is None or not follows or head is None or not _may_go_on(tokens, place + 1):
        return False
    subjects = (head, before) if before.tag in _NOMINAL else (head,)
    if found.form is Form.BASE:
        return any(_is_plural(one) for one in subjects)
    return found.form is Form.S and any(not _is_plural(one) for one in subjects)


def _may_go_on(tokens: Sequence[Token], place: int) -> bool:
    """Say whether what follows can follow a verb: an object with its determiner, a phrase, an end."""
    if place >= len(tokens):
        return True
    after = tokens[place]
    if after.text in _NOT_AFTER:
        return False
    counted = after.lower in table_of("units")["number"]
    return after.tag in _GOES_ON or after.tag is Tag.CONJUNCTION or counted or _is_plural(after)


def _is_plural(token: Token) -> bool:
    lower = token.lower
    listed = lower in _PLURALS or (lower in words_of("people") and lower.endswith("s"))
    return listed or (
        token.tag in _NOMINAL and lower.endswith("s") and not lower.endswith(("ss", "us", "'s"))
    )


def _as_verb(token: Token) -> Token:
    found = verb(token.lower)
    if found is None:
        raise ValueError(f"{token.text!r} is no verb form")
    return token._replace(tag=Tag.VERB, lemma=found.lemma, kind=found.kind, form=found.form)
