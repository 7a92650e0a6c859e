"""Reads a class's work on an assignment: the gradebook, the scores beside notebooks, and what was collected."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import Student, SubmittedAssignment
from sqlalchemy import Connection, select

from autograder.gradebook.collecting import arrive, timestamp_text
from autograder.gradebook.course_folder import CourseFolder
from autograder.gradebook.harmless import NO_PLAIN_NAME
from autograder.gradebook.reading import read_released
from autograder.gradebook.standings import read_standings
from autograder.gradebook.unfinished import untouched
from autograder.model import Collected
from autograder.report.class_page.record import ClassRecord, Record, State
from autograder.report.class_page.verdicts import read_score


def read_class(course: CourseFolder, connection: Connection, name: str) -> ClassRecord:
    """Read all that is known of an assignment.

    Raises:
        SpecError: it was not released, or not in a shape that verdicts can fill.
    """
    released = read_released(connection, name)
    people = _people(connection)
    rows = _rows(connection, released.id)
    standings = {who: each for who, each in read_standings(connection, released, rows.keys()).items() if who in rows}
    collected = {one.student: one for one in course.collected() if one.assignment == name}
    records = [Record(student, "", State.ABSENT) for student in people.keys() - rows.keys() - collected.keys()]
    records += _waiting(course, [one for student, one in collected.items() if student not in standings])
    for student, standing in standings.items():
        record = _graded(course, name, student, collected.get(student))
        timestamp, extension = rows[student]
        is_late = _is_late(timestamp, released.duedate, extension)
        records.append(replace(record, standing=standing, timestamp=timestamp, is_late=is_late))
    kept = [replace(one, name=people.get(one.student, "")) for one in records if one.student not in course.excluded]
    return ClassRecord(
        name,
        released.duedate,
        {cell.exercise: cell.max_score for cell in released.checks},
        tuple(sorted(kept, key=lambda one: one.student)),
    )


def _people(connection: Connection) -> dict[str, str]:
    """Everybody in the gradebook, with their names."""
    rows = connection.execute(select(Student.id, Student.first_name, Student.last_name))
    return {row.id: " ".join(filter(None, (row.first_name, row.last_name))) for row in rows}


def _rows(connection: Connection, assignment_id: str) -> dict[str, Any]:
    """Of whom the gradebook says something, with timestamp and extension."""
    empty = untouched(connection)
    one = SubmittedAssignment
    query = select(one.id, one.student_id, one.timestamp, one.extension).where(one.assignment_id == assignment_id)
    return {row.student_id: (row.timestamp, row.extension) for row in connection.execute(query) if row.id not in empty}


def _graded(course: CourseFolder, assignment: str, student: str, collected: Collected | None) -> Record:
    """A submission that is in the gradebook, with its verdicts where they can be read."""
    read = read_score(course.autograded_folder(student, assignment), assignment)
    if isinstance(read, str):
        trouble = (
            f"{read}; points are counted, verdicts are not: `autograder grade {assignment} --again` writes it anew"
        )
        return Record(student, "", State.POINTS_ONLY, trouble=trouble)
    if read is None:
        trouble = (
            f"graded without this grader, so only points are known; `autograder grade {assignment}` gives verdicts"
        )
        return Record(student, "", State.POINTS_ONLY, trouble=trouble)
    trouble = ""
    if read.is_unreadable:
        trouble = "handed in, and the file could not be read as a notebook; the page of feedback says why"
    elif collected is not None and timestamp_text(collected.folder) != read.timestamp:
        trouble = f"a newer submission was collected; `autograder grade {assignment}` grades it"
    state = State.UNREADABLE if read.is_unreadable else State.GRADED
    return Record(student, "", state, score=read, trouble=trouble)


def _waiting(course: CourseFolder, collected: Sequence[Collected]) -> list[Record]:
    """What was collected and is not in the gradebook, and why."""
    arrivals, excluded = arrive(course, collected)
    found = []
    for arrival in arrivals:
        one = arrival.job.collected
        trouble = f"collected and not graded yet; `autograder grade {one.assignment}` grades it, or says why it cannot"
        found.append(Record(one.student, "", State.WAITING, timestamp=arrival.timestamp, trouble=trouble))
    for left_out in excluded:
        general = left_out.reason if left_out.reason == NO_PLAIN_NAME else "its files cannot be read"
        one = left_out.collected
        found.append(Record(one.student, "", State.WAITING, trouble=general, details=left_out.reason))
    return found


def _is_late(timestamp: datetime | None, duedate: datetime | None, extension: timedelta | None) -> bool:
    return timestamp is not None and duedate is not None and timestamp > duedate + (extension or timedelta())
