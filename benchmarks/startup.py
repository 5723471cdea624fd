"""How long a person waits: `earnest --help` and one cold screening, beside a plain interpreter.

    python -m benchmarks startup [RESUME]

RESUME is a profile of any format (an example application's PDF unless given). The commands run in turn in
one run; the figures are medians and their ratios.
"""

import sys
from pathlib import Path

from benchmarks.timing import in_turn, print_table

EARNEST = str(Path(sys.executable).with_name("earnest"))
RESUME = "examples/applications/careless-with-a-constraint/profile.pdf"
RUNS = 9
LOAD = "from earnest.bank import find_pack; find_pack('practice')"


def main(resume: str = RESUME) -> None:
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python -c 'import pydantic'": [sys.executable, "-c", "import pydantic"],
        "earnest --help": [EARNEST, "--help"],
        "load the practice pack": [sys.executable, "-c", LOAD],
        "earnest screen resume.pdf": [EARNEST, "screen", resume],
    }
    medians = in_turn(commands, RUNS)
    plain, pydantic = medians["python -c pass"], medians["python -c 'import pydantic'"]
    rows = [
        (f"`{name}`", f"{taken * 1000:.0f}", f"{taken / plain:.1f}", f"{taken / pydantic:.1f}")
        for name, taken in medians.items()
    ]
    print_table(("command", "median ms", "x plain Python", "x import pydantic"), rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
