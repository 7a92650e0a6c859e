"""Which misconceptions a class holds, and how many hold each: what it has not understood yet."""

from collections import Counter
from dataclasses import dataclass

from autograder.report.class_page.frames import Frames
from autograder.report.class_page.ideas import Idea, Ideas
from autograder.report.class_page.items import Item


@dataclass(frozen=True, slots=True)
class Held:
    """A misconception that somebody holds.

    Args:
        idea: which.
        exercise: where it showed.
        students: how many hold it.
        of: of how many, who were judged on the exercise.
        max_points: what the exercise is worth.
    """

    idea: Idea
    exercise: str
    students: int
    of: int
    max_points: float

    @property
    def share(self) -> float:
        """How many hold it, as a percentage."""
        return 100 * self.students / self.of if self.of else 0.0


def read_held(frames: Frames, items: tuple[Item, ...], ideas: Ideas) -> tuple[Held, ...]:
    """Count who holds what: what most hold first; of what as many hold, one of each exercise before a second of any."""
    by_name = {item.name: item for item in items}
    recognised = frames.outcomes[frames.outcomes["misconception"] != ""]
    groups = recognised.groupby(["exercise", "misconception"]).agg(
        students=("student", "nunique"), hint=("hint", "first")
    )
    held = []
    for (exercise, misconception), students, hint in groups.itertuples(name=None):
        idea = ideas.named(misconception, hint)
        held.append(Held(idea, exercise, int(students), by_name[exercise].students, by_name[exercise].max_points))
    places = {name: place for place, name in enumerate(by_name)}
    held.sort(key=lambda one: (-one.students, -one.max_points, places[one.exercise], one.idea.id))
    before: Counter[tuple[str, int]] = Counter()
    turns = {}
    for one in held:
        turns[one.exercise, one.idea.id] = before[one.exercise, one.students]
        before[one.exercise, one.students] += 1
    return tuple(sorted(held, key=lambda one: (-one.students, turns[one.exercise, one.idea.id])))
