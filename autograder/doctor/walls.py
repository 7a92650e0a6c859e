"""Whether the walls stand on this machine, and hold: a small program is run behind them and tries to look out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from autograder import wire
from autograder.doctor.finding import Finding, State
from autograder.errors import SandboxError
from autograder.model import Calls, Cell, CellKind, Ending, Submission
from autograder.sandbox import Sandbox
from autograder.sandbox.bubble import is_installed
from autograder.sandbox.walls import missing_walls

_SUBJECT: Final = "walls"
_RING_1: Final = "ring 1 stands (Landlock, seccomp, resource limits)"
_RING_2: Final = "ring 2 stands (bubblewrap: no other files, processes or network around the code)"
_NO_RING_2: Final = "ring 2, a second wall around the first, does not stand"
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
    """Name the walls that are missing; where none of ring 1 is, send a program in."""
    missing = missing_walls()
    if missing:
        advice = "grade on Linux 5.13 or newer; without walls nothing is graded (--unsafe aside)"
        yield Finding(_SUBJECT, State.BROKEN, f"this machine lacks {' and '.join(missing)}", advice)
        return
    yield Finding(_SUBJECT, State.OK, _RING_1)
    yield _sent_in(root, bubble=False)
    yield _second_ring(root)


def _second_ring(root: Path) -> Finding:
    """Ring 2 is good to have; a machine that cannot have it is in order all the same."""
    if not is_installed():
        advice = "if you like: apt-get install bubblewrap (or your distribution's package of that name)"
        return Finding(_SUBJECT, State.OK, f"{_NO_RING_2}: bubblewrap is not installed; ring 1 is enough", advice)
    try:
        sent_in = _sent_in(root, bubble=True)
    except SandboxError as error:
        advice = "if you like: allow unprivileged user namespaces; containers often forbid them"
        return Finding(_SUBJECT, State.OK, f"{_NO_RING_2}: {error}; ring 1 is enough", advice)
    return sent_in if sent_in.state is not State.OK else Finding(_SUBJECT, State.OK, _RING_2)


def _sent_in(root: Path, *, bubble: bool) -> Finding:
    calls = [_call("twice", 21), _call("look_out", str(root / "solutions"))]
    with Sandbox(bubble=bubble) as sandbox:
        run = sandbox.run(Submission("doctor", (Cell(CellKind.SOLUTION, "program", _PROGRAM),)), calls)
    product, sight = (run.outcomes[each.name][0] for each in calls)
    if product.ending is not Ending.RETURNED or wire.decode(product.encoded) != 42:  # noqa: PLR2004 - twice 21
        what = f"a small program sent behind the walls did not come back with its answer ({product.ending})"
        return Finding(_SUBJECT, State.BROKEN, what, "free some memory and processes, and try again")
    if sight.ending is not Ending.RETURNED or wire.decode(sight.encoded) is not False:
        what = f"a program behind the walls could look into {root / 'solutions'}"
        return Finding(_SUBJECT, State.BROKEN, what, "grade nothing on this machine, and report it")
    return Finding(_SUBJECT, State.OK, "a program sent behind it answered, and could not look into solutions/")


def _call(name: str, argument: object) -> Calls:
    return Calls(name, ((wire.encode(argument),),), public=1, cpu_seconds=2.0)
