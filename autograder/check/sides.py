"""What came beside what should have come, entry by entry where there are few: columns that a person can compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from autograder import wire
from autograder.answers import Answers
from autograder.compare import Mismatch, conform, describe, mismatch, outcome_mismatch
from autograder.model import Contrast, Ending, Outcome, Value
from autograder.spec import Case, Tolerance

_MOST_COLUMNS: Final = 8
_RIGHT: Final = "right"
_ENTRY_CHARACTERS: Final = 24
_SIMPLE: Final = (bool, int, float, str, np.bool_, np.integer, np.floating)


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a few: its name ("" where it is alone), what came, what was expected and how far apart they are."""

    name: str
    got: str
    expected: str
    difference: str


@dataclass(frozen=True, slots=True)
class Example:
    """A call that failed.

    Args:
        call: the call as a student would type it.
        label: what is special about it.
        got: what came, in one line.
        expected: what should have come, in one line.
        gap: how far apart figures are and where, "" for what holds no figures.
        columns: the same value by value, where there are a few; else empty.
    """

    call: str
    label: str
    got: str
    expected: str
    gap: str
    columns: tuple[Column, ...] = ()


def example_of(answers: Answers, index: int, outcome: Outcome, call: str, told: Contrast) -> Example:
    """Put what a public call came to beside what was expected.

    Args:
        answers: the exercise's public part.
        index: which of its cases.
        outcome: what the call came to.
        call: the call as text.
        told: both sides in words, as `judge` has them.
    """
    case, expected = answers.cases[index], answers.expected[index]
    if outcome.ending is not Ending.RETURNED or expected.ending is not Ending.RETURNED:
        return Example(call, case.label, told.got, told.expected, told.gap)
    ours, theirs = wire.decode(outcome.encoded), wire.decode(expected.encoded)
    columns = _columns(ours, theirs, case, case.tolerance or answers.exercise.tolerance)
    if all(each.difference == _RIGHT for each in columns):  # right figures: something else is wrong, and is told
        columns = ()
    sides = None
    if told.gap and not columns:
        sides = _telling_values(ours, theirs, outcome_mismatch(outcome, expected, case, answers.exercise))
    return Example(call, case.label, *(sides or (told.got, told.expected)), told.gap, columns)


def _telling_values(got: Value, expected: Value, found: Mismatch | None) -> tuple[str, str] | None:
    """Of several values the one that is off, where all of them would be cut short in one line."""
    place = found.difference.within[:1] if found is not None and found.difference is not None else ()
    if not place or not isinstance(got, tuple | list) or not isinstance(expected, tuple | list):
        return None
    ours, theirs = (f"value {place[0]}: {describe(value[place[0] - 1])}" for value in (got, expected))
    return ours, theirs


def _columns(got: Value, expected: Value, case: Case, tolerance: Tolerance) -> tuple[Column, ...]:
    if case.views:  # only parts are judged
        return ()
    ours, theirs = _entries(got), _entries(expected)
    if ours is None or theirs is None or len(ours) != len(theirs) or not 1 < len(theirs) <= _MOST_COLUMNS:
        return ()
    name = "[{}]" if isinstance(expected, np.ndarray) else "value {}"
    first = 0 if isinstance(expected, np.ndarray) else 1
    return tuple(
        Column(
            name.format(place),
            describe(mine, _ENTRY_CHARACTERS),
            describe(right, _ENTRY_CHARACTERS),
            difference(mine, right, tolerance),
        )
        for place, (mine, right) in enumerate(zip(ours, theirs, strict=True), start=first)
    )


def _entries(value: Value) -> Sequence[Value] | None:
    """The plain values that a tuple, a list or a row holds, if it holds nothing else."""
    if isinstance(value, np.ndarray):
        return list(value) if value.ndim == 1 and len(value) <= _MOST_COLUMNS else None
    if not isinstance(value, tuple | list) or not all(isinstance(each, _SIMPLE) for each in value):
        return None
    return value


def difference(got: Value, expected: Value, tolerance: Tolerance) -> str:
    """How far one value is from another: "right", "+0.5", or a word where it cannot be counted."""
    same = conform(got, expected)
    found = same if isinstance(same, Mismatch) else mismatch(same, expected, tolerance)
    if found is None:
        return _RIGHT
    if found.difference is None:
        return "another kind"
    gap = found.difference.actual - found.difference.expected
    if np.isnan(found.difference.actual):
        return "no number"
    return f"{gap:+.6g}" if np.isfinite(gap) else "infinite"
