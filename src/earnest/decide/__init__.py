"""Assessment + policy -> Decision, pure."""

from earnest.decide.deciding import decide
from earnest.decide.loading import load_policy, parse_policy, preset_names

__all__ = ["decide", "load_policy", "parse_policy", "preset_names"]
