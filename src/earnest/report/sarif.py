"""SARIF 2.1.0 for findings in code, so that editors and code hosts can show them beside the lines.

Paths are relative to the folder of the application. Source: OASIS, Static Analysis Results Interchange Format
(SARIF) Version 2.1.0, 27 March 2020; sections are named where they decide something.
"""

from hashlib import sha256
from typing import Any
from urllib.parse import quote

from earnest.records.finding import Effect, LocatedFinding
from earnest.records.screening import Screening

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
# 3.27.9 and 3.27.10: a result whose kind is not "fail" has the level "none".
_KINDS = {
    Effect.WEAKNESS: ("fail", "error"),
    Effect.NOTE: ("informational", "none"),
    Effect.STRENGTH: ("pass", "none"),
}


def sarif(screening: Screening) -> dict[str, Any]:
    """Return one SARIF log with one run; findings that stand in no file are left out."""
    findings = [found for located in screening.findings.values() for found in located if found.place.file]
    rules = sorted({found.rule for found in findings})
    driver = {
        "name": "Earnest",
        "semanticVersion": screening.versions.earnest,
        "rules": [
            {
                "id": rule,
                "help": {"text": f"earnest explain {rule}"},
                "defaultConfiguration": {"level": "error"},
            }
            for rule in rules
        ],
    }
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(found, rules.index(found.rule)) for found in findings],
            }
        ],
    }


def _result(found: LocatedFinding, rule_index: int) -> dict[str, Any]:
    kind, level = _KINDS[found.effect]
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(found)}}
    if found.place.line:
        location["region"] = _region(found)
    return {
        "ruleId": found.rule,
        "ruleIndex": rule_index,
        "level": level,
        "kind": kind,
        "message": {"text": found.message},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"earnestFinding/v1": _fingerprint(found)},
        "properties": {"item": found.place.item, "why": found.why, "change": found.change},
    }


def _region(found: LocatedFinding) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": found.place.line}
    if found.place.end_line >= found.place.line:
        region["endLine"] = found.place.end_line
    if found.quote:
        region["snippet"] = {"text": found.quote}
    return region


def _uri(found: LocatedFinding) -> str:
    """Return the path of the file in the application, percent-encoded (3.4.3: a valid URI reference)."""
    folder = f"samples/{found.place.item}/" if found.place.item else ""
    path = f"{folder}{found.place.file}".encode("utf-8", errors="surrogatepass")
    return quote(path, safe="/")


def _fingerprint(found: LocatedFinding) -> str:
    """Return what stays the same when lines above the finding come and go (3.27.17)."""
    parts = (found.rule, found.place.item, found.place.file, found.quote.strip())
    return sha256("\0".join(parts).encode("utf-8", errors="surrogatepass")).hexdigest()[:32]
