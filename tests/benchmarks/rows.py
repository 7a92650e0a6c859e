"""The rows of the table: who grades, under which name, and how fast this grader should be beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.benchmarks.contenders import Contender, Floor, Setting, ThisGrader
from tests.benchmarks.peers import FreshPytest, OtterRun, stock_nbgrader


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    Args:
        key: its name on the command line.
        title: its name in the table.
        make: makes the contender.
        budget: how many times its rate this grader's should be at least, or None.
        slow: whether it takes so long that it grades a few submissions only; all peers do.
    """

    key: str
    title: str
    make: Callable[[Setting], Contender]
    budget: float | None = None
    slow: bool = False


ROWS: Final = (
    Row("grader", "this grader, all walls on, judging included", ThisGrader),
    Row("unwalled", "this grader without its walls", lambda setting: ThisGrader(setting, unsafe=True)),
    Row("values", "the floor, values encoded and sent back", lambda setting: Floor(setting, sends_values=True)),
    Row("floor", "the floor: fork, same cells, same calls", lambda setting: Floor(setting, sends_values=False), 0.8),
    Row("pytest", "a fresh pytest process", FreshPytest, 40.0, slow=True),
    Row("otter", "otter run, a fresh process and kernel", OtterRun, slow=True),
    Row("nbgrader", "nbgrader autograde, stock, its process warm", stock_nbgrader, 100.0, slow=True),
)

#: Those that live in environments of their own.
PEERS: Final = frozenset({"pytest", "otter", "nbgrader"})
