"""One line for every submission that was graded, for the verbs that grade many."""

from typing import TYPE_CHECKING

from autograder.submission.folder import printable

if TYPE_CHECKING:
    from autograder.gradebook.results import Progress


def progress_line(step: "Progress") -> str:
    """Say whose work it was, of what, and what it came to."""
    by_hand = f" ({step.by_hand:g} more by hand)" if step.by_hand else ""
    came_to = step.not_graded or f"{step.points:g} of {step.max_points:g}{by_hand}"
    return printable(f"{step.collected.student} {step.collected.assignment}: {came_to}")
