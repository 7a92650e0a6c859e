"""A value brought into the form of another, where both say the same; or what keeps it from that."""

import numpy as np

from autograder.compare.mismatch import FLAGS, NUMBERS, Array, Mismatch
from autograder.compare.tables import conform_table
from autograder.compare.words import describe, kind_of
from autograder.model import Judgement, Value
from autograder.table import Table


def conform(actual: Value, expected: Value) -> "Value | Mismatch":  # noqa: PLR0911 - one line per kind of value
    """Give `actual` the form of `expected`, as far as both say the same in another form.

    Returns:
        A value of the same structure and shapes as `expected`, or what keeps it from having them.
    """
    if isinstance(expected, FLAGS):
        return _conform_flag(actual, expected)
    if isinstance(expected, NUMBERS):
        return _conform_number(actual, expected)
    if isinstance(expected, np.ndarray):
        return _conform_array(actual, expected)
    if isinstance(expected, tuple | list):
        return _conform_sequence(actual, expected)
    if isinstance(expected, dict):
        return _conform_dict(actual, expected)
    if isinstance(expected, Table):
        return conform_table(actual, expected)
    return actual if type(actual) is type(expected) else _wrong_type(actual, expected)


def as_array(value: Value) -> Array | None:
    """An array of what stands for one: itself, a number, or nested lists of numbers or of arrays of one shape."""
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, np.generic | float | int):
        return np.asarray(value)
    if not isinstance(value, list | tuple) or not _holds_numbers(value):
        return None
    try:
        return np.asarray(value)
    except (ValueError, OverflowError):  # ragged
        return None


def _holds_numbers(value: Value) -> bool:
    """Whether nested lists hold numbers and arrays alone."""
    return all(
        _holds_numbers(item)
        if isinstance(item, list | tuple)
        else isinstance(item, int | float | np.generic | np.ndarray)
        for item in value
    )


def _wrong_type(actual: Value, expected: Value) -> Mismatch:
    return Mismatch(Judgement.WRONG_TYPE, kind_of(actual), kind_of(expected))


def _conform_flag(actual: Value, expected: Value) -> "Value | Mismatch":
    if isinstance(actual, np.ndarray) and actual.shape == () and actual.dtype.kind == "b":
        return bool(actual)
    return bool(actual) if isinstance(actual, FLAGS) else _wrong_type(actual, expected)


def _conform_number(actual: Value, expected: Value) -> "Value | Mismatch":
    if isinstance(actual, FLAGS):
        return _wrong_type(actual, expected)
    if isinstance(actual, NUMBERS):
        return actual
    if isinstance(actual, np.ndarray) and actual.dtype.kind in "iuf":
        if actual.shape == ():
            return actual[()]
        return Mismatch(Judgement.WRONG_SHAPE, f"an array of shape {actual.shape}", "a single number")
    return _wrong_type(actual, expected)


def _conform_array(actual: Value, expected: Array) -> "Value | Mismatch":
    array = as_array(actual)
    if array is None or (array.dtype.kind == "b") != (expected.dtype.kind == "b") or array.dtype.kind not in "biuf":
        return _wrong_type(actual, expected)
    if array.shape != expected.shape:
        return Mismatch(Judgement.WRONG_SHAPE, f"shape {array.shape}", f"shape {expected.shape}")
    return array


def _conform_sequence(actual: Value, expected: "tuple[Value, ...] | list[Value]") -> "Value | Mismatch":
    if isinstance(actual, np.ndarray) and actual.ndim > 0 and len(actual) <= len(expected):
        actual = tuple(actual)  # what can be unpacked like the tuple asked for
    if not isinstance(actual, tuple | list):
        return _wrong_type(actual, expected)
    if len(actual) != len(expected):
        return Mismatch(Judgement.WRONG_SHAPE, f"{len(actual)} values", f"{len(expected)} values")
    items = [conform(*pair) for pair in zip(actual, expected, strict=True)]
    for place, item in enumerate(items, start=1):
        if isinstance(item, Mismatch):
            return _within(f"value {place}", item)
    return tuple(items) if isinstance(expected, tuple) else items


def _conform_dict(actual: Value, expected: dict[Value, Value]) -> "Value | Mismatch":
    if not isinstance(actual, dict):
        return _wrong_type(actual, expected)
    if actual.keys() != expected.keys():
        return Mismatch(Judgement.WRONG_SHAPE, "other keys", f"the keys {', '.join(map(describe, expected))}")
    items = {key: conform(actual[key], value) for key, value in expected.items()}
    faults = (_within(f"entry {describe(key)}", item) for key, item in items.items() if isinstance(item, Mismatch))
    return next(faults, items)


def _within(where: str, item: Mismatch) -> Mismatch:
    return Mismatch(item.judgement, f"{where}: {item.found}", f"{where}: {item.expected}", item.difference)
