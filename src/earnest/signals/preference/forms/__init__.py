"""Forms of answer pairs: fixed, sequential and adaptive, behind one interface.

A form is a function of what was answered so far: `step(answers)` says which pair comes next, or that the form
stops, and why. Nothing else is kept, so a form that was interrupted goes on where it was.
"""

from earnest.signals.preference.forms.form import Answer, Ask, Form, Step, Stop
from earnest.signals.preference.forms.kinds import KINDS, make_form
from earnest.signals.preference.forms.progress import Progress, read_progress, write_progress

__all__ = [
    "KINDS",
    "Answer",
    "Ask",
    "Form",
    "Progress",
    "Step",
    "Stop",
    "make_form",
    "read_progress",
    "write_progress",
]
