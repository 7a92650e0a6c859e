"""The command as a person types it: what it prints, its exit status, and what it says to bad input."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.cli import find_course, main
from autograder.demo.folder import make_folder
from autograder.demo.workflow import open_workflow

ROOT = Path(__file__).parent.parent
ASSIGNMENTS = ("error", "hot_cold")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course, so that its seed, gradebook and files are the tests' own."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("solutions", "assignments"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".seed", "__pycache__"))
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return folder


def run(course: Path, *words: object) -> int:
    return main(["--course", str(course), *map(str, words)])


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_solution_scores_full_points_and_0(course: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(course, "score", course / "solutions" / name / f"{name}.ipynb", "--format", "json")

    score = json.loads(capsys.readouterr().out)
    assert status == 0
    assert score["score"] == score["max_score"] > 0
    assert {exercise["verdict"] for exercise in score["exercises"]} == {"correct"}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_released_stub_scores_0_with_nothing_implemented_and_1(
    course: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(course, "score", course / "assignments" / name / f"{name}.ipynb", "--format", "json")

    score = json.loads(capsys.readouterr().out)
    assert status == 1
    assert score["score"] == 0
    assert {exercise["verdict"] for exercise in score["exercises"]} == {"not implemented"}


def test_json_holds_the_documented_keys_and_no_call_of_a_hidden_case(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story = ROOT / "tests" / "submissions" / "wrong_sign"

    run(course, "score", story, "--assignment", "error", "--format", "json")

    score = json.loads(capsys.readouterr().out)
    assert list(score) == ["schema", "assignment", "score", "max_score", "notes", "exercises"]
    exercise = score["exercises"][0]
    keys = ["name", "points", "max_points", "verdict", "hint", "misconception", "excused_by", "cases"]
    assert list(exercise) == keys
    cases = [case for exercise in score["exercises"] for case in exercise["cases"]]
    assert {tuple(case) for case in cases} == {
        ("label", "public", "call", "verdict", "message"),
        ("label", "public", "call", "verdict", "message", "contrast"),
    }
    hidden = [case for case in cases if not case["public"]]
    assert hidden
    assert all(case["call"] is None and not case["message"] and "contrast" not in case for case in hidden)


def test_text_names_the_mistake(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = course / "error.py"
    script.write_text("def squared_error(pred, goal_pred):\n    return pred - goal_pred\n", encoding="utf-8")

    status = run(course, "score", script)

    text = capsys.readouterr().out
    assert status == 1
    assert "(A01)" in text
    assert "hint: This is the raw error" in text
    assert "squared_error(0.25, 0.8) got -0.55, expected 0.3025" in text


def test_output_goes_to_a_file_that_appears_whole(course: Path, tmp_path: Path) -> None:
    target = tmp_path / "score.json"
    notebook = course / "solutions" / "error" / "error.ipynb"

    run(course, "score", notebook, "--format", "json", "--output", target)

    assert json.loads(target.read_text(encoding="utf-8"))["score"] == 13
    assert [path.name for path in tmp_path.iterdir()] == ["score.json"]


def test_unsafe_is_loud_and_stands_in_the_json(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notebook = course / "solutions" / "error" / "error.ipynb"

    status = run(course, "score", notebook, "--format", "json", "--unsafe")

    captured = capsys.readouterr()
    assert status == 0
    assert "WITHOUT WALLS" in captured.err
    assert json.loads(captured.out)["unsafe"] is True
    assert json.loads(captured.out)["notes"] == ["This was graded without walls (--unsafe)."]


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


BAD_FILES = {
    "no file at all": ("nowhere.ipynb", None, ["is not there", "expected a notebook"]),
    "not a notebook": ("error.ipynb", "Dear teacher", ["error.ipynb", "no notebook", "save it again"]),
    "malformed JSON": ("error.ipynb", '{"cells": [', ["error.ipynb", "no notebook"]),
    "another kind of file": ("error.txt", "1", ["neither a notebook nor a .py file", "error.ipynb"]),
}


@pytest.mark.parametrize(("name", "text", "said"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_one_line_and_2(  # noqa: PLR0913, PLR0917 - pytest passes them by name
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str | None, said: list[str]
) -> None:
    path = tmp_path / name if text is None else write(tmp_path, name, text)

    status = run(course, "score", path, "--assignment", "error")

    captured = capsys.readouterr()
    assert status == 2
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert all(phrase in captured.err for phrase in said)


def test_a_notebook_of_another_assignment_says_which_was_expected(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook = course / "assignments" / "hot_cold" / "hot_cold.ipynb"

    status = run(course, "score", notebook, "--assignment", "error")

    assert status == 2
    assert "another assignment" in (said := capsys.readouterr().err)
    assert "expected 'error'" in said


def test_an_unknown_assignment_suggests_the_nearest(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notebook = course / "assignments" / "error" / "error.ipynb"

    status = run(course, "score", notebook, "--assignment", "eror")

    assert status == 2
    assert "did you mean 'error'?" in capsys.readouterr().err


def test_without_solutions_it_says_that_this_is_a_students_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "error.py", "x = 1\n")

    status = run(tmp_path, "score", path)

    assert status == 2
    assert "student's install" in capsys.readouterr().err


def test_an_output_folder_that_is_not_there_is_2_and_names_it(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook = course / "solutions" / "error" / "error.ipynb"

    status = run(course, "score", notebook, "--output", tmp_path / "none" / "score.json")

    assert status == 2
    assert "in a folder that exists" in capsys.readouterr().err


def test_a_name_that_steers_the_terminal_is_printed_harmlessly(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "\x1b[2Jred.ipynb", "{}")

    run(course, "score", path, "--assignment", "error")

    assert "\x1b" not in capsys.readouterr().err


def test_release_check_tells_fresh_from_stale(course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "course"
    shutil.copytree(course, copy)
    fresh = run(copy, "release", "--check")
    notebook = copy / "assignments" / "error" / "error.ipynb"
    notebook.write_text(notebook.read_text(encoding="utf-8").replace("How much", "How little"), encoding="utf-8")

    stale = run(copy, "release", "--check")

    assert (fresh, stale) == (0, 1)
    assert "stale assignments/error/error.ipynb" in capsys.readouterr().out


def test_grade_without_a_gradebook_is_3_and_says_what_to_run(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handed_in = course / "submitted" / "ada" / "error"
    handed_in.mkdir(parents=True)
    shutil.copy(course / "solutions" / "error" / "error.ipynb", handed_in)

    status = run(course, "grade", "error")

    assert status == 3
    assert "nbgrader generate_assignment" in capsys.readouterr().err


def test_grade_tells_of_points_by_hand_and_of_what_nobody_collected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", os.defpath)  # nbgrader looks for commands there; the demo's steps know where they are
    root = make_folder(tmp_path / "class", ROOT)
    open_workflow(root).release("error")
    capsys.readouterr()

    nothing = [run(root, "grade", "error"), run(root, "grade")]
    said = capsys.readouterr().out.splitlines()
    shutil.copytree(root / "assignments" / "error", root / "submitted" / "ada" / "error")
    graded = run(root, "grade", "--workers", "1")

    assert (nothing, graded) == ([0, 0], 0)
    assert said == [
        "0 graded, 0 unchanged since they were graded",
        "nothing of error lies in submitted/; run nbgrader collect error",
        "0 graded, 0 unchanged since they were graded",
        "nothing lies in submitted/; run nbgrader collect ASSIGNMENT",
    ]
    text = capsys.readouterr().out
    assert "[1/1] ada error: 0 of 13 (1 more by hand)\n" in text
    assert "nothing" not in text


def test_an_interrupted_run_is_130(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("autograder.grade.Grader.grade", interrupt)

    status = run(course, "score", course / "solutions" / "error" / "error.ipynb")

    assert status == 130
    assert capsys.readouterr().err == "autograder: interrupted\n"


def test_the_course_is_found_upwards_from_here(course: Path) -> None:
    assert find_course(course / "solutions" / "error") == course


def test_help_lists_every_verb_and_starts_no_library() -> None:
    script = (
        "import sys; from autograder.cli import main\ntry: main(['--help'])\nfinally: print('MODULES', *sys.modules)"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert ended.returncode == 0
    text, modules = ended.stdout.split("MODULES")
    verbs = {"check", "watch", "stub", "score", "grade", "explain", "new", "report", "export", "release", "demo"}
    assert all(verb in text for verb in verbs)
    assert not {"nbgrader", "rich", "pandas", "landlockpy"} & set(modules.split())


def test_no_verb_is_2_with_a_usage_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])

    assert stopped.value.code == 2
    assert "usage: autograder" in capsys.readouterr().err
