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
    """The worst entry of two values: where it is, both figures, and how far apart they are."""

    index: tuple[int, ...]
    actual: float
    expected: float

    @property
    def gap(self) -> float:
        """How far apart; infinite where one of them is no finite number."""
        gap = abs(self.actual - self.expected)
        return gap if math.isfinite(gap) else math.inf


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a value is not the one expected: the kind of fault, a phrase for it, and the worst entry for figures."""

    judgement: Judgement
    found: str
    expected: str
    difference: Difference | None = None
