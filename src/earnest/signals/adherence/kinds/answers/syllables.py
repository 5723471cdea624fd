"""How many syllables a word has: the counts that are possible, from its spelling alone.

There is no pronouncing dictionary here. A word with one group of vowel letters has one syllable; silent
endings and vowels that may stand apart ("create", "area") leave more than one count open.
"""

import re

_GROUPS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"[^aeiouyl]e$|[aeiouy]le$|[aeiouy]e$")
_SILENT_ED = re.compile(r"[^aeiouytd]ed$")
_SILENT_ES = re.compile(r"[^aeiouyszxhcgl]es$")
_MAY_SPLIT = re.compile(r"i[aou]|eo|ea|ua|ue|ui|ye|ya|yo|oe|ie|uou|ei|io")


def possible_syllables(word: str) -> frozenset[int]:
    """Return the counts that the spelling leaves open; empty where the word holds no Latin letter or a digit.

    >>> [sorted(possible_syllables(word)) for word in ("cat", "banana", "7")]
    [[1], [3], []]
    """
    lower = word.lower()
    if not lower.isascii() or not lower.isalpha():
        return frozenset()
    groups = _GROUPS.findall(lower)
    count = len(groups)
    if not count:
        return frozenset()
    counts = {count}
    if count > 1 and any(rule.search(lower) for rule in (_SILENT_END, _SILENT_ED, _SILENT_ES)):
        counts = {count - 1}
    if any(_MAY_SPLIT.search(group) for group in groups):
        counts |= {one + 1 for one in counts}
    if _inner_e(lower):
        counts |= {one - 1 for one in counts if one > 1}
    return frozenset(counts)


def _inner_e(word: str) -> bool:
    """Whether an e inside the word may be silent ("something", "every", "moreover")."""
    return (
        re.search(
            r"[aeiouy][^aeiouy]{1,2}e[^aeiouyr]{1,2}[aeiouy]|[aeiou]very|[aeiouy][^aeiouy]er[aeiouy]", word
        )
        is not None
    )
