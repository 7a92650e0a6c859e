"""Around `nbgrader autograde` with this engine: nothing old outlives a run, and nothing is lost to our faults."""

from pathlib import Path

import pytest

from autograder.sandbox.walls import missing_walls
from tests.traps.course import Course, make_pattern
from tests.traps.released import ASSIGNMENT
from tests.traps.ways import AUTOGRADE

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")


@pytest.fixture(name="course")
def graded_by_nbgrader(tmp_path: Path) -> Course:
    """A course in which ann has full marks."""
    course = Course.copied(make_pattern(tmp_path / "pattern"), tmp_path / "course", AUTOGRADE)
    course.hand_in("ann", course.released.submission(course.released.answered()))
    assert course.grade().returncode == 0
    assert course.seen("ann").points == course.released.full
    return course


def test_a_renamed_notebook_that_cannot_be_judged_keeps_its_old_points(course: Course) -> None:
    course.hand_in("ann", course.released.submission(course.released.answered(), "my homework.ipynb"), turn=1)
    with (course.root / "solutions" / ASSIGNMENT / "exercises.py").open("a") as file:
        file.write("\n1 / 0\n")

    result = course.grade()

    assert result.returncode != 0
    assert "NOT GRADED ann" in result.stdout
    assert course.seen("ann").points == course.released.full


def test_a_page_about_what_was_handed_in_before_is_not_handed_out(course: Course) -> None:
    page = course.root / "feedback" / "ann" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    page.parent.mkdir(parents=True)
    page.write_text("full marks")
    course.hand_in("ann", course.released.submission(course.released.filled()), turn=1)

    result = course.grade()

    assert result.returncode == 0
    assert not page.exists()


def test_what_is_not_run_earns_nothing_and_is_graded_by_the_next_run(course: Course) -> None:
    course.hand_in("ann", course.released.submission(course.released.answered()), turn=1)

    not_run = course.grade("--no-execute")
    without = course.seen("ann")
    course.hand_in("ann", course.released.submission(course.released.answered()), turn=2)
    course.grade()

    assert not_run.returncode == 0
    assert without.points == 0.0
    assert not (course.root / "autograded" / "ann" / ASSIGNMENT / ".score.json.pending").exists()
    assert course.seen("ann").points == course.released.full
