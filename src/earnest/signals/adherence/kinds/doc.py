"""Documents that have to be kept up with the code."""

import re
from typing import Any, Literal

from pydantic import Field

from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.kind import ANY, Args, Kind, Outcome, at, kept, missed
from earnest.signals.adherence.trees import matches
from earnest.signals.adherence.trees.comparing import path_globs


class DocumentArgs(Args):
    """Words of which each must stand in an added line, whatever their case."""

    mentions: tuple[str, ...] = ()


def _updated(case: Case, args: DocumentArgs, name: str) -> Outcome:
    globs = args.paths or path_globs(name)
    lines = [
        (path, number, text)
        for path in case.changes.present
        if matches(path, globs)
        for number, text in case.new_lines(path)
        if any(character.isalnum() for character in text)
    ]
    if not lines:
        return missed(f"the {name} says nothing new")
    said = " ".join(text for _path, _number, text in lines).casefold()
    absent = [word for word in args.mentions if word.casefold() not in said]
    if absent:
        return missed(f"the {name} does not mention {', '.join(absent)}", [at(*lines[0])])
    return kept(f"the {name} says something new", [at(*lines[0])])


def _changelog(case: Case, args: DocumentArgs) -> Outcome:
    return _updated(case, args, "changelog")


def _readme(case: Case, args: DocumentArgs) -> Outcome:
    return _updated(case, args, "readme")


class MessageArgs(Args):
    """How the message of the commit is written. It is read from a file of the tree, named by `paths`."""

    style: Literal["conventional", "free"] = "free"
    subject_limit: int | None = Field(default=None, ge=1)
    mentions: tuple[str, ...] = ()
    body: bool = False


_CONVENTIONAL = re.compile(r"[a-z]{2,12}(\([^()\n]{1,60}\))?!?: \S")


def _commit_message(case: Case, args: MessageArgs) -> Outcome:
    globs = args.paths or path_globs("commit_message")
    files = [one for path, one in case.tree.as_dict().items() if matches(path, globs)]
    if len(files) != 1:
        raise CannotDecide(f"{len(files)} files could hold the message of the commit")
    text = files[0].content.decode("utf-8", errors="replace")
    lines = [line for line in text.split("\n") if not line.startswith("#")]
    subject = lines[0] if lines else ""
    wrong = _wrong_message(args, subject, lines)
    if wrong:
        return missed(
            f"the message of the commit {wrong}", [at(files[0].path, 1, case.line_of(files[0].path, 1))]
        )
    return kept("the message of the commit is as it should be", [at(files[0].path, 1, subject)])


def _wrong_message(args: MessageArgs, subject: str, lines: list[str]) -> str:
    said = "\n".join(lines).casefold()
    absent = [word for word in args.mentions if word.casefold() not in said]
    if not subject.strip():
        return "has no subject"
    if args.style == "conventional" and not _CONVENTIONAL.match(subject):
        return "does not begin as `type(scope): subject`"
    if args.subject_limit is not None and len(subject) > args.subject_limit:
        return f"has a subject of {len(subject)} characters, {args.subject_limit} allowed"
    if absent:
        return f"does not mention {', '.join(absent)}"
    return "has no body" if args.body and not any(line.strip() for line in lines[2:]) else ""


KINDS: tuple[Kind[Any], ...] = (
    Kind("doc.changelog", "The changelog has a new line", DocumentArgs, "D", ANY, _changelog),
    Kind("doc.readme", "The README has a new line", DocumentArgs, "D", ANY, _readme),
    Kind(
        "doc.commit_message",
        "The message of the commit is written so",
        MessageArgs,
        "D",
        ANY,
        _commit_message,
    ),
)
