"""Who makes which mistakes, so that every known one is made by somebody (with so many in the class) and is told."""

import math
from collections.abc import Sequence
from typing import TypeAlias

from autograder.demo.material import Material, Mistake
from autograder.demo.roster import ROUND, hands

#: The mistakes one student makes in one assignment.
Mistakes: TypeAlias = tuple[Mistake, ...]


def deal(material: Material, students: int) -> tuple[Mistakes, ...]:
    """Deal an assignment's known mistakes to students, evenly, as far as there are students for them.

    Nobody gets two mistakes in one exercise, nor two of which one uses the other: it comes out wrong in its own way,
    and the grader could not be held to recognising it. But where the other is a foundation, the grader lends a right
    one and looks again; so a full class, which is to make every mistake that it has room for, is dealt such two.

    Args:
        material: the assignment.
        students: how large the class is.

    Returns:
        A hand of mistakes for each student of a round who makes any; the students of later rounds make them again.
    """
    places = range(hands(students))
    dealt: list[list[Mistake]] = [[] for _ in places]
    ground: list[set[str]] = [set() for _ in places]  # what would spoil the mistakes in a hand
    mistakes = list(material.mistakes())
    most = math.ceil(len(mistakes) / hands(ROUND))  # a small class leaves some out, rather than get everything wrong
    for mistake in mistakes:
        spoilt_by = material.builds_on(mistake.text) - {mistake.exercise}
        if students >= ROUND:
            spoilt_by -= material.foundations_of(mistake.exercise)
        free = [
            hand
            for hand in places
            if len(dealt[hand]) < most
            and mistake.exercise not in ground[hand]
            and not {mistake.exercise, *spoilt_by} & _exercises(dealt[hand])
        ]
        if free:
            hand = min(free, key=lambda each: len(dealt[each]))
            dealt[hand].append(mistake)
            ground[hand] |= spoilt_by
    return tuple(tuple(hand) for hand in dealt)


def _exercises(mistakes: Sequence[Mistake]) -> set[str]:
    return {mistake.exercise for mistake in mistakes}
