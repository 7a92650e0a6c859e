"""What nbgrader's gradebook says of a class: the points that nbgrader itself exports, and what is no score at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from nbgrader.api import Assignment, Student, SubmittedAssignment
from nbgrader.utils import parse_utc
from sqlalchemy import Connection, select

from autograder.catalogue.spelling import meant
from autograder.errors import SpecError
from autograder.gradebook.collecting import timestamp_text
from autograder.gradebook.course_folder import CourseFolder
from autograder.gradebook.database import Database
from autograder.gradebook.unfinished import ungraded, untouched, waiting

#: What is wrong with a course whose gradebook holds no assignment.
_NO_ASSIGNMENT: Final = "there is none yet: run `nbgrader generate_assignment ASSIGNMENT`"


class State(StrEnum):
    """What became of one student's work on one assignment."""

    GRADED = "graded"
    WAITING = "waiting for a person"  # the points so far, as nbgrader exports them
    NOT_GRADED = "not graded"  # no fault of the student's
    NOTHING = "nothing handed in"


@dataclass(frozen=True, slots=True)
class Pupil:
    """A student as the gradebook knows them; every name but `id` may be missing, which is ""."""

    id: str
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    lms_user_id: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One student's mark for one assignment.

    Args:
        pupil: whose.
        assignment: of what.
        state: whether there is a score, and if not why.
        raw_score: points before what lateness costs.
        late_penalty: points that lateness costs.
        max_score: points there are.
        timestamp: when it was handed in, UTC, or None.
        outdated: something newer was collected and is not graded yet.
    """

    pupil: Pupil
    assignment: str
    state: State
    raw_score: float
    late_penalty: float
    max_score: float
    timestamp: datetime | None = None
    outdated: bool = False

    @property
    def score(self) -> float | None:
        """The score that nbgrader exports; None where there is none, which is never the same as 0."""
        if self.state in (State.NOT_GRADED, State.NOTHING):
            return None
        return max(0.0, self.raw_score - self.late_penalty)


@dataclass(frozen=True, slots=True)
class ClassMarks:
    """The marks of a class, by assignment and student, in nbgrader's order."""

    assignments: Mapping[str, float]  # name -> points there are
    pupils: tuple[Pupil, ...]
    marks: tuple[Mark, ...]

    def of(self, assignment: str) -> dict[str, Mark]:
        """The marks of one assignment, by student."""
        return {mark.pupil.id: mark for mark in self.marks if mark.assignment == assignment}


def read_marks(course: CourseFolder, database: Database, names: Sequence[str] = ()) -> ClassMarks:
    """Read what the gradebook says.

    Args:
        course: where it lies, and what was collected.
        database: the gradebook.
        names: of which assignments; all of them where none is named.

    Raises:
        SpecError: there is no such assignment in the gradebook.
        GradebookError: it cannot be read.
    """
    with database.reading() as connection:
        query = select(Assignment.name, Assignment.max_score.label("max_score")).order_by(
            Assignment.duedate, Assignment.name
        )
        there = {row.name: float(row.max_score) for row in connection.execute(query)}
        _require_known(names, there)
        wanted = {name: worth for name, worth in there.items() if not names or name in names}
        pupils = _pupils(connection)
        empty = untouched(connection)
        filled = {place: row for place, row in _rows(connection, wanted).items() if row.id not in empty}
        book = _Book(filled, ungraded(connection), waiting(connection), _collected(course, wanted))
    marks = tuple(
        book.mark(pupil, name, worth) for name, worth in wanted.items() for pupil in book.everybody(pupils, name)
    )
    return ClassMarks(wanted, pupils, marks)


@dataclass(frozen=True, slots=True)
class _Book:
    """What was read.

    Args:
        rows: of work that was handed in, by assignment and student.
        ungraded: the rows of which nobody has looked at everything.
        waiting: the rows that a person has yet to mark.
        collected: the times of what was collected, by assignment and student.
    """

    rows: Mapping[tuple[str, str], Any]
    ungraded: Collection[str]
    waiting: Collection[str]
    collected: Mapping[tuple[str, str], str]

    def everybody(self, pupils: Sequence[Pupil], assignment: str) -> Sequence[Pupil]:
        """The students, and those of whom only what they handed in is there so far."""
        known = {pupil.id for pupil in pupils}
        new = sorted(student for name, student in self.collected if name == assignment and student not in known)
        return [*pupils, *map(Pupil, new)]

    def mark(self, pupil: Pupil, name: str, worth: float) -> Mark:
        place = (name, pupil.id)
        row = self.rows.get(place)
        if row is None:
            state = State.NOT_GRADED if place in self.collected else State.NOTHING
            return Mark(pupil, name, state, 0.0, 0.0, worth)
        graded = State.WAITING if row.id in self.waiting else State.GRADED
        state = State.NOT_GRADED if row.id in self.ungraded else graded
        outdated = place in self.collected and _is_newer(self.collected[place], row.timestamp)
        late = float(row.late_submission_penalty)
        return Mark(pupil, name, state, float(row.score), late, worth, row.timestamp, outdated)


def _require_known(names: Sequence[str], there: Mapping[str, float]) -> None:
    for name in names:
        if name not in there:
            msg = f"no assignment {name!r} in the gradebook; {meant(name, [*there]) if there else _NO_ASSIGNMENT}"
            raise SpecError(msg)


def _pupils(connection: Connection) -> tuple[Pupil, ...]:
    columns = (Student.id, Student.last_name, Student.first_name, Student.email, Student.lms_user_id)
    query = select(*columns).order_by(Student.last_name, Student.first_name, Student.id)
    return tuple(Pupil(row[0], *(each or "" for each in row[1:])) for row in connection.execute(query))


def _rows(connection: Connection, wanted: Collection[str]) -> dict[tuple[str, str], Any]:
    """What is recorded, by assignment and student: sums as nbgrader's own exporter takes them."""
    query = (
        select(
            SubmittedAssignment.id,
            Assignment.name,
            SubmittedAssignment.student_id,
            SubmittedAssignment.timestamp,
            SubmittedAssignment.score.label("score"),
            SubmittedAssignment.late_submission_penalty.label("late_submission_penalty"),
        )
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.name.in_(wanted))
    )
    return {(row.name, row.student_id): row for row in connection.execute(query)}


def _collected(course: CourseFolder, wanted: Collection[str]) -> dict[tuple[str, str], str]:
    """What was collected, by assignment and student: what its timestamp.txt says."""
    return {
        (one.assignment, one.student): timestamp_text(one.folder)
        for one in course.collected()
        if one.assignment in wanted
    }


def _is_newer(text: str, recorded: datetime | None) -> bool:
    """Whether what was collected bears another time than what was graded."""
    try:
        return (parse_utc(text) if text else None) != recorded
    except (ValueError, OverflowError):
        return True
