"""An item as a candidate sees it: on the terminal, and for a coding item as a folder to work in."""

from pathlib import Path

from earnest.bank.variants import Seed
from earnest.errors import PackError, UserError
from earnest.records.item import Ask, CodingItem, EdgeItem, Item, LongformItem, PairItem
from earnest.records.tree import FileMode, TreeFile

_WIDTH = 72


def show(item: Item, seed: Seed = None) -> str:
    """Return the item as text, without anything of its key.

    A coding item lists the files it starts from, but neither its constraints (finding them in the prompt is
    what is asked) nor its tests. `seed` is the one that the item was loaded with.
    """
    about = [item.kind.value, f"{item.minutes} minutes" if item.minutes else ""]
    if isinstance(item, LongformItem):
        about.append(f"{item.words} words or more")
    if isinstance(item, CodingItem | EdgeItem):
        about.append(item.language if isinstance(item, CodingItem) else item.specialty)
    if isinstance(item, EdgeItem):
        about.append(item.versions)
        about += ["answer in two to four sentences"] if item.ask is Ask.EXPLAIN else []
    heading = f"{item.title or item.id}\n{item.id}: {', '.join(part for part in about if part)}"
    origin = f"{item.provenance.licence}; {item.provenance.source}"
    return "\n\n".join([heading, item.prompt, *_rest(item, seed), origin])


def _rest(item: Item, seed: Seed) -> list[str]:
    if isinstance(item, PairItem):
        return [
            f"{f'── option {letter} '.ljust(_WIDTH, '─')}\n{option}"
            for letter, option in (("a", item.option_a), ("b", item.option_b))
        ]
    if isinstance(item, EdgeItem) and item.options:
        return ["\n".join(f"  {letter}) {option}" for letter, option in sorted(item.options.items()))]
    if isinstance(item, CodingItem):
        names = "\n".join(f"  {file.path}" for file in item.start.files)
        option = f" --seed {seed}" if str(seed or "").strip() else ""
        command = f"earnest practice coding {item.id} FOLDER{option}"
        return [f"It starts from\n{names}\nand `{command}` writes these files."]
    return []


def write_start(item: CodingItem, folder: Path) -> None:
    """Write the start tree of a coding item into `folder`, which must be empty or absent.

    Only the start tree is written, nothing else: what stands there later is compared with it, and a file with
    the ticket in it would be an added file. The ticket is `item.prompt`; whoever calls this shows it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder}: not an empty folder; name one that is empty or does not exist")
    targets = [(folder.joinpath(*_parts(file)), file) for file in item.start.files]
    folder.mkdir(parents=True, exist_ok=True)
    for path, file in targets:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        if file.mode is FileMode.EXECUTABLE:
            path.chmod(0o755)


def _parts(file: TreeFile) -> tuple[str, ...]:
    """Return the parts of a file's path; a link and a path that leads out of the tree raise `PackError`."""
    parts = tuple(file.path.split("/"))
    if file.mode in {FileMode.SYMLINK, FileMode.SUBMODULE}:
        raise PackError(f"{file.path}: a link in a start tree, which is not written; put the file there")
    if any(part in {"", ".", ".."} or "\\" in part or ":" in part for part in parts):
        raise PackError(f"{file.path}: leads out of the tree; correct the path")
    return parts
