"""What the verbs say where settings, exchange or gradebook are not as they should be: one line, with what to do."""

import contextlib
import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from autograder.classroom import Run, grade_class
from autograder.cli import main
from autograder.demo.workflow import open_workflow
from autograder.errors import AutograderError, GradebookError, SpecError
from autograder.gradebook.collecting import Wanted
from autograder.sandbox.walls import missing_walls
from tests.gradebook import tiny_course
from tests.gradebook.disks import crowded, frozen
from tests.gradebook.stand_in import ENGINE
from tests.gradebook.tiny_course import RIGHT, answered, rows, submit
from tests.traps.course import Course
from tests.traps.course import make_pattern as make_real_pattern
from tests.traps.ways import GRADE
from tests.two_assignments import make_small_folder

ROOT = Path(__file__).parents[1]

#: Makes today's gradebook into one that nbgrader 0.5 wrote.
BEFORE_COURSES = """
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
CREATE TABLE older (id VARCHAR(32) NOT NULL PRIMARY KEY, name VARCHAR(128) NOT NULL UNIQUE, duedate DATETIME);
INSERT INTO older SELECT id, name, duedate FROM assignment;
DROP TABLE assignment;
ALTER TABLE older RENAME TO assignment;
DROP TABLE course;
ALTER TABLE student DROP COLUMN lms_user_id;
UPDATE alembic_version SET version_num = '167914646830';
"""


@pytest.fixture(scope="module", name="pattern")
def make_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pattern") / "course"
    tiny_course.make(root)
    return root


@pytest.fixture(name="course")
def copy_pattern(pattern: Path, tmp_path: Path) -> Path:
    """A course that says nothing of its own folder, with one submission collected."""
    root = Path(shutil.copytree(pattern, tmp_path / "course"))
    submit(root, "ann", answered(root, **RIGHT))
    return root


@pytest.fixture(name="personal")
def make_personal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a person keeps settings of their own."""
    folder = tmp_path / "personal"
    folder.mkdir()
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(folder))
    return folder / "nbgrader_config.py"


def refusal(course: Path, *assignments: str) -> str:
    with pytest.raises(AutograderError) as refused:
        grade_class(course, Wanted(assignments), engine=ENGINE, run=Run(workers=1))
    message = str(refused.value)
    assert "\n" not in message
    return message


def nbgrader(course: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    scripts = sysconfig.get_path("scripts")
    environment = os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "nbgrader", *words]
    return subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, check=False)


def test_settings_of_a_person_that_lead_elsewhere_stop_grading_before_anything_is_written(
    course: Path, personal: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    personal.write_text(f"c = get_config()\nc.CourseDirectory.root = {str(elsewhere)!r}\n")

    message = refusal(course)

    assert f"nbgrader's configuration says that the course lies in {elsewhere}, not in {course}" in message
    assert "CourseDirectory.root" in message
    assert list(elsewhere.iterdir()) == []
    assert not (course / "autograded").exists()


def test_a_course_that_names_its_own_folder_is_graded_whatever_a_person_set(course: Path, personal: Path) -> None:
    personal.write_text("c = get_config()\nc.CourseDirectory.root = '/elsewhere'\n")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.CourseDirectory.root = {str(course)!r}\n")

    scores = grade_class(course, Wanted(), engine=ENGINE, run=Run(workers=1))

    assert [one.score for one in scores.graded] == [2.5]


def test_settings_of_a_person_that_cannot_be_read_stop_grading(course: Path, personal: Path) -> None:
    personal.write_text("1 / 0\n")

    assert "cannot be read (ZeroDivisionError: division by zero)" in refusal(course)


def test_a_root_that_leads_elsewhere_is_2_and_one_line(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_small_folder(course.parent / "full")
    with (course.parent / "full" / "nbgrader_config.py").open("a") as config:
        config.write("c.CourseDirectory.root = '/elsewhere'\n")

    status = main(["--course", str(course.parent / "full"), "grade"])

    assert status == SpecError.exit_status
    [line] = capsys.readouterr().err.splitlines()
    assert "lies in /elsewhere" in line


def test_a_gradebook_of_years_ago_is_mended_by_the_command_that_is_named(course: Path) -> None:
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as old:
        old.executescript(BEFORE_COURSES)

    message = refusal(course)
    upgraded = nbgrader(course, "db", "upgrade")
    scores = grade_class(course, Wanted(), engine=ENGINE, run=Run(workers=1))

    assert "was written by an older nbgrader (" in message
    assert "`nbgrader db upgrade`" in message
    assert upgraded.returncode == 0, upgraded.stderr
    assert [one.score for one in scores.graded] == [2.5]
    assert rows(course)["ann"]["check_double"] == (2.0, False)


def test_an_assignment_that_is_graded_before_it_was_released_is_named_and_the_others_are_graded(course: Path) -> None:
    shutil.copytree(course / "submitted" / "ann" / "tiny", course / "submitted" / "ann" / "later")

    scores = grade_class(course, Wanted(), engine=ENGINE, run=Run(workers=1))

    assert [one.assignment for one in scores.graded] == ["tiny"]
    [left] = scores.not_graded
    assert left.reason == (
        "assignment 'later' is not in the gradebook; run `nbgrader generate_assignment later --force`"
    )
    assert [*rows(course)] == ["ann"]


def test_an_assignment_that_is_asked_for_before_it_was_released_is_refused(course: Path) -> None:
    shutil.copytree(course / "submitted" / "ann" / "tiny", course / "submitted" / "ann" / "later")

    message = refusal(course, "later")

    assert message == (
        "'later' is not in the gradebook (there: tiny); run `nbgrader generate_assignment later --force`"
    )


def test_a_course_before_its_first_release_is_told_how_to_begin(course: Path) -> None:
    (course / "gradebook.db").unlink()

    message = refusal(course)

    assert f"there is no gradebook {course / 'gradebook.db'}" in message
    assert "`nbgrader generate_assignment ASSIGNMENT --force`" in message
    assert not (course / "gradebook.db").exists()


@pytest.mark.parametrize("exchange", ["missing", "a file"])
def test_grading_needs_no_exchange(course: Path, exchange: str) -> None:
    shutil.rmtree(course / "exchange")
    if exchange == "a file":
        (course / "exchange").write_text("")

    scores = grade_class(course, Wanted(), engine=ENGINE, run=Run(workers=1))

    assert [one.score for one in scores.graded] == [2.5]


def test_an_exchange_that_is_a_file_stops_the_workflow_in_one_line(tmp_path: Path) -> None:
    root = make_small_folder(tmp_path / "course")
    (root / "exchange").rmdir()
    (root / "exchange").write_text("")

    with pytest.raises(AutograderError) as refused:
        open_workflow(root).release("error")

    message = str(refused.value)
    assert message.startswith("nbgrader release_assignment error refused (")
    assert "\n" not in message


def keep_gradebook_apart(course: Path) -> Path:
    """Move the gradebook to a folder of its own."""
    apart = course / "apart"
    apart.mkdir()
    (course / "gradebook.db").rename(apart / "gradebook.db")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.CourseDirectory.db_url = 'sqlite:///{apart}/gradebook.db'\n")
    return apart


def rows_of(course: Path) -> dict[str, float | None]:
    """What everybody has for one exercise, wherever the gradebook lies."""
    if (course / "apart").exists():
        shutil.copyfile(course / "apart" / "gradebook.db", course / "gradebook.db")
    return {student: cells["check_double"][0] for student, cells in rows(course).items()}


def nothing_is_half_written(course: Path) -> None:
    """Whatever lies in a folder is whole, and nothing hidden lies beside it."""
    for folder in course.glob("autograded/*/*"):
        assert {"tiny.ipynb", "score.json"} <= {path.name for path in folder.iterdir()}
    for page in course.glob("feedback/*/*/*.html"):
        assert page.read_text().rstrip().endswith("-->")
    assert [*course.glob("autograded/**/.*"), *course.glob("feedback/**/.*")] == []


def hand_in_much(course: Path) -> list[str]:
    students = [f"s{number:02}" for number in range(12)]
    for student in students:
        notebook = answered(course, **RIGHT)
        notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "Much. " * 20_000})
        submit(course, student, notebook)
    return ["ann", *students]


@pytest.mark.parametrize(
    ("place", "free_kilobytes"),
    [("gradebook", 0), ("gradebook", 20), ("autograded", 0), ("autograded", 200), ("feedback", 0), ("feedback", 200)],
)
def test_a_full_disk_is_3_and_one_line_and_the_next_run_makes_up_for_it(
    course: Path, place: str, free_kilobytes: int
) -> None:
    everybody = hand_in_much(course)
    folder = keep_gradebook_apart(course) if place == "gradebook" else course / place

    with crowded(folder, free_kilobytes=free_kilobytes):
        with pytest.raises(GradebookError) as refused:
            grade_class(course, Wanted(), engine=ENGINE, run=Run(workers=1))
        nothing_is_half_written(course)
        (folder / "filler").unlink()
        scores = grade_class(course, Wanted(), engine=ENGINE, run=Run(workers=1))

        message = str(refused.value)
        assert "\n" not in message
        assert "disk is full" in message or os.strerror(errno.ENOSPC) in message
        assert message.partition("free some space and grade again")[1]
        assert refused.value.exit_status == 3
        assert len(scores.graded) + scores.unchanged == len(everybody)
        assert rows_of(course) == dict.fromkeys(everybody, 2.0)
        assert len(list(course.glob("feedback/*/tiny/tiny.html"))) == len(everybody)
        nothing_is_half_written(course)


@pytest.mark.parametrize("place", ["gradebook", "autograded", "feedback"])
def test_a_read_only_disk_is_3_and_one_line_before_anything_is_graded(course: Path, place: str) -> None:
    folder = keep_gradebook_apart(course) if place == "gradebook" else course / place

    with frozen(folder), pytest.raises(GradebookError) as refused:
        grade_class(course, Wanted(), engine=ENGINE, run=Run(workers=1))

    message = str(refused.value)
    assert "\n" not in message
    assert "is read-only for you" in message or os.strerror(errno.EROFS) in message
    assert refused.value.exit_status == 3
    assert list(course.glob("autograded/*/*")) == []


@pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")
def test_a_full_temporary_folder_is_3_and_one_line_and_costs_nobody_a_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Course.copied(make_real_pattern(tmp_path / "pattern"), tmp_path / "course", GRADE)
    writes = f"open('mine.txt', 'w').write('x' * 500_000)\n{real.released.answers['predict']}"
    real.hand_in("ann", real.released.submission(real.released.answered(predict=writes)))
    temporary = tmp_path / "temporary"
    monkeypatch.setenv("TMPDIR", str(temporary))

    with crowded(temporary, free_kilobytes=300):
        refused = real.grade()
    graded = real.grade()

    assert refused.returncode == 3, refused.stdout
    assert refused.stdout.splitlines() == [
        f"autograder: {temporary}: only 0 MiB are free; free some space, or set TMPDIR"
    ]
    assert graded.returncode == 0, graded.stdout
    assert real.seen("ann").points == real.released.full
