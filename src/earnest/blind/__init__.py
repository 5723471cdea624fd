"""Application -> BlindApplication + Identity + ledger of what was masked and why."""

from earnest.blind.locating import locate
from earnest.blind.masks import PLACEHOLDERS
from earnest.blind.separation import Separated, separate

__all__ = ["PLACEHOLDERS", "Separated", "locate", "separate"]
