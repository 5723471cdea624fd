"""`earnest assess SIGNAL FILE.jsonl`: one result line for each input line, in order, errors included."""

import json
import sys
from pathlib import Path
from typing import IO, Any

import click

from earnest.bank import find_pack, read_pairs
from earnest.errors import BadRecord, EarnestError
from earnest.records.finding import LocatedFinding
from earnest.screening import assess_line
from earnest.signals import Context, Signal, find_signal


@click.command("assess")
@click.argument("signal_name", metavar="SIGNAL")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--items",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Preference items (JSON lines).",
)
@click.option("--pack", "pack_name", default="practice", show_default=True, help="A pack by name or folder.")
def command(signal_name: str, file: IO[bytes], items: Path | None, pack_name: str) -> None:
    """Assess one SIGNAL over the JSON lines of FILE ("-" for standard input).

    Each line of input gives one line of output, in the same order; a line that cannot be used gives a result
    with status "failed" and the reason. docs/json-lines.md describes both.
    """
    signal = find_signal(signal_name)
    pack = read_pairs(items) if items is not None else find_pack(pack_name)
    context = Context(pack=pack)
    output = sys.stdout.buffer
    for number, raw in enumerate(file, start=1):
        if raw.strip():
            output.write(_dumped(_result(signal, context, raw, number)) + b"\n")


def _dumped(record: dict[str, Any]) -> bytes:
    """Return a line of UTF-8; half a character (a lone surrogate, in an id) is escaped as it came."""
    try:
        return json.dumps(record, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(record).encode("ascii")


def _result(signal: Signal[Any, Any], context: Context, raw: bytes, number: int) -> dict[str, Any]:
    line: dict[str, Any] | None = None
    try:
        line = _parse(raw, number)
        outcome = assess_line(signal, line, context)
    except EarnestError as error:
        return _record(line, number, signal.id.value, {"status": "failed", "reason": str(error)})
    result = outcome.result.model_dump(mode="json")
    findings = [_finding(found) for found in outcome.findings]
    return _record(line, number, signal.id.value, {**result, "findings": findings})


def _parse(raw: bytes, number: int) -> dict[str, Any]:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"line {number} is not JSON: {error}") from error
    if not isinstance(line, dict):
        raise BadRecord(f"line {number} is not a JSON object")
    return line


def _record(line: dict[str, Any] | None, number: int, signal: str, result: dict[str, Any]) -> dict[str, Any]:
    identity = number if line is None else line.get("id", number)
    return {
        "id": identity,
        "signal": signal,
        "status": result["status"],
        "score": result.get("score"),
        "standard_error": result.get("standard_error"),
        "reason": result.get("reason", ""),
        "findings": result.get("findings", []),
        "details": result.get("details", {}),
        "versions": result.get("versions", {}),
    }


def _finding(found: LocatedFinding) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "effect": found.effect.value,
        "message": found.message,
        "quote": found.quote,
        "start": found.document_start if found.document else None,
        "end": found.document_end if found.document else None,
        "file": found.place.file or None,
        "line": found.place.line or None,
        "item": found.place.item or None,
        "why": found.why,
        "change": found.change,
    }
