"""What a card says of foundations, of what is different every time, and of names that lead nowhere."""

from pathlib import Path
from typing import Any

import pytest

from autograder.check import card_text, examine, examples_in
from autograder.check.names import unknown
from autograder.examples import Examples, read_examples

ROOT = Path(__file__).parent.parent.parent
SIGMOID = "import numpy as np\ndef sigmoid(x): return 1 / (1 + np.exp(-x))\n"
WRONG_SIGMOID = SIGMOID.replace("-x", "-2 * x")
PRIME = "def sigmoid_prime(x): return sigmoid(x) * (1 - sigmoid(x))\n"
STEP = (
    "def inner(h): return sigmoid(h)\n"
    "def weight_step(x, y, weights, learnrate):\n    h = np.dot(x, weights)\n"
    "    return learnrate * (y - inner(h)) * sigmoid_prime(h) * x\n"
)


@pytest.fixture(scope="module")
def examples() -> Examples:
    return examples_in([ROOT / "assignments/gradient_step"])


def defined(text: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    exec(text, namespace)  # noqa: S102 - what a notebook's cells do
    return namespace


def test_what_stands_on_something_wrong_says_what_to_mend_first(examples: Examples) -> None:
    finding = examine(examples, "weight_step", defined(WRONG_SIGMOID + PRIME + STEP))

    assert finding.first == (
        "It stands on sigmoid, which is not right yet: mend that first. "
        "In the grading it is judged as if that one were right."
    )
    assert card_text(finding).splitlines()[1] == f"  {finding.first}"


def test_and_what_to_write_first(examples: Examples) -> None:
    stub = "import numpy as np\ndef sigmoid(x):\n    try: raise NotImplementedError\n    finally: pass\n"
    own = "def weight_step(x, y, weights, learnrate):\n    try: return sigmoid(0)\n    except Exception: return x\n"

    finding = examine(examples, "weight_step", defined(stub + own))

    assert finding.first == (
        "It stands on sigmoid, which is not written yet: write that first. "
        "In the grading it is judged as if that one were right."
    )


def test_a_foundation_that_is_not_used_is_not_blamed(examples: Examples) -> None:
    own = "def weight_step(x, y, weights, learnrate): return x\n"

    assert examine(examples, "weight_step", defined(WRONG_SIGMOID + own)).first == ""


def test_what_is_wrong_itself_on_right_foundations_blames_none(examples: Examples) -> None:
    finding = examine(examples, "weight_step", defined(SIGMOID + PRIME + STEP.replace("* x\n", "* x * 3\n")))

    assert finding.first == ""
    assert finding.verdict.hint != ""


def test_what_is_different_every_time_is_told_as_the_grader_tells_it(examples: Examples) -> None:
    finding = examine(examples, "slope", defined("import random\ndef slope(w, i, g): return random.random()"))

    assert finding.verdict.hint.startswith("Called twice with the same arguments, it gives two different results.")


def test_a_renamed_function_is_asked_after(examples: Examples) -> None:
    finding = examine(examples, "direction_and_amount", defined("def Direction_and_amout(w, i, g): return 1"))

    assert finding.verdict.hint.startswith(
        "There is no direction_and_amount, and there is Direction_and_amout: was it renamed?"
    )


def test_another_exercise_is_not_taken_for_a_renamed_one(examples: Examples) -> None:
    finding = examine(examples, "weight_steps", defined(SIGMOID + PRIME + STEP))

    assert finding.verdict.hint.startswith("There is no weight_steps yet. Run the cell that defines it")


def test_an_exercise_of_another_notebook_is_known_from_the_folder_beside(examples: Examples) -> None:
    said = unknown("try_both", examples, [ROOT / "assignments/gradient_step"])

    assert said == (
        'check: "try_both" is an exercise of hot_cold, and this is gradient_step. Check it in the notebook of hot_cold.'
    )


@pytest.mark.parametrize("text", ["", "{", "[]", '{"exercises": [1]}', '{"exercises": [{"name": "slop"}]}', "\ufeff{"])
def test_whatever_lies_in_the_folders_beside_a_typo_gets_its_answer(
    examples: Examples, tmp_path: Path, text: str
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    (tmp_path / "there/examples.json").write_text(text, encoding="utf-8")

    assert unknown("slop", examples, [tmp_path / "here"]).endswith('Did you mean "slope"?')


def test_a_name_without_end_is_cut(examples: Examples) -> None:
    assert len(unknown("x" * 10**5, examples, [])) < 600


def test_foundations_come_with_the_examples_and_older_files_have_none() -> None:
    text = (ROOT / "assignments/gradient_step/examples.json").read_text(encoding="utf-8")

    now, older = read_examples(text), read_examples(text.replace('"foundations"', '"something_else"'))

    assert now.key.foundations_of("weight_step") == ("sigmoid", "sigmoid_prime")
    assert older.key.foundations_of("weight_step") == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("predict", lambda *_: list(range(20_000))),
        ("q_cancel", list(range(20_000))),
        ("predict", 10**4000),
        ("predict", list(range(20_000))),
    ],
    ids=["returned", "answered", "a huge integer", "a long list"],
)
def test_what_is_too_large_to_read_is_told_and_not_raised(name: str, value: object) -> None:
    examples = read_examples((ROOT / "assignments/error/examples.json").read_text(encoding="utf-8"))

    finding = examine(examples, name, {name: value})

    assert finding.verdict.points == 0
    assert card_text(finding)
