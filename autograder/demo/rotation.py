"""Who makes which mistakes, so that every known one is made by somebody and can be told from the others."""

import math
from collections.abc import Sequence
from typing import TypeAlias

from autograder.demo.material import Material, Mistake
from autograder.demo.roster import ROUND, hands

#: The mistakes one student makes in one assignment.
Mistakes: TypeAlias = tuple[Mistake, ...]


def deal(material: Material, students: int) -> tuple[Mistakes, ...]:
    """Deal an assignment's known mistakes to students, evenly, as far as there are students for them.

    Nobody gets two mistakes in one exercise, nor two of which one builds on the other: whatever stands on a wrong
    foundation comes out wrong in its own way, and the grader could not be held to recognising it.

    Args:
        material: the assignment.
        students: how large the class is.

    Returns:
        A hand of mistakes for each student of a round who makes any; the students of later rounds make them again.
    """
    places = range(hands(students))
    dealt: list[list[Mistake]] = [[] for _ in places]
    ground: list[set[str]] = [set() for _ in places]  # what the mistakes in a hand build on
    mistakes = list(material.mistakes())
    most = math.ceil(len(mistakes) / hands(ROUND))  # a small class leaves some out, rather than get everything wrong
    for mistake in mistakes:
        below = material.builds_on(mistake.text) - {mistake.exercise}
        free = [
            hand
            for hand in places
            if len(dealt[hand]) < most and mistake.exercise not in ground[hand] and not below & _exercises(dealt[hand])
        ]
        free = [hand for hand in free if mistake.exercise not in _exercises(dealt[hand])]
        if free:
            hand = min(free, key=lambda each: len(dealt[each]))
            dealt[hand].append(mistake)
            ground[hand] |= below
    return tuple(tuple(hand) for hand in dealt)


def _exercises(mistakes: Sequence[Mistake]) -> set[str]:
    return {mistake.exercise for mistake in mistakes}
