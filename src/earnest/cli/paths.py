"""What the commands share about paths, packs and listings."""

from pathlib import Path

from earnest.errors import UnreadableFile
from earnest.records.listing import Listing


def read_listings(paths: tuple[Path, ...]) -> tuple[Listing, ...]:
    """Read listings from Markdown or text files and from folders of them, in order of path.

    The id is the file's name without its ending; a first line `# Title` becomes the title.
    """
    files: list[Path] = []
    for path in paths:
        files.extend(sorted([*path.glob("*.md"), *path.glob("*.txt")]) if path.is_dir() else [path])
    return tuple(_read_listing(path) for path in files)


def _read_listing(path: Path) -> Listing:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"{path}: not a readable UTF-8 text ({type(error).__name__}); save it as .md or .txt"
        ) from error
    first, _, rest = text.partition("\n")
    if first.startswith("#"):
        return Listing(id=path.stem, title=first.lstrip("# ").strip(), text=rest.strip())
    return Listing(id=path.stem, text=text.strip())
