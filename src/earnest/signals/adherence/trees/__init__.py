"""Trees: what a candidate handed in, applied to the start tree of an item and compared with it."""

from earnest.signals.adherence.trees.applying import apply
from earnest.signals.adherence.trees.comparing import Changes, compare, diff_lines, without_debris
from earnest.signals.adherence.trees.paths import matches, normalised

__all__ = ["Changes", "apply", "compare", "diff_lines", "matches", "normalised", "without_debris"]
