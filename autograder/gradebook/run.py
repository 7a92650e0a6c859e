"""How a class is graded: what whoever starts it decides."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


def _say(line: str) -> None:
    sys.stderr.write(f"autograder: {line}\n")


@dataclass(frozen=True, slots=True)
class Run:
    """How to grade.

    Args:
        workers: how many processes; None for one per core that this process may use.
        unsafe: also where the walls do not stand.
        figures: draw what demonstration cells show, into the autograded notebooks and the pages.
        say: takes a line that tells which other run is waited for, or what became of a cluster's worker.
        patience: how many seconds to wait for it; None for as long as it takes.
        cluster: the address of a Dask scheduler whose workers are to judge; "local" starts one; None for none.
    """

    workers: int | None = None
    unsafe: bool = False
    figures: bool = False
    say: Callable[[str], None] = _say
    patience: float | None = None
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """What is followed.

    Args:
        root: the course's folder.
        assignments: names; empty for all that the gradebook knows.
        first_pause: seconds until what failed is tried again; twice as many after every failure more.
    """

    root: Path
    assignments: tuple[str, ...] = ()
    first_pause: float = 30.0
