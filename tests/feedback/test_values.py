"""From a student's function to the figure on the page: the values of a public call come along, of a hidden one none."""

import base64
import json
from typing import Any

import pytest

from autograder.grade import Grader
from autograder.score import score_json
from tests.feedback.made_pages import page, read, standing

ASSIGNMENT = "gradient_step"
WRONG = """
import numpy as np

def direction_and_amount(weight, input, goal_pred):
    return input * weight - goal_pred

def gradient_train(weight, input, goal_pred, iterations):
    return np.zeros(400), np.zeros(400), weight

def numerical_derivative(function, x):
    raise ValueError(x)

def slope(weight, input, goal_pred):
    return 0.5 if weight == 0.5 else 2 * input * (input * weight - goal_pred) + 1
"""


@pytest.fixture(name="told", scope="module")
def tell(grader: Grader, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The score of a wrong submission as it lies beside an autograded notebook."""
    path = tmp_path_factory.mktemp("wrong") / f"{ASSIGNMENT}.py"
    path.write_text(WRONG)
    found: dict[str, Any] = json.loads(json.dumps(score_json(grader.grade(path, ASSIGNMENT))))
    return found


def contrasts(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    (exercise,) = (one for one in told["exercises"] if one["name"] == name)
    return [case["contrast"] for case in exercise["cases"] if "contrast" in case]


def test_one_public_failure_of_an_exercise_has_its_values_and_no_hidden_one_has(
    told: dict[str, Any], grader: Grader
) -> None:
    answers = {each.exercise.name: each for each in grader.key_for(ASSIGNMENT).answers}

    for exercise in told["exercises"]:
        marked = [case for case in exercise["cases"] if "contrast" in case]
        assert len(marked) <= 1
        for case in marked:
            known = answers[exercise["name"]]
            public = {tuple(arguments) for arguments in (known.calls.arguments or ())[: known.public]}
            values = [base64.b64decode(value) for value in case["contrast"]["values"]]
            assert case["public"]
            assert not values or tuple(values[2:]) in public
    assert len(contrasts(told, "direction_and_amount")[0]["values"]) == 5


def test_what_is_too_large_or_was_never_returned_leaves_words_alone(told: dict[str, Any]) -> None:
    (large,) = contrasts(told, "gradient_train")
    (raised,) = contrasts(told, "numerical_derivative")

    assert (large["values"], raised["values"]) == ([], [])
    assert raised["got"].startswith("ValueError")


def test_what_was_not_written_has_nothing_beside_what_was_expected(told: dict[str, Any]) -> None:
    page_text = read(page(told, standing())).text

    assert "nothing (missing)" not in page_text
    assert "No function named sigmoid is defined" in page_text


def test_the_page_draws_the_step_beside_where_it_should_go(told: dict[str, Any]) -> None:
    markup = read(page(told, standing()))

    assert "svg" in markup.tags
    assert "Yours: from 0.5 to 1.05" in markup.text
