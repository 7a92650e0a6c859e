"""Submissions whose rows in the gradebook are no final score: nobody looked, somebody has yet to, or all is empty."""

from nbgrader.api import Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import ColumnElement, Connection, and_, func, not_, select


def untouched(connection: Connection) -> frozenset[str]:
    """The rows of students who handed in nothing: an extension that is granted beforehand makes such rows.

    They bear no time, and neither a grader nor a person ever put a point into them.
    """
    points = func.count(Grade.auto_score) + func.count(Grade.manual_score) + func.count(Grade.extra_credit)
    query = (
        select(SubmittedAssignment.id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .where(SubmittedAssignment.timestamp.is_(None))
        .group_by(SubmittedAssignment.id)
        .having(points == 0)
    )
    return frozenset(row[0] for row in connection.execute(query))


def ungraded(connection: Connection) -> frozenset[str]:
    """The submissions with a cell that neither a grader nor a person has looked at, and that waits for nobody."""
    nobody_looked = and_(Grade.auto_score.is_(None), Grade.manual_score.is_(None), not_(Grade.needs_manual_grade))
    return _with_a_cell(connection, nobody_looked)


def waiting(connection: Connection) -> frozenset[str]:
    """The submissions with a cell that a person has yet to mark.

    What a person has marked waits no more. nbgrader raises its flag again with every regrade, points or no points.
    """
    return _with_a_cell(connection, and_(Grade.needs_manual_grade, Grade.manual_score.is_(None)))


def _with_a_cell(connection: Connection, such: ColumnElement[bool]) -> frozenset[str]:
    query = (
        select(SubmittedNotebook.assignment_id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .where(such)
        .distinct()
    )
    return frozenset(row[0] for row in connection.execute(query))
