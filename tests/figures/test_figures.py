"""Figures are drawn of anything or not at all, say in words what they show, and hold nothing that acts."""

import re
import xml.etree.ElementTree as ET  # the figures' own text
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.figures import Figure, curves, figure_for, heat_map
from autograder.model import Value
from autograder.spec import Case
from tests.values import values

SVG = "{http://www.w3.org/2000/svg}"
Rounds = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], float]


def train(factor: float = 1.0, rounds: int = 20) -> Rounds:
    weight, errors, predictions = 0.5, [], []
    for _ in range(rounds):
        predictions.append(weight * 0.5)
        errors.append((weight * 0.5 - 0.8) ** 2)
        weight -= factor * (weight * 0.5 - 0.8) * 0.5
    return np.array(errors), np.array(predictions), weight


def parsed(figure: Figure | None) -> "ET.Element[str]":
    assert figure is not None
    return ET.fromstring(figure.svg)  # noqa: S314 - the figures' own text


# ---------------------------------------------------------------------------------------------------- which one it is


def test_a_training_is_a_path_on_the_bowl_that_its_arguments_describe() -> None:
    drawn = figure_for(Case("", (0.5, 0.5, 0.8, 20)), train(2.0), train())

    assert drawn is not None
    assert drawn.title == "Your weight on the error bowl, and where it should go"
    assert drawn.description == (
        "Yours: from 0.5 to 1.6 in 20 steps. Expected: from 0.5 to 1.597 in 20 steps. The error is 0 at weight 1.6."
    )


def test_a_path_that_leaves_the_bowl_says_so() -> None:
    drawn = figure_for(Case("", (0.5, 0.5, 0.8, 20)), train(-3.0), train())

    assert drawn is not None
    assert drawn.description.endswith("Part of your way lies outside the picture.")
    assert "yours goes on outside" in drawn.svg


@pytest.mark.parametrize(
    ("arguments", "got", "expected"),
    [
        ((0.1, 8.5, 1.0, 0.01), 0.09, 0.11),
        ((0.5, 0.5, 0.8), 0.275, -0.275),
        ((0.5, 0.5, 0.8, 1.0), (0.25, 0.3025, 0.55, 0.275, 0.225), (0.25, 0.3025, -0.55, -0.275, 0.775)),
    ],
    ids=["the new weight", "the amount", "one round"],
)
def test_a_single_step_is_a_path_on_the_bowl_too(arguments: tuple[float, ...], got: Value, expected: Value) -> None:
    drawn = figure_for(Case("", arguments), got, expected)

    assert drawn is not None
    assert "in 1 step" in drawn.description


def test_what_is_no_weight_is_not_drawn_on_a_bowl() -> None:
    assert figure_for(Case("", (0.5, 0.5, 0.8)), 1.0, 0.3025) is None


def test_rows_are_curves_and_a_shorter_one_stays_shorter() -> None:
    drawn = figure_for(Case("", ()), [1.0, 2.0], np.arange(5.0))

    assert drawn is not None
    assert drawn.description == "Yours: 2 entries, from 1 to 2. Expected: 5 entries, from 0 to 4."


def test_matrices_are_a_map_that_names_the_worst_entry() -> None:
    right = np.arange(6.0).reshape(3, 2)

    drawn = figure_for(Case("", ()), right + np.array([[0, 0.5], [0, -2], [0, 0]]), right)

    assert drawn is not None
    assert drawn.description == (
        "2 of 6 entries differ (3 rows, 2 columns): 1 too high, 1 too low. The furthest off is [1, 1]: 1, expected 3."
    )


def test_of_several_values_the_first_that_differs_is_drawn() -> None:
    right = (np.arange(6.0), np.arange(6.0).reshape(3, 2))

    drawn = figure_for(Case("", ()), (right[0], right[1] + 1), right)

    assert drawn is not None
    assert drawn.title == "Where your matrix differs from what is expected"


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (1.0, 2.0),
        (train(), train()),
        (np.eye(3), np.eye(3)),
        ("up", "down"),
        (None, np.arange(9.0)),
        ((0.1, 0.2, 0.3, True), (0.1, 0.2, 0.3, False)),
        (np.eye(3), np.eye(4)),
        ([1.0, [2.0, 3.0]], np.arange(9.0)),
        (np.arange(4) * 1j, np.arange(4.0)),
    ],
)
def test_where_a_picture_says_nothing_there_is_none(got: Value, expected: Value) -> None:
    assert figure_for(Case("", (0.5, 0.5, 0.8, 20)), got, expected) is None


# ------------------------------------------------------------------------------------------------------- what is in it


@pytest.mark.parametrize(
    "drawn",
    [
        figure_for(Case("", (0.5, 0.5, 0.8, 20)), train(2.0), train()),
        curves(np.arange(5.0) ** 2, np.arange(5.0), "<b>&"),
        heat_map(np.eye(3), np.ones((3, 3))),
    ],
    ids=["bowl", "curves", "map"],
)
def test_a_picture_says_in_words_what_it_is_and_holds_nothing_that_acts(drawn: Figure | None) -> None:
    root = parsed(drawn)

    ids = root.attrib["aria-labelledby"].split()
    assert root.attrib["role"] == "img"
    assert [root.findtext(f"{SVG}{name}[@id='{each}']") for name, each in zip(("title", "desc"), ids, strict=True)] == (
        [drawn.title, drawn.description] if drawn else []
    )
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {"svg", "title", "desc", "path", "text"}
    assert not re.search(r"href|url\(|on\w+=", drawn.svg if drawn else "")


def test_what_is_yours_and_what_is_expected_differ_in_more_than_colour() -> None:
    drawn = curves(np.arange(5.0) ** 2, np.arange(5.0))

    words = [each.text for each in parsed(drawn).iter(f"{SVG}text")]
    dashed = [each for each in parsed(drawn).iter(f"{SVG}path") if "stroke-dasharray" in each.attrib]
    assert {"yours", "expected"} <= set(words)
    assert len(dashed) == 2


def test_errors_of_many_sizes_are_drawn_by_their_powers_of_ten() -> None:
    drawn = curves(10.0 ** -np.arange(8.0), 10.0 ** -np.arange(1.0, 9.0))

    words = [each.text for each in parsed(drawn).iter(f"{SVG}text")]
    assert "1e\N{MINUS SIGN}8" in words


def test_a_large_matrix_is_drawn_by_the_worst_of_each_block() -> None:
    right = np.zeros((300, 170))
    ours = right.copy()
    ours[299, 169], ours[5, 5] = -3.0, np.nan

    drawn = heat_map(ours, right)

    assert drawn is not None
    assert "2 of 51000 entries differ" in drawn.description
    assert "and shows the worst." in drawn.svg
    assert len(drawn.svg) < 20_000


# ---------------------------------------------------------------------------------------------------------- anything

NUMBERS = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True), st.sampled_from([0.0, 1e300, -1e308, 5e-324]), st.integers()
)
SHAPES = hnp.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=50)
ARRAYS = hnp.arrays(st.sampled_from([np.float64, np.int8, np.float16]), SHAPES)
ROWS = st.lists(NUMBERS, max_size=12)
ANYTHING = st.one_of(values(), NUMBERS, ARRAYS, ROWS, st.tuples(ROWS, ARRAYS, NUMBERS), st.tuples(*[NUMBERS] * 5))


@given(st.lists(ANYTHING, max_size=5), ANYTHING, ANYTHING)
def test_anything_is_drawn_within_bounds_or_not_at_all(arguments: list[Any], got: Value, expected: Value) -> None:
    drawn = figure_for(Case("", tuple(arguments)), got, expected)

    assert drawn is None or len(drawn.svg) < 40_000


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS), st.lists(NUMBERS, min_size=1, max_size=9), NUMBERS)
def test_any_way_is_drawn_on_its_bowl_within_bounds_or_not_at_all(
    start: tuple[float, float, float], got: list[float], last: float
) -> None:
    with np.errstate(all="ignore"):
        weight, factor, goal = (np.float64(float(each)) for each in start)
        predictions = np.array([weight * factor, goal])
        expected = ((predictions - goal) ** 2, predictions, 1.0)

    drawn = figure_for(Case("", start), (np.zeros(2), got, last), expected)

    assert drawn is None or len(drawn.svg) < 40_000


@given(hnp.arrays(np.float64, hnp.array_shapes(min_dims=2, max_dims=2, max_side=60)), st.data())
def test_any_two_matrices_are_drawn_within_bounds_or_not_at_all(
    ours: npt.NDArray[np.float64], data: st.DataObject
) -> None:
    theirs = data.draw(hnp.arrays(np.float64, ours.shape))

    drawn = heat_map(ours, theirs)

    assert drawn is None or len(drawn.svg) < 120_000


@pytest.mark.parametrize("draw", [curves, heat_map])
def test_nothing_at_all_is_no_picture(draw: Callable[..., Figure | None]) -> None:
    empty = np.zeros(0) if draw is curves else np.zeros((0, 3))

    assert draw(empty, empty) is None
