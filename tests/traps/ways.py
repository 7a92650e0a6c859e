"""The ways in which a class is graded here."""

import sys
from dataclasses import dataclass
from typing import Final

from tests.traps.released import ASSIGNMENT

_AUTOGRADE: Final = (sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT)


@dataclass(frozen=True, slots=True)
class Way:
    """A way to grade a class.

    Args:
        title: what the table calls it.
        command: what is run in the course's folder.
        settings: what nbgrader_config.py says behind the course's own.
        is_ours: whether this course's own grader is at work.
    """

    title: str
    command: tuple[str, ...]
    settings: str = ""
    is_ours: bool = True


#: The same course, but what stands of autograding in its settings is taken back. It allows a cell 30 seconds; nobody
#: wants to wait so long for a loop that has no end.
STOCK: Final = Way("stock nbgrader", _AUTOGRADE, 'c.pop("Autograde", None)\nc.Execute.timeout = 4\n', is_ours=False)
#: For cheats, whose course has asserts in its check cells: a busy machine must not cost them a point.
STOCK_ASSERTS: Final = Way(
    STOCK.title,
    _AUTOGRADE,
    'c.pop("Autograde", None)\nc.pop("ExchangeFactory", None)\nc.Execute.timeout = 20\n',
    is_ours=False,
)
AUTOGRADE: Final = Way("nbgrader autograde", _AUTOGRADE)
GRADE: Final = Way("autograder grade", (sys.executable, "-m", "autograder", "grade", ASSIGNMENT))
#: This course's own.
HERE: Final = (AUTOGRADE, GRADE)
