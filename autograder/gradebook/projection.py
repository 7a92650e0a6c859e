"""What the gradebook would say of a submission if it were recorded now; nothing is written."""

from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace

from nbgrader.api import SubmittedAssignment
from sqlalchemy import Connection, select

from autograder.feedback import CellStanding, Standing
from autograder.gradebook.course_folder import LatePenalty
from autograder.gradebook.released import ReleasedAssignment
from autograder.gradebook.rows import SubmissionRows, seconds_late


def read_extensions(connection: Connection, released: ReleasedAssignment) -> dict[str, timedelta | None]:
    """By how much students may be late without losing anything."""
    columns = select(SubmittedAssignment.student_id, SubmittedAssignment.extension)
    return {
        row[0]: row[1] for row in connection.execute(columns.where(SubmittedAssignment.assignment_id == released.id))
    }


def projected(
    rows: SubmissionRows,
    before: Standing | None,
    released: ReleasedAssignment,
    late_penalty: LatePenalty,
    extension: timedelta | None,
) -> Standing:
    """What would stand there: a teacher's own points kept, lateness counted anew.

    Args:
        rows: what would be written.
        before: what stands there, or None.
        released: the assignment.
        late_penalty: the course's rule.
        extension: the student's, or None.
    """
    known = {cell.name: cell for cell in before.cells} if before else {}
    cells = tuple(_cells(rows, known, released))
    score = sum(cell.points or 0.0 for cell in cells)
    penalty = late_penalty.points(rows.student, score, seconds_late(rows.timestamp, released.duedate, extension))
    return Standing(score, sum(cell.max_points for cell in cells), penalty, cells, before.comments if before else {})


def _cells(
    rows: SubmissionRows, known: dict[str, CellStanding], released: ReleasedAssignment
) -> Sequence[CellStanding]:
    """The cells that are worth points, as `rows.write_rows` would leave them."""
    cells = []
    for cell in released.cells:
        key = cell.grade_key or cell.task_key
        if key is None:
            continue
        was = known.get(cell.name)
        auto = rows.auto_scores.get(key, was.auto if was else None)
        manual = was.manual if was else None
        row = SimpleNamespace(
            auto_score=auto,
            manual_score=manual,
            extra_credit=was.extra if was else None,
            needs_manual_grade=manual is not None or auto is None,
        )
        cells.append(CellStanding.of_row(row, cell.name, cell.max_score))
    return cells
