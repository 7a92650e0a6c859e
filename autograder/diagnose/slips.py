"""Slips that the values alone give away: each looks at all calls that returned, and gives a hint or "".

A hint has to hold: a slip explains every pair, the right ones included, and needs more than one figure where a single
one would fit by chance.
"""

from collections.abc import Callable, Sequence
from itertools import islice, permutations
from typing import Final, TypeAlias

import numpy as np

from autograder.compare import as_array
from autograder.counted import counted
from autograder.diagnose.columns import COLUMN_SLIPS
from autograder.diagnose.histories import HISTORY_SLIPS
from autograder.diagnose.pairs import (
    Figures,
    Pair,
    close,
    differ,
    figures_of,
    numeric,
    on_figures,
    on_leaves,
    same,
    sequence,
)
from autograder.model import Unreadable, Value

Slip: TypeAlias = Callable[[Sequence[Pair]], str]
_FUNCTIONS: Final = frozenset(
    {"function", "builtin_function_or_method", "method", "ufunc", "_ArrayFunctionDispatcher", "partial", "type"}
)
_ENOUGH_CALLS: Final = 3
_ENOUGH_FIGURES: Final = 2
_MOST_DECIMALS: Final = 9
_MOST_ITEMS: Final = 5


def slip_of(pairs: Sequence[Pair]) -> str:
    """The hint of the most telling slip that explains all pairs, or ""."""
    return next((hint for slip in _SLIPS if (hint := slip(pairs))), "") if pairs else ""


def place_of(pairs: Sequence[Pair]) -> int | None:
    """The one place of a tuple at which all that is wrong stands, counted from 0; None where there is no such place."""
    rows = [(sequence(pair.actual), pair.expected) for pair in pairs]
    if any(ours is None or not isinstance(theirs, tuple) or len(ours) != len(theirs) for ours, theirs in rows):
        return None
    places = {
        place
        for ours, theirs in rows
        for place, sides in enumerate(zip(ours or (), theirs, strict=True))
        if not same(*sides)
    }
    return places.pop() if len(places) == 1 and len(rows[0][1]) > 1 else None


def at_place(pairs: Sequence[Pair], place: int) -> list[Pair]:
    """The pairs of what stands at one place of a tuple."""
    return [Pair(pair.actual[place], pair.expected[place]) for pair in pairs if place < len(pair.expected)]


def is_constant(pairs: Sequence[Pair]) -> bool:
    """Whether at least three calls all returned the same, and should not have."""
    if len(pairs) < _ENOUGH_CALLS:
        return False
    first = pairs[0]
    if isinstance(first.actual, Unreadable):  # all that is known of it is its type
        return False
    return all(same(pair.actual, first.actual) for pair in pairs) and not all(
        same(pair.expected, first.expected) for pair in pairs
    )


def _constant(pairs: Sequence[Pair]) -> str:
    return (
        "It gives the same result whatever the arguments. Which of them should it depend on?"
        if is_constant(pairs)
        else ""
    )


def _function(pairs: Sequence[Pair]) -> str:
    kinds = {pair.actual.type_name for pair in pairs if isinstance(pair.actual, Unreadable)}
    if kinds & _FUNCTIONS:
        return "It hands back a function and not its result. What is missing to call it?"
    return ""


def _comma(pairs: Sequence[Pair]) -> str:
    """A tuple of one, wherever a single value is asked for."""
    if all(
        isinstance(pair.actual, tuple)
        and len(pair.actual) == 1
        and as_array(pair.expected) is not None
        and np.ndim(pair.expected) == 0
        for pair in pairs
    ):
        return (
            "It returns a tuple of one value, and a single one is asked for. What does a comma at the end make of it?"
        )
    return ""


def _sign(pairs: Sequence[Pair]) -> str:
    if on_figures(pairs, lambda ours, theirs: close(-ours, theirs)):
        return "The size is right and the sign is not. Which of the two is subtracted from which?"
    if on_figures(pairs, lambda ours, theirs: close(ours, np.abs(theirs))):
        return "The size is right, and the sign is lost on the way. Where?"
    return ""


def _power(pairs: Sequence[Pair]) -> str:
    if not _telling(pairs):
        return ""
    if on_figures(pairs, lambda ours, theirs: close(ours, theirs**2)):
        return "It is the square of what it should be. Is something squared twice?"
    if on_figures(pairs, lambda ours, theirs: close(ours**2, theirs)):
        return "Its square would be right. Is a power missing, or a root too many?"
    return ""


def _factor(pairs: Sequence[Pair]) -> str:
    """The one factor between all figures and what they should be."""
    sides = [figures_of(pair) for pair in pairs]
    if any(each is None for each in sides) or not _telling(pairs):
        return ""
    ours = np.concatenate([each[0] for each in sides if each is not None])
    theirs = np.concatenate([each[1] for each in sides if each is not None])
    telling = (theirs != 0) & np.isfinite(theirs) & np.isfinite(ours)
    if not telling.any():
        return ""
    factor = float(np.median(ours[telling] / theirs[telling]))
    if factor == 0 or not np.isfinite(factor) or close(np.array(factor), np.array(1.0)):
        return ""
    if not close(ours, factor * theirs):
        return ""
    return f"Every result is {factor:.6g} times what it should be. Which factor is missing, or one too many?"


def _rounding(pairs: Sequence[Pair]) -> str:
    for decimals in range(_MOST_DECIMALS + 1):
        if on_figures(pairs, _rounded_to(decimals)) and _keeps_some(pairs, decimals):
            to = f"to {counted(decimals, 'decimal')}" if decimals else "to whole numbers"
            return f"The results are rounded {to}. What is lost when you round before the end?"
    return ""


def _rounded_to(decimals: int) -> Callable[[Figures, Figures], bool]:
    return lambda ours, theirs: bool(np.allclose(ours, np.round(theirs, decimals), rtol=1e-12, atol=1e-12))


def _keeps_some(pairs: Sequence[Pair], decimals: int) -> bool:
    """Whether some figure is rounded to something else than zero: all zeros would look like rounding too."""
    sides = [each for pair in pairs if (each := figures_of(pair)) is not None]
    return any(bool(np.any((np.round(theirs, decimals) != 0) & (ours != theirs))) for ours, theirs in sides)


def _transposed(pairs: Sequence[Pair]) -> str:
    def turned(actual: Value, expected: Value) -> bool:
        array = as_array(actual)
        return array is not None and array.ndim > 1 and same(array.T, expected)

    if on_leaves(pairs, turned):
        return "Rows and columns have changed places. What does a row stand for in the docstring?"
    return ""


def _order(pairs: Sequence[Pair]) -> str:
    """Whether one and the same rearrangement of the values makes every case right."""
    rows = [sequence(pair.actual) for pair in pairs]
    size = len(pairs[0].expected) if isinstance(pairs[0].expected, tuple) else 0
    if not 1 < size <= _MOST_ITEMS or any(row is None or len(row) != size for row in rows):
        return ""
    if not any(differ(pair) for pair in pairs):
        return ""
    for order in permutations(range(size)):
        turned = [tuple(row[place] for place in order) for row in rows if row is not None]
        if all(same(row, pair.expected) for row, pair in zip(turned, pairs, strict=True)):
            return "The values are right and their order is not. Which comes first in the docstring?"
    return ""


def _axis(pairs: Sequence[Pair]) -> str:
    def reshaped(actual: Value, expected: Value) -> bool:
        ours, theirs = numeric(actual), numeric(expected)
        return ours is not None and theirs is not None and close(ours.ravel(), theirs.ravel())

    if on_leaves(pairs, reshaped):
        return "The figures are right and the shape is not: an axis is too many or missing. Which shape is asked for?"
    return ""


def _all_against_all(pairs: Sequence[Pair]) -> str:
    sides = [(as_array(pair.actual), as_array(pair.expected)) for pair in pairs]
    for ours, theirs in sides:
        if ours is None or theirs is None or theirs.ndim != 1 or theirs.size < _ENOUGH_FIGURES:
            continue
        if ours.shape == (theirs.size, theirs.size):
            return "A column met a row and made a table of all against all. Which shapes stood on either side?"
    return ""


def _count(pairs: Sequence[Pair]) -> str:
    """Another number of values than asked for, in the first case that is wrong: it is the one that is shown."""
    for pair in islice(filter(differ, pairs), 1):
        ours, theirs = sequence(pair.actual), pair.expected
        if isinstance(theirs, tuple) and ours is not None and len(ours) != len(theirs):
            return "The docstring asks for another number of values. Which are they?"
        mine, other = as_array(pair.actual), as_array(theirs)
        if mine is None or other is None or isinstance(theirs, tuple):
            continue
        if other.ndim == 0 and mine.size > 1:
            return "It returns many numbers where one is asked for. How do they become one?"
        if mine.ndim == 0 and other.size > 1:
            return "It returns one number where several are asked for. What was added up too early?"
    return ""


def _telling(pairs: Sequence[Pair]) -> bool:
    """Whether there are two different figures, other than 0 and 1, to tell a relation by: one fits any."""
    sides = [each for pair in pairs if (each := figures_of(pair)) is not None]
    figures = np.concatenate([theirs for _, theirs in sides]) if sides else np.zeros(0)
    figures = figures[np.isfinite(figures) & (figures != 0) & (np.abs(figures) != 1)]
    return len(np.unique(figures)) >= _ENOUGH_FIGURES


_SLIPS: Final[tuple[Slip, ...]] = (
    _function,
    _comma,
    _constant,
    *COLUMN_SLIPS,
    _sign,
    _power,
    _transposed,
    _order,
    _axis,
    *HISTORY_SLIPS,
    _all_against_all,
    _count,
    _factor,
    _rounding,
)
