"""The comments of a Python file."""

import io
import tokenize
from collections.abc import Iterator

from earnest.signals.adherence.syntax.shapes import Text


def comments_of(text: str) -> tuple[Text, ...]:
    """Return the comments with their lines; of a file that does not split into tokens, those before the
    fault.
    """
    return tuple(_comments(text))


def _comments(text: str) -> Iterator[Text]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield Text(token.string, token.start[0])
    except (tokenize.TokenError, SyntaxError):
        return
