"""What is written is what `nbgrader autograde` would have written, and nbgrader's other commands go on from there."""

import csv
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Comment, Grade, SubmittedNotebook
from nbgrader.apps import ExportApp
from nbgrader.utils import determine_grade

from autograder.classroom import Run, grade_class
from autograder.gradebook.collecting import Wanted
from tests.gradebook import tiny_course
from tests.gradebook.stand_in import ENGINE
from tests.gradebook.tiny_course import RIGHT

LATE = "2026-01-20 12:00:00.000000 UTC"
ONE = Run(workers=1)


def dump(root: Path) -> dict[str, Any]:
    """Everything that the gradebook says of submissions, without the keys that are drawn at random."""
    with tiny_course.api(root).gradebook as gradebook:
        return {
            "students": sorted((one.id, one.first_name, one.email) for one in gradebook.students),
            "submissions": sorted(
                (one.student.id, one.timestamp, one.extension) for one in gradebook.assignment_submissions("tiny")
            ),
            "notebooks": sorted(
                (one.student.id, one.name, one.flagged, one.late_submission_penalty, one.score)
                for one in gradebook.db.query(SubmittedNotebook)
            ),
            "grades": sorted(
                (one.student.id, one.name, one.auto_score, one.manual_score, one.extra_credit, one.needs_manual_grade)
                for one in gradebook.db.query(Grade)
            ),
            "comments": sorted(
                (one.student.id, one.name, one.auto_comment, one.manual_comment) for one in gradebook.db.query(Comment)
            ),
        }


def fill(root: Path) -> None:
    """Collect a small class: all right, half right, untouched, late, and one with an extension."""
    notebooks = {
        "ann": tiny_course.answered(root, **RIGHT),
        "bob": tiny_course.answered(root, double="def double(x):\n    return x * x"),
        "cy": tiny_course.stub(root),
        "dee": tiny_course.answered(root, **RIGHT),
        "eve": tiny_course.answered(root, double=RIGHT["double"]),
    }
    for student, notebook in notebooks.items():
        tiny_course.submit(root, student, notebook, **({"at": LATE} if student in ("dee", "eve") else {}))


def teach(root: Path) -> None:
    """Enter what a teacher enters: a manual score, extra credit, a comment, an extension."""
    with tiny_course.api(root).gradebook as gradebook:
        gradebook.find_grade("check_double", "tiny", "tiny", "bob").manual_score = 1.5
        gradebook.find_grade("check_q_three", "tiny", "tiny", "dee").extra_credit = 0.25
        gradebook.find_comment("double", "tiny", "tiny", "bob").manual_comment = "Nearly!"
        gradebook.find_submission("tiny", "eve").extension = timedelta(days=30)
        gradebook.db.commit()


def export(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    monkeypatch.chdir(root)
    app = ExportApp(config=tiny_course.settings(root))
    app.initialize(["--to", str(root / "grades.csv")])
    app.start()
    app.reset()
    with (root / "grades.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def penal_course(course: Path) -> Path:
    """A course with a due date, and lateness that costs everything."""
    with tiny_course.api(course).gradebook as gradebook:
        gradebook.update_or_create_assignment("tiny", duedate="2026-01-15 00:00:00 UTC")
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
    return course


def stock_autograde(root: Path) -> None:
    config = tiny_course.settings(root)
    config.LateSubmissionPlugin.penalty_method = "zero"
    api = type(tiny_course.api(root))(config=config)
    for student in sorted(api.get_submitted_students("tiny")):
        result = api.autograde("tiny", student, force=True)
        assert result["success"], result


def test_rows_are_those_that_nbgrader_autograde_writes(penal_course: Path, tmp_path: Path) -> None:
    fill(penal_course)
    twin = Path(shutil.copytree(penal_course, tmp_path / "twin"))

    stock_autograde(twin)
    grade_class(penal_course, Wanted(), engine=ENGINE, run=ONE)

    assert dump(penal_course) == dump(twin)
    assert any(row[3] for row in dump(twin)["notebooks"]), "nobody was late"

    for root in (penal_course, twin):
        teach(root)
    stock_autograde(twin)
    grade_class(penal_course, Wanted(again=True), engine=ENGINE, run=ONE)

    assert dump(penal_course) == dump(twin)


def test_what_is_graded_by_hand_waits_for_a_person_as_nbgrader_lets_it(tmp_path: Path) -> None:
    course = tmp_path / "course"
    tiny_course.make(course, by_hand=True)
    tiny_course.submit(course, "ann", tiny_course.answered(course, essay="Because.", **RIGHT))
    tiny_course.submit(course, "bob", tiny_course.stub(course))
    twin = Path(shutil.copytree(course, tmp_path / "twin"))

    for again in (False, True):
        stock_autograde(twin)
        grade_class(course, Wanted(again=again), engine=ENGINE, run=ONE)
        assert dump(course) == dump(twin)
        for root in (course, twin):
            with tiny_course.api(root).gradebook as gradebook:
                gradebook.find_grade("essay", "tiny", "tiny", "ann").manual_score = 2.5
                gradebook.find_grade("task", "tiny", "tiny", "bob").manual_score = 0.5
                gradebook.find_grade("task", "tiny", "tiny", "bob").needs_manual_grade = False
                gradebook.db.commit()

    assert tiny_course.rows(course)["ann"]["essay"] == (None, True)
    assert tiny_course.rows(course)["bob"]["essay"] == (0.0, False)


def test_nbgrader_reads_the_same_points_off_the_autograded_notebook(course: Path) -> None:
    fill(course)

    grade_class(course, Wanted(), engine=ENGINE, run=ONE)

    for student, grades in tiny_course.rows(course).items():
        notebook = nbformat.read(course / "autograded" / student / "tiny" / "tiny.ipynb", as_version=4)
        nbformat.validate(notebook)
        shown = {
            cell.metadata.nbgrader.grade_id: (determine_grade(cell)[0], False)
            for cell in notebook.cells
            if cell.metadata.get("nbgrader", {}).get("grade")
        }
        assert shown == grades


def test_the_formgrader_sees_everyone_as_autograded(course: Path) -> None:
    fill(course)

    grade_class(course, Wanted(), engine=ENGINE, run=ONE)

    seen = {one["student"]: one for one in tiny_course.api(course).get_submissions("tiny")}
    assert {student: one["score"] for student, one in seen.items()} == {
        "ann": 2.5,
        "bob": 0.0,
        "cy": 0.0,
        "dee": 2.5,
        "eve": 2.0,
    }
    assert all(one["autograded"] and not one["needs_manual_grade"] for one in seen.values())


def test_feedback_and_export_go_on_from_what_was_written(penal_course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(penal_course)
    grade_class(penal_course, Wanted(), engine=ENGINE, run=ONE)

    result = tiny_course.api(penal_course).generate_feedback("tiny")
    table = export(penal_course, monkeypatch)

    assert result["success"], result
    page = (penal_course / "feedback" / "bob" / "tiny" / "tiny.html").read_text()
    assert "Hint: Twice, or squared?" in page
    assert "(Score: 0.0 / 2.5)" in page
    assert {row["student_id"]: float(row["score"]) for row in table} == {
        "ann": 2.5,
        "bob": 0.0,
        "cy": 0.0,
        "dee": 0.0,
        "eve": 0.0,
    }
    assert {row["student_id"]: float(row["raw_score"]) for row in table}["dee"] == 2.5


@pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning")  # nbgrader's own slip
def test_feedback_can_be_released_with_the_secret_that_came_with_the_submission(course: Path) -> None:
    fill(course)
    grade_class(course, Wanted(), engine=ENGINE, run=ONE)
    api = tiny_course.api(course)
    api.generate_feedback("tiny")

    result = api.release_feedback("tiny")

    assert result["success"], result
    assert len(list((course / "exchange" / "descent" / "feedback").glob("*.html"))) == 5


def test_a_teachers_scores_are_kept_and_named(course: Path) -> None:
    fill(course)
    grade_class(course, Wanted(), engine=ENGINE, run=ONE)
    teach(course)

    scores = grade_class(course, Wanted(again=True), engine=ENGINE, run=ONE)

    assert [(one.student, one.cell, one.auto, one.manual) for one in scores.overrides] == [
        ("bob", "check_double", 0.0, 1.5)
    ]
    assert {one.student: one.score for one in scores.graded}["bob"] == 1.5
