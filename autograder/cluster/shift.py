"""Some submissions on their way through the cluster: out in chunks, back as answers, each of them once."""

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from autograder.cluster.admission import Admission
from autograder.cluster.bench import grade_chunk
from autograder.cluster.link import Link, LostLinkError
from autograder.cluster.parcel import MOST_BYTES, Came, Parcel, Return, packed, parcel_of, unpacked
from autograder.cluster.rota import Chunk, Due, Rota
from autograder.errors import SandboxError, SpecError
from autograder.gradebook.examiner import failure
from autograder.gradebook.grading import (
    Answer,
    Desk,
    Job,
    NotGraded,
    Rehearsed,
    ToGrade,
    ToRehearse,
    graded,
    require_disk,
)
from autograder.gradebook.workers import Lost

if TYPE_CHECKING:
    from distributed import Future

Work: TypeAlias = "ToGrade | ToRehearse"
Heard: TypeAlias = "tuple[Job, Answer] | Lost[Job] | None"

#: How long to wait for an answer until the caller has its turn.
_TICK: Final = 0.25
#: How often to look who has come and who is gone.
_ROUND_SECONDS: Final = 1.0
#: A worker from which nothing came for so long, though it has something in hand, counts as hung.
_HANGING_SECONDS: Final = 1800.0
_KEPT: Final = "what was graded so far is kept"


class Shift:
    """Sends submissions out, and takes back what they came to."""

    def __init__(self, work: list[Work], desk: Desk, link: Link, admission: Admission, absence: "Absence") -> None:
        """Begin with nobody there.

        Args:
            work: the submissions.
            desk: what is known of the course here.
            link: leads to the cluster.
            admission: looks at its workers.
            absence: waits for them.
        """
        self.bulky: list[Work] = []
        self._desk = desk
        self._link = link
        self._admission = admission
        self._absence = absence
        self._rota: Rota[Work] = Rota(work)
        self._out: dict[Future[bytes], Chunk[Work]] = {}
        self._heard: dict[str, float] = {}
        self._looked = 0.0

    def answers(self) -> Iterator[Heard]:
        """Yield answers as they come, and None where none comes. What is too large to be sent is `bulky` in the end.

        Raises:
            SandboxError: the cluster is lost, or none of its workers can grade.
            SpecError: the course is not in order.
            GradebookError: the disk refused.
        """
        try:
            while self._rota.is_open:
                yield from self._look_round()
                self._hand_out()
                ended = self._link.ended(_TICK)
                if ended is None:
                    yield None
                else:
                    yield from self._take_back(ended)
        except LostLinkError as error:
            msg = f"the cluster's scheduler is gone ({error}); {_KEPT}: start it and grade again"
            raise SandboxError(msg) from error

    def end(self) -> None:
        """Take back what is out, and have the workers forget the key."""
        self._link.cancel([*self._out])
        self._out.clear()
        self._admission.close()

    def _look_round(self) -> Iterator[Heard]:
        """See who has come and who is gone."""
        now = time.monotonic()
        if now - self._looked < _ROUND_SECONDS:
            return
        self._looked = now
        there = self._link.threads()
        for worker in self._rota.threads.keys() - there.keys():
            yield from self._without(worker, "is gone")
        for worker in {chunk.worker for chunk in self._out.values()}:
            if now - self._heard[worker] > _HANGING_SECONDS:
                self._admission.leave_out(worker, f"it gave no answer for {_HANGING_SECONDS:g} s")
                yield from self._without(worker, "hangs")
        self._rota.threads = dict(self._admission.admitted(there))
        if self._admission.reasons:
            msg = f"none of the cluster's workers can grade: {'; '.join(self._admission.reasons)}"
            raise SandboxError(msg)
        self._absence.note(is_deserted=not there)

    def _hand_out(self) -> None:
        """Give everybody who can take some something to do, and read no more than that."""
        for worker, offered in self._rota.deal():
            parcels: list[Parcel] = []
            dues: list[Due[Work]] = []
            room = MOST_BYTES
            for due in offered:
                parcel = parcel_of(due.job)
                if parcel is None:
                    self._rota.drop(due)
                    self.bulky.append(due.job)
                elif parcel.size > room and dues:
                    break
                else:
                    room -= parcel.size
                    parcels.append(parcel)
                    dues.append(due)
            if dues:
                if worker not in {chunk.worker for chunk in self._out.values()}:
                    self._heard[worker] = time.monotonic()
                chunk = self._rota.take(worker, dues)
                sent = self._link.send(grade_chunk, self._admission.token, packed(tuple(parcels)), worker=worker)
                self._out[sent] = chunk

    def _take_back(self, ended: "Future[bytes]") -> Iterator[Heard]:
        """Hear what a chunk came to, or that nobody knows."""
        chunk = self._out.get(ended)
        if chunk is None:  # it was taken back before
            return
        returned = _read(self._link.result(ended))
        if returned is None or len(returned.came) != len(chunk.dues):
            self._link.threads()  # it may be the scheduler that is gone
            if returned is not None and returned.is_stranger:
                self._admission.forget(chunk.worker)
            yield from self._without(chunk.worker, "left what it had in hand")
            return
        del self._out[ended]
        self._heard[chunk.worker] = time.monotonic()
        self._rota.done(chunk, returned.seconds)
        for due, came in zip(chunk.dues, returned.came, strict=True):
            answer = self._answer(due, came, chunk.worker)
            if answer is not None:
                yield due.job, answer

    def _without(self, worker: str, fate: str) -> Iterator[Heard]:
        """Give others what a worker leaves."""
        left = [sent for sent, chunk in self._out.items() if chunk.worker == worker]
        self._link.cancel(left)
        for sent in left:
            del self._out[sent]
        self._absence.say(f"the worker {worker} {fate}; others do its work")
        for job in self._rota.gone(worker):
            yield Lost(job, "the cluster's worker was lost while it graded this, twice")

    def _answer(self, due: Due[Work], came: Came, worker: str) -> "Answer | None":
        """What a submission came to; None where somebody else is to try."""
        if came.misfit:
            raise SpecError(came.misfit)
        job = due.job
        if came.rehearsed is not None:
            return Rehearsed(*came.rehearsed)
        if came.finished is None or isinstance(job, ToRehearse):
            return None if self._rota.refused(due, worker) else NotGraded(came.failed)
        try:
            return graded(self._desk, job, came.finished)
        except OSError as error:
            require_disk(error, job.place)
            return NotGraded(failure(error))


class Absence:
    """Waits for workers where there are none, for so long and no longer."""

    def __init__(self, say: Callable[[str], None], patience: float) -> None:
        """Begin to wait when nobody is there.

        Args:
            say: takes a line about who is waited for.
            patience: how many seconds to wait.
        """
        self.say = say
        self._patience = patience
        self._since: float | None = None

    def note(self, *, is_deserted: bool) -> None:
        """Note whether anybody is there.

        Raises:
            SandboxError: nobody came.
        """
        now = time.monotonic()
        if not is_deserted:
            self._since = None
        elif self._since is None:
            self._since = now
            self.say(f"the cluster has no workers; waiting {self._patience:g} s for one (`dask worker ADDRESS`)")
        elif now - self._since > self._patience:
            msg = (
                f"the cluster has had no workers for {self._patience:g} s; {_KEPT}: "
                "start some (`dask worker ADDRESS`) and grade again"
            )
            raise SandboxError(msg)


def _read(data: bytes | None) -> Return | None:
    try:
        return None if data is None else unpacked(data, Return)
    except msgspec.MsgspecError:
        return None
