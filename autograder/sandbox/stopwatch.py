"""Whose time is it? The processor time of every step of a child, and how long it waited, as seen from outside.

A machine may be so busy that a child hardly gets to run, or its keeper hardly gets to look. Neither is charged to the
submission: a limit is one of processor time, and only a child that is found waiting, look by look, uses up patience.
"""

import math
from collections.abc import Sequence
from time import monotonic
from typing import Final

from autograder.model import Ending
from autograder.sandbox.allowance import Allowance
from autograder.sandbox.limits import wall_seconds
from autograder.sandbox.messages import NOWHERE
from autograder.sandbox.pidfd import Business

#: What one look can tell of at most. The keeper means to look ten times a second; what happened in a longer gap, nobody
#: has seen.
_SEEN_SECONDS: Final = 0.2
#: A child that got less processor time than this between two looks got none.
_NO_TIME: Final = 0.0005
#: States of a process; in any other it was stopped, or waits for a disk, and is not to blame for the time.
_ASLEEP, _AWAKE, _UNTOLD = "S", "R", ""
_WAITS: Final = frozenset({_ASLEEP, _UNTOLD})
_DOUBT: Final = 0.25
#: What a child is at that nobody has asked about, and that it is not to blame for.
AT_WORK: Final = Business("D", 0.0)


class Stopwatch:
    """Adds up what each step has used, look by look.

    A child may lie about its step. Time is added up, never reset, so jumping to and fro between steps wins nothing; and
    all steps together have one allowance, which nothing the child says can change.

    Attributes:
        waited: seconds for which the child was found waiting.
        starved: seconds for which it neither waited nor ran, up to the last look; 0 as soon as it does either.
        excess: processor time past its allowance that a step had used before anybody looked.
    """

    def __init__(
        self, allowed: Sequence[float], *, cpu_seconds: float, wall_seconds: float, allowance: Allowance | None = None
    ) -> None:
        """Start watching.

        Args:
            allowed: processor time of each step.
            cpu_seconds: processor time of all steps together.
            wall_seconds: how long they may wait together.
            allowance: of the submission whose steps they are.
        """
        self.waited = 0.0
        self.starved = 0.0
        self.excess = 0.0
        self._allowed = allowed
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = wall_seconds
        self._allowance = allowance or Allowance(math.inf)
        self._last = (NOWHERE, 0.0, monotonic(), 0.0)
        self._used: dict[int, tuple[float, float]] = {}

    def overrun(self, step: int, cpu: float, business: Business = AT_WORK) -> tuple[int, Ending] | None:
        """Look at the clocks.

        Args:
            step: where the child says it is; counts as nowhere when there is no such step.
            cpu: processor time that the child has used so far.
            business: what it is at at this moment.

        Returns:
            Who overran and how: the step, or nowhere where it was all of them together; None while all is well.

        Raises:
            OverdueError: the submission's time is over, whoever used it.
        """
        self._allowance.require()
        step = step if step < len(self._allowed) else NOWHERE
        ran, waited = self._since_the_last_look(step, cpu, business)
        used = self._used.get(step, (0.0, 0.0))
        used = (used[0] + ran, used[1] + waited)
        self._used[step] = used
        allowed = self._allowed[step] if step != NOWHERE else max(self._allowed, default=1.0)
        if ending := _ending(used, allowed, wall_seconds(allowed)):
            self.excess = max(0.0, used[0] - allowed)
            return step, ending
        if ending := _ending((cpu, self.waited), self._cpu_seconds, self._wall_seconds):
            return NOWHERE, ending
        return None

    def _since_the_last_look(self, step: int, cpu: float, business: Business) -> tuple[float, float]:
        """What is charged to the step: time run, and time waited.

        Where the child came to the step since the last look, nobody saw when. The gap counts as long as it should have
        been: what the steps before used, while the keeper was kept from looking, is not charged to this one.
        """
        last_step, last_cpu, last_time, last_delayed = self._last
        now = monotonic()
        self._last = (step, max(cpu, last_cpu), now, max(business.delayed, last_delayed))
        ran, passed = max(0.0, cpu - last_cpu), min(now - last_time, _SEEN_SECONDS)
        waited = _waited(business.state, passed, ran, business.delayed - last_delayed)
        self.waited += waited
        is_served = ran > _NO_TIME or business.state in _WAITS
        self.starved = 0.0 if is_served else self.starved + passed
        return ran if step == last_step else min(ran, _SEEN_SECONDS), waited


def _waited(state: str, passed: float, ran: float, delayed: float) -> float:
    """How much of a gap between two looks a child spent waiting for something to happen.

    One that is found awake may have slept meanwhile, and know when we look: what it neither ran nor stood in line for
    counts a quarter, since a virtual machine may have lost that time as well.
    """
    if state == _ASLEEP:
        return passed
    unexplained = max(0.0, passed - ran - max(0.0, delayed))
    return {_UNTOLD: 1.0, _AWAKE: _DOUBT}.get(state, 0.0) * unexplained


def _ending(used: tuple[float, float], cpu_seconds: float, patience: float) -> Ending | None:
    if used[0] > cpu_seconds:
        return Ending.TOO_SLOW
    return Ending.WAITING if used[1] > patience else None
