"""From what was handed in to a tree: a tree as it is, a diff or a git bundle applied to the start tree."""

from earnest.errors import BadRecord
from earnest.records.response import CodeResponse, SampleForm
from earnest.records.tree import Tree, TreeFile
from earnest.signals.adherence.trees.bundle import read_bundle
from earnest.signals.adherence.trees.comparing import without_debris
from earnest.signals.adherence.trees.diff import apply_diff
from earnest.signals.adherence.trees.paths import normalised


def apply(response: CodeResponse, start: Tree) -> Tree:
    """Return the candidate's tree. Raises `InputError` that names what does not apply, `Unavailable`
    without git.
    """
    if response.form is SampleForm.DIFF:
        tree = apply_diff(start, response.patch)
    elif response.form is SampleForm.BUNDLE:
        tree = read_bundle(response.patch)
    else:
        tree = response.tree
    return without_debris(_checked(tree), start)


def _checked(tree: Tree) -> Tree:
    """Normalise the paths; two files of one path, or a file in the place of a folder, are no tree."""
    files: dict[str, TreeFile] = {}
    for file in tree.files:
        path = normalised(file.path) if not file.path.startswith(".git/") else ""
        if path in files:
            raise BadRecord(f"{path!r} stands twice in the tree")
        if path:
            files[path] = file if path == file.path else file.but(path=path)
    for path in files:
        parts = path.split("/")
        blocked = next(
            ("/".join(parts[:n]) for n in range(1, len(parts)) if "/".join(parts[:n]) in files), ""
        )
        if blocked:
            raise BadRecord(f"{blocked!r} is a file and a folder at once")
    return Tree.from_files(files)
