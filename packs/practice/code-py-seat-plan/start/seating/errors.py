"""What goes wrong with seats; the text is the seat."""


class SeatError(Exception):
    """Any of them."""


class UnknownSeat(SeatError):
    """There is no such seat."""


class NotFree(SeatError):
    """The seat is taken or blocked."""
