"""The two ways to grade a collected class: nbgrader's autograde, and this project's grade."""

import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from autograder.classroom import grade_class
from autograder.gradebook.collecting import Wanted
from tests.parity.teacher import api


class Grading(Protocol):
    """Grades a course folder."""

    def __call__(self, root: Path, *, again: bool) -> None:
        """Grade what is new; all of it, where told so."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to grade.

    Args:
        letter: its sign in a history.
        grade: grades a course folder.
    """

    letter: str
    grade: Grading


def _through_the_api(root: Path, *, again: bool) -> None:
    """Autograde as the formgrader's button does it."""
    asked = api(root)
    for assignment in sorted(asked.get_source_assignments()):
        answer = asked.autograde(assignment, "*", force=again)
        assert answer["success"], answer


def _through_the_package(root: Path, *, again: bool) -> None:
    scores = grade_class(root, Wanted(again=again))
    assert not scores.not_graded, scores.not_graded


def _nbgrader_autograde(root: Path, *, again: bool) -> None:
    for assignment in sorted(path.name for path in (root / "assignments").iterdir()):
        _run(root, "nbgrader", "autograde", assignment, *(["--force"] if again else []))


def _autograder_grade(root: Path, *, again: bool) -> None:
    _run(root, "autograder", "grade", *(["--again"] if again else []))


def _run(root: Path, command: str, *arguments: str) -> None:
    path = Path(sysconfig.get_path("scripts")) / command
    done = subprocess.run([path, *arguments], cwd=root, check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"{command} {' '.join(arguments)}: {done.stdout}{done.stderr}"


#: In this process.
CALLED: Final = (Way("a", _through_the_package), Way("n", _through_the_api))
#: As a person types them.
TYPED: Final = (Way("a", _autograder_grade), Way("n", _nbgrader_autograde))
