"""Every error Earnest raises on purpose, drawn as a tree.

EarnestError
├── UserError                 somebody can mend it: the message says what to do
│   ├── InputError            the bytes or the folder that was given
│   │   ├── UnreadableFile    broken, encrypted, empty, scanned, of a kind we do not read
│   │   ├── TooLarge          over a limit of size, pages, time or memory
│   │   └── BadRecord         a line or field that is not what the format asks for
│   ├── PackError             an item bank that contradicts itself or lacks a part
│   ├── PolicyError           a policy file that says what a policy cannot say
│   ├── UnknownName           a rule, item, pack, preset, checker or signal nobody knows
│   └── Unavailable           an optional tool is absent; what it would have checked is not run
└── InternalError             ours: please report it
    ├── ContractBroken        a promise between two rooms of the house was not kept
    └── WeightsMismatch       a shipped file is not the one whose hash we know
"""


class EarnestError(Exception):
    """Base of everything Earnest raises on purpose."""


class UserError(EarnestError):
    """The input or the call can be mended by whoever gave it; `str(error)` is one line that says how."""


class InputError(UserError):
    """What was handed in cannot be used as it is."""


class UnreadableFile(InputError):
    """A file that cannot be parsed: broken, encrypted, empty, scanned or of an unknown kind."""


class TooLarge(InputError):
    """A file over one of the limits of size, pages, time or memory."""


class BadRecord(InputError):
    """A line or a field that is not what the format asks for."""


class PackError(UserError):
    """An item bank that lacks a part or contradicts itself."""


class PolicyError(UserError):
    """A policy that cannot be followed."""


class UnknownName(UserError):
    """A name (rule, item, pack, preset, checker, signal) that nothing answers to."""


class Unavailable(UserError):
    """An optional tool is not on this machine."""


class InternalError(EarnestError):
    """A fault of Earnest itself."""


class ContractBroken(InternalError):
    """One part of Earnest handed another what it had promised not to."""


class WeightsMismatch(InternalError):
    """A shipped data file differs from the one whose SHA-256 is written in the code."""
