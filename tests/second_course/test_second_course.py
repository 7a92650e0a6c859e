"""Another course, about statistics: it releases, checks and grades with the same engine and none of the first one's."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.api import Gradebook

from autograder.catalogue import Course, load_course
from autograder.cli import main
from autograder.grade import Grader
from autograder.model import Judgement
from autograder.release import leaks, release
from autograder.skeleton import make_course
from tests.conftest import SEED
from tests.confusion.wrongs import wrongs_of
from tests.real_course import handing_in, reference_of

HERE = Path(__file__).parent
POINTS = {"spread": 5.5, "confusion": 4.5}
MISREAD = "def running_mean(values, width):\n    return np.cumsum(values) / np.arange(1, np.size(values) + 1)\n"


@pytest.fixture(scope="module", name="course")
def release_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("courses") / "statistics one"
    shutil.copytree(HERE / "solutions", root / "solutions", ignore=shutil.ignore_patterns("__pycache__"))
    make_course(root)
    course = load_course(root, seed=SEED)
    release(course, [], check=False, to=None)
    return course


@pytest.fixture(scope="module", name="grader")
def open_grader(course: Course) -> Iterator[Grader]:
    with Grader(course.root, seed=SEED) as grader:
        yield grader


def test_its_assignments_are_released_in_their_order_and_give_nothing_away(course: Course) -> None:
    assert course.names == tuple(POINTS)
    assert leaks(course.released, course) == []
    assert (course.released / "spread" / "readings.csv").is_file()


@pytest.mark.parametrize("name", POINTS)
def test_its_solutions_earn_everything_and_its_stubs_nothing(course: Course, grader: Grader, name: str) -> None:
    notebook = course.assignment(name).notebook

    solved = grader.grade(notebook, name)
    untouched = grader.grade(course.released / name / notebook.name, name)

    assert (solved.points, solved.max_points) == (POINTS[name], POINTS[name])
    assert untouched.points == 0
    assert {verdict.judgement for verdict in untouched.verdicts} == {Judgement.NOT_IMPLEMENTED}


@pytest.mark.parametrize("name", POINTS)
def test_each_of_its_mistakes_is_told_its_own_hint(course: Course, grader: Grader, tmp_path: Path, name: str) -> None:
    assignment = course.assignment(name)
    handed = handing_in(grader, tmp_path)
    wrongs = list(wrongs_of(assignment, reference_of(grader, assignment)))

    scores = {wrong: handed(assignment, **{wrong.exercise: wrong.cell}) for wrong in wrongs}

    assert len(wrongs) == {"spread": 7, "confusion": 4}[name]
    for wrong, score in scores.items():
        (lost,) = [verdict for verdict in score.verdicts if verdict.judgement is not Judgement.CORRECT]
        assert (lost.exercise, lost.misconception, lost.hint) == (wrong.exercise, wrong.id, wrong.hint)


def test_check_answers_in_the_command(course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work = shutil.copytree(course.released / "spread", tmp_path / "spread")
    (work / "spread.py").write_text(f"import numpy as np\n\n\n{MISREAD}")

    status = main(["check", str(work / "spread.py")])

    assert status == 1
    assert "Which readings should it have left behind?" in capsys.readouterr().out


def test_check_and_pictures_answer_in_the_notebook(course: Course, tmp_path: Path) -> None:
    work = shutil.copytree(course.released / "spread", tmp_path / "spread")
    notebook = nbformat.read(course.assignment("spread").notebook, as_version=4)

    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(work)}}).execute()

    outputs = {cell.id: json.dumps(cell.get("outputs", [])) for cell in notebook.cells}
    assert outputs["demonstration-readings"] == "[]"  # the tests' own backend draws, and shows nothing
    assert "z_scores" in outputs["check-z_scores"]


def test_a_class_is_graded_into_its_gradebook(course: Course, tmp_path: Path) -> None:
    root = Path(shutil.copytree(course.root, tmp_path / "statistics"))
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(
        ["nbgrader", "generate_assignment", "spread", "--force"],
        cwd=root,
        env=environment,
        check=True,
        capture_output=True,
    )
    for student, notebook in {
        "ada": root / "solutions" / "spread" / "spread.ipynb",
        "ben": root / "assignments" / "spread" / "spread.ipynb",
    }.items():
        folder = root / "submitted" / student / "spread"
        folder.mkdir(parents=True)
        shutil.copy(notebook, folder)
        (folder / "timestamp.txt").write_text("2026-01-10 12:00:00.000000 UTC")

    status = main(["--course", str(root), "grade", "spread", "--workers", "1"])

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        scores = {each.student.id: each.score for each in gradebook.assignment_submissions("spread")}
    assert status == 0
    assert scores == {"ada": POINTS["spread"], "ben": 0}
    assert (root / "feedback" / "ben" / "spread" / "spread.html").is_file()
