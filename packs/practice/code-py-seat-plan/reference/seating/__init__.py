"""Seats of a hall."""

from seating.errors import NotFree, NotTaken, SeatError, UnknownSeat
from seating.plan import Plan, Seat

__all__ = ["NotFree", "NotTaken", "Plan", "Seat", "SeatError", "UnknownSeat"]
