"""What the gradebook says of the submissions that were collected."""

from dataclasses import dataclass
from datetime import datetime

from autograder.gradebook.collecting import Excluded, Wanted, select
from autograder.gradebook.course_folder import CourseFolder
from autograder.gradebook.database import Database
from autograder.gradebook.reading import assignment_names, read_released, student_ids, submission_timestamps
from autograder.gradebook.released import ReleasedAssignment
from autograder.model import Collected


@dataclass(frozen=True, slots=True)
class Register:
    """What the gradebook says of what was collected: the assignments, and who has which timestamp in its rows."""

    collected: list[Collected]
    excluded: list[Excluded]
    released: dict[str, ReleasedAssignment]
    timestamps: dict[str, dict[str, datetime | None]]


def look_up(course: CourseFolder, database: Database, wanted: Wanted) -> Register:
    """Look up what was collected. An assignment asked for by name has to be released; a stray folder is named."""
    found = select(course, wanted)
    with database.reading() as connection:
        known = assignment_names(connection)
        names = set(wanted.assignments) | (known & {one.assignment for one in found})
        released = {name: read_released(connection, name) for name in sorted(names)}
        timestamps = {name: submission_timestamps(connection, one.id) for name, one in released.items()}
        students = None if course.create_students else student_ids(connection)
    collected = []
    excluded = []
    for one in found:
        if one.assignment not in released:
            advice = f"run `nbgrader generate_assignment {one.assignment} --force`"
            excluded.append(Excluded(one, f"assignment {one.assignment!r} is not in the gradebook; {advice}"))
        elif students is not None and one.student not in students:
            advice = "run `nbgrader db student add`, or set Autograde.create_student"
            excluded.append(Excluded(one, f"student {one.student!r} is not in the gradebook; {advice}"))
        else:
            collected.append(one)
    return Register(collected, excluded, released, timestamps)
