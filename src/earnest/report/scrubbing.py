"""Identity in places that separation does not reach: code, comments, file names and messages about them.

The words come from the ledger (what was masked in the candidate's texts); two more shapes are known in any
text: addresses, and lines that sign for somebody. Used for the reviewer's report alone.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from earnest.records.document import Document
from earnest.records.ledger import Masked, MaskKind
from earnest.text.wordlist import table_of, words_of

_PHRASE_KINDS = frozenset({MaskKind.NAME, MaskKind.CONTACT, MaskKind.SCHOOL})
_SHORTEST_PHRASE = 4
MOST_PHRASES = 300
"""Phrases that are looked for, so that a text of thousands of addresses costs no more than its length."""
_FIRST = ("[name]", "[file]", "[school]", "[contact]")
_WORD = re.compile(r"[^\W\d_]++(?:['’][^\W\d_]++)?+")
_PARTS = re.compile(r"[^\W\d_]++")
_CAMEL = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")
_ADDRESS = re.compile(
    r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]++)++"
    r"|(?<![\w.])(?:https?://)?+(?:www\.)?+(?:github|gitlab|bitbucket|codeberg|linkedin|twitter|x|kaggle|huggingface"
    r"|medium|dev|t|stackoverflow)\.(?:com|org|io|co|to|me)/[^\s\"'<>)\]]++",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(__author__\s*+=|@authors?\b|\bSPDX-FileCopyrightText:|\bSigned-off-by:|\bCo-authored-by:|\bcopyright\b|©"
    r"|\b(?:created|written|authored|developed|maintained) by\b"
    r"|[\"':](?:author|maintainer|contributor)s?[\"']?+:"
    r"|(?:#|//|\*|--|;|<!--)\s*+(?:authors?|name|e-?mail|maintainers?|student|school|university|country)\s*+:)"
    r"[^\n\r]*+",
    re.IGNORECASE,
)
_SIGNED_BY_TWO_NAMES = re.compile(r"\b([Aa]uthors?:)\s++[A-ZÀ-Þ][\w.’'-]*+\s++[A-ZÀ-Þ][^\n\r]*+")
_HOME = re.compile(r"([/\\](?:home|Users)[/\\])[^/\\\s\"'<>]++")


class Scrubber:
    """Takes the names of one candidate, and of the files they handed in, out of any string."""

    def __init__(
        self, documents: Iterable[Document], masked: Iterable[Masked], files: Iterable[str] = ()
    ) -> None:
        """Learn the words behind the masks of `documents`, and the names in `files` (paths or labels)."""
        texts = {document.id: document.text for document in documents}
        found = {
            (mask.kind, texts[mask.document][mask.start : mask.end].strip())
            for mask in masked
            if mask.document in texts and mask.kind in _PHRASE_KINDS
        }
        names = [_PARTS.findall(words) for kind, words in found if kind is MaskKind.NAME]
        self._parts = {part.casefold() for name in names for part in name if len(part) > 1}
        self._joined = {joined for name in names for joined in _handles([part.casefold() for part in name])}
        phrases = {name: "[file]" for name in sorted(files) if len(name) >= _SHORTEST_PHRASE}
        phrases.update({words: f"[{kind.value}]" for kind, words in found if len(words) >= _SHORTEST_PHRASE})
        kept = sorted(phrases, key=lambda words: (_FIRST.index(phrases[words]), words))[:MOST_PHRASES]
        self._phrases = {words.casefold(): phrases[words] for words in kept}
        self._pattern = any_of(kept)

    def text(self, text: str) -> str:
        """Return `text` with known phrases, addresses, signatures and names as placeholders."""
        if self._pattern is not None:
            text = self._pattern.sub(lambda match: self._placeholder(match.group()), text)
        text = _ADDRESS.sub("[contact]", text)
        text = _SIGNED.sub(r"\1 [name]", text)
        text = _SIGNED_BY_TWO_NAMES.sub(r"\1 [name]", text)
        text = _HOME.sub(r"\1[name]", text)
        return _WORD.sub(lambda match: self._word(match.group()), text) if self._parts else text

    def _placeholder(self, found: str) -> str:
        """Return what stands for a phrase; a dotless i and the like match without being equal."""
        return self._phrases.get(found.casefold(), "[name]")

    def _word(self, word: str) -> str:
        if word.casefold() in self._joined:
            return "[name]"
        return "".join("[name]" if self._is_name(piece) else piece for piece in _pieces(word))

    def _is_name(self, piece: str) -> bool:
        """Say whether it is a part of a name: with a capital, or without one and no common word."""
        folded = piece.casefold()
        return folded in self._parts and (piece[:1].isupper() or (len(piece) > 2 and folded not in _common()))


def any_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern that finds any of the phrases as whole words, the longest first; None for none."""
    ordered = sorted(phrases, key=lambda words: (-len(words), words))
    if not ordered:
        return None
    either = "|".join(re.escape(words) for words in ordered)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _handles(parts: list[str]) -> Iterator[str]:
    """Yield what people make of their names in handles: both orders, and an initial with a name."""
    if len(parts) > 1:
        first, last = parts[0], parts[-1]
        yield from ("".join(parts), "".join(reversed(parts)), first + last, last + first)
        yield from (first[0] + last, last + first[0], first + last[0])


def _pieces(word: str) -> list[str]:
    return [part for piece in _CAMEL.split(word) for part in re.split(r"(['’])", piece) if part]


@cache
def _common() -> frozenset[str]:
    verbs = (words for words in table_of("verbs").values() if isinstance(words, str))
    closed = (words for words in table_of("function_words")["tags"].values() if isinstance(words, str))
    return frozenset(word for words in (*verbs, *closed) for word in words.split()) | words_of(
        "generic_nouns"
    )
