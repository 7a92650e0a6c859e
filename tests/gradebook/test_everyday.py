"""What happens in every class: copies, .py files, sub-folders, extra files, late and repeated work, people who leave.

A small class is graded by the real grader, once with `autograder grade` and once with `nbgrader autograde`. Where it
does not matter which file counts, the stand-in grades.
"""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest

from autograder.classroom import Run, grade_class
from autograder.grade import Grader
from autograder.gradebook.collecting import Wanted
from autograder.gradebook.grading import Engine
from autograder.gradebook.results import ClassScores
from autograder.score import score_json
from tests.conftest import SEED
from tests.gradebook import tiny_course
from tests.gradebook.stand_in import ENGINE
from tests.gradebook.tiny_course import RIGHT, answered, autograded, rows, stub, submit

ONE: Final = Run(workers=1)
FULL: Final = {"check_double": (2.0, False), "check_q_three": (0.5, False)}
HALF: Final = {"check_double": (2.0, False), "check_q_three": (0.0, False)}
NOTHING: Final = {"check_double": (0.0, False), "check_q_three": (0.0, False)}
EXERCISES: Final = """
from autograder.spec import Case, Exercise, Question

def hidden_double(random):
    yield Case("a fraction", (float(random.uniform(4, 9)),))

double = Exercise("double", points=2, public=[Case("three", (3,))], hidden=hidden_double)
q_three = Question("q_three", 3, "How many are they?")
"""


def grade(course: Path, wanted: Wanted | None = None, engine: Engine = ENGINE) -> ClassScores:
    return grade_class(course, wanted or Wanted(), engine=engine, run=ONE)


def nbgrader(course: Path, *words: str) -> str:
    """Run one of nbgrader's commands in the course; what it says."""
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def configure(course: Path, text: str) -> None:
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(text)


# ------------------------------------------------------------------------------------------ a class, graded both ways


@dataclass(frozen=True)
class Twins:
    """The same class, graded by `autograder grade` and by `nbgrader autograde`; and what the first one said."""

    ours: Path
    theirs: Path
    scores: ClassScores

    @property
    def both(self) -> tuple[Path, Path]:
        return self.ours, self.theirs


@pytest.fixture(scope="module", name="twins")
def grade_both_ways(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Twins:
    folder = tmp_path_factory.mktemp("everyday")
    ours = Path(shutil.copytree(pattern, folder / "ours"))
    (ours / "solutions" / "tiny" / "exercises.py").write_text(EXERCISES)
    configure(ours, _our_parts() + "\nc.CourseDirectory.max_file_size = 100\n")
    configure(ours, 'c.CourseDirectory.ignore = ["*.pyc", "__pycache__", "exercises.py", ".seed"]\n')
    _hand_in(ours)
    theirs = Path(shutil.copytree(ours, folder / "theirs", symlinks=True))
    scores = grade(ours, engine=Engine(partial(Grader, seed=SEED), score_json))
    nbgrader(theirs, "autograde", "tiny")
    return Twins(ours, theirs, scores)


def _our_parts() -> str:
    """What the course's own settings say of `nbgrader autograde`."""
    whole = (Path(__file__).parents[2] / "nbgrader_config.py").read_text(encoding="utf-8")
    found = re.search(r"^# --- submitted/ -> autograded/ -+\n(.*?)(?=^# --- |\Z)", whole, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def _hand_in(course: Path) -> None:
    full, half, untouched = answered(course, **RIGHT), answered(course, double=RIGHT["double"]), stub(course)
    scratch = {**untouched, "cells": [{**untouched["cells"][0], "cell_type": "raw", "source": "notes"}]}
    script = "\n".join(RIGHT.values())
    files: dict[str, dict[str, Any]] = {
        "copy": {"tiny.ipynb": untouched, "tiny-Copy1.ipynb": full},
        "both": {"tiny.ipynb": half, "tiny-Copy1.ipynb": full},
        "renamed": {"tiny (1).ipynb": full},
        "several": {"tiny.ipynb": untouched, "tiny (1).ipynb": full, "tiny (2).ipynb": half},
        "unclear": {"a.ipynb": full, "b.ipynb": half},
        "scratch": {"tiny.ipynb": full, "scratch.ipynb": scratch},
        "beside": {"tiny.ipynb": untouched, "tiny.py": script},
        "script": {"tiny.py": script},
        "folder": {"tiny/tiny.ipynb": full},
        "extra": {
            "tiny.ipynb": full,
            "data.csv": "1,2",
            "deep/er/data.csv": "3,4",
            "deep/tiny.ipynb": half,
            "double.pyc": "",
            "__pycache__/note.txt": "",
            "large.bin": "x" * 200_000,
        },
    }
    for student, contents in files.items():
        place = submit(course, student, None)
        for name, content in contents.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content))
    (course / "secret.txt").write_text("the answers")
    (course / "submitted" / "extra" / "tiny" / "stolen.txt").symlink_to(course / "secret.txt")
    (course / "submitted" / "extra" / "tiny" / "stolen").symlink_to(course / "solutions")


def told(course: Path, student: str) -> str:
    """What stands above a student's autograded notebook, or "" where nothing does."""
    first = "".join(autograded(course, student)["cells"][0]["source"])
    return first if first.startswith("**Remarks") else ""


@pytest.mark.parametrize(
    ("student", "earned", "remark"),
    [
        ("copy", FULL, "tiny.ipynb is as it was handed out, so tiny-Copy1.ipynb counts."),
        ("both", HALF, "tiny.ipynb counts. Also changed, and passed over: tiny-Copy1.ipynb."),
        ("renamed", FULL, ""),
        ("several", NOTHING, "Changed, and passed over: tiny (1).ipynb, tiny (2).ipynb."),
        ("unclear", NOTHING, "the submission: a.ipynb, b.ipynb were changed, and it cannot be told which counts"),
        ("scratch", FULL, ""),
        ("beside", FULL, ""),
    ],
    ids=["copy", "both", "renamed", "several", "unclear", "scratch", "beside"],
)
def test_of_several_files_the_one_that_was_worked_in_earns_the_points(
    twins: Twins, student: str, earned: dict[str, tuple[float, bool]], remark: str
) -> None:
    for course in twins.both:
        assert rows(course)[student] == earned
        assert remark in told(course, student)
        assert bool(remark) == bool(told(course, student))


def test_both_ways_show_the_same_notebook(twins: Twins) -> None:
    for place in sorted((twins.theirs / "autograded").glob("*/tiny")):
        ours, theirs = (autograded(course, place.parent.name)["cells"] for course in twins.both)

        assert ["".join(cell["source"]) for cell in ours] == ["".join(cell["source"]) for cell in theirs], place


@pytest.mark.parametrize("student", ["script", "folder"])
def test_a_folder_without_a_notebook_at_its_top_is_graded(twins: Twins, student: str) -> None:
    assert rows(twins.ours)[student] == FULL
    assert (twins.ours / "autograded" / student / "tiny" / "tiny.ipynb").is_file()


def test_what_was_found_in_a_sub_folder_is_told(twins: Twins) -> None:
    assert "tiny/tiny.ipynb counts, from a sub-folder: nothing lies at the top" in told(twins.ours, "folder")


def test_what_cannot_be_told_apart_is_listed_for_the_teacher(twins: Twins) -> None:
    unreadable = {one.student: one.unreadable for one in twins.scores.graded if one.unreadable}

    assert list(unreadable) == ["unclear"]
    assert unreadable["unclear"].endswith("hand in one of them, renamed to tiny.ipynb")


def test_extra_files_and_sub_folders_are_carried_over_and_nothing_ignored_is(twins: Twins) -> None:
    for course in twins.both:
        place = course / "autograded" / "extra" / "tiny"
        carried = {str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()}

        assert {"data.csv", "deep/er/data.csv", "timestamp.txt", "submission_secret.txt"} < carried
        assert not {"deep/tiny.ipynb", "double.pyc", "__pycache__/note.txt"} & carried
        assert rows(course)["extra"] == FULL


def test_neither_links_nor_large_files_are_carried_over(twins: Twins) -> None:
    place = twins.ours / "autograded" / "extra" / "tiny"

    assert [path.name for path in place.iterdir() if path.name.startswith(("stolen", "large"))] == []


def test_feedback_tells_which_file_counted(twins: Twins) -> None:
    result = tiny_course.api(twins.ours).generate_feedback("tiny")

    assert result["success"], result
    page = (twins.ours / "feedback" / "copy" / "tiny" / "tiny.html").read_text(encoding="utf-8")
    assert "so tiny-Copy1.ipynb counts" in page


# ------------------------------------------------------------------------------------------------------ late and again


PENALTY: Final = """
from nbgrader.plugins import BasePlugin

class HalfAPointADay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 0.5 * total_seconds_late / 86400

c.AssignLatePenalties.plugin_class = HalfAPointADay
"""


def penalties(course: Path) -> dict[str, tuple[float | None, float]]:
    """What lateness costs everybody, and what is left."""
    with tiny_course.api(course).gradebook as gradebook:
        return {
            one.student.id: (one.notebooks[0].late_submission_penalty, one.score - one.late_submission_penalty)
            for one in gradebook.assignment_submissions("tiny")
        }


def extend(course: Path, student: str, days: int) -> None:
    with tiny_course.api(course).gradebook as gradebook:
        gradebook.find_submission("tiny", student).extension = timedelta(days=days)
        gradebook.db.commit()


@pytest.fixture(name="strict")
def make_strict(course: Path) -> Path:
    """A course with a due date, and half a point off for every day."""
    configure(course, PENALTY)
    with tiny_course.api(course).gradebook as gradebook:
        gradebook.update_or_create_assignment("tiny", duedate="2026-01-15 00:00:00 UTC")
    return course


def test_lateness_costs_what_the_courses_plugin_says_and_an_extension_moves_the_date(strict: Path) -> None:
    for student in ("ann", "bob", "cy"):
        submit(strict, student, answered(strict, **RIGHT), at="2026-01-17 00:00:00 UTC")
    submit(strict, "dee", answered(strict, **RIGHT), at="2026-02-15 00:00:00 UTC")
    grade(strict)
    before = penalties(strict)

    extend(strict, "bob", 1)
    extend(strict, "cy", 3)
    grade(strict, Wanted(again=True))

    assert before == {"ann": (1.0, 1.5), "bob": (1.0, 1.5), "cy": (1.0, 1.5), "dee": (2.5, 0.0)}
    assert penalties(strict) == before | {"bob": (0.5, 2.0), "cy": (None, 2.5)}


def test_a_repeated_submission_is_as_late_as_its_last_time_says(strict: Path) -> None:
    submit(strict, "ann", stub(strict), at="2026-01-14 00:00:00 UTC")
    grade(strict)
    submit(strict, "ann", answered(strict, **RIGHT), at="2026-01-16 00:00:00 UTC")
    grade(strict)
    late = penalties(strict)

    submit(strict, "ann", answered(strict, **RIGHT), at="2026-01-14 23:59:59 UTC")
    grade(strict)

    assert late == {"ann": (0.5, 2.0)}
    assert penalties(strict) == {"ann": (None, 2.5)}


@pytest.mark.parametrize(
    "at",
    ["2026-01-11 12:00:00.000000 UTC", "2026-01-09 12:00:00.000000 UTC", "2026-01-10 12:00:00.000000 UTC", ""],
    ids=["later", "earlier", "at the same time", "without a time"],
)
def test_what_was_collected_last_counts_better_or_worse_whatever_its_time(course: Path, at: str) -> None:
    earned: list[dict[str, tuple[float | None, bool]]] = []
    for content in (stub(course), answered(course, **RIGHT), answered(course, double=RIGHT["double"])):
        submit(course, "ann", content, **({"at": at} if earned else {}))
        scores = grade(course)
        earned.append(rows(course)["ann"])
        assert [one.student for one in scores.graded] == ["ann"]

    assert earned == [NOTHING, FULL, HALF]
    assert grade(course).unchanged == 1
    with tiny_course.api(course).gradebook as gradebook:
        recorded = gradebook.find_submission("tiny", "ann").timestamp
    assert str(recorded or "") == at.removesuffix(" UTC").removesuffix(".000000")
    mark = json.loads((course / "autograded" / "ann" / "tiny" / "score.json").read_text())
    assert (mark["score"], mark["timestamp"]) == (2.0, at)


# ---------------------------------------------------------------------------------------------------- students who left


@pytest.fixture(scope="module", name="leaving")
def let_ann_leave(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = Path(shutil.copytree(pattern, tmp_path_factory.mktemp("leaving") / "course"))
    for student in ("ann", "bob"):
        submit(course, student, answered(course, **RIGHT))
    grade(course)
    nbgrader(course, "db", "student", "remove", "ann", "--force")
    assert rows(course) == {"bob": FULL}
    return course


@pytest.fixture(name="left")
def copy_left(leaving: Path, tmp_path: Path) -> Path:
    """A course that ann has left: she is no longer in the gradebook, and her folders still lie there."""
    return Path(shutil.copytree(leaving, tmp_path / "left"))


def test_a_student_who_was_removed_comes_back_while_the_submission_lies_there(left: Path) -> None:
    scores = grade(left)

    assert ([one.student for one in scores.graded], scores.unchanged) == (["ann"], 1)
    assert rows(left) == {"ann": FULL, "bob": FULL}


def test_a_student_who_was_removed_and_is_excluded_stays_away(left: Path) -> None:
    configure(left, "c.CourseDirectory.student_id_exclude = 'ann'\n")

    shutil.rmtree(left / "feedback", ignore_errors=True)
    scores = grade(left, Wanted(again=True))
    nbgrader(left, "generate_feedback", "tiny")

    assert [one.student for one in scores.graded] == ["bob"]
    assert scores.not_graded == ()
    assert rows(left) == {"bob": FULL}
    assert [path.name for path in (left / "feedback").iterdir()] == ["bob"]


def test_what_is_left_of_a_student_who_was_removed_disturbs_nobody(left: Path) -> None:
    shutil.rmtree(left / "submitted" / "ann")
    submit(left, "bob", answered(left, double=RIGHT["double"]))

    scores = grade(left)
    tiny_course.api(left).generate_feedback("tiny")

    assert [one.student for one in scores.graded] == ["bob"]
    assert rows(left) == {"bob": HALF}
    assert (left / "autograded" / "ann" / "tiny" / "tiny.ipynb").exists()
    assert (left / "feedback" / "bob" / "tiny" / "tiny.html").exists()
    shutil.rmtree(left / "autograded" / "ann")
    assert tiny_course.api(left).generate_feedback("tiny", force=True)["success"]
