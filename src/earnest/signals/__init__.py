"""The seven signals, one folder each. A new signal is one folder and one line in `_FOLDERS`."""

from functools import cache
from importlib import import_module
from typing import Any

from earnest.errors import UnknownName
from earnest.records.result import SignalId
from earnest.signals.signal import Context, Line, Rule, Signal

__all__ = ["Context", "Line", "Rule", "Signal", "all_signals", "find_rule", "find_signal"]

_FOLDERS = (
    "adherence",
    "preference",
    "specificity",
    "accountability",
    "stack",
    "coherence",
    "depth",
)


@cache
def find_signal(name: str) -> Signal[Any, Any]:
    """Return one signal by its id, or raise `UnknownName`. Only its own folder is imported."""
    if name not in _FOLDERS:
        raise UnknownName(f"no signal {name!r}: choose one of {', '.join(_FOLDERS)}")
    signal: Signal[Any, Any] = import_module(f"earnest.signals.{name}").SIGNAL
    return signal


def all_signals() -> tuple[Signal[Any, Any], ...]:
    """Return the seven signals in the order of reports."""
    return tuple(find_signal(signal_id.value) for signal_id in SignalId)


def find_rule(rule_id: str) -> tuple[Signal[Any, Any], Rule]:
    """Return a rule and the signal it belongs to, or raise `UnknownName` with the ids that come near."""
    rules = {rule.id: (signal, rule) for signal in all_signals() for rule in signal.rules}
    if rule_id in rules:
        return rules[rule_id]
    near = sorted(name for name in rules if set(name.split("-")) & set(rule_id.split("-")))
    hint = f"did you mean {', '.join(near)}?" if near else f"choose one of {', '.join(sorted(rules))}"
    raise UnknownName(f"no rule {rule_id!r}: {hint}")
