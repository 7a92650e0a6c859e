"""nbgrader's exchange for one submission at a time: collected with our Collect, its feedback handed out."""

import contextlib
import glob
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from nbgrader.apps.baseapp import NbGrader
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from nbgrader.exchange.default import Exchange as FolderExchange
from nbgrader.utils import notebook_hash

from autograder.errors import GradebookError
from autograder.gradebook import files
from autograder.gradebook.collector import Collect
from autograder.gradebook.course_folder import CourseFolder
from autograder.model import Collected

_KEY_FILE: Final = "submission_secret.txt"
_MOST_KEY_BYTES: Final = 1000
_MOST_PAGE_BYTES: Final = 256 * 2**20


class Exchange:
    """The exchange that a course's settings name."""

    def __init__(self, course: CourseFolder) -> None:
        """Read the settings.

        Raises:
            GradebookError: the course has no id, or its exchange is no folder.
        """
        self._course = course
        with contextlib.chdir(course.root):
            self._app = NbGrader()
            self._app.log.addFilter(lambda _: False)
            self._app.initialize([])
        kind = ExchangeFactory(parent=self._app).exchange
        if kind is not FolderExchange:
            what = f"{kind.__module__}.{kind.__qualname__}"
            msg = f"the exchange is {what}, no folder that can be watched; collect, and grade without --follow"
            raise GradebookError(msg)
        course_id = self._app.coursedir.course_id
        if not course_id:
            msg = "CourseDirectory.course_id is empty, so nothing can be submitted; set it in nbgrader_config.py"
            raise GradebookError(msg)
        self._place: Path = Path(FolderExchange(coursedir=self._app.coursedir, parent=self._app).root) / course_id

    @property
    def inbound(self) -> Path:
        """Where submissions arrive."""
        return self._place / "inbound"

    def collect(self, student: str, assignment: str) -> list[str]:
        """Collect a student's newest submission, as the course's settings say which counts.

        Returns:
            What was said against it: links left out, somebody else's folder.

        Raises:
            GradebookError: nothing could be collected.
        """
        return self._step(Collect, student, assignment, update=True)

    def release_feedback(self, student: str, assignment: str) -> None:
        """Hand a student's page of feedback out.

        Raises:
            GradebookError: the exchange refused.
        """
        self._step(ExchangeFactory(parent=self._app).release_feedback, student, assignment)

    def lacks_key(self, one: Collected) -> bool:
        """Whether the submission came without the key that names its page in the exchange: nobody could fetch it."""
        return not files.read_capped(one.folder / _KEY_FILE, _MOST_KEY_BYTES)

    def is_to_release(self, one: Collected) -> bool:
        """Whether there is a page of feedback that was not handed out as it is now, and can be."""
        notebook = one.assignment  # an assignment has one, of its name
        folder = self._course.feedback_folder(one.student, one.assignment)
        page = files.read_capped(folder / f"{notebook}.html", _MOST_PAGE_BYTES)
        secret = files.read_capped(folder / _KEY_FILE, _MOST_KEY_BYTES)
        if page is None or not secret:
            return False
        name = notebook_hash(secret=secret.decode("utf-8", "replace"), notebook_id=notebook)
        return files.read_capped(self._place / "feedback" / f"{name}.html", _MOST_PAGE_BYTES) != page

    def _step(self, tool: Callable[..., Any], student: str, assignment: str, **settings: object) -> list[str]:
        log, lines = _log()
        # Both steps look for files by a pattern.
        directory = CourseDirectory(
            parent=self._app, log=log, student_id=glob.escape(student), assignment_id=assignment
        )
        directory.db_url = self._course.db_url
        try:
            with contextlib.chdir(self._course.root):
                authenticator = Authenticator(parent=self._app)
                tool(coursedir=directory, authenticator=authenticator, parent=self._app, log=log, **settings).start()
        except (Exception, SystemExit) as error:  # nbgrader logs what went wrong, then raises something or exits
            reason = " ".join((lines or [f"{type(error).__name__}: {error}"])[-1].split())
            raise GradebookError(reason) from error
        return [" ".join(line.split()) for line in lines]


def _log() -> tuple[logging.Logger, list[str]]:
    """A logger shared with nobody, and the warnings that it was told."""
    log = logging.Logger("exchange", level=logging.WARNING)  # noqa: LOG001 - shared with nobody
    lines: list[str] = []

    def keep(record: logging.LogRecord) -> bool:
        lines.append(record.getMessage())
        return False

    log.addFilter(keep)
    return log, lines
