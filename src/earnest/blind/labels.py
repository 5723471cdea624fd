"""Labels that stand by themselves.

A table or a form gives "Nationality" in one cell and the value in the next.
"""

from functools import cache

from earnest.blind.masks import Line, Mask
from earnest.blind.vocabulary import words
from earnest.records.ledger import MaskKind

_LISTS = (
    ("contact_labels", "words", MaskKind.CONTACT, "labelled-contact"),
    ("number_labels", "words", MaskKind.CONTACT, "document-number"),
    ("birth_labels", "words", MaskKind.BIRTH, "birth-field"),
    ("nationality_labels", "places", MaskKind.NATIONALITY, "labelled-nationality"),
    ("location_labels", "places", MaskKind.PLACE, "labelled-place"),
    ("school_labels", "words", MaskKind.SCHOOL, "school-name"),
    ("tenure_labels", "words", MaskKind.DURATION, "tenure"),
)
_LONGEST_VALUE = 14
_FIRST_BLOCKS = 30
_LEAST_DIGITS = {"tenure": 1, "document-number": 5}


@cache
def headings() -> frozenset[str]:
    """Return the known headings of profiles, folded by case."""
    return words("education_headings") | words("language_headings") | words("other_headings")


@cache
def _kinds() -> dict[str, tuple[MaskKind, str]]:
    return {label: (kind, rule) for name, file, kind, rule in reversed(_LISTS) for label in words(name, file)}


def label_before(text: str, before: str, place: int) -> str:
    """Return the label that the line before is, "" where it is none or `text` is no value of one."""
    label = before.strip(" :：.,-").casefold()
    if place >= _FIRST_BLOCKS and label not in words("sign_offs"):
        return ""
    if label in headings():
        return ""
    known = label in _kinds() or label in words("name_labels") or label in words("sign_offs")
    return label if known and len(text.split()) <= _LONGEST_VALUE else ""


def find_labelled(line: Line) -> list[Mask]:
    """Return the whole line as identity where the line before is a label."""
    if line.label not in _kinds():
        return []
    kind, rule = _kinds()[line.label]
    digits = sum(character.isdigit() for character in line.text)
    if digits < _LEAST_DIGITS.get(rule, 0):
        return []
    return [Mask(0, len(line.text.rstrip(" .")), kind, rule)]
