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
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final, Generic, Protocol, Self, TypeAlias, TypeVar

from autograder.errors import AutograderError, SandboxError
from autograder.sandbox.walls import die_with_parent

Job = TypeVar("Job")
Answer = TypeVar("Answer")
#: Opens whatever a worker needs for its lifetime, as it is briefed, and gives what answers a job. Has to survive
#: pickling, and so has the briefing.
Prepare: TypeAlias = Callable[..., AbstractContextManager[Callable[[Job], Answer]]]

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
#: How long somebody who is sent home may take to put things away.
_LEAVING_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Lost(Generic[Job]):
    """A job that every worker died on."""

    job: Job
    reason: str


class Workforce(Protocol[Job, Answer]):
    """Whoever answers jobs: a `Crew` on this machine, or others elsewhere with a crew here."""

    @property
    def here(self) -> "Crew[Job, Answer]":
        """The processes of this machine, for what has to be done here."""

    def brief(self, *briefing: Any) -> None:  # noqa: ANN401 - whatever everyone is to be told
        """Say what everyone is to be told before they begin."""

    def answers(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Answer] | Lost[Job] | None]:
        """Yield answers as they come, and None now and then where none comes."""

    def dismiss(self) -> None:
        """Send everyone home at once."""


@dataclass(slots=True)
class _Worker(Generic[Job]):
    """One process: our end of its pipe, a descriptor that tells its death, and what it was given, first come first.

    It has been at the first of these `since` then, and is said to have hung when that was too long. `kinds` are those
    of all jobs that it was ever given.
    """

    process: BaseProcess
    pipe: Connection
    pidfd: int
    since: float
    briefed: bool = False
    ready: bool = False
    has_hung: bool = False
    given: deque[tuple[Job, int]] = field(default_factory=deque)
    kinds: set[Hashable] = field(default_factory=set)

    def tell(self, message: object) -> None:
        """Send something. If it died, its descriptor says so next."""
        with contextlib.suppress(OSError):
            self.pipe.send(message)

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
    """Worker processes that are started when there is work for them, or called in before. Use as a context manager."""

    def __init__(
        self,
        prepare: Prepare[Job, Answer],
        size: int,
        *,
        patience: float | None = None,
        kind_of: Callable[[Job], Hashable] = lambda _: None,
    ) -> None:
        """Put a crew together; nobody is there yet.

        Args:
            prepare: what a worker begins with.
            size: how many workers there may be.
            patience: how many seconds a worker may take over one job; None for half an hour.
            kind_of: jobs of one kind are given to the same workers where that keeps nobody waiting: what they have made
                ready for one serves the next.
        """
        self._prepare = prepare
        self._size = size
        self._patience = _HANGING_SECONDS if patience is None else patience
        self._kind_of = kind_of
        self._briefing: tuple[object, ...] = ()
        self._stillborn = 0
        self._workers: list[_Worker[Job]] = []
        self._waiting: dict[Hashable, deque[tuple[Job, int]]] = {}

    def __enter__(self) -> "Crew[Job, Answer]":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Send everyone home; at once, when something went wrong."""
        self.dismiss(patience=_LEAVING_SECONDS if kind is None else 0.0)

    @property
    def here(self) -> Self:
        """The processes of this machine: itself."""
        return self

    @property
    def size(self) -> int:
        """How many workers there may be."""
        return self._size

    def dismiss(self, *, patience: float = 0.0) -> None:
        """Send everyone home: who has not begun yet at once, who has within so many seconds."""
        workers = self._workers.copy()
        self._workers.clear()
        for worker in workers:
            worker.pipe.close()
        for worker in workers:
            worker.let_go(patience=patience if worker.briefed else 0.0)

    def call_in(self, most: int) -> None:
        """Start processes, so many at most. They import what they need while it is found out what there is to do."""
        while len(self._workers) < min(most, self._size):
            self._workers.append(_start(self._prepare))

    def brief(self, *briefing: object) -> None:
        """Say what everyone is to be told before they begin: the arguments of `prepare`.

        Who was told something else goes home, so all jobs have to be done by then.
        """
        if self._briefing != briefing and any(worker.briefed for worker in self._workers):
            self.dismiss(patience=_LEAVING_SECONDS)
        self._briefing = briefing

    def answers(self, jobs: Iterable[Job], *, tick: float = 0.25) -> Iterator[tuple[Job, Answer] | Lost[Job] | None]:
        """Yield answers as they come, and None every `tick` seconds in which none comes.

        Raises:
            AutograderError: a worker could not be made ready, or met what concerns every job.
        """
        for job in jobs:
            self._in_line(job).append((job, 1))
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
        waiting = sum(map(len, self._waiting.values()))
        for worker in self._workers:
            in_line = _IN_LINE if waiting > self._size else 1
            while worker.ready and waiting and len(worker.given) < in_line:
                if not worker.given:
                    worker.since = time.monotonic()
                worker.given.append(self._next_for(worker))
                worker.tell(worker.given[-1][0])
                waiting -= 1
        coming = sum(not worker.ready for worker in self._workers)
        for _ in range(min(self._size - len(self._workers), waiting - coming)):
            self._workers.append(_start(self._prepare))
        for worker in self._workers:
            if not worker.briefed:
                worker.tell(self._briefing)
                worker.briefed, worker.since = True, time.monotonic()

    def _in_line(self, job: Job) -> deque[tuple[Job, int]]:
        """The line in which a job waits: there is one for each kind."""
        return self._waiting.setdefault(self._kind_of(job), deque())

    def _next_for(self, worker: _Worker[Job]) -> tuple[Job, int]:
        """Take the first job of a kind that the worker knows, or else of the one that the fewest others know."""

        def strangeness(kind: Hashable) -> int:
            return 0 if kind in worker.kinds else 1 + sum(kind in other.kinds for other in self._workers)

        kind = min(self._waiting, key=strangeness)
        worker.kinds.add(kind)
        line = self._waiting[kind]
        job = line.popleft()
        if not line:
            del self._waiting[kind]
        return job

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
                self._in_line(job).appendleft((job, tries + (place == 0)))
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
    """Live as a worker: make ready, answer until the parent hangs up, and die at once when it dies in mid-answer.

    What `prepare` needs was imported when it arrived.
    """
    os.setpgid(0, 0)
    die_with_parent(ctypes.CDLL(None, use_errno=True))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        with prepare(*pipe.recv()) as answer:
            pipe.send(_READY)
            while True:
                pipe.send(answer(pipe.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except AutograderError as error:
        with contextlib.suppress(OSError):
            pipe.send(error)
