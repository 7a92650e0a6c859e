"""A crew of worker processes: jobs go out, answers come back, and whoever dies is replaced.

The processes are started afresh (nothing of this one is in them), stand in process groups of their own (Ctrl-C at the
terminal reaches the parent alone, which decides what is kept), and end by themselves when the parent is gone: their
pipe closes.
"""

import contextlib
import ctypes
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final, Generic, TypeAlias, TypeVar

from autograder.errors import AutograderError, SandboxError
from autograder.sandbox.walls import die_with_parent

Job = TypeVar("Job")
Answer = TypeVar("Answer")
#: Opens whatever a worker needs for its lifetime and gives what answers a job. Has to survive pickling.
Prepare: TypeAlias = Callable[[], AbstractContextManager[Callable[[Job], Answer]]]

#: A job that two workers died on is not tried again.
_MOST_TRIES: Final = 2
#: So many workers in a row may die before they are ready; somebody killed one, or the next one tells why.
_MOST_STILLBORN: Final = 3
#: How long a worker may take over one job before it counts as hung. Far longer than the sandbox lets a submission take
#: on a busy machine: what takes so long is a process that somebody stopped, or that waits for a dead disk.
_HANGING_SECONDS: Final = 1800.0
#: What a worker has in hand and in line, so that it does not wait for the parent between two jobs.
_IN_LINE: Final = 2
_READY: Final = "ready"


@dataclass(frozen=True, slots=True)
class Lost(Generic[Job]):
    """A job that every worker died on."""

    job: Job
    reason: str


@dataclass(slots=True)
class _Worker(Generic[Job]):
    """One process: our end of its pipe, a descriptor that tells its death, and what it was given, first come first.

    It has been at the first of these `since` then, and is said to have hung when that was too long.
    """

    process: BaseProcess
    pipe: Connection
    pidfd: int
    since: float
    ready: bool = False
    has_hung: bool = False
    given: deque[tuple[Job, int]] = field(default_factory=deque)

    def let_go(self, patience: float) -> None:
        """Close the pipe, wait for the end, hasten it, and give back what is held."""
        self.pipe.close()
        self.process.join(patience)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        os.close(self.pidfd)
        self.process.close()


class Crew(Generic[Job, Answer]):
    """Worker processes that are started when there is work for them. Use as a context manager."""

    def __init__(self, prepare: Prepare[Job, Answer], size: int, *, patience: float | None = None) -> None:
        self._prepare = prepare
        self._size = size
        self._patience = _HANGING_SECONDS if patience is None else patience
        self._stillborn = 0
        self._workers: list[_Worker[Job]] = []
        self._waiting: deque[tuple[Job, int]] = deque()

    def __enter__(self) -> "Crew[Job, Answer]":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Send everyone home; at once, when something went wrong."""
        for worker in self._workers:
            worker.let_go(patience=10.0 if kind is None else 0.0)
        self._workers.clear()

    def answers(self, jobs: Iterable[Job], *, tick: float = 0.25) -> Iterator[tuple[Job, Answer] | Lost[Job] | None]:
        """Yield answers as they come, and None every `tick` seconds in which none comes.

        Raises:
            AutograderError: a worker could not be made ready, or met what concerns every job.
        """
        self._waiting.extend((job, 1) for job in jobs)
        while self._waiting or any(worker.given for worker in self._workers):
            self._hand_out()
            ends: dict[Any, _Worker[Job]] = {worker.pipe: worker for worker in self._workers}
            ends |= {worker.pidfd: worker for worker in self._workers}
            stirring = {id(ends[end]): ends[end] for end in wait(list(ends), timeout=tick)}
            if not stirring:
                self._end_who_hangs()
                yield None
            for worker in stirring.values():
                yield from self._hear(worker)

    def _hand_out(self) -> None:
        """Give everyone who is ready something to do, and start who is missing."""
        for worker in self._workers:
            in_line = _IN_LINE if len(self._waiting) > self._size else 1
            while worker.ready and self._waiting and len(worker.given) < in_line:
                if not worker.given:
                    worker.since = time.monotonic()
                worker.given.append(self._waiting.popleft())
                with contextlib.suppress(OSError):  # it died: its descriptor says so next
                    worker.pipe.send(worker.given[-1][0])
        coming = sum(not worker.ready for worker in self._workers)
        for _ in range(min(self._size - len(self._workers), len(self._waiting) - coming)):
            self._workers.append(_start(self._prepare))

    def _hear(self, worker: _Worker[Job]) -> Iterator[tuple[Job, Answer] | Lost[Job]]:
        """Take everything a worker has said, and its leave if it is dead."""
        try:
            while worker.pipe.poll():
                message = worker.pipe.recv()
                if isinstance(message, AutograderError):
                    raise message
                if worker.ready:
                    yield worker.given.popleft()[0], message
                worker.ready = True
                worker.since = time.monotonic()
                self._stillborn = 0
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        if not worker.process.is_alive():
            yield from self._bury(worker)

    def _end_who_hangs(self) -> None:
        """Kill who has been at one job for too long; somebody else gets it then."""
        for worker in self._workers:
            patience = self._patience if worker.ready else _HANGING_SECONDS
            is_at_work = bool(worker.given) or not worker.ready
            if is_at_work and time.monotonic() - worker.since > patience:
                worker.has_hung = True
                worker.process.kill()

    def _bury(self, worker: _Worker[Job]) -> Iterator[Lost[Job]]:
        """Put a dead worker's jobs back in line; the one it had in hand counts as tried."""
        self._workers.remove(worker)
        worker.process.join()
        code, was_ready = worker.process.exitcode, worker.ready
        fate = f"gave no answer for {self._patience:g} s" if worker.has_hung else f"ended with status {code}"
        given = list(worker.given)
        worker.let_go(patience=0.0)
        self._stillborn += not was_ready
        if self._stillborn == _MOST_STILLBORN:
            msg = f"a grading process {fate} before it was ready; `autograder doctor` may tell why"
            raise SandboxError(msg)
        for place, (job, tries) in reversed(list(enumerate(given))):
            if place > 0 or tries < _MOST_TRIES:
                self._waiting.appendleft((job, tries + (place == 0)))
            else:
                yield Lost(job, f"the grading process {fate}, {tries} times")


def _start(prepare: Prepare[Job, Answer]) -> _Worker[Job]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, prepare), name="autograder worker")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # inherited, until it has its own group
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    theirs.close()
    assert process.pid is not None  # noqa: S101 - started
    return _Worker(process, ours, os.pidfd_open(process.pid), since=time.monotonic())


def _work(pipe: Connection, prepare: Prepare[Job, Answer]) -> None:
    """Live as a worker: make ready, answer until the parent hangs up, and die at once when it dies in mid-answer."""
    os.setpgid(0, 0)
    die_with_parent(ctypes.CDLL(None, use_errno=True))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        with prepare() as answer:
            pipe.send(_READY)
            while True:
                pipe.send(answer(pipe.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except AutograderError as error:
        with contextlib.suppress(OSError):
            pipe.send(error)
