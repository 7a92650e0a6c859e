"""Whether the walls stand on this machine, and hold: a small program is run behind them and tries to look out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from autograder import wire
from autograder.doctor.finding import Finding, State
from autograder.model import Calls, Cell, CellKind, Ending, Submission
from autograder.sandbox import Sandbox
from autograder.sandbox.walls import missing_walls

_SUBJECT: Final = "walls"
_PROGRAM: Final = """
import os

def twice(number):
    return 2 * number

def look_out(folder):
    try:
        return len(os.listdir(folder)) >= 0
    except OSError:
        return False
"""


def examine(root: Path) -> Iterator[Finding]:
    """Name the walls that are missing; where none is, send a program in."""
    missing = missing_walls()
    if missing:
        advice = "grade on Linux 5.13 or newer; without walls nothing is graded (--unsafe aside)"
        yield Finding(_SUBJECT, State.BROKEN, f"this machine lacks {' and '.join(missing)}", advice)
        return
    yield Finding(_SUBJECT, State.OK, "Landlock, seccomp and resource limits stand")
    yield _sent_in(root)


def _sent_in(root: Path) -> Finding:
    calls = [_call("twice", 21), _call("look_out", str(root / "solutions"))]
    with Sandbox() as sandbox:
        run = sandbox.run(Submission("doctor", (Cell(CellKind.SOLUTION, "program", _PROGRAM),)), calls)
    product, sight = (run.outcomes[each.name][0] for each in calls)
    if product.ending is not Ending.RETURNED or wire.decode(product.encoded) != 42:  # noqa: PLR2004 - twice 21
        what = f"a small program sent behind the walls did not come back with its answer ({product.ending})"
        return Finding(_SUBJECT, State.BROKEN, what, "free some memory and processes, and try again")
    if sight.ending is not Ending.RETURNED or wire.decode(sight.encoded) is not False:
        what = f"a program behind the walls could look into {root / 'solutions'}"
        return Finding(_SUBJECT, State.BROKEN, what, "grade nothing on this machine, and report it")
    return Finding(_SUBJECT, State.OK, "a program sent behind them answered, and could not look into solutions/")


def _call(name: str, argument: object) -> Calls:
    return Calls(name, ((wire.encode(argument),),), public=1, cpu_seconds=2.0)
