"""What a run of grading tells whoever started it."""

from dataclasses import dataclass

from autograder.feedback import Standing
from autograder.gradebook.collecting import Excluded
from autograder.gradebook.recorder import Recorded
from autograder.gradebook.rows import Override
from autograder.model import Collected


@dataclass(frozen=True, slots=True)
class Progress:
    """One more submission has its answer: `done` of `total`; points, or the reason why there are none.

    `by_hand` is what else there is to earn, in cells that a person grades.
    """

    done: int
    total: int
    collected: Collected
    points: float = 0.0
    max_points: float = 0.0
    not_graded: str = ""
    by_hand: float = 0.0


@dataclass(frozen=True, slots=True)
class GradedSubmission:
    """What the gradebook now says of a submission.

    Args:
        student: whose.
        assignment: of what.
        points: points by the verdicts.
        max_points: what there was to earn.
        score: what counts: a teacher's own points and extra credit included, before the late penalty.
        max_score: what there is to earn, cells graded by hand included.
        waiting: how many cells wait for a person to grade them.
        late_penalty: points that lateness costs, or None.
        unreadable: why the file could not be read as a submission, or "".
    """

    student: str
    assignment: str
    points: float
    max_points: float
    score: float
    max_score: float
    waiting: int
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
        pages: how many pages of feedback were written.
        without_page: submissions whose page could not be written.
    """

    graded: tuple[GradedSubmission, ...]
    unchanged: int
    not_graded: tuple[Excluded, ...]
    overrides: tuple[Override, ...]
    pages: int = 0
    without_page: tuple[Excluded, ...] = ()


def graded_submission(recorded: Recorded, standing: Standing) -> GradedSubmission:
    """Sum up a submission that was recorded, and of which the gradebook now says so much."""
    entry, written = recorded.entry, recorded.written
    return GradedSubmission(
        student=entry.job.collected.student,
        assignment=entry.job.collected.assignment,
        points=sum(entry.graded.points.values()),
        max_points=entry.graded.max_points,
        score=written.score,
        max_score=standing.max_score,
        waiting=sum(cell.waits for cell in standing.cells),
        late_penalty=written.late_penalty,
        unreadable=entry.graded.unreadable,
    )
