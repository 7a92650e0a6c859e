"""A course with one assignment and an exchange, and a student beside it, whose settings are those of the README."""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from autograder.catalogue import Assignment, load_course
from autograder.demo.folder import EXCHANGE
from autograder.demo.lab import ask_nothing
from autograder.demo.material import read_material
from autograder.spec import Exercise, Question
from tests.browser.chromium import ALARM
from tests.conftest import SEED
from tests.two_assignments import ROOT, make_small_folder

ASSIGNMENT: Final = "error"
STUDENT: Final = "ada"
#: What students are told to use, but for the name: on one account everybody would be the same student.
_SETTINGS: Final = """
c = get_config()
c.CourseDirectory.course_id = "descent"
c.CourseDirectory.student_id = "{student}"
c.Exchange.root = "{exchange}"
from autograder.check import validate

validate.install()
"""
_VARIABLES: Final = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
#: Each would sound the alarm if it were more than text.
_SCRIPTS: Final = (
    "<script>{alarm}('{where}: script')</script>",
    '<img src="x" onerror="{alarm}(\'{where}: onerror\')">',
    "<svg onload=\"{alarm}('{where}: onload')\"></svg>",
    "<a href=\"javascript:{alarm}('{where}: link')\">a link</a>",
    "<iframe srcdoc=\"<script>parent.{alarm}('{where}: iframe')</script>\"></iframe>",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The folders of a course and of a student.

    Args:
        course: the instructor's.
        home: the student's, where JupyterLab starts.
    """

    course: Path
    home: Path

    @property
    def notebook(self) -> Path:
        """What the student fetches."""
        return self.home / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"

    def folder(self, person: str) -> Path:
        """Where a person works."""
        return self.home if person == STUDENT else self.course

    def surroundings(self, person: str) -> Mapping[str, str]:
        """The environment of a person who shares nothing with another but the machine."""
        home = self.folder(person)
        own = {name: str(home / ".own" / name.lower()) for name in _VARIABLES}
        return {**own, "HOME": str(home), "USER": person, "LOGNAME": person}


def make_desk(folder: Path) -> Desk:
    """Make both folders; nothing is released yet."""
    desk = Desk(make_small_folder(folder / "course"), folder / "student")
    desk.home.mkdir()
    settings = _SETTINGS.format(student=STUDENT, exchange=desk.course / EXCHANGE)
    ask_nothing(Path(desk.surroundings(STUDENT)["JUPYTER_CONFIG_DIR"]))
    (desk.home / "nbgrader_config.py").write_text(settings, encoding="utf-8")
    return desk


def right_answers() -> Mapping[str, str]:
    """What earns all points of the assignment, by the cell."""
    return read_material(_assignment()).right


def points_without(exercise: str) -> float:
    """What all exercises but one earn, answers in words aside."""
    return sum(each.points for each in _assignment().exercises if each.name != exercise)


def hint(mistake: str) -> str:
    """What whoever makes a known mistake is to read."""
    exercises = _assignment().exercises
    hints = {one.id: one.hint for each in exercises if isinstance(each, Exercise) for one in each.misconceptions}
    hints |= {one.id: one.hint for each in exercises if isinstance(each, Question) for one in each.wrong_answers}
    return " ".join(hints[mistake].split())


@functools.cache
def _assignment() -> Assignment:
    return next(each for each in load_course(ROOT, seed=SEED).assignments if each.name == ASSIGNMENT)


def work_ahead(notebook: Path, answers: Mapping[str, str]) -> None:
    """Do a part of the work outside the browser, and put in what a student could who means harm."""
    content = json.loads(notebook.read_bytes())
    for cell in content["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        cell["source"] = answers.get(name, cell["source"])
    content["cells"] += [_words(scripts("words")), _output(scripts("output"))]
    notebook.write_text(json.dumps(content), encoding="utf-8")


def scripts(where: str) -> str:
    """A text that would sound the alarm in many ways."""
    return "\n".join(script.format(alarm=ALARM, where=where) for script in _SCRIPTS)


def _words(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": "own-words", "metadata": {}, "source": f"My own words.\n\n{text}"}


def _output(text: str) -> dict[str, Any]:
    data = {"text/html": text, "text/plain": "My own output.", "application/javascript": f"{ALARM}('script output')"}
    shown = {"output_type": "display_data", "data": data, "metadata": {}}
    whole = {"cell_type": "code", "id": "own-output", "metadata": {}, "execution_count": 1, "outputs": [shown]}
    return {**whole, "source": '"A cell of my own."'}
