"""Two rows of figures as two curves over their places: a training's errors, the entries of an array."""

from typing import Final

import numpy as np

from autograder.figures.axis import axis_of, short
from autograder.figures.drawing import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Figure,
    figure,
    frame,
    left_out,
    legend,
    listed,
    path,
)
from autograder.figures.numbers import Figures, thinned

_MOST_POINTS: Final = 160
#: From this factor between the largest and the smallest on, a straight scale shows the smallest as 0.
_MANY_SIZES: Final = 1e3
#: How far beyond what is expected the picture still follows what came.
_FOLLOWED: Final = 3.0


def curves(got: Figures, expected: Figures, name: str = "value") -> Figure | None:
    """Draw what came and what was expected over their places, counted from 0.

    The scale is logarithmic where all that is expected lies above 0 and is of many sizes. What came and lies far from
    all that is expected leaves the picture, and the description says where.

    Args:
        got: (n,) what came; NaN and infinities are gaps.
        expected: (m,) what was expected.
        name: what the figures are.

    Returns:
        The figure, or None where nothing of either can be drawn.
    """
    with np.errstate(all="ignore"):
        is_logarithmic = _is_of_many_sizes(got, expected)
        seen = np.concatenate([expected, _followed(got, expected, is_logarithmic=is_logarithmic)])
    places = np.array([0.0, max(len(got), len(expected), 2) - 1])
    up = axis_of(name, seen, (HEIGHT - BOTTOM, TOP), is_logarithmic=is_logarithmic)
    across = axis_of("place, counted from 0", places, (LEFT, WIDTH - RIGHT))
    if up is None or across is None:
        return None
    parts = [frame(across, up)]
    hidden = 0
    for figures, is_yours in ((expected, False), (got, True)):
        at, values = thinned(figures, _MOST_POINTS)
        points = np.column_stack([across.place(at), up.place(values)])
        hidden += int(is_yours and np.isnan(points).any())
        parts.append(path(points, is_yours=is_yours))
    parts += [legend(), left_out() if hidden else ""]
    return figure(f"{name}: yours and expected", _in_words(got, expected, is_cut=bool(hidden)), parts)


def _is_of_many_sizes(got: Figures, expected: Figures) -> bool:
    finite = expected[np.isfinite(expected)]
    if not finite.size or finite.min() <= 0:
        return False
    ours = got[np.isfinite(got)]
    if ours.size and ours.min() <= 0:
        return False
    return bool(finite.max() / finite.min() > _MANY_SIZES)


def _followed(got: Figures, expected: Figures, *, is_logarithmic: bool) -> Figures:
    """What came, as far as it lies near enough to be seen beside what is expected."""
    wanted = np.log10(expected) if is_logarithmic else expected
    ours = np.log10(got) if is_logarithmic else got
    wanted = wanted[np.isfinite(wanted)]
    if not wanted.size:
        return got
    low, high = wanted.min(), wanted.max()
    room = _FOLLOWED * max(high - low, abs(high), 1e-12)
    followed: Figures = got[(ours >= low - room) & (ours <= high + room)]
    return followed


def _in_words(got: Figures, expected: Figures, *, is_cut: bool) -> str:
    return listed(
        [
            f"Yours: {_course(got)}.",
            f"Expected: {_course(expected)}.",
            "Part of yours is no finite number or lies outside the picture." if is_cut else "",
        ]
    )


def _course(figures: Figures) -> str:
    if not len(figures):
        return "no entries at all"
    entries = "1 entry" if len(figures) == 1 else f"{len(figures)} entries"
    return f"{entries}, from {short(float(figures[0]))} to {short(float(figures[-1]))}"
