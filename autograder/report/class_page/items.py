"""What became of every exercise in a class: counts, measures, and the case that most who missed it fell over."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from autograder.report.class_page import measures
from autograder.report.class_page.frames import OPEN, OUTCOMES, PARTLY, RIGHT, UNJUDGED, WRONG, Frames

#: What the one case of a question is called; it tells nothing.
_QUESTION: Final = "your answer"
_NO_LABELS: Final = pd.Series([], dtype="string")


@dataclass(frozen=True, slots=True)
class FailingCase:
    """The labelled case that most fell over, of those who tried and missed the exercise.

    Args:
        label: its own.
        students: how many fell over it.
        missed: how many missed the exercise.
        others: how many other cases are as bad.
        is_any: every case is: the label tells nothing.
    """

    label: str
    students: int
    missed: int
    others: int
    is_any: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise, and what became of it.

    Args:
        name: its own.
        max_points: points it is worth.
        counts: students by outcome, in the order of `OUTCOMES`.
        difficulty: mean share of the points, or None.
        discrimination: correlation with the rest of the score, or None.
        failing: the case that most fell over, or None.
        stands_in_the_way: how many students missed it and others that stand on it.
    """

    name: str
    max_points: float
    counts: Mapping[str, int]
    difficulty: float | None
    discrimination: float | None
    failing: FailingCase | None
    stands_in_the_way: int

    @property
    def students(self) -> int:
        """How many were judged on it."""
        return sum(self.counts[outcome] for outcome in (RIGHT, PARTLY, WRONG, OPEN))

    @property
    def ungraded(self) -> int:
        """How many were not, through no fault of theirs."""
        return self.counts[UNJUDGED]


def read_items(frames: Frames, worth: Mapping[str, float], order: Sequence[str]) -> tuple[Item, ...]:
    """Count what became of every exercise.

    Args:
        frames: of the class.
        worth: points of every exercise.
        order: names in the order in which they are taught; others come last.
    """
    places = {name: place for place, name in enumerate(order)}
    names = sorted(worth, key=lambda name: (places.get(name, len(places)), name))
    sizes = frames.outcomes.groupby(["exercise", "outcome"]).size()
    points = measures.points_table(frames.outcomes[frames.outcomes["outcome"] != UNJUDGED])
    hard = measures.difficulty(points, pd.Series(worth, dtype="float64"))
    tells = measures.discrimination(points)
    failing = _failing_cases(frames)
    blocked = frames.outcomes[frames.outcomes["excused_by"] != ""].groupby("excused_by")["student"].nunique()
    return tuple(
        Item(
            name,
            worth[name],
            {outcome: int(sizes.get((name, outcome), 0)) for outcome in OUTCOMES},
            _known(hard.get(name)),
            _known(tells.get(name)),
            failing.get(name),
            int(blocked.get(name, 0)),
        )
        for name in names
    )


def _known(number: float | None) -> float | None:
    return None if number is None or math.isnan(number) else float(number)


def _failing_cases(frames: Frames) -> dict[str, FailingCase]:
    """The case that most fell over, by exercise; none where only points are known, and none of questions."""
    outcomes = frames.outcomes
    missed = outcomes[outcomes["outcome"].isin([PARTLY, WRONG]) & (outcomes["cases"] > 0)]
    labels = {str(name): rows["label"] for name, rows in frames.failures.groupby("exercise")}
    found = {}
    for name, rows in missed.groupby("exercise"):
        counts = labels.get(str(name), _NO_LABELS).value_counts(sort=False)
        worst = counts[counts == counts.max()]
        if worst.empty or worst.index[0] == _QUESTION:
            continue
        is_any = len(worst) > 1 and len(worst) == rows["cases"].max()
        found[str(name)] = FailingCase(str(worst.index[0]), int(worst.iloc[0]), len(rows), len(worst) - 1, is_any)
    return found
