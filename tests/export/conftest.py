"""A class in nbgrader's gradebook, and a course of one assignment that platforms can be given."""

import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.classroom import Run, grade_class
from autograder.grade import Grader
from autograder.gradebook.collecting import Wanted
from autograder.gradebook.grading import Engine
from autograder.model import Score
from autograder.score import score_json
from tests.conftest import SEED
from tests.editor.folders import change, handed_out, solved
from tests.gradebook import tiny_course
from tests.gradebook.stand_in import StandIn
from tests.gradebook.tiny_course import RIGHT, answered, stub, submit

ROOT = Path(__file__).parents[2]
LATE = """
c.AssignLatePenalties.plugin_class = "late.Half"
"""
PLUGIN = """
from nbgrader.plugins import BasePlugin
class Half(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 0.5
"""
#: A student's own choice of words; what each may do where, the tests tell.
HOSTILE = "endless\x00 & <b>\ud800 ]]> \x1b[31m"


@pytest.fixture(scope="session", name="pattern_of_a_class")
def grade_a_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Right; half right and late; nothing done, by names like formulas; nothing handed in; and one not graded."""
    root = tmp_path_factory.mktemp("class") / "course"
    tiny_course.make(root)
    (root / "late.py").write_text(PLUGIN)
    (root / "nbgrader_config.py").write_text(tiny_course.SETTINGS + LATE)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment("tiny", duedate="2026-01-11 12:00:00 UTC")
        gradebook.update_or_create_student("ann", first_name="Ann", last_name="Alder", email="Ann@example.org")
        gradebook.update_or_create_student("bob", first_name="Bob", last_name='=HYPERLINK("x")', lms_user_id="777")
        gradebook.update_or_create_student("cy", first_name="@Cy", last_name="-Cherry", email="cy@example.org")
        gradebook.update_or_create_student("dan", first_name="Dan", last_name="Dill, the late\nsecond")
    submit(root, "ann", answered(root, **RIGHT))
    submit(root, "bob", answered(root, double=RIGHT["double"]), at="2026-01-12 12:00:00 UTC")
    submit(root, "cy", stub(root))
    grade_class(root, Wanted(), engine=Engine(StandIn, score_json), run=Run(workers=1))
    submit(root, "eve", stub(root))
    return root


@pytest.fixture(name="course")
def copy_class(pattern_of_a_class: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pattern_of_a_class, tmp_path / "course"))


@pytest.fixture(scope="session", name="one_assignment")
def make_course_of_one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real course, but for `error` alone, with the tests' own seed."""
    root = tmp_path_factory.mktemp("one") / "course"
    for place in ("solutions", "assignments"):
        shutil.copytree(ROOT / place / "error", root / place / "error", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "solutions" / ".seed").write_text(f"{SEED}\n")
    return root


@pytest.fixture(scope="session", name="work")
def hand_in(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders as they are handed in: everything right, the stub, mistakes of every kind, and no notebook at all."""
    work = tmp_path_factory.mktemp("work")
    right = solved(handed_out(work / "right")).parent
    untouched = handed_out(work / "stub")
    wrong = solved(handed_out(work / "wrong"))
    change(
        wrong,
        predict=f"def predict(input, weight):\n    raise ValueError({HOSTILE!r})",
        squared_error="def squared_error(pred, goal_pred):\n    return pred - goal_pred",
    )
    broken = handed_out(work / "broken")
    (broken / "error.ipynb").write_text("no notebook")
    return {"right": right, "stub": untouched, "wrong": wrong.parent, "broken": broken}


@pytest.fixture(scope="session", name="scores")
def grade_work(grader: Grader, work: dict[str, Path]) -> dict[str, Score]:
    return {name: grader.grade(work[name], "error") for name in ("right", "stub", "wrong")}
