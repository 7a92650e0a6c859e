"""Stories of what students hand in, each a folder in submissions/ with the files and the verdicts they deserve.

expected.json holds the assignment and either `refused`, what the one line of refusal must say, or the verdict of every
exercise and the points, and where they matter what must stand in `hints` (by exercise) and `notes`.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import SpecError, SubmissionError
from autograder.grade import Grader
from autograder.model import Judgement, Verdict
from tests.conftest import SEED

ROOT = Path(__file__).parent.parent
STORIES = sorted(path.parent for path in (Path(__file__).parent / "submissions").glob("*/expected.json"))


def expected_of(folder: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return expected


TOLD = [folder for folder in STORIES if "refused" not in expected_of(folder)]
REFUSED = [folder for folder in STORIES if "refused" in expected_of(folder)]


@pytest.mark.parametrize("folder", TOLD, ids=lambda folder: folder.name)
def test_a_submission_earns_the_verdicts_it_deserves(grader: Grader, folder: Path) -> None:
    expected = expected_of(folder)

    score = grader.grade(folder, expected["assignment"])

    assert {verdict.exercise: verdict.judgement.value for verdict in score.verdicts} == expected["verdicts"]
    assert score.points == expected["points"]
    hints = {verdict.exercise: verdict.hint for verdict in score.verdicts}
    for exercise, hint in expected.get("hints", {}).items():
        assert hint in hints[exercise]
    assert len(score.notes) == len(expected.get("notes", ()))
    for note, found in zip(expected.get("notes", ()), score.notes, strict=True):
        assert note in found


@pytest.mark.parametrize("folder", REFUSED, ids=lambda folder: folder.name)
def test_what_is_no_submission_is_refused_in_one_line(grader: Grader, folder: Path) -> None:
    expected = expected_of(folder)

    with pytest.raises(SubmissionError) as refused:
        grader.grade(folder, expected["assignment"])

    assert re.search(expected["refused"], str(refused.value))
    assert "\n" not in str(refused.value)


def test_every_kind_of_verdict_but_our_own_faults_and_costly_ones_has_a_story() -> None:
    told = {verdict for folder in TOLD for verdict in expected_of(folder)["verdicts"].values()}

    untold = {judgement.value for judgement in Judgement} - told

    assert untold == {"partial", "waiting", "out of memory", "crashed", "not graded"}


def test_the_same_submission_earns_the_same_score_again(grader: Grader) -> None:
    folder = ROOT / "tests" / "submissions" / "syntax_error"

    assert grader.grade(folder, "error") == grader.grade(folder, "error")


def test_one_submission_leaves_nothing_behind_for_the_next(grader: Grader) -> None:
    right = ROOT / "tests" / "submissions" / "right"
    before = grader.grade(right, "error")

    for name in ("magics", "changed_locked_cells", "failing_cells_of_ones_own", "wrong_kinds"):
        grader.grade(ROOT / "tests" / "submissions" / name, "error")

    assert grader.grade(right, "error") == before


def test_the_seed_decides_the_hidden_cases_and_is_not_written_anywhere(grader: Grader) -> None:
    with Grader(ROOT, seed=SEED + 1) as other:
        calls = [each.key_for("error").calls for each in (grader, other)]
        fingerprints = [each.fingerprint("error") for each in (grader, other)]

    assert calls[0] != calls[1]
    assert fingerprints[0] != fingerprints[1]
    seed_file = ROOT / "solutions" / ".seed"
    assert not seed_file.exists() or seed_file.read_text(encoding="ascii").strip() not in {str(SEED), str(SEED + 1)}


def test_an_assignment_that_does_not_exist_is_answered_with_the_nearest(grader: Grader) -> None:
    with pytest.raises(SpecError, match="did you mean 'hot_cold'"):
        grader.grade(ROOT / "tests" / "submissions" / "right", "hot_and_cold")


def test_a_file_may_be_graded_without_its_folder(grader: Grader) -> None:
    score = grader.grade(ROOT / "tests" / "submissions" / "script" / "error.py", "error")

    assert score.points == score.max_points


def graded(grader: Grader, folder: Path, text: str, assignment: str = "error") -> dict[str, Verdict]:
    (folder / f"{assignment}.py").write_text(text, encoding="utf-8")
    score = grader.grade(folder / f"{assignment}.py", assignment)
    return {verdict.exercise: verdict for verdict in score.verdicts}


SPELLS_OUT_ITS_ARGUMENTS = """
import numpy as np
def predict(input, weight):
    if str(input) in ("0.5", "8.5", "2.0", "[0.5 8.5 2. ]"):
        return input * weight + input**3 + 1 if np.ndim(input) == 0 else input * weight + np.arange(3)
    return {way}
"""


@pytest.mark.parametrize(
    "way", ["type(f'{input!r} {weight!r}', (), {})()", "np.empty((3, 0, int(abs(np.ravel(input)[0]) * 2**10)))"]
)
def test_no_hint_quotes_what_code_returns_on_hidden_arguments(grader: Grader, tmp_path: Path, way: str) -> None:
    hidden = grader.key_for("error").answers[0].cases[4:]
    figures = [value for case in hidden for value in case.arguments if isinstance(value, float)]

    verdict = graded(grader, tmp_path, SPELLS_OUT_ITS_ARGUMENTS.replace("{way}", way))["predict"]

    assert verdict.points == 0
    assert "another kind of thing" in verdict.hint
    assert not any(repr(figure) in verdict.hint or str(int(figure * 2**10)) in verdict.hint for figure in figures)


def test_hidden_cases_that_fail_are_told_apart_by_nothing(grader: Grader, tmp_path: Path) -> None:
    text = """
def predict(input, weight):
    if str(input) in ("0.5", "8.5", "2.0", "[0.5 8.5 2. ]"):
        return input * weight
    if str(input).endswith("1"):
        raise ValueError
    return "text" if str(weight).endswith("3") else 0.0
"""
    verdict = graded(grader, tmp_path, text)["predict"]

    hidden = {case.judgement for case in verdict.cases if not case.public}
    assert hidden <= {Judgement.CORRECT, verdict.judgement}


def test_a_huge_empty_array_costs_its_own_exercise_alone(grader: Grader, tmp_path: Path) -> None:
    text = "import numpy as np\ndef sse(t, o): return np.empty((2**30, 0))\ndef predict(i, w): return i * w\n"

    verdicts = graded(grader, tmp_path, text)

    assert (verdicts["sse"].points, verdicts["predict"].points) == (0, 1)


def test_what_stands_after_a_statement_that_fails_counts_all_the_same(grader: Grader, tmp_path: Path) -> None:
    text = """
def predict(input, weight):
    return float(input) * weight
import numpy
predict = numpy.vectorize(predict)
plt.plot([1, 2])
squared_error = lambda pred, goal_pred: (pred - goal_pred) ** 2
display("hello"); get_ipython().run_line_magic("matplotlib", "inline")
q_cancel = 0
"""
    verdicts = graded(grader, tmp_path, text)

    right = [name for name, verdict in verdicts.items() if verdict.judgement is Judgement.CORRECT]
    assert right == ["predict", "squared_error", "q_cancel"]


def test_a_file_of_helpers_beside_a_solved_notebook_takes_nothing_from_it(grader: Grader, tmp_path: Path) -> None:
    notebook = json.loads((ROOT / "assignments" / "error" / "error.ipynb").read_text(encoding="utf-8"))
    own = {"cell_type": "code", "metadata": {}, "source": "def predict(input, weight):\n    return input * weight"}
    notebook["cells"].append(own)
    (tmp_path / "error.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (tmp_path / "helpers.py").write_text("x = 1\n", encoding="utf-8")

    score = grader.grade(tmp_path, "error")

    assert score.points == 1
    assert "helpers.py" in score.notes[-1]


def test_what_cannot_be_read_when_a_function_is_asked_again_is_no_fault_of_ours(grader: Grader, tmp_path: Path) -> None:
    attack = ROOT / "tests" / "attacks" / "answers_in_bytes_when_asked_again.py"

    verdict = graded(grader, tmp_path, attack.read_text(encoding="utf-8"))["predict"]

    assert (verdict.judgement, verdict.points) == (Judgement.WRONG, 0)


def course_of_one(folder: Path) -> Path:
    """The course with one assignment, and without a seed."""
    for name in ("solutions", "assignments"):
        shutil.copytree(ROOT / name / "error", folder / name / "error")
    return folder


def test_with_the_courses_own_seed_a_key_is_kept_for_the_next_time_beside_it(tmp_path: Path) -> None:
    root = course_of_one(tmp_path)
    with Grader(root) as first:
        fingerprint = first.fingerprint("error")
    kept = root / "solutions" / ".keys" / "error"
    file = kept.stat().st_ino

    with Grader(root) as second:
        assert second.fingerprint("error") == fingerprint
    assert kept.stat().st_ino == file


def test_a_key_is_built_anew_when_a_data_file_has_changed(tmp_path: Path) -> None:
    root = course_of_one(tmp_path)
    with Grader(root) as first:
        first.key_for("error")
    kept = root / "solutions" / ".keys" / "error"
    file = kept.stat().st_ino
    (root / "assignments" / "error" / "heights.csv").write_text("height\n1.8\n")

    with Grader(root) as second:
        second.key_for("error")

    assert kept.stat().st_ino != file


@pytest.mark.parametrize("settings", [{"seed": SEED}, {"unsafe": True}], ids=["another seed", "without walls"])
def test_nothing_is_kept_of_another_seed_or_without_walls(tmp_path: Path, settings: dict[str, Any]) -> None:
    root = course_of_one(tmp_path)

    with Grader(root, **settings) as grader:
        grader.key_for("error")

    assert not (root / "solutions" / ".keys").exists()
