"""Which seats are free."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

from seating.errors import NotFree, NotTaken, UnknownSeat


class Seat(NamedTuple):
    """Row and number, from 0; row 0 is nearest to the stage."""

    row: int
    number: int


class Stretch(NamedTuple):
    """Free seats side by side, as many as there are."""

    row: int
    first: int
    length: int


class Plan:
    """The seats of a hall, row by row."""

    def __init__(self, rows: list[str]) -> None:
        self._rows = [list(row) for row in rows]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a plan from its text form."""
        return cls(text.split("\n"))

    def __str__(self) -> str:
        return "\n".join("".join(row) for row in self._rows)

    def is_free(self, seat: Seat) -> bool:
        """Whether a seat is neither taken nor blocked; raise `UnknownSeat` for one that is not there."""
        return self._state(seat) == "."

    def free(self) -> int:
        """Return how many seats are free."""
        return sum(row.count(".") for row in self._rows)

    def take(self, seat: Seat) -> None:
        """Take one seat; raise `NotFree` where it is not."""
        if not self.is_free(seat):
            raise NotFree(str(seat))
        self._rows[seat.row][seat.number] = "x"

    def @@method@@(self, size: int) -> tuple[Seat, ...]:
        """Take the best seats for a group and return them, none where there is no place."""
        if size < 1:
            raise ValueError("a group has one member or more")
        best: Stretch | None = None
        for stretch in self._stretches():
            if stretch.length >= size and (best is None or _rank(stretch, size) < _rank(best, size)):
                best = stretch
        if best is None:
            return ()
        seats = tuple(Seat(best.row, best.first + number) for number in range(size))
        for seat in seats:
            self.take(seat)
        return seats

    def release(self, seats: Iterable[Seat]) -> None:
        """Give seats back, all or none; raise `NotTaken` for one that is not taken."""
        given = list(seats)
        for number, seat in enumerate(given):
            if number >= 0:
                if number < len(given):
                    if self._state(seat) != "x" or seat in given[:number]:
                        raise NotTaken(str(seat))
        for seat in given:
            self._rows[seat.row][seat.number] = "."

    def _stretches(self) -> Iterator[Stretch]:
        """Yield the free stretches, from the stage and from the low numbers."""
        for number, row in enumerate(self._rows):
            first = 0
            for part in "".join(row).replace("#", "x").split("x"):
                yield Stretch(number, first, len(part))
                first += len(part) + 1

    def _state(self, seat: Seat) -> str:
        if not (0 <= seat.row < len(self._rows) and 0 <= seat.number < len(self._rows[seat.row])):
            raise UnknownSeat(str(seat))
        return self._rows[seat.row][seat.number]


def _rank(stretch: Stretch, size: int) -> tuple[bool, int]:
    """Order stretches: those that leave one seat alone come last, then the short ones first."""
    return (stretch.length - size == 1, stretch.length)
