"""What `nbgrader autograde` calls before and after each submission: c.Autograde.pre_convert_hook, post_convert_hook.

Before anything of a submission is written, its autograded folder gets a file that says "not complete"; at the end that
file becomes the mark. A run that is killed leaves folders that the next one recognises and grades again, where nbgrader
alone would pass over them for ever.
"""

import contextlib
import re
from collections.abc import MutableMapping, MutableSequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy.engine import make_url

from autograder.errors import GradebookError
from autograder.gradebook import files
from autograder.gradebook.database import LOCK_SECONDS
from autograder.gradebook.mark import MARK, PENDING, read_identity

#: The state of this module: where the submission at work is to go, for nbgrader does not tell its hooks.
_at_work: Final[dict[str, Any]] = {}


def take_course(course_directory: Any) -> None:  # noqa: ANN401 - nbgrader brings no types
    """Note whose submissions are about to be graded, and clear away what a killed run left half done.

    Args:
        course_directory: nbgrader's CourseDirectory.
    """
    _at_work["course"] = course_directory
    course_directory.db_url = _patient(course_directory.db_url)
    pattern = course_directory.format_path(
        course_directory.autograded_directory, course_directory.student_id, course_directory.assignment_id
    )
    root = Path(course_directory.root)
    for pending in root.glob(f"{Path(pattern).relative_to(root)}/{PENDING}"):
        files.remove(pending.parent)


def complete(submissions: MutableMapping[str, list[str]]) -> None:
    """Have nbgrader look at every submission that it would pass over, so that no old points stand.

    It leaves out folders without a notebook at their top, and what was graded before and whose time is not later.

    Args:
        submissions: the notebooks of each folder that was found; changed in place, which is what nbgrader goes on with.
    """
    course = _at_work["course"]
    pattern = course.format_path(course.submitted_directory, course.student_id, course.assignment_id)
    for folder in Path("/").glob(pattern.lstrip("/")):
        if folder.is_dir():
            submissions.setdefault(str(folder), [str(folder / f"{course.assignment_id}.ipynb")])
    for folder in map(Path, submissions):
        place = autograded_folder(folder)
        graded = read_identity(place, course.assignment_id)
        with contextlib.suppress(OSError):  # what cannot be read is told when its turn comes
            if graded is not None and graded.sha256 != files.digest(folder):
                files.remove(place)


def before(*, notebooks: MutableSequence[str], **_: Any) -> None:  # noqa: ANN401 - what else nbgrader says
    """Have one notebook graded for each submission, by the name under which the gradebook knows it.

    nbgrader leaves out a notebook that was renamed, and the points of an earlier submission would stand. Which of
    the files handed in counts, and what is done where none can be read, is decided where they are read.

    Args:
        notebooks: paths of what was found; changed in place, which is what nbgrader goes on with.
    """
    folder = Path(notebooks[0]).parent
    notebooks[:] = [str(folder / f"{_at_work['course'].assignment_id}.ipynb")]
    place = autograded_folder(folder)
    place.mkdir(parents=True, exist_ok=True)
    (place / PENDING).touch()


def after(*, notebooks: MutableSequence[str], **_: Any) -> None:  # noqa: ANN401 - what else nbgrader says
    """Put the mark in place: rows and notebook are complete. Where nothing was run (--no-execute) there is none.

    Args:
        notebooks: paths of what was handed in.
    """
    place = autograded_folder(Path(notebooks[0]).parent)
    pending = place / PENDING
    if pending.stat().st_size:
        pending.replace(place / MARK)
    else:
        pending.unlink()


def autograded_folder(submitted: Path) -> Path:
    """Where the submission that lies in a folder goes."""
    course = _at_work["course"]
    assignment = course.assignment_id
    pattern = course.format_path(course.submitted_directory, "(?P<student>.*)", re.escape(assignment), escape=True)
    found = re.fullmatch(pattern, str(submitted))
    if found is None:
        msg = f"{submitted} is no folder of a submission; expected one like {pattern}"
        raise GradebookError(msg)
    return Path(course.format_path(course.autograded_directory, found["student"], assignment))


def _patient(db_url: str) -> str:
    """Have SQLite wait for its lock as long as `autograder grade` does: nbgrader alone gives up after 5 seconds.

    Not in nbgrader_config.py, where `nbgrader db upgrade` would take it for a part of the file's name.
    """
    url = make_url(db_url)
    if url.get_backend_name() != "sqlite" or "timeout" in url.query:
        return db_url
    return url.update_query_dict({"timeout": str(LOCK_SECONDS)}).render_as_string(hide_password=False)
