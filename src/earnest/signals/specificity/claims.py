"""From blocks to claims: cut, skip what claims nothing, and mark what stands in each claim."""

import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from earnest.matching.gazetteer import find_technologies
from earnest.records.document import BlindDocument, Block
from earnest.records.evidence.specificity import Claim
from earnest.signals.specificity.features import Passage, features, take_apart
from earnest.text.lexicon import phrases
from earnest.text.quantities import MEASURED, Kind, quantities
from earnest.text.segment import Span, sentences, words
from earnest.text.tokens import Tag, Token, content_words
from earnest.text.wordlist import words_of

_SEPARATORS = frozenset(",|·•/;")


def claims_of(document: BlindDocument) -> Iterator[Claim]:
    """Yield the claims of a profile, by block id.

    A document of one block is a claim even if it looks like a heading or says little: somebody asked about
    it.
    """
    alone = len(document.blocks) == 1
    for block in sorted(document.blocks, key=lambda block: block.id):
        yield from _claims(document.block_text(block), block, alone)


def _claims(text: str, block: Block, alone: bool) -> Iterator[Claim]:
    whole = take_apart(text, Span(0, len(text)))
    technologies = [Span(found.start, found.end) for found in find_technologies(text)]
    if not alone and _claims_nothing(text, whole, technologies):
        return
    starts = [found.start for found in technologies]
    for span in _pieces(text):
        parts = _passages(text, span, whole)
        inside = [token for part in parts for token in part.tokens]
        if _holds_words(inside) and (alone or not _says_nothing(inside)):
            known = technologies[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            yield Claim(
                block=block.id,
                start=span.start,
                end=span.end,
                text=span.of(text),
                words=len(content_words(inside)),
                features=tuple(features(parts, known)),
            )


def _claims_nothing(text: str, whole: Passage, technologies: Sequence[Span]) -> bool:
    listed = _is_row_of_names(whole.tokens, technologies) or _is_skill_list(whole)
    return listed or _says_nothing(whole.tokens) or _is_heading(text, whole)


def _passages(text: str, span: Span, whole: Passage) -> list[Passage]:
    """Take the sentences of a piece apart; the only sentence of a text has been taken apart already."""
    inside = list(_within(text, span))
    if len(inside) == 1 and not (text[: inside[0].start] + text[inside[0].end :]).strip():
        return [whole._replace(span=inside[0])]
    return [take_apart(text, part) for part in inside]


def _within(text: str, span: Span) -> Iterator[Span]:
    for part in sentences(span.of(text)):
        yield Span(part.start + span.start, part.end + span.start)


def _holds_words(tokens: Sequence[Token]) -> bool:
    return any(token.tag is not Tag.PUNCTUATION for token in tokens)


def _pieces(text: str) -> list[Span]:
    settings = _settings()
    found = sentences(text)
    if not found:
        return []
    if _repeats(text, found):
        return found
    if len(words(text)) <= settings["whole_block_words"]:
        return [Span(found[0].start, found[-1].end)]
    pieces: list[Span] = []
    for span in found:
        if pieces and len(words(span.of(text))) < settings["short_sentence_words"]:
            pieces[-1] = Span(pieces[-1].start, span.end)
        else:
            pieces.append(span)
    return pieces


def _repeats(text: str, found: Sequence[Span]) -> bool:
    """Say whether a sentence of the block says again what another one says, numbers aside."""
    return len(found) > 1 and len({wording(span.of(text)) for span in found}) < len(found)


def wording(text: str) -> tuple[str, ...]:
    """Return the words of a text without its numbers: copies differ in numbers first.

    >>> wording("Cut costs by 20 %.") == wording("cut costs by 35%")
    True
    """
    return tuple(word for span in words(text) if not (word := span.of(text).lower())[0].isdigit())


def _says_nothing(tokens: Sequence[Token]) -> bool:
    """Say whether placeholders, dates, numbers and marks are all there is."""
    dated = {
        place
        for one in quantities(tokens)
        if one.kind in {Kind.DATE, Kind.YEAR}
        for place in range(one.first - 1, one.last + 1)
    }
    return all(place in dated or not content_words([token]) for place, token in enumerate(tokens))


def _is_row_of_names(tokens: Sequence[Token], technologies: Sequence[Span]) -> bool:
    """Say whether most items between separators are named tools and no small word ties them together."""
    separators = sum(token.text in _SEPARATORS for token in tokens)
    tied = any(token.tag in {Tag.PREPOSITION, Tag.PRONOUN, Tag.AUXILIARY, Tag.DETERMINER} for token in tokens)
    return separators >= _settings()["list_items"] - 1 and not tied and 2 * len(technologies) > separators


def _is_skill_list(whole: Passage) -> bool:
    """Say whether the line is a row of nouns: skills without a claim belong to the signal `stack`."""
    settings, tokens = _settings(), whole.tokens
    separators = sum(token.text in _SEPARATORS for token in tokens)
    if separators < settings["list_items"] - 1 or whole.groups:
        return False
    held = len(content_words(tokens))
    return held <= settings["list_item_words"] * (separators + 1) and not phrases("puffery").find(tokens)


def _is_heading(text: str, whole: Passage) -> bool:
    tokens = whole.tokens
    if _is_role_line(text, tokens):
        return True
    if whole.groups or any(one.kind in MEASURED for one in whole.quantities):
        return False
    masked = any(token.tag is Tag.MARK for token in tokens)
    short = len(words(text)) <= _settings()["heading_words"] or masked
    praises = (
        phrases("puffery").find(tokens) or phrases("buzzwords").find(tokens) or phrases("duties").find(tokens)
    )
    return short and not praises and not text.rstrip().endswith(".")


def _is_role_line(text: str, tokens: Sequence[Token]) -> bool:
    """Say whether the line names a post and where it was: "Lead developer, Some Company ([date])"."""
    if text.rstrip().endswith(".") or len(tokens) > _settings()["role_line_tokens"]:
        return False
    cut = next((place for place, token in enumerate(tokens) if token.text in ",|–—@("), None)
    if not cut:
        return False
    post = {token.lower for token in tokens[:cut]} & words_of("people")
    return bool(post) and not any(token.tag is Tag.NUMBER for token in tokens[:cut])


@cache
def _settings() -> dict[str, int]:
    return tomllib.loads(Path(__file__).with_name("claims.toml").read_text(encoding="utf-8"))
