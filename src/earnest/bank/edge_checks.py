"""What proves an edge-case item: a key that is one of the options, and a program whose output is the key."""

from collections.abc import Callable, Iterator

from earnest.bank.check_line import CheckLine, failed, not_run, passed
from earnest.bank.checks_file import check_bounds
from earnest.bank.files import PackFile, read_folder
from earnest.bank.pack import Pack
from earnest.bank.sql_check import sql_output
from earnest.errors import PackError, Unavailable
from earnest.records.answer_key import EdgeKey
from earnest.records.item import EdgeItem

RunScript = Callable[[str, bytes], str]
"""Runs a script (name of its file, bytes), returns what it prints; raises `Unavailable` where it cannot."""

_FENCE = "```"
_NAMES = ("check.py", "check.js", "check.sql")


def check_edge(item: EdgeItem, pack: Pack, run_script: RunScript | None) -> Iterator[CheckLine]:
    """Check one edge-case item."""
    key = pack.keys.get(item.id)
    if not isinstance(key, EdgeKey):
        yield failed(item.id, "no key; write key.toml with answer and why")
        return
    problems = list(_problems(item, key))
    yield from (failed(item.id, problem) for problem in problems)
    if not problems:
        yield passed(item.id, "the key is one of the options" if item.options else "has a key")
        yield _proof(item, key, pack, run_script)


def _problems(item: EdgeItem, key: EdgeKey) -> Iterator[str]:
    if not key.why.strip():
        yield "the key has no why; write into key.toml what a generalist misses"
    if len(item.options) == 1:
        yield "one option is no choice; give two or more, or none for a short answer"
    texts = [_levelled(text).casefold() for text in item.options.values()]
    if len(set(texts)) < len(texts):
        yield "two options are the same but for case, spaces or backticks"
    if item.options and key.answer not in item.options:
        yield f"the answer {key.answer!r} is none of the options {', '.join(item.options)}"


def _proof(item: EdgeItem, key: EdgeKey, pack: Pack, run_script: RunScript | None) -> CheckLine:
    """Run the program beside the key; it must print the text of the right option (or the short answer)."""
    try:
        files = {file.path: file for file in read_folder(pack.folder / item.id)}
    except PackError as error:
        return not_run(item.id, f"nothing to run: {error}")
    there = [files[name] for name in _NAMES if name in files]
    if len(there) != 1:
        return not_run(
            item.id, f"{len(there)} of {', '.join(_NAMES)} are there; one of them would prove the key"
        )
    missing = _not_in_check(item, there[0])
    if missing:
        return failed(item.id, f"{there[0].path} does not run the prompt's line {missing!r}")
    try:
        output = _output(there[0], run_script)
    except Unavailable as error:
        return not_run(item.id, f"{there[0].path}: {error}")
    printed = _levelled(output[: check_bounds().output.characters])
    answer = item.options.get(key.answer, key.answer)
    if printed not in {_levelled(text) for text in (answer, *key.accepted)}:
        return failed(item.id, f"{there[0].path} prints {printed[:160]!r}, the key is {answer!r}")
    return passed(item.id, f"{there[0].path} was run and prints the key")


def _output(file: PackFile, run_script: RunScript | None) -> str:
    if file.path.endswith(".sql"):
        return sql_output(file.content.decode("utf-8", errors="replace"))
    if run_script is None:
        raise Unavailable("nothing was given that runs it")
    return run_script(file.path, file.content)


def _not_in_check(item: EdgeItem, file: PackFile) -> str:
    """Return the first line of the prompt's code that the program does not hold, in order, or ""."""
    held = iter([line.strip() for line in file.content.decode("utf-8", errors="replace").splitlines()])
    return next((line for line in _code_lines(item.prompt) if line not in held), "")


def _code_lines(prompt: str) -> Iterator[str]:
    """Return the lines between fences that hold something, without the spaces around them."""
    fenced = False
    for line in prompt.splitlines():
        if line.startswith(_FENCE):
            fenced = not fenced
        elif fenced and line.strip():
            yield line.strip()


def _levelled(text: str) -> str:
    return " ".join(text.replace("`", "").split())
