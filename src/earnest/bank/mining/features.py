"""What the grammar of a clause shows, as named numbers from which `weighing` tells a demand.

Function words, the mood, the finite verb, who or what is the subject and how far it leans to code and text.
No content word is a feature by itself: what a clause speaks of enters through `work` and `topic` alone.
"""

from earnest.bank.mining.force import Mood, is_duty_of_you, is_imperative, opened
from earnest.bank.mining.reading import Clause
from earnest.bank.mining.topic import leaning
from earnest.bank.mining.words import closed_words, has_phrase, is_person, table
from earnest.bank.mining.work import Work, finite_place, head_row

_MARKS = ("neg_strict", "only_strict", "keep_strict", "bound_strict", "banned", "keep_as")
_LONG = 20  # words of a clause that counts as long

Features = dict[str, float]


def features(clause: Clause, work: Work, said: Mood, before: Mood | None) -> Features:
    """Return the features of a clause that are not 0; `before` is the mood of the clause before it in its
    sentence.
    """
    words = opened(clause) or clause.words
    place = finite_place(words)
    held = {
        f"mood {said}": 1.0,
        f"before {before or 'none'}": 1.0,
        "item": float(clause.item),
        "announced": float(clause.asked),
        "first": float(clause.first),
        "question": float(clause.question),
        "imperative": float(is_imperative(words, clause)),
        "you": float(is_duty_of_you(words, clause)),
        "no verb": float(place < 0),
        "verb first": float(place == 0),
        "length": min(1.0, len(words) / _LONG),
        "task": float(words[0] in table().asking.makes | table().asking.mends),
        "points": float(words[0] in table().asking.points),
        f"opens {_closed(words[0])}": 1.0,
    }
    held |= _of_subject(words, place, work) | _of_words(clause, words, work)
    return {name: value for name, value in held.items() if value}


def _of_subject(words: tuple[str, ...], place: int, work: Work) -> Features:
    subject = head_row(words[:place]) if place > 0 else []
    finite = {f"verb {_closed(words[place])}": 1.0} if place >= 0 else {}
    return {
        **finite,
        "subject leaning": leaning(_content(subject)),
        "subject person": float(any(map(is_person, subject))),
        "subject work": float(any(map(work.has, subject))),
        "subject code": float(bool(subject) and subject[-1][0] == "<"),
        f"subject opens {_closed(subject[0]) if subject else 'none'}": 1.0,
    }


def _of_words(clause: Clause, words: tuple[str, ...], work: Work) -> Features:
    phrases = table().phrases
    return {
        **{f"word {word}": 1.0 for word in set(words) if word in closed_words() or word[0] == "<"},
        **{f"shows {mark}": 1.0 for mark in _MARKS if has_phrase(clause.line, phrases[mark])},
        "leaning": leaning(_content([word for word in words if word[0] != "<"])),
        "work": float(any(map(work.has, words))),
        "person": float(any(map(is_person, words))),
    }


def _content(words: list[str]) -> str:
    return " ".join(word for word in words if word not in closed_words())


def _closed(word: str) -> str:
    """Return a function word or modal, "other" for any other word."""
    return word if word in closed_words() or word in table().orders.modals else "other"
