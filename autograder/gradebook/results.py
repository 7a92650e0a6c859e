"""What a run of grading tells whoever started it."""

from dataclasses import dataclass

from autograder.gradebook.collecting import Excluded
from autograder.gradebook.recorder import Recorded
from autograder.gradebook.rows import Override
from autograder.model import Collected


@dataclass(frozen=True, slots=True)
class Progress:
    """One more submission has its answer: `done` of `total`; points, or the reason why there are none."""

    done: int
    total: int
    collected: Collected
    points: float = 0.0
    max_points: float = 0.0
    not_graded: str = ""


@dataclass(frozen=True, slots=True)
class GradedSubmission:
    """What the gradebook now says of a submission.

    Args:
        student: whose.
        assignment: of what.
        points: points by the verdicts.
        max_points: what there was to earn.
        score: what counts: a teacher's own points and extra credit included, before the late penalty.
        late_penalty: points that lateness costs, or None.
        unreadable: why the file could not be read as a submission, or "".
    """

    student: str
    assignment: str
    points: float
    max_points: float
    score: float
    late_penalty: float | None
    unreadable: str


@dataclass(frozen=True, slots=True)
class ClassScores:
    """What came of grading a class.

    Args:
        graded: submissions that were graded now.
        unchanged: how many were left alone, nothing about them having changed.
        not_graded: submissions that could not be judged; their old rows stand.
        overrides: a teacher's own scores that were kept.
    """

    graded: tuple[GradedSubmission, ...]
    unchanged: int
    not_graded: tuple[Excluded, ...]
    overrides: tuple[Override, ...]


def graded_submission(recorded: Recorded) -> GradedSubmission:
    """Sum up a submission that was recorded."""
    entry, written = recorded.entry, recorded.written
    return GradedSubmission(
        student=entry.job.collected.student,
        assignment=entry.job.collected.assignment,
        points=sum(entry.graded.points.values()),
        max_points=entry.graded.max_points,
        score=written.score,
        late_penalty=written.late_penalty,
        unreadable=entry.graded.unreadable,
    )
