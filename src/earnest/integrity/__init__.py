"""Flags for a person: hidden text, invisible characters, look-alike letters, orders to the reader.

A flag is never a score. What is hidden or addressed to the reader is no part of what is scored in the first
place (`intake`, `blind`); a flag shows it to a person, with its text. Nothing here declines anybody. Whether
an application with a flag goes to a reviewer is a line of the policy.
"""

from earnest.integrity.inspecting import inspect

__all__ = ["inspect"]
