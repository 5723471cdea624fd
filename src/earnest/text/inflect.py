"""English verb forms: from a form in a text to the lemma in the lexicon.

Forms are generated from the lemmas of `lexicons/verbs.toml` with the spelling rules of regular verbs and the
table of irregular ones, so a form is looked up, never guessed, unless the verb is unknown.
"""

from enum import StrEnum
from functools import cache
from typing import NamedTuple

from earnest.text.wordlist import lines_of, table_of

_VOWELS = frozenset("aeiou")


class Form(StrEnum):
    """The forms of an English verb. `PAST` stands for the participle too where both are alike."""

    BASE = "base"
    S = "s"
    PAST = "past"
    PARTICIPLE = "participle"
    ING = "ing"


class Verb(NamedTuple):
    """A verb form: its lemma, which form it is, and the class of the lemma ("" if the verb is unknown)."""

    lemma: str
    form: Form
    kind: str


def verb(word: str) -> Verb | None:
    """Return the verb that the lower-case `word` is a form of, or None.

    >>> verb("rebuilt")
    Verb(lemma='rebuild', form=<Form.PAST: 'past'>, kind='deed')
    >>> verb("cutting").lemma, verb("table-top")
    ('cut', None)
    """
    return _forms().get(word)


def unknown_verb(word: str) -> Verb | None:
    """Guess a verb that no lexicon knows from a regular ending: -ed or -ing on a stem of three letters or
    more.

    >>> unknown_verb("kubernetized").form
    <Form.PAST: 'past'>
    """
    if len(word) > 5 and word.endswith("ing"):
        return Verb(word[:-3], Form.ING, "")
    if len(word) > 4 and word.endswith("ed") and not word.endswith("eed"):
        return Verb(word[:-2], Form.PAST, "")
    return None


def inflections(lemma: str) -> dict[str, Form]:
    """Return the regular forms of a verb.

    >>> list(inflections("ship"))
    ['ship', 'ships', 'shipped', 'shipping']
    """
    stem = _doubled(lemma)
    if lemma.endswith("e"):
        past, ing = lemma + "d", (lemma if lemma.endswith(("ee", "ye", "oe")) else lemma[:-1]) + "ing"
    elif lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        past, ing = lemma[:-1] + "ied", lemma + "ing"
    else:
        past, ing = stem + "ed", stem + "ing"
    return {lemma: Form.BASE, _third_person(lemma): Form.S, past: Form.PAST, ing: Form.ING}


def _third_person(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def _doubled(lemma: str) -> str:
    """Double the last consonant of a stressed closed syllable: ship -> shipp, commit -> committ."""
    if len(lemma) < 3 or lemma[-1] in "aeiouwxy" or lemma[-2] not in _VOWELS or lemma[-3] in _VOWELS:
        return lemma
    syllables = sum(letter in _VOWELS for letter in lemma)
    doubles = syllables == 1 or lemma in _doubling()
    return lemma + lemma[-1] if doubles else lemma


@cache
def _doubling() -> frozenset[str]:
    return frozenset(
        "admit begin commit compel control debug defer enrol equip forget infer occur omit overrun patrol"
        " permit prefer program propel recur refer regret rerun resubmit submit transfer transmit unplug"
        " unwrap upset".split()
    )


@cache
def _forms() -> dict[str, Verb]:
    table = table_of("verbs")
    irregular = _irregular()
    forms: dict[str, Verb] = {}
    for kind, lemmas in table.items():
        for lemma in lemmas.split():
            for word, form in inflections(lemma).items():
                if not (form is Form.PAST and lemma in irregular) or lemma in _regular_too():
                    forms.setdefault(word, Verb(lemma, form, kind))
            for word, form in irregular.get(lemma, {}).items():
                forms[word] = Verb(lemma, form, kind)
    return forms


@cache
def _regular_too() -> frozenset[str]:
    """Return the irregular verbs whose regular past is used as well: learnt and learned."""
    return frozenset(line.split()[0] for line in lines_of("irregular_verbs") if line.endswith(" regular"))


@cache
def _irregular() -> dict[str, dict[str, Form]]:
    table: dict[str, dict[str, Form]] = {}
    for line in lines_of("irregular_verbs"):
        lemma, past, participle = line.split()[:3]
        forms = {past: Form.PAST} if past == participle else {past: Form.PAST, participle: Form.PARTICIPLE}
        table[lemma] = {word: form for word, form in forms.items() if word != lemma}
        if past == lemma:
            table[lemma] = {}
    return table
