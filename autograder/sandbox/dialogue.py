"""The conversation with one child, under deadlines: send a question, wait for its frame, or say who is to blame."""

import select
import signal
import time
from collections.abc import Iterator
from typing import Any, Final, NoReturn

import msgspec

from autograder.model import Ending, Outcome
from autograder.sandbox.child import Child, Death, ZygoteLostError
from autograder.sandbox.limits import Limits
from autograder.sandbox.messages import (
    DRAWN,
    MEMORY_STATUS,
    MOST_FIGURES,
    NOWHERE,
    Batch,
    EndOfStreamError,
    FrameReader,
    Job,
    RawCell,
    decode_list,
    frame_of,
)
from autograder.sandbox.stopwatch import Stopwatch
from autograder.sandbox.testimony import outcomes_of

#: How long to wait between looks at a child's clock. Honest code answers long before the first look.
_LOOK_SECONDS: Final = 0.1
#: A child that got no processor time for so long, though it asked for some, is given up: by us, not by the student.
_STARVED_SECONDS: Final = 60.0
#: How long a child that hung up may take to die of what it did.
_DEATH_SECONDS: Final = 2.0
#: A child can send itself SIGABRT alone (see `walls`). These come from the machine: out of memory, or a shutdown.
_MACHINES: Final = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP})


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

    def __init__(self, child: Child, *, limits: Limits, watch: Stopwatch) -> None:
        """Speak with `child`; `watch` sees to it that no step takes longer than it may."""
        self._child = child
        self._limits = limits
        child.connection.settimeout(0)  # whoever waits for it also looks at it
        self._poll = select.poll()
        self._poll.register(child.connection, select.POLLIN)
        self._reader = FrameReader(child.connection.recv, limit_bytes=limits.frame_bytes)
        self._watch = watch
        self._next_look = time.monotonic() + _LOOK_SECONDS
        self._started = False

    def run_cells(self, job: Job) -> tuple[list[bytes], list[RawCell]]:
        """Have the cells executed: their syntax errors, found before any of them ran, and what each came to."""
        errors = self._begin(job)
        results: list[RawCell] = self._receive(list[RawCell], (len(job.cells),))
        return errors, results

    def draw_cells(self, job: Job) -> Iterator[tuple[int, RawCell, list[bytes]]]:
        """Have the cells executed: the position, prints and error, and figures of each that is drawn, as they come."""
        errors = self._begin(job)
        lengths = tuple(range(2, 3 + MOST_FIGURES))
        for position, cell in enumerate(job.cells):
            if cell.mode == DRAWN:
                self._look()  # there may be a frame for every cell of a very long notebook
                printed, error, *figures = self._receive(list[bytes], lengths)
                yield position, RawCell(printed, errors[position] or error), figures

    def put(self, batch: Batch) -> dict[str, tuple[Outcome, ...]]:
        """Put a batch of calls: the outcomes by name; where a name is not defined, one that says so."""
        if not batch.names:
            return {}
        self._send(batch)
        answers: list[msgspec.Raw] = self._receive(list[msgspec.Raw], (len(batch.names),))
        counts = [1 if arguments is None else len(arguments) for arguments in batch.arguments]
        try:
            return {
                name: outcomes_of(answer, count, self._limits.value_bytes)
                for name, answer, count in zip(batch.names, answers, counts, strict=True)
            }
        except (ValueError, RecursionError):
            self._fail(NOWHERE, Ending.CRASHED)

    def end(self) -> float:
        """End the child, which has said everything, and return the processor time that it used.

        Killed, not asked to go: what it still meant to do is nobody's business.
        """
        return self._child.end().cpu_seconds

    def _begin(self, job: Job) -> list[bytes]:
        """Send the job; the child answers with the syntax errors before it runs any of the submission's code."""
        self._send(job)
        errors: list[bytes] = self._receive(list[bytes], (len(job.cells),))
        self._started = True
        return errors

    def _send(self, message: Any) -> None:
        left = memoryview(frame_of(message))
        room = select.poll()
        room.register(self._child.connection, select.POLLOUT)
        while left:
            try:
                left = left[self._child.connection.send(left) :]
            except BlockingIOError:
                room.poll(_LOOK_SECONDS * 1000)
                self._look()
            except OSError:  # it closed its end
                self._fail_as_it_died()

    def _receive(self, kind: Any, lengths: tuple[int, ...]) -> Any:
        try:
            return decode_list(self._frame(), kind, lengths=lengths)
        except (EndOfStreamError, ConnectionError):
            self._fail_as_it_died()
        except (OverflowError, ValueError, RecursionError):
            self._fail(self._child.step, Ending.CRASHED)

    def _frame(self) -> bytes:
        if (early := self._reader.buffered()) is not None:
            return early
        while True:
            if self._poll.poll(_LOOK_SECONDS * 1000) and (frame := self._reader.read()) is not None:
                return frame
            self._look()

    def _look(self) -> None:
        """Look at the clocks and the scratch folder, when it is time to: bytes that dribble in do not put it off."""
        if time.monotonic() < self._next_look:
            return
        if overrun := self._watch.overrun(self._child.step, self._child.cpu_seconds(), self._child.business()):
            self._fail(*overrun)
        if self._watch.starved > _STARVED_SECONDS:
            self._child.end()
            msg = f"a child got no processor time for {_STARVED_SECONDS:g} s"
            raise ZygoteLostError(msg)
        if self._child.files() > self._limits.files:
            self._fail(self._child.step, Ending.OUT_OF_MEMORY)
        self._next_look = time.monotonic() + _LOOK_SECONDS

    def _fail(self, step: int, ending: Ending) -> NoReturn:
        """Kill the child and say who is to blame."""
        self._raise(step, ending, self._child.end())

    def _fail_as_it_died(self) -> NoReturn:
        """Read off the child's death who is to blame: it hung up."""
        step = self._child.step
        death = self._child.end(patience=_DEATH_SECONDS)
        self._raise(step, self._ending_of(death), death)

    def _raise(self, step: int, ending: Ending, death: Death) -> NoReturn:
        """Blame the submission, or ourselves.

        Raises:
            ChildFailedError: the submission's doing.
            ZygoteLostError: ours: it ended before it came to the submission's first cell.
        """
        if not self._started and self._child.step == NOWHERE:
            msg = "a child ended before it read its job"
            raise ZygoteLostError(msg)
        raise ChildFailedError(step, ending, death.cpu_seconds - self._watch.excess)

    def _ending_of(self, death: Death) -> Ending:
        """Name the way a child died.

        Raises:
            ZygoteLostError: the machine killed it.
        """
        if death.signal == signal.SIGXCPU or death.cpu_seconds >= self._limits.child_cpu_seconds:
            return Ending.TOO_SLOW
        if death.signal == 0:
            return Ending.OUT_OF_MEMORY if death.exit_status == MEMORY_STATUS else Ending.EXITED
        if death.signal not in _MACHINES:
            return Ending.CRASHED
        if death.was_killed_by_us:  # it had hung up and lived on
            return Ending.EXITED
        msg = f"a child was killed by {signal.Signals(death.signal).name}"
        raise ZygoteLostError(msg)
