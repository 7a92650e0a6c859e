"""What calls returned beside what they should have, seen in the ways that give a slip away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from autograder import wire
from autograder.compare import Mismatch, as_array, conform, mismatch
from autograder.model import Ending, Outcome, Value
from autograder.spec import Table, Tolerance

#: A row or table of figures.
Figures: TypeAlias = npt.NDArray[np.float64]
#: Rows of an array that could be meant as the values of a tuple; more are a table.
_MOST_ROWS: Final = 64
_CLOSE: Final = Tolerance(rtol=1e-9, atol=1e-12)


@dataclass(frozen=True, slots=True)
class Pair:
    """What one call returned, and what it should have."""

    actual: Value
    expected: Value


def pairs_of(outcomes: Sequence[Outcome], expected: Sequence[Outcome]) -> list[Pair]:
    """The values of the calls that returned and should have; unreadable ones are left out."""
    pairs = []
    for ours, theirs in zip(outcomes, expected, strict=True):
        if ours.ending is Ending.RETURNED and theirs.ending is Ending.RETURNED:
            try:
                pairs.append(Pair(wire.value_of(ours.encoded), wire.decode(theirs.encoded)))
            except wire.WireError:
                continue
    return pairs


def same(actual: Value, expected: Value) -> bool:
    """Whether two values are the same but for rounding and form."""
    ours = conform(actual, expected)
    return not isinstance(ours, Mismatch) and mismatch(ours, expected, _CLOSE) is None


def close(actual: npt.NDArray[Any], expected: npt.NDArray[Any]) -> bool:
    """Whether two arrays have one shape and, but for rounding, the same figures."""
    return actual.shape == expected.shape and bool(
        np.allclose(actual, expected, rtol=_CLOSE.rtol, atol=_CLOSE.atol, equal_nan=True)
    )


def differ(pair: Pair) -> bool:
    """Whether this call went wrong."""
    return not same(pair.actual, pair.expected)


def every(pairs: Sequence[Pair], explain: Callable[[Pair], bool]) -> bool:
    """Whether one explanation holds for every pair, and some pair needs it."""
    return all(explain(pair) for pair in pairs) and any(differ(pair) for pair in pairs)


def on_leaves(pairs: Sequence[Pair], explain: Callable[[Value, Value], bool]) -> bool:
    """Whether every number and array, also those within tuples, is right or explained, and some needs it."""

    def holds(pair: Pair) -> bool:
        leaves = leaves_of(pair.actual, pair.expected)
        return leaves is not None and all(same(*leaf) or explain(*leaf) for leaf in leaves)

    return every(pairs, holds)


def on_figures(pairs: Sequence[Pair], explain: Callable[[Figures, Figures], bool]) -> bool:
    """Whether one explanation holds for the figures of every pair, and some pair needs it."""

    def holds(pair: Pair) -> bool:
        figures = figures_of(pair)
        return figures is not None and explain(*figures)

    return every(pairs, holds)


def leaves_of(actual: Value, expected: Value) -> list[tuple[Value, Value]] | None:
    """The numbers and arrays of two values side by side, or None where one has more values than the other."""
    if isinstance(actual, Table) and isinstance(expected, Table) and actual.names == expected.names:
        return list(zip(actual.columns.values(), expected.columns.values(), strict=True))
    if not isinstance(expected, tuple | list):
        return [(actual, expected)]
    items = sequence(actual)
    if items is None or len(items) != len(expected):
        return None
    inner = [leaves_of(*sides) for sides in zip(items, expected, strict=True)]
    return (
        None if any(each is None for each in inner) else [leaf for each in inner if each is not None for leaf in each]
    )


def sequence(value: Value) -> tuple[Value, ...] | None:
    """What can be unpacked into several values, as a tuple."""
    if isinstance(value, np.ndarray):
        return tuple(value) if value.ndim > 0 and len(value) <= _MOST_ROWS else None
    return tuple(value) if isinstance(value, tuple | list) else None


def numeric(value: Value) -> Figures | None:
    """The figures of a number, an array or nested lists of numbers; None for anything else."""
    array = as_array(value)
    return array.astype(np.float64) if array is not None and array.dtype.kind in "iuf" else None


def figures_of(pair: Pair) -> tuple[Figures, Figures] | None:
    """All figures of two values of one structure, in one row each; None where anything else differs."""
    leaves = leaves_of(pair.actual, pair.expected)
    if leaves is None:
        return None
    ours, theirs = [], []
    for left, right in leaves:
        mine, other = numeric(left), numeric(right)
        if mine is not None and other is not None and mine.shape == other.shape:
            ours.append(mine.ravel())
            theirs.append(other.ravel())
        elif other is not None or not same(left, right):
            return None
    return (np.concatenate(ours), np.concatenate(theirs)) if ours else None
