"""Ordinary English words: what a name must not be taken for.

`ordinary_words.txt.gz` holds words of SCOWL (Spell Checker Oriented Word Lists), American and British, to
size 60 and a handful more, inflected forms included, in lower case, each with the number of letters it
shares with the word before. `ordinary_words.LICENSE.txt` is its licence. `python -m
earnest.matching.ordinary WORDS OUT.gz` makes it from one word a line; the same list gives the same bytes.
"""

import gzip
import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

WORDS = Path(__file__).with_name("ordinary_words.txt.gz")
_WORD = re.compile(r"[a-z]{3,}")
_MOST_SHARED = 9  # one digit


def is_ordinary(word: str) -> bool:
    """Return whether a word of three letters or more is ordinary English, in any case.

    >>> is_ordinary("Deployed"), is_ordinary("restic"), is_ordinary("Backups")
    (True, False, True)
    """
    return word.lower() in ordinary_words()


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """Return all of them; read once, when first needed."""
    words: list[str] = []
    last = ""
    for line in gzip.decompress(WORDS.read_bytes()).decode("ascii").splitlines():
        last = last[: int(line[0])] + line[1:]
        words.append(last)
    return frozenset(words)


def compile_words(words: Iterable[str]) -> bytes:
    """Return the compressed list."""
    kept = sorted({word.lower() for word in words if _WORD.fullmatch(word.lower())})
    lines: list[str] = []
    last = ""
    for word in kept:
        shared = 0
        while shared < min(len(last), len(word), _MOST_SHARED) and last[shared] == word[shared]:
            shared += 1
        lines.append(f"{shared}{word[shared:]}")
        last = word
    return gzip.compress("\n".join(lines).encode("ascii"), compresslevel=9, mtime=0)


def main(source: Path, out: Path) -> None:
    """Write the list."""
    out.write_bytes(compile_words(source.read_text(encoding="utf-8").splitlines()))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:3]))
