"""What the gradebook already holds: assignments as they were released, and submissions that have rows."""

import contextlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from nbgrader.api import (
    Assignment,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    Student,
    SubmittedAssignment,
    TaskCell,
)
from sqlalchemy import Connection, select

from autograder.errors import SpecError
from autograder.gradebook.database import open_database
from autograder.gradebook.released import CHECK_PREFIX, ReleasedAssignment, ReleasedCell


def assignment_names(connection: Connection) -> set[str]:
    """The assignments that the gradebook knows."""
    return set(connection.scalars(select(Assignment.name)))


def student_ids(connection: Connection) -> set[str]:
    """The students that the gradebook knows."""
    return set(connection.scalars(select(Student.id)))


def read_released(connection: Connection, name: str) -> ReleasedAssignment:
    """Read an assignment as it was released.

    Raises:
        SpecError: it was not released, or not in a shape that verdicts can fill.
    """
    found = connection.execute(select(Assignment.id, Assignment.duedate).where(Assignment.name == name)).one_or_none()
    if found is None:
        known = ", ".join(sorted(assignment_names(connection))) or "none yet"
        msg = f"{name!r} is not in the gradebook (there: {known}); run `nbgrader generate_assignment {name} --force`"
        raise SpecError(msg)
    query = select(Notebook.id, Notebook.name, Notebook.kernelspec).where(Notebook.assignment_id == found.id)
    notebooks = connection.execute(query).all()
    if len(notebooks) != 1:
        names = ", ".join(sorted(notebook.name for notebook in notebooks)) or "none"
        msg = f"assignment {name!r} has {len(notebooks)} notebooks in the gradebook ({names}); expected one"
        raise SpecError(msg)
    notebook = notebooks[0]
    return ReleasedAssignment(
        id=found.id,
        name=name,
        duedate=found.duedate,
        notebook_id=notebook.id,
        notebook=notebook.name,
        kernelspec=_kernelspec(notebook.kernelspec),
        cells=_read_cells(connection, name, notebook.id),
    )


def released_at(db_url: str, name: str) -> ReleasedAssignment:
    """Read an assignment as it was released, from the gradebook at a URL.

    Raises:
        SpecError: it was not released, or not in a shape that verdicts can fill.
        GradebookError: the gradebook cannot be read.
    """
    with contextlib.closing(open_database(db_url)) as database, database.reading() as connection:
        return read_released(connection, name)


def submission_timestamps(connection: Connection, assignment_id: str) -> dict[str, datetime | None]:
    """Who has rows for an assignment, and when what they speak of was submitted (naive UTC)."""
    query = select(SubmittedAssignment.student_id, SubmittedAssignment.timestamp)
    return {
        row[0]: row[1] for row in connection.execute(query.where(SubmittedAssignment.assignment_id == assignment_id))
    }


def _read_cells(connection: Connection, assignment: str, notebook_id: str) -> tuple[ReleasedCell, ...]:
    """Join nbgrader's tables of grade, solution, task and source cells, by grade_id."""
    sources = connection.execute(
        select(SourceCell.name, SourceCell.cell_type, SourceCell.source, SourceCell.checksum, SourceCell.locked).where(
            SourceCell.notebook_id == notebook_id
        )
    ).all()
    grades, solutions, tasks = (_keys(connection, kind, notebook_id) for kind in (GradeCell, SolutionCell, TaskCell))
    points = _points(connection, notebook_id)
    cells = tuple(
        ReleasedCell(
            name=source.name,
            cell_type=source.cell_type,
            source=source.source or "",
            checksum=source.checksum or "",
            locked=bool(source.locked),
            grade_key=grades.get(source.name),
            solution_key=solutions.get(source.name),
            task_key=tasks.get(source.name),
            max_score=points.get(source.name, 0.0),
        )
        for source in sources
    )
    for cell in cells:
        if cell.is_check and not cell.name.startswith(CHECK_PREFIX):
            msg = (
                f"assignment {assignment!r}: the cell {cell.name!r} is worth points and names no exercise, expected "
                f"{CHECK_PREFIX}NAME; release it anew and run `nbgrader generate_assignment {assignment} --force`"
            )
            raise SpecError(msg)
    return cells


def _keys(connection: Connection, kind: Any, notebook_id: str) -> dict[str, str]:  # noqa: ANN401 - untyped models
    """Read the keys of the cells of one kind, by grade_id."""
    rows = connection.execute(select(kind.name, kind.id).where(kind.notebook_id == notebook_id))
    return {row[0]: row[1] for row in rows}


def _points(connection: Connection, notebook_id: str) -> dict[str, float]:
    """What the cells that are worth points are worth, by grade_id."""
    queries = (
        select(kind.name, kind.max_score).where(kind.notebook_id == notebook_id) for kind in (GradeCell, TaskCell)
    )
    return {row[0]: float(row[1]) for query in queries for row in connection.execute(query)}


def _kernelspec(text: str | None) -> Mapping[str, Any] | None:
    try:
        kernelspec = json.loads(text or "null")
    except ValueError:
        return None
    return kernelspec if isinstance(kernelspec, dict) else None
