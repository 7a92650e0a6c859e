"""`make lab`: JupyterLab as a student sees it, in a folder that is made once and then left alone."""

import json
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from autograder.demo.folder import make_folder
from autograder.demo.lab import Lab, make_lab
from autograder.errors import SpecError
from autograder.sandbox.walls import missing_walls
from tests.browser.chromium import browsing, sit_down
from tests.browser.laboratory import Laboratory
from tests.browser.serving import Server, serving
from tests.two_assignments import TWO, make_small_folder

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

RIGHT: Final = "return input * weight"


@dataclass(frozen=True, slots=True)
class Hour:
    """What a student read in the lab.

    Args:
        title: of the tab that is open.
        card: what `check` said of the right answer.
        downloaded: what the Assignment List shows as fetched.
        submitted: likewise as submitted.
    """

    title: str
    card: str
    downloaded: Sequence[str]
    submitted: str


@pytest.fixture(scope="module", name="course")
def make_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_folder(tmp_path_factory.mktemp("course") / "course")


@pytest.fixture(scope="module", name="lab")
def make(course: Path) -> Lab:
    return make_lab(course.parent / "lab", course)


@pytest.fixture(scope="module", name="hour")
def work(lab: Lab, course: Path, tmp_path_factory: pytest.TempPathFactory) -> Hour:
    with browsing() as browser:
        student = sit_down(browser, "you", tmp_path_factory.mktemp("pictures"))
        log = student.folder / "labs-server.txt"
        command = [sys.executable, "-m", "autograder.demo.lab", "--folder", str(lab.folder)]
        with serving(command, course, log) as server, student.evidence("lab"):
            return _work(Laboratory(student.page), server)


def _work(laboratory: Laboratory, server: Server) -> Hour:
    """Fill in a stub of the notebook that is open, and submit it."""
    laboratory.open(server, "")  # where the printed address leads
    laboratory.wait_for_notebook()
    title = laboratory.page.locator(".lm-DockPanel-tabBar .lm-mod-current").inner_text()
    laboratory.run(laboratory.cell("import numpy as np"))
    predict = laboratory.cell("def predict(")
    laboratory.write(predict, RIGHT)
    laboratory.run(predict)
    card = laboratory.run(laboratory.cell('check("predict")')).inner_text()
    laboratory.save()
    laboratory.open_assignments()
    rows = laboratory.row("Submit")
    expect(rows).to_have_count(len(TWO))
    downloaded = [name.strip() for name in rows.locator(".assignment-notebooks-link").all_inner_texts()]
    laboratory.press("Submit")
    expect(laboratory.row("Fetch Feedback")).to_be_visible()
    return Hour(title, card, downloaded, laboratory.row("Fetch Feedback").inner_text())


def test_the_first_notebook_is_open_and_its_checks_work(hour: Hour) -> None:
    assert hour.title == "error.ipynb"
    assert "correct" in hour.card


def test_everything_is_fetched_and_can_be_submitted(hour: Hour) -> None:
    assert sorted(hour.downloaded) == sorted(TWO)
    assert hour.submitted.startswith("error")


def test_the_lines_it_prints_grade_what_was_submitted(hour: Hour, lab: Lab) -> None:
    assert hour.submitted
    printed = [line.strip() for line in lab.told() if line.startswith("  ")]

    done = subprocess.run(
        ["bash", "-ec", "\n".join(printed)],
        env={**os.environ, "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.defpath}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    score = json.loads((lab.course / "autograded" / "you" / "error" / "score.json").read_bytes())
    earned = {one["name"]: one["points"] for one in score["exercises"] if one["points"]}
    assert earned == {"predict": 1.0}
    assert [*lab.course.glob("exchange/*/feedback/*.html")]


def test_what_a_student_wrote_stays_when_it_is_made_again(lab: Lab, course: Path) -> None:
    notebook = lab.desk / "hot_cold" / "hot_cold.ipynb"
    notebook.write_text("my work", encoding="utf-8")
    (lab.desk / "error" / "notes.txt").write_text("mine", encoding="utf-8")

    again = make_lab(lab.folder, course)

    assert again == lab
    assert notebook.read_text(encoding="utf-8") == "my work"
    assert (lab.desk / "error" / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_lab_that_was_left_half_made_is_made_whole(course: Path, tmp_path: Path) -> None:
    half = make_folder(tmp_path / "lab" / "course", course)
    (half / "students" / "you" / "error").mkdir(parents=True)

    made = make_lab(tmp_path / "lab", course)

    assert {path.name for path in made.desk.iterdir()} == {*TWO, "nbgrader_config.py"}


def test_a_folder_that_holds_something_else_is_left_alone(course: Path, tmp_path: Path) -> None:
    precious = tmp_path / "course" / "precious.txt"
    precious.parent.mkdir()
    precious.write_text("mine", encoding="utf-8")

    with pytest.raises(SpecError, match=re.escape(str(precious.parent))):
        make_lab(tmp_path, course)

    assert precious.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["course"]
