"""Who acts in the main clauses of a sentence, and when: whose change it is that is told."""

from collections.abc import Iterator
from typing import NamedTuple

from earnest.signals.accountability.lexicon import word_list
from earnest.signals.accountability.parsed import Parsed
from earnest.text.clauses import OWN, Agent, Tense, VerbGroup

_MINE = OWN | {Agent.WE}
_NOT_MINE = frozenset({Agent.OTHER, Agent.THING, Agent.PASSIVE})
_BACK_THEN = frozenset({Tense.PAST, Tense.PERFECT})
_MUST = frozenset({"must", "should", "shall"})
_OPENS = frozenset({"if", "when", "whenever", "before", "until", "unless", "once", "after", "till", "while"})
_REACH = 3  # tokens between the word that opens a clause and its subject
AMBIGUOUS = frozenset({"split", "put", "cut", "set", "let", "read", "hit", "cost", "shut", "quit", "spread"})


class Acting(NamedTuple):
    """See `records.evidence.accountability.Sentence`, which holds the same four."""

    own_past: bool
    own_present: bool
    present: bool
    for_others: bool


def acting(sentence: Parsed) -> Acting:
    """Read the main clauses of a sentence."""
    main = list(main_groups(sentence))
    mine = [group for group in main if group.agent in _MINE]
    own_present = any(group.tense is Tense.PRESENT and not reads_as_past(sentence, group) for group in mine)
    return Acting(
        own_past=any(
            (group.tense in _BACK_THEN or reads_as_past(sentence, group))
            and (group.negated or group.lemma not in word_list("saying_verbs"))
            and not _turned(sentence, group)
            for group in mine
        ),
        own_present=own_present,
        present=any(group.tense is Tense.PRESENT and not reads_as_past(sentence, group) for group in main),
        for_others=not own_present and any(_is_told(sentence, group) for group in main),
    )


def main_groups(sentence: Parsed) -> Iterator[VerbGroup]:
    """Yield the verb groups with a tense that no "if", "before" or the like opens, up to what others say."""
    for group in sentence.groups:
        if group.tense is not Tense.LOOSE and not _is_opened(sentence, group):
            yield group
        if group.agent is Agent.OTHER and group.lemma in word_list("saying_verbs") - {"have", "be"}:
            return


def _is_opened(sentence: Parsed, group: VerbGroup) -> bool:
    first = group.first if group.subject is None else min(group.subject, group.first)
    return any(token.lower in _OPENS for token in sentence.tokens[max(0, first - _REACH) : first])


def only_thought(sentence: Parsed) -> bool:
    """Say whether the sentence first of all tells what was said, thought or found out."""
    first = next(main_groups(sentence), None)
    thoughts = word_list("saying_verbs") - {
        "have",
        "be",
        "join",
        "work",
        "come",
        "live",
        "thank",
        "apologise",
        "apologize",
    }
    return first is not None and (first.lemma in thoughts or first.kind == "mind" or _turned(sentence, first))


def _turned(sentence: Parsed, group: VerbGroup) -> bool:
    """Say whether somebody changed his mind: "I changed my mind when I saw how much was lost"."""
    after = sentence.tokens[group.last : group.last + 3]
    return group.lemma == "change" and any(token.lower in {"mind", "minds", "opinion"} for token in after)


def reads_as_past(sentence: Parsed, group: VerbGroup) -> bool:
    """Say whether a form that is past and present alike ("we split") stands beside a past."""
    past = any(other.tense in _BACK_THEN for other in sentence.groups)
    return group.tense is Tense.PRESENT and group.lemma in AMBIGUOUS and past


def _is_told(sentence: Parsed, group: VerbGroup) -> bool:
    """Say whether somebody else has to do something: "they are required to", "purchasing has a deadline"."""
    if group.agent not in _NOT_MINE:
        return False
    after = [token.lower for token in sentence.tokens[group.last : group.last + 5]]
    before = sentence.tokens[max(0, group.first - 3) : group.first]
    somebody = group.agent is Agent.OTHER or any(token.lower in _THEY for token in before)
    burden = group.lemma in {"have", "get"} and bool(set(after) & word_list("duties_of_others"))
    asked = group.lemma in word_list("obligations") and after[:1] == ["to"]
    return burden or (somebody and (asked or group.modal in _MUST))


_THEY = frozenset({"they", "he", "she", "them"})
