"""A course as nbgrader's own configuration describes it: its folders, its database, its late penalties."""

import contextlib
import glob
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from autograder.errors import GradebookError, SpecError
from autograder.model import Collected

#: What nbgrader's `directory_structure` has to name.
_PLACES: Final = ("{nbgrader_step}", "{student_id}", "{assignment_id}")


@dataclass(frozen=True, slots=True)
class LatePenalty:
    """The course's penalty for late submissions, or none where `plugin` is None.

    Args:
        plugin: an instance of the class that `AssignLatePenalties.plugin_class` names.
    """

    plugin: Any

    def points(self, student: str, score: float, seconds_late: float) -> float | None:
        """Ask the plugin what a late submission loses, held between nothing and the whole score.

        Raises:
            GradebookError: the plugin failed.
        """
        if self.plugin is None or seconds_late <= 0:
            return None
        try:
            penalty = self.plugin.late_submission_penalty(student, score, seconds_late)
            return None if penalty is None else min(max(float(penalty), 0.0), score)
        except Exception as error:  # the course's own code
            msg = (
                f"the late penalty plugin {type(self.plugin).__name__} raised {type(error).__name__}: {error}; "
                "mend it or name another in nbgrader_config.py"
            )
            raise GradebookError(msg) from error


@dataclass(frozen=True, slots=True)
class CourseFolder:
    """What of nbgrader's configuration grading needs.

    Args:
        root: the course's folder.
        db_url: the gradebook, as SQLAlchemy names it.
        structure: nbgrader's `directory_structure`.
        released: the step folder that assignments are given out from.
        submitted: the step folder that submissions are collected into.
        autograded: the step folder that autograded notebooks go to.
        feedback: the step folder that pages of feedback go to.
        ignore: globs of file names that are not carried over.
        max_file_bytes: larger files are not carried over.
        excluded: students who are left out.
        file_mode: permission bits of autograded files.
        feedback_mode: permission bits of pages of feedback.
        groupshared: folders are shared within the group.
        create_students: students who are new to the gradebook are added to it.
        late_penalty: the course's rule for late submissions.
    """

    root: Path
    db_url: str
    structure: str
    released: str
    submitted: str
    autograded: str
    feedback: str
    ignore: tuple[str, ...]
    max_file_bytes: int
    excluded: frozenset[str]
    file_mode: int
    feedback_mode: int
    groupshared: bool
    create_students: bool
    late_penalty: LatePenalty

    @property
    def autograded_root(self) -> Path:
        """The folder that holds every autograded submission."""
        return self.root / self.autograded

    @property
    def feedback_root(self) -> Path:
        """The folder that holds every page of feedback."""
        return self.root / self.feedback

    def autograded_folder(self, student: str, assignment: str) -> Path:
        """Where a student's autograded notebook of an assignment lies."""
        return self._folder(self.autograded, student, assignment)

    def feedback_folder(self, student: str, assignment: str) -> Path:
        """Where a student's page of feedback on an assignment lies."""
        return self._folder(self.feedback, student, assignment)

    def collected(self) -> list[Collected]:
        """Find every submission that was collected, in the order of assignments and students."""
        pattern = self.structure.format(nbgrader_step=glob.escape(self.submitted), student_id="*", assignment_id="*")
        matcher = self._matcher()
        found = []
        for name in glob.iglob(pattern, root_dir=self.root):  # noqa: PTH207 - Path.glob takes no absolute pattern
            match = matcher.fullmatch(name)
            folder = self.root / name
            if match and folder.is_dir() and match["student"] not in self.excluded:
                found.append(Collected(match["student"], match["assignment"], folder))
        return sorted(found, key=lambda one: (one.assignment, one.student))

    def _folder(self, step: str, student: str, assignment: str) -> Path:
        return self.root / self.structure.format(nbgrader_step=step, student_id=student, assignment_id=assignment)

    def _matcher(self) -> re.Pattern[str]:
        """Read student and assignment out of a folder's name; NUL and SOH stand where no name can hold them."""
        marked = self.structure.format(nbgrader_step=self.submitted, student_id="\0", assignment_id="\1")
        expression = re.escape(marked)
        expression = expression.replace(re.escape("\0"), "(?P<student>[^/]+)", 1)
        return re.compile(expression.replace(re.escape("\1"), "(?P<assignment>[^/]+)", 1))


def open_course(root: Path) -> CourseFolder:
    """Read a course's nbgrader_config.py as nbgrader reads it.

    Raises:
        SpecError: there is no such folder, the configuration cannot be read, or it speaks of another folder.
    """
    root = root.resolve()
    if not root.is_dir():
        msg = f"{root}: no such folder; expected the folder of a course, with its nbgrader_config.py"
        raise SpecError(msg)
    with _as_working_folder(root):
        app = _configured(root)
        try:
            folder = _read_folder(app, root)
        except SpecError:
            raise
        except Exception as error:  # names and values in the course's settings
            msg = (
                f"{root / 'nbgrader_config.py'}: a setting cannot be used ({type(error).__name__}: "
                f"{' '.join(str(error).split())}); mend that line, or see `autograder doctor`"
            )
            raise SpecError(msg) from error
    if folder.root.resolve() != root:
        msg = (
            f"nbgrader's configuration says that the course lies in {folder.root}, not in {root}; "
            "work there, or correct CourseDirectory.root (`autograder doctor` names the file)"
        )
        raise SpecError(msg)
    return folder


def _read_folder(app: Any, root: Path) -> CourseFolder:  # noqa: ANN401 - nbgrader brings no types
    course = app.coursedir
    if not all(place in course.directory_structure for place in _PLACES):
        found = course.directory_structure
        msg = f"CourseDirectory.directory_structure is {found!r}; expected {', '.join(_PLACES)} in it"
        raise SpecError(msg)
    autograde = Autograde(coursedir=course, parent=app)
    feedback = GenerateFeedback(coursedir=course, parent=app)
    return CourseFolder(
        root=Path(course.root),
        db_url=_absolute(course.db_url, root),
        structure=course.directory_structure,
        released=course.release_directory,
        submitted=course.submitted_directory,
        autograded=course.autograded_directory,
        feedback=course.feedback_directory,
        ignore=tuple(course.ignore),
        max_file_bytes=course.max_file_size * 1000,
        excluded=frozenset(name for name in course.student_id_exclude.split(",") if name),
        file_mode=int(str(autograde.permissions), 8),
        feedback_mode=int(str(feedback.permissions), 8),
        groupshared=course.groupshared,
        create_students=autograde.create_student,
        late_penalty=_late_penalty(app),
    )


@contextlib.contextmanager
def _as_working_folder(root: Path) -> Iterator[None]:
    """Stand in the course's folder while its configuration runs, as nbgrader does; it may import from there."""
    path = sys.path.copy()
    with contextlib.chdir(root):
        try:
            yield
        finally:
            sys.path[:] = path


def _configured(root: Path) -> Any:  # noqa: ANN401 - nbgrader brings no types
    """Start nbgrader as its commands do, up to the point where the configuration is known."""
    app = NbGrader(raise_config_file_errors=True)
    complaints: list[str] = []

    def keep(record: logging.LogRecord) -> bool:
        if record.levelno >= logging.ERROR:
            complaints.append(record.getMessage())
        return False

    app.log.addFilter(keep)
    try:
        app.initialize([])
    except (Exception, SystemExit) as error:  # the course's own code; traitlets logs what is wrong and exits
        # Where the log is switched off, by whoever configured logging before, the error behind the exit says as much.
        cause = error.__context__ if isinstance(error, SystemExit) and error.__context__ else error
        reason = complaints[-1] if complaints else f"{type(cause).__name__}: {cause}"
        frames = traceback.extract_tb(error.__traceback__)
        file = next((one.filename for one in reversed(frames) if one.filename.endswith("_config.py")), None)
        where = file or root / "nbgrader_config.py"
        msg = f"{where} cannot be read ({' '.join(reason.split())}); mend that line and try again"
        raise SpecError(msg) from error
    finally:
        app.log.removeFilter(keep)
    return app


def _late_penalty(app: Any) -> LatePenalty:  # noqa: ANN401 - nbgrader brings no types
    """Make the plugin as nbgrader's AssignLatePenalties makes it, without its line on stderr for every late student."""
    silent = logging.Logger("late penalty", level=logging.CRITICAL + 1)  # noqa: LOG001 - shared with nobody
    assign = AssignLatePenalties(parent=app, log=silent)
    if not assign.enabled:
        return LatePenalty(None)
    assign.init_plugin()
    return LatePenalty(assign.plugin_inst)


def _absolute(db_url: str, root: Path) -> str:
    """Anchor a relative SQLite file in the course's folder, from where nbgrader's commands see it."""
    try:
        url = make_url(db_url)
    except ArgumentError as error:
        msg = (  # without what it says: there may be a password in it
            "CourseDirectory.db_url is no URL; expected one like sqlite:////course/gradebook.db "
            "or postgresql+psycopg://user@host/course"
        )
        raise SpecError(msg) from error
    name = url.database
    if url.get_backend_name() != "sqlite" or not name or name == ":memory:" or name.startswith("file:"):
        return db_url
    return url.set(database=str(root / name)).render_as_string(hide_password=False)
