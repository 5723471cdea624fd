"""What one clause says of another: constraints of a prompt that are read together.

A count of paragraphs belongs to the paragraph whose first word is ordered, sections between dividers are
counted as paragraphs are, and "in English" beside an order about capitals is part of it, as in the published
sets.
"""

import re

from pydantic import JsonValue

_DIVIDER = re.compile(r"(?<!\*)\*{3}(?!\*)|\b(?:three|3) ast?erisk|markdown divider")
_LAST = re.compile(r"\b(?:last|final) paragraph\b", re.IGNORECASE)
_NTH = "length_constraints:nth_paragraph_first_word"
_PARAGRAPHS = "length_constraints:number_paragraphs"
_SECTIONS = "detectable_format:multiple_sections"
_LANGUAGE = "language:response_language"
_CASES = frozenset({"change_case:english_capital", "change_case:english_lowercase"})

Read = tuple[str, dict[str, JsonValue], str]  # kind, args, quote


def joined(prompt: str, read: list[Read]) -> list[Read]:
    """Return what was read off the clauses of a prompt, in the same order, each seen beside the others."""
    kinds = {kind for kind, _, _ in read}
    if _NTH in kinds:
        read = _with_count(read)
    if _SECTIONS in kinds and _DIVIDER.search(prompt):
        read = [_divided(one) for one in read]
    cases = sorted(kinds & _CASES)
    if cases and _LANGUAGE in kinds:
        read = [(cases[0], {}, one[2]) if _is_english(one) else one for one in read]
    return read


def _is_english(one: Read) -> bool:
    return one[0] == _LANGUAGE and one[1].get("language") == "en"


def _with_count(read: list[Read]) -> list[Read]:
    """Give the ordered first word the number of paragraphs; the last paragraph has that number."""
    counts = [args["num_paragraphs"] for _, args, _ in read if "num_paragraphs" in args]
    orders = [(args, quote) for kind, args, quote in read if kind == _NTH]
    whole: dict[str, JsonValue] = {"num_paragraphs": counts[0]} if counts else {}
    for args, quote in orders:
        last = counts and _LAST.search(quote)
        whole |= {**({"nth_paragraph": counts[0]} if last else {}), **args}
    return [
        (_NTH, whole, quote) if kind in {_NTH, _PARAGRAPHS} else (kind, args, quote)
        for kind, args, quote in read
    ]


def _divided(one: Read) -> Read:
    kind, args, quote = one
    if kind != _SECTIONS or ("section_spliter" in args and '"' in quote):
        return one
    return _PARAGRAPHS, ({"num_paragraphs": args["num_sections"]} if "num_sections" in args else {}), quote
