"""An assignment as `nbgrader generate_assignment` recorded it: plain data, so that workers need no nbgrader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from autograder.errors import SpecError
from autograder.model import Judgement, Score, Verdict

#: What the grade_id of an exercise's check cell starts with.
CHECK_PREFIX = "check_"


@dataclass(frozen=True, slots=True)
class ReleasedCell:
    """One cell that nbgrader knows, as it was released.

    Args:
        name: its grade_id.
        cell_type: "code" or "markdown".
        source: its text.
        checksum: nbgrader's, over text and metadata.
        locked: the student's version of it does not count.
        grade_key: nbgrader's key of it as a cell worth points, or None.
        solution_key: nbgrader's key of it as a cell that the student writes in, or None.
        task_key: nbgrader's key of it as a task, which is graded by hand, or None.
        max_score: points it is worth.
    """

    name: str
    cell_type: str
    source: str
    checksum: str
    locked: bool
    grade_key: str | None
    solution_key: str | None
    task_key: str | None
    max_score: float

    @property
    def is_check(self) -> bool:
        """Whether a verdict fills it; other cells worth points are graded by hand."""
        return self.grade_key is not None and self.solution_key is None

    @property
    def has_rows(self) -> bool:
        """Whether the gradebook keeps something of every submission about it: points, or comments."""
        return bool(self.grade_key or self.solution_key or self.task_key)

    @property
    def is_by_hand(self) -> bool:
        """Whether a student writes in it and a person grades what is written."""
        return self.grade_key is not None and self.solution_key is not None

    @property
    def exercise(self) -> str:
        """The exercise that a check cell is about."""
        return self.name.removeprefix(CHECK_PREFIX)


@dataclass(frozen=True, slots=True)
class ReleasedAssignment:
    """An assignment with its one notebook.

    Args:
        id: nbgrader's key of the assignment.
        name: its name.
        duedate: when it is due, naive UTC, or None.
        notebook_id: nbgrader's key of the notebook.
        notebook: the notebook's name, without ".ipynb".
        kernelspec: what the notebook's metadata says of its kernel, or None.
        cells: every cell that nbgrader knows.
    """

    id: str
    name: str
    duedate: datetime | None
    notebook_id: str
    notebook: str
    kernelspec: Mapping[str, Any] | None
    cells: tuple[ReleasedCell, ...]

    @property
    def checks(self) -> tuple[ReleasedCell, ...]:
        """The cells that verdicts fill."""
        return tuple(cell for cell in self.cells if cell.is_check)


def require_same_exercises(released: ReleasedAssignment, score: Score) -> None:
    """Make sure that every verdict has its check cell, worth the same, and the other way round.

    Raises:
        SpecError: the gradebook holds another version of the assignment than exercises.py.
    """
    recorded = {cell.exercise: cell.max_score for cell in released.checks if cell.max_score > 0}
    judged = {verdict.exercise: verdict.max_points for verdict in score.verdicts if verdict.max_points > 0}
    if recorded == judged:
        return
    differing = sorted(
        name for name in recorded.keys() | judged.keys() if recorded.get(name, 0.0) != judged.get(name, 0.0)
    )
    name = differing[0]
    msg = (
        f"assignment {released.name!r}: {name!r} is worth {judged.get(name, 0.0):g} points in exercises.py "
        f"and {recorded.get(name, 0.0):g} in the gradebook; run `nbgrader generate_assignment {released.name} --force`"
    )
    raise SpecError(msg)


def unreadable(released: ReleasedAssignment, reason: str) -> Score:
    """Score a submission that could not be read: nothing for any exercise, and the reason for the student."""
    verdicts = tuple(
        Verdict(cell.exercise, Judgement.MISSING, points=0.0, max_points=cell.max_score, hint=reason)
        for cell in released.checks
    )
    return Score(released.name, verdicts, notes=(reason,))
