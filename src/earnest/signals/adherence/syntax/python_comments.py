"""The comments of a Python file."""

import io
import tokenize

from earnest.signals.adherence.syntax.shapes import Text


def comments_of(text: str) -> tuple[Text, ...]:
    """Return the comments with their lines; a file that cannot be split into tokens has those before the fault."""
    found: list[Text] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                found.append(Text(token.string, token.start[0]))
    except (tokenize.TokenError, SyntaxError):
        return tuple(found)
    return tuple(found)
