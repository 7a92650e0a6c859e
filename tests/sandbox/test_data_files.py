"""The tables that lie beside a notebook, read by their bare names behind the wall."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder import wire
from autograder.grade import Grader
from autograder.model import CellKind, Ending
from autograder.sandbox import Limits, Sandbox, data_files
from autograder.sandbox.data_files import MOST_BYTES, MOST_FILES

from .conftest import ROOT
from .jobs import calls, notebook, variable
from .test_figures import by_name, course_notebook

SEED = 4711
SEEN = "import os\nseen = sorted(os.listdir('.'))"
READ = "text = open('numbers.csv').read()"


@pytest.fixture(scope="module")
def course_sandbox() -> Iterator[Sandbox]:
    with Sandbox(data=lambda name: data_files(ROOT / "assignments" / name)) as sandbox:
        yield sandbox


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "numbers.csv"
    path.write_text("a,b\n1,2\n")
    return path


@pytest.fixture
def sandbox(table: Path) -> Iterator[Sandbox]:
    with Sandbox(data=lambda name: [table] if name == "lesson" else [], limits=Limits(files=3)) as sandbox:
        yield sandbox


def value_of(sandbox: Sandbox, name: str, *sources: str) -> object:
    (outcome,) = sandbox.run(notebook(*sources), [variable(name)]).outcomes[name]
    assert outcome.ending is Ending.RETURNED, outcome
    return wire.decode(outcome.encoded)


def test_a_submission_reads_the_table_of_its_assignment(tmp_path: Path) -> None:
    path = tmp_path / "gradient_step.ipynb"
    lesson = json.loads((ROOT / "assignments" / "gradient_step" / path.name).read_bytes())
    source = "import pandas as pd\nprint(len(pd.read_csv('admissions.csv')))"
    own: dict[str, object] = {
        "cell_type": "code",
        "id": "own",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": source,
    }
    path.write_text(json.dumps(lesson | {"cells": [*lesson["cells"], own]}))

    with Grader(ROOT, seed=SEED) as grader:
        score = grader.grade(path, "gradient_step")

    (result,) = [result for index, result in score.cells if index == len(lesson["cells"])]
    assert (result.printed, result.error) == ("400\n", "")


@pytest.mark.parametrize("assignment", ["gradient_step", "backprop"])
def test_the_training_curve_of_a_lab_is_drawn(course_sandbox: Sandbox, assignment: str) -> None:
    submission = course_notebook(assignment)

    curve = by_name(submission, course_sandbox.draw(submission))["training_curve"]

    assert len(curve.figures) == 1
    assert curve.result.error == ""
    assert "epoch" in curve.result.printed
    assert "waits for" not in curve.result.printed


def test_no_child_finds_what_another_did_to_the_table(sandbox: Sandbox) -> None:
    for harm in (
        "open('numbers.csv', 'w').write('spoilt')",
        "import mmap\nwith open('numbers.csv', 'r+b') as file:\n    mmap.mmap(file.fileno(), 0)[:1] = b'x'",
        "import os\nos.rename('numbers.csv', 'elsewhere.csv')",
        "import os\nos.remove('numbers.csv')",
    ):
        assert sandbox.run(notebook(harm), []).cells[0].error == ""

        assert value_of(sandbox, "text", READ) == "a,b\n1,2\n"
        assert value_of(sandbox, "seen", SEEN) == ["numbers.csv"]


def test_a_child_that_follows_one_that_was_ended_finds_the_table_whole(sandbox: Sandbox) -> None:
    spoil = "open('numbers.csv', 'w').write('spoilt')\nimport os\nos._exit(0)"

    assert value_of(sandbox, "text", READ, spoil) == "a,b\n1,2\n"


def test_the_released_table_itself_stays_as_it_is(sandbox: Sandbox, table: Path) -> None:
    sandbox.run(notebook("open('numbers.csv', 'w').write('spoilt')"), [])

    assert table.read_text() == "a,b\n1,2\n"


def test_a_table_released_anew_is_what_the_next_child_reads(sandbox: Sandbox, table: Path) -> None:
    sandbox.run(notebook(READ), [])
    table.write_text("a,b\n3,4\n")

    assert value_of(sandbox, "text", READ) == "a,b\n3,4\n"


def test_another_assignment_does_not_find_the_table(table: Path) -> None:
    with Sandbox(data=lambda name: [table] if name == "other" else []) as sandbox:
        assert value_of(sandbox, "seen", SEEN) == []


def test_code_that_borrows_finds_no_table(sandbox: Sandbox) -> None:
    reading = notebook("def f(x):\n    return x + len(open('numbers.csv').read())")
    outcomes = sandbox.borrow(reading, [calls("f", (1,))], ["def g(x):\n    return x"])

    assert outcomes["f"][0].ending is Ending.RAISED


def test_data_files_are_none_of_the_files_that_code_may_make(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.csv").write_text("1")
    source = "import time\nopen('one', 'w').close()\nopen('two', 'w').close()\ntime.sleep(0.5)"

    with Sandbox(data=lambda _: data_files(tmp_path), limits=Limits(files=2)) as sandbox:
        fits = sandbox.run(notebook(source), []).cells[0]
        too_many = sandbox.run(notebook(f"open('three', 'w').close()\n{source}"), [variable("x")]).cells[0]

    assert fits.error == ""
    assert "too many files" in too_many.error


def test_tables_are_data_and_nothing_else_beside_a_notebook_is(tmp_path: Path) -> None:
    for name in ("b.csv", "a.txt", "lesson.ipynb", "lesson.py", "examples.json", "EXAMPLES.JSON", ".seed"):
        (tmp_path / name).write_text("1")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "link.csv").symlink_to("/etc/passwd")

    assert data_files(tmp_path) == (tmp_path / "a.txt", tmp_path / "b.csv")


def test_a_folder_that_is_not_there_holds_no_data(tmp_path: Path) -> None:
    assert data_files(tmp_path / "nowhere") == ()


def test_what_is_too_large_or_too_much_is_left_out(tmp_path: Path) -> None:
    with (tmp_path / "0.csv").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for number in range(1, MOST_FILES + 2):
        (tmp_path / f"{number:03}.csv").write_text("1")

    assert [path.name for path in data_files(tmp_path)] == [f"{number:03}.csv" for number in range(1, MOST_FILES + 1)]


def test_a_reference_reads_the_table_beside_it_before_the_first_release(tmp_path: Path) -> None:
    course = _course_whose_reference_reads_a_table(tmp_path)
    submission = course / "solutions" / "error" / "error.ipynb"

    with Grader(course, seed=SEED) as grader:
        key = grader.key_for("error")
        seen = grader.sandbox.run(course_notebook("error"), []).cells
        before = grader.fingerprint("error")
    (course / "assignments" / "error").mkdir(parents=True)
    shutil.copy(course / "solutions" / "error" / "numbers.csv", course / "assignments" / "error")
    with Grader(course, seed=SEED) as grader:
        score = grader.grade(submission, "error")
        after = grader.fingerprint("error")

    assert key.answers
    assert seen
    assert score.points == score.max_points
    assert before != after


def _course_whose_reference_reads_a_table(root: Path) -> Path:
    """The course's `error`, where a setup cell takes its library's name out of a table."""
    folder = root / "solutions" / "error"
    shutil.copytree(ROOT / "solutions" / "error", folder)
    (folder / "numbers.csv").write_text("numpy")
    path = folder / "error.ipynb"
    lesson = json.loads(path.read_bytes())
    template = course_notebook("error")
    index = next(index for index, cell in enumerate(template.cells) if cell.kind is CellKind.SETUP)
    lesson["cells"][index]["source"] = [
        "import importlib\nnp = importlib.import_module(open('numbers.csv').read())\n",
        *lesson["cells"][index]["source"],
    ]
    path.write_text(json.dumps(lesson))
    return root
