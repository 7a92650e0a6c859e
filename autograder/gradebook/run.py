"""How a class is graded: what whoever starts it decides."""

import sys
from collections.abc import Callable
from dataclasses import dataclass


def _say(line: str) -> None:
    sys.stderr.write(f"autograder: {line}\n")


@dataclass(frozen=True, slots=True)
class Run:
    """How to grade.

    Args:
        workers: how many processes; None for one per core that this process may use.
        unsafe: also where the walls do not stand.
        figures: draw what demonstration cells show, into the autograded notebooks and the pages.
        say: takes a line that tells which other run is waited for.
        patience: how many seconds to wait for it; None for as long as it takes.
    """

    workers: int | None = None
    unsafe: bool = False
    figures: bool = False
    say: Callable[[str], None] = _say
    patience: float | None = None
