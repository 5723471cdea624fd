"""`samples/<item>/` -> coding samples: a tree, a `change.diff` alone, or a git bundle alone."""

from collections.abc import Iterable

from earnest.intake.names import shown
from earnest.records.application import Problem, SubmittedFile
from earnest.records.response import CodeResponse, SampleForm
from earnest.records.tree import FileMode, Tree, TreeFile

_DIFF = "change.diff"


def read_samples(files: Iterable[SubmittedFile], problems: list[Problem]) -> tuple[CodeResponse, ...]:
    """Return one coding sample for each folder of `samples/`, in order of item.

    Links stay links (`FileMode.SYMLINK`, content: where they point), executable files stay executable.
    """
    by_item: dict[str, list[TreeFile]] = {}
    for file in files:
        top, _, rest = file.path.partition("/")
        item, _, inner = rest.partition("/")
        if top != "samples" or not rest:
            continue
        if inner:
            by_item.setdefault(item, []).append(TreeFile(path=inner, content=file.content, mode=file.mode))
        else:
            message = f"{shown(file.path)}: stands outside an item; put it into samples/<item>/"
            problems.append(Problem(part="samples", file=file.path, message=message))
    return tuple(_sample(item, by_item[item]) for item in sorted(by_item))


def _sample(item: str, files: list[TreeFile]) -> CodeResponse:
    only = files[0] if len(files) == 1 and files[0].mode is not FileMode.SYMLINK else None
    if only is not None and only.path == _DIFF:
        return CodeResponse(item=item, form=SampleForm.DIFF, patch=only.content)
    if only is not None and only.path.endswith(".bundle") and "/" not in only.path:
        return CodeResponse(item=item, form=SampleForm.BUNDLE, patch=only.content)
    return CodeResponse(item=item, form=SampleForm.TREE, tree=Tree.from_files(files))
