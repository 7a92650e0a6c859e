"""What is made sure of before a class is graded: that results can be kept."""

from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Connection, false, insert, select, update

from autograder.gradebook import files
from autograder.gradebook.course_folder import CourseFolder
from autograder.gradebook.database import Database


def require_writable(course: CourseFolder, database: Database) -> None:
    """Try the disk and the database before minutes are spent on what could not be recorded.

    Raises:
        GradebookError: one of them refused.
    """
    for root in (course.autograded_root, course.feedback_root):
        probe = files.hidden_sibling(root / "probe")
        try:
            root.mkdir(parents=True, exist_ok=True)
            probe.mkdir()
            probe.rmdir()
        except OSError as error:
            raise files.refused(root, error) from error
    database.write(try_every_table)


def try_every_table(connection: Connection) -> None:
    """Run statements that change nothing: a database tells only then what it allows."""
    for kind in (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment):
        table = kind.__table__
        connection.execute(insert(table).from_select(table.c.keys(), select(table).where(false())))
        connection.execute(update(table).values(id=table.c.id).where(false()))
