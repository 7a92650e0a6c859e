"""The way that a weight takes, read off what a function of a weight, an input and a goal returned.

What a value stands for is told by the expected one alone: a training's errors are those of the bowl that the arguments
describe, a step is the step. So a new exercise gets its picture without a word in its specification.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from autograder.figures.bowl import Bowl
from autograder.figures.numbers import Figures, number_of, sequence_of
from autograder.model import Value

_RTOL: Final = 1e-9
_FEWEST_OF_A_ROUND: Final = 4


@dataclass(frozen=True, slots=True)
class Ground:
    """What the first arguments of a case describe: a bowl, and the weight to start from."""

    bowl: Bowl
    weight: float

    def way(self, value: Value, expected: Value, further: Sequence[Value]) -> tuple[Figures, Figures] | None:
        """The weights that a value stands for, and those that the expected one does; None where they are no weights.

        Args:
            value: what was returned.
            expected: what was expected.
            further: the arguments after weight, input and goal.
        """
        for read, is_meant in _READINGS:
            right = read(self, expected)
            if right is not None and is_meant(self, expected, further):
                ours = read(self, value)
                return None if ours is None else (ours, right)
        return None


def ground_of(arguments: Sequence[Value]) -> Ground | None:
    """The bowl that a weight, an input and a goal describe, or None where the first arguments are something else."""
    first = [number_of(each) for each in arguments[:3]]
    if len(first) < 3 or None in first:  # noqa: PLR2004 - weight, input, goal
        return None
    weight, factor, goal = (each or 0.0 for each in first)
    with np.errstate(all="ignore"):
        is_bowl = factor != 0 and bool(np.isfinite(np.float64(goal) / factor))
    return Ground(Bowl(factor, goal), weight) if is_bowl else None


def _training(ground: Ground, value: Value) -> Figures | None:
    """(errors, predictions, weight): the weight before every round, and the one in the end."""
    if not isinstance(value, tuple | list) or len(value) != 3:  # noqa: PLR2004 - the three of them
        return None
    predictions, last = sequence_of(value[1]), number_of(value[2])
    if predictions is None or last is None:
        return None
    with np.errstate(all="ignore"):
        return np.append(predictions / ground.bowl.input, last)


def _is_training(ground: Ground, expected: Value, _: Sequence[Value]) -> bool:
    errors, predictions = sequence_of(expected[0]), sequence_of(expected[1])
    if errors is None or predictions is None or len(errors) != len(predictions):
        return False
    weights = predictions / ground.bowl.input
    return bool(_close(weights[0], ground.weight) and np.allclose(ground.bowl.error(weights), errors, rtol=1e-6))


def _round(ground: Ground, value: Value) -> Figures | None:
    """(prediction, error, ..., new weight)."""
    if not isinstance(value, tuple | list) or len(value) < _FEWEST_OF_A_ROUND:
        return None
    last = number_of(value[-1])
    return None if last is None else np.array([ground.weight, last])


def _is_round(ground: Ground, expected: Value, _: Sequence[Value]) -> bool:
    prediction, error = number_of(expected[0]), number_of(expected[1])
    if prediction is None or error is None:
        return False
    (right,) = ground.bowl.error(np.array([ground.weight])).tolist()
    return _close(prediction, ground.weight * ground.bowl.input) and _close(error, right)


def _step(ground: Ground, value: Value) -> Figures | None:
    """The new weight."""
    last = number_of(value)
    return None if last is None else np.array([ground.weight, last])


def _is_step(ground: Ground, expected: Value, further: Sequence[Value]) -> bool:
    length = number_of(further[0]) if len(further) == 1 else None
    if length is None:
        return False
    return any(_close(float(expected), ground.weight + way * length) for way in (-1, 0, 1))


def _amount(ground: Ground, value: Value) -> Figures | None:
    """What is taken from the weight."""
    amount = number_of(value)
    return None if amount is None else np.array([ground.weight, ground.weight - amount])


def _is_amount(ground: Ground, expected: Value, further: Sequence[Value]) -> bool:
    miss = ground.weight * ground.bowl.input - ground.bowl.goal
    return not further and _close(float(expected), miss * ground.bowl.input)


def _close(left: float, right: float) -> bool:
    return bool(np.isclose(left, right, rtol=_RTOL, atol=1e-12))


_READINGS: Final[tuple[tuple[Callable[[Ground, Value], Figures | None], Callable[..., bool]], ...]] = (
    (_training, _is_training),
    (_round, _is_round),
    (_step, _is_step),
    (_amount, _is_amount),
)
