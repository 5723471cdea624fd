"""From the blocks of a profile to sentences with their technologies."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from earnest.matching.gazetteer import Mention, find_technologies, gazetteer
from earnest.records.document import BlindDocument
from earnest.records.evidence.stack import NamedTechnology, StackSentence
from earnest.signals.stack.naming import unknown_names
from earnest.text.clauses import Agent, verb_groups
from earnest.text.segment import Span, sentences
from earnest.text.tokens import Tag, Token, content_words, tokenize

_OWN = frozenset({Agent.I, Agent.MINE, Agent.IMPLIED, Agent.WE, Agent.PASSIVE})
_DEEDS = frozenset({"deed", "outcome", "plain"})
_NO_DEED = frozenset(
    {"be", "have", "use", "know", "experience", "love", "like", "include", "specialize", "go"}
)
_DIGITS = re.compile(r"\d+")


def read_sentences(document: BlindDocument) -> Iterator[StackSentence]:
    """Yield the sentences of a profile by block id and place, so that the order of sections cannot matter."""
    for block in sorted(document.blocks, key=lambda block: block.id):
        text = document.block_text(block)
        mentions = find_technologies(text)
        starts = [mention.start for mention in mentions]
        for span in _whole(text, mentions, starts):
            first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
            yield _sentence(block.id, text, span, mentions[first:last])


def _whole(text: str, mentions: Sequence[Mention], starts: Sequence[int]) -> list[Span]:
    """Join the sentences that a name such as "Node. js" or ".NET" was cut at."""
    joined: list[Span] = []
    for span in sentences(text):
        before = bisect_left(starts, span.start) - 1
        cut = before >= 0 and mentions[before].end > span.start
        if joined and cut:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _sentence(block: str, text: str, span: Span, mentions: Sequence[Mention]) -> StackSentence:
    tokens = tokenize(text, span)
    own = [token for token in content_words(tokens) if not _inside(token, mentions)]
    measured = any(_measures(token, mentions) for token in tokens)
    words = len(own) + _ideographs(own)
    engineering = _is_engineering(own)
    return StackSentence(
        block=block,
        start=span.start,
        end=span.end,
        text=span.of(text),
        deed=_tells_a_deed(tokens, mentions) or (measured and _is_foreign(own)),
        measured=measured,
        engineering=engineering,
        words=words,
        template=_template(own),
        technologies=tuple(_technology(mention) for mention in mentions),
        unlisted=tuple(unknown_names(text, span, mentions)) if engineering else (),
    )


def _ideographs(own: Sequence[Token]) -> int:
    """Return how many words runs of ideographs hold besides the runs: two characters a word."""
    runs = [token for token in own if "\u3040" <= token.text[0] <= "\u9fff"]
    return sum(len(token.text) // 2 for token in runs) - len(runs) if runs else 0


def _is_foreign(own: Sequence[Token]) -> bool:
    """Say whether the words are not English, whose verbs alone are read: elsewhere a number has to do."""
    return any(not token.text.isascii() and token.text[0].isalpha() for token in own)


def _tells_a_deed(tokens: Sequence[Token], mentions: Sequence[Mention]) -> bool:
    return any(
        group.agent in _OWN
        and group.kind in _DEEDS
        and group.lemma not in _NO_DEED
        and not group.negated
        and not _inside(tokens[group.head], mentions)
        for group in verb_groups(tokens)
    )


def _measures(token: Token, mentions: Sequence[Mention]) -> bool:
    number = token.tag is Tag.NUMBER or token.text == "[duration]"
    return number and not _inside(token, mentions)


def _inside(token: Token, mentions: Sequence[Mention]) -> bool:
    """Whether a token overlaps one of the mentions, which stand in order and apart."""
    before = bisect_left(mentions, token.end, key=lambda one: one.start) - 1
    return before >= 0 and mentions[before].end > token.start


def _template(own: Sequence[Token]) -> str:
    """Hash the words outside names: sixty sentences made from one pattern have one template."""
    frame = " ".join(_DIGITS.sub("0", token.lower) for token in own if token.tag is not Tag.NUMBER)
    return sha256(frame.encode("utf-8", errors="surrogatepass")).hexdigest()[:12]


def _technology(mention: Mention) -> NamedTechnology:
    found = gazetteer().technology(mention.name)
    return NamedTechnology(
        name=found.name,
        category=found.category,
        start=mention.start,
        end=mention.end,
        implies=gazetteer().ancestors(found.name),
    )


def _is_engineering(own: Sequence[Token]) -> bool:
    """Say whether the words are of engineering work: one sure noun, or two that other work has too."""
    sure, unsure = engineering_words()
    words = {token.lower for token in own}
    return not words.isdisjoint(sure) or len(words & unsure) > 1


@cache
def engineering_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the nouns of engineering and annotation work: those that are sure, and those that are not."""
    lines = Path(__file__).with_name("engineering.txt").read_text(encoding="utf-8").splitlines()
    sure = frozenset(word for line in lines if line[:1] not in "#~" for word in line.split())
    return sure, frozenset(word for line in lines if line[:1] == "~" for word in line[1:].split())
