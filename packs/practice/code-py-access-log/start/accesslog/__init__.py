"""Reads access logs."""

from accesslog.counting import summary
from accesslog.entries import BadLine, Entry

__all__ = ["BadLine", "Entry", "summary"]
