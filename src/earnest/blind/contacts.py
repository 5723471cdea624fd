"""Contact: e-mail addresses, telephone numbers, personal pages, handles, street addresses."""

import re
from collections.abc import Iterator
from functools import cache

from earnest.blind.masks import Line, Mask, Section
from earnest.blind.vocabulary import alternatives, words
from earnest.records.ledger import MaskKind

_EMAIL = re.compile(r"(?:mailto:)?[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]|,;\"]+", re.IGNORECASE)
_HOST_PATH = re.compile(r"\b((?:[a-z0-9\-]{1,63}\.){1,5}[a-z]{2,18})(/[^\s<>()\[\]|,;\"]*)?", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w/.])@[A-Za-z][\w.\-]{1,38}\b")
_PHONE = re.compile(r"(?<![\w.])(?:\+|\(\+?|00)?\d[\d\s().\-/]{5,22}\d(?![\w])")
_LABELLED = re.compile(
    rf"\b(?P<label>{alternatives('contact_labels')})\b\s*(?:[:：]\s*|[.#]\s?(?=[+(\d]))(?P<value>\S[^|•·;]{{0,80}})",
    re.IGNORECASE,
)
_LEAST_DIGITS = 5
_STREET = re.compile(
    rf"\b\d{{1,5}}[A-Za-z]?,?\s+(?:[A-Z0-9][\w'.\-]*\s+){{1,4}}(?:{alternatives('street_words')})\b\.?"
    r"(?:,?\s*(?:Apt|Suite|Unit|Flat|Floor|#)\.?\s*[\w\-]{1,6})?(?:,\s*[^|•·;@]{0,60}?\b\d{4,6}(?:-\d{4})?\b)?"
)


def find_contacts(line: Line) -> Iterator[Mask]:
    """Yield what leads to the person behind a line."""
    text = line.text
    yield from (
        _mask(match, "e-mail") for match in _EMAIL.finditer(text) if not _is_role(line, match.group())
    )
    yield from _numbers(line)
    yield from _addresses(line)
    yield from _phones(line)
    if any(mark in text for mark in ":.#"):
        for match in _LABELLED.finditer(text) if line.in_profile else ():
            if _fits(match["label"].casefold(), match["value"]):
                yield Mask(*match.span("value"), MaskKind.CONTACT, "labelled-contact")
    if line.in_profile:
        yield from (_mask(match, "street-address") for match in _STREET.finditer(text))
        yield from (
            _mask(match, "handle") for match in _HANDLE.finditer(text) if line.section is Section.HEADER
        )


def _fits(label: str, value: str) -> bool:
    """Say whether a value is what its label names: "Mobile: Kotlin, Xamarin" is no telephone number."""
    if label in words("telephone_labels"):
        return sum(character.isdigit() for character in value) >= _LEAST_DIGITS
    if label in words("page_labels"):
        return " " not in value.strip() or any(mark in value for mark in "@/")
    return True


def _is_role(line: Line, address: str) -> bool:
    """Say whether an address in running text is nobody's: noreply@..., postmaster@..."""
    local = address.removeprefix("mailto:").partition("@")[0].lower()
    return line.section is Section.BODY and local in words("role_addresses")


@cache
def _document_number() -> re.Pattern[str]:
    return re.compile(
        rf"\b({alternatives('number_labels')})(?:\s?(?:no|nr|number|№|#)\.?)?\s?[:：#]?\s?"
        r"((?=[\w.\-/]{0,8}\d)(?=(?:[\w.\-/]*\d){5})[\w.\-/]{5,24}(?:\(\w\))?)",
        re.IGNORECASE,
    )


# A shorter label ("id", "pan") is sure in the head of a profile alone: an order has an id as well.
_SURE_LABEL = 4
_LONE_NUMBER = re.compile(r"(?:^|(?<=[|•·,;]\s))[A-Z]{0,3}\d{6,13}[A-Z]?(?=\s*(?:$|[|•·,;]))")


_FIVE_DIGITS = re.compile(r"(?:\d\D{0,8}){4}\d")


def _numbers(line: Line) -> Iterator[Mask]:
    """Yield the numbers of passports, identity cards and tax files."""
    if line.in_profile and _FIVE_DIGITS.search(line.text):
        for match in _document_number().finditer(line.text):
            label = match.group(1).lower()
            if line.section is Section.HEADER or (len(label) >= _SURE_LABEL and not label.startswith("id ")):
                yield Mask(*match.span(2), MaskKind.CONTACT, "document-number")
        for match in _LONE_NUMBER.finditer(line.text):
            if line.section is Section.HEADER or (match.group()[0].isalpha() and match.group()[-1].isalpha()):
                yield _mask(match, "document-number")


def _addresses(line: Line) -> Iterator[Mask]:
    if "." not in line.text:
        return
    for match in _URL.finditer(line.text):
        end = match.start() + len(match.group().rstrip(".:!?'"))
        host = _host(match.group()).partition(":")[0]
        if "." in host and host not in words("public_hosts"):
            yield Mask(match.start(), end, MaskKind.CONTACT, "web-address")
    for match in _HOST_PATH.finditer(line.text):
        host = match.group(1).lower().removeprefix("www.")
        if host in _DEGREES:
            continue
        personal = bool(match.group(2)) and (
            host in words("profile_hosts") or host.partition(".")[2] in words("profile_hosts")
        )
        alone = line.section is Section.HEADER and host.rpartition(".")[2] in words("header_suffixes")
        if personal or alone or host.partition(".")[2] in words("page_hosts"):
            yield Mask(
                match.start(),
                match.start() + len(match.group().rstrip(".:!?'")),
                MaskKind.CONTACT,
                "web-address",
            )


_DEGREES = frozenset(
    f"{level}.{field}"
    for level in "bm"
    for field in ("tech", "com", "ed", "sc", "pharm", "arch", "des", "me", "is")
)
"""What looks like a host and is a degree: "B.tech in Physics"."""


def _host(address: str) -> str:
    return (
        address.partition("//")[2].partition("/")[0].lower().removeprefix("www.")
        or address.lower().removeprefix("www.").partition("/")[0]
    )


_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)[\s./\-](?:[\s./\-\d]{0,8}[\s./\-])?(?:19|20)\d\d(?!\d)")
"""Two years are no number to call: "Lyceum 54 (2003-2007)", "(08/2024 - 03/2025)"."""


def _phones(line: Line) -> Iterator[Mask]:
    for match in _PHONE.finditer(line.text):
        number = match.group()
        if _YEARS.search(number) and "+" not in number:
            continue
        digits = sum(character.isdigit() for character in number)
        international = number.startswith(("+", "(+", "00"))
        if not (7 if international else 9) <= digits <= 15:
            continue
        grouped = re.fullmatch(r"\(?\d{2,5}\)?[\s.\-/]\d{3,5}[\s.\-]?\d{3,5}", number.strip())
        whole = line.in_profile and number.strip() == line.text.strip(" .:")
        if (
            whole
            or international
            or "(" in number
            or (grouped and line.in_profile)
            or line.section is Section.HEADER
        ):
            yield _mask(match, "telephone")


def _mask(match: re.Match[str], rule: str) -> Mask:
    return Mask(*match.span(), MaskKind.CONTACT, rule)
