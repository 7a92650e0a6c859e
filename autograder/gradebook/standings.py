"""What the gradebook says of submissions, as their feedback shows it: many in a few queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final

from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import ColumnElement, Connection, and_, select

from autograder.feedback import CellStanding, Standing
from autograder.gradebook.released import ReleasedAssignment

#: Of more students than this all rows are read: databases bound the length of a query.
_MOST_NAMED: Final = 500


def read_standings(
    connection: Connection, released: ReleasedAssignment, students: Collection[str]
) -> dict[str, Standing]:
    """Read what the gradebook says of some students' submissions of an assignment.

    Args:
        connection: to the gradebook.
        released: the assignment.
        students: whose.

    Returns:
        By student; of others, too, where many were asked for. Points are counted as nbgrader counts them: a manual
        score before an automatic one, extra credit on top of either.
    """
    query = (
        select(SubmittedAssignment.student_id, SubmittedNotebook.id, SubmittedNotebook.late_submission_penalty)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .where(_is_of(released, students))
    )
    submissions = connection.execute(query).all()
    grades, comments = (_by_notebook(connection, kind, released, students) for kind in (Grade, Comment))
    return {
        row.student_id: _standing(
            released, row.late_submission_penalty, grades.get(row.id, {}), comments.get(row.id, {})
        )
        for row in submissions
    }


def _is_of(released: ReleasedAssignment, students: Collection[str]) -> ColumnElement[bool]:
    """Whether a row belongs to the assignment, and to the students where they are few."""
    is_ours = SubmittedNotebook.notebook_id == released.notebook_id
    if len(students) > _MOST_NAMED:
        return and_(is_ours)
    return and_(is_ours, SubmittedAssignment.student_id.in_(students))


def _by_notebook(
    connection: Connection,
    kind: Any,  # noqa: ANN401 - untyped models
    released: ReleasedAssignment,
    students: Collection[str],
) -> dict[str, dict[str, Any]]:
    """Read the rows of one table, by notebook and the key of the cell.

    The tables' index begins with the cell: who asks for notebooks alone has the whole table read for each of them.
    """
    table = kind.__table__
    keys = [key for cell in released.cells for key in (cell.grade_key, cell.task_key, cell.solution_key) if key]
    query = (
        select(table)
        .join(SubmittedNotebook, SubmittedNotebook.id == table.c.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .where(_is_of(released, students), table.c.cell_id.in_(keys))
    )
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in connection.execute(query):
        found[row.notebook_id][row.cell_id] = row
    return found


def _standing(
    released: ReleasedAssignment, late_penalty: float | None, grades: Mapping[str, Any], comments: Mapping[str, Any]
) -> Standing:
    keys = {cell.name: key for cell in released.cells if (key := cell.grade_key or cell.task_key)}
    worth = {cell.name: cell.max_score for cell in released.cells}
    cells = tuple(CellStanding.of_row(grades[key], name, worth[name]) for name, key in keys.items() if key in grades)
    said = {
        cell.name: comments[key].manual_comment
        for cell in released.cells
        if (key := cell.task_key or cell.solution_key) and key in comments and comments[key].manual_comment
    }
    score = sum(cell.points or 0.0 for cell in cells)
    return Standing(score, sum(worth[name] for name in keys), late_penalty, cells, said)
