"""`autograder grade`: what was collected, into nbgrader's gradebook."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.catalogue import course_at
from autograder.classroom import Run, grade_class
from autograder.cli import status
from autograder.cli.course import course_of
from autograder.cli.progress import progress_line
from autograder.gradebook.collecting import Wanted
from autograder.report.terminal import print_class, progress


def run(options: argparse.Namespace) -> int:
    """Grade a class; returns the exit status."""
    root = course_of(options)
    course = course_at(root)  # says what is missing where this is no course
    wanted = Wanted(tuple(options.assignments), tuple(options.student), options.again)
    with progress("Grading", progress_line) as show:
        scores = grade_class(root, wanted, run=Run(options.workers, options.unsafe, options.figures), on_progress=show)
    print_class(scores, course.names)
    if options.unsafe:
        print(status.UNSAFE, file=sys.stderr)  # again: the first has scrolled away
    if not (scores.graded or scores.unchanged or scores.not_graded):
        print(_nothing_collected(root, options.assignments))
    return status.OUR_SIDE if scores.not_graded or scores.without_page else status.OK


def _nothing_collected(root: Path, names: Sequence[str]) -> str:
    from autograder.gradebook.course_folder import open_course  # noqa: PLC0415 - imports nbgrader, which the workers do not wait for

    what = f"nothing of {', '.join(names)}" if names else "nothing"
    commands = "; ".join(f"run nbgrader collect {name}" for name in names or ("ASSIGNMENT",))
    return f"{what} lies in {open_course(root).submitted}/; {commands}"
