"""Around `nbgrader autograde` with this engine: nothing old outlives a run, and nothing is lost to our faults."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.sandbox.walls import missing_walls
from tests.sandbox.conftest import why_no_bubble
from tests.traps.course import Course, make_pattern
from tests.traps.released import ASSIGNMENT
from tests.traps.ways import AUTOGRADE, HERE, Way

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")


@pytest.fixture(scope="module", name="graded")
def graded_by_nbgrader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which ann has full marks."""
    place = tmp_path_factory.mktemp("hooks")
    course = Course.copied(make_pattern(place / "pattern"), place / "course", AUTOGRADE)
    course.hand_in("ann", course.released.submission(course.released.answered()))
    assert course.grade().returncode == 0
    assert course.seen("ann").points == course.released.full
    return course.root


@pytest.fixture(name="course")
def copy_of_it(graded: Path, tmp_path: Path) -> Course:
    return Course.copied(graded, tmp_path / "course", AUTOGRADE)


def test_a_renamed_notebook_that_cannot_be_judged_keeps_its_old_points(course: Course) -> None:
    course.hand_in("ann", course.released.submission(course.released.answered(), "my homework.ipynb"), turn=1)
    with (course.root / "solutions" / ASSIGNMENT / "exercises.py").open("a") as file:
        file.write("\n1 / 0\n")

    result = course.grade()

    assert result.returncode != 0
    assert "NOT GRADED ann" in result.stdout
    assert course.seen("ann").points == course.released.full


def test_a_page_tells_of_what_was_graded_last_and_what_a_teacher_put_beside_it_stays(course: Course) -> None:
    page = course.root / "feedback" / "ann" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    first = page.read_text().partition("Your notebook")[0]
    (page.parent / "remarks.pdf").write_text("by a teacher")
    course.hand_in("ann", course.released.submission(course.released.filled()), turn=1)

    result = course.grade()

    second = page.read_text().partition("Your notebook")[0]
    assert result.returncode == 0
    assert "correct" in first
    assert "correct" not in second
    assert (page.parent / "remarks.pdf").read_text() == "by a teacher"


def test_a_student_who_is_excluded_and_a_hidden_folder_are_left_alone(course: Course) -> None:
    course.configure('c.CourseDirectory.student_id_exclude = "ann"')
    course.hand_in("ann", course.released.submission(course.released.filled()), turn=1)
    course.hand_in(".trash", course.released.submission(course.released.answered()))
    course.hand_in("bob", course.released.submission(course.released.answered()))

    course.grade()

    assert (course.root / "autograded" / "ann" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").is_file()
    assert course.seen("ann").points == course.released.full
    assert course.seen(".trash").points is None
    assert course.seen("bob").points == course.released.full


def test_a_renamed_notebook_keeps_its_old_points_while_the_gradebook_holds_another_release(course: Course) -> None:
    course.hand_in("ann", course.released.submission(course.released.answered(), "my homework.ipynb"), turn=1)
    exercises = course.root / "solutions" / ASSIGNMENT / "exercises.py"
    exercises.write_text(exercises.read_text().replace("points=2", "points=3", 1))

    result = course.grade()

    assert "NOT GRADED ann" in result.stdout
    assert course.seen("ann").points == course.released.full


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


@pytest.mark.parametrize(("said", "is_written"), [("False", False), ("True", True)])
def test_walls_are_done_without_only_where_the_command_line_says_so(
    course: Course, said: str, *, is_written: bool
) -> None:
    beyond = course.root / "beyond the wall"
    cell = f"open({str(beyond)!r}, 'w').close()"
    course.hand_in("ann", course.released.submission(course.released.filled(predict=cell)), turn=1)

    result = course.grade(f"--Grade.unsafe={said}")

    assert course.seen("ann").points == 0.0
    assert beyond.exists() is is_written
    assert ("WITHOUT WALLS" in result.stdout) is is_written
    assert ("graded without walls" in course.page("ann")) is is_written


def test_a_students_id_that_is_refused_fails_the_run_and_nobody_else(course: Course) -> None:
    course.hand_in("<b>cy", course.released.submission(course.released.answered()))
    course.hand_in("bob", course.released.submission(course.released.answered()))

    result = course.grade()

    assert result.returncode == 1
    assert "NOT GRADED" in result.stdout
    assert "not graded because of a student's id: 1" in result.stdout
    assert course.seen("<b>cy").points is None
    assert course.seen("bob").points == course.released.full
    assert "correct" in course.page("bob")


@pytest.mark.parametrize("way", HERE, ids=lambda way: way.title)
@pytest.mark.parametrize("forbidden", [True, False])
def test_a_second_wall_that_may_not_be_built_is_told_once(course: Course, way: Way, *, forbidden: bool) -> None:
    if why_no_bubble():
        pytest.skip(why_no_bubble())
    # Where bubblewrap may make namespaces, it can make a place, too, where nobody may.
    around = ("bwrap", "--dev-bind", "/", "/", "--unshare-user", "--disable-userns") if forbidden else ()
    course.hand_in("bob", course.released.submission(course.released.answered()))

    result = replace(course, way=replace(way, command=(*around, *way.command))).grade()

    assert result.returncode == 0
    assert course.seen("bob").points == course.released.full
    assert result.stdout.count("cannot build its second wall here (bwrap: ") == int(forbidden)


def test_what_was_graded_without_walls_is_graded_again_with_them(course: Course) -> None:
    course.hand_in("ann", course.released.submission(course.released.answered()), turn=1)
    course.grade("--Grade.unsafe=True")

    result = subprocess.run(
        [sys.executable, "-m", "autograder", "grade"], cwd=course.root, capture_output=True, text=True, check=True
    )

    assert "1 graded, 0 unchanged" in result.stdout
    assert "graded without walls" not in course.page("ann")
