"""The conversation with one child, under deadlines: send a question, wait for its frame, or say who is to blame."""

import select
import signal
import time
from collections.abc import Sequence
from typing import Any, Final, NoReturn

import msgspec

from autograder.model import Ending
from autograder.sandbox.child import Child, ZygoteLostError
from autograder.sandbox.limits import Limits, wall_seconds
from autograder.sandbox.messages import Batch, EndOfStreamError, FrameReader, Job, RawCell, RawOutcome, frame_of

#: How long to sleep between looks at a child's clock. Honest code answers long before the first look.
_LOOK_SECONDS: Final = 0.1
_CRASHES: Final = frozenset(
    {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGSYS, signal.SIGTRAP}
)


class ChildFailedError(Exception):
    """The child stopped before its last frame: at which step, and what ended it."""

    def __init__(self, step: int, ending: Ending, cpu_seconds: float) -> None:
        """Note whom to charge and for what."""
        super().__init__(step, ending)
        self.step = step
        self.ending = ending
        self.cpu_seconds = cpu_seconds


class Dialogue:
    """Speaks with one child. Every method may raise ChildFailedError, after which the child is gone."""

    def __init__(self, child: Child, *, step_cpu_seconds: Sequence[float], limits: Limits) -> None:
        """Speak with `child`, whose step k may use ``step_cpu_seconds[k]`` of processor time."""
        self._child = child
        self._allowed = step_cpu_seconds
        self._reader = FrameReader(child.connection.recv, limit_bytes=limits.frame_bytes)
        self._started = False
        self._mark = (0, 0.0, time.monotonic())

    def run_cells(self, job: Job) -> tuple[list[bytes], list[RawCell]]:
        """Have the cells executed: their syntax errors, found before any of them ran, and what each came to."""
        self._send(job)
        errors: list[bytes] = self._receive(list[bytes], len(job.cells))
        self._started = True
        results: list[RawCell] = self._receive(list[RawCell], len(job.cells))
        return errors, results

    def put(self, batch: Batch) -> list[list[RawOutcome]]:
        """Put a batch of calls: a list of outcomes for each name, empty where the name is not defined."""
        self._send(batch)
        answers: list[list[RawOutcome]] = self._receive(list[list[RawOutcome]], len(batch.names))
        for answer, arguments in zip(answers, batch.arguments, strict=True):
            if answer and len(answer) != (1 if arguments is None else len(arguments)):
                self._fail(Ending.CRASHED)
        return answers

    def end(self) -> float:
        """Hang up and return the processor time that the child used."""
        return self._child.end().cpu_seconds

    def _send(self, message: Any) -> None:
        self._child.connection.settimeout(wall_seconds(max(self._allowed, default=0.0)))
        try:
            self._child.connection.sendall(frame_of(message))
        except OSError:  # it closed its end, or stopped reading
            self._fail(None)

    def _receive(self, kind: Any, length: int) -> Any:
        try:
            frame = self._frame()
            message = msgspec.msgpack.decode(frame, type=kind)
        except (EndOfStreamError, ConnectionError):
            self._fail(None)
        except (OverflowError, msgspec.MsgspecError, RecursionError):
            self._fail(Ending.CRASHED)
        if len(message) != length:
            self._fail(Ending.CRASHED)
        return message

    def _frame(self) -> bytes:
        if (early := self._reader.buffered()) is not None:
            return early
        self._child.connection.settimeout(None)
        poll = select.poll()
        poll.register(self._child.connection, select.POLLIN)
        self._mark = (self._child.step, self._child.cpu_seconds(), time.monotonic())
        while True:
            if poll.poll(_LOOK_SECONDS * 1000):
                if (frame := self._reader.read()) is not None:
                    return frame
            elif (overrun := self._overrun()) is not None:
                self._fail(overrun)

    def _overrun(self) -> Ending | None:
        """Look at the clocks: has the current step used up its time?"""
        step, cpu, wall = self._child.step, self._child.cpu_seconds(), time.monotonic()
        if step != self._mark[0] and step < len(self._allowed):
            self._mark = (step, cpu, wall)
            return None
        allowed = self._allowed[step] if step < len(self._allowed) else max(self._allowed, default=1.0)
        if cpu - self._mark[1] > allowed:
            return Ending.TOO_SLOW
        if wall - self._mark[2] > wall_seconds(allowed):
            return Ending.WAITING
        return None

    def _fail(self, ending: Ending | None) -> NoReturn:
        """End the child and raise; where `ending` is None, read it off the way the child ended.

        Raises:
            ChildFailedError: the submission's doing.
            ZygoteLostError: ours: it ended before student code ran, or was killed by the machine.
        """
        step = self._child.step
        if ending is not None:
            self._child.kill()
        death = self._child.end()
        if not self._started:
            msg = "a child ended before it ran any student code"
            raise ZygoteLostError(msg)
        if ending is None:
            ending = _ending_of(death.signal)
        raise ChildFailedError(step, ending, death.cpu_seconds)


def _ending_of(killed_by: int) -> Ending:
    if killed_by == 0:
        return Ending.EXITED
    if killed_by == signal.SIGXCPU:
        return Ending.TOO_SLOW
    if killed_by in _CRASHES:
        return Ending.CRASHED
    # Nobody in the sandbox can send a signal, and we did not: the machine killed it (out of memory, shutdown).
    msg = f"a child was killed by {signal.Signals(killed_by).name}"
    raise ZygoteLostError(msg)
