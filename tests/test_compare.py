"""What is right in another form agrees, what is not does not, and the worst entry is the worst."""

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder import wire
from autograder.compare import (
    Difference,
    Mismatch,
    conform,
    describe,
    kind_of,
    mismatch,
    outcome_mismatch,
    worst_difference,
)
from autograder.errors import SpecError
from autograder.model import Ending, Judgement, Outcome, Unreadable, Value
from autograder.spec import Case, Exercise, Question, Table, Tolerance, View
from tests.values import tables, values

FLOATS = st.one_of(st.floats(), st.sampled_from([0.0, -0.0, 1.0, -1.0, 1e-300, 1e300, math.nan, math.inf, -math.inf]))
TOLERANCES = st.builds(
    Tolerance, rtol=st.sampled_from([0.0, 1e-9, 1e-4]), atol=st.sampled_from([0.0, 1e-12, 1e-3, 1.0])
)
LOOSE = Tolerance(rtol=0, atol=0.5)


def returned(value: Value, *, changed: tuple[int, ...] = ()) -> Outcome:
    return Outcome(Ending.RETURNED, wire.encode(value), changed=changed)


def exercise(**settings: Value) -> Exercise:
    return Exercise("f", 1, (), lambda _: (), **settings)


def fault(actual: Value, expected: Value, case: Case | None = None, **settings: Value) -> Judgement | None:
    found = outcome_mismatch(returned(actual), returned(expected), case or Case("any", ()), exercise(**settings))
    return found.judgement if found else None


def excess(actual: float, expected: float, tolerance: Tolerance) -> float:
    """The yardstick, in plain Python: how far past the tolerance an entry is, -1 where it is accepted for sure."""
    if actual == expected or (math.isnan(actual) and math.isnan(expected)):
        return -1.0
    if not (math.isfinite(actual) and math.isfinite(expected)):
        return math.inf
    return abs(actual - expected) - (tolerance.atol + tolerance.rtol * abs(expected))


# ------------------------------------------------------------------------------------------------ worst_difference


@given(st.lists(st.tuples(FLOATS, FLOATS), min_size=1, max_size=8), TOLERANCES)
def test_the_worst_difference_is_what_plain_python_says(
    entries: list[tuple[float, float]], tolerance: Tolerance
) -> None:
    gaps = [excess(*entry, tolerance) for entry in entries]

    found = worst_difference(np.array([a for a, _ in entries]), np.array([e for _, e in entries]), tolerance)

    assert (found is None) == (max(gaps) <= 0)
    if found is not None:
        assert gaps[found.index[0]] == max(gaps)
        assert repr((found.actual, found.expected)) == repr(entries[found.index[0]])


@given(hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=4)), TOLERANCES)
def test_nothing_differs_from_itself(array: np.ndarray[Any, Any], tolerance: Tolerance) -> None:
    assert worst_difference(array, array.copy(), tolerance) is None


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=6), st.data())
def test_nan_against_a_number_outranks_any_finite_gap(figures: list[float], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(figures)))
    actual = np.array([*(1e308 for _ in figures[:place]), math.nan, *(-1e308 for _ in figures[place:])])
    expected = np.array([*figures[:place], 0.0, *figures[place:]])

    found = worst_difference(actual, expected, Tolerance())

    assert found is not None
    assert found.index == (place,)
    assert found.gap == math.inf


@pytest.mark.parametrize("infinite", [math.inf, -math.inf])
@pytest.mark.parametrize("other", [0.0, 1e308, math.nan])
def test_an_infinity_equals_itself_and_nothing_else_passes_for_it(infinite: float, other: float) -> None:
    wide = Tolerance(rtol=1.0, atol=1e308)

    assert mismatch(infinite, infinite, wide) is None
    for pair in ((infinite, -infinite), (infinite, other), (other, infinite)):
        assert mismatch(*pair, wide) is not None
        assert worst_difference(np.array([pair[0]]), np.array([pair[1]]), wide) is not None


def test_the_border_itself_is_accepted_and_the_next_number_is_not() -> None:
    tolerance = Tolerance(rtol=0.0, atol=0.25)

    assert mismatch(1.25, 1.0, tolerance) is None
    assert mismatch(np.nextafter(1.25, 2), 1.0, tolerance) is not None
    assert worst_difference(np.array([1.25]), np.array([1.0]), tolerance) is None
    assert worst_difference(np.array([np.nextafter(1.25, 2)]), np.array([1.0]), tolerance) is not None


def test_the_tolerance_is_relative_to_what_is_expected_not_to_what_came() -> None:
    half = Tolerance(rtol=0.5)

    assert mismatch(1.0, 2.0, half) is None
    assert mismatch(2.0, 1.0, half) is not None


def test_a_numbers_tolerance_and_an_arrays_are_the_same() -> None:
    pairs = [(a, e) for a in (0.0, 1e-12, 1.0, 1 + 1e-10, math.nan, math.inf) for e in (0.0, 1.0, math.nan, math.inf)]

    for actual, expected in pairs:
        for tolerance in (Tolerance(), Tolerance(0, 0), Tolerance(0, 1e-11)):
            alone = mismatch(actual, expected, tolerance) is None
            within = mismatch(np.array([actual]), np.array([expected]), tolerance) is None
            assert alone == within, (actual, expected, tolerance)


def test_the_place_of_the_worst_entry_counts_every_axis() -> None:
    expected = np.zeros((2, 3, 4))
    actual = expected.copy()
    actual[1, 2, 3], actual[0, 1, 0] = 2.0, 1.0

    found = worst_difference(actual, expected, Tolerance())

    assert found == Difference((1, 2, 3), 2.0, 0.0)
    assert found.gap == 2.0


def test_arrays_of_other_shapes_have_no_worst_difference() -> None:
    with pytest.raises(ValueError, match=r"shapes \(2,\) and \(2, 1\) differ"):
        worst_difference(np.zeros(2), np.zeros((2, 1)), Tolerance())


def test_empty_arrays_agree() -> None:
    assert worst_difference(np.zeros((0, 3)), np.zeros((0, 3)), Tolerance()) is None


# ---------------------------------------------------------------------------------------------------------- conform


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (3, 3.0),
        (3.0, 3),
        (np.float64(0.25), 0.25),
        (np.int64(3), 3.0),
        (np.float16(0.25), 0.25),
        (np.array(0.25), 0.25),
        (np.array(3), 3.0),
        (0.25, np.float64(0.25)),
        (np.True_, True),
        (np.array([False])[0], False),
        (np.zeros((), dtype=bool), False),
        (True, np.bool_(1)),
        ([1, 2.0, np.float64(3)], np.array([1.0, 2.0, 3.0])),
        ((1, 2), np.array([1.0, 2.0])),
        ([[1, 2], (3, 4)], np.array([[1, 2], [3, 4]])),
        ([np.array([1, 2]), np.array([3, 4])], np.array([[1, 2], [3, 4]])),
        ([np.array(1.0), np.array(2.0)], np.array([1.0, 2.0])),
        ([True, False], np.array([True, False])),
        (np.array([1, 2, 3]), np.array([1.0, 2.0, 3.0])),
        ([0.5, 10.5], (0.5, 10.5)),
        (np.array([0.5, 10.5]), (0.5, 10.5)),
        ((0.5, 10.5), [0.5, 10.5]),
        ((np.array(1.0), [1, 2], np.True_), (1.0, np.array([1.0, 2.0]), True)),
        ([[1.0], [2.0]], (np.array([1.0]), np.array([2.0]))),
        ({"a": 1}, {"a": 1.0}),
        ("weight", "weight"),
        (None, None),
        ([], np.zeros(0)),
    ],
    ids=repr,
)
def test_what_is_right_in_another_form_agrees(actual: Value, expected: Value) -> None:
    assert fault(actual, expected) is None


@pytest.mark.parametrize(
    ("actual", "expected", "judgement"),
    [
        (True, 1.0, Judgement.WRONG_TYPE),
        (np.True_, 1, Judgement.WRONG_TYPE),
        (1, True, Judgement.WRONG_TYPE),
        (np.array(1), True, Judgement.WRONG_TYPE),
        ([True, False], np.array([1.0, 0.0]), Judgement.WRONG_TYPE),
        ([1, 0], np.array([True, False]), Judgement.WRONG_TYPE),
        ("0.25", 0.25, Judgement.WRONG_TYPE),
        (None, 0.25, Judgement.WRONG_TYPE),
        (0.25 + 0j, 0.25, Judgement.WRONG_TYPE),
        (Unreadable("function"), 0.25, Judgement.WRONG_TYPE),
        ([0.25], 0.25, Judgement.WRONG_TYPE),
        (0.25, (0.25, 0.5), Judgement.WRONG_TYPE),
        (1, "1", Judgement.WRONG_TYPE),
        ({"a": 1}, np.array([1.0]), Judgement.WRONG_TYPE),
        (["a", "b"], np.array([1.0, 2.0]), Judgement.WRONG_TYPE),
        ([[1, 2], [3]], np.array([1.0, 2.0]), Judgement.WRONG_TYPE),
        ([2**70, 1], np.array([1.0, 2.0]), Judgement.WRONG_TYPE),
        (np.array([0.25]), 0.25, Judgement.WRONG_SHAPE),
        (np.ones((3, 1)), np.ones(3), Judgement.WRONG_SHAPE),
        (np.ones((1, 3)), np.ones(3), Judgement.WRONG_SHAPE),
        (np.ones(3), np.ones((3, 1)), Judgement.WRONG_SHAPE),
        (np.ones((3, 2)), np.ones((2, 3)), Judgement.WRONG_SHAPE),
        (1.0, np.ones(3), Judgement.WRONG_SHAPE),
        ((1.0,), (1.0, 2.0), Judgement.WRONG_SHAPE),
        ((1.0, 2.0, 3.0), (1.0, 2.0), Judgement.WRONG_SHAPE),
        ((1.0, np.ones((2, 1))), (1.0, np.ones(2)), Judgement.WRONG_SHAPE),
        ({"b": 1.0}, {"a": 1.0}, Judgement.WRONG_SHAPE),
        (10**400, 1.0, Judgement.WRONG),
        ({"a": 2.0}, {"a": 1.0}, Judgement.WRONG),
        ("Weight", "weight", Judgement.WRONG),
        (np.array([True, True]), np.array([True, False]), Judgement.WRONG),
        (np.uint8(255), -1, Judgement.WRONG),
    ],
    ids=repr,
)
def test_what_is_not_the_same_is_told_by_type_before_shape_before_value(
    actual: Value, expected: Value, judgement: Judgement
) -> None:
    assert fault(actual, expected) == judgement


@given(values(), values())
def test_two_values_of_any_kind_can_be_compared_and_put_into_words(actual: Value, expected: Value) -> None:
    found = fault(actual, expected)

    assert found in {None, Judgement.WRONG_TYPE, Judgement.WRONG_SHAPE, Judgement.WRONG}
    assert len(describe(actual)) <= 160
    assert kind_of(actual)


@given(values())
def test_a_value_agrees_with_itself(value: Value) -> None:
    assert outcome_mismatch(returned(value), returned(value), Case("any", ()), exercise()) is None


def test_a_fault_within_a_tuple_says_where_it_is() -> None:
    found = conform((1.0, "2"), (1.0, 2.0))

    assert isinstance(found, Mismatch)
    assert (found.found, found.expected) == ("value 2: a text", "value 2: a number")


# --------------------------------------------------------------------------------------------------------- outcomes


def test_views_judge_their_parts_alone_by_their_own_tolerance() -> None:
    case = Case("any", (), views=(View((0, slice(0, 2))), View((1,), LOOSE)))
    expected = (np.array([1.0, 2.0, 3.0]), 5.0)

    assert fault((np.array([1.0, 2.0, 99.0]), 5.4), expected, case) is None
    assert fault((np.array([1.0, 2.1, 3.0]), 5.0), expected, case) is Judgement.WRONG
    assert fault((np.array([1.0, 2.0, 3.0]), 5.6), expected, case) is Judgement.WRONG


def test_type_and_shape_are_judged_on_the_whole_whatever_the_views() -> None:
    case = Case("any", (), views=(View((0,)),))

    assert fault((1.0,), (1.0, 2.0), case) is Judgement.WRONG_SHAPE
    assert fault((1.0, None), (1.0, 2.0), case) is Judgement.WRONG_TYPE


@pytest.mark.parametrize("at", [(2,), (0, 0), (1, 7)])
def test_a_view_that_leads_nowhere_is_the_authors_to_mend(at: tuple[int, ...]) -> None:
    case = Case("any", (), views=(View(at),))

    with pytest.raises(SpecError, match=rf"a view at {re.escape(str(at))} leads nowhere in a.*; mend the views"):
        fault((1.0, np.zeros(3)), (2.0, np.ones(3)), case)


def test_a_cases_tolerance_goes_before_the_exercises() -> None:
    assert fault(1.4, 1.0, Case("any", (), tolerance=LOOSE)) is None
    assert fault(1.4, 1.0, tolerance=LOOSE) is None
    assert fault(1.4, 1.0, Case("any", (), tolerance=Tolerance()), tolerance=LOOSE) is Judgement.WRONG


def test_float32_is_looser_only_where_the_exercise_says_so() -> None:
    third = np.float32(1 / 3)

    for actual, expected in ((third, 1 / 3), (np.array([third]), np.array([1 / 3])), ((third,), (1 / 3,))):
        assert fault(actual, expected, accepts_float32=True) is None
        assert fault(actual, expected) is Judgement.WRONG
    assert fault(float(third), 1 / 3, accepts_float32=True) is Judgement.WRONG


def test_an_array_changed_in_place_is_wrong_where_the_contract_keeps_it() -> None:
    ours, theirs = returned(1.0, changed=(1,)), returned(1.0)

    keeping = exercise(keeps_arguments=True)

    found = outcome_mismatch(ours, theirs, Case("any", ()), keeping)

    assert found is not None
    assert (found.judgement, found.found) == (Judgement.WRONG, "argument 2 changed in place")
    assert outcome_mismatch(theirs, ours, Case("any", ()), keeping) is None
    assert outcome_mismatch(ours, ours, Case("any", ()), keeping) is None


def test_changing_an_array_costs_nothing_where_the_contract_does_not_ask_to_keep_it() -> None:
    ours, theirs = returned(1.0, changed=(1,)), returned(1.0)

    assert outcome_mismatch(ours, theirs, Case("any", ()), exercise()) is None


def test_exceptions_agree_by_their_type_whatever_they_say() -> None:
    ours = Outcome(Ending.RAISED, exception="ValueError", message="shapes (3,2) and (3,) not aligned")
    theirs = Outcome(Ending.RAISED, exception="ValueError", message="matmul: ...")
    other = Outcome(Ending.RAISED, exception="TypeError")
    case = Case("any", (), raises="ValueError")

    assert outcome_mismatch(ours, theirs, case, exercise()) is None
    for actual, judgement in ((other, Judgement.RAISED), (returned(1.0), Judgement.WRONG)):
        found = outcome_mismatch(actual, theirs, case, exercise())
        assert found is not None
        assert found.judgement is judgement


@pytest.mark.parametrize("ending", [ending for ending in Ending if ending is not Ending.RETURNED])
def test_a_call_that_did_not_return_is_judged_by_how_it_ended(ending: Ending) -> None:
    found = outcome_mismatch(Outcome(ending), returned(1.0), Case("any", ()), exercise())

    assert found is not None
    assert found.judgement.value == ending.value


def test_bytes_that_are_no_value_are_the_childs_fault_and_no_error_of_ours() -> None:
    found = outcome_mismatch(Outcome(Ending.RETURNED, b"\xc1"), returned(1.0), Case("any", ()), exercise())

    assert found is not None
    assert found.judgement is Judgement.CRASHED


@pytest.mark.parametrize("answer", ["weight", "ValueError"])
def test_a_choice_is_meant_the_same_whatever_its_case_and_blanks(answer: str) -> None:
    question = Question("q", answer, "Which?", choices=(answer, "other"))

    for given_answer in (answer, answer.upper(), f"  {answer.title()} "):
        assert outcome_mismatch(returned(given_answer), returned(answer), Case("any", ()), question) is None
    assert outcome_mismatch(returned("other"), returned(answer), Case("any", ()), question) is not None
    assert outcome_mismatch(returned([answer]), returned(answer), Case("any", ()), question) is not None


# ----------------------------------------------------------------------------------------------------------- tables

GRADES = Table({"gre": [380.0, 660.0, 800.0], "gpa": [3.61, 3.67, 4.0], "rank_1": [0.0, 1.0, 0.0]})


def grades(**columns: Value) -> Table:
    """The table with other columns, or with some left out where None is given for them."""
    return Table({name: values for name, values in {**GRADES.columns, **columns}.items() if values is not None})


@pytest.mark.parametrize(
    "actual",
    [
        GRADES,
        grades(gre=[380, 660, 800]),
        grades(rank_1=[False, True, False]),
        grades(rank_1=np.array([0, 1, 0], dtype="u1")),
        grades(gpa=[3.61, 3.67 + 1e-12, 4]),
    ],
    ids=["itself", "whole numbers", "True and False", "small numbers", "rounding"],
)
def test_a_table_is_right_whatever_types_its_numbers_have(actual: Table) -> None:
    assert fault(actual, GRADES) is None


@pytest.mark.parametrize(
    ("actual", "judgement", "found", "expected"),
    [
        (np.zeros((3, 3)), Judgement.WRONG_TYPE, "an array", "a table (DataFrame)"),
        ({"gre": [380.0]}, Judgement.WRONG_TYPE, "a dict", "a table (DataFrame)"),
        (
            grades(rank_1=None),
            Judgement.WRONG_SHAPE,
            "a table without the column 'rank_1'",
            "one with the columns 'gre', 'gpa', 'rank_1'",
        ),
        (
            grades(rank=[1, 2, 3], admit=[0, 1, 0]),
            Judgement.WRONG_SHAPE,
            "a table with the columns 'rank', 'admit', which nobody asked for",
            "one with the columns 'gre', 'gpa', 'rank_1'",
        ),
        (
            grades(rank_1=None, **{"1": [0, 1, 0]}),
            Judgement.WRONG_SHAPE,
            "a table without the column 'rank_1' and with the column '1', which nobody asked for",
            "one with the columns 'gre', 'gpa', 'rank_1'",
        ),
        (
            Table({name: GRADES.columns[name] for name in ("gpa", "gre", "rank_1")}),
            Judgement.WRONG_SHAPE,
            "a table with its columns in the order 'gpa', 'gre', 'rank_1'",
            "the order 'gre', 'gpa', 'rank_1'",
        ),
        (
            Table({name: column[:2] for name, column in GRADES.columns.items()}),
            Judgement.WRONG_SHAPE,
            "a table of 2 rows",
            "one of 3 rows",
        ),
        (
            grades(gpa=["a", "b", "c"]),
            Judgement.WRONG_TYPE,
            "a table whose column 'gpa' holds texts",
            "one where it holds numbers",
        ),
        (
            grades(gpa=[3.61, 3.0, 3.9]),
            Judgement.WRONG,
            "3.0 in column 'gpa', row 1",
            "3.67 in column 'gpa', row 1",
        ),
        (grades(rank_1=[False, True, True]), Judgement.WRONG, "True in column 'rank_1', row 2", "0.0 in column "),
    ],
    ids=[
        *("an array", "a dict", "a column missing", "columns too many", "another name", "another order"),
        *("a row missing", "texts", "a figure", "a flag"),
    ],
)
def test_a_table_that_is_off_is_told_by_its_columns_then_its_rows_then_its_figures(
    actual: Value, judgement: Judgement, found: str, expected: str
) -> None:
    mismatch = outcome_mismatch(returned(actual), returned(GRADES), Case("any", ()), exercise())

    assert mismatch is not None
    assert (mismatch.judgement, mismatch.found) == (judgement, found)
    assert mismatch.expected.startswith(expected)


def test_texts_and_flags_in_a_table_are_compared_one_by_one() -> None:
    table = Table({"school": ["A", "B"], "taken": [True, False]})

    assert fault(table, table) is None
    assert fault(Table({"school": ["A", "b"], "taken": [True, False]}), table) is Judgement.WRONG
    assert fault(Table({"school": ["A", "B"], "taken": [True, True]}), table) is Judgement.WRONG
    assert fault(Table({"school": ["A", "B"], "taken": [1.0, 0.0]}), table) is Judgement.WRONG_TYPE


def test_the_tolerance_and_float32_hold_for_columns_as_for_arrays() -> None:
    third, exact = Table({"a": np.array([1 / 3], dtype=np.float32)}), Table({"a": [1 / 3]})

    assert fault(third, exact) is Judgement.WRONG
    assert fault(third, exact, accepts_float32=True) is None
    assert fault(Table({"a": [0.8]}), exact, tolerance=LOOSE) is None


def test_tables_without_rows_differ_by_their_columns_alone() -> None:
    assert fault(Table({"a": []}), Table({"a": np.array([], dtype=object)})) is None
    assert fault(Table({"a": []}), Table({})) is Judgement.WRONG_SHAPE


@given(tables(), tables())
def test_any_two_tables_can_be_compared_and_put_into_words(actual: Table, expected: Table) -> None:
    found = outcome_mismatch(returned(actual), returned(expected), Case("any", ()), exercise())

    assert found is None or max(len(found.found), len(found.expected)) < 1_200
    assert fault(actual, actual) is None


def test_names_that_are_endless_or_many_or_odd_are_told_in_short() -> None:
    odd = Table({"x" * 10**5: [1], "\x1b[2J\u202e": [1], **{f"c{number}": [1] for number in range(500)}})

    found = outcome_mismatch(returned(odd), returned(GRADES), Case("any", ()), exercise())

    assert found is not None
    assert len(found.found) < 400
    assert found.found.isprintable()
    assert "and 492 more" in found.found


# ------------------------------------------------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.float64(0.25), "0.25"),
        (np.array([1.0, 2.5]), "[1.0, 2.5]"),
        ((1.0,), "(1.0,)"),
        ([1, (True, "a")], "[1, (True, 'a')]"),
        (Unreadable("DataFrame"), "a DataFrame"),
        (list(range(20)), "[0, 1, 2, 3, 4, 5, 6, 7, ...]"),
        (
            Table({"admit": [0, 1], "gpa": [3.61, 2 / 3], "school": ["A", "B"]}),
            "DataFrame({'admit': [0, 1], 'gpa': [3.61, 0.666667], 'school': ['A', 'B']})",
        ),
        (Table({"rank": range(400)}), "DataFrame({'rank': [0, 1, 2, 3, ...]})"),
    ],
)
def test_a_value_is_described_the_way_a_student_would_write_it(value: Value, text: str) -> None:
    assert describe(value) == text


def test_a_long_array_is_described_by_its_ends() -> None:
    assert describe(np.arange(1000.0)) == "[0.0, 1.0, 2.0, ..., 997.0, 998.0, 999.0]"


# ------------------------------------------------------------------------------------------------ what fuzzing found


def test_no_infinity_passes_for_an_integer_past_all_floats() -> None:
    huge = 10**400

    assert fault(math.inf, huge) is Judgement.WRONG
    assert fault(10 * huge, huge) is Judgement.WRONG
    assert fault(huge, math.inf) is Judgement.WRONG
    assert fault(huge + 1, huge) is None
    assert fault(huge, math.nan) is Judgement.WRONG


def test_the_name_of_a_type_steers_no_terminal() -> None:
    nasty = Unreadable("\x1b[31mred\n\u202e")

    assert describe(nasty) == kind_of(nasty) == "a [31mred"


def test_the_keys_of_a_dict_steer_no_terminal() -> None:
    found = outcome_mismatch(returned({}), returned({"\x1b": 1}), Case("any", ()), exercise())

    assert found is not None
    assert found.expected == r"the keys '\x1b'"


def test_an_array_of_eight_axes_is_described_by_a_few_of_its_entries() -> None:
    shown = describe(np.zeros((3,) * 8), limit=10**9)

    assert shown.count("0.0") <= 2**8


def test_a_dict_is_described_by_its_first_entries() -> None:
    shown = describe({place: np.zeros(1000) for place in range(1000)}, limit=10**9)

    assert shown.startswith("{0: [0.0, 0.0, 0.0, ..., 0.0, 0.0, 0.0], 1: ")
    assert shown.endswith(", ...}")
    assert len(shown) < 1000


# ------------------------------------------------------------------------------------------------- how far, and where


@pytest.mark.parametrize(
    ("actual", "expected", "told"),
    [
        (1.5, 1.0, "off by 0.5"),
        (math.inf, 1.0, "infinitely far off"),
        (math.nan, 1.0, "no number at all (nan)"),
        (np.array([1.0, 2.0]), np.array([1.0, 2.5]), "off by 0.5 at [1]"),
        ((1.0, 2.0), (1.0, 4.0), "off by 2 in value 2"),
        ((1.0, np.zeros((2, 2))), (1.0, np.diag([0.0, 3.0])), "off by 3 at [1, 1] of value 2"),
        (([0.0, 1.0], 1.0), ([0.0, 5.0], 1.0), "off by 4 in value 2 of value 1"),
    ],
)
def test_a_difference_says_how_far_and_where(actual: Value, expected: Value, told: str) -> None:
    found = mismatch(actual, expected, Tolerance())

    assert found is not None
    assert found.difference is not None
    assert found.difference.told == told


def test_of_several_values_without_figures_the_wrong_one_is_named() -> None:
    found = mismatch((1.0, True), (1.0, False), Tolerance())

    assert found is not None
    assert (found.found, found.expected) == ("value 2: True", "value 2: False")


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ((), "off by 1 at [9] of value 1"),
        ((0, slice(-3, None)), "off by 1 at [9] of value 1"),
        ((0, -1), "off by 1 at [9] of value 1"),
        ((-2, slice(None, None, -1)), "off by 1 at [9] of value 1"),
    ],
)
def test_where_only_a_part_is_judged_the_place_is_that_in_the_whole(steps: tuple[Any, ...], told: str) -> None:
    right = (np.arange(10.0), 2.0)
    ours = (right[0] + (right[0] == 9), 2.0)
    case = Case("", (), views=(View(steps),) if steps else ())

    found = outcome_mismatch(returned(ours), returned(right), case, exercise())

    assert found is not None
    assert found.difference is not None
    assert found.difference.told == told


def test_the_entries_of_an_array_are_written_as_numbers_are() -> None:
    assert describe(np.array([0.5, -1.0, 1e-6])) == "[0.5, -1.0, 1e-06]"
    assert describe(np.array([True, False])) == "[True, False]"
    assert describe(np.array([1, -20])) == "[1, -20]"


@pytest.mark.parametrize(
    ("actual", "is_right"),
    [([1.0 + 1.0j, 2.0], True), ([1.0, 2.0], False), ([1.0 + 1.1j, 2.0], False), ([1.5 + 1.0j, 2.0], False)],
)
def test_of_complex_figures_both_parts_count(actual: list[complex], *, is_right: bool) -> None:
    expected = np.array([1.0 + 1.0j, 2.0])

    found = mismatch(np.array(actual), expected, Tolerance())

    assert (found is None) is is_right
