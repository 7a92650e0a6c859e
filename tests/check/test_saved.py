"""`check()` compares what was run with what is saved: in a real kernel, since only that keeps the text of its cells."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from autograder import check
from autograder.check.saved import compare_with_file
from autograder.examples import Examples, read_examples

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "assignments/error/examples.json"
SETUP = "import numpy as np\nfrom autograder import check"
PREDICT = "def predict(input, weight):\n    return input * weight"
HELPED = "def squared_error(pred, goal_pred):\n    return square(pred - goal_pred)"
HELPER = "def square(x):\n    return x * x"
QUESTION = "q_cancel = 0"


def notebook(*sources: str) -> Any:  # noqa: ANN401 - nbformat's
    made = new_notebook(cells=[new_code_cell(source) for source in (SETUP, *sources, "check()")])
    for cell in made.cells[1:-1]:
        name = cell.source.removeprefix("def ").split("(")[0].split(" =")[0]
        cell.metadata["nbgrader"] = {"grade_id": name, "solution": True, "grade": False}
    return made


@pytest.fixture
def said(tmp_path: Path) -> Any:  # noqa: ANN401 - a function
    """Run some cells beside a file with other ones; gives the lines below the last `check()`."""

    def run(saved: list[str], on_screen: list[str], name: str = "error.ipynb") -> list[str]:
        (tmp_path / "examples.json").write_bytes(EXAMPLES.read_bytes())
        nbformat.write(notebook(*saved), tmp_path / name)
        screen = notebook(*on_screen)
        NotebookClient(
            screen, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
        ).execute()
        text = screen.cells[-1].outputs[0].data["text/plain"]
        return str(text).partition("\n\n")[2].splitlines()

    return run


def test_what_was_run_and_is_saved_is_not_mentioned_whatever_its_layout(said: Any) -> None:  # noqa: ANN401
    other_layout = PREDICT.replace("input * weight", "(input   * weight)  # the product")

    assert said([PREDICT, QUESTION], [other_layout, QUESTION]) == []


def test_what_was_changed_and_not_saved_is_named(said: Any) -> None:  # noqa: ANN401
    lines = said([PREDICT, QUESTION], [PREDICT.replace("*", "+"), "q_cancel = 1"])

    assert lines[0] == "Before you submit: the grading reads error.ipynb as it is saved."
    assert [line.split(":")[0] for line in lines[1:]] == ["predict, q_cancel"]
    assert "what was run is not what is saved. Save the notebook (Ctrl+S" in lines[1]


def test_what_lives_in_memory_alone_is_named(said: Any) -> None:  # noqa: ANN401
    lines = said([HELPED], [HELPED, HELPER, PREDICT])

    assert lines[1:] == [
        "predict is not in the saved file and lives in memory alone. Write it into its cell, and save.",
        "square is used and is not in the saved file: it lives in memory alone. Put its cell back, and save.",
    ]


def test_a_notebook_of_something_else_is_not_compared(said: Any) -> None:  # noqa: ANN401
    assert said(["def other(): pass"], [PREDICT], "notes.ipynb") == []


# --------------------------------------------------------------------------------------------------- which notebook


@pytest.fixture
def examples() -> Examples:
    return read_examples(EXAMPLES.read_text(encoding="utf-8"))


def test_of_two_notebooks_the_session_says_which_one_it_is(
    examples: Examples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("error.ipynb", "copy.ipynb"):
        nbformat.write(notebook(PREDICT), tmp_path / name)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)

    unknown = compare_with_file(examples, {}, tmp_path)
    told = compare_with_file(examples, {"__session__": str(tmp_path / "copy.ipynb")}, tmp_path)
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "error.ipynb"))
    by_jupyter = compare_with_file(examples, {}, tmp_path)

    assert unknown is None
    assert told is not None
    assert told.file == "copy.ipynb"
    assert by_jupyter is not None
    assert by_jupyter.file == "error.ipynb"


@pytest.mark.parametrize("text", ["", "{}", '{"cells": 1}', '{"cells": [1, {"source": [2]}]}', "\x00"])
def test_a_broken_notebook_is_no_notebook(examples: Examples, tmp_path: Path, text: str) -> None:
    (tmp_path / "error.ipynb").write_text(text, encoding="utf-8")

    assert compare_with_file(examples, {"predict": len}, tmp_path) is None


def test_cells_that_are_no_python_and_magics_hold_nothing_up(examples: Examples, tmp_path: Path) -> None:
    body = json.loads(nbformat.writes(notebook(f"%matplotlib inline\n{PREDICT}", "def broken(:", QUESTION)))
    body["cells"][1]["metadata"]["nbgrader"]["grade_id"] = "predict"
    (tmp_path / "error.ipynb").write_text(json.dumps(body), encoding="utf-8")

    found = compare_with_file(examples, {"q_cancel": 0, "predict": len}, tmp_path)

    assert found is not None
    assert [remark.split(":")[0] for remark in found.remarks] == ["predict"]


def test_an_exercise_of_the_notebook_that_the_examples_lack_tells_of_two_releases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "examples.json").write_bytes(EXAMPLES.read_bytes())
    later = notebook(PREDICT, "def predicted_later(x): return x")
    later.cells[-1].metadata["nbgrader"] = {"grade_id": "check_predicted_later", "grade": True}
    nbformat.write(later, tmp_path / "error.ipynb")
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.chdir(tmp_path)

    points = check("predicted_later")

    said = capsys.readouterr().out
    assert points == 0.0
    assert said.startswith('check: "predicted_later" is in this notebook and not in examples.json, which is of release')
    assert "fetch error anew" in said


def test_what_cannot_be_compared_is_not_called_unsaved(said: Any) -> None:  # noqa: ANN401
    cells = [
        "@np.vectorize\ndef predict(input, weight):\n    return input * weight",
        "q_cancel, q_outlier = 10.0, 0.0",
        "q_parts = []\nq_parts.append('input')",
        "if True:\n    def squared_error(pred, goal_pred):\n        return (pred - goal_pred) ** 2",
        "def squaring_shrinks(error):  # a line that Python does not end here:\u2028\n    return (5\n    % 3) > error",
    ]

    assert said(cells, cells) == []
