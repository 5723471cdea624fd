"""What proves an edge-case item: a key that is one of the options, and a program whose output is the key.

An explanation is proved further by its own answers: the model answer is graded right, and none of the common
wrong answers is. Every variant of an item is proved like the first.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from earnest.bank.check_line import CheckLine, CheckState, failed, not_run, passed
from earnest.bank.checks_file import check_bounds
from earnest.bank.edges import edges_of_pack, is_edge_file
from earnest.bank.files import PackFile, read_folder
from earnest.bank.open_answers import ClaimState, Verdict, grade
from earnest.bank.pack import EdgeProof, Pack
from earnest.bank.sql_check import sql_output
from earnest.bank.variants import covering_seeds, described
from earnest.errors import PackError, Unavailable
from earnest.records.answer_key import EdgeKey
from earnest.records.item import Ask, EdgeItem

RunScript = Callable[[str, bytes], str]
"""Runs a script (name of its file, bytes), returns what it prints; raises `Unavailable` where it cannot.

Of a `check.rs` that does not compile it returns `does not compile: ` and the codes of the errors.
"""

_FENCE = "```"
_NAMES = ("check.py", "check.js", "check.sql", "check.rs")


def check_edge(item: EdgeItem, pack: Pack, run_script: RunScript | None) -> Iterator[CheckLine]:
    """Check one edge-case item, and its variants."""
    key = pack.keys.get(item.id)
    if not isinstance(key, EdgeKey):
        yield failed(item.id, "no key; write key.toml with answer and why")
        return
    proof = pack.proofs.get(item.id) or _proof_in_folder(item, pack)
    if isinstance(proof, CheckLine):
        yield from _stated(item, key)
        yield proof
        return
    yield from _checked(item, key, proof, run_script)
    yield from _variants(item, pack, run_script)


def check_cues(pack: Pack) -> Iterator[CheckLine]:
    """Check that the longest and the shortest option are not right much more often than by chance."""
    bounds = check_bounds().edges
    chosen = [
        (item, item.options[key.answer])
        for _, item in sorted(pack.items.items())
        if isinstance(item, EdgeItem)
        and isinstance(key := pack.keys.get(item.id), EdgeKey)
        and key.answer in item.options
    ]
    if len(chosen) < bounds.least:
        return
    chance = sum(1 / len(item.options) for item, _ in chosen) / len(chosen)
    for name, pick in (("longest", max), ("shortest", min)):
        right = sum(_only(pick, item, answer) for item, answer in chosen)
        said = f"always the {name} option is right in {right} of {len(chosen)} ({chance:.2f} by chance)"
        if right / len(chosen) > chance + bounds.tolerance:
            yield failed(pack.id, f"{said}; write options of like length")
        else:
            yield passed(pack.id, said)


def _only(pick: Callable[[list[int]], int], item: EdgeItem, answer: str) -> bool:
    """Whether an option is the only one with the greatest (or least) length."""
    lengths = [len(text) for text in item.options.values()]
    return len(answer) == pick(lengths) and lengths.count(len(answer)) == 1


def _checked(
    item: EdgeItem, key: EdgeKey, proof: EdgeProof, run_script: RunScript | None
) -> Iterator[CheckLine]:
    stated = list(_stated(item, key))
    yield from stated
    if all(line.state is CheckState.PASSED for line in stated):
        yield _proof(item, key, proof, run_script)
        yield from _graded(item, key, proof)


def _stated(item: EdgeItem, key: EdgeKey) -> Iterator[CheckLine]:
    problems = list(_problems(item, key))
    yield from (failed(item.id, problem) for problem in problems)
    if not problems:
        yield passed(item.id, "the key is one of the options" if item.options else "has a key")


def _variants(item: EdgeItem, pack: Pack, run_script: RunScript | None) -> Iterator[CheckLine]:
    """Prove the variants besides the first, over seeds that pick every choice once."""
    slots = pack.slots.get(item.id, {})
    if not slots or item.id not in pack.proofs:
        return
    files = {path.name: PackFile(path.name, path.read_bytes()) for path in _edge_files(pack)}
    for seed in covering_seeds(slots, item.id)[1:]:
        edges = edges_of_pack(files, pack.folder, seed, item.id)
        said = f"seed {seed} ({described(slots, item.id, seed)})"
        lines = _checked(edges.items[item.id], edges.keys[item.id], edges.proofs[item.id], run_script)
        yield from (CheckLine(line.state, item.id, f"{said}: {line.message}") for line in lines)


def _edge_files(pack: Pack) -> list[Path]:
    return [path for path in sorted(pack.folder.iterdir()) if is_edge_file(path.name)]


def _graded(item: EdgeItem, key: EdgeKey, proof: EdgeProof) -> Iterator[CheckLine]:
    """Grade the answers that the item's author wrote for it."""
    if not key.points:
        return
    missed = [point.says for point in grade(key, key.answer).points if point.state is not ClaimState.MADE]
    if missed or grade(key, key.answer).verdict is not Verdict.RIGHT:
        yield failed(item.id, f"the model answer is not graded right; what it lacks: {missed or 'nothing'}")
    taken = [text for text in proof.wrong if grade(key, text).verdict is Verdict.RIGHT]
    yield from (failed(item.id, f"a wrong answer is graded right: {text[:100]!r}") for text in taken)
    if not missed and not taken:
        yield passed(item.id, f"the model answer is right, and none of {len(proof.wrong)} wrong ones is")


def _problems(item: EdgeItem, key: EdgeKey) -> Iterator[str]:
    if not key.why.strip():
        yield "the key has no why; write into key.toml what a generalist misses"
    if len(item.options) == 1:
        yield "one option is no choice; give two or more, or none for a short answer"
    if item.ask is Ask.EXPLAIN and not key.points:
        yield "an explanation without points; nothing would grade it"
    texts = [_levelled(text).casefold() for text in item.options.values()]
    if len(set(texts)) < len(texts):
        yield "two options are the same but for case, spaces or backticks"
    if item.options and key.answer not in item.options:
        yield f"the answer {key.answer!r} is none of the options {', '.join(item.options)}"


def _proof_in_folder(item: EdgeItem, pack: Pack) -> EdgeProof | CheckLine:
    """Return the program beside the key of an item that has a folder of its own."""
    try:
        files = {file.path: file for file in read_folder(pack.folder / item.id)}
    except PackError as error:
        return not_run(item.id, f"nothing to run: {error}")
    there = [files[name] for name in _NAMES if name in files]
    if len(there) != 1:
        return not_run(
            item.id, f"{len(there)} of {', '.join(_NAMES)} are there; one of them would prove the key"
        )
    return EdgeProof(there[0].path, there[0].content, "", "", ())


def _proof(item: EdgeItem, key: EdgeKey, proof: EdgeProof, run_script: RunScript | None) -> CheckLine:
    """Run the program; it must print what it shows, else the text of the right option or the short answer."""
    if not proof.name:
        if not proof.rests_on:
            return failed(item.id, "nothing proves the key: neither a program nor what it rests on")
        return passed(item.id, f"a judgement without a program; it rests on {proof.rests_on}")
    missing = _not_in_check(item, proof)
    if missing:
        return failed(item.id, f"{proof.name} does not run the prompt's line {missing!r}")
    try:
        output = _output(proof, run_script)
    except Unavailable as error:
        return not_run(item.id, f"{proof.name}: {error}")
    printed = _levelled(output[: check_bounds().output.characters])
    answer = proof.shows or item.options.get(key.answer, key.answer)
    accepted = () if proof.shows else key.accepted
    if printed not in {_levelled(text) for text in (answer, *accepted)}:
        return failed(item.id, f"{proof.name} prints {printed[:160]!r}, the key is {answer!r}")
    return passed(item.id, f"{proof.name} was run and prints the key")


def _output(proof: EdgeProof, run_script: RunScript | None) -> str:
    if proof.name.endswith(".sql"):
        return sql_output(proof.content.decode("utf-8", errors="replace"))
    if run_script is None:
        raise Unavailable("nothing was given that runs it")
    return run_script(proof.name, proof.content)


def _not_in_check(item: EdgeItem, proof: EdgeProof) -> str:
    """Return the first line of the prompt's code that the program does not hold, in order, or ""."""
    held = iter([line.strip() for line in proof.content.decode("utf-8", errors="replace").splitlines()])
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
