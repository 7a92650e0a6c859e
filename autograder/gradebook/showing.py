"""Have the pages of feedback written that are out of date, by the workers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from autograder.feedback import Standing
from autograder.gradebook import files
from autograder.gradebook.collecting import Excluded
from autograder.gradebook.course_folder import CourseFolder
from autograder.gradebook.database import Database
from autograder.gradebook.grading import Answer, Job, NotGraded
from autograder.gradebook.pages import Shown, ToShow, outdated, page_on
from autograder.gradebook.register import Register
from autograder.gradebook.standings import read_standings
from autograder.gradebook.workers import Crew, Lost
from autograder.model import Collected


def standings_of(collected: Iterable[Collected], database: Database, register: Register) -> dict[Collected, Standing]:
    """What the gradebook says of submissions, in the order of assignments and students."""
    students = defaultdict(list)
    for one in collected:
        students[one.assignment].append(one.student)
    with database.reading() as connection:
        found = {name: read_standings(connection, register.released[name], those) for name, those in students.items()}
    in_order = sorted(collected, key=lambda one: (one.assignment, one.student))
    return {one: found[one.assignment][one.student] for one in in_order if one.student in found[one.assignment]}


def show_all(
    standings: Mapping[Collected, Standing], course: CourseFolder, register: Register, crew: Crew[Job, Answer]
) -> tuple[int, list[Excluded]]:
    """Have pages written where they are out of date.

    Returns:
        How many were written, and which could not be.
    """
    written = 0
    failed: list[Excluded] = []
    for heard in crew.answers(outdated(_pages(standings, course, register))):
        if heard is None:
            continue
        job, answer = (heard.job, NotGraded(heard.reason)) if isinstance(heard, Lost) else heard
        assert isinstance(job, ToShow)  # noqa: S101 - no others were handed out
        written += isinstance(answer, Shown)
        if isinstance(answer, NotGraded):
            failed.append(Excluded(job.collected, answer.reason))
    return written, failed


def _pages(standings: Mapping[Collected, Standing], course: CourseFolder, register: Register) -> Iterator[ToShow]:
    """The pages of the submissions of which there is something complete to show."""
    permissions = files.Permissions(course.feedback_mode, course.groupshared)
    for one, standing in standings.items():
        folders = (
            course.autograded_folder(one.student, one.assignment),
            course.feedback_folder(one.student, one.assignment),
        )
        page = page_on(one, register.released[one.assignment].notebook, folders, standing, permissions)
        if page is not None:
            yield page
