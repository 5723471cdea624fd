"""Whether words stand in an order in which people put them, as far as their classes tell.

A model of pairs: how much likelier each class of word is after the one before it than anywhere, as the mean
logarithm over a sentence. Function words are classes of their own, other words are known by their part of
speech. A heap of words has no order, so its score is about 0 or less; a sentence's is mostly above. Articles
are left out (see `text.tokens`): nothing here can tell a text that has them from one that has not.
`word_order.tsv` holds counts over 18F's blog and, three times, over explanations of programs (NOTICE names
them; no sentence of them is kept); smoothing after MacKay and Peto (1995), A hierarchical
Dirichlet language model, Natural Language Engineering 1, 289-308.
"""

import math
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

from earnest.text.tokens import Tag, tokenize

_OWN = frozenset(
    {Tag.PRONOUN, Tag.PREPOSITION, Tag.CONJUNCTION, Tag.SUBORDINATOR, Tag.AUXILIARY, Tag.MODAL, Tag.NEGATION,
     Tag.DETERMINER}
)  # fmt: skip
_PRIOR = 5.0  # how many pairs the frequency of the second class alone is worth
_FLOOR = 0.5  # added to every count of a class
_MARKS = frozenset(",;:")
_START, _END = "<s>", "</s>"


def classes(sentence: str) -> list[str]:
    """Return the classes of the words of a sentence, between a start and an end.

    >>> classes("The cell is read, and they see it.")
    ['<s>', 'noun', 'is', 'noun', ',', 'and', 'they', 'verb/base', 'it', '</s>']
    """
    found = [_START]
    for token in tokenize(sentence):
        if token.tag is Tag.PUNCTUATION:
            found += [token.text] if token.text in _MARKS else []
        elif token.tag in _OWN:
            found.append(token.lower)
        elif token.form is not None and token.tag in {Tag.VERB, Tag.PARTICIPLE}:
            found.append(f"{token.tag.value}/{token.form.value}")
        else:
            found.append(token.tag.value)
    return [*found, _END]


def order_score(sentence: str) -> float:
    """Return the mean over the pairs of classes of log P(class | class before) - log P(class), in nats."""
    pairs, before, after = _counts()
    total, kinds = sum(after.values()), len(after)
    score = 0.0
    given = list(pairwise(classes(sentence)))
    for one, two in given:
        plain = (after[two] + _FLOOR) / (total + _FLOOR * kinds)
        score += math.log((pairs[one, two] + _PRIOR * plain) / (before[one] + _PRIOR)) - math.log(plain)
    return score / len(given)


@cache
def _counts() -> tuple[Counter[tuple[str, str]], Counter[str], Counter[str]]:
    pairs: Counter[tuple[str, str]] = Counter()
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    text = Path(__file__).with_name("word_order.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        one, two, count = line.split("\t")
        pairs[one, two] = int(count)
        before[one] += int(count)
        after[two] += int(count)
    return pairs, before, after
