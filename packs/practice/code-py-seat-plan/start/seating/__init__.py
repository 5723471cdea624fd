"""Seats of a hall."""

from seating.errors import NotFree, SeatError, UnknownSeat
from seating.plan import Plan, Seat

__all__ = ["NotFree", "Plan", "Seat", "SeatError", "UnknownSeat"]
