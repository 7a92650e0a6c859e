"""One allowance of time for all that is run for one submission: its run, what it borrows, what is repeated.

Each of these has limits of its own, of processor time and of waiting. A machine that gives a child almost no processor,
now and then, stretches them without end; and code that passes its time in every run adds them up. So there is a bound
on the whole, in plain time. Who is to blame for that time, nobody can say: what is overdue is not graded, and loses no
point.
"""

import math
from time import monotonic
from types import TracebackType

from autograder.errors import SandboxError


class OverdueError(SandboxError):
    """A submission has used up its time. Another try would use it up again."""


class Allowance:
    """The time of one submission at a time; use it as a context manager around all that is run for it."""

    def __init__(self, seconds: float) -> None:
        """Allow so many seconds, from each entry on. Before and after, there is no bound."""
        self._seconds = seconds
        self._until = math.inf

    def __enter__(self) -> None:
        """Begin with a submission."""
        self._until = monotonic() + self._seconds

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Have done with it."""
        self._until = math.inf

    def require(self) -> None:
        """Make sure that there is time left.

        Raises:
            OverdueError: there is none.
        """
        if monotonic() > self._until:
            msg = (
                f"it was not done after {self._seconds:g} s: the machine is too busy, or the code passes its time; "
                "grade it again when there is less to do, and look into the code if it is no better then"
            )
            raise OverdueError(msg)
