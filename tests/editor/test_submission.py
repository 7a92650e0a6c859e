"""`autograder check --submission`: what there is to know before handing in."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.editor.folders import PREDICT, autograder, change, handed_out, insert, notebook_of, solved


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return handed_out(tmp_path)


def told(folder: Path, *words: object) -> str:
    return autograder("check", "--submission", *words, cwd=folder).stdout


def remarks(folder: Path, *words: object) -> list[str]:
    ended = autograder("check", "--submission", "--format", "json", *words, cwd=folder)
    return list(json.loads(ended.stdout)["remarks"])


def shown(points: str) -> list[dict[str, Any]]:
    """A cell's outputs as a run leaves them."""
    return [{"output_type": "execute_result", "data": {"text/plain": points}, "metadata": {}, "execution_count": 1}]


def put_outputs(notebook: Path, name: str, outputs: list[dict[str, Any]]) -> None:
    body = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in body["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == name:
            cell.update(outputs=outputs, execution_count=1)
    notebook.write_text(json.dumps(body), encoding="utf-8")


def test_a_solution_is_0_and_everything_runs(folder: Path) -> None:
    solved(folder)

    ended = autograder("check", "--submission", cwd=folder)

    assert ended.returncode == 0
    assert "error.ipynb: this is what will be graded" in ended.stdout
    assert "every cell runs from top to bottom" in ended.stdout
    assert "10.5 of 13 points, as far as the examples tell; 2.5 more if the answers are right" in " ".join(
        ended.stdout.split()
    )


def test_it_reveals_nothing_but_points(folder: Path) -> None:
    change(notebook_of(folder), predict="def predict(input, weight):\n    return input + weight")

    text = told(folder)

    assert "wrong" in text
    assert "expected" not in text


def test_a_name_that_comes_only_later_and_one_that_is_gone(folder: Path) -> None:
    insert(notebook_of(folder), 3, "now = later + 1")
    insert(notebook_of(folder), 4, "and_now = gone + 1")
    insert(notebook_of(folder), 60, "later = 1")

    text = told(folder)

    assert "cell 4 (now = later + 1) fails: NameError: name 'later' is not defined" in text
    assert "later, which cell 4 (now = later + 1) needs, comes only later: cell " in text
    assert "gone, which cell 5 (and_now = gone + 1) needs, is defined nowhere" in text


def test_locked_cells_that_were_changed_or_deleted_are_told(folder: Path) -> None:
    change(notebook_of(folder), setup="import numpy as np", check_predict=None, sse=None)

    said = " ".join(remarks(folder))

    assert "is locked and was changed. It is put back as it was handed out" in said
    assert "The check cell of predict will be put back" in said
    assert "The cell for sse was deleted" in said


def test_a_fresh_notebook_has_no_changed_cells(folder: Path) -> None:
    said = remarks(folder)

    assert [each for each in said if "changed" in each or "deleted" in each or "put back" in each] == []


def test_an_answer_in_words_that_is_still_empty_is_told_until_it_is_there(folder: Path) -> None:
    empty = remarks(folder)
    change(notebook_of(folder), why_square="Because squares lose the sign.")

    answered = remarks(folder)

    assert any("why_square (1 point, read by a person) is not answered yet" in each for each in empty)
    assert not any("why_square" in each for each in answered)


def test_checks_that_show_other_points_than_the_saved_code_earns(folder: Path) -> None:
    put_outputs(notebook_of(folder), "check_predict", shown("1.0"))
    put_outputs(notebook_of(folder), "check_squared_error", shown("0.0"))

    said = remarks(folder)

    (found,) = (each for each in said if each.startswith("Checks show other points than the saved code earns"))
    assert "earns: predict (1, now 0). What is saved is not what you checked" in found


def test_cells_that_were_not_run_and_those_run_in_another_order(folder: Path) -> None:
    put_outputs(notebook_of(folder), "predict", [])
    insert(notebook_of(folder), 0, "first = 1", execution_count=7)
    insert(notebook_of(folder), 1, "never = 1")

    said = " ".join(remarks(folder))

    assert "Not run when the notebook was saved: cells 2," in said
    assert "in another order than they stand in" in said


def test_unknown_magics_are_told(folder: Path) -> None:
    insert(notebook_of(folder), 3, "%%bash\nls")

    assert "A cell that begins with %%bash was skipped" in told(folder)


def test_data_of_ones_own_is_told_and_what_was_handed_out_is_not(tmp_path: Path) -> None:
    folder = handed_out(tmp_path, "gradient_step")
    (folder / "mine.csv").write_text("1", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("1", encoding="utf-8")
    insert(
        notebook_of(folder), 3, "for name in ('admissions.csv', 'mine.csv', '../outside.txt'):\n    open(name).read()"
    )

    said = " ".join(remarks(folder))

    assert "It reads mine.csv. Only files that were handed out" in said
    assert "outside.txt, which lies outside this folder" in said
    assert "admissions.csv" not in said


def test_where_both_files_are_changed_it_says_which_counts(folder: Path) -> None:
    (folder / "error.py").write_text(PREDICT, encoding="utf-8")
    change(notebook_of(folder), predict=PREDICT)

    assert "Both error.ipynb and error.py were handed in; the notebook counts." in told(folder)
    assert "Of the files in this folder error.ipynb counts, and not this one." in remarks(folder, "error.py")
