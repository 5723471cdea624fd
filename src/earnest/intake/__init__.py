"""Bytes -> Application, one file a format, every parser in a child that can be killed.

The names are imported when they are first used: the child imports `earnest.intake.parsers` and nothing else.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from earnest.intake.collecting import FailedSubmission, collect, find_applications, read_submission
    from earnest.intake.reading import read, variant_of

__all__ = ["FailedSubmission", "collect", "find_applications", "read", "read_submission", "variant_of"]

_READING = {"read", "variant_of"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{'reading' if name in _READING else 'collecting'}"), name)
