"""nbgrader's own steps from a solution to a collected class, run in this process with the demo's settings alone.

A person's own nbgrader settings are not read here. On one account all submissions would be one student's: each is
handed in as `nbgrader submit --student NAME` does it.
"""

import contextlib
import logging
import os
import sysconfig
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from nbgrader.api import Gradebook
from nbgrader.auth import Authenticator
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import (
    ExchangeFetchAssignment,
    ExchangeReleaseAssignment,
    ExchangeSubmit,
)
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.demo.folder import CONFIG, DESKS
from autograder.demo.roster import Student
from autograder.errors import GradebookError
from autograder.gradebook.collector import Collect

_EVERYBODY: Final = "*"


@dataclass(frozen=True, slots=True)
class Workflow:
    """The steps of nbgrader in one course folder.

    Args:
        root: the course folder.
        config: its configuration.
    """

    root: Path
    config: Config

    def release(self, assignment: str) -> None:
        """Make what students get, and give it out."""
        with _commands_found():  # a new gradebook asks the command `alembic` for its version
            self._step("generate_assignment", GenerateAssignment, assignment)
        self._step("release_assignment", ExchangeReleaseAssignment, assignment)

    def fetch(self, student: str, assignment: str) -> Path:
        """Fetch an assignment as a student.

        Returns:
            The folder that was fetched.
        """
        desk = self.root / DESKS / student
        desk.mkdir(exist_ok=True)
        self._step("fetch_assignment", ExchangeFetchAssignment, assignment, student=student, assignment_dir=str(desk))
        return desk / assignment

    def submit(self, student: str, assignment: str) -> None:
        """Submit an assignment as a student."""
        desk = self.root / DESKS / student
        self._step("submit", ExchangeSubmit, assignment, student=student, assignment_dir=str(desk))

    def close_for(self, assignment: str) -> None:
        """Let an assignment be due now."""
        directory = CourseDirectory(config=self.config)
        with Gradebook(directory.db_url, directory.course_id) as gradebook:
            now = datetime.now(UTC).replace(tzinfo=None)  # nbgrader keeps naive UTC
            gradebook.update_or_create_assignment(assignment, duedate=now)

    def collect(self, assignment: str) -> None:
        """Collect everybody's submissions."""
        self._step("collect", Collect, assignment)

    def introduce(self, students: Iterable[Student]) -> None:
        """Enter everybody's name into the gradebook."""
        directory = CourseDirectory(config=self.config)
        with Gradebook(directory.db_url, directory.course_id) as gradebook:
            for one in students:
                gradebook.update_or_create_student(one.id, first_name=one.first_name, last_name=one.last_name)

    def lateness(self, assignment: str) -> dict[str, float]:
        """How many seconds after the due date the gradebook says that each submission came."""
        directory = CourseDirectory(config=self.config)
        with Gradebook(directory.db_url, directory.course_id) as gradebook:
            submissions = gradebook.assignment_submissions(assignment)
            return {one.student.id: one.total_seconds_late for one in submissions}

    def _step(
        self, name: str, tool: Callable[..., Any], assignment: str, *, student: str = _EVERYBODY, **settings: str
    ) -> None:
        log, lines = _log()
        directory = CourseDirectory(config=self.config, log=log, assignment_id=assignment, student_id=student)
        if tool is not GenerateAssignment:
            settings["authenticator"] = Authenticator(config=self.config)
        try:
            tool(coursedir=directory, config=self.config, log=log, **settings).start()
        except (Exception, SystemExit) as error:  # nbgrader logs what went wrong, then raises something or exits
            reason = " ".join((lines or [f"{type(error).__name__}: {error}"])[0].split())
            msg = f"nbgrader {name} {assignment} refused ({reason}); mend that and run the demo again"
            raise GradebookError(msg) from error


def open_workflow(root: Path) -> Workflow:
    """Read the configuration of a demo's folder."""
    return Workflow(root, PyFileConfigLoader(CONFIG, path=str(root)).load_config())


def _log() -> tuple[logging.Logger, list[str]]:
    """A logger shared with nobody, and the errors that it was told."""
    log = logging.Logger("demo")  # noqa: LOG001 - shared with nobody
    lines: list[str] = []

    def keep(record: logging.LogRecord) -> bool:
        lines.append(record.getMessage())
        return False

    log.setLevel(logging.ERROR)
    log.addFilter(keep)
    return log, lines


@contextlib.contextmanager
def _commands_found() -> Iterator[None]:
    """Let commands be found that lie beside this Python, as they do in an environment that was not activated."""
    path = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = f"{sysconfig.get_path('scripts')}{os.pathsep}{path}"
    try:
        yield
    finally:
        os.environ["PATH"] = path
