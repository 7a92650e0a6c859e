"""The error bowl: the error of every weight, the way a student's weight takes in it, and the way it should take."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from autograder.figures.axis import LARGEST, Axis, axis_of, short
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
    text,
)
from autograder.figures.numbers import Figures, thinned

_MOST_POINTS: Final = 120
#: How far the picture follows a path that leaves, in widths of what is expected.
_FOLLOWED: Final = 2.0
#: How much of the other wall is drawn, so that it is a bowl and not a slope.
_OTHER_WALL: Final = 0.4
_CURVE: Final = np.linspace(-1.0, 1.0, 81)


@dataclass(frozen=True, slots=True)
class Bowl:
    """error = (input * weight - goal)**2; the input is not 0."""

    input: float
    goal: float

    @property
    def bottom(self) -> float:
        """The weight at which the error is 0."""
        return self.goal / self.input

    def error(self, weights: Figures) -> Figures:
        """The error of each weight."""
        with np.errstate(all="ignore"):
            return (self.input * weights - self.goal) ** 2


def bowl(shape: Bowl, got: Figures, expected: Figures) -> Figure | None:
    """Draw the weights that came, one after the other, beside those that should have.

    Args:
        shape: the bowl that they lie in.
        got: (n,) the weights that came, the one it starts from first.
        expected: (m,) the weights expected.

    Returns:
        The figure, or None where the bowl is too wide or too steep for one.
    """
    across = axis_of("weight", _seen(shape, got, expected), (LEFT, WIDTH - RIGHT))
    if across is None:
        return None
    weights = (across.low + across.high) / 2 + _CURVE * (across.high - across.low) / 2
    errors = shape.error(weights)
    up = axis_of("error", np.append(errors, 0.0), (HEIGHT - BOTTOM, TOP))
    if up is None or not np.isfinite(errors).all() or errors.max() > LARGEST:
        return None
    parts = [frame(across, up), _walls(shape, across, up, weights)]
    ways = [(expected, False), (got, True)]
    is_cut = False
    for way, is_yours in ways:
        _, some = thinned(way, _MOST_POINTS)
        points = np.column_stack([across.place(some), up.place(shape.error(some))])
        is_cut |= is_yours and bool(np.isnan(points).any())
        parts.append(path(points, is_yours=is_yours))
    title = "Your weight on the error bowl, and where it should go"
    return figure(
        title, _in_words(shape, got, expected, is_cut=is_cut), [*parts, legend(), left_out() if is_cut else ""]
    )


def _seen(shape: Bowl, got: Figures, expected: Figures) -> Figures:
    """The weights that the picture reaches to: all that is expected, what came near it, and both walls of the bowl."""
    with np.errstate(all="ignore"):
        seen = np.append(expected, shape.bottom)
        seen = seen[np.isfinite(seen)]
        low, high = float(seen.min()), float(seen.max())
        room = _FOLLOWED * max(high - low, 1e-6 * abs(high), 1e-12)
        seen = np.append(seen, got[(got >= low - room) & (got <= high + room)])
        reach = float(np.abs(seen - shape.bottom).max())
        return np.append(seen, [shape.bottom - _OTHER_WALL * reach, shape.bottom + _OTHER_WALL * reach])


def _walls(shape: Bowl, across: Axis, up: Axis, weights: Figures) -> str:
    """The bowl itself, and its lowest point."""
    curve = np.column_stack([across.place(weights), up.place(shape.error(weights))])
    walls = "L".join(f"{x:.1f} {y:.1f}" for x, y in curve[np.isfinite(curve).all(axis=1)].tolist())
    x, y = float(across.place(shape.bottom)), float(up.place(0.0))
    look = 'stroke="currentColor" stroke-opacity=".45"'
    if not math.isfinite(x + y):
        return f'<path d="M{walls}" {look}/>'
    return f'<path d="M{walls}" {look}/><path d="M{x:.1f} {y:.1f}V{TOP}" {look} stroke-dasharray="1 4"/>' + text(
        x + 4, TOP + 10, f"best weight {short(shape.bottom)}"
    )


def _in_words(shape: Bowl, got: Figures, expected: Figures, *, is_cut: bool) -> str:
    return listed(
        [
            f"Yours: {_way(got)}.",
            f"Expected: {_way(expected)}.",
            f"The error is 0 at weight {short(shape.bottom)}.",
            "Part of your way lies outside the picture." if is_cut else "",
        ]
    )


def _way(weights: Figures) -> str:
    steps = len(weights) - 1
    counted = "1 step" if steps == 1 else f"{steps} steps"
    return f"from {short(float(weights[0]))} to {short(float(weights[-1]))} in {counted}"
