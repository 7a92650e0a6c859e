"""When a value agrees with the one expected, said once more: slowly, in plain Python, and apart."""

import math
from typing import Any, TypeAlias

import numpy as np

from autograder import wire
from autograder.model import Value
from autograder.spec import Table, Tolerance

_Spread: TypeAlias = "tuple[tuple[int, ...], list[Any]]"


def agree(actual: Value, expected: Value, tolerance: Tolerance) -> bool:  # noqa: PLR0911 - one line per kind of value
    """Whether a value means what another does: in form, in shape, and in every figure within the tolerance."""
    if wire.encode(actual) == wire.encode(expected):
        return True
    if isinstance(expected, tuple | list):
        return _sequences_agree(actual, expected, tolerance)
    if isinstance(expected, dict):
        return (
            isinstance(actual, dict)
            and actual.keys() == expected.keys()
            and all(agree_within(actual[key], expected[key], tolerance) for key in expected)
        )
    if isinstance(expected, Table):
        return isinstance(actual, Table) and _tables_agree(actual, expected, tolerance)
    if isinstance(expected, np.ndarray):
        return _arrays_agree(actual, expected, tolerance)
    ours = actual[()] if isinstance(actual, np.ndarray) and actual.shape == () else actual
    if _is_flag(expected):
        return _is_flag(ours) and bool(ours) == bool(expected)
    if _is_number(expected):
        return _is_number(ours) and _close(ours, expected, tolerance)
    return type(actual) is type(expected) and bool(actual == expected)


def agree_within(actual: Value, expected: Value, tolerance: Tolerance) -> bool:
    """The same for what lies within another value: there complex numbers have no rule, be they the very same."""
    if isinstance(expected, np.ndarray) and expected.dtype.kind == "c":
        return False
    if isinstance(expected, complex | np.complexfloating):
        return type(actual) is type(expected) and bool(actual == expected)
    return agree(actual, expected, tolerance)


def _sequences_agree(actual: Value, expected: "tuple[Value, ...] | list[Value]", tolerance: Tolerance) -> bool:
    if not isinstance(actual, tuple | list) and not (isinstance(actual, np.ndarray) and actual.ndim):
        return False
    items = list(actual)
    return len(items) == len(expected) and all(
        agree_within(*pair, tolerance) for pair in zip(items, expected, strict=True)
    )


def _tables_agree(actual: Table, expected: Table, tolerance: Tolerance) -> bool:
    if actual.names != expected.names or actual.rows != expected.rows:
        return False
    for name, wanted in expected.columns.items():
        ours, theirs = actual.columns[name].tolist(), wanted.tolist()
        if not theirs:
            continue
        if isinstance(theirs[0], str | bool):
            if type(ours[0]) is not type(theirs[0]) or ours != theirs:
                return False
        elif isinstance(ours[0], str) or not all(map(_close, ours, theirs, [tolerance] * len(ours))):
            return False
    return True


def _arrays_agree(actual: Value, expected: "np.ndarray[Any, Any]", tolerance: Tolerance) -> bool:  # noqa: PLR0911 - one line per kind of array
    ours = _spread(actual)
    if ours is None or expected.dtype.kind == "c" or ours[0] != expected.shape:
        return False
    theirs = expected.ravel().tolist()
    if not theirs:
        kind = actual.dtype.kind if isinstance(actual, np.ndarray) else "f"
        return bool(kind in "biuf" and (kind == "b") == (expected.dtype.kind == "b"))
    are_flags = all(map(_is_flag, ours[1]))
    if are_flags != (expected.dtype.kind == "b"):
        return False
    if are_flags:
        return all(bool(one) == bool(other) for one, other in zip(ours[1], theirs, strict=True))
    if not all(_is_flag(each) or _is_number(each) for each in ours[1]):
        return False
    if any(isinstance(each, int) and not -(2**63) <= each < 2**64 for each in ours[1]):
        return False  # a list of integers that no array can hold is no array
    return all(_close(float(one), float(other), tolerance) for one, other in zip(ours[1], theirs, strict=True))


def _spread(value: Value) -> "_Spread | None":
    """The shape and the entries of an array, a number or nested lists of them; None where there is no such shape."""
    if isinstance(value, np.ndarray):
        return value.shape, [value[place] for place in np.ndindex(value.shape)]
    if not isinstance(value, tuple | list):
        return ((), [value]) if _is_flag(value) or _is_number(value) else None
    parts = [_spread(item) for item in value]
    if any(part is None for part in parts) or len({part[0] for part in parts if part}) > 1:
        return None
    first = parts[0][0] if parts and parts[0] else ()
    return (len(parts), *first), [entry for part in parts if part for entry in part[1]]


def _is_flag(value: Value) -> bool:
    return isinstance(value, bool | np.bool_)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not _is_flag(value)


def _close(actual: Any, expected: Any, tolerance: Tolerance) -> bool:  # noqa: ANN401 - any number
    try:
        ours, theirs = float(actual), float(expected)
    except OverflowError:  # where an integer is past all floats: exactly so, but for the tolerance
        if not all(isinstance(each, int) or math.isfinite(each) for each in (actual, expected)):
            return False
        room = int(tolerance.atol) + abs(int(expected)) * int(tolerance.rtol * 10**18) // 10**18
        return abs(int(actual) - int(expected)) <= room
    if math.isnan(ours) or math.isnan(theirs):
        return math.isnan(ours) and math.isnan(theirs)
    if math.isinf(ours) or math.isinf(theirs):
        return ours == theirs
    return ours == theirs or abs(ours - theirs) <= tolerance.atol + tolerance.rtol * abs(theirs)
