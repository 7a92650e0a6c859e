"""Two values and a tolerance: what kind of difference is between them, and where is it worst.

First the kinds must agree (a number for a number, an array for an array), then the shapes, then the figures. What is
right in another form agrees: ints and NumPy scalars for floats, 0-d arrays for numbers, lists for arrays and tuples.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from autograder import wire
from autograder.model import Ending, Judgement, Outcome, Unreadable, Value
from autograder.spec import Case, Exercise, Question, Step, Tolerance, View

Array: TypeAlias = npt.NDArray[Any]
_FLOAT32: Final = Tolerance(rtol=1e-5, atol=1e-6)
_NUMBERS: Final = (int, float, np.integer, np.floating)
_FLAGS: Final = (bool, np.bool_)


@dataclass(frozen=True, slots=True)
class Difference:
    """The worst entry of two values: where it is, both figures, and how far apart they are."""

    index: tuple[int, ...]
    actual: float
    expected: float

    @property
    def gap(self) -> float:
        """How far apart; infinite where one of them is no finite number."""
        gap = abs(self.actual - self.expected)
        return gap if math.isfinite(gap) else math.inf


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a value is not the one expected: the kind of fault, a phrase for it, and the worst entry for figures."""

    judgement: Judgement
    found: str
    expected: str
    difference: Difference | None = None


#: How a call that did not return is judged.
_JUDGEMENTS: Final = {
    Ending.RAISED: Judgement.RAISED,
    Ending.TOO_SLOW: Judgement.TOO_SLOW,
    Ending.WAITING: Judgement.WAITING,
    Ending.OUT_OF_MEMORY: Judgement.OUT_OF_MEMORY,
    Ending.CRASHED: Judgement.CRASHED,
    Ending.EXITED: Judgement.EXITED,
    Ending.MISSING: Judgement.MISSING,
    Ending.NOT_GRADED: Judgement.NOT_GRADED,
}


def outcome_mismatch(actual: Outcome, expected: Outcome, case: Case, exercise: Exercise | Question) -> Mismatch | None:
    """Say why one call did not come to what another did, or None where it did.

    Both ended alike, raised the same exception, or returned values that agree in every view of the case.
    """
    if actual.ending is not Ending.RETURNED or expected.ending is not Ending.RETURNED:
        if actual.ending is expected.ending and actual.exception == expected.exception:
            return None
        return Mismatch(_JUDGEMENTS.get(actual.ending, Judgement.WRONG), _came_to(actual), _came_to(expected))
    if actual.encoded == expected.encoded:
        return None
    try:
        value = wire.decode(actual.encoded)
    except wire.WireError:
        return Mismatch(Judgement.CRASHED, "something that cannot be read", "a value")
    theirs = wire.decode(expected.encoded)
    if isinstance(exercise, Question) and exercise.choices:
        value = _as_choice(value)
    ours = conform(value, theirs)
    if isinstance(ours, Mismatch):
        return ours
    default = case.tolerance or exercise.tolerance
    accepts_float32 = isinstance(exercise, Exercise) and exercise.accepts_float32
    for view in case.views or (View(),):
        parts = step_into(ours, view.at), step_into(theirs, view.at)
        if found := mismatch(*parts, view.tolerance or default, accepts_float32=accepts_float32):
            return found
    return None


def _came_to(outcome: Outcome) -> str:
    if outcome.ending is Ending.RETURNED:
        return "a value"
    if outcome.ending is Ending.RAISED:
        return f"{outcome.exception}: {outcome.message}" if outcome.message else outcome.exception
    return outcome.ending.value


def _as_choice(value: Value) -> Value:
    """A choice is meant the same whatever its case and the blanks around it."""
    return value.strip().lower() if isinstance(value, str) else value


def conform(actual: Value, expected: Value) -> "Value | Mismatch":
    """Give `actual` the form of `expected`, as far as both say the same in another form.

    Returns:
        A value of the same structure and shapes as `expected`, or what keeps it from having them.
    """
    if isinstance(expected, _FLAGS):
        return _conform_flag(actual, expected)
    if isinstance(expected, _NUMBERS):
        return _conform_number(actual, expected)
    if isinstance(expected, np.ndarray):
        return _conform_array(actual, expected)
    if isinstance(expected, tuple | list):
        return _conform_sequence(actual, expected)
    if type(actual) is type(expected):
        return actual
    return _wrong_type(actual, expected)


def worst_difference(actual: Array, expected: Array, tolerance: Tolerance) -> Difference | None:
    """Find the entry that strays furthest past the tolerance.

    Accepted when ``|actual - expected| <= atol + rtol * |expected|``. NaN equals NaN; infinities equal themselves.

    Args:
        actual: (any shape) the student's figures.
        expected: (same shape) the reference's figures.
        tolerance: atol in the unit of `expected`; rtol unitless.

    Returns:
        The worst entry, or None when all are accepted. A NaN against a number outranks any finite gap.

    Raises:
        ValueError: the shapes differ; `conform` asks first.
    """
    if actual.shape != expected.shape:
        msg = f"shapes {actual.shape} and {expected.shape} differ"
        raise ValueError(msg)
    ours, theirs = np.asarray(actual, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    with np.errstate(all="ignore"):
        excess = np.abs(ours - theirs) - (tolerance.atol + tolerance.rtol * np.abs(theirs))
    same = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
    excess = np.where(same, -1.0, np.where(np.isfinite(ours) & np.isfinite(theirs), excess, np.inf))
    if not excess.size or not (excess > 0).any():
        return None
    index = np.unravel_index(int(excess.argmax()), excess.shape)
    return Difference(tuple(int(each) for each in index), float(ours[index]), float(theirs[index]))


def mismatch(actual: Value, expected: Value, tolerance: Tolerance, *, accepts_float32: bool = False) -> Mismatch | None:
    """Compare two values of one structure (see `conform`); returns None where the figures agree."""
    if isinstance(expected, np.ndarray):
        if accepts_float32 and actual.dtype in (np.float32, np.float16):
            tolerance = _looser(tolerance)
        if expected.dtype.kind == "b":
            return None if np.array_equal(actual, expected) else _wrong(actual, expected, None)
        difference = worst_difference(actual, expected, tolerance)
        return None if difference is None else _wrong(actual, expected, difference)
    if isinstance(expected, tuple | list):
        pairs = zip(actual, expected, strict=True)
        found = (mismatch(*pair, tolerance, accepts_float32=accepts_float32) for pair in pairs)
        return next((each for each in found if each is not None), None)
    if isinstance(expected, _NUMBERS) and not isinstance(expected, _FLAGS):
        if accepts_float32 and isinstance(actual, np.float32 | np.float16):
            tolerance = _looser(tolerance)
        return _number_mismatch(_as_float(actual), _as_float(expected), tolerance)
    return None if actual == expected else _wrong(actual, expected, None)


def step_into(value: Value, steps: Sequence[Step]) -> Value:
    """Follow the steps of a view into a value."""
    for step in steps:
        value = value[step]
    return value


def describe(value: Value, limit: int = 160) -> str:
    """Write a value the short way a student would recognise it, never longer than `limit` characters."""
    if isinstance(value, Unreadable):
        return f"a {value.type_name}"
    if isinstance(value, np.ndarray):
        text = np.array2string(value, precision=12, threshold=12, edgeitems=3, separator=", ", max_line_width=10_000)
        text = " ".join(text.split())
    elif isinstance(value, np.generic):
        text = repr(value.item())
    elif isinstance(value, tuple | list):
        inner = ", ".join(describe(item, limit) for item in value[:8]) + (", ..." if len(value) > 8 else "")  # noqa: PLR2004
        text = f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    else:
        text = repr(value)[: 4 * limit]
    return text if len(text) <= limit else f"{text[: limit - 4]} ..."


def _number_mismatch(actual: float, expected: float, tolerance: Tolerance) -> Mismatch | None:
    if actual == expected or abs(actual - expected) <= tolerance.atol + tolerance.rtol * abs(expected) < math.inf:
        return None
    if math.isnan(actual) and math.isnan(expected):
        return None
    return _wrong(actual, expected, Difference((), actual, expected))


def _looser(tolerance: Tolerance) -> Tolerance:
    return Tolerance(max(tolerance.rtol, _FLOAT32.rtol), max(tolerance.atol, _FLOAT32.atol))


def _as_float(value: Any) -> float:  # noqa: ANN401 - any number
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _wrong(actual: Value, expected: Value, difference: Difference | None) -> Mismatch:
    return Mismatch(Judgement.WRONG, describe(actual), describe(expected), difference)


def _wrong_type(actual: Value, expected: Value) -> Mismatch:
    return Mismatch(Judgement.WRONG_TYPE, kind_of(actual), kind_of(expected))


def _conform_flag(actual: Value, expected: Value) -> "Value | Mismatch":
    if isinstance(actual, np.ndarray) and actual.shape == () and actual.dtype.kind == "b":
        return bool(actual)
    return bool(actual) if isinstance(actual, _FLAGS) else _wrong_type(actual, expected)


def _conform_number(actual: Value, expected: Value) -> "Value | Mismatch":
    if isinstance(actual, _FLAGS):
        return _wrong_type(actual, expected)
    if isinstance(actual, _NUMBERS):
        return actual
    if isinstance(actual, np.ndarray) and actual.dtype.kind in "iuf":
        if actual.shape == ():
            return actual[()]
        return Mismatch(Judgement.WRONG_SHAPE, f"an array of shape {actual.shape}", "a single number")
    return _wrong_type(actual, expected)


def _conform_array(actual: Value, expected: Array) -> "Value | Mismatch":
    array = _as_array(actual)
    if array is None or (array.dtype.kind == "b") != (expected.dtype.kind == "b") or array.dtype.kind not in "biuf":
        return _wrong_type(actual, expected)
    if array.shape != expected.shape:
        return Mismatch(Judgement.WRONG_SHAPE, f"shape {array.shape}", f"shape {expected.shape}")
    return array


def _as_array(value: Value) -> Array | None:
    """An array of what stands for one: itself, or nested lists of numbers or of arrays of one shape."""
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, np.generic):
        return np.asarray(value)
    if not isinstance(value, list | tuple) or _count(value) is None:
        return np.asarray(value) if isinstance(value, float | int) else None
    try:
        return np.asarray(value)
    except ValueError:  # ragged
        return None


def _count(value: Value) -> int | None:
    """How many numbers nested lists hold, or None where they hold anything else."""
    total = 0
    for item in value:
        if isinstance(item, list | tuple):
            inner = _count(item)
            if inner is None:
                return None
            total += inner
        elif isinstance(item, int | float | np.generic | np.ndarray):
            total += 1
        else:
            return None
    return total


def _conform_sequence(actual: Value, expected: "tuple[Value, ...] | list[Value]") -> "Value | Mismatch":
    if isinstance(actual, np.ndarray) and actual.ndim > 0 and len(actual) <= len(expected):
        actual = tuple(actual)  # what can be unpacked like the tuple asked for
    if not isinstance(actual, tuple | list):
        return _wrong_type(actual, expected)
    if len(actual) != len(expected):
        return Mismatch(Judgement.WRONG_SHAPE, f"{len(actual)} values", f"{len(expected)} values")
    items = [conform(*pair) for pair in zip(actual, expected, strict=True)]
    for place, item in enumerate(items):
        if isinstance(item, Mismatch):
            which = f"value {place + 1}: "
            return Mismatch(item.judgement, which + item.found, which + item.expected, item.difference)
    return tuple(items) if isinstance(expected, tuple) else items


def kind_of(value: Value) -> str:  # noqa: PLR0911 - one line per kind of value
    """Name the kind of a value in plain words."""
    if value is None:
        return "None"
    if isinstance(value, _FLAGS):
        return "True or False"
    if isinstance(value, _NUMBERS):
        return "a number"
    if isinstance(value, np.ndarray):
        return "an array" if value.dtype.kind in "biuf" else f"an array of {value.dtype.name} values"
    if isinstance(value, tuple):
        return f"a tuple of {len(value)} values"
    if isinstance(value, Unreadable):
        return f"a {value.type_name}"
    return {"str": "a text", "list": "a list", "dict": "a dict"}.get(type(value).__name__, f"a {type(value).__name__}")
