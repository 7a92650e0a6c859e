"""`autograder check` as a student types it: the findings of `check()`, whatever the code does."""

import json
import os
import signal
import time
from pathlib import Path

import pytest

from autograder.check import card_text, examine
from autograder.examples import read_examples
from tests.editor.folders import (
    PREDICT,
    RAW,
    SQUARED,
    autograder,
    change,
    handed_out,
    insert,
    line_of,
    notebook_of,
    solved,
)

CORE_ONLY = """
import sys

class OnlyTheCore:
    def find_spec(self, name, path=None, target=None):
        blocked = ("IPython", "matplotlib", "nbformat", "nbgrader", "pandas", "rich", "textual", "watchfiles")
        if name.partition(".")[0] in blocked:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, OnlyTheCore())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return handed_out(tmp_path)


def test_a_stub_is_not_implemented_and_1(folder: Path) -> None:
    ended = autograder("check", cwd=folder)

    assert ended.returncode == 1
    assert line_of(ended.stdout, "predict") == "predict not implemented 0 of 1 point"
    assert "0 of 13 points, as far as the examples tell" in " ".join(ended.stdout.split())


@pytest.mark.parametrize("ending", [".ipynb", ".py"])
def test_a_solution_is_0(folder: Path, ending: str) -> None:
    notebook = solved(folder)
    if ending == ".py":
        autograder("stub", "error", cwd=folder)

    ended = autograder("check", notebook.with_suffix(ending), cwd=folder.parent)

    assert ended.returncode == 0, ended.stdout
    assert "10.5 of 13 points, as far as the examples tell; 2.5 more if the answers are right" in " ".join(
        ended.stdout.split()
    )


def test_it_says_what_check_says_in_a_notebook(folder: Path) -> None:
    change(notebook_of(folder), squared_error=RAW)
    namespace: dict[str, object] = {}
    exec(RAW, namespace)  # noqa: S102 - written above
    examples = read_examples((folder / "examples.json").read_text(encoding="utf-8"))
    card = card_text(examine(examples, "squared_error", namespace))

    ended = autograder("check", cwd=folder)

    assert "This is the raw error" in card
    assert card in ended.stdout


def test_locked_pictures_and_checks_do_not_run_and_cells_of_ones_own_do(folder: Path) -> None:
    change(notebook_of(folder), error_curve="1 / 0", check_predict="1 / 0", predict="scale = lambda a, b: a * b")
    insert(notebook_of(folder), 60, "predict = scale")

    ended = autograder("check", cwd=folder)

    assert line_of(ended.stdout, "predict") == "predict correct 1 of 1 point"
    assert "ZeroDivisionError" not in ended.stdout


def test_what_ends_its_process_costs_that_exercise_alone(folder: Path) -> None:
    script = f"""
import os, re, ctypes

{PREDICT}

def squared_error(pred, goal_pred):
    return re.match("(a+)+$", "a" * 60 + "b")  # in C: nothing interrupts it from inside

def mean_squared_error(preds, goal_preds):
    os._exit(0)

def sse(targets, outputs):
    ctypes.string_at(0)

q_parts = "weight"
"""
    (folder / "error.py").write_text(script, encoding="utf-8")

    ended = autograder("check", "error.py", cwd=folder)

    assert ended.returncode == 1
    told = [
        line_of(ended.stdout, name) for name in ("predict", "squared_error", "mean_squared_error", "sse", "q_parts")
    ]
    assert told == [
        "predict correct 1 of 1 point",
        "squared_error too slow 0 of 2 points",
        "mean_squared_error ends the program 0 of 2 points",
        "sse crashed 0 of 2 points",
        "q_parts answered 0.5 points in reach",
    ]


def test_a_cell_that_hangs_in_c_is_ended_from_outside_and_the_others_count(folder: Path) -> None:
    script = f"# %%\nimport re\nre.match('(a+)+$', 'a' * 60 + 'b')\n# %%\n{PREDICT}\n"
    (folder / "error.py").write_text(script, encoding="utf-8")

    ended = autograder("check", "error.py", cwd=folder)

    assert line_of(ended.stdout, "predict") == "predict correct 1 of 1 point"
    assert "the cell at line 2 fails: this cell ran too long and was stopped" in ended.stdout


@pytest.mark.skipif(os.name != "posix", reason="asks for a process by its number")
def test_what_the_code_starts_does_not_outlive_it(folder: Path) -> None:
    script = "import subprocess\nopen('number', 'w').write(str(subprocess.Popen(['sleep', '300']).pid))\n"
    (folder / "error.py").write_text(script + PREDICT, encoding="utf-8")

    ended = autograder("check", "error.py", cwd=folder)

    number = int((folder / "number").read_text(encoding="utf-8"))
    assert "predict correct" in line_of(ended.stdout, "predict")
    assert not is_running(number)


def is_running(number: int) -> bool:
    """Whether a process is there; one that is only waiting to be buried is not. Ends it, if so."""
    for _ in range(50):
        try:
            if ") Z " in Path(f"/proc/{number}/stat").read_text(encoding="utf-8"):
                return False
        except OSError:
            return False
        time.sleep(0.1)
    os.kill(number, signal.SIGKILL)
    return True


def test_prints_and_calls_of_check_in_the_file_are_not_in_the_way(folder: Path) -> None:
    script = f"""
import os
from autograder import check
print('{{"type": "End"}}')
os.write(1, b"forged\\n")
{PREDICT}
check("predict")
"""
    (folder / "error.py").write_text(script, encoding="utf-8")

    ended = autograder("check", "error.py", cwd=folder)

    assert "forged" not in ended.stdout
    assert ended.stdout.count("\npredict ") == 1
    assert line_of(ended.stdout, "predict") == "predict correct 1 of 1 point"


def test_the_core_install_is_enough(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "site"
    blocked.mkdir()
    (blocked / "sitecustomize.py").write_text(CORE_ONLY, encoding="utf-8")
    change(notebook_of(folder), predict=f"%matplotlib inline\n{PREDICT}", squared_error=f"%%time\n{SQUARED}")

    ended = autograder("check", cwd=folder, environment={"PYTHONPATH": str(blocked)})

    assert ended.stderr == ""
    assert "correct" in line_of(ended.stdout, "predict")
    assert "correct" in line_of(ended.stdout, "squared_error")


def test_nothing_of_the_walls_is_imported_and_no_folder_of_the_students_is_on_the_path(folder: Path) -> None:
    (folder / "numpy.py").write_text("raise RuntimeError", encoding="utf-8")
    script = f"""
import sys
{PREDICT}
if [name for name in sys.modules if name.startswith("autograder.sandbox.") and "data_files" not in name]:
    del predict
"""
    (folder / "error.py").write_text(script, encoding="utf-8")

    ended = autograder("check", "error.py", cwd=folder)

    assert line_of(ended.stdout, "predict") == "predict correct 1 of 1 point"


def test_of_a_folder_the_file_counts_that_would_be_graded(folder: Path) -> None:
    (folder / "error.py").write_text(PREDICT, encoding="utf-8")
    script_counts = autograder("check", cwd=folder)
    change(notebook_of(folder), squared_error=SQUARED)

    notebook_counts = autograder("check", cwd=folder)

    assert script_counts.stdout.startswith("error.py\n")
    assert notebook_counts.stdout.startswith("error.ipynb\n")
    assert "Both error.ipynb and error.py were handed in; the notebook counts." in notebook_counts.stdout


def test_json_has_the_shape_of_score(folder: Path) -> None:
    change(notebook_of(folder), squared_error=RAW)

    ended = autograder("check", "--format", "json", cwd=folder)

    score = json.loads(ended.stdout)
    assert list(score) == ["schema", "assignment", "score", "max_score", "notes", "exercises"]
    wrong = score["exercises"][1]
    keys = ["name", "points", "max_points", "verdict", "hint", "misconception", "excused_by", "cases"]
    assert list(wrong) == keys
    assert (wrong["verdict"], wrong["misconception"]) == ("wrong", "A01")
    assert all(case["public"] for case in wrong["cases"])


def test_json_of_several_folders_is_a_list(folder: Path) -> None:
    handed_out(folder.parent, "hot_cold")

    ended = autograder("check", "--format", "json", cwd=folder.parent)

    assert [score["assignment"] for score in json.loads(ended.stdout)] == ["error", "hot_cold"]


def test_one_that_cannot_be_read_does_not_keep_the_others_from_being_checked(folder: Path) -> None:
    other = handed_out(folder.parent, "hot_cold")
    notebook_of(folder).write_text('{"cells": [', encoding="utf-8")

    ended = autograder("check", folder, other, cwd=folder.parent)

    assert ended.returncode == 2
    assert "error.ipynb: is no notebook with cells" in ended.stderr
    assert ended.stdout.strip().startswith("hot_cold.ipynb")


def test_a_syntax_error_in_a_script_is_told_with_its_line_in_the_file(folder: Path) -> None:
    script = f"# %%\n{PREDICT}\n\n# %%\n\ndef squared_error(pred, goal_pred)\n    return 1\n"
    (folder / "error.py").write_text(script, encoding="utf-8")

    ended = autograder("check", "error.py", cwd=folder)

    line = script.splitlines().index("def squared_error(pred, goal_pred)") + 1
    assert f"(line {line}: def squared_error(pred, goal_pred))" in ended.stdout
    assert "correct" in line_of(ended.stdout, "predict")


def test_a_name_that_is_missing_has_a_card_that_says_why(folder: Path) -> None:
    change(folder / "error.ipynb", predict="def predicted(input, weight):\n    return input * weight")

    ended = autograder("check", cwd=folder)

    assert "predict: not defined, 0 of 1 point\n  No function named predict is defined." in ended.stdout


BAD = {
    "an unknown file": (["eror.py"], ["eror.py: is not there", "did you mean error.ipynb?"]),
    "another kind of file": (["examples.json"], ["neither a notebook nor a .py file"]),
    "a folder with nothing": (["empty"], ["empty: holds no assignment"]),
    "no examples": (["bare/error.ipynb"], ["there is no examples.json beside it"]),
    "another assignment's notebook": (["error.ipynb"], ["holds none of the exercises of error"]),
    "a file that steers the terminal": (["\x1b[2J.py"], ["?[2J.py: is not there"]),
}


@pytest.mark.parametrize(("words", "said"), BAD.values(), ids=BAD)
def test_bad_input_is_one_line_and_2(folder: Path, words: list[str], said: list[str]) -> None:
    (folder / "empty").mkdir()
    (folder / "bare").mkdir()
    notebook_of(folder).replace(folder / "bare" / "error.ipynb")
    notebook_of(handed_out(folder.parent, "hot_cold")).replace(notebook_of(folder))

    ended = autograder("check", *words, cwd=folder)

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert all(phrase in ended.stderr for phrase in said)


@pytest.mark.parametrize("text", ["{", '{"schema": 99}', "[]"])
def test_broken_examples_are_one_line_and_2(folder: Path, text: str) -> None:
    (folder / "examples.json").write_text(text, encoding="utf-8")

    ended = autograder("check", cwd=folder)

    assert ended.returncode == 2
    assert ended.stderr.startswith("autograder: ")
    assert "examples.json" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_message_that_no_file_can_hold_costs_its_exercise_alone(folder: Path) -> None:
    change(
        folder / "error.ipynb",
        predict="def predict(input, weight):\n    raise ValueError('\\ud800')",
        squared_error=SQUARED,
    )

    ended = autograder("check", cwd=folder)

    assert line_of(ended.stdout, "predict").startswith("predict raises an error")
    assert line_of(ended.stdout, "squared_error").startswith("squared_error correct")


def test_a_notebook_with_a_byte_order_mark_is_read(folder: Path) -> None:
    notebook = solved(folder)
    notebook.write_bytes(b"\xef\xbb\xbf" + notebook.read_bytes())

    ended = autograder("check", cwd=folder)

    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_cell_whose_metadata_are_none_costs_nothing_else(folder: Path) -> None:
    notebook = solved(folder)
    insert(notebook, 0, "1 + 1", metadata={"nbgrader": [], "tags": 5})

    ended = autograder("check", cwd=folder)

    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_letters_that_the_stream_lacks_are_spelt_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(folder / "error.ipynb", predict="def predict(input, weight):\n    raise ValueError('to the right \u2192')")
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")

    ended = autograder("check", cwd=folder)

    assert "Traceback" not in ended.stderr
    assert "\\u2192" in ended.stdout
