"""What is made sure of before a class is graded: that nobody else is at it, and that results can be kept."""

import contextlib
import fcntl
import os
from collections.abc import Iterator

from autograder.errors import GradebookError
from autograder.gradebook import files
from autograder.gradebook.course_folder import CourseFolder
from autograder.gradebook.database import Database


@contextlib.contextmanager
def alone(course: CourseFolder) -> Iterator[None]:
    """Hold the course's autograded folder, so that two runs never work on the same submissions.

    Raises:
        GradebookError: another run holds it, or it cannot be made.
    """
    try:
        course.autograded_root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(course.autograded_root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise files.refused(course.autograded_root, error) from error
    try:
        with contextlib.suppress(OSError):  # some network file systems know no locks
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                msg = f"another run is grading into {course.autograded_root}; wait until it has ended, then grade again"
                raise GradebookError(msg) from error
        yield
    finally:
        os.close(descriptor)


def require_writable(course: CourseFolder, database: Database) -> None:
    """Try the disk and the database before minutes are spent on what could not be recorded."""
    probe = files.hidden_sibling(course.autograded_root / "probe")
    try:
        probe.mkdir()
        probe.rmdir()
    except OSError as error:
        raise files.refused(course.autograded_root, error) from error
    with database.writing() as connection:  # a statement that changes nothing: SQLite tells only then
        connection.exec_driver_sql("UPDATE student SET id = id WHERE 1 = 0")
