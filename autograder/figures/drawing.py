"""The little SVG that all figures are made of: a picture with a name, a frame with ticks, a legend in words.

What is neutral takes the colour of the text around it, so a page may be light or dark; the two colours that there are
stand out from both. Nothing is told by colour alone: what is yours is a solid line with dots, what is expected is
dashed with rings.
"""

import hashlib
import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from autograder.figures.axis import Axis

#: On white as on near black, both are told apart from the background (3 to 1 and more).
YOURS, EXPECTED = "#c96a12", "#2f86c9"
WIDTH, HEIGHT = 440, 230
LEFT, RIGHT, TOP, BOTTOM = 62, 16, 30, 40
#: Markers of one path; more of them would be a band.
_MOST_MARKERS: Final = 30

Pixels = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, and what it shows in words.

    Args:
        svg: the picture, to be put into a page as it is; everything in it is escaped.
        title: what it is.
        description: what can be seen in it, for those who cannot see it.
    """

    svg: str
    title: str
    description: str


def figure(title: str, description: str, parts: Iterable[str], size: tuple[int, int] = (WIDTH, HEIGHT)) -> Figure:
    """Put parts into a picture that screen readers know by its title and its description."""
    body = "".join(parts)
    width, height = size
    # One page may hold many figures: each needs ids of its own, and the same ones every time.
    name = "fig" + hashlib.sha256(f"{title}{description}{body}".encode()).hexdigest()[:10]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" aria-labelledby="{name}t {name}d" fill="none" stroke-linejoin="round" '
        f'font-family="system-ui, sans-serif" font-size="11" style="max-width:100%;height:auto">'
        f'<title id="{name}t">{html.escape(title)}</title><desc id="{name}d">{html.escape(description)}</desc>'
        f"{body}</svg>"
    )
    return Figure(svg, title, description)


def text(x: float, y: float, words: str, anchor: str = "start") -> str:
    """Words at a place; `anchor` is the end of them that stands there: start, middle or end."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor">{html.escape(words)}</text>'


def frame(across: Axis, up: Axis) -> str:
    """The two axes with their ticks, faint lines across and names."""
    bottom, left, right = HEIGHT - BOTTOM, LEFT, WIDTH - RIGHT
    ticks_up = [(place, label) for place, label in up.ticks() if TOP - 1 <= place <= bottom + 1]
    ticks_across = [(place, label) for place, label in across.ticks() if left - 1 <= place <= right + 1]
    lines = "".join(f"M{left} {place:.1f}H{right}" for place, _ in ticks_up)
    marks = "".join(f"M{place:.1f} {bottom}v4" for place, _ in ticks_across)
    return "".join(
        [
            f'<path d="{lines}" stroke="currentColor" stroke-opacity=".15"/>',
            f'<path d="M{left} {TOP}V{bottom}H{right}{marks}" stroke="currentColor" stroke-opacity=".6"/>',
            *(text(left - 6, place + 4, label, "end") for place, label in ticks_up),
            *(text(place, bottom + 16, label, "middle") for place, label in ticks_across),
            text((left + right) / 2, HEIGHT - 6, across.name, "middle"),
            text(4, TOP - 14, up.name),
        ]
    )


def legend(yours: str = "yours", expected: str = "expected") -> str:
    """What is whose, in words beside the two kinds of line; at the upper right."""
    y, x = 12, WIDTH - RIGHT - 176
    return (
        _line(f"M{x} {y}h26", is_yours=True)
        + _markers(np.array([[x + 13.0, y]]), is_yours=True)
        + text(x + 32, y + 4, yours)
        + _line(f"M{x + 86} {y}h26", is_yours=False)
        + _markers(np.array([[x + 99.0, y]]), is_yours=False)
        + text(x + 118, y + 4, expected)
    )


def left_out() -> str:
    """Say that what is yours goes on where the picture ends."""
    return text(LEFT + 8, HEIGHT - BOTTOM - 18, "yours goes on outside")


def path(points: Pixels, *, is_yours: bool) -> str:
    """A line through points (n, 2), broken where one of them is NaN, with a marker on each of the first or of some."""
    visible = np.isfinite(points.sum(axis=1))
    steps: list[str] = []
    pen_is_down = False
    for (x, y), is_visible in zip(points.tolist(), visible.tolist(), strict=True):
        if is_visible:
            steps.append(f"{'L' if pen_is_down else 'M'}{x:.1f} {y:.1f}")
        pen_is_down = is_visible
    shown = points[visible]
    return _line("".join(steps), is_yours=is_yours) + _markers(_some(shown), is_yours=is_yours)


def _some(points: Pixels) -> Pixels:
    """All of few points, the first and the last among a few of many."""
    if len(points) <= _MOST_MARKERS:
        return points
    some: Pixels = points[np.unique(np.linspace(0, len(points) - 1, _MOST_MARKERS).astype(int))]
    return some


def _line(way: str, *, is_yours: bool) -> str:
    if is_yours:
        return f'<path d="{way}" stroke="{YOURS}" stroke-width="2"/>'
    return f'<path d="{way}" stroke="{EXPECTED}" stroke-width="2" stroke-dasharray="6 4"/>'


def _markers(points: Pixels, *, is_yours: bool) -> str:
    """Dots for yours, and wider rings for what is expected: where both are at one place, both can be seen."""
    radius = 2.6 if is_yours else 5
    rings = "".join(
        f"M{x - radius:.1f} {y:.1f}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 -{2 * radius} 0"
        for x, y in points.tolist()
    )
    look = f'fill="{YOURS}"' if is_yours else f'stroke="{EXPECTED}" stroke-width="1.5"'
    return f'<path d="{rings}" {look}/>'


def listed(words: Sequence[str]) -> str:
    """Sentences, one after the other."""
    return " ".join(each for each in words if each)
