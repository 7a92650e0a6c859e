"""What a worker does with one collected submission: have it graded, and stage its autograded folder."""

import contextlib
import errno
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

from autograder.errors import AutograderError, GradebookError, SpecError, SubmissionError
from autograder.gradebook import files
from autograder.gradebook.files import Permissions
from autograder.gradebook.released import ReleasedAssignment, require_same_exercises, unreadable
from autograder.gradebook.staging import Carried, HandedIn, Identity, carry_over, look_into, stage
from autograder.model import Collected, Judgement, Score

#: What a disk says when there is nothing to be done about it by grading on.
_DISK_SAYS_NO: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)


class Grades(Protocol):
    """What grades submissions: `autograder.grade.Grader`."""

    def grade(self, folder_or_file: Path, assignment: str, /) -> Score:
        """Grade a submission; SubmissionError when it cannot be read, SandboxError when the fault is ours."""

    def fingerprint(self, assignment: str, /) -> str:
        """Name the version of exercises, seed, numpy and grader."""

    def close(self) -> None:
        """End the sandbox."""


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
        carried: which submitted files are carried over.
        permissions: of what is written.
    """

    open_grader: Callable[[], Grades]
    score_json: Callable[[Score], dict[str, Any]]
    released: Mapping[str, ReleasedAssignment]
    carried: Carried
    permissions: Permissions


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


Job: TypeAlias = ToGrade | Fingerprint
Answer: TypeAlias = Graded | NotGraded | str


@contextlib.contextmanager
def at_desk(desk: Desk) -> Iterator[Callable[[Job], Answer]]:
    """Open a grader, and give what answers jobs with it."""
    worker = _Worker(desk)
    worker.take_grader()
    try:
        yield worker.answer
    finally:
        worker.close()


class _Worker:
    """Owns one grader, and takes a new one when it failed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._grader: Grades | None = None
        self._fingerprints: dict[str, str] = {}

    def take_grader(self) -> Grades:
        if self._grader is None:
            self._grader = self._desk.open_grader()
        return self._grader

    def close(self) -> None:
        if self._grader is not None:
            self._grader.close()
            self._grader = None

    def answer(self, job: Job) -> Answer:
        """Answer a job; raises what concerns every job: a broken course, a full disk."""
        if isinstance(job, Fingerprint):
            return self._fingerprint(job.assignment)
        first = self._try(job)
        return self._try(job) if isinstance(first, NotGraded) else first

    def _fingerprint(self, assignment: str) -> str:
        if assignment not in self._fingerprints:
            self._fingerprints[assignment] = self.take_grader().fingerprint(assignment)
        return self._fingerprints[assignment]

    def _try(self, job: ToGrade) -> Answer:
        """Grade once. Whatever is our fault ends as NotGraded, with a fresh grader for what comes next."""
        try:
            return self._graded(job)
        except (SpecError, GradebookError):
            raise
        except AutograderError as error:
            reason = str(error)
        except Exception as error:  # noqa: BLE001 - an error of ours must cost no student a point, and no class its run
            reason = f"the grader failed with {type(error).__name__}: {error}"
        with contextlib.suppress(Exception):
            self.close()
        self._grader = None
        return NotGraded(" ".join(reason.split()))

    def _graded(self, job: ToGrade) -> Answer:
        collected = job.collected
        released = self._desk.released[collected.assignment]
        grader = self.take_grader()
        fingerprint = self._fingerprint(collected.assignment)
        reason = ""
        try:
            score = grader.grade(collected.folder, collected.assignment)
        except SubmissionError as error:
            reason = str(error).replace(str(collected.folder), "the submission")  # students read it
            score = unreadable(released, reason)
        failed = [one.exercise for one in score.verdicts if one.judgement is Judgement.NOT_GRADED]
        if failed:
            return NotGraded(f"{failed[0]} could not be judged, through no fault of the student's")
        require_same_exercises(released, score)
        handed_in = HandedIn(None, None) if reason else look_into(collected.folder, released)
        staged = self._staged(job, handed_in, score, Identity(job.sha256, fingerprint, job.timestamp))
        unanswered = frozenset() if reason else handed_in.unanswered(released, score)
        points = {verdict.exercise: verdict.points for verdict in score.verdicts}
        return Graded(staged, points, score.max_points, unanswered, reason)

    def _staged(self, job: ToGrade, handed_in: HandedIn, score: Score, identity: Identity) -> Path:
        released = self._desk.released[job.collected.assignment]
        marked = self._desk.score_json(score) | {
            "sha256": identity.sha256,
            "fingerprint": identity.fingerprint,
            "timestamp": identity.timestamp,
        }
        try:
            staged = stage(handed_in, released, score, marked=marked, place=job.place)
            try:
                carry_over(job.collected.folder, staged, self._desk.carried)
                files.grant(staged, self._desk.permissions)
            except BaseException:
                files.remove(staged)
                raise
        except OSError as error:
            if error.errno in _DISK_SAYS_NO:
                raise files.refused(job.place, error) from error
            raise
        return staged
