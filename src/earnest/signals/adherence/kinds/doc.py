"""Documents that have to be kept up with the code."""

from typing import Any

from earnest.signals.adherence.kinds.case import Case
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


KINDS: tuple[Kind[Any], ...] = (
    Kind("doc.changelog", "The changelog has a new line", DocumentArgs, "D", ANY, _changelog),
    Kind("doc.readme", "The README has a new line", DocumentArgs, "D", ANY, _readme),
)
