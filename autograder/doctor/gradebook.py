"""Whether scores can be recorded: the gradebook is there, of today's nbgrader, free, and knows the exercises."""

import contextlib
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from autograder.catalogue import Assignment
from autograder.counted import counted
from autograder.doctor.course import read_course
from autograder.doctor.finding import Finding, State
from autograder.errors import SpecError
from autograder.gradebook.course_folder import CourseFolder, open_course
from autograder.gradebook.database import Database, open_database
from autograder.gradebook.precautions import try_every_table
from autograder.gradebook.reading import assignment_names, read_released

_SUBJECT: Final = "gradebook"
#: Grading waits a minute for a locked gradebook; who asks for a diagnosis wants to hear of the lock.
_LOCK_SECONDS: Final = 1


def examine(root: Path) -> Iterator[Finding]:
    """Look at the gradebook that nbgrader's settings name, and compare it with exercises.py and what was collected."""
    folder = open_course(root)
    yield from _closed_folder(folder)
    try:
        assignments = read_course(root).assignments
    except SpecError:  # "course" says why
        assignments = ()
    url = make_url(folder.db_url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        what = f"there is none at {url.database} yet"
        advice = "run `nbgrader generate_assignment NAME --force` for each assignment, before anything is collected"
        yield Finding(_SUBJECT, State.GAP, what, advice)
        yield from _waiting(folder, assignments, set())
        return
    with contextlib.closing(open_database(_impatient(folder.db_url))) as database:
        _try_to_write(database)
        with database.reading() as connection:
            known = assignment_names(connection)
            differing = [found for one in assignments if one.name in known for found in _differing(connection, one)]
    unknown = [one.name for one in assignments if one.name not in known]
    for name in unknown:
        advice = f"run `nbgrader generate_assignment {name} --force`"
        yield Finding(_SUBJECT, State.GAP, f"{name} is not in it yet, so nothing of it can be graded", advice)
    yield from differing
    waiting = list(_waiting(folder, assignments, known))
    yield from waiting
    if not (unknown or differing or waiting):
        yield Finding(_SUBJECT, State.OK, f"{database.name} is open to you and knows {_all(assignments)}")


def _differing(connection: Connection, assignment: Assignment) -> Iterator[Finding]:
    """Name the exercises that are worth something else in the gradebook: it was released before they changed."""
    mend = f"run `nbgrader generate_assignment {assignment.name} --force`"
    try:
        released = read_released(connection, assignment.name)
    except SpecError as error:
        what, _, advice = str(error).partition("; ")
        yield Finding(_SUBJECT, State.BROKEN, what, advice or mend)
        return
    recorded = {cell.exercise: cell.max_score for cell in released.checks}
    asked = {exercise.name: exercise.points for exercise in assignment.exercises}
    names = sorted(name for name in recorded | asked if recorded.get(name, 0) != asked.get(name, 0))
    if names:
        name = names[0]
        more = f" (and {len(names) - 1} more differ)" if len(names) > 1 else ""
        what = (
            f"{assignment.name}: {name!r} is worth {asked.get(name, 0):g} points in exercises.py "
            f"and {recorded.get(name, 0):g} in the gradebook{more}"
        )
        yield Finding(_SUBJECT, State.GAP, what, mend)


def _waiting(folder: CourseFolder, assignments: tuple[Assignment, ...], known: set[str]) -> Iterator[Finding]:
    """Name what was collected and cannot be graded, because it was never recorded as released."""
    course = {one.name for one in assignments}
    counts = Counter(one.assignment for one in folder.collected() if one.assignment not in known)
    for name, count in sorted(counts.items()):
        what = f"{counted(count, 'collected submission')} of {name} cannot be graded: it is not in the gradebook"
        advice = (
            f"run `nbgrader generate_assignment {name} --force`, then `autograder grade {name}`"
            if name in course
            else f"{name} is no assignment of this course: move it out of {folder.root / folder.submitted}"
        )
        yield Finding(_SUBJECT, State.GAP, what, advice)


def _closed_folder(folder: CourseFolder) -> Iterator[Finding]:
    """Name the folder of autograded notebooks where it cannot be written."""
    place = folder.autograded_root if folder.autograded_root.exists() else folder.root
    if not place.is_dir() or not os.access(place, os.R_OK | os.W_OK | os.X_OK):
        what = f"autograded notebooks cannot be written to {place}"
        yield Finding(_SUBJECT, State.BROKEN, what, "ask its owner for the right to write there")


def _impatient(db_url: str) -> str:
    url = make_url(db_url)
    if url.get_backend_name() == "sqlite" and "timeout" not in url.query:
        url = url.update_query_dict({"timeout": str(_LOCK_SECONDS)})
    return url.render_as_string(hide_password=False)


def _try_to_write(database: Database) -> None:
    """Run a statement that changes nothing: a database tells only then that it is locked or read-only."""
    with database.writing() as connection:
        try_every_table(connection)


def _all(assignments: tuple[Assignment, ...]) -> str:
    return ", ".join(one.name for one in assignments) or "no assignment of this course"
