"""From a blind document to sentences, blocks and passages, counted in words. Linear and bounded."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from earnest.records.document import BlindDocument, Block
from earnest.text.content import STEM, plain_words
from earnest.text.segment import Span, sentences, words

MOST_WORDS = 40_000
"""Words of one answer that are read; an answer to a long-form prompt has a thousand."""
MOST_PASSAGES = 240
"""Passages that are compared with each other, so that the comparison stays small whatever the length."""
PASSAGE_WORDS = 28
"""Content words of a passage; with the words between them about 60."""
HEADING_WORDS = 12
_LONG = 11  # letters of a word that may be there for its length
_OFTEN = 5  # times it is said
_STREWN = 0.85  # of the passages that chance would give it
_FEWEST_PASSAGES = 6
_SENTENCE_STEMS = 3  # fewer content words may be said twice
_ENDS = frozenset(".!?:;,\"')]…")


@dataclass(frozen=True)
class ReadSentence:
    """One sentence, its place in its block, its position in words, and its content words.

    `content` are these words in lower case without plural s, `stems` what they are compared by; `said` are
    all words in that form, `named` counts the content words behind the first that have a capital.
    """

    block: str
    span: Span
    text: str
    paragraph: int
    word: int
    words: int
    stems: tuple[str, ...]
    content: tuple[str, ...]
    said: tuple[str, ...] = ()
    named: int = 0
    heading: bool = False


@dataclass(frozen=True)
class Stretch:
    """Sentences `first:last` that are looked at together; `word` is the position of the first word.

    `content` counts the content words.
    """

    first: int
    last: int
    word: int
    words: int
    content: int
    heading: bool = False


@dataclass(frozen=True)
class ReadEssay:
    """What was read of one answer. `units` are its blocks, `passages` stretches of about equal length."""

    words: int
    words_read: int
    sentences: tuple[ReadSentence, ...] = ()
    units: tuple[Stretch, ...] = ()
    passages: tuple[Stretch, ...] = ()


def read_essay(document: BlindDocument) -> ReadEssay:
    """Cut a document into sentences, units (its blocks) and passages of about `PASSAGE_WORDS` words."""
    total = len(words(document.text))
    found = tuple(_sentences(document))
    units, passages = _cut(found)
    if ornaments := strewn(found, passages):
        found = tuple(_without(sentence, ornaments) for sentence in found)
        units, passages = _cut(found)
    return ReadEssay(total, sum(sentence.words for sentence in found), found, units, passages)


def strewn(found: Sequence[ReadSentence], passages: Sequence[Stretch]) -> frozenset[str]:
    """Return the stems of long words that turn up everywhere and cluster nowhere.

    What an essay is about comes in clusters: where it is said once it is likelier to be said again (Church,
    Gale 1995, Poisson mixtures). Words put in for their sound are strewn: t of them fall into about
    n (1 - (1 - 1 / n)^t) of n passages. Long words said five times and more that reach 85 % of that are not
    counted, so that putting in long words ties no passage to another.
    """
    size = len(passages)
    if size < _FEWEST_PASSAGES:
        return frozenset()
    times, reached, long = Counter[str](), Counter[str](), set[str]()
    for passage in passages:
        own = found[passage.first : passage.last]
        held = Counter(stem for one in own for stem in one.stems)
        times.update(held)
        reached.update(held.keys())
        long.update(
            stem
            for one in own
            for stem, word in zip(one.stems, one.content, strict=True)
            if len(word) >= _LONG
        )
    return frozenset(
        stem
        for stem in long
        if times[stem] >= _OFTEN
        and reached[stem] >= _STREWN * size * (1.0 - (1.0 - 1.0 / size) ** times[stem])
    )


def _without(sentence: ReadSentence, stems: frozenset[str]) -> ReadSentence:
    kept = [pair for pair in zip(sentence.stems, sentence.content, strict=True) if pair[0] not in stems]
    return replace(sentence, stems=tuple(stem for stem, _ in kept), content=tuple(word for _, word in kept))


def _cut(found: Sequence[ReadSentence]) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Return units and passages."""
    units = tuple(_joined(found, tuple(_units(found))))
    content = sum(len(sentence.stems) for sentence in found)
    goal = max(PASSAGE_WORDS, -(-content // MOST_PASSAGES))
    return units, tuple(_passages(found, units, goal))


def is_heading(text: str, following: str | None) -> bool:
    """Say whether a block is a heading: short, without the end of a sentence, and something follows.

    >>> is_heading("Where this fails", "It fails when cold."), is_heading("It fails.", "So be it.")
    (True, False)
    """
    stripped = text.strip()
    if following is None or not stripped or stripped[-1] in _ENDS:
        return False
    return len(words(stripped)) <= HEADING_WORDS


def _sentences(document: BlindDocument) -> Iterator[ReadSentence]:
    word, blocks, seen = 0, document.blocks, set[tuple[str, ...]]()
    for paragraph, block in enumerate(blocks):
        text = document.block_text(block)
        following = document.block_text(blocks[paragraph + 1]) if paragraph + 1 < len(blocks) else None
        heading = is_heading(text, following)
        for span in sentences(text):
            sentence = _once(_sentence(text, span, block, (paragraph, word, heading)), seen)
            if sentence.words == 0:
                continue
            if word + sentence.words > MOST_WORDS:
                return
            yield sentence
            word += sentence.words


def _once(sentence: ReadSentence, seen: set[tuple[str, ...]]) -> ReadSentence:
    """Take the content from a sentence that has been said before: it says nothing the second time."""
    if len(sentence.stems) >= _SENTENCE_STEMS and sentence.stems in seen:
        return replace(sentence, stems=(), content=())
    seen.add(sentence.stems)
    return sentence


def _sentence(text: str, span: Span, block: Block, where: tuple[int, int, bool]) -> ReadSentence:
    piece = span.of(text)
    said = plain_words(piece)
    content = [word for word in said if word.says]
    paragraph, word, heading = where
    return ReadSentence(
        block=block.id,
        span=span,
        text=piece,
        paragraph=paragraph,
        word=word,
        words=len(said),
        stems=tuple(one.lower[:STEM] for one in content),
        content=tuple(one.lower for one in content),
        said=tuple(one.lower for one in said),
        named=sum(piece[one.start].isupper() for one in content[1:]),
        heading=heading,
    )


def _units(found: Sequence[ReadSentence]) -> Iterator[Stretch]:
    first = 0
    for index in range(1, len(found) + 1):
        if index == len(found) or found[index].paragraph != found[first].paragraph:
            yield _stretch(found, first, index)
            first = index


def _joined(found: Sequence[ReadSentence], units: Sequence[Stretch]) -> Iterator[Stretch]:
    """Join neighbouring units where there are more than can be compared."""
    step = -(-len(units) // MOST_PASSAGES) if units else 1
    for at in range(0, len(units), step):
        group = units[at : at + step]
        yield _stretch(found, group[0].first, group[-1].last)


def _stretch(found: Sequence[ReadSentence], first: int, last: int) -> Stretch:
    held = sum(sentence.words for sentence in found[first:last])
    heading = all(sentence.heading for sentence in found[first:last])
    content = sum(len(sentence.stems) for sentence in found[first:last])
    return Stretch(first, last, found[first].word, held, content, heading)


def _passages(found: Sequence[ReadSentence], units: Sequence[Stretch], goal: int) -> Iterator[Stretch]:
    """Join sentences up to `goal` content words; a passage that is half full ends with its unit.

    Content words alone are counted, so that articles and prepositions do not move the cuts.
    """
    ends = {unit.last for unit in units if not unit.heading}
    first, last, held = 0, len(found), 0
    rest = sum(len(sentence.stems) for sentence in found)
    for index in range(1, last + 1):
        own = len(found[index - 1].stems)
        held, rest = held + own, rest - own
        full = held >= goal or (index in ends and 2 * held >= goal)
        if index == last or (full and 2 * rest >= goal):
            yield _stretch(found, first, index)
            first, held = index, 0
