"""Who has which submissions in hand, and what becomes of them when a worker is gone. Knows nothing of Dask."""

import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

Job = TypeVar("Job")

#: What two workers died on is not tried again.
_MOST_DEATHS: Final = 2
#: How long a chunk should take, and how many submissions it may hold: large enough that sending it costs little beside
#: grading it, and small enough that little is done twice when a worker is gone.
_CHUNK_SECONDS: Final = 1.0
_MOST_JOBS: Final = 64
#: So many chunks a thread has in hand and in line, so that it never waits for the next.
_IN_LINE: Final = 2
#: The first chunks are small: they tell how long one submission takes.
_FIRST_PACE: Final = 0.25
_MEMORY: Final = 0.8


@dataclass(frozen=True, slots=True)
class Due(Generic[Job]):
    """A submission to be graded.

    Args:
        job: what is to be done.
        deaths: how many workers died with it in hand.
        refused_by: the worker that could not grade it, or "".
    """

    job: Job
    deaths: int = 0
    refused_by: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Chunk(Generic[Job]):
    """Some submissions that were given to a worker."""

    worker: str
    dues: tuple[Due[Job], ...]


class Rota(Generic[Job]):
    """Deals submissions to workers, and takes back what they leave."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        """Begin with nobody there."""
        self.threads: dict[str, int] = {}
        self._waiting = deque(Due(job) for job in jobs)
        self._again: deque[Due[Job]] = deque()
        self._suspects: deque[Due[Job]] = deque()
        self._given: dict[str, list[Chunk[Job]]] = {}
        self._pace = _FIRST_PACE

    @property
    def is_open(self) -> bool:
        """Whether anything is left to do."""
        return bool(self._waiting or self._again or self._suspects or any(self._given.values()))

    def deal(self) -> Iterator[tuple[str, list[Due[Job]]]]:
        """Offer submissions to every worker that can take some; `take` says how many of them it is given."""
        for worker, threads in self.threads.items():
            while offer := self._offer(worker, threads):
                yield worker, offer

    def take(self, worker: str, dues: Iterable[Due[Job]]) -> Chunk[Job]:
        """Give a worker what it was offered, or the first part of it."""
        chunk = Chunk(worker, tuple(dues))
        for due in chunk.dues:
            self._line_of(due).remove(due)
        self._given.setdefault(worker, []).append(chunk)
        return chunk

    def drop(self, due: Due[Job]) -> None:
        """Leave a submission to somebody else."""
        self._line_of(due).remove(due)

    def done(self, chunk: Chunk[Job], seconds: float) -> None:
        """Note that a chunk came back, and how long it took."""
        self._given[chunk.worker].remove(chunk)
        self._pace = _MEMORY * self._pace + (1 - _MEMORY) * seconds / max(1, len(chunk.dues))

    def refused(self, due: Due[Job], worker: str) -> bool:
        """Put a submission in line for another worker; returns whether there is one, and it was not tried before."""
        if due.refused_by or due.deaths or not self.threads.keys() - {worker}:
            return False
        self._again.append(replace(due, refused_by=worker))
        return True

    def gone(self, worker: str) -> Iterator[Job]:
        """Take back what a worker leaves that is gone; yields what two workers died on."""
        threads = self.threads.pop(worker, 1)
        for place, chunk in reversed([*enumerate(self._given.pop(worker, ()))]):
            if place >= threads:  # it had not come to these
                self._waiting.extendleft(reversed(chunk.dues))
                continue
            for due in reversed(chunk.dues):
                if due.deaths + 1 >= _MOST_DEATHS:
                    yield due.job
                else:
                    self._suspects.appendleft(replace(due, deaths=due.deaths + 1))

    def _offer(self, worker: str, threads: int) -> list[Due[Job]]:
        given = self._given.get(worker, [])
        if any(due.deaths for chunk in given for due in chunk.dues) or len(given) >= threads * _IN_LINE:
            return []
        willing = [due for due in self._again if due.refused_by != worker or len(self.threads) == 1]
        if willing:
            return willing[:1]
        if self._waiting:
            return [self._waiting[place] for place in range(self._chunk_size())]
        return [self._suspects[0]] if self._suspects and not given else []

    def _chunk_size(self) -> int:
        """As many as take about a second; fewer towards the end, so that nobody has much when others have nothing."""
        share = math.ceil(len(self._waiting) / (2 * max(1, sum(self.threads.values()))))
        return max(1, min(int(_CHUNK_SECONDS / max(self._pace, 1e-3)), _MOST_JOBS, share, len(self._waiting)))

    def _line_of(self, due: Due[Job]) -> deque[Due[Job]]:
        if due.deaths:
            return self._suspects
        return self._again if due.refused_by else self._waiting
