"""Coding items from their folder: the start tree, and the reference and violations laid over it."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from earnest.bank.files import PackFile
from earnest.bank.manifests import CodingKeyManifest, CodingManifest
from earnest.errors import PackError
from earnest.records.answer_key import CodingKey, Violation
from earnest.records.item import CodingItem, Provenance
from earnest.records.tree import Tree, TreeFile

Files = Mapping[str, PackFile]


def coding_item(
    item_id: str, about: CodingManifest, prompt: str, provenance: Provenance, files: Files
) -> CodingItem:
    """Make the item from its manifest and the folders `start/` and `tests/`."""
    return CodingItem(
        id=item_id,
        kind=about.kind,
        title=about.title,
        minutes=about.minutes,
        prompt=prompt,
        provenance=provenance,
        language=about.language,
        constraints=about.constraints,
        start=Tree.from_files(_below(files, "start/")),
        tests=Tree.from_files(_below(files, "tests/")),
        test_command=about.test_command,
    )


def coding_key(
    item: CodingItem, removed: CodingKeyManifest | None, files: Files, folder: Path
) -> CodingKey | None:
    """Make the key: `reference/` over the start tree, each of `violations/<constraint>/` over both.

    None where there is neither a `key.toml` nor a reference. Raises `PackError` where the key takes away a
    file that is not there.
    """
    reference_files = _below(files, "reference/")
    if removed is None and not reference_files:
        return None
    removed = removed or CodingKeyManifest()
    where = folder / "key.toml"
    reference = _overlaid(item.start, reference_files, removed.reference_removed, where)
    changes: dict[str, dict[str, TreeFile]] = {name: {} for name in removed.violations_removed}
    for path, file in _below(files, "violations/").items():
        name, slash, inner = path.partition("/")
        if not slash:
            raise PackError(
                f"{folder / 'violations' / name}: put it into a folder named after its constraint"
            )
        changes.setdefault(name, {})[inner] = file.but(path=inner)
    violations = tuple(
        Violation(
            constraint=name,
            tree=_overlaid(reference, changes[name], removed.violations_removed.get(name, ()), where),
        )
        for name in sorted(changes)
    )
    return CodingKey(item=item.id, reference=reference, violations=violations)


def _below(files: Files, prefix: str) -> dict[str, TreeFile]:
    inner = ((path.removeprefix(prefix), file) for path, file in files.items() if path.startswith(prefix))
    return {path: TreeFile(path=path, content=file.content, mode=file.mode) for path, file in inner}


def _overlaid(under: Tree, over: dict[str, TreeFile], removed: Iterable[str], where: Path) -> Tree:
    files = under.as_dict()
    for path in removed:
        if path not in files:
            raise PackError(f"{where}: takes away {path!r}, which is not there; correct the path")
        del files[path]
    return Tree.from_files(files | over)
