"""`earnest bank mine FILE.jsonl`: which sentences of a prompt state a constraint."""

import json
from typing import IO

import click
from pydantic import JsonValue


@click.command("mine")
@click.argument("file", type=click.File("rb"))
def mine_command(file: IO[bytes]) -> None:
    """List the words of each prompt in FILE ("-" for standard input) that state a constraint on the writer.

    Reads JSON lines {"id", "prompt"} and writes {"id", "found": [{"kind", "args", "quote", "start", "end"}]},
    one for each line, in order; offsets count characters of the prompt. A line that cannot be used gives
    {"id", "found": [], "error"}. This helps to read; it scores nobody.
    """
    for number, raw in enumerate(file, start=1):
        if raw.strip():
            click.echo(json.dumps(_mined(raw, number)))


def _mined(raw: bytes, number: int) -> dict[str, JsonValue]:
    from earnest.bank.mining import mine

    try:
        line = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return {"id": number, "found": [], "error": f"line {number} is not JSON: {error}"}
    if not isinstance(line, dict):
        return {"id": number, "found": [], "error": f"line {number} is not a JSON object"}
    prompt = line.get("prompt")
    identity = line.get("id", number)
    if not isinstance(prompt, str):
        return {"id": identity, "found": [], "error": f'line {number} has no text "prompt"'}
    return {"id": identity, "found": [one.model_dump(mode="json") for one in mine(prompt)]}
