"""Where somebody is in a form: its kind, seed and pack, and the answers so far, as one small file."""

import json
from pathlib import Path

from pydantic import ValidationError

from earnest.errors import BadRecord, UnreadableFile, UserError
from earnest.records.base import Record
from earnest.records.response import PairResponse


class Progress(Record):
    """A form that was begun. `pack_sha256` makes sure that it goes on with the same items."""

    form: str
    seed: str
    count: int
    pack: str
    pack_sha256: str
    responses: tuple[PairResponse, ...] = ()

    def begun_as(self, other: "Progress") -> bool:
        """Whether both are the same form, whatever was answered."""
        return self.but(responses=()) == other.but(responses=())


def read_progress(file: Path, begun: Progress) -> Progress:
    """Return what stands in `file` of the form `begun`, or `begun` itself where there is no file yet.

    Raises `UserError` where the file belongs to another form, seed or version of the pack.
    """
    if not file.exists():
        return begun
    try:
        found = Progress.model_validate(json.loads(file.read_bytes()))
    except OSError as error:
        raise UnreadableFile(f"{file}: {error.strerror}") from error
    except (ValueError, ValidationError) as error:
        raise BadRecord(f"{file} does not hold a form that was begun") from error
    if not found.begun_as(begun):
        raise UserError(
            f"{file} holds another form ({found.form}, seed {found.seed}, {found.pack}); name a new file"
        )
    return found


def write_progress(progress: Progress, file: Path) -> None:
    """Write the file in one step, so that an interruption leaves the old one or the new one."""
    part = file.with_name(file.name + ".part")
    part.write_bytes(progress.canonical_bytes() + b"\n")
    part.replace(file)
