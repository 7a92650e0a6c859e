"""What a worker does: have a submission graded and stage its autograded folder; write a page of feedback."""

import contextlib
import errno
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from autograder.errors import AutograderError, GradebookError, SpecError
from autograder.gradebook import files
from autograder.gradebook.examiner import Examiner, Grades, failure
from autograder.gradebook.files import Permissions
from autograder.gradebook.mark import Identity
from autograder.gradebook.released import ReleasedAssignment
from autograder.gradebook.staging import Carried, Finished, carry_over, finish, stage
from autograder.model import Collected, Score

if TYPE_CHECKING:
    from autograder.gradebook.pages import Shown, ToShow

#: What a disk says when there is nothing to be done about it by grading on.
_DISK_SAYS_NO: Final = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    *(errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO),
)


@dataclass(frozen=True, slots=True)
class Engine:
    """What workers grade with: the class of their graders, and how a score is written as JSON."""

    grader: Callable[..., Grades]
    score_json: Callable[[Score], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a worker is told once, when the course is known.

    Args:
        root: the course's folder.
        released: the assignments, by name.
        released_root: the folder that holds theirs, as they were given out.
        carried: which submitted files are carried over.
        permissions: of what is written.
        unsafe: also where the walls do not stand.
        figures: draw what demonstration cells show, too.
    """

    root: Path
    released: Mapping[str, ReleasedAssignment]
    released_root: Path
    carried: Carried
    permissions: Permissions
    unsafe: bool = False
    figures: bool = False


@dataclass(frozen=True, slots=True)
class ToGrade:
    """A submission to grade: where its folder is to go, and the digest and timestamp of what was submitted."""

    collected: Collected
    place: Path
    sha256: str
    timestamp: str


@dataclass(frozen=True, slots=True)
class ToRehearse:
    """A submission to judge without anything being written."""

    collected: Collected


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Asks for the fingerprint of an assignment."""

    assignment: str


@dataclass(frozen=True, slots=True)
class Graded:
    """A submission that was graded, and whose autograded folder waits under a hidden name.

    Args:
        staged: that name.
        points: points earned, by exercise.
        max_points: what all exercises together are worth.
        unanswered: grade_ids of the cells in which the student wrote nothing.
        unreadable: why the submission could not be read, or "".
    """

    staged: Path
    points: Mapping[str, float]
    max_points: float
    unanswered: frozenset[str]
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A submission that was judged, and of which nothing was written.

    Args:
        score: what it comes to.
        unanswered: grade_ids of the cells in which the student wrote nothing.
        unreadable: why the submission could not be read, or "".
    """

    score: Score
    unanswered: frozenset[str]
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class NotGraded:
    """Something of ours failed, twice; the gradebook stays as it is."""

    reason: str


Job: TypeAlias = "ToGrade | ToRehearse | Fingerprint | ToShow"
Answer: TypeAlias = "Graded | Rehearsed | NotGraded | Shown | str"


def assignment_of(job: Job) -> str:
    """The assignment that a job is about."""
    return job.assignment if isinstance(job, Fingerprint) else job.collected.assignment


@contextlib.contextmanager
def at_desk(engine: Engine, desk: Desk) -> Iterator[Callable[[Job], Answer]]:
    """Open a grader, and give what answers jobs with it."""
    worker = _Worker(engine, desk)
    worker.examiner.take_grader()
    try:
        yield worker.answer
    finally:
        worker.examiner.close()


class _Worker:
    """Answers jobs with one examiner."""

    def __init__(self, engine: Engine, desk: Desk) -> None:
        self._desk = desk
        self._score_json = engine.score_json
        self.examiner = Examiner(partial(engine.grader, desk.root, unsafe=desk.unsafe))

    def answer(self, job: Job) -> Answer:
        """Answer a job; raises what concerns every job: a broken course, a full disk."""
        if isinstance(job, Fingerprint):
            return self.examiner.fingerprint(job.assignment)
        try:
            if not isinstance(job, ToGrade | ToRehearse):
                return _shown(job)
            released = self._desk.released[job.collected.assignment]
            judged = self.examiner.judge(job.collected, released, figures=self._desk.figures)
            if isinstance(job, ToRehearse):
                return Rehearsed(judged.score, judged.unanswered(released), judged.unreadable)
            identity = Identity(job.sha256, self.examiner.fingerprint(job.collected.assignment), job.timestamp)
            return graded(self._desk, job, finish(judged, released, identity, self._score_json))
        except (SpecError, GradebookError):
            raise
        except OSError as error:
            if not isinstance(job, ToRehearse):
                require_disk(error, job.place)
            reason = failure(error)
        except AutograderError as error:
            reason = str(error)
        except Exception as error:  # noqa: BLE001 - an error of ours must cost no student a point, and no class its run
            reason = failure(error)
        return NotGraded(" ".join(reason.split()))


def graded(desk: Desk, job: ToGrade, finished: Finished) -> Graded:
    """Write what is finished, and what was submitted beside it, under a hidden name.

    Raises:
        OSError: the disk refused; nothing is left behind.
    """
    name = job.collected.assignment
    staged = stage(finished, notebook=desk.released[name].notebook, place=job.place)
    try:
        # First what was released, so that the released version of a file is the one that stays.
        carry_over(desk.released_root / name, staged, desk.carried)
        carry_over(job.collected.folder, staged, desk.carried)
        files.grant(staged, desk.permissions)
    except BaseException:
        files.remove(staged)
        raise
    return Graded(staged, finished.points, finished.max_points, finished.unanswered, finished.unreadable)


def require_disk(error: OSError, place: Path) -> None:
    """End everything where a disk said what grading on will not change.

    Raises:
        GradebookError: it did.
    """
    if error.errno in _DISK_SAYS_NO:
        raise files.refused(place, error) from error


def _shown(page: "ToShow") -> "Shown":
    from autograder.gradebook.pages import show  # noqa: PLC0415 - pages come last, and what writes them takes time to load

    return show(page)
