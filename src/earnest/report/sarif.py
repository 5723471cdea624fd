"""SARIF 2.1.0 for findings in code, so that editors and code hosts can show them beside the lines.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, 27 March 2020.
"""

from typing import Any
from urllib.parse import quote

from earnest.records.finding import Effect, LocatedFinding
from earnest.records.screening import Screening

_KINDS = {Effect.WEAKNESS: "fail", Effect.NOTE: "informational", Effect.STRENGTH: "pass"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def sarif(screening: Screening) -> dict[str, Any]:
    """Return one SARIF log with one run; findings that stand in no file are left out."""
    findings = [found for located in screening.findings.values() for found in located if found.place.file]
    rules = sorted({found.rule for found in findings})
    driver = {
        "name": "Earnest",
        "semanticVersion": screening.versions.earnest,
        "rules": [{"id": rule} for rule in rules],
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
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(found.place.file)}}
    if found.place.line:
        region = {"startLine": found.place.line}
        if found.place.end_line >= found.place.line:
            region["endLine"] = found.place.end_line
        location["region"] = region
    return {
        "ruleId": found.rule,
        "ruleIndex": rule_index,
        "level": "error" if found.effect is Effect.WEAKNESS else "none",
        "kind": _KINDS[found.effect],
        "message": {"text": found.message},
        "locations": [{"physicalLocation": location}],
        "properties": {"item": found.place.item, "change": found.change},
    }


def _uri(path: str) -> str:
    return quote(path, safe="/")
