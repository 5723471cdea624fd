"""What is compared: the code and the prose of applications, and the code of packs."""

from collections.abc import Iterator

from earnest.integrity.reuse.lexing import is_code
from earnest.integrity.reuse.records import WorkKind
from earnest.integrity.reuse.settings import settings
from earnest.records.application import Application
from earnest.records.base import Record
from earnest.records.item import CodingItem, Item
from earnest.records.response import CodeResponse, SampleForm
from earnest.records.tree import Tree


class WorkFile(Record):
    """One file of a work. `numbers` holds the line numbers where lines stand apart (a diff), else nothing."""

    path: str
    text: str
    numbers: tuple[int, ...] = ()


class Work(Record):
    """What one owner handed in for one item. `pack` marks what a pack holds, which nobody copied."""

    owner: str
    kind: WorkKind
    item: str
    files: tuple[WorkFile, ...]
    pack: bool = False


def works_of(application: Application) -> Iterator[Work]:
    """Yield the code samples and the texts of an application."""
    for sample in application.samples:
        files = tuple(_files_of(sample))
        if files:
            yield Work(owner=application.name, kind=WorkKind.CODE, item=sample.item, files=files)
    texts = [(text.item, text.document) for text in (*application.interview, *application.writing)]
    if application.profile is not None:
        texts.append(("profile", application.profile))
    for item, document in texts:
        file = WorkFile(path=document.file or document.id, text=document.text[: settings().longest_file])
        yield Work(owner=application.name, kind=WorkKind.PROSE, item=item, files=(file,))


def code_of_pack(owner: str, item: Item, tree: Tree) -> Work:
    """Return a tree of a pack, such as a reference solution, as a work that candidates are compared with."""
    return Work(owner=owner, kind=WorkKind.CODE, item=item.id, files=tuple(_of_tree(tree)), pack=True)


def start_of(item: Item) -> tuple[WorkFile, ...]:
    """Return what everybody was given with an item: code of the start tree and of its tests."""
    if not isinstance(item, CodingItem):
        return ()
    return (*_of_tree(item.start), *_of_tree(item.tests))


def _files_of(sample: CodeResponse) -> Iterator[WorkFile]:
    if sample.form is SampleForm.TREE:
        yield from _of_tree(sample.tree)
    elif sample.form is SampleForm.DIFF:
        yield from _added(sample.patch.decode("utf-8", "replace")[: settings().longest_file])


def _of_tree(tree: Tree) -> Iterator[WorkFile]:
    for file in tree.files:
        if is_code(file.path):
            text = file.content[: settings().longest_file].decode("utf-8", "replace")
            yield WorkFile(path=file.path, text=text)


def _added(patch: str) -> Iterator[WorkFile]:
    """Yield the lines that a unified diff adds, file by file, with their numbers in the new file."""
    path, lines, numbers, at = "", list[str](), list[int](), 0
    for line in (*patch.split("\n"), "+++ "):
        if line.startswith("+++ "):
            if is_code(path) and lines:
                yield WorkFile(path=path, text="\n".join(lines), numbers=tuple(numbers))
            path, lines, numbers = line[4:].split("\t")[0].removeprefix("b/").strip(), [], []
        elif line.startswith("@@"):
            at = _new_start(line)
        elif line.startswith("+"):
            lines.append(line[1:])
            numbers.append(at)
            at += 1
        elif line.startswith(" "):
            at += 1


def _new_start(line: str) -> int:
    digits = line.partition("+")[2].partition(",")[0].partition(" ")[0]
    return int(digits) if digits.isdecimal() and len(digits) < 9 else 1
