"""Behaviour: what a candidate's functions and programs do when they are run in the sandbox.

The item's author says what is called with what, and what must come of it. Where nothing may be run, where the
code cannot be called or came to no end, the constraint is undecidable.
"""

import ast
import json
from typing import Any

from pydantic import Field, JsonValue, field_validator

from earnest.records.base import Record
from earnest.records.evidence.adherence import CodePlace
from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.kind import ALL, PYTHON, Args, Kind, Outcome, at, kept, missed
from earnest.signals.adherence.testing.calling import Called, Made, NoAnswer, call, program
from earnest.signals.adherence.testing.schema import Schema, misfit

_SHOWN = 120
RUN = "X"  # how these kinds are decided


class Call(Record):
    """A function (`module:name` or `module:Class.method`) or a script (`path.py`), and what it is given.

    `args` and `kwargs` are JSON; `literal` is a Python literal of all arguments, a tuple, where JSON has no
    word for them (`"((1, 2), {3})"`). A script takes `args` as its words.
    """

    call: str = Field(pattern=r"^[\w./-]+(:[\w.]+|\.py)$")
    args: tuple[JsonValue, ...] = ()
    kwargs: dict[str, JsonValue] = {}
    literal: str = ""

    @field_validator("literal")
    @classmethod
    def _is_a_tuple(cls, text: str) -> str:
        if text and not isinstance(ast.literal_eval(text), tuple):
            raise ValueError("literal is a tuple of arguments, like (1, 'two')")
        return text

    def shown(self) -> str:
        """Return the call as one would write it."""
        if self.literal:
            return f"{self.call}{self.literal}"[:_SHOWN]
        words = [repr(one) for one in self.args] + [f"{name}={one!r}" for name, one in self.kwargs.items()]
        return f"{self.call}({', '.join(words)})"[:_SHOWN]


class CallsArgs(Args):
    """Calls, of which every one must do as is asked."""

    calls: tuple[Call, ...] = Field(min_length=1)


class RaisesArgs(CallsArgs):
    """`type` is a class of errors (a subclass will do, unless `exact`).

    `message` is the whole text of the error, `message_has` a part of it.
    """

    type: str = Field(min_length=1)
    exact: bool = False
    message: str | None = None
    message_has: str = ""


class ReturnsArgs(CallsArgs):
    """`type` is a class by its name, `None`, or `json`: a text that holds one JSON document."""

    type: str = Field(min_length=1)


class Run(Record):
    """A command (`python`, `node` or `sh` and its words) and what it reads from its standard input."""

    command: tuple[str, ...] = Field(min_length=1)
    stdin: str = ""

    def shown(self) -> str:
        """Return the command as one would type it."""
        return " ".join(self.command)[:_SHOWN]


class PrintedRun(Run):
    """`stdout` is all that must come out of it."""

    stdout: str


class EndedRun(Run):
    """`code` is what it must end with."""

    code: int = Field(ge=0, le=255)


class StdoutArgs(Args):
    """Runs and what each prints, byte for byte."""

    runs: tuple[PrintedRun, ...] = Field(min_length=1)


class ExitArgs(Args):
    """Runs and how each ends."""

    runs: tuple[EndedRun, ...] = Field(min_length=1)


class CliArgs(Args):
    """Words that a program takes (`accepts`: it ends with 0) and words that it does not take (`refuses`).

    `help_names` are options that the output of `help` must name.
    """

    accepts: tuple[Run, ...] = Field(min_length=1)
    refuses: tuple[Run, ...] = ()
    help: tuple[str, ...] = ()
    help_names: tuple[str, ...] = ()


class JsonArgs(Args):
    """Runs whose whole output is one JSON document, and what it must be."""

    runs: tuple[Run, ...] = Field(min_length=1)
    json_schema: Schema = Field(default=Schema(), alias="schema")


def called(case: Case, calls: tuple[Call, ...], *, seed: int = 0, **more: JsonValue) -> Called:
    """Make the calls of a constraint, or say why nothing can be decided."""
    if case.run is None:
        raise CannotDecide("the code was not run")
    try:
        found = call(case.start, case.tree, [one.model_dump(mode="json") | more for one in calls], seed)
    except NoAnswer as reason:
        raise CannotDecide(str(reason)) from reason
    for one, made in zip(calls, found.made, strict=True):
        if made.absent:
            raise CannotDecide(f"{one.call} cannot be called: {made.absent}")
    return found


def place(case: Case, made: Made) -> list[CodePlace]:
    """Return where the function that was called begins."""
    file, line = made.place
    return [at(file, line, case.line_of(file, line))] if file in case.tree.as_dict() else []


def ran(case: Case, run: Run, *, errors: bool = False, seed: int = 0) -> tuple[int, bytes]:
    """Run a command and return its exit code and what it printed, or say why nothing can be decided."""
    if case.run is None:
        raise CannotDecide("the code was not run")
    try:
        result = program(case.tree, run.command, run.stdin.encode(), errors=errors, seed=seed)
    except NoAnswer as reason:
        raise CannotDecide(str(reason)) from reason
    return result.code, result.output


def is_of(classes: tuple[str, ...], wanted: str, *, exact: bool = False) -> bool:
    """Whether a list of classes, the nearest first, holds one; `wanted` of the language is no other's.

    >>> is_of(("KeyError", "builtins.LookupError"), "KeyError"), is_of(("builtins.KeyError",), "KeyError")
    (False, True)
    >>> is_of(("BadAmount", "builtins.ValueError"), "ValueError"), is_of(("BadAmount",), "BadAmount")
    (True, True)
    """
    name = wanted.rpartition(".")[2]
    own = f"builtins.{name}" if isinstance(_builtin(name), type) else name
    return own in (classes[:1] if exact else classes)


def _builtin(name: str) -> object:
    return getattr(__import__("builtins"), name, None)


def _raises(case: Case, args: RaisesArgs) -> Outcome:
    found = called(case, args.calls)
    for one, made in zip(args.calls, found.made, strict=True):
        wrong = _wrong_error(made, args)
        if wrong:
            return missed(f"{one.shown()} {wrong}", place(case, made))
    return kept(f"raises {args.type}", place(case, found.made[0]))


def _wrong_error(made: Made, args: RaisesArgs) -> str:
    if made.raised is None:
        return f"raises nothing, it returns {(made.value or '')[:_SHOWN]}"
    if not is_of(made.raised, args.type, exact=args.exact):
        return f"raises {made.raised[0].removeprefix('builtins.')}"
    if args.message is not None and made.message != args.message:
        return f"says {made.message[:_SHOWN]!r}"
    if args.message_has not in made.message:
        return f"says {made.message[:_SHOWN]!r}, without {args.message_has!r}"
    return ""


def _returns_none(case: Case, args: CallsArgs) -> Outcome:
    return _returns(case, args.calls, "None")


def _return_type(case: Case, args: ReturnsArgs) -> Outcome:
    return _returns(case, args.calls, args.type)


def _returns(case: Case, calls: tuple[Call, ...], wanted: str) -> Outcome:
    found = called(case, calls)
    for one, made in zip(calls, found.made, strict=True):
        if made.raised is not None:
            return missed(
                f"{one.shown()} raises {made.raised[0].removeprefix('builtins.')}", place(case, made)
            )
        if not _is_type(made, wanted):
            return missed(f"{one.shown()} returns {_said(made)}", place(case, made))
    return kept(f"returns {wanted}", place(case, found.made[0]))


def _is_type(made: Made, wanted: str) -> bool:
    if wanted == "json":
        return made.text is not None and _json(made.text)
    if wanted in {"None", "NoneType"}:
        return made.classes[0] == "NoneType"
    if wanted == "int":  # True is an int to Python, and to nobody who asks for one
        return "int" in made.classes and "bool" not in made.classes
    return wanted in made.classes


def _json(text: str) -> bool:
    try:
        json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return False
    return True


def _said(made: Made) -> str:
    return f"{made.classes[0]} ({made.value[:_SHOWN]})" if made.value is not None else made.classes[0]


def _no_mutate_input(case: Case, args: CallsArgs) -> Outcome:
    found = called(case, args.calls)
    for one, made in zip(args.calls, found.made, strict=True):
        if made.mutated:
            return missed(f"{one.shown()} changes what it is given", place(case, made))
    raised = [
        one.shown() for one, made in zip(args.calls, found.made, strict=True) if made.raised is not None
    ]
    if raised:
        raise CannotDecide(f"{raised[0]} raises an error")
    return kept("what it is given stays as it was", place(case, found.made[0]))


def _stdout_exact(case: Case, args: StdoutArgs) -> Outcome:
    for run in args.runs:
        _code, output = ran(case, run)
        wanted = run.stdout.encode()
        if output != wanted:
            return missed(f"{run.shown()}: {_difference(output, wanted)}")
    return kept("prints exactly what is asked for")


def _difference(output: bytes, wanted: bytes) -> str:
    """Say where two outputs part, by line."""
    got, asked = (text.decode("utf-8", errors="replace").split("\n") for text in (output, wanted))
    number = next((n for n, (a, b) in enumerate(zip(got, asked, strict=False)) if a != b), None)
    if number is None:
        return f"prints {len(got)} lines, {len(asked)} are asked for (an end of line begins one more)"
    return f"line {number + 1} is {got[number][:_SHOWN]!r}, not {asked[number][:_SHOWN]!r}"


def _exit_code(case: Case, args: ExitArgs) -> Outcome:
    for run in args.runs:
        code, _output = ran(case, run)
        if code != run.code:
            return missed(f"{run.shown()} ends with {code}, not with {run.code}")
    return kept("ends as is asked")


def _cli_args(case: Case, args: CliArgs) -> Outcome:
    for run in args.accepts:
        code, output = ran(case, run, errors=True)
        if code != 0:
            return missed(f"{run.shown()} ends with {code}: {_last(output)}")
    for run in args.refuses:
        code, _output = ran(case, run)
        if code == 0:
            return missed(f"{run.shown()} is accepted")
    if args.help_names:
        run = Run(command=args.help or (*args.accepts[0].command[:2], "--help"))
        said = ran(case, run, errors=True)[1].decode("utf-8", errors="replace")
        absent = [name for name in args.help_names if name not in said]
        if absent:
            return missed(f"{run.shown()} does not name {', '.join(absent)}")
    return kept("takes the words that are asked for, and no others")


def _last(output: bytes) -> str:
    return output.decode("utf-8", errors="replace").rstrip().rpartition("\n")[2][:_SHOWN]


def _stdout_json(case: Case, args: JsonArgs) -> Outcome:
    for run in args.runs:
        _code, output = ran(case, run)
        try:
            value = json.loads(output.decode("utf-8"), parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            return missed(f"{run.shown()} prints no JSON: {error}"[:300])
        wrong = misfit(value, args.json_schema)
        if wrong:
            return missed(f"{run.shown()}: {wrong}")
    return kept("prints JSON as is asked")


def _no_constant(name: str) -> JsonValue:
    raise ValueError(f"{name} is no JSON")


KINDS: tuple[Kind[Any], ...] = (
    Kind("errors.raises", "These calls raise this error", RaisesArgs, RUN, PYTHON, _raises),
    Kind("errors.returns_none", "These calls return None", CallsArgs, RUN, PYTHON, _returns_none),
    Kind("api.returns", "These calls return this type", ReturnsArgs, RUN, PYTHON, _return_type),
    Kind(
        "construct.no_mutate_input",
        "Arguments are the same after the call",
        CallsArgs,
        RUN,
        PYTHON,
        _no_mutate_input,
    ),
    Kind("output.stdout_exact", "A program prints exactly this", StdoutArgs, RUN, ALL, _stdout_exact),
    Kind("output.exit_code", "A program ends with this code", ExitArgs, RUN, ALL, _exit_code),
    Kind("output.cli_args", "A program takes these words", CliArgs, RUN, ALL, _cli_args),
    Kind("output.stdout_json", "A program prints JSON of this shape", JsonArgs, RUN, ALL, _stdout_json),
)
