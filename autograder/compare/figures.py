"""Two values of one structure: do their figures agree, and where do they differ most?"""

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Final

import numpy as np

from autograder.compare.mismatch import FLAGS, NUMBERS, Array, Difference, Mismatch
from autograder.compare.tables import table_mismatch
from autograder.compare.words import describe, kind_of
from autograder.errors import SpecError
from autograder.model import Judgement, Value
from autograder.spec import Step, Table, Tolerance

_FLOAT32: Final = Tolerance(rtol=1e-5, atol=1e-6)


def mismatch(actual: Value, expected: Value, tolerance: Tolerance, *, accepts_float32: bool = False) -> Mismatch | None:
    """Compare two values of one structure (see `conform`); returns None where the figures agree."""
    if isinstance(expected, dict):
        found = (mismatch(actual[key], expected[key], tolerance, accepts_float32=accepts_float32) for key in expected)
        return next((each for each in found if each is not None), None)
    if isinstance(expected, tuple | list):
        pairs = zip(actual, expected, strict=True)
        found = (mismatch(ours, theirs, tolerance, accepts_float32=accepts_float32) for ours, theirs in pairs)
        return next((within(place, each) for place, each in enumerate(found, start=1) if each is not None), None)
    if isinstance(expected, Table):
        compare = partial(mismatch, tolerance=tolerance, accepts_float32=accepts_float32)
        return table_mismatch(actual, expected, compare)
    if accepts_float32 and isinstance(actual, np.ndarray | np.generic) and actual.dtype in (np.float32, np.float16):
        tolerance = Tolerance(max(tolerance.rtol, _FLOAT32.rtol), max(tolerance.atol, _FLOAT32.atol))
    if isinstance(expected, np.ndarray):
        return _array_mismatch(actual, expected, tolerance)
    if isinstance(expected, NUMBERS) and not isinstance(expected, FLAGS):
        return _number_mismatch(actual, expected, tolerance)
    return None if actual == expected else _wrong(actual, expected, None)


def within(place: int, found: Mismatch) -> Mismatch:
    """Say of a mismatch in which value of a tuple it stands, counted from 1."""
    if found.difference is not None:
        return replace(found, difference=replace(found.difference, within=(place, *found.difference.within)))
    return replace(found, found=f"value {place}: {found.found}", expected=f"value {place}: {found.expected}")


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
    if not actual.size:
        return None
    with np.errstate(all="ignore"):  # a NaN that signals does so when it is cast, too
        ours, theirs = np.asarray(actual, dtype=np.float64), np.asarray(expected, dtype=np.float64)
        excess = np.abs(ours - theirs) - (tolerance.atol + tolerance.rtol * np.abs(theirs))
        same = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
    excess = np.where(same, -1.0, np.where(np.isfinite(ours) & np.isfinite(theirs), excess, np.inf))
    if not (excess > 0).any():
        return None
    index = np.unravel_index(int(excess.argmax()), excess.shape)
    return Difference(tuple(int(each) for each in index), float(ours[index]), float(theirs[index]))


def step_into(value: Value, steps: Sequence[Step]) -> Value:
    """Follow the steps of a view into a value.

    Raises:
        SpecError: they lead nowhere in it.
    """
    for step in steps:
        try:
            value = value[step]
        except (IndexError, TypeError) as error:
            msg = f"a view at {tuple(steps)} leads nowhere in {kind_of(value)} ({error}); mend the views of the case"
            raise SpecError(msg) from error
    return value


def placed(found: Mismatch, value: Value, steps: Sequence[Step]) -> Mismatch:
    """Say where in a whole value a mismatch stands that was found at the end of some steps into it."""
    if not steps:
        return found
    step, *rest = steps
    found = placed(found, value[step], rest)
    if isinstance(value, tuple | list):
        return within(step % len(value) + 1, found) if isinstance(step, int) else found
    if not isinstance(value, np.ndarray) or found.difference is None:
        return found
    first, *others = found.difference.index if isinstance(step, slice) else (0, *found.difference.index)
    at = range(len(value))[step][first] if isinstance(step, slice) else step % len(value)
    return replace(found, difference=replace(found.difference, index=(at, *others)))


def _array_mismatch(actual: Array, expected: Array, tolerance: Tolerance) -> Mismatch | None:
    if expected.dtype.kind == "b":
        return None if np.array_equal(actual, expected) else _wrong(actual, expected, None)
    difference = worst_difference(np.real(actual), np.real(expected), tolerance)
    if difference is None and (np.iscomplexobj(actual) or np.iscomplexobj(expected)):
        difference = worst_difference(np.imag(actual), np.imag(expected), tolerance)
    if difference is None:
        return None
    where = f" at {list(difference.index)}" if difference.index else ""  # the worst entry says it, and soon
    found, wanted = describe(difference.actual) + where, describe(difference.expected) + where
    return Mismatch(Judgement.WRONG, found, wanted, difference)


def _number_mismatch(actual: Value, expected: Value, tolerance: Tolerance) -> Mismatch | None:
    try:
        ours, theirs = float(actual), float(expected)
    except OverflowError:
        return _huge_mismatch(_exact(actual), _exact(expected), tolerance)
    if ours == theirs or abs(ours - theirs) <= tolerance.atol + tolerance.rtol * abs(theirs) < math.inf:
        return None
    if math.isnan(ours) and math.isnan(theirs):
        return None
    return _wrong(ours, theirs, Difference((), ours, theirs))


def _huge_mismatch(actual: float, expected: float, tolerance: Tolerance) -> Mismatch | None:
    """Compare numbers of which one is an integer past all floats; no infinity passes for it."""
    if all(isinstance(each, int) or math.isfinite(each) for each in (actual, expected)):
        gap = abs(Fraction(actual) - Fraction(expected))
        if gap <= Fraction(tolerance.atol) + Fraction(tolerance.rtol) * abs(Fraction(expected)):
            return None
    return _wrong(actual, expected, Difference((), _as_float(actual), _as_float(expected)))


def _exact(value: Value) -> float:
    return int(value) if isinstance(value, int | np.integer) else float(value)


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _wrong(actual: Value, expected: Value, difference: Difference | None) -> Mismatch:
    return Mismatch(Judgement.WRONG, describe(actual), describe(expected), difference)
