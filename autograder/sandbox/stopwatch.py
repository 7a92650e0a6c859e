"""Whose time is it? The processor and wall time of every step of a child, as far as it can be told from outside."""

import time
from collections.abc import Sequence
from typing import Final

from autograder.model import Ending
from autograder.sandbox.limits import wall_seconds
from autograder.sandbox.messages import NOWHERE

#: Code that has used up its time on the clock only waited where it used no more of its processor time than this.
_WAITED_BELOW: Final = 0.2


class Stopwatch:
    """Adds up what each step has used, look by look.

    A child may lie about its step. Time is added up, never reset, so jumping to and fro between steps wins nothing; and
    all steps together have one allowance, which nothing the child says can change.
    """

    def __init__(self, allowed: Sequence[float], *, cpu_seconds: float, wall_seconds: float) -> None:
        """Start watching.

        Args:
            allowed: processor time of each step.
            cpu_seconds: processor time of all steps together.
            wall_seconds: how long they may take together.
        """
        self._allowed = allowed
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = wall_seconds
        self._start = time.monotonic()
        self._last = (0.0, self._start)
        self._used: dict[int, tuple[float, float]] = {}

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    def overrun(self, step: int, cpu: float) -> tuple[int, Ending] | None:
        """Look at the clocks.

        Args:
            step: where the child says it is; counts as nowhere when there is no such step.
            cpu: processor time that the child has used so far.

        Returns:
            Who overran and how: the step, or nowhere where it was all of them together; None while all is well.
        """
        step = step if step < len(self._allowed) else NOWHERE
        now = time.monotonic()
        used = self._used.get(step, (0.0, 0.0))
        used = (used[0] + cpu - self._last[0], used[1] + now - self._last[1])
        self._used[step] = used
        self._last = (cpu, now)
        allowed = self._allowed[step] if step != NOWHERE else max(self._allowed, default=1.0)
        if ending := _ending(used, allowed, wall_seconds(allowed)):
            return step, ending
        if ending := _ending((cpu, now - self._start), self._cpu_seconds, self._wall_seconds):
            return NOWHERE, ending
        return None


def _ending(used: tuple[float, float], cpu_seconds: float, patience: float) -> Ending | None:
    if used[0] > cpu_seconds:
        return Ending.TOO_SLOW
    if used[1] > patience:
        # On a busy machine an endless loop gets little of the processor, and sleep() still gets none.
        return Ending.TOO_SLOW if used[0] > _WAITED_BELOW * cpu_seconds else Ending.WAITING
    return None
