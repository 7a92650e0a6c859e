"""An axis: where a figure lies between two ends of a picture, and the few round numbers that are written beside it."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

#: Past this, the distance of two figures may be no float any more.
LARGEST: Final = 1e300
_TICKS: Final = 4
#: Ends that are nearer to each other than this part of their size are moved apart.
_CLOSE: Final = 1e-9
_ROUND: Final = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.

    Args:
        name: what is drawn along it.
        low: the figure at its start; its logarithm to base 10 on a logarithmic axis.
        high: the figure at its end, or its logarithm.
        start: where it starts, in pixels.
        end: where it ends, in pixels.
        is_logarithmic: whether equal factors lie equally far apart.
    """

    name: str
    low: float
    high: float
    start: float
    end: float
    is_logarithmic: bool = False

    def place(self, figures: "npt.ArrayLike") -> "npt.NDArray[np.float64]":
        """Where figures lie, in pixels; NaN for what has no place or is far outside."""
        with np.errstate(all="ignore"):
            values = np.asarray(figures, dtype=np.float64)
            scaled = np.log10(values) if self.is_logarithmic else values
            part = (scaled - self.low) / (self.high - self.low)
            placed = self.start + part * (self.end - self.start)
        return np.where(np.isfinite(placed) & (np.abs(part - 0.5) <= 0.6), placed, np.nan)  # noqa: PLR2004 - a tenth more than all of it

    def ticks(self) -> list[tuple[float, str]]:
        """A few round numbers, with their places."""
        marks = _powers(self.low, self.high) if self.is_logarithmic else _round_numbers(self.low, self.high)
        labels = _labels(marks)
        placed = self.place(marks)
        return [(float(place), label) for place, label in zip(placed, labels, strict=True) if math.isfinite(place)]


def axis_of(
    name: str, figures: "npt.NDArray[Any]", ends: tuple[float, float], *, is_logarithmic: bool = False
) -> Axis | None:
    """An axis that all finite figures have a place on, with some room around them; None where there are none.

    Args:
        name: what is drawn along it.
        figures: what is to be seen.
        ends: where it starts and ends, in pixels.
        is_logarithmic: whether equal factors shall lie equally far apart; figures up to 0 have no place then.
    """
    seen = np.asarray(figures, dtype=np.float64)
    seen = seen[np.isfinite(seen) & (np.abs(seen) <= LARGEST)]
    if is_logarithmic:
        seen = np.log10(seen[seen > 0])
    if not seen.size:
        return None
    low, high = float(seen.min()), float(seen.max())
    room = max((high - low) * 0.06, _CLOSE * max(abs(low), abs(high)))
    if high - low <= _CLOSE * max(abs(low), abs(high)):
        room = abs(high) * 0.1 or 1.0
    return Axis(name, low - room, high + room, *ends, is_logarithmic)


def _round_numbers(low: float, high: float) -> list[float]:
    rough = (high - low) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    step = next((each * power for each in _ROUND if each * power >= rough), rough)
    if not step or not math.isfinite(step):
        return []
    first = math.ceil(low / step)
    return [round(first + count) * step for count in range(_TICKS + 2) if (first + count) * step <= high]


def _powers(low: float, high: float) -> list[float]:
    """Powers of ten; round numbers between them where there are not two."""
    first, last = math.ceil(low), math.floor(high)
    if last - first < 1:
        return _round_numbers(10.0**low, 10.0**high)
    step = max(1, math.ceil((last - first) / _TICKS))
    return [10.0**power for power in range(first, last + 1, step)]


def _labels(marks: list[float]) -> list[str]:
    """Short numbers that can be told from each other."""
    for digits in (4, 6, 9, 12):
        labels = [short(mark, digits) for mark in marks]
        if len(set(labels)) == len(labels):
            return labels
    return [short(mark, 12) for mark in marks]


def short(figure: float, digits: int = 4) -> str:
    """A number in few signs: "0.3025", "1e15"."""
    text = f"{figure:.{digits}g}"
    if "e" not in text:
        return "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")
    head, power = text.split("e")
    return f"{head}e{int(power)}".replace("-", "\N{MINUS SIGN}")
