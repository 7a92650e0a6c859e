"""One case, what it came to and what was expected -> the figure that says more than the numbers, if one does."""

from typing import Final

import numpy as np

from autograder.figures.bowl import bowl
from autograder.figures.curves import curves
from autograder.figures.drawing import Figure
from autograder.figures.heat_map import heat_map
from autograder.figures.numbers import Figures, figures_of, sequence_of
from autograder.figures.weights import ground_of
from autograder.model import Value
from autograder.spec import Case

#: A row of fewer figures is read faster than a curve is.
_SHORTEST_CURVE: Final = 4
#: A matrix of fewer entries is read faster than a map is.
_SMALLEST_MAP: Final = 4
#: Values of a tuple that are looked at.
_MOST_VALUES: Final = 20
_RTOL: Final = 1e-9


def figure_for(case: Case, got: Value, expected: Value) -> Figure | None:
    """Choose and draw the figure of a case that failed.

    Args:
        case: the case, whose arguments say what the values are of. For public ones alone: it shows what was expected.
        got: what the student's function returned; anything.
        expected: what the reference returned.

    Returns:
        The figure; None where numbers say it as well, or where nothing can be drawn.
    """
    with np.errstate(all="ignore"):
        return _on_the_bowl(case, got, expected) or _side_by_side(got, expected, "value")


def _on_the_bowl(case: Case, got: Value, expected: Value) -> Figure | None:
    ground = ground_of(case.arguments)
    way = None if ground is None else ground.way(got, expected, case.arguments[3:])
    if ground is None or way is None or _agree(*way):
        return None
    return bowl(ground.bowl, *way)


def _side_by_side(got: Value, expected: Value, name: str) -> Figure | None:
    """Curves or a map of the first rows or matrices that differ."""
    if isinstance(expected, tuple) or (isinstance(expected, list) and figures_of(expected) is None):
        if not isinstance(got, tuple | list) or len(got) != len(expected):
            return None
        pairs = enumerate(zip(got[:_MOST_VALUES], expected[:_MOST_VALUES], strict=True), start=1)
        figures = (_of_pair(ours, theirs, f"value {place}") for place, (ours, theirs) in pairs)
        return next((each for each in figures if each is not None), None)
    return _of_pair(got, expected, name)


def _of_pair(got: Value, expected: Value, name: str) -> Figure | None:
    theirs = figures_of(expected)
    if theirs is None or isinstance(expected, tuple):  # a tuple's values are of different things
        return None
    if theirs.ndim == 1 and len(theirs) >= _SHORTEST_CURVE:
        ours = sequence_of(got)
        return None if ours is None or _agree(ours, theirs) else curves(ours, theirs, name)
    ours = figures_of(got)
    if theirs.ndim != 2 or theirs.size < _SMALLEST_MAP or ours is None:  # noqa: PLR2004 - a matrix
        return None
    return heat_map(ours, theirs)


def _agree(ours: Figures, theirs: Figures) -> bool:
    return ours.shape == theirs.shape and bool(np.allclose(ours, theirs, rtol=_RTOL, atol=0, equal_nan=True))
