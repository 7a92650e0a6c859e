"""What is made sure of before a class is graded: that results can be kept."""

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
    with database.writing() as connection:  # a statement that changes nothing: SQLite tells only then
        connection.exec_driver_sql("UPDATE student SET id = id WHERE 1 = 0")
