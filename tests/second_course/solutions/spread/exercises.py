"""Spread: a running mean, z-scores, and a question about the readings."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from autograder.spec import Case, Exercise, Question, WrongAnswer, patch, wrong


def hidden_running_mean(random: np.random.Generator) -> Iterator[Case]:
    values = random.uniform(-20.0, 20.0, 12)
    yield Case("a window of one", (values, 1))
    yield Case("a window of three", (values, 3))
    yield Case("a window as wide as the readings", (values, 12))


def mean_so_far(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:  # noqa: ARG001 - that is the mistake
    """Your window starts at the first reading every time. Which readings should it have left behind?"""
    return np.cumsum(values) / np.arange(1, np.size(values) + 1)


running_mean = Exercise(
    "running_mean",
    points=2,
    public=[Case("the lesson's example", ([1, 3, 5, 9], 2), documented=[2.0, 4.0, 7.0])],
    hidden=hidden_running_mean,
    misconceptions=[
        wrong("SPREAD_1", mean_so_far),
        patch("SPREAD_2", "1 / width", "1.0", "These are sums. What makes a mean of the sum of a window?"),
        patch("SPREAD_3", '"valid"', '"same"', "You have a value for every reading. Does the window fit at both ends?"),
    ],
)


def hidden_z_scores(random: np.random.Generator) -> Iterator[Case]:
    yield Case("readings below zero", (random.uniform(-20.0, -1.0, 9),))
    yield Case("two readings", (np.array([1.0, 4.0]) * random.uniform(1.0, 2.0),))
    yield Case("a list of whole numbers", ([int(each) for each in random.choice(50, 6, replace=False)],))


z_scores = Exercise(
    "z_scores",
    points=3,
    public=[Case("two by two", (np.array([1.0, 1.0, 5.0, 5.0]),), documented=[-1.0, -1.0, 1.0, 1.0])],
    hidden=hidden_z_scores,
    misconceptions=[
        patch("SPREAD_4", "np.sqrt(np.mean(away**2))", "np.mean(away**2)", "Which unit has what you divide by?"),
        patch("SPREAD_5", "return away", "return values", "Where does the mean itself lie on your scale?"),
        patch("SPREAD_6", "np.mean(away**2)", "np.var(values, ddof=1)", "By how many do you divide the squares' sum?"),
    ],
    keeps_arguments=True,
)
q_beyond = Question(
    "q_beyond",
    1,
    "Count the z-scores above 2, and those below -2.",
    wrong_answers=[WrongAnswer("SPREAD_7", 0, "Look at the picture: does one reading lie by itself?")],
)
