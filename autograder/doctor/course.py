"""Whether the course can be read, and what it asks."""

from collections.abc import Iterator
from pathlib import Path

from autograder.catalogue import Course, load_course
from autograder.counted import counted
from autograder.doctor.finding import Finding, State
from autograder.release.source import read_source
from autograder.release.text_cell import BY_HAND


def examine(root: Path) -> Iterator[Finding]:
    """Name every assignment with its exercises and points."""
    for assignment in read_course(root).assignments:
        points = sum(exercise.points for exercise in assignment.exercises)
        what = f"{assignment.name}: {counted(len(assignment.exercises), 'exercise')}, {counted(points, 'point')}"
        in_words = [cell.points for cell in read_source(assignment) if cell.header == BY_HAND]
        if in_words:
            what += f", and {counted(len(in_words), 'question')} in words, {counted(sum(in_words), 'point')}"
        yield Finding("course", State.OK, what)


def read_course(root: Path) -> Course:
    """Read the course without leaving a trace: a seed that is not there yet is not made.

    Raises:
        SpecError: the course is not in order.
    """
    has_seed = (root / "solutions" / ".seed").exists()
    return load_course(root, seed=None if has_seed else 0)
