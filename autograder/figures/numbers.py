"""Values -> the figures that can be drawn."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from autograder.compare import as_array
from autograder.model import Value

Figures = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
#: More than this is not drawn: nobody could see it, and a page has to be made in a millisecond.
_MOST: Final = 2_000_000


def figures_of(value: Value) -> Figures | None:
    """The real numbers that a value holds, whole numbers past all floats aside; None where it holds something else."""
    if isinstance(value, bool | np.bool_):
        return None
    try:
        array: npt.NDArray[Any] | None = as_array(value)
        if array is None or array.dtype.kind not in "iuf" or array.size > _MOST:
            return None
        return array.astype(np.float64)
    except (OverflowError, ValueError, TypeError, RecursionError):
        return None


def number_of(value: Value) -> float | None:
    """The one finite number that a value is, or None."""
    figures = figures_of(value)
    if figures is None or figures.shape != () or not np.isfinite(figures):
        return None
    return float(figures)


def sequence_of(value: Value, shortest: int = 1) -> Figures | None:
    """A row of figures of at least some length, or None."""
    figures = figures_of(value)
    return figures if figures is not None and figures.ndim == 1 and len(figures) >= shortest else None


def thinned(figures: Figures, most: int) -> tuple[Figures, Figures]:
    """The places of some entries, evenly spread with the first and the last among them, and those entries."""
    places = np.arange(len(figures))
    if len(figures) > most:
        places = np.unique(np.linspace(0, len(figures) - 1, most).astype(int))
    return places.astype(np.float64), figures[places]
