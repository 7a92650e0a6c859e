"""Wrong versions that nobody listed are named by their figures alone; and no hint is given that does not hold."""

import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from autograder.answers import Known
from autograder.diagnose import Diagnosis, diagnose
from autograder.grade import Grader
from autograder.model import Ending, Judgement, Outcome, Value
from autograder.spec import Case, Exercise, HiddenCases
from tests.made_up import MadeUp, answers, made_up, raised, returned
from tests.values import values

REFERENCE = {
    "miss": "def miss(pred, goal_pred):\n    return pred - goal_pred",
    "product": "def product(left, right):\n    return left @ right",
    "numbers": "def numbers(x):\n    return x + 1, x * x, 3 * x - 2",
    "halving": (
        "def halving(start, rounds):\n    values = np.array([start * 0.5**k for k in range(rounds)])\n"
        "    return values, start * 0.5**rounds"
    ),
    "centred": "def centred(values):\n    return values - np.mean(values)",
    "total": "def total(values):\n    return np.sum(values)",
    "refuses": ("def refuses(x):\n    if x < 0:\n        raise ValueError('below zero')\n    return x**0.5"),
}
TABLE = np.arange(6.0).reshape(3, 2)
ROW = np.array([2.0, 3.0, 7.0])


def hidden(*arguments: tuple[Value, ...]) -> HiddenCases:
    return lambda _: [Case(f"hidden {number}", each) for number, each in enumerate(arguments)]


@pytest.fixture(scope="module")
def course(grader: Grader) -> MadeUp:
    exercises = (
        Exercise("miss", 2, [Case("a", (0.25, 0.8))], hidden((1.5, 0.3), (0.1, 7.77), (-2.0, 1.1234567), (3, 3))),
        Exercise(
            "product",
            2,
            [Case("a", (np.eye(2) + TABLE[:2], TABLE[1:])), Case("b", (TABLE[:2], ROW[:2]))],
            hidden((TABLE[1:] ** 2, TABLE[:2] + 1), (TABLE[1:], TABLE[:2])),
        ),
        Exercise("numbers", 2, [Case("a", (2.5,))], hidden((7.25,), (-1.5,), (11.0,))),
        Exercise("halving", 2, [Case("a", (8.0, 4))], hidden((3.0, 6), (0.0, 5), (-5.0, 1), (7.0, 3))),
        Exercise(
            "centred",
            2,
            [Case("a", (ROW,))],
            hidden((ROW**2,), (np.array([1.0, -5.0]),), (ROW - 9.3,)),
            keeps_arguments=True,
        ),
        Exercise("total", 2, [Case("a", (ROW,))], hidden((TABLE,), (ROW * 1.5,), (TABLE[0],))),
        Exercise(
            "refuses", 2, [Case("a", (4.0,)), Case("b", (-1.0,), raises="ValueError")], hidden((2.0,), (9.0,), (0.3,))
        ),
    )
    return made_up(grader.sandbox, REFERENCE, *exercises)


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        pytest.param("miss", "lambda p, g: g - p", "size is right and the sign is not", id="sign"),
        pytest.param("miss", "lambda p, g: abs(p - g)", "sign is lost on the way", id="size alone"),
        pytest.param("miss", "lambda p, g: (p - g) ** 2", "the square of what it should be", id="squared"),
        pytest.param("refuses", "lambda x: x if x >= 0 else int('x')", "square of what it should", id="no root"),
        pytest.param("refuses", "lambda x: x**0.25 if x >= 0 else int('x')", "Its square would be right", id="root"),
        pytest.param("miss", "lambda p, g: 0.5 * (p - g)", "0.5 times what it should be", id="factor"),
        pytest.param("miss", "lambda p, g: -3 * (p - g)", "-3 times what it should be", id="factor and sign"),
        pytest.param("numbers", "lambda x: (2 * x + 2, 2 * x * x, 6 * x - 4)", "2 times what", id="factor of a tuple"),
        pytest.param("product", "lambda a, b: (a @ b) / 3", "0.333333 times what", id="factor of tables"),
        pytest.param("miss", "lambda p, g: round(p - g, 2)", "rounded to 2 decimals", id="rounded"),
        pytest.param("miss", "lambda p, g: float(np.round(p - g))", "rounded to whole numbers", id="rounded to none"),
        pytest.param("miss", "lambda p, g: float(f'{p - g:.3f}')", "rounded to 3 decimals", id="rounded by its text"),
        pytest.param("product", "lambda a, b: (a @ b).T", "Rows and columns", id="transposed"),
        pytest.param("product", "lambda a, b: (a @ b).T.tolist()", "Rows and columns", id="transposed lists"),
        pytest.param("centred", "lambda v: (v - v.mean())[:, None]", "an axis is too many", id="column for a row"),
        pytest.param("centred", "lambda v: (v - v.mean())[None]", "an axis is too many", id="table of one row"),
        pytest.param("total", "lambda v: np.sum(v)[None]", "an axis is too many", id="array for a number"),
        pytest.param("miss", "lambda p, g: [p - g]", "an axis is too many", id="list for a number"),
        pytest.param(
            "numbers", "lambda x: np.array([[x + 1], [x * x], [3 * x - 2]])", "an axis", id="column of a tuple"
        ),
        pytest.param("centred", "lambda v: v[:, None] - [v.mean() for _ in v]", "all against all", id="broadcast"),
        pytest.param("numbers", "lambda x: (x * x, x + 1, 3 * x - 2)", "their order is not", id="order"),
        pytest.param("numbers", "lambda x: [3 * x - 2, x + 1, x * x]", "their order is not", id="order of a list"),
        pytest.param(
            "numbers", "lambda x: np.array([3 * x - 2, x * x, x + 1])", "their order is not", id="order of an array"
        ),
        pytest.param("numbers", "lambda x: (x + 1, x * x)", "another number of values", id="a value too few"),
        pytest.param(
            "numbers",
            "lambda x: (x + 1, -x * x, 3 * x - 2)",
            "only number 2 is off. The size is right",
            id="one sign of three",
        ),
        pytest.param(
            "numbers", "lambda x: (x + 1, x * x, 2 * x + 9)", "only number 3 is off. Follow", id="one of three"
        ),
        pytest.param(
            "numbers", "lambda x: (x + 1, x * x, 4.0)", "only number 3 is off. It gives the same", id="one constant"
        ),
        pytest.param("total", "lambda v: v", "many numbers where one is asked for", id="not summed"),
        pytest.param("centred", "lambda v: np.sum(v)", "one number where several", id="summed"),
        pytest.param("miss", "lambda p, g: 0.3025", "same result whatever the arguments", id="constant"),
        pytest.param("numbers", "lambda x: (1.0, 2.0, 3.0)", "same result whatever the arguments", id="constant tuple"),
        pytest.param("miss", "lambda p, g: miss", "hands back a function", id="function"),
        pytest.param("total", "lambda v: np.sum", "hands back a function", id="NumPy's function"),
        pytest.param("total", "lambda v: v.sum", "hands back a function", id="method"),
        pytest.param("miss", "lambda p, g: print(p - g)", "prints its result and returns None", id="printed"),
        pytest.param(
            "total", "lambda v: print(f'Sum: {np.sum(v):.2f}!')", "prints its result", id="printed in a sentence"
        ),
        pytest.param("miss", "lambda p, g: print('hello')", "prints something and returns None", id="printed in words"),
        pytest.param(
            "miss", "lambda p, g: print(99)", "prints something and returns None", id="printed another number"
        ),
        pytest.param("miss", "lambda p, g: None", "returns None. Where does it hand", id="None"),
        pytest.param("miss", "lambda p, g: p - g if p > g else None", "None for some arguments", id="None on a path"),
        pytest.param("miss", "lambda p, g: str(p - g)", "a text, and a number is asked for", id="text"),
        pytest.param("miss", "lambda p, g: p > g", "True or False, and a number is", id="truth"),
        pytest.param("miss", "lambda p, g: (p - g,)", "a comma at the end", id="a tuple of one"),
        pytest.param("numbers", "lambda x: (x + 1, np.ones(2), 3 * x)", "Value 2 is an array", id="array in a tuple"),
        pytest.param("numbers", "lambda x: x + 1", "a number, and a tuple of 3 values is", id="number for a tuple"),
        pytest.param("numbers", "lambda x: (x + 1, str(x), 3 * x)", "Value 2 is a text", id="text in a tuple"),
        pytest.param(
            "miss", "lambda p, g: -0.55 if p == 0.25 else 1.0", "Are the examples written into it", id="hard-coded"
        ),
        pytest.param(
            "miss", "lambda p, g: -0.55 if p == 0.25 else p + g", "right on the examples, and not", id="examples alone"
        ),
        pytest.param("miss", "lambda p, g: {0.25: -0.55}[p]", "raises an error elsewhere", id="raises elsewhere"),
        pytest.param("refuses", "lambda x: abs(x) ** 0.5", "arguments are to be refused", id="refuses nothing"),
    ],
)
def test_a_wrong_version_that_nobody_listed_is_named(course: MadeUp, name: str, text: str, hint: str) -> None:
    verdict = course.verdict(name, f"{name} = {text}")

    assert hint in verdict.hint
    assert verdict.points == 0
    assert verdict.misconception is None


def loop(records: str, moves: str, rounds: str = "rounds", makes: str = "[]") -> str:
    return (
        f"def halving(start, rounds):\n    values, x = {makes}, start\n    for k in range({rounds}):\n"
        f"        {records}\n        {moves}\n    return np.array(values), start * 0.5**rounds"
    )


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param(loop("x *= 0.5", "values.append(x)"), "one place too early", id="recorded after the move"),
        pytest.param(
            loop("values.append(x if k else start)", "x *= 0.5 if k else 1"),
            "one place too late",
            id="moves a round late",
        ),
        pytest.param(loop("values.append(x)", "x *= 0.5", rounds="rounds - 1"), "ends too early", id="a round too few"),
        pytest.param(
            loop("values[k] = x", "x *= 0.5", rounds="rounds - 1", makes="np.zeros(rounds)"),
            "ends too early",
            id="the last round stays zero",
        ),
        pytest.param(
            loop("values[k] = x", "return values, start * 0.5**rounds", makes="np.zeros(rounds)"),
            "ends too early",
            id="returns inside the loop",
        ),
        pytest.param(
            loop("values.append(x)", "x *= 0.5", rounds="rounds + 1"), "goes on too long", id="a round too many"
        ),
        pytest.param(
            loop("x *= 0.5", "values.append(x)", rounds="rounds - 1"),
            "first entries are missing",
            id="without the start",
        ),
    ],
)
def test_a_history_that_is_shifted_or_of_another_length_is_named(course: MadeUp, text: str, hint: str) -> None:
    verdict = course.verdict("halving", text)

    assert hint in verdict.hint


def test_an_argument_changed_in_place_is_named_though_the_value_is_right(course: MadeUp) -> None:
    verdict = course.verdict("centred", "def centred(values):\n    values -= np.mean(values)\n    return values")

    assert verdict.judgement is Judgement.WRONG
    assert "changes the array it was given" in verdict.hint
    assert "argument 1 changed in place" in verdict.cases[0].message


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        pytest.param("miss", "lambda p, g: float64(p)", "where does the name float64 come from", id="float64"),
        pytest.param("miss", "lambda p, g: pred - g", "a name is used that nobody has defined", id="name"),
        pytest.param("miss", "def miss(p, g):\n    p = m - g\n    m = p\n    return m", "read before", id="unbound"),
        pytest.param(
            "miss", "def miss(p):\n    return p", "arguments that the docstring names", id="too few parameters"
        ),
        pytest.param("miss", "lambda p, g: (lambda x: x)()", "raises TypeError", id="too few arguments further in"),
        pytest.param("miss", "lambda input, g: input('?')", "called like a function and is none", id="shadowed input"),
        pytest.param("miss", "lambda p, g: (p - g) ^ 2", "^ is not a power", id="power"),
        pytest.param("miss", "lambda p, g: p - print(g)", "None is used as if", id="None in a sum"),
        pytest.param("miss", "lambda p, g: p / 0", "divided by zero", id="division"),
        pytest.param(
            "centred", "def centred(v):\n    v = np.arange(3)\n    v += 0.5", "whole-number array", id="in place"
        ),
        pytest.param("centred", "lambda v: v if v > 0 else -v", "one yes-or-no question", id="if of an array"),
        pytest.param("centred", "lambda v: v[len(v)]", "where does counting begin", id="index"),
        pytest.param("product", "lambda a, b: a @ b @ b.T @ b[:1]", "Two shapes do not fit", id="shapes"),
        pytest.param("miss", "lambda p, g: (p - g).sum(axis=0) + [1, 2][2]", "plain number", id="number as an array"),
        pytest.param("miss", "miss = lambda p, g: miss(p, g)", "never stops", id="recursion"),
        pytest.param("miss", "lambda p, g: sum(p)", "goes over a single number", id="a loop over a number"),
        pytest.param("miss", "lambda p, g: p * abs", "What is missing to call it?", id="a function in a sum"),
        pytest.param("centred", "lambda v: float(v)", "Which function of NumPy does the same", id="float of an array"),
        pytest.param("miss", "lambda p, g: len(np.array(p))", "it has no length", id="no length"),
        pytest.param("miss", "lambda p, g: {}['gap']", "capitals included", id="key"),
        pytest.param("miss", "def miss(p, g):\n    raise EOFError", "It asks with input()", id="input"),
        pytest.param("miss", "def miss(p, g):\n    raise OSError('?')", "raises OSError. At which line", id="another"),
    ],
)
def test_an_exception_on_an_example_leads_to_a_question_about_its_cause(
    course: MadeUp, name: str, text: str, hint: str
) -> None:
    verdict = course.verdict(name, text if text.startswith(("def", name)) else f"{name} = {text}")

    assert verdict.judgement is Judgement.RAISED
    assert hint.lower() in verdict.hint.lower()


# ---------------------------------------------------------------------------------------------- no false diagnoses


def hint_of(actual: list[Any], expected: list[Any], *, public: int = 1) -> str:
    outcomes = [each if isinstance(each, Outcome) else returned(each) for each in actual]
    return diagnose(answers(expected, public=public), outcomes).hint


#: What must be true of the figures for a hint to hold, by a phrase of it.
HOLDS: Final[dict[str, Callable[[list[float], list[float]], bool]]] = {
    "the sign is not": lambda ours, theirs: all(a == -e for a, e in zip(ours, theirs, strict=True)),
    "sign is lost": lambda ours, theirs: all(a == abs(e) for a, e in zip(ours, theirs, strict=True)),
    "is the square of": lambda ours, theirs: all(a == e * e for a, e in zip(ours, theirs, strict=True)),
    "Its square would": lambda ours, theirs: all(a * a == e for a, e in zip(ours, theirs, strict=True)),
    "times what": lambda ours, theirs: (
        len(set(theirs) - {0}) > 1 and len({a / e for a, e in zip(ours, theirs, strict=True) if e}) == 1
    ),
    "rounded to whole": lambda ours, theirs: all(a == round(e) for a, e in zip(ours, theirs, strict=True)),
    "same result whatever": lambda ours, theirs: len(set(ours)) == 1 and len(set(theirs)) > 1,
    "right on the examples": lambda ours, theirs: ours[0] == theirs[0],
    "one and the same result elsewhere": lambda ours, _: len(set(ours[1:])) == 1,
}
HALVES = st.integers(-4, 4).map(lambda number: number / 2)


@given(st.lists(st.tuples(HALVES, HALVES), min_size=1, max_size=5))
@example([(1.0, -1.0), (2.0, -2.0)])
@example([(0.5, 0.5), (0.25, 1.0)])
@example([(0.0, 0.5), (0.0, -0.5), (0.0, 0.0)])
@example([(2.0, 1.0), (2.0, 1.0)])
def test_a_hint_is_given_only_where_it_holds(figures: list[tuple[float, float]]) -> None:
    ours, theirs = [a for a, _ in figures], [e for _, e in figures]
    assume(ours != theirs)

    hint = hint_of(list(ours), list(theirs))

    assert hint == "" or any(phrase in hint for phrase in HOLDS)
    for phrase, holds in HOLDS.items():
        assert phrase not in hint or holds(ours, theirs), hint


@given(st.lists(st.tuples(st.lists(HALVES, max_size=4), st.lists(HALVES, max_size=4)), min_size=1, max_size=3))
@example([([2.0, 3.0], [1.0, 2.0])])
@example([([0.0, 0.0, 0.0], [1.0, 2.0, 3.0])] * 2)
@example([([1.0, 0.0, 0.0], [1.0, 2.0, 3.0])] * 2)
@example([([0.0], [0.0, 0.0]), ([0.0, 0.0], [0.5, 0.0]), ([0.5], [0.5])])
def test_a_hint_about_rows_is_given_only_where_it_holds(rows: list[tuple[list[float], list[float]]]) -> None:
    hint = hint_of([np.array(ours) for ours, _ in rows], [np.array(theirs) for _, theirs in rows])
    needy = [(ours, theirs) for ours, theirs in rows if ours != theirs]

    if "too early: the row" in hint:
        assert all(len(ours) == len(theirs) and ours[:-1] == theirs[1:] for ours, theirs in rows)
    if "too late" in hint:
        assert all(len(ours) == len(theirs) and ours[1:] == theirs[:-1] for ours, theirs in rows)
    if "ends too early" in hint:
        assert any(any(ours) for ours, _ in needy)
        assert all(ours[:1] == theirs[:1] or not any(ours) for ours, theirs in needy)
    if "first entries are missing" in hint:
        assert all(theirs[len(theirs) - len(ours) :] == ours for ours, theirs in needy)
    if "goes on too long" in hint:
        assert all(ours[: len(theirs)] == theirs for ours, theirs in needy)
    if "an axis" in hint or "Rows and columns" in hint:
        pytest.fail("both are plain rows")


@given(st.lists(st.tuples(values(max_leaves=4), values(max_leaves=4)), min_size=1, max_size=4), st.integers(0, 3))
def test_whatever_comes_back_a_diagnosis_is_made_of_it(pairs: list[tuple[Any, Any]], public: int) -> None:
    diagnosis = diagnose(
        answers([theirs for _, theirs in pairs], public=min(public, len(pairs))), [returned(ours) for ours, _ in pairs]
    )

    assert isinstance(diagnosis, Diagnosis)


def test_bytes_that_are_no_value_are_diagnosed_without_an_error() -> None:
    forged = Outcome(Ending.RETURNED, b"\xc1")

    assert diagnose(answers([1.0, 2.0]), [forged, forged]).misconception is None
    assert diagnose(answers([1.0, 2.0]), [forged, returned(-2.0)]).misconception is None


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        pytest.param([0.5], [0.25], id="a single figure is neither a factor nor a root"),
        pytest.param([6.0, 6.0], [3.0, 3.0], id="one figure twice is one figure"),
        pytest.param([0.0, 0.0], [0.2, 0.4], id="zeros are not rounded figures"),
        pytest.param([np.array(3.0)], [5.0], id="an array without axes is one number"),
        pytest.param([np.array([3.0])], [5.0], id="an array of one number is not many"),
        pytest.param([2.0, 4.5], [1.0, 2.0], id="nearly a factor"),
        pytest.param([np.array([5.0, 1.0])], [np.array([1.0, 5.0])], id="two entries swapped are no shift"),
    ],
)
def test_thin_evidence_earns_no_hint_of_a_slip(actual: list[Any], expected: list[Any]) -> None:
    hint = hint_of(actual, expected)

    assert not re.search("factor|times|root|square|rounded|many numbers|place too", hint)


def test_an_exception_that_is_asked_for_is_not_held_against_anybody() -> None:
    expected = [4.0, raised("ValueError"), 6.0, 7.5]

    hint = hint_of([-4.0, raised("ValueError", "below zero"), -6.0, -7.5], expected, public=2)

    assert "the sign is not" in hint


def test_a_history_that_stands_still_in_one_case_does_not_hide_a_shift() -> None:
    expected = [np.array([8.0, 4, 2, 1]), np.zeros(4), np.array([5.0])]

    hint = hint_of([np.array([4.0, 2, 1, 0.5]), np.zeros(4), np.array([2.5])], expected)

    assert "one place too early" in hint


def test_what_a_hidden_case_raised_is_not_told() -> None:
    hint = hint_of([1.0, raised("KeyError", "0.123456")], [1.0, 2.0])

    assert hint == "It runs on the examples and raises an error elsewhere. What is different there?"


# --------------------------------------------------------------------------------------------------- misconceptions


def known(identity: str, *values_of_cases: Value) -> Known:
    outcomes = tuple(each if isinstance(each, Outcome) else returned(each) for each in values_of_cases)
    return Known(identity, f"hint of {identity}", outcomes)


def test_a_misconception_goes_before_a_slip() -> None:
    found = diagnose(answers([1.0, 2.0], known=[known("M1", -1.0, -2.0)]), [returned(-1.0), returned(-2.0)])

    assert found == Diagnosis("hint of M1", "M1")


def test_a_misconception_has_to_fit_on_every_case() -> None:
    found = diagnose(answers([1.0, 2.0], known=[known("M1", 5.0, 6.0)]), [returned(5.0), returned(7.0)])

    assert found.misconception is None


def test_a_misconception_is_recognised_in_another_form_and_by_what_it_raises() -> None:
    listed = [known("M1", np.array([1.0, 2.0]), raised("ZeroDivisionError", "float division by zero"))]

    found = diagnose(
        answers([np.zeros(2), 2.0], known=listed), [returned([1, 2]), raised("ZeroDivisionError", "division by zero")]
    )

    assert found.misconception == "M1"


def test_tuples_that_differ_in_length_from_case_to_case_are_diagnosed_without_an_error() -> None:
    expected = [(2.0, 4.0), (1.0,), (3.0, 8.0), ()]
    actual = [(2.0, 3.0), (1.0,), (3.0, 5.0), ()]

    assert isinstance(hint_of(actual, expected, public=4), str)


def test_a_hint_about_another_example_than_the_one_that_is_shown_says_so() -> None:
    actual = [returned(7.0), returned("a"), returned(3.0)]

    found = diagnose(answers([1.0, 2.0, 3.0], public=3), actual)

    assert found.hint.startswith("On another example (")
    assert found.hint.endswith("): It returns a text, and a number is asked for.")


def test_an_example_that_raises_later_than_the_one_that_is_shown_is_told_of_as_another() -> None:
    actual = [returned(7.0), raised("ZeroDivisionError", "division by zero"), returned(3.0)]

    found = diagnose(answers([1.0, 2.0, 3.0], public=3), actual)

    assert found.hint.startswith("On another example (")
    assert found.hint.endswith("it raises ZeroDivisionError.")
