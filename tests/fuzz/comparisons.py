"""Pairs of values for `compare`, and outcomes for `diagnose`, `judge` and all that is told of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder import wire
from autograder.answers import AnswerKey, Answers, Known
from autograder.compare import as_array, describe, kind_of, outcome_mismatch
from autograder.diagnose import diagnose
from autograder.gradebook.handed_in import HandedIn
from autograder.judge import judge
from autograder.model import Ending, Outcome, Run, Source, Submission, Unreadable, Value
from autograder.score import score
from autograder.spec import Case, Exercise, Table, Tolerance
from tests.fuzz.oracle import agree
from tests.fuzz.target import Target
from tests.fuzz.told import STEERS, assert_told, released_of
from tests.made_up import answers, raised, returned
from tests.values import values

_TOLERANCES: Final = st.builds(
    Tolerance, rtol=st.sampled_from((0.0, 1e-9, 1e-3)), atol=st.sampled_from((0.0, 1e-12, 0.5))
)
_CALM: Final = {"allow_nan": False, "allow_infinity": False, "width": 32}
_HUGE: Final = st.sampled_from((10**400, 10**400 + 1, -(10**400), 2**1023, 2**1024, 2**64, 2**53 + 1))
_RELEASED: Final = released_of({"cells": []})


def agrees_as_the_oracle_says(pair: tuple[Value, Value, Tolerance]) -> None:
    """Two values agree where plain Python says so and nowhere else; and either can be put in words."""
    actual, expected, tolerance = pair
    exercise = Exercise("f", 1, (), lambda _: (), tolerance=tolerance)

    found = outcome_mismatch(returned(actual), returned(expected), Case("any", ()), exercise)

    assert (found is None) == agree(actual, expected, tolerance), found
    for told in (describe(actual), kind_of(actual), *((found.found, found.expected) if found else ())):
        assert not STEERS.search(told)
    assert len(describe(actual)) <= 160


def is_judged_and_told(example: tuple[Answers, Sequence[Outcome]]) -> None:
    """Any outcomes get a verdict and a hint that can be told, and points only where each agrees with its answer."""
    known, outcomes = example
    assert not STEERS.search(diagnose(known, outcomes).hint)
    run, submission = Run({"f": tuple(outcomes)}, {}), Submission("fuzzed", ())

    (verdict,) = judge(AnswerKey("fuzzed", (known,)), submission, run)

    if verdict.points:
        assert all(map(_is_right, outcomes, known.expected, [known.exercise.tolerance] * len(outcomes)))
    assert_told(score(submission, (verdict,), run), _RELEASED, HandedIn())


def _is_right(ours: Outcome, theirs: Outcome, tolerance: Tolerance) -> bool:
    if ours.ending is not theirs.ending or ours.ending is not Ending.RETURNED:
        return ours.ending is theirs.ending and ours.exception == theirs.exception
    try:
        return agree(wire.decode(ours.encoded), wire.decode(theirs.encoded), tolerance)
    except wire.WireError:
        return False


# ------------------------------------------------------------------------------------------------------------- examples


def _figures() -> st.SearchStrategy[Any]:
    """Numbers, rows and tables of them, and tuples and lists of those: what exercises return."""
    floats = st.floats(**_CALM) | st.integers(-3, 3) | st.sampled_from((0.0, -0.0, 1.0, float("nan"), float("inf")))  # type: ignore[arg-type]
    shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
    arrays = hnp.arrays(st.sampled_from((np.float64, np.float32, np.int64, np.bool_)), shapes)
    leaves = st.one_of(floats, arrays, st.booleans(), st.text(max_size=3), _HUGE)
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=3).map(tuple))


def _slipped(value: Value, slip: str, by: float) -> Value:
    """The value with a mistake made in it, or in another form."""
    if isinstance(value, tuple | list) and slip not in ("reversed", "shortened", "as array"):
        return type(value)(_slipped(item, slip, by) for item in value)
    if isinstance(value, Table) and slip == "reversed":
        return Table({name: value.columns[name] for name in reversed(value.names)})
    array = as_array(value)
    if isinstance(value, tuple | list) and slip == "reversed":
        return type(value)(reversed(value))
    if isinstance(value, tuple | list) and slip == "shortened":
        return value[1:]
    if array is None or array.dtype.kind not in "iuf" or slip == "same":
        return value
    with np.errstate(all="ignore"):
        changed: dict[str, Callable[[], Any]] = {
            "nudged": lambda: array * (1 + by * 1e-9),
            "scaled": lambda: array * by,
            "negated": lambda: -array.astype(np.float64),
            "rounded": lambda: np.round(array, 2),
            "transposed": array.transpose,
            "ravelled": array.ravel,
            "as list": array.tolist,
            "as array": lambda: array,
            "single": lambda: array.astype(np.float32),
        }
        return changed.get(slip, lambda: array)()


_SLIPS: Final = (
    *("same", "nudged", "scaled", "negated", "rounded", "transposed", "ravelled", "as list", "as array", "single"),
    *("reversed", "shortened"),
)


def _pairs() -> st.SearchStrategy[tuple[Value, Value, Tolerance]]:
    near = st.builds(
        lambda value, slip, by: (_slipped(value, slip, by), value),
        _figures() | values(),
        st.sampled_from(_SLIPS),
        st.sampled_from((0.5, 1.0, 2.0, -1.0, 1000.0)),
    )
    pairs = near | st.tuples(values() | _HUGE, values() | _HUGE) | st.tuples(_figures(), _figures())
    return st.tuples(pairs, _TOLERANCES).map(lambda each: (*each[0], each[1]))


def _outcomes() -> st.SearchStrategy[Outcome]:
    endings = st.sampled_from([ending for ending in Ending if ending not in (Ending.RETURNED, Ending.RAISED)])
    texts = st.sampled_from(("TypeError", "f() takes 1", "NotImplementedError", "x" * 500, "ValueError", ""))
    return st.one_of(
        values().map(returned),
        st.builds(returned, st.sampled_from((None, Unreadable("function"), Source("lambda: 1"))), printed=texts),
        st.binary(max_size=20).map(lambda data: Outcome(Ending.RETURNED, data)),
        st.builds(raised, texts, texts),
        endings.map(Outcome),
        st.builds(returned, values(), changed=st.lists(st.integers(0, 255), max_size=3).map(tuple)),
    )


def _judged() -> st.SearchStrategy[tuple[Answers, list[Outcome]]]:
    """Up to five cases; the same slip in each, or some of them replaced by anything."""

    def example(expected: list[Value], slip: str, others: list[Outcome | None], public: int) -> Any:  # noqa: ANN401 - a pair
        wrong = Known("A01", "A hint.", tuple(Outcome(Ending.TOO_SLOW) for _ in expected))
        known = answers(expected, public=min(public, len(expected)), known=[wrong])
        if isinstance(known.exercise, Exercise):
            known = replace(known, exercise=replace(known.exercise, keeps_arguments=public % 2 == 0))
        slipped = [returned(_slipped(value, slip, 2.0)) for value in expected]
        return known, [other or ours for ours, other in zip(slipped, others + [None] * 5, strict=False)]

    alike = st.integers(1, 5).flatmap(_alike) | st.lists(_figures() | values(), min_size=1, max_size=5)
    others = st.lists(st.none() | st.none() | _outcomes(), max_size=5)
    return st.builds(example, alike, st.sampled_from(_SLIPS), others, st.integers(0, 3))


def _alike(count: int) -> st.SearchStrategy[list[Any]]:
    """Values of one structure, as an exercise has them."""
    row = hnp.arrays(np.float64, 4, elements=st.floats(-9, 9))
    table = hnp.arrays(np.float64, (2, 3), elements=st.floats(-9, 9))
    frame = st.builds(lambda one, other: Table({"a": one, "b": other}), row, row)
    kinds = (st.floats(-9, 9), row, table, frame, st.tuples(st.floats(-9, 9), row), st.tuples(table, row, row))
    return st.sampled_from(kinds).flatmap(lambda kind: st.lists(kind, min_size=count, max_size=count))


COMPARISONS: Final = (
    Target("compare-pairs", "values agree where they should", _pairs, agrees_as_the_oracle_says, 400),
    Target("compare-verdicts", "any outcomes are judged and told", _judged, is_judged_and_told, 200),
)
