"""A database or a disk that says no ends the run in one line, and loses nothing that was recorded before."""

import contextlib
import errno
import os
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from autograder.classroom import Run, grade_class
from autograder.errors import GradebookError
from autograder.gradebook import database, files
from autograder.gradebook.collecting import Wanted
from autograder.gradebook.results import ClassScores, Progress
from tests.gradebook import tiny_course
from tests.gradebook.disks import mounted
from tests.gradebook.stand_in import ENGINE
from tests.gradebook.tiny_course import RIGHT, answered, rows, submit

ONE = Run(workers=1)


def grade(course: Path) -> ClassScores:
    return grade_class(course, Wanted(), engine=ENGINE, run=ONE)


def refusal(course: Path) -> str:
    with pytest.raises(GradebookError) as refused:
        grade(course)
    message = str(refused.value)
    assert "\n" not in message
    return message


def nothing_is_half_written(course: Path) -> None:
    """Every autograded folder is complete and has rows; nothing hidden lies about."""
    folders = {path.parent.name: path for path in (course / "autograded").glob("*/tiny")}
    for folder in folders.values():
        assert {"tiny.ipynb", "score.json", "timestamp.txt", "submission_secret.txt"} <= {
            path.name for path in folder.iterdir()
        }
    assert folders.keys() <= rows(course).keys()
    assert list((course / "autograded").rglob(".*")) == []


def test_a_locked_gradebook_is_waited_for(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for student in ("ann", "bob"):
        submit(course, student, answered(course, **RIGHT))
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None, check_same_thread=False)
    later = threading.Timer(0.5, other.execute, ["ROLLBACK"])
    monkeypatch.setattr("autograder.gradebook.recorder._MOST_IN_BATCH", 1)

    def lock_for_a_moment(progress: Progress) -> None:
        if progress.done == 1:
            other.execute("BEGIN EXCLUSIVE")
            later.start()

    scores = grade_class(course, Wanted(), engine=ENGINE, run=ONE, on_progress=lock_for_a_moment)
    later.join()
    other.close()

    assert len(scores.graded) == 2


def test_a_gradebook_that_stays_locked_ends_the_run_and_keeps_what_is_there(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_SECONDS", 0.2)
    submit(course, "ann", answered(course, **RIGHT))
    grade(course)
    submit(course, "bob", answered(course, **RIGHT))
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    message = refusal(course)
    other.execute("ROLLBACK")
    other.close()

    assert "gradebook.db is locked by another program" in message
    assert sorted(rows(course)) == ["ann"]
    nothing_is_half_written(course)
    assert [one.student for one in grade(course).graded] == ["bob"]


def test_a_gradebook_that_is_locked_halfway_keeps_the_first_half(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOCK_SECONDS", 0.2)
    monkeypatch.setattr("autograder.gradebook.recorder._MOST_IN_BATCH", 2)
    for number in range(5):
        submit(course, f"s{number}", answered(course, **RIGHT))
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None)

    def lock(progress: Progress) -> None:
        if progress.done == 2:
            other.execute("BEGIN IMMEDIATE")

    with pytest.raises(GradebookError, match="is locked by another program"):
        grade_class(course, Wanted(), engine=ENGINE, run=ONE, on_progress=lock)
    other.execute("ROLLBACK")
    other.close()

    assert sorted(rows(course)) == ["s0", "s1"]
    nothing_is_half_written(course)
    assert len(grade(course).graded) == 3


def test_a_read_only_gradebook_is_named_before_anything_is_graded(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.CourseDirectory.db_url = 'sqlite:///file:{course}/gradebook.db?mode=ro&uri=true'\n")

    message = refusal(course)

    assert "is read-only for you" in message
    assert list((course / "autograded").iterdir()) == []


def test_a_read_only_folder_is_named_before_anything_is_graded(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    with mounted(course / "autograded", "-o", "ro"):
        message = refusal(course)

    assert f"cannot write {course / 'autograded'} ({os.strerror(errno.EROFS)})" in message
    assert rows(course) == {}


def test_a_folder_without_the_right_to_write_is_named(course: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    submit(course, "ann", answered(course, **RIGHT))
    (course / "autograded").mkdir(mode=0o555)

    assert f"cannot write {course / 'autograded'}" in refusal(course)


@pytest.mark.parametrize("free_kilobytes", [16, 64, 160, 400])
def test_a_full_disk_keeps_what_was_recorded_and_leaves_nothing_half_written(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_kilobytes: int
) -> None:
    monkeypatch.setattr("autograder.gradebook.recorder._MOST_IN_BATCH", 4)
    for number in range(40):
        submit(course, f"s{number:02}", answered(course, **RIGHT))
    small = tmp_path / "small"
    with mounted(small, "-o", "size=8m"):
        crowded = Path(shutil.copytree(course, small / "course"))
        free = shutil.disk_usage(small).free
        (small / "filler").write_bytes(b"x" * (free - free_kilobytes * 1024))

        message = refusal(crowded)

        assert "disk is full" in message or os.strerror(errno.ENOSPC) in message
        (small / "filler").unlink()
        nothing_is_half_written(crowded)
        kept = len(rows(crowded))
        scores = grade(crowded)
        assert len(scores.graded) + scores.unchanged == 40
        assert scores.unchanged <= kept
        assert len(rows(crowded)) == 40


def test_a_gradebook_of_an_older_nbgrader_is_named_with_the_command_that_mends_it(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as old:
        old.execute("ALTER TABLE grade DROP COLUMN extra_credit")

    message = refusal(course)

    assert "written by an older nbgrader (grade has no extra_credit)" in message
    assert "`nbgrader db upgrade`" in message


def test_a_file_that_is_no_database_is_named(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    (course / "gradebook.db").write_bytes(b"these are my grades" * 1000)

    assert "is no database, or a damaged one" in refusal(course)


def test_a_course_without_a_gradebook_is_told_how_to_get_one(course: Path) -> None:
    (course / "gradebook.db").unlink()

    message = refusal(course)

    assert "there is no gradebook" in message
    assert not (course / "gradebook.db").exists()


def test_a_late_penalty_plugin_that_fails_is_named(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    (course / "strict.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class Strict(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return 1 / 0\n"
    )
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.AssignLatePenalties.plugin_class = 'strict.Strict'\n")
    with tiny_course.api(course).gradebook as gradebook:
        gradebook.update_or_create_assignment("tiny", duedate="2026-01-01 00:00:00 UTC")

    message = refusal(course)

    assert "the late penalty plugin Strict raised ZeroDivisionError" in message
    assert rows(course) == {}
    nothing_is_half_written(course)


def test_the_disk_is_asked_to_keep_what_was_written(tmp_path: Path) -> None:
    files.keep(tmp_path)

    with pytest.raises(FileNotFoundError):
        files.keep(tmp_path / "gone")
