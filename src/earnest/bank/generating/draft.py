"""What a generator makes before it is decided which answer is right and where it stands.

Style and correctness are separate: a draft holds the same plain and the same fluent answer twice, once right
and once wrong. Whichever is chosen, what an answer looks like says nothing about whether it is right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from earnest.errors import ContractBroken


@dataclass(frozen=True)
class Sides:
    """One answer in one style, right and wrong, and what each of them claims.

    `right_claim` and `wrong_claim` are what the draft's program judges: a value, code or the whole text.
    """

    right: str
    wrong: str
    right_claim: object
    wrong_claim: object


@dataclass(frozen=True)
class Draft:
    """One item in the making. `subject` is what it asks about: no two items of a pack share it.

    `program` is Python that defines `holds(claim) -> bool` with the standard library alone; `why` says in
    words how anybody can check the key, with {right} and {wrong} for the letters of the options.
    """

    subject: str
    title: str
    prompt: str
    plain: Sides
    fluent: Sides
    program: str
    why: str


def prove(draft: Draft) -> None:
    """Run the draft's program on all four answers; raise `ContractBroken` where it misjudges one."""
    space: dict[str, object] = {"__name__": "check"}
    exec(compile(draft.program, draft.subject, "exec"), space)  # noqa: S102 - written by our own generators
    holds = space["holds"]
    if not callable(holds):
        raise ContractBroken(f"{draft.subject}: its program does not define holds")
    for sides in (draft.plain, draft.fluent):
        if not holds(sides.right_claim) or holds(sides.wrong_claim):
            raise ContractBroken(f"{draft.subject}: its program does not tell the answers apart")


def check_program(draft: Draft, claims: Mapping[str, object]) -> str:
    """Return the program that prints the letter of the option whose claim holds."""
    return (
        f"{draft.program.strip()}\n\n\nclaims = {dict(claims)!r}\n"
        'print("".join(letter for letter, claim in sorted(claims.items()) if holds(claim)))\n'
    )


def fresh(random: Random, options: list[str], count: int) -> list[str]:
    """Draw `count` different texts."""
    return random.sample(options, min(count, len(options)))
