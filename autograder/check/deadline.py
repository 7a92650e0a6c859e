"""Stopping a call that does not end, in the very process it runs in, so that the notebook's kernel lives on.

A timer ticks ten times a second and looks at the clocks, as the keeper of the sandbox does. When the time is used up, a
tick raises inside the call. A loop that catches everything goes on all the same, so ticks then follow each other after
microseconds, each time after others: sooner or later one of them finds the loop in its `except`, where nothing catches.
A tick raises nowhere but below `Deadline.call`, so nothing of ours is ever interrupted half-way. What spends its time
within a single instruction (a huge power, a huge array) cannot be stopped this way.

The timer is the system's where there is one and this is the main thread. Elsewhere (on Windows, in a kernel that runs
cells in another thread) it is a thread of ours, see `watcher`: it stops whatever goes from instruction to instruction,
and what only waits (sleep, input) when it wakes up.
"""

import signal
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType, TracebackType
from typing import Any, Final, Self

from autograder.check.watcher import TICK_SECONDS, Watcher
from autograder.model import Ending, Value

#: A call that has used up its time on the clock only waited where it used no more of its processor time than this.
_WAITED_BELOW: Final = 0.2
#: Once the time is used up: the longest wait for the next tick, and the rhythm to fall back on where one was lost.
_PRESSING_SECONDS: Final = (2e-5, 1e-3)
#: Multiples of it, modulo 1, never repeat and leave no gap.
_GOLDEN_RATIO: Final = (5**0.5 - 1) / 2


class OverrunError(BaseException):
    """The time is used up. No Exception, so that student code which catches those does not catch it."""


class Deadline:
    """Bounds the time of all calls made through it. A context manager: on leaving, handler and timer are as before."""

    def __init__(
        self, cpu_seconds: float, wall_seconds: float, *, cpu_clock: Callable[[], float] | None = None
    ) -> None:
        """Allow so much processor time, and so much on the clock."""
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = wall_seconds
        self._has_alarm = _can_interrupt()
        self._watcher = None if self._has_alarm else Watcher(self._look, OverrunError)
        # The watcher reads the clock of the thread it watches, where the system can tell.
        self._cpu_clock = cpu_clock or (time.thread_time if self._watcher is None else self._watcher.cpu_clock)
        self._raised = 0
        #: What the calls came to when their time was used up, or None.
        self.overrun: Ending | None = None

    def __enter__(self) -> Self:
        """Start the clocks."""
        self._cpu_start, self._wall_start = self._cpu_clock(), time.monotonic()
        if self._watcher is not None:
            self._watcher.start()
        else:
            self._handler = signal.signal(signal.SIGALRM, self._tick)
            self._timer = signal.setitimer(signal.ITIMER_REAL, TICK_SECONDS, TICK_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put back the handler and the timer that were there, less the time that has passed."""
        if self._watcher is not None:
            self._watcher.stop()
            return
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._handler)
        delay, interval = self._timer
        if delay:
            passed = time.monotonic() - self._wall_start
            signal.setitimer(signal.ITIMER_REAL, max(delay - passed, 1e-3), interval)

    def call(self, function: Callable[..., Any], arguments: Sequence[Value]) -> Any:  # noqa: ANN401 - a student's
        """Call a function.

        Raises:
            OverrunError: the time is used up.
            BaseException: whatever the function raises.
        """
        return function(*arguments) if self._watcher is None else self._watcher.call(function, arguments)

    def _look(self) -> bool:
        """Look at the clocks; says whether the time is used up."""
        if self.overrun is None:
            cpu = self._cpu_clock() - self._cpu_start
            if cpu > self._cpu_seconds:
                self.overrun = Ending.TOO_SLOW
            elif time.monotonic() - self._wall_start > self._wall_seconds:
                # On a busy machine an endless loop gets little of the processor, and sleep() still gets none.
                self.overrun = Ending.TOO_SLOW if cpu > _WAITED_BELOW * self._cpu_seconds else Ending.WAITING
        return self.overrun is not None

    def _tick(self, _: int, frame: FrameType | None) -> None:
        if self._look() and self._is_below_call(frame):
            self._raised += 1
            longest, rhythm = _PRESSING_SECONDS
            signal.setitimer(signal.ITIMER_REAL, 1e-6 + longest * (self._raised * _GOLDEN_RATIO % 1), rhythm)
            raise OverrunError

    def _is_below_call(self, frame: FrameType | None) -> bool:
        """Whether it is the student's function that is running, and not one of ours, a tick included."""
        while frame is not None and frame.f_code is not self._tick.__code__:
            if frame.f_code is self.call.__code__:
                return True
            frame = frame.f_back
        return False


def _can_interrupt() -> bool:
    """Whether there is a timer here, and a place for its signal: not on Windows, and in no thread but the main one."""
    return (
        hasattr(signal, "SIGALRM")
        and hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) is not None  # a handler set from C, which could not be put back
    )
