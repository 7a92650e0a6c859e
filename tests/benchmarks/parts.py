"""What one submission costs, part by part: on a cluster's worker, on the driver, and on the way between them."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median
from typing import Final, TypeVar

from autograder.cluster.bench import Bench
from autograder.cluster.brief import brief_of
from autograder.cluster.link import linked
from autograder.cluster.local import local_cluster
from autograder.cluster.parcel import Parcel, Return, packed, parcel_of, unpacked
from autograder.grade import Grader
from autograder.gradebook.collecting import Arrival, Wanted, arrive
from autograder.gradebook.course_folder import open_course
from autograder.gradebook.database import open_database
from autograder.gradebook.grading import Desk, graded
from autograder.gradebook.pages import ToShow, outdated, show
from autograder.gradebook.recorder import Entry, Recorder
from autograder.gradebook.register import look_up
from autograder.gradebook.run import Run
from autograder.gradebook.showing import _pages, standings_of
from autograder.gradebook.staging import Finished
from autograder.gradebook.whole_class import desk_of

Result = TypeVar("Result")

#: About as many as the cluster's chunks and the recorder's batches hold.
_CHUNK: Final = 32
_TRANSFERS: Final = 20


@dataclass(frozen=True, slots=True)
class Parts:
    """Seconds of one submission, and its bytes.

    Args:
        before: the driver finds it, and reads what identifies it; nothing is graded meanwhile.
        judging: a worker unpacks, judges and finishes it.
        packing: the driver reads it, packs it, and unpacks what came back.
        transfer: Dask takes it there and brings back what came of it; the driver's, scheduler's and worker's time.
        staging: the driver writes its folder.
        recording: the driver writes its rows, has the disk keep the folder, and puts it in place.
        after: the driver reads what the gradebook says, and finds out whether its page is out of date.
        page: a process of the driver's machine writes its page.
        bytes_out: what is sent to a worker.
        bytes_back: what comes back.
    """

    before: float
    judging: float
    packing: float
    transfer: float
    staging: float
    recording: float
    after: float
    page: float
    bytes_out: int
    bytes_back: int

    @property
    def driving(self) -> float:
        """The driver's own, while workers judge."""
        return self.packing + self.transfer + self.staging + self.recording


def middle(measured: Sequence[Parts]) -> Parts:
    """Part by part the middle one of several measurements."""
    return Parts(**{each.name: median(getattr(one, each.name) for one in measured) for each in fields(Parts)})


class _Clock:
    """Adds up what takes how long, and takes each part's share of one submission."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}

    def of(self, part: str, do: Callable[[], Result]) -> Result:
        """Time something."""
        start = time.perf_counter()
        result = do()
        self.seconds.setdefault(part, []).append(time.perf_counter() - start)
        return result


def measured_parts(root: Path) -> Parts:
    """Grade a collected course here, one step after the other, each with a clock; nothing runs beside it."""
    clock = _Clock()
    course = open_course(root)
    with contextlib.closing(open_database(course.db_url)) as database:
        register = clock.of("before", lambda: look_up(course, database, Wanted()))
        arrivals, _ = clock.of("before", lambda: arrive(course, register.collected))
        desk, count = desk_of(course, register, Run()), len(arrivals)
        with _bench(root, desk) as bench:
            _warm_up(bench, arrivals)
            recorder = Recorder(course, database, register.released)
            sizes = [_grade(clock, (desk, bench, recorder), chunk) for chunk in _chunks(arrivals)]
        collected = [arrival.job.collected for arrival in arrivals]
        standings = clock.of("after", lambda: standings_of(collected, database, register))
        pages = clock.of("after", lambda: outdated(_pages(standings, course, register)))
        _shown(clock, pages)
    out, back = (sum(sides) // count for sides in zip(*sizes, strict=True))
    of_one = {part: sum(seconds) / count for part, seconds in clock.seconds.items()}
    return Parts(**of_one, transfer=_transfer((out + back) // 2), bytes_out=out, bytes_back=back)


@contextlib.contextmanager
def _bench(root: Path, desk: Desk) -> Iterator[Bench]:
    """What a cluster's worker has, in this process."""
    with Grader(root) as grader:
        bench = Bench(brief_of(desk, grader, sorted(desk.released)))
    try:
        bench.prove()
        yield bench
    finally:
        while not bench._examiners.empty():
            bench._examiners.get_nowait().close()
        bench._data.cleanup()


def _warm_up(bench: Bench, arrivals: Sequence[Arrival]) -> None:
    """Have one submission of each assignment graded: every library is loaded then, every zygote there."""
    first = {arrival.job.collected.assignment: arrival for arrival in arrivals}
    bench.grade(tuple(parcel for arrival in first.values() if (parcel := parcel_of(arrival.job))))


def _grade(clock: _Clock, means: tuple[Desk, Bench, Recorder], arrivals: Sequence[Arrival]) -> tuple[int, int]:
    """Take a chunk all the way; returns its bytes out and back."""
    desk, bench, recorder = means
    sent = clock.of("packing", lambda: packed([parcel for arrival in arrivals if (parcel := parcel_of(arrival.job))]))
    returned = clock.of("judging", lambda: packed(bench.grade(unpacked(sent, tuple[Parcel, ...]))))
    came = clock.of("packing", lambda: unpacked(returned, Return)).came
    for arrival, one in zip(arrivals, came, strict=True):
        finished = one.finished
        assert isinstance(finished, Finished), one.failed or one.misfit
        staged = clock.of("staging", lambda: graded(desk, arrival.job, finished))  # noqa: B023 - called at once
        recorder.add(Entry(arrival.job, staged, arrival.timestamp))
    clock.of("recording", recorder.flush)
    return len(sent), len(returned)


def _chunks(arrivals: Sequence[Arrival]) -> Iterator[Sequence[Arrival]]:
    return (arrivals[first : first + _CHUNK] for first in range(0, len(arrivals), _CHUNK))


def _shown(clock: _Clock, pages: Sequence[ToShow]) -> None:
    show(pages[0])  # what writes pages is loaded with the first
    for page in pages:
        clock.of("page", lambda: show(page))  # noqa: B023 - called at once


def _transfer(size: int) -> float:
    """Seconds for which Dask is busy with one submission, in chunks, on this machine alone."""
    data = bytes(size * _CHUNK)
    with local_cluster(1) as address, linked(address) as link:
        (worker,) = link.threads()
        taken = []
        for _ in range(_TRANSFERS):
            start = time.perf_counter()
            link.result(link.send(bytes, data, worker=worker))
            taken.append(time.perf_counter() - start)
    return median(taken) / _CHUNK
