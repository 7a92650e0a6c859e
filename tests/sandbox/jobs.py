"""Small submissions and calls to put to them."""

import time
from collections.abc import Sequence
from pathlib import Path

from autograder import wire
from autograder.model import Calls, Cell, CellKind, Submission


def notebook(*sources: str) -> Submission:
    """A submission of the student's own cells."""
    return Submission("lesson", tuple(Cell(CellKind.OWN, "", source) for source in sources))


def calls(name: str, *arguments: Sequence[object], public: int = 0, cpu_seconds: float = 0.3) -> Calls:
    """Calls of a function with these positional arguments each."""
    encoded = tuple(tuple(wire.encode(value) for value in each) for each in arguments)
    return Calls(name, encoded, public, cpu_seconds)


def variable(name: str) -> Calls:
    return Calls(name, None, 0, 0.3)


def is_gone(path: Path) -> bool:
    """Give it a while: how long is the machine's business."""
    for _ in range(1000):
        if not path.exists():
            return True
        time.sleep(0.02)
    return False
