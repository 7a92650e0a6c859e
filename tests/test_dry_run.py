"""A regrade can be tried: what it would change is told, just that is what grading does, and trying writes nothing."""

import csv
import hashlib
import json
import shutil
from pathlib import Path

import pytest

from autograder.classroom import Run, grade_class, rehearse_class
from autograder.cli import main
from autograder.demo.workflow import open_workflow
from autograder.errors import SubmissionError
from autograder.explain.published import form_of
from autograder.explain.regrade import COLUMNS, Row
from autograder.feedback import CellStanding
from autograder.feedback.scored import Scored, ScoredExercise
from autograder.gradebook.changes import Regraded, changes
from autograder.gradebook.collecting import Wanted
from autograder.gradebook.rehearsal import Rehearsal
from autograder.model import Judgement, Verdict
from autograder.sandbox.walls import missing_walls
from tests.gradebook import tiny_course
from tests.gradebook.conftest import copy_course, make_pattern  # noqa: F401 - fixtures
from tests.gradebook.stand_in import ENGINE
from tests.gradebook.tiny_course import RIGHT, answered, stub, submit
from tests.two_assignments import make_small_folder

ONE = Run(workers=1)
needs_walls = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

#: Right everywhere but where nothing goes in.
MISSES_NOTHING = "def predict(input, weight):\n    return input * weight if np.all(np.asarray(input) != 0) else 1.0"
ADDS = "def predict(input, weight):\n    return input + weight"
BAD_CASE = '    yield Case("an input of nothing", (0.0, between(random, 0.1, 0.9)))\n'


def everything(root: Path) -> dict[str, tuple[str, int]]:
    """Every file and folder with its content and the time it was written, gradebook included."""
    return {
        str(path.relative_to(root)): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            path.lstat().st_mtime_ns,
        )
        for path in [root, *root.rglob("*")]
    }


def rehearse(course: Path, wanted: Wanted | None = None) -> Rehearsal:
    return rehearse_class(course, wanted or Wanted(), engine=ENGINE, run=ONE)


def grade(course: Path) -> None:
    grade_class(course, Wanted(), engine=ENGINE, run=ONE)


def by_student(rehearsal: Rehearsal) -> dict[str, Regraded]:
    return {one.student: one for one in rehearsal.regraded}


@pytest.fixture(scope="module", name="graded")
def grade_a_real_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose `predict` has a case that nobody was taught, graded once."""
    root = make_small_folder(tmp_path_factory.mktemp("regraded") / "course")
    workflow = open_workflow(root)
    workflow.release("error")
    for student, text in {"ada": MISSES_NOTHING, "bob": ADDS, "cy": MISSES_NOTHING}.items():
        folder = workflow.fetch(student, "error")
        path = folder / "error.ipynb"
        notebook = json.loads(path.read_text())
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == "predict":
                cell["source"] = text
        path.chmod(0o644)
        path.write_text(json.dumps(notebook))
        workflow.submit(student, "error")
    workflow.collect("error")
    grade_class(root, Wanted(), run=ONE)
    return root


@pytest.fixture(name="real")
def copy_the_class(graded: Path, tmp_path: Path) -> Path:
    root = Path(shutil.copytree(graded, tmp_path / "course"))
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text().replace(str(graded), str(root)))
    return root


def test_an_exercise_that_is_worth_more_is_told_so_once() -> None:
    said = Scored((ScoredExercise("double", 1.5, 1.5, "correct"),))
    verdict = Verdict("double", Judgement.CORRECT, points=3.0, max_points=3.0)
    before, after = (CellStanding("check_double", points, points, points) for points in (1.5, 3.0))

    (change,) = changes((verdict,), said, {"check_double": before}, {"check_double": after}, "check_")

    assert change.reasons == ("worth 3 instead of 1.5",)


@needs_walls
def test_a_bad_case_is_dropped_in_mid_term_and_grading_does_what_was_told(
    real: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    exercises = real / "solutions" / "error" / "exercises.py"
    assert exercises.read_text().count(BAD_CASE) == 1
    exercises.write_text(exercises.read_text().replace(BAD_CASE, ""))
    before = everything(real)
    diff = tmp_path / "diff.csv"

    status = main(["--course", str(real), "grade", "--dry-run", "--workers", "1", "--output", str(diff)])

    said = capsys.readouterr().out
    assert everything(real) == before
    assert status == 0
    assert "error: 2 of 3 submissions would change, 2 rise, 0 fall, mean 0 -> 0.6667 of 14" in said
    rows = list(csv.DictReader(diff.read_text(encoding="utf-8").splitlines()))
    assert [(row["student"], row["exercise"], row["points_before"], row["points_after"]) for row in rows] == [
        ("ada", "predict", "0", "1"),
        ("cy", "predict", "0", "1"),
    ]
    assert {row["verdict_before"] + row["verdict_after"] for row in rows} == {"wrongcorrect"}
    assert {row["reason"] for row in rows} == {'no longer asked: "an input of nothing"'}
    assert {(row["score_before"], row["score_after"], row["max_score"]) for row in rows} == {("0", "1", "14")}

    scores = grade_class(real, Wanted(), run=ONE)

    assert {one.student: one.score for one in scores.graded} == {"cy": 1.0, "ada": 1.0, "bob": 0.0}
    assert not any(one.is_changed for one in rehearse_class(real, Wanted(), run=ONE).regraded)


@needs_walls
def test_another_hint_is_a_change_that_costs_nobody_a_point(real: Path) -> None:
    exercises = real / "solutions" / "error" / "exercises.py"
    hint = "The two numbers are added. Where nothing goes in, should something come out? Try an input of zero."
    exercises.write_text(exercises.read_text().replace(hint, "Added? Try zero."))

    found = by_student(rehearse_class(real, Wanted(students=("bob",)), run=ONE))

    ((change),) = found["bob"].changes
    assert (change.exercise, change.before.hint, change.after.hint) == ("predict", hint, "Added? Try zero.")
    assert change.reasons == ("another hint",)
    assert found["bob"].gain == 0.0


@needs_walls
def test_where_no_hidden_case_was_ever_drawn_no_seed_is_made(real: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (real / "solutions" / ".seed").unlink()

    status = main(["--course", str(real), "grade", "--dry-run"])

    assert status == 2
    assert ".seed: is not there yet" in capsys.readouterr().err
    assert not (real / "solutions" / ".seed").exists()


@pytest.mark.parametrize("ending", [".csv", ".md", ".html"])
def test_what_is_published_runs_nothing(ending: str) -> None:
    hostile = '=1+1 <script>alert("1")</script> | *new* \u202e[x](javascript:1)'
    row = Row(*("ada" if column == "student" else hostile for column in COLUMNS))

    text = form_of(Path(f"diff{ending}"))([row], [hostile])

    assert "ada" in text
    assert ending == ".csv" or "<script" not in text
    assert ending != ".csv" or "'=1+1" in text
    assert ending != ".md" or "\\| \\*new\\* " in text
    assert ending != ".md" or "\\](javascript" in text


def test_nothing_would_change_and_nothing_is_written(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    submit(course, "bob", stub(course))
    grade(course)
    before = everything(course)

    found = rehearse(course)

    assert everything(course) == before
    assert [(one.student, one.before, one.after, one.is_changed) for one in found.regraded] == [
        ("ann", 2.5, 2.5, False),
        ("bob", 0.0, 0.0, False),
    ]


def test_who_was_never_graded_is_new_and_who_changed_is_told_so(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    grade(course)
    submit(course, "ann", stub(course))
    submit(course, "bob", answered(course, **RIGHT))
    before = everything(course)

    found = by_student(rehearse(course))

    assert everything(course) == before
    assert (found["ann"].before, found["ann"].after, found["ann"].reason) == (
        *(2.5, 0.0),
        "the submission changed since it was graded",
    )
    assert (found["bob"].before, found["bob"].after, found["bob"].reason) == (None, 2.5, "not graded before")
    assert found["bob"].gain == 0.0


def test_a_teachers_own_points_and_lateness_count_as_grading_would_count_them(course: Path) -> None:
    (course / "late_by_half.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class Half(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return score / 2\n"
    )
    config = course / "nbgrader_config.py"
    config.write_text(
        f"{config.read_text()}\nimport sys; sys.path.insert(0, {str(course)!r})\n"
        'c.AssignLatePenalties.plugin_class = "late_by_half.Half"\n'
    )
    with tiny_course.api(course).gradebook as gradebook:
        gradebook.update_or_create_assignment("tiny", duedate="2026-01-01 12:00:00 UTC")
    submit(course, "ann", stub(course))
    grade(course)
    with tiny_course.api(course).gradebook as gradebook:
        cell = gradebook.find_grade("check_double", "tiny", "tiny", "ann")
        cell.manual_score, cell.extra_credit = 1.0, 0.5
        gradebook.db.commit()
    submit(course, "ann", answered(course, **RIGHT))

    (told,) = rehearse(course).regraded
    grade(course)
    (told_again,) = rehearse(course).regraded

    assert (told.before, told.after) == (1.5, 1.0)
    assert (told_again.before, told_again.after, told_again.changes) == (1.0, 1.0, ())
    assert "a teacher's 1 points count" in told.changes[0].reasons


def test_what_cannot_be_judged_is_named_and_changes_nothing(course: Path) -> None:
    submit(course, "ann", answered(course, double="our fault"))
    submit(course, "bob", answered(course, **RIGHT))

    found = rehearse(course)

    assert [(one.collected.student, one.reason) for one in found.not_graded] == [("ann", "the zygote died")]
    assert [one.student for one in found.regraded] == ["bob"]


def test_somebody_who_handed_in_nothing_is_no_student_to_try(course: Path) -> None:
    submit(course, "annabel", stub(course))

    with pytest.raises(SubmissionError, match="did you mean 'annabel'"):
        rehearse(course, Wanted(students=("anabel",)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--dry-run", "--follow"], "ask for one of them"),
        (["--output", "x.csv"], "--output is for what --dry-run tells"),
        (["--dry-run", "--output", "x.pdf"], "ends in '.pdf'; expected a name that ends in .csv, .md, .html"),
    ],
)
def test_words_that_do_not_go_together_are_refused(
    course: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    status = main(["--course", str(course), "grade", *words])

    assert status == 2
    assert said in capsys.readouterr().err
