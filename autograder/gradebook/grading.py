"""What a worker does: have a submission graded and stage its autograded folder; write a page of feedback."""

import contextlib
import errno
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from autograder.errors import AutograderError, GradebookError, SpecError
from autograder.gradebook import files
from autograder.gradebook.examiner import Examiner, Grades, Judged, failure
from autograder.gradebook.files import Permissions
from autograder.gradebook.mark import Identity, mark_of
from autograder.gradebook.pages import Shown, ToShow, show
from autograder.gradebook.released import ReleasedAssignment
from autograder.gradebook.staging import Carried, carry_over, stage
from autograder.model import Collected, Score

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
    """What a worker is given once.

    Args:
        open_grader: makes the worker's grader; has to survive pickling.
        score_json: a score as the JSON of the mark.
        released: the assignments, by name.
        released_root: the folder that holds theirs, as they were given out.
        carried: which submitted files are carried over.
        permissions: of what is written.
        figures: draw what demonstration cells show, too.
    """

    open_grader: Callable[[], Grades]
    score_json: Callable[[Score], dict[str, Any]]
    released: Mapping[str, ReleasedAssignment]
    released_root: Path
    carried: Carried
    permissions: Permissions
    figures: bool = False


@dataclass(frozen=True, slots=True)
class ToGrade:
    """A submission to grade: where its folder is to go, and the digest and timestamp of what was submitted."""

    collected: Collected
    place: Path
    sha256: str
    timestamp: str


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
class NotGraded:
    """Something of ours failed, twice; the gradebook stays as it is."""

    reason: str


Job: TypeAlias = ToGrade | Fingerprint | ToShow
Answer: TypeAlias = Graded | NotGraded | Shown | str


@contextlib.contextmanager
def at_desk(desk: Desk) -> Iterator[Callable[[Job], Answer]]:
    """Open a grader, and give what answers jobs with it."""
    worker = _Worker(desk)
    worker.examiner.take_grader()
    try:
        yield worker.answer
    finally:
        worker.examiner.close()


class _Worker:
    """Answers jobs with one examiner."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.examiner = Examiner(desk.open_grader)

    def answer(self, job: Job) -> Answer:
        """Answer a job; raises what concerns every job: a broken course, a full disk."""
        if isinstance(job, Fingerprint):
            return self.examiner.fingerprint(job.assignment)
        try:
            if isinstance(job, ToShow):
                return show(job)
            released = self._desk.released[job.collected.assignment]
            judged = self.examiner.judge(job.collected, released, figures=self._desk.figures)
            return self._graded(job, judged, released)
        except (SpecError, GradebookError):
            raise
        except OSError as error:
            if error.errno in _DISK_SAYS_NO:
                raise files.refused(job.place, error) from error
            reason = failure(error)
        except AutograderError as error:
            reason = str(error)
        except Exception as error:  # noqa: BLE001 - an error of ours must cost no student a point, and no class its run
            reason = failure(error)
        return NotGraded(" ".join(reason.split()))

    def _graded(self, job: ToGrade, judged: Judged, released: ReleasedAssignment) -> Graded:
        fingerprint = self.examiner.fingerprint(job.collected.assignment)
        identity = Identity(job.sha256, fingerprint, job.timestamp)
        staged = self._staged(job, judged, mark_of(self._desk.score_json(judged.score), identity))
        points = {verdict.exercise: verdict.points for verdict in judged.score.verdicts}
        return Graded(staged, points, judged.score.max_points, judged.unanswered(released), judged.unreadable)

    def _staged(self, job: ToGrade, judged: Judged, mark: bytes) -> Path:
        released = self._desk.released[job.collected.assignment]
        staged = stage(judged, released, mark=mark, place=job.place)
        try:
            # First what was released, so that the released version of a file is the one that stays.
            carry_over(self._desk.released_root / job.collected.assignment, staged, self._desk.carried)
            carry_over(job.collected.folder, staged, self._desk.carried)
            files.grant(staged, self._desk.permissions)
        except BaseException:
            files.remove(staged)
            raise
        return staged
