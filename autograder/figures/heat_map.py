"""Two matrices, entry by entry: where what came is too high, where too low, and how much."""

from typing import Final

import numpy as np

from autograder.figures.axis import LARGEST, short
from autograder.figures.drawing import EXPECTED, YOURS, Figure, figure, text
from autograder.figures.numbers import Figures, Flags

#: Rows and columns drawn one by one; of more than this, the worst entry of each block is.
_MOST_SIDE: Final = 40
_LARGEST_CELL: Final = 26
_LEFT: Final = 40
_WIDTH: Final = 440
#: Entries this much smaller than the worst difference count as right, as rounding would.
_NOTHING: Final = 1e-9
#: Rows and columns up to so many get their numbers.
_MOST_COUNTED: Final = 12
_OPACITIES: Final = (0.25, 0.5, 0.75, 1.0)


def heat_map(got: Figures, expected: Figures) -> Figure | None:
    """Draw the differences of two matrices of one shape.

    Args:
        got: (rows, columns) what came.
        expected: (rows, columns) what was expected.

    Returns:
        The figure, or None where the shapes differ, where there is nothing to see, or no difference.
    """
    if got.ndim != 2 or got.shape != expected.shape or min(got.shape) < 1:  # noqa: PLR2004 - a matrix
        return None
    with np.errstate(all="ignore"):
        same = (got == expected) | (np.isnan(got) & np.isnan(expected))
        difference = np.where(same, 0.0, got - expected)
        lost = ~np.isfinite(difference)  # nothing to say which way
        size = np.where(lost, 0.0, np.abs(difference))
        worst = float(size.max())
        sign = np.where(size > _NOTHING * max(worst, float(np.abs(np.where(lost, 0.0, expected)).max())), 1, 0)
        sign = sign * np.sign(np.where(lost, 0.0, difference))
    if worst > LARGEST or not (lost.any() or sign.any()):
        return None
    shown_sign, shown_size, shown_lost = _in_blocks(sign, size, lost)
    words = _words(got, expected, sign, lost)
    is_in_blocks = shown_sign.shape != sign.shape
    return _drawn(shown_sign, shown_size / (worst or 1.0), shown_lost, words, is_in_blocks=is_in_blocks)


def _in_blocks(sign: Figures, size: Figures, lost: Flags) -> tuple[Figures, Figures, Flags]:
    """The worst entry of every block, the blocks as small as a picture can show."""
    rows, columns = size.shape
    if max(rows, columns) <= _MOST_SIDE:
        return sign, size, lost
    weight = np.where(lost, np.inf, size)
    for axis, length in enumerate((rows, columns)):
        starts = np.unique(np.linspace(0, length, min(length, _MOST_SIDE), endpoint=False).astype(int))
        blocks = np.split(weight, starts[1:], axis=axis)
        picks = np.stack([block.argmax(axis=axis) + start for block, start in zip(blocks, starts, strict=True)], axis)
        weight, sign, size, lost = (np.take_along_axis(each, picks, axis) for each in (weight, sign, size, lost))
    return sign, size, lost


def _words(got: Figures, expected: Figures, sign: Figures, lost: Flags) -> str:
    rows, columns = got.shape
    wrong = int(np.count_nonzero(sign) + np.count_nonzero(lost))
    high, low = int(np.count_nonzero(sign > 0)), int(np.count_nonzero(sign < 0))
    with np.errstate(all="ignore"):
        row, column = np.unravel_index(int(np.where(lost, np.inf, np.abs(got - expected)).argmax()), got.shape)
    told = f"{wrong} of {got.size} entries differ ({rows} rows, {columns} columns): {high} too high, {low} too low"
    told += f", {int(np.count_nonzero(lost))} no finite number" if lost.any() else ""
    ours, theirs = short(float(got[row, column])), short(float(expected[row, column]))
    return f"{told}. The furthest off is [{row}, {column}]: {ours}, expected {theirs}."


def _drawn(sign: Figures, part: Figures, lost: Flags, words: str, *, is_in_blocks: bool) -> Figure:
    rows, columns = sign.shape
    cell = min(_LARGEST_CELL, (_WIDTH - _LEFT - 150) // columns, max(240 // rows, 6))
    top = 24
    ys, xs = np.indices(sign.shape)
    left, upper = _LEFT + xs * cell, top + ys * cell
    parts = [_grid(rows, columns, cell, top)]
    level = np.minimum((part * len(_OPACITIES)).astype(int), len(_OPACITIES) - 1)
    for way, colour in ((1, YOURS), (-1, EXPECTED)):
        for index, opacity in enumerate(_OPACITIES):
            chosen = (sign == way) & (level == index) & ~lost
            parts.append(_squares(left[chosen], upper[chosen], cell, f'fill="{colour}" fill-opacity="{opacity}"'))
    parts.append(_signs(left, upper, cell, sign > 0, "M{0:.1f} {1:.1f}h{2:.1f}M{3:.1f} {4:.1f}v{2:.1f}"))
    parts.append(_signs(left, upper, cell, sign < 0, "M{0:.1f} {1:.1f}h{2:.1f}"))
    parts.append(_signs(left, upper, cell, lost, "M{0:.1f} {4:.1f}l{2:.1f} {2:.1f}m-{2:.1f} 0l{2:.1f} -{2:.1f}"))
    key = _key(has_lost=bool(lost.any()), is_in_blocks=is_in_blocks)
    x = _LEFT + columns * cell + 18
    parts += [text(x, top + 12 + 16 * place, line) for place, line in enumerate(key)]
    parts += _counted(rows, columns, cell, top)
    height = max(top + rows * cell + 10, top + 16 * len(key) + 10)
    return figure("Where your matrix differs from what is expected", words, parts, (_WIDTH, height))


def _key(*, has_lost: bool, is_in_blocks: bool) -> list[str]:
    lines = ["+  too high", "\N{MINUS SIGN}  too low", "blank: right"]
    if has_lost:
        lines.append("\N{MULTIPLICATION SIGN}  no finite number")
    return [*lines, "Each square stands", "for several entries,", "and shows the worst."] if is_in_blocks else lines


def _counted(rows: int, columns: int, cell: int, top: int) -> list[str]:
    """Numbers of rows and columns where squares are wide enough, else the two words alone."""
    if max(rows, columns) > _MOST_COUNTED:
        return [text(_LEFT, top - 10, "columns"), text(2, top + 10, "rows")]
    across = [text(_LEFT + (at + 0.5) * cell, top - 6, str(at), "middle") for at in range(columns)]
    down = [text(_LEFT - 8, top + (at + 0.5) * cell + 4, str(at), "end") for at in range(rows)]
    return across + down


def _grid(rows: int, columns: int, cell: int, top: int) -> str:
    across = "".join(f"M{_LEFT} {top + row * cell}h{columns * cell}" for row in range(rows + 1))
    down = "".join(f"M{_LEFT + column * cell} {top}v{rows * cell}" for column in range(columns + 1))
    return f'<path d="{across}{down}" stroke="currentColor" stroke-opacity=".3"/>'


def _squares(left: Figures, upper: Figures, cell: int, look: str) -> str:
    way = "".join(f"M{x} {y}h{cell}v{cell}h-{cell}z" for x, y in zip(left.tolist(), upper.tolist(), strict=True))
    return f'<path d="{way}" {look}/>' if way else ""


def _signs(left: Figures, upper: Figures, cell: int, chosen: Flags, way: str) -> str:
    """A sign in each chosen cell, drawn in the text's colour: the colours behind say nothing that it does not."""
    inset, length = cell * 0.28, cell * 0.44
    middle = cell / 2
    ways = "".join(
        way.format(x + inset, y + middle, length, x + middle, y + inset)
        for x, y in zip(left[chosen].tolist(), upper[chosen].tolist(), strict=True)
    )
    return f'<path d="{ways}" stroke="currentColor" stroke-width="1.4"/>' if ways else ""
