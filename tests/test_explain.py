"""The instructor is told why: every case, both runs, what it is like, what the sandbox saw; nothing is written."""

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom import Run, grade_class
from autograder.cli import main
from autograder.demo.workflow import Workflow, open_workflow
from autograder.errors import SpecError, SubmissionError
from autograder.explain import Account, Asked, explain
from autograder.explain.account import ExerciseAccount
from autograder.explain.telling import lines
from autograder.gradebook.collecting import Wanted
from autograder.sandbox.walls import missing_walls
from tests.gradebook.tiny_course import api
from tests.test_dry_run import everything
from tests.two_assignments import make_small_folder

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

#: The raw error: misconception A01. What stands on it is right.
ADA = {
    "predict": "def predict(input, weight):\n    print('called')\n    return input * weight",
    "squared_error": "def squared_error(pred, goal_pred):\n    return pred - goal_pred",
    "mean_squared_error": (
        "def mean_squared_error(preds, goal_preds):\n"
        "    return float(np.mean([squared_error(p, g) for p, g in zip(preds, goal_preds)]))"
    ),
    "setup": "import numpy as np\nprint('mine')",
}
#: Something else every time.
BOB = {"predict": "import random\ndef predict(input, weight):\n    return input * weight + random.random()"}
OWN = "print('\\x1b[31m \\u202e hidden' * 1000)\n1 / 0"


def hand_in(workflow: Workflow, student: str, texts: dict[str, str], own: str = "") -> None:
    path = workflow.fetch(student, "error") / "error.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        cell["source"] = texts.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
    if own:
        blank: dict[str, Any] = {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "id": "own",
        }
        notebook["cells"].append(blank | {"source": own})
    path.chmod(0o644)
    path.write_text(json.dumps(notebook))
    workflow.submit(student, "error")


@pytest.fixture(scope="module", name="course")
def grade_a_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_small_folder(tmp_path_factory.mktemp("explained") / "course")
    workflow = open_workflow(root)
    workflow.release("error")
    hand_in(workflow, "ada", ADA, OWN)
    hand_in(workflow, "bob", BOB)
    workflow.collect("error")
    broken = root / "submitted" / "carl" / "error"
    broken.mkdir(parents=True)
    (broken / "error.ipynb").write_text("no notebook")
    grade_class(root, Wanted(), run=Run(workers=1))
    return root


@pytest.fixture(scope="module", name="ada")
def explain_ada(course: Path) -> Account:
    return explain(course, Asked("ada", "error"))


def told(account: Account, name: str) -> ExerciseAccount:
    return next(each for each in account.exercises if each.name == name)


def text_of(account: Account) -> str:
    return "\n".join(text for text, _ in lines(account))


def test_every_case_is_told_with_what_came_what_was_expected_and_what_was_allowed(ada: Account) -> None:
    exercise = told(ada, "squared_error")

    public, hidden = exercise.cases[0], exercise.cases[-1]
    assert (public.public, public.call, public.got, public.expected, public.difference, public.tolerance) == (
        *(True, "squared_error(0.25, 0.8)", "-0.55", "0.3025", "off by 0.8525", "rtol 1e-09, atol 1e-12"),
    )
    assert (hidden.public, hidden.verdict) == (False, "wrong")
    assert hidden.call.startswith("squared_error([")
    assert {case.verdict for case in told(ada, "predict").cases} == {"correct"}


def test_a_hidden_case_has_its_own_verdict_here(ada: Account) -> None:
    verdicts = {case.label: case.verdict for case in told(ada, "squared_error").cases}

    assert verdicts["exactly right"] == "correct"


def test_how_a_misconception_was_recognised_is_told(ada: Account) -> None:
    exercise = told(ada, "squared_error")

    count = len(exercise.cases)
    assert exercise.misconception == "A01"
    assert exercise.recognised_by == f"the first run came to what A01 comes to in {count} of {count} cases"
    assert (exercise.resemblances[0].id, exercise.resemblances[0].same) == ("A01", count)


def test_where_no_wrong_version_fits_a_single_case_none_is_called_near(course: Path) -> None:
    account = explain(course, Asked("bob", "error", "predict"))

    (exercise,) = account.exercises
    assert {each.same for each in exercise.resemblances} == {0}
    assert exercise.recognised_by == "no known wrong version fits a single case"


def test_what_was_lent_and_what_that_run_was_like_is_told(ada: Account) -> None:
    exercise = told(ada, "mean_squared_error")

    (second,) = exercise.second_runs
    assert (second.lent, second.right, second.matched) == (
        *(("squared_error",), len(exercise.cases), "right in every case: the foundation alone was wrong"),
    )
    assert (exercise.verdict, exercise.excused_by) == ("correct", "squared_error")
    assert "wrong" in {case.verdict for case in exercise.cases}
    assert "second run, with a right squared_error" in text_of(ada)


def test_what_comes_to_something_else_every_time_is_told(course: Path) -> None:
    account = explain(course, Asked("bob", "error", "predict"))

    assert [each.name for each in account.exercises] == ["predict"]
    repetition = account.exercises[0].repetition
    assert repetition is not None
    assert repetition.unsteady == repetition.calls == 4
    assert "put again, each twice in a row: 4 of 4 public calls came to two different things" in text_of(account)


def test_what_the_sandbox_saw_is_told_and_cannot_steer_the_terminal(course: Path, ada: Account) -> None:
    text = text_of(ada)

    (own,) = [cell for cell in ada.cells if cell.kind == "own"]
    assert own.error == "ZeroDivisionError: division by zero (line 2)"
    assert len(own.printed) <= 2_000
    assert all(line.isprintable() for line in text.splitlines())
    assert "printed: called" in text_of(explain(course, Asked("ada", "error", "predict")))
    assert ada.cells_run > 5
    assert ada.cpu_seconds > 0


def test_which_file_counts_and_which_locked_cell_was_changed_is_told(ada: Account) -> None:
    assert ada.file == "error.ipynb"
    assert any("locked cell 'setup' was changed" in note for note in ada.notes)


def test_the_gradebook_beside_it_is_told_with_a_teachers_own_points(course: Path) -> None:
    with api(course).gradebook as gradebook:
        grade = gradebook.find_grade("check_squared_error", "error", "error", "ada")
        grade.manual_score, grade.extra_credit = 1.5, 0.25
        gradebook.db.commit()

    account = explain(course, Asked("ada", "error"))

    assert account.beside.is_current
    assert account.beside.standing is not None
    said = "check_squared_error: 0 by the grader, 1.5 by a teacher, which count, 0.25 extra (of 2)"
    assert said in text_of(account)


def test_a_submission_that_changed_since_is_told_so(course: Path) -> None:
    extra = course / "submitted" / "bob" / "error" / "more.txt"
    extra.write_text("more")

    account = explain(course, Asked("bob", "error", "predict"))
    extra.unlink()

    assert not account.beside.is_current
    assert account.beside.state.startswith("the submission changed since it was graded")


def test_a_file_that_cannot_be_read_is_told_so(course: Path) -> None:
    account = explain(course, Asked("carl", "error"))

    assert "the submission/error.ipynb" not in account.unreadable
    assert "is no notebook" in account.unreadable
    assert "Nothing could be read" in text_of(account)


def test_of_a_whole_assignment_what_lost_points_stands_first_and_what_is_plain_in_one_line(ada: Account) -> None:
    text = text_of(ada)

    first = text.partition("Tried, and without all its points: ")[2].partition("\n\n")[0].splitlines()
    lost = [each for each in ada.exercises if each.points < each.max_points]
    tried = [each.name for each in lost if each.verdict not in ("not implemented", "missing")]
    assert [line.split(":")[0].strip() for line in first[1:]] == tried
    assert f"squared_error: wrong (A01), 0 of 2; {told(ada, 'squared_error').hint}" in first[1]
    assert text.count("\npredict: ") == text.count("predict: correct") == 1
    assert "exactly right (hidden): correct" not in text
    assert "Every case of one exercise: autograder explain ada error EXERCISE" in text


def test_of_one_exercise_every_case_is_told(course: Path) -> None:
    account = explain(course, Asked("ada", "error", "squared_error"))

    assert "+ exactly right (hidden): correct" in text_of(account)


def test_explaining_writes_nothing(course: Path) -> None:
    before = everything(course)

    explain(course, Asked("ada", "error"))

    assert everything(course) == before


@pytest.mark.parametrize(
    ("asked", "kind", "said"),
    [
        (Asked("adaa", "error"), SubmissionError, r"no submission of error by 'adaa' in .*; did you mean 'ada'\?"),
        (Asked("ada", "eror"), SpecError, r"no assignment 'eror' in this course; did you mean 'error'\?"),
        (Asked("ada", "error", "predct"), SpecError, r"no exercise 'predct' in error; did you mean 'predict'\?"),
        (Asked("ada", "hot_cold"), SubmissionError, r"'ada' has nothing of hot_cold .*\(there: error\)"),
        (Asked("zoe", "hot_cold"), SubmissionError, r"nothing of hot_cold lies in .*; run nbgrader collect hot_cold"),
    ],
)
def test_a_name_that_is_none_is_answered_with_the_nearest(
    course: Path, asked: Asked, kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said):
        explain(course, asked)


def test_the_command_says_first_for_whom_this_is(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--course", str(course), "explain", "ada", "error", "squared_error"])

    said = capsys.readouterr().out
    assert status == 0
    assert said.splitlines()[0] == "For the instructor alone: this shows hidden cases and their answers."
    assert "\nsquared_error: wrong (A01), 0 of 2\n" in said


def test_the_command_answers_in_json(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--course", str(course), "explain", "ada", "error", "squared_error", "--format", "json"])

    body = json.loads(capsys.readouterr().out)
    assert status == 0
    assert body["schema"] == 1
    assert body["warning"].startswith("For the instructor alone")
    assert body["exercises"][0]["cases"][0]["expected"] == "0.3025"
