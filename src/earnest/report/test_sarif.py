"""The parts of the SARIF 2.1.0 schema that our log uses, written down from sections 3.13 to 3.30."""

import json
from urllib.parse import unquote

import jsonschema
import pytest

from earnest.records.finding import Effect
from earnest.report.sarif import sarif
from earnest.report.specimen import specimen

TEXT = {"type": "string", "minLength": 1}
SCHEMA = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "tool": {"$ref": "#/definitions/tool"},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": {"$ref": "#/definitions/result"}},
                },
            },
        },
    },
    "definitions": {
        "message": {
            "type": "object",
            "required": ["text"],
            "additionalProperties": False,
            "properties": {"text": TEXT},
        },
        "tool": {
            "type": "object",
            "required": ["driver"],
            "properties": {
                "driver": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {
                        "name": TEXT,
                        "semanticVersion": {"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
                        "rules": {
                            "type": "array",
                            "uniqueItems": True,
                            "items": {
                                "type": "object",
                                "required": ["id"],
                                "properties": {"id": TEXT, "help": {"$ref": "#/definitions/message"}},
                            },
                        },
                    },
                }
            },
        },
        "result": {
            "type": "object",
            "required": ["message"],
            "additionalProperties": False,
            "properties": {
                "ruleId": TEXT,
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": {"enum": ["none", "note", "warning", "error"]},
                "kind": {"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
                "message": {"$ref": "#/definitions/message"},
                "locations": {"type": "array", "maxItems": 1, "items": {"$ref": "#/definitions/location"}},
                "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
                "properties": {"type": "object"},
            },
            "if": {"properties": {"kind": {"const": "fail"}}},
            "else": {"properties": {"level": {"const": "none"}}},
        },
        "location": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "physicalLocation": {
                    "type": "object",
                    "required": ["artifactLocation"],
                    "additionalProperties": False,
                    "properties": {
                        "artifactLocation": {
                            "type": "object",
                            "properties": {"uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~%/-]+$"}},
                        },
                        "region": {
                            "type": "object",
                            "required": ["startLine"],
                            "additionalProperties": False,
                            "properties": {
                                "startLine": {"type": "integer", "minimum": 1},
                                "endLine": {"type": "integer", "minimum": 1},
                                "snippet": {"$ref": "#/definitions/message"},
                            },
                        },
                    },
                }
            },
        },
    },
}


def with_place(**place):
    screening = specimen()
    found = screening.findings["adherence"][0]
    changed = found.but(place=found.place.but(**place))
    return screening.but(findings={"adherence": (changed,)})


def check(log):
    jsonschema.validate(log, SCHEMA)
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    return log["runs"][0]["results"]


def test_findings_in_code_are_results_at_their_lines():
    (result,) = check(sarif(specimen()))
    location = result["locations"][0]["physicalLocation"]
    assert (result["ruleId"], result["kind"], result["level"]) == ("constraint-missed", "fail", "error")
    assert location["artifactLocation"]["uri"] == "samples/code-py-report/report.py"
    assert location["region"] == {"startLine": 3, "endLine": 3, "snippet": {"text": "import pandas as pd"}}


@pytest.mark.parametrize("effect", list(Effect))
def test_every_effect_is_a_valid_kind(effect):
    screening = specimen()
    found = screening.findings["adherence"][0].but(effect=effect)
    check(sarif(screening.but(findings={"adherence": (found,)})))


def test_a_hostile_file_name_is_a_valid_uri():
    name = "ä b%2f?#<x>:\u202e\udc80.py"
    (result,) = check(sarif(with_place(file=name)))
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri, errors="surrogatepass").endswith(name)
    json.dumps(sarif(with_place(file=name)))


def test_a_file_as_a_whole_has_no_region():
    (result,) = check(sarif(with_place(line=0, end_line=0)))
    assert "region" not in result["locations"][0]["physicalLocation"]


def test_nothing_in_code_is_an_empty_run():
    assert check(sarif(specimen().but(findings={}))) == []


def test_the_fingerprint_stays_when_lines_move():
    first = check(sarif(with_place(line=3, end_line=3)))[0]["partialFingerprints"]
    assert first == check(sarif(with_place(line=30, end_line=30)))[0]["partialFingerprints"]
    assert first != check(sarif(with_place(file="other.py")))[0]["partialFingerprints"]
