"""`autograder stub`: an assignment as a .py file that everything takes, and that nothing is lost to."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.demo.folder import make_folder
from autograder.demo.workflow import open_workflow
from autograder.grade import Grader
from tests.editor.folders import ROOT, autograder, handed_out, insert, notebook_of, solved

NAMES = sorted(path.parent.name for path in (ROOT / "assignments").glob("*/examples.json"))


@pytest.mark.parametrize("name", NAMES)
def test_the_stub_of_a_solution_scores_what_the_notebook_scores(tmp_path: Path, name: str, grader: Grader) -> None:
    folder = handed_out(tmp_path, name)
    solved(folder)

    written = autograder("stub", name, cwd=tmp_path)

    score = grader.grade(folder / f"{name}.py", name)
    assert written.returncode == 0
    assert score.points == score.max_points > 0
    assert not [result.error for _, result in score.cells if result.error]


@pytest.mark.parametrize("name", NAMES)
def test_a_fresh_stub_can_be_run_plainly_and_earns_nothing(tmp_path: Path, name: str) -> None:
    folder = handed_out(tmp_path, name)
    autograder("stub", name, cwd=tmp_path)

    run = subprocess.run([sys.executable, f"{name}.py"], cwd=folder, capture_output=True, text=True, check=False)
    score = json.loads(autograder("check", f"{name}.py", "--format", "json", cwd=folder).stdout)

    assert (run.returncode, run.stderr) == (0, "")
    assert "not implemented" in run.stdout
    assert {exercise["verdict"] for exercise in score["exercises"]} == {"not implemented"}


def test_it_holds_prose_as_comments_checks_behind_a_guard_and_no_pictures(tmp_path: Path) -> None:
    folder = handed_out(tmp_path)

    autograder("stub", "error", cwd=folder)

    text = (folder / "error.py").read_text(encoding="utf-8")
    assert "# %% [markdown]\n# # How much did it miss?\n" in text
    assert 'if __name__ == "__main__":\n    check("predict")\n' in text
    assert "matplotlib" not in text
    assert "Here the notebook draws a picture: error.ipynb shows it." in text
    assert "A person reads this answer. Write it into error.ipynb" in text


def test_importing_it_checks_nothing(tmp_path: Path) -> None:
    folder = handed_out(tmp_path)
    autograder("stub", "error", cwd=folder)

    ended = subprocess.run(
        [sys.executable, "-c", "import error"], cwd=folder, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout) == (0, "")


def test_a_file_that_is_there_is_left_alone_without_force(tmp_path: Path) -> None:
    folder = handed_out(tmp_path)
    path = folder / "error.py"
    path.write_text("mine", encoding="utf-8")

    refused = autograder("stub", "error", cwd=folder)
    kept = path.read_text(encoding="utf-8")
    forced = autograder("stub", "error", "--force", cwd=folder)

    assert (refused.returncode, forced.returncode) == (2, 0)
    assert "is there already" in refused.stderr
    assert kept == "mine"
    assert path.read_text(encoding="utf-8").startswith("# %% [markdown]")


def test_output_names_the_file(tmp_path: Path) -> None:
    folder = handed_out(tmp_path)

    ended = autograder("stub", folder, "--output", tmp_path / "elsewhere.py", cwd=tmp_path)

    assert ended.returncode == 0
    assert (tmp_path / "elsewhere.py").is_file()
    assert not (folder / "error.py").exists()


def test_of_a_course_it_is_written_into_a_folder_of_its_own_and_the_release_stays_as_it_is(tmp_path: Path) -> None:
    released = handed_out(tmp_path / "assignments")
    (tmp_path / "solutions").mkdir()
    (tmp_path / "work").mkdir()
    before = sorted(path.name for path in released.iterdir())

    ended = autograder("stub", "error", cwd=tmp_path / "work")
    checked = autograder("check", "error/error.py", cwd=tmp_path / "work")

    assert (ended.returncode, checked.returncode) == (0, 1)
    assert "0 of 13 points" in checked.stdout
    assert sorted(path.name for path in released.iterdir()) == before


def test_an_assignment_that_is_not_there_suggests_the_nearest(tmp_path: Path) -> None:
    handed_out(tmp_path)

    ended = autograder("stub", "eror", cwd=tmp_path)

    assert ended.returncode == 2
    assert ended.stderr == "autograder: eror: is not an assignment that was handed out here; did you mean error?\n"


def test_work_in_the_notebook_is_taken_over_and_told(tmp_path: Path) -> None:
    folder = handed_out(tmp_path)
    solved(folder)

    ended = autograder("stub", "error", cwd=folder)

    assert "error.ipynb holds work of yours" in ended.stdout


def test_a_notebook_that_is_none_is_2(tmp_path: Path) -> None:
    folder = handed_out(tmp_path)
    notebook_of(folder).write_text("[]", encoding="utf-8")

    ended = autograder("stub", "error", cwd=folder)

    assert ended.returncode == 2
    assert "is no notebook with cells" in ended.stderr


@pytest.mark.parametrize("metadata", [{"nbgrader": []}, {"tags": 5}], ids=["settings", "tags"])
def test_a_cell_whose_metadata_are_none_is_named_and_2(tmp_path: Path, metadata: dict[str, object]) -> None:
    folder = handed_out(tmp_path)
    insert(notebook_of(folder), 0, "1 + 1", metadata=metadata)

    ended = autograder("stub", "error", cwd=folder)

    assert ended.returncode == 2
    assert "is no notebook with cells (Expected `" in ended.stderr
    assert "$.cells[0].metadata" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_filled_in_stub_is_graded_and_gets_its_page_of_feedback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", os.defpath)  # nbgrader looks for commands there; the demo's steps know where they are
    root = make_folder(tmp_path / "class", ROOT)
    open_workflow(root).release("error")
    folder = handed_out(tmp_path / "ada")
    stub_notebook = notebook_of(folder).read_bytes()
    solved(folder)
    autograder("stub", "error", cwd=folder)
    notebook_of(folder).write_bytes(stub_notebook)
    shutil.copytree(folder, root / "submitted" / "ada" / "error")
    capsys.readouterr()

    status = main(["--course", str(root), "grade", "--workers", "1"])

    said = capsys.readouterr().out
    page = (root / "feedback" / "ada" / "error" / "error.html").read_text(encoding="utf-8")
    assert status == 0
    assert "ada error: 13 of 13 (1 more by hand)" in said
    assert "squared_error" in page
