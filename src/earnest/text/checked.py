"""Files that an installed package carries, found without importing it and checked before a byte is used."""

from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from earnest.errors import Unavailable, WeightsMismatch


def checked_file(package: str, name: str, digest: str) -> bytes:
    """Return the bytes of `name` in the folder of an installed package.

    Raises `Unavailable` if the package is missing, `WeightsMismatch` if the file is or has another SHA-256.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise Unavailable(f"the package {package!r} is not installed; install earnest with its dependencies")
    return checked_content(Path(spec.origin).parent / name, digest, package)


def checked_content(path: Path, digest: str, package: str) -> bytes:
    """Return the bytes of a file whose SHA-256 is `digest`, or raise `WeightsMismatch`."""
    if not path.is_file():
        raise WeightsMismatch(
            f"{path.name} is missing from the installed {package} package; install it again"
        )
    content = path.read_bytes()
    if sha256(content).hexdigest() != digest:
        raise WeightsMismatch(
            f"{path.name} is not the file that Earnest was built for; install {package} again"
        )
    return content
