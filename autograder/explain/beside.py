"""What the gradebook says beside a submission, and whether it still speaks of the same one."""

from contextlib import closing

from autograder.errors import GradebookError, SpecError
from autograder.explain.account import Beside
from autograder.gradebook import files
from autograder.gradebook.collecting import timestamp_text
from autograder.gradebook.course_folder import CourseFolder
from autograder.gradebook.database import open_database
from autograder.gradebook.mark import Identity, read_identity
from autograder.gradebook.reading import read_released
from autograder.gradebook.standings import read_standings
from autograder.model import Collected


def read_beside(course: CourseFolder, one: Collected, fingerprint: str) -> Beside:
    """Read what the gradebook says. Where there is none, that is said; an explanation needs none.

    Args:
        course: the course.
        one: the submission.
        fingerprint: today's, of exercises and grader.
    """
    try:
        with closing(open_database(course.db_url)) as database, database.reading() as connection:
            released = read_released(connection, one.assignment)
            standing = read_standings(connection, released, [one.student]).get(one.student)
    except (GradebookError, SpecError) as error:
        return Beside(str(error), is_current=False)
    if standing is None:
        return Beside("not graded yet: the gradebook says nothing of it", is_current=False)
    graded = read_identity(course.autograded_folder(one.student, one.assignment), released.notebook)
    changed = _changed(graded, Identity(files.digest(one.folder), fingerprint, timestamp_text(one.folder)))
    return Beside(changed or "graded as it is now, by today's exercises", is_current=not changed, standing=standing)


def _changed(graded: Identity | None, today: Identity) -> str:
    """Why the gradebook speaks of something else, or ""."""
    if graded is None:
        return "graded by another grader, or not completely; `autograder grade` grades it again"
    if graded.timestamp != today.timestamp or graded.sha256 != today.sha256:
        return "the submission changed since it was graded; `autograder grade` grades it again"
    if graded.fingerprint != today.fingerprint:
        return "the exercises, the seed or the grader changed since it was graded; see `autograder grade --dry-run`"
    return ""
