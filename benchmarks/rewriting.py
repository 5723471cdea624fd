"""Rewrites that must not move a score: stuffing, and the style of a second-language writer. Pure, no
randomness.

Each rewrite takes a text and a number that picks the place or the words, so that every row of a table is
the same in every run.
"""

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

Rewrite = Callable[[str, int], str]

_ARTICLES = re.compile(r"\b(?:the|a|an) ", re.IGNORECASE)
_PREPOSITIONS = {"in": "on", "on": "in", "at": "in", "for": "to", "of": "from", "from": "of", "with": "by"}
_LONGER = {
    "used": "utilized", "use": "utilize", "helped": "facilitated", "help": "facilitate",
    "many": "a multiplicity of",
    "about": "approximately", "because": "inasmuch as",
    "also": "additionally", "good": "exceptionally advantageous",
    "work": "professional undertakings", "but": "notwithstanding this",
}  # fmt: skip
_LONG_WORDS = (
    "notwithstanding", "multifaceted", "interdisciplinary", "conceptualization", "heterogeneous",
    "epistemological",
    "interoperability", "characteristically", "institutionalization", "comprehensiveness",
)  # fmt: skip
_BUZZWORDS = (
    "synergy",
    "best practices",
    "innovation",
    "digital transformation",
    "thought leadership",
    "scalability",
)
_LESSONS = (
    "This is the lesson I learned.", "I learned a valuable lesson.",
    "In conclusion, I take full responsibility.",
    "Since then I always do better.", "The key takeaway is growth.", "Looking back, I should have known.",
)  # fmt: skip


def _some(words: Sequence[str], number: int, count: int) -> list[str]:
    return [words[(number + step * 3) % len(words)] for step in range(count)]


def _with(text: str, extra: str) -> str:
    return f"{text.rstrip().removesuffix('.')}, {extra}."


def _and(text: str, sentence: str) -> str:
    return f"{text.rstrip().removesuffix('.')}. {sentence}"


def _no_articles(text: str, _number: int) -> str:
    return _ARTICLES.sub("", text)


def _other_prepositions(text: str, number: int) -> str:
    """Swap every third preposition for the one that learners mix it up with."""
    seen = iter(range(number, 1_000_000))

    def swap(match: re.Match[str]) -> str:
        return _PREPOSITIONS[match.group()] if next(seen) % 3 == 0 else match.group()

    return re.sub(r"\b(?:in|on|at|for|of|from|with)\b", swap, text)


def _no_third_person_s(text: str, _number: int) -> str:
    return re.sub(r"\b(he|she|it|that|which|who) (\w{3,})s\b", r"\1 \2", text)


STUFFING: Mapping[str, Rewrite] = {
    "random numbers": lambda text, number: _with(text, f"{number * 7 % 90 + 3}, {number * 31 % 900 + 12}, 4"),
    "long words": lambda text, number: _with(text, " ".join(_some(_LONG_WORDS, number, 3))),
    "longer synonyms": lambda text, _: re.sub(
        r"\w+", lambda match: _LONGER.get(match.group(), match.group()), text
    ),
    "buzzwords": lambda text, number: _with(text, ", ".join(_some(_BUZZWORDS, number, 2))),
    "lesson phrase": lambda text, number: _and(text, _LESSONS[number % len(_LESSONS)]),
    "in conclusion": lambda text, _: _and(text, "In conclusion, this was very important."),
    "said twice": lambda text, _: _and(text, text),
}
STYLE: Mapping[str, Rewrite] = {
    "articles dropped": _no_articles,
    "prepositions swapped": _other_prepositions,
    "third person without s": _no_third_person_s,
    "all three": lambda text, number: _no_third_person_s(
        _no_articles(_other_prepositions(text, number), number), number
    ),
}


def bag_of_words(ones: Sequence[str], zeros: Sequence[str]) -> Callable[[str], float]:
    """Return the log odds of a logistic regression on TF-IDF weights: what words alone can tell."""
    texts = [*ones, *zeros]
    known = sorted({word for text in texts for word in _words(text)})
    place = {word: number for number, word in enumerate(known)}
    rarity = np.log((1 + len(texts)) / (1 + _counts(texts, place).astype(bool).sum(axis=0))) + 1
    table = _scaled(_counts(texts, place) * rarity)
    design = np.hstack([table, np.ones((len(texts), 1))])
    outcome = np.array([1.0] * len(ones) + [0.0] * len(zeros))
    # gradient steps in the space of texts, of which there are fewer than words
    kernel = design @ design.T
    dual = np.zeros(len(texts))
    step = 1 / (0.25 * float(np.linalg.norm(kernel, 2)) + _RIDGE)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-kernel @ dual))
        dual -= step * (chance - outcome + _RIDGE * dual)
    weights = design.T @ dual
    return lambda text: float(np.append(_scaled(_counts([text], place) * rarity), 1.0) @ weights)


_STEPS = 300
_RIDGE = 0.1


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", text.lower())


def _counts(texts: Sequence[str], place: Mapping[str, int]) -> npt.NDArray[np.float64]:
    table = np.zeros((len(texts), len(place)))
    for row, text in zip(table, texts, strict=True):
        for word in _words(text):
            if word in place:
                row[place[word]] += 1
    return table


def _scaled(table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return table / np.maximum(1e-12, np.linalg.norm(table, axis=1, keepdims=True))
