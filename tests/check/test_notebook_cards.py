"""Cards in a notebook: a page beside the plain text, a number that explains itself, and a kernel that lives on."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

ROOT = Path(__file__).parent.parent.parent
_SCRIPT = "<script>alert(1)</script>"
_CELLS = {
    "setup": "import numpy as np\nfrom autograder import check",
    "right": "def direction_and_amount(weight, input, goal_pred):\n    return (input * weight - goal_pred) * input",
    "check_right": 'check("direction_and_amount")',
    "wrong": (
        "def gradient_train(weight, input, goal_pred, iterations):\n    errors, preds = [], []\n"
        "    for _ in range(iterations):\n        pred = input * weight\n"
        "        errors.append((pred - goal_pred) ** 2)\n"
        "        preds.append(pred)\n        weight = weight + direction_and_amount(weight, input, goal_pred)\n"
        "    return np.array(errors), np.array(preds), weight"
    ),
    "check_wrong": 'check("gradient_train")',
    "one_value": (
        "def three_effects(weight, input, goal_pred):\n    e = input * weight - goal_pred\n"
        "    return e, e * input, input == 0, e * input < 0"
    ),
    "check_one_value": 'check("three_effects")',
    "hostile": f"def slope(weight, input, goal_pred):\n    raise ValueError({_SCRIPT!r} * 99)",
    "check_hostile": 'check("slope")',
    "ends": "def chain(outer_prime, inner, inner_prime, z):\n    exit()",
    "check_ends": 'check("chain")',
    "question": "q_rods = 6",
    "check_question": 'check("q_rods")',
    "check_typo": 'check("slop")',
    "check_all": "check()",
    "sum": "check('q_rods') + 1",
}


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run a notebook in a real kernel; gives its cells by name."""
    folder = tmp_path_factory.mktemp("gradient_step")
    (folder / "examples.json").write_bytes((ROOT / "assignments/gradient_step/examples.json").read_bytes())
    notebook = new_notebook(cells=[new_code_cell(source) for source in _CELLS.values()])
    for cell, name in zip(notebook.cells, _CELLS, strict=True):
        cell.metadata["nbgrader"] = {
            "grade_id": name,
            "grade": name.startswith("check"),
            "solution": False,
            "points": 9,
        }
    notebook.cells[3].metadata["nbgrader"]["grade_id"] = "gradient_train"
    nbformat.write(notebook, folder / "gradient_step.ipynb")
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    return dict(zip(_CELLS, notebook.cells, strict=True))


def page_of(cell: Any) -> str:  # noqa: ANN401 - nbformat's
    return str(cell.outputs[0].data["text/html"])


def value_of(cell: Any) -> Any:  # noqa: ANN401 - nbformat's
    return cell.outputs[-1].data


class Reader(HTMLParser):
    """Notes what a page holds."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def tags_of(page: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Reader()
    reader.feed(page)
    return reader.tags


@pytest.mark.parametrize("name", [name for name in _CELLS if name.startswith("check")])
def test_a_card_has_a_page_and_a_text_and_its_value_is_a_number_that_nbgrader_takes(
    cells: dict[str, Any], name: str
) -> None:
    card, value = cells[name].outputs

    points, _ = determine_grade(cells[name])
    assert (card.output_type, value.output_type) == ("display_data", "execute_result")
    assert card.data["text/plain"]
    assert repr(points) == value.data["text/plain"]


def test_the_number_below_a_card_says_what_it_is_where_a_page_shows_it(cells: dict[str, Any]) -> None:
    right, answered, nothing = (value_of(cells[f"check_{name}"]) for name in ("right", "question", "typo"))

    assert right["text/plain"] == answered["text/plain"] == "0.5"
    assert "0.5 of 0.5 points on the examples" in right["text/html"]
    assert "0.5 points in reach; whether the answer is right, the grading tells." in answered["text/html"]
    assert "Nothing was checked." in nothing["text/html"]


def test_and_is_a_number_to_whoever_counts_with_it(cells: dict[str, Any]) -> None:
    assert value_of(cells["sum"]) == {"text/plain": "1.5"}


def test_a_card_shows_the_weights_way_beside_the_one_it_should_take(cells: dict[str, Any]) -> None:
    page = page_of(cells["check_wrong"])

    assert "Your weight on the error bowl, and where it should go" in page
    assert "Against which direction is the weight to move?" in page


def test_of_several_values_the_card_says_which_one_is_wrong(cells: dict[str, Any]) -> None:
    text = cells["check_one_value"].outputs[0].data["text/plain"]

    assert re.search(r"value 1 +value 2 +value 3 +value 4\n +got .* True\n +expected .* False\n", text)
    assert re.search(r"difference +right +right +right +another", text)
    assert '<th scope="col">value 4</th>' in page_of(cells["check_one_value"])


def test_what_a_student_wrote_is_text_on_the_page_and_bounded(cells: dict[str, Any]) -> None:
    page = page_of(cells["check_hostile"])

    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert len(page) < 12_000


@pytest.mark.parametrize("name", [name for name in _CELLS if name.startswith("check")])
def test_a_page_needs_nothing_from_elsewhere_and_runs_nothing(cells: dict[str, Any], name: str) -> None:
    tags = tags_of(page_of(cells[name]))

    assert not {"script", "link", "img", "iframe", "object", "a"} & {tag for tag, _ in tags}
    assert not [key for _, attributes in tags for key in attributes if key.startswith("on")]
    assert "url(" not in page_of(cells[name])


@pytest.mark.parametrize("name", ["check_right", "check_one_value", "check_all"])
def test_a_page_can_be_read_by_a_screen_reader(cells: dict[str, Any], name: str) -> None:
    tags = tags_of(page_of(cells[name]))

    assert [attributes["aria-label"] for tag, attributes in tags if tag == "section"]
    assert [tag for tag, attributes in tags if attributes.get("role") == "heading"]
    assert all("scope" in attributes for tag, attributes in tags if tag == "th")


def test_exit_in_a_function_ends_the_call_and_not_the_kernel(cells: dict[str, Any]) -> None:
    assert "ends the program" in page_of(cells["check_ends"])
    assert value_of(cells["sum"])["text/plain"] == "1.5"


def test_the_overview_has_a_row_for_each_exercise_and_says_that_the_file_is_what_was_run(cells: dict[str, Any]) -> None:
    page = page_of(cells["check_all"])
    body = json.loads((ROOT / "assignments/gradient_step/examples.json").read_text(encoding="utf-8"))

    rows = page.count('<th scope="row">')
    assert rows == len(body["exercises"]) + len(body["by_hand"])
    assert "2 of 20 exercises done" in page
    assert "What was run is what is saved in <code>gradient_step.ipynb</code>." in page


def test_of_several_long_values_the_one_that_is_off_is_shown(cells: dict[str, Any]) -> None:
    lines = cells["check_wrong"].outputs[0].data["text/plain"].splitlines()

    assert lines[2].startswith("    got       value 1: [0.3025, 0.47265625, ")
    assert lines[3].startswith("    expected  value 1: [0.3025, 0.17015625, ")
    assert lines[3].endswith("(off by 0.642813 at [2] of value 1)")
