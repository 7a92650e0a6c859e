"""Who of a cluster's workers may grade: each is looked at once, beside what is being done, and told what it needs."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Final

from distributed.versions import get_versions

from autograder.cluster.bench import leave, settle
from autograder.cluster.brief import Sealed
from autograder.cluster.likeness import LIBRARIES, OWN, unlike
from autograder.cluster.link import Link, plain

#: So many workers are looked at side by side. Each takes a second or so, and the answer key has to go to each.
_SIDE_BY_SIDE: Final = 16
_LEAVING_SECONDS: Final = 5.0


class Admission:
    """Looks at the workers that come, for one run."""

    def __init__(self, link: Link, sealed: Sealed, say: Callable[[str], None]) -> None:
        """Look at nobody yet.

        Args:
            link: leads to them.
            sealed: what they are told.
            say: takes a line for everybody who is left out for a new reason.
        """
        self.token = sealed.token
        self._link = link
        self._sealed = sealed
        self._say = say
        self._threads = ThreadPoolExecutor(_SIDE_BY_SIDE, thread_name_prefix="admission")
        self._looked_at: dict[str, Future[str]] = {}
        self._told: set[str] = set()

    def admitted(self, there: Mapping[str, int]) -> Iterator[tuple[str, int]]:
        """Of those who are there, yield who may grade, with their threads; begin to look at those who are new."""
        for worker in self._looked_at.keys() - there.keys():
            del self._looked_at[worker]
        for worker, threads in there.items():
            if worker not in self._looked_at:
                self._looked_at[worker] = self._threads.submit(self._look_at, worker)
            looked = self._looked_at[worker]
            if looked.done() and not (reason := looked.result()):
                yield worker, threads
            elif looked.done() and reason not in self._told:
                self._told.add(reason)
                self._say(f"the worker {worker} is left out: {reason}")

    def forget(self, worker: str) -> None:
        """Look at a worker anew: another may answer at its address."""
        self._looked_at.pop(worker, None)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why everybody who is there is left out; none, while somebody is not, or may yet turn out not to be."""
        found = [looked.result() if looked.done() else "" for looked in self._looked_at.values()]
        return tuple(dict.fromkeys(found)) if all(found) else ()

    def leave_out(self, worker: str, reason: str) -> None:
        """Let a worker do no more."""
        self._looked_at[worker] = Future()
        self._looked_at[worker].set_result(reason)

    def close(self) -> None:
        """Have everybody who is there forget this run, and wait for nobody who does not answer."""
        leaving = [self._threads.submit(self._bid_farewell, worker) for worker in self._looked_at]
        wait(leaving, timeout=_LEAVING_SECONDS)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _bid_farewell(self, worker: str) -> None:
        with contextlib.suppress(Exception):  # it may be gone
            self._link.call(leave, self.token, worker=worker)

    def _look_at(self, worker: str) -> str:
        """Why a worker cannot be let in, or ""."""
        try:
            differs = unlike(self._link.call(get_versions, (OWN, *LIBRARIES), worker=worker))
            return differs or str(self._link.call(settle, self._sealed, worker=worker))
        except Exception as error:  # noqa: BLE001 - whatever Dask says, this worker is not one of ours
            return f"it gave no answer ({plain(error)})"
