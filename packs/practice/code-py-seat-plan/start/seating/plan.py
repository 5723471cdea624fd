"""Which seats are free."""

from typing import NamedTuple, Self

from seating.errors import NotFree, UnknownSeat


class Seat(NamedTuple):
    """Row and number, from 0; row 0 is nearest to the stage."""

    row: int
    number: int


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

    def _state(self, seat: Seat) -> str:
        if not (0 <= seat.row < len(self._rows) and 0 <= seat.number < len(self._rows[seat.row])):
            raise UnknownSeat(str(seat))
        return self._rows[seat.row][seat.number]
