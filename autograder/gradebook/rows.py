"""The rows that `nbgrader autograde` would leave, for many submissions in one transaction.

What a teacher entered (manual scores, comments, extra credit) is read and never written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook, new_uuid
from sqlalchemy import Connection, Table, bindparam, insert, select, update

from autograder.gradebook.course_folder import LatePenalty
from autograder.gradebook.released import ReleasedAssignment

_STUDENTS: Table = Student.__table__
_SUBMISSIONS: Table = SubmittedAssignment.__table__
_NOTEBOOKS: Table = SubmittedNotebook.__table__
_GRADES: Table = Grade.__table__
_COMMENTS: Table = Comment.__table__

_Rows: TypeAlias = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SubmissionRows:
    """What the gradebook is to say of one submission.

    Args:
        student: whose it is.
        timestamp: when it was submitted (naive UTC), or None.
        auto_scores: points by the key of the cell that is worth them; None where a person has to decide.
        auto_comments: remarks by the key of the solution cell.
    """

    student: str
    timestamp: datetime | None
    auto_scores: Mapping[str, float | None]
    auto_comments: Mapping[str, str | None]


def rows_of(
    student: str,
    timestamp: datetime | None,
    points: Mapping[str, float],
    unanswered: frozenset[str],
    released: ReleasedAssignment,
) -> SubmissionRows:
    """Turn verdicts into scores and remarks by nbgrader's keys, as its SaveAutoGrades would.

    Args:
        student: whose.
        timestamp: when it was submitted (naive UTC), or None.
        points: earned, by exercise.
        unanswered: grade_ids of the cells in which the student wrote nothing.
        released: the assignment.
    """
    scores: dict[str, float | None] = {}
    remarks: dict[str, str | None] = {}
    for cell in released.cells:
        if cell.grade_key and cell.is_check:
            scores[cell.grade_key] = points.get(cell.exercise, 0.0)
        elif cell.grade_key:
            scores[cell.grade_key] = 0.0 if cell.name in unanswered else None
        if cell.solution_key:
            remarks[cell.solution_key] = "No response." if cell.name in unanswered else None
    return SubmissionRows(student, timestamp, scores, remarks)


@dataclass(frozen=True, slots=True)
class Override:
    """A teacher's own score, which was kept: `manual` points count where the grader found `auto`."""

    student: str
    assignment: str
    cell: str
    auto: float | None
    manual: float


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing one submission: points with overrides and extra credit, what lateness costs, overrides."""

    score: float
    late_penalty: float | None
    overrides: tuple[Override, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a submission's rows are: the key of its notebook row, and how late it was."""

    notebook: str
    seconds_late: float


def write_rows(
    connection: Connection, released: ReleasedAssignment, batch: Sequence[SubmissionRows], late_penalty: LatePenalty
) -> dict[str, Written]:
    """Write the rows of some submissions of one assignment, creating what is not there yet.

    Returns:
        What came of each, by student.

    Raises:
        GradebookError: the course's late penalty plugin failed.
    """
    batch = sorted(batch, key=lambda one: one.student)  # two who write the same rows meet at the first of them
    _add_students(connection, [one.student for one in batch])
    places = _places(connection, released, batch)
    scores, overrides = _write_grades(connection, released, batch, places)
    _write_comments(connection, released, batch, places)
    written = {}
    for one in batch:
        place, score = places[one.student], scores[one.student]
        penalty = late_penalty.points(one.student, score, place.seconds_late)
        kept = tuple(override for override in overrides if override.student == one.student)
        written[one.student] = Written(score, penalty, kept)
    _update(
        connection,
        _NOTEBOOKS,
        [{"row": places[name].notebook, "late_submission_penalty": one.late_penalty} for name, one in written.items()],
    )
    return written


def _add_students(connection: Connection, students: Iterable[str]) -> None:
    wanted = set(students)
    known = set(connection.scalars(select(_STUDENTS.c.id).where(_STUDENTS.c.id.in_(wanted))))
    _insert(connection, _STUDENTS, [{"id": student} for student in sorted(wanted - known)])


def _places(connection: Connection, released: ReleasedAssignment, batch: Sequence[SubmissionRows]) -> dict[str, _Place]:
    """Find or make the rows of the submissions and of their notebooks."""
    columns = _SUBMISSIONS.c
    query = select(columns.student_id, columns.id, columns.extension).where(
        columns.assignment_id == released.id, columns.student_id.in_([one.student for one in batch])
    )
    query = query.order_by(columns.student_id).with_for_update()
    known = {row.student_id: (row.id, row.extension) for row in connection.execute(query)}
    old = [{"row": known[one.student][0], "timestamp": one.timestamp} for one in batch if one.student in known]
    _update(connection, _SUBMISSIONS, old)
    new = [
        {"id": new_uuid(), "assignment_id": released.id, "student_id": one.student, "timestamp": one.timestamp}
        for one in batch
        if one.student not in known
    ]
    _insert(connection, _SUBMISSIONS, new)
    known |= {row["student_id"]: (row["id"], None) for row in new}
    notebooks = _notebooks(connection, released, [row[0] for row in known.values()])
    places = {}
    for one in batch:
        submission, extension = known[one.student]
        places[one.student] = _Place(notebooks[submission], seconds_late(one.timestamp, released.duedate, extension))
    return places


def _notebooks(connection: Connection, released: ReleasedAssignment, submissions: Sequence[str]) -> dict[str, str]:
    """Find or make the row of each submission's notebook."""
    columns = _NOTEBOOKS.c
    query = select(columns.assignment_id, columns.id).where(
        columns.notebook_id == released.notebook_id, columns.assignment_id.in_(submissions)
    )
    known = {row.assignment_id: row.id for row in connection.execute(query)}
    new = [
        {"id": new_uuid(), "assignment_id": submission, "notebook_id": released.notebook_id}
        for submission in submissions
        if submission not in known
    ]
    _insert(connection, _NOTEBOOKS, new)
    return known | {row["assignment_id"]: row["id"] for row in new}


def seconds_late(timestamp: datetime | None, duedate: datetime | None, extension: timedelta | None) -> float:
    """Seconds past the due date and the student's extension; 0 where there is no date."""
    if timestamp is None or duedate is None:
        return 0.0
    return max(0.0, (timestamp - duedate - (extension or timedelta())).total_seconds())


def _write_grades(
    connection: Connection,
    released: ReleasedAssignment,
    batch: Sequence[SubmissionRows],
    places: Mapping[str, _Place],
) -> tuple[dict[str, float], list[Override]]:
    """Write what verdicts say, and read what a teacher said.

    Returns:
        Every student's points as nbgrader counts them (a manual score before an automatic one, extra credit on top
        of either), and the manual scores that count instead of ours.
    """
    names = {cell.grade_key: cell.name for cell in released.cells if cell.grade_key}
    tasks = [cell.task_key for cell in released.cells if cell.task_key]
    known = _known(connection, _GRADES, places, [*names, *tasks], ("manual_score", "extra_credit", "auto_score"))
    scores: dict[str, float] = {}
    overrides: list[Override] = []
    new: _Rows = []
    old: _Rows = []
    for one in batch:
        place = places[one.student].notebook
        scores[one.student] = 0.0
        for key in [*names, *tasks]:
            row = known.get((place, key))
            manual, extra = (row.manual_score, row.extra_credit) if row else (None, None)
            auto = one.auto_scores.get(key, row.auto_score if row else None)
            counts = auto if manual is None else manual
            scores[one.student] += 0.0 if counts is None else counts + (extra or 0.0)
            written = {"auto_score": auto, "needs_manual_grade": manual is not None or auto is None}
            if row is None:
                new.append({"id": new_uuid(), "notebook_id": place, "cell_id": key, **written})
            elif key in one.auto_scores:
                old.append({"row": row.id, **written})
            if manual is not None and key in names:
                overrides.append(Override(one.student, released.name, names[key], auto, manual))
    _insert(connection, _GRADES, new)
    _update(connection, _GRADES, old)
    return scores, overrides


def _write_comments(
    connection: Connection, released: ReleasedAssignment, batch: Sequence[SubmissionRows], places: Mapping[str, _Place]
) -> None:
    """Write the automatic remarks; a teacher's are in a column of their own."""
    keys = [key for cell in released.cells if (key := cell.task_key or cell.solution_key)]
    known = _known(connection, _COMMENTS, places, keys)
    new: _Rows = []
    old: _Rows = []
    for one in batch:
        place = places[one.student].notebook
        for key in keys:
            row = known.get((place, key))
            remark = one.auto_comments.get(key)
            if row is None:
                new.append({"id": new_uuid(), "notebook_id": place, "cell_id": key, "auto_comment": remark})
            else:
                old.append({"row": row.id, "auto_comment": remark})
    _insert(connection, _COMMENTS, new)
    _update(connection, _COMMENTS, old)


def _known(
    connection: Connection,
    table: Table,
    places: Mapping[str, _Place],
    cells: Sequence[str],
    columns: Sequence[str] = (),
) -> dict[tuple[str, str], Any]:
    """Read the rows of some cells of some notebooks, by notebook and cell, and hold them until the transaction ends.

    The tables' index begins with the cell: who asks for notebooks alone has the whole table read.
    """
    c = table.c
    query = select(c.notebook_id, c.cell_id, c.id, *(c[column] for column in columns))
    query = query.where(c.cell_id.in_(cells), c.notebook_id.in_([place.notebook for place in places.values()]))
    query = query.order_by(c.notebook_id, c.cell_id).with_for_update()
    return {(row.notebook_id, row.cell_id): row for row in connection.execute(query)}


def _insert(connection: Connection, table: Table, rows: _Rows) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _update(connection: Connection, table: Table, rows: _Rows) -> None:
    """Update rows that all name the same columns, by their id under "row"."""
    if rows:
        connection.execute(update(table).where(table.c.id == bindparam("row")), rows)
