"""Slips of rows that grow entry by entry, such as the history of a training: shifted, too short, too long."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import numpy as np

from autograder.diagnose.pairs import Figures, Pair, close, numeric, sequence

_Sides: TypeAlias = tuple[Figures, Figures]
#: Fewer entries than this may agree by chance.
_ENOUGH_ENTRIES: Final = 3


def _columns(pairs: Sequence[Pair]) -> list[list[_Sides]]:
    """The rows at each place where rows are asked for, of all calls, side by side; [] where some are none."""
    columns: dict[int, list[_Sides]] = {}
    for pair in pairs:
        is_tuple = isinstance(pair.expected, tuple)
        expected = pair.expected if is_tuple else (pair.expected,)
        actual = (sequence(pair.actual) or ()) if is_tuple else (pair.actual,)
        if len(actual) != len(expected):
            return []
        for place, (ours, theirs) in enumerate(zip(actual, expected, strict=True)):
            if not isinstance(theirs, np.ndarray) or theirs.ndim != 1:
                continue
            mine, other = _row(ours), numeric(theirs)
            if mine is None or other is None:
                return []
            columns.setdefault(place, []).append((mine, other))
    return list(columns.values()) if all(len(each) == len(pairs) for each in columns.values()) else []


def _row(value: object) -> Figures | None:
    if isinstance(value, list | tuple) and not value:
        return np.zeros(0)
    figures = numeric(value)
    return figures if figures is not None and figures.ndim == 1 else None


def _wrong_columns(pairs: Sequence[Pair]) -> list[list[_Sides]]:
    return [column for column in _columns(pairs) if not all(close(*sides) for sides in column)]


def _explained(pairs: Sequence[Pair], explain: Callable[[Figures, Figures], bool]) -> bool:
    """Whether each place's rows are all right or all explained, and those that need it hold entries enough to tell."""
    rows = [sides for column in _wrong_columns(pairs) for sides in column]
    entries = sum(min(len(ours), len(theirs)) for ours, theirs in rows if not close(ours, theirs))
    return entries >= _ENOUGH_ENTRIES and all(explain(*sides) for sides in rows)


def _too_early(pairs: Sequence[Pair]) -> str:
    if _explained(pairs, lambda ours, theirs: len(ours) == len(theirs) and close(ours[:-1], theirs[1:])):
        return (
            "Every entry stands one place too early: the row begins with what belongs second. "
            "Is a round recorded before its update, or after?"
        )
    return ""


def _too_late(pairs: Sequence[Pair]) -> str:
    if _explained(pairs, lambda ours, theirs: len(ours) == len(theirs) and close(ours[1:], theirs[:-1])):
        return "Every entry stands one place too late. What should the first round record?"
    return ""


def _stops_early(pairs: Sequence[Pair]) -> str:
    def stops(ours: Figures, theirs: Figures) -> bool:
        if len(ours) < len(theirs):
            return close(ours, theirs[: len(ours)])
        written = len(np.trim_zeros(ours, "b"))  # the rest was laid out as zeros and never filled
        return len(ours) == len(theirs) and (close(ours, theirs) or close(ours[:written], theirs[:written]))

    wrong = [sides for column in _wrong_columns(pairs) for sides in column if not close(*sides)]
    goes_somewhere = any(np.any(ours) for ours, _ in wrong)
    if goes_somewhere and _explained(pairs, stops):
        return "The row is right as far as it goes, and ends too early. How often should the loop run?"
    return ""


def _starts_late(pairs: Sequence[Pair]) -> str:
    if _explained(
        pairs, lambda ours, theirs: len(ours) < len(theirs) and close(ours, theirs[len(theirs) - len(ours) :])
    ):
        return "The first entries are missing and the others are right. What is recorded before the first update?"
    return ""


def _runs_on(pairs: Sequence[Pair]) -> str:
    if _explained(pairs, lambda ours, theirs: len(ours) > len(theirs) and close(ours[: len(theirs)], theirs)):
        return "The row is right and goes on too long. How often should the loop run?"
    return ""


HISTORY_SLIPS: Final = (_too_early, _too_late, _stops_early, _starts_late, _runs_on)
