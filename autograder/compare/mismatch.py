"""What two values that do not agree come to."""

import math
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from autograder.model import Judgement

Array: TypeAlias = npt.NDArray[Any]
NUMBERS: Final = (int, float, np.integer, np.floating)
FLAGS: Final = (bool, np.bool_)


@dataclass(frozen=True, slots=True)
class Difference:
    """The worst entry of two values: where it is, both figures, and how far apart they are.

    Args:
        index: its place in the array that it stands in, counted from 0; empty for a number.
        actual: what was found there.
        expected: what was expected there.
        within: which value of the tuple (of the tuple ...) it stands in, counted from 1.
    """

    index: tuple[int, ...]
    actual: float
    expected: float
    within: tuple[int, ...] = ()

    @property
    def gap(self) -> float:
        """How far apart; infinite where one of them is no finite number."""
        gap = abs(self.actual - self.expected)
        return gap if math.isfinite(gap) else math.inf

    @property
    def told(self) -> str:
        """How far apart, and where, in words: "off by 0.5 at [3] of value 1"."""
        values = [f"value {place}" for place in reversed(self.within)]
        places = [str(list(self.index)), *values] if self.index else values
        preposition = " at " if self.index else " in "
        return f"{self._how_far}{preposition if places else ''}{' of '.join(places)}"

    @property
    def _how_far(self) -> str:
        if math.isfinite(self.gap):
            return f"off by {self.gap:.6g}"
        return "no number at all (nan)" if math.isnan(self.actual) else "infinitely far off"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a value is not the one expected: the kind of fault, a phrase for it, and the worst entry for figures."""

    judgement: Judgement
    found: str
    expected: str
    difference: Difference | None = None
