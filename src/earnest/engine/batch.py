"""Many records through one function, on several processes, so that a killed run goes on where it stopped.

Results are appended one line each to `<name>.partial.jsonl` as they come. When the last one is there, they
are written in the order of the input to `<name>.jsonl` and the partial file goes. A run that starts again
reads both files and gives each worker the line that is already there; the work decides whether it still
holds. The finished file has the same bytes however often the run was killed.
"""

import fcntl
import json
import multiprocessing
import os
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from typing import Self

from earnest.errors import UserError

Work = Callable[[str, str, str], str]
"""`work(name, payload, earlier_line) -> line`: one line of JSON with the key `name`, without a line end."""


@dataclass(frozen=True)
class _Stored:
    """Where an earlier line stands."""

    path: Path
    offset: int
    length: int

    def read(self) -> str:
        with self.path.open("rb") as file:
            file.seek(self.offset)
            return file.read(self.length).decode("utf-8")


class Batch:
    """One output file of a batch. Use as a context manager; a second run on the same file is refused."""

    def __init__(self, final: Path) -> None:
        self.final = final
        self.partial = final.with_suffix(".partial.jsonl")
        self._lock_path = final.with_suffix(".lock")

    def __enter__(self) -> Self:
        self.final.parent.mkdir(parents=True, exist_ok=True)
        self._lock = self._lock_path.open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise UserError(
                f"{self.final} is being written by another run; wait for it or choose another --out"
            ) from None
        self._stored = {**_index(self.final), **_index(self.partial)}
        _drop_torn_line(self.partial)
        return self

    def __exit__(self, *_exc: object) -> None:
        self._lock.close()

    def run(self, records: Mapping[str, str], work: Work, workers: int = 1) -> Iterator[str]:
        """Yield the name of each record as it is done, then write the final file in the order of `records`.

        `records` maps each name to what the work needs to find it (a path). `work` must be picklable when
        `workers` is over 1. At most `4 * workers` records are in flight, so that memory does not grow with
        the batch. A record whose worker dies twice gets a line `{"name", "key": "", "error"}` of its own.
        """
        with self.partial.open("ab") as partial:
            results = _results(records, work, workers, self._earlier)
            for name, line in results:
                data = line.encode("utf-8") + b"\n"
                self._stored[name] = _Stored(self.partial, partial.tell(), len(data) - 1)
                partial.write(data)
                partial.flush()
                yield name
        self._finish(records)

    def _earlier(self, name: str) -> str:
        return self._stored[name].read() if name in self._stored else ""

    def _finish(self, names: Iterable[str]) -> None:
        temporary = self.final.with_suffix(".tmp")
        with temporary.open("wb") as file:
            for name in names:
                file.write(self._stored[name].read().encode("utf-8") + b"\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.final)
        self.partial.unlink()
        self._lock_path.unlink()


def _index(path: Path) -> dict[str, _Stored]:
    """Return where each whole line of an earlier run stands, by name; the last one of a name counts."""
    stored: dict[str, _Stored] = {}
    if not path.exists():
        return stored
    offset = 0
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                stored[str(json.loads(line)["name"])] = _Stored(path, offset, len(line) - 1)
            offset += len(line)
    return stored


def _drop_torn_line(path: Path) -> None:
    """Cut off what a killed run had written of its last line."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        data = file.read()
        file.truncate(data.rfind(b"\n") + 1)


def _results(
    records: Mapping[str, str], work: Work, workers: int, earlier: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    if workers <= 1:
        for name, payload in records.items():
            yield name, work(name, payload, earlier(name))
        return
    left = iter(records.items())
    lost: list[str] | None = None
    while lost is None or lost:
        for name in lost or ():
            yield name, _alone(name, records[name], work, earlier)
        lost = yield from _from_pool(left, work, workers, earlier)


def _from_pool(
    left: Iterator[tuple[str, str]], work: Work, workers: int, earlier: Callable[[str], str]
) -> Generator[tuple[str, str], None, list[str]]:
    """Yield results until `left` is empty or a worker dies; return the names that were in flight then."""
    waiting: dict[Future[str], str] = {}
    given = ""
    with _pool(workers) as pool:
        try:
            for name, payload in left:
                given = name
                waiting[pool.submit(work, name, payload, earlier(name))] = name
                given = ""
                if len(waiting) >= 4 * workers:
                    yield from _take(waiting)
            while waiting:
                yield from _take(waiting)
        except BrokenProcessPool:
            return sorted({*waiting.values(), given} - {""})
    return []


def _alone(name: str, payload: str, work: Work, earlier: Callable[[str], str]) -> str:
    """Do one record that was in flight when a worker died; if its worker dies again, say so in its line."""
    with _pool(1) as pool:
        try:
            return pool.submit(work, name, payload, earlier(name)).result()
        except BrokenProcessPool:
            error = (
                f"{name}: its worker died twice (killed by the system, often for memory); nothing was decided"
            )
            return json.dumps({"name": name, "key": "", "error": error}, ensure_ascii=False)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, multiprocessing.get_context("forkserver"), initializer=_end_with_parent
    )


def _end_with_parent() -> None:
    """Let this worker end when the run that started it is killed; it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _take(waiting: dict[Future[str], str]) -> Iterator[tuple[str, str]]:
    """Yield what is done. A worker's death leaves its records in `waiting`."""
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in sorted(done, key=lambda future: waiting[future]):
        line = future.result()
        yield waiting.pop(future), line
