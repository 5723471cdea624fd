"""Bytes -> Application, one file a format, every parser in a child that can be killed."""

from earnest.intake.collecting import FailedSubmission, collect, find_applications, read_submission
from earnest.intake.reading import read

__all__ = ["FailedSubmission", "collect", "find_applications", "read", "read_submission"]
