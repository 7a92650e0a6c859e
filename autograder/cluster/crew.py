"""A crew that grades on a cluster: submissions go there, everything else is for the processes of this machine."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from autograder.cluster.admission import Admission
from autograder.cluster.brief import brief_of, sealed
from autograder.cluster.link import Link, linked
from autograder.cluster.local import LOCAL, local_cluster
from autograder.cluster.shift import Absence, Heard, Shift, Work
from autograder.grade import Grader
from autograder.gradebook.grading import Answer, Desk, Engine, Job, ToGrade, ToRehearse
from autograder.gradebook.workers import Crew

#: How long to wait for workers where there are none.
_PATIENCE: Final = 60.0


class ClusterCrew:
    """Grades on a cluster; see `joined`.

    Attributes:
        here: the processes of this machine: they tell what is out of date, grade what is too large to be sent, and
            write pages.
    """

    def __init__(
        self, link: Link, here: Crew[Job, Answer], engine: Engine, say: Callable[[str], None], patience: float
    ) -> None:
        """Begin with nobody there.

        Args:
            link: leads to the cluster.
            here: the processes of this machine.
            engine: makes the key.
            say: takes a line about workers that are left out, lost, or waited for.
            patience: how many seconds to wait for workers where there are none.
        """
        self.here = here
        self._link = link
        self._engine = engine
        self._say = say
        self._patience = patience
        self._desk: Desk | None = None
        self._shift: Shift | None = None

    def brief(self, desk: Desk) -> None:
        """Say what everyone is to be told before they begin."""
        self._desk = desk
        self.here.brief(desk)

    def dismiss(self) -> None:
        """Take back what is out, and send everyone of this machine home."""
        self._end_shift()
        self.here.dismiss()

    def answers(self, jobs: Iterable[Job]) -> Iterator[Heard]:
        """Yield answers as they come, and None now and then where none comes.

        Raises:
            SandboxError: the cluster is lost, or none of its workers can grade.
            SpecError: the course is not in order.
            GradebookError: the disk refused.
        """
        work: list[Work] = []
        others: list[Job] = []
        for job in jobs:
            if isinstance(job, ToGrade | ToRehearse):
                work.append(job)
            else:
                others.append(job)
        if work:
            self._shift = self._shift_for(work)
            try:
                yield from self._shift.answers()
                others += self._shift.bulky
            finally:
                self._end_shift()
        yield from self.here.answers(others)

    def _shift_for(self, work: list[Work]) -> Shift:
        assert self._desk is not None  # noqa: S101 - briefed before anything is handed out
        with contextlib.closing(self._engine.grader(self._desk.root, unsafe=self._desk.unsafe)) as grader:
            assert isinstance(grader, Grader)  # noqa: S101 - no other has a key that could be sent
            brief = brief_of(self._desk, grader, sorted({job.collected.assignment for job in work}))
        admission = Admission(self._link, sealed(brief), self._say)
        return Shift(work, self._desk, self._link, admission, Absence(self._say, self._patience))

    def _end_shift(self) -> None:
        shift, self._shift = self._shift, None
        if shift is not None:
            shift.end()


@contextlib.contextmanager
def joined(
    address: str, here: Crew[Job, Answer], engine: Engine, say: Callable[[str], None], *, patience: float = _PATIENCE
) -> Iterator[ClusterCrew]:
    """Connect to a cluster, and grade on it.

    Args:
        address: of its scheduler; "local" starts a cluster on this machine, with as many workers as `here` may have.
        here: the processes of this machine.
        engine: makes the key.
        say: takes a line about workers that are left out, lost, or waited for.
        patience: how many seconds to wait for workers where there are none.

    Raises:
        SpecError: this is no address.
        SandboxError: nobody answers there.
    """
    with contextlib.ExitStack() as open_until_the_end:
        if address == LOCAL:
            address = open_until_the_end.enter_context(local_cluster(here.size))
            say(f"a cluster was started on this machine, at {address} (workers: {here.size})")
        link = open_until_the_end.enter_context(linked(address))
        yield ClusterCrew(link, here, engine, say, patience)
