"""The programs beside pairs, run many at a time: each `check.py` prints the option that holds."""

import json
from collections.abc import Mapping

from earnest.bank.edge_checks import RunScript
from earnest.bank.pack import Pack
from earnest.errors import Unavailable
from earnest.records.item import PairItem

_TOGETHER = 40
_RUNNER = """import contextlib
import io
import json

PROGRAMS = json.loads({programs!r})
printed = {{}}
for name, program in PROGRAMS.items():
    held = io.StringIO()
    with contextlib.redirect_stdout(held):
        try:
            exec(compile(program, name, "exec"), {{"__name__": "__main__"}})
        except Exception as error:
            print(f"({{type(error).__name__}}: {{error}})")
    printed[name] = held.getvalue()[:200]
print(json.dumps(printed))
"""


def pair_programs(pack: Pack) -> dict[str, str]:
    """Return the text of `check.py` of every pair that has one, by item."""
    paths = {
        item.id: pack.folder / item.id / "check.py"
        for _, item in sorted(pack.items.items())
        if isinstance(item, PairItem)
    }
    return {
        name: path.read_text(encoding="utf-8", errors="replace")
        for name, path in paths.items()
        if path.is_file()
    }


def run_programs(programs: Mapping[str, str], run_script: RunScript | None) -> dict[str, str]:
    """Return what each program prints, without the spaces around it.

    Programs run in one process, some at a time, so that a thousand of them take seconds. One that ends the
    process takes its neighbours with it: they print nothing, which is no key. Raises `Unavailable`.
    """
    if programs and run_script is None:
        raise Unavailable("nothing was given that runs it")
    names = list(programs)
    found: dict[str, str] = {}
    for start in range(0, len(names), _TOGETHER):
        if run_script is None:
            break
        chosen = {name: programs[name] for name in names[start : start + _TOGETHER]}
        script = _RUNNER.format(programs=json.dumps(chosen))
        found |= _printed(run_script("check.py", script.encode("utf-8", errors="replace")))
    return {name: found.get(name, "").strip() for name in names}


def _printed(output: str) -> dict[str, str]:
    last = output.strip().rpartition("\n")[2]
    try:
        printed = json.loads(last)
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in printed.items()} if isinstance(printed, dict) else {}
