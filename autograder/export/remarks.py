"""What an export leaves out or cannot know, in lines for whoever asked for it."""

from collections.abc import Iterable, Sequence
from typing import Final

from autograder.export.marks import ClassMarks, Mark, State

_MOST_NAMED: Final = 20


def named(names: Iterable[str]) -> str:
    """Some names, and how many more there are."""
    every = list(names)
    more = f" and {len(every) - _MOST_NAMED} more" if len(every) > _MOST_NAMED else ""
    return ", ".join(every[:_MOST_NAMED]) + more


def remarks(marks: ClassMarks, *, left_empty: bool = True) -> list[str]:
    """Say who has no score, or not the last one.

    Args:
        marks: of the class.
        left_empty: what has no score is left empty; nbgrader's own form writes 0 there.
    """
    what = "left empty" if left_empty else "0.0 in the file, as nbgrader writes it"
    lines = []
    for name in marks.assignments:
        here = list(marks.of(name).values())
        lines += _said(name, _who(here, State.NOT_GRADED), f"not graded, {what}; run autograder grade {name}")
        lines += _said(name, _who(here, State.NOTHING), f"handed in nothing, {what}")
        waiting = "have answers that wait for a person, exported are the points so far; mark them in the formgrader"
        lines += _said(name, _who(here, State.WAITING), waiting)
        outdated = [mark.pupil.id for mark in here if mark.outdated and mark.state is not State.NOTHING]
        lines += _said(
            name, outdated, f"handed in something newer, the points are of what was graded; run autograder grade {name}"
        )
    if not any(mark.score is not None for mark in marks.marks):
        lines.append("nothing is graded yet, so there are no scores; run autograder grade")
    return lines


def _who(marks: Iterable[Mark], state: State) -> list[str]:
    return [mark.pupil.id for mark in marks if mark.state is state]


def _said(assignment: str, who: Sequence[str], what: str) -> list[str]:
    return [f"{assignment}: {len(who)} {what} ({named(who)})"] if who else []
