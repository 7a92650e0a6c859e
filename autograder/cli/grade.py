"""`autograder grade`: what was collected, into nbgrader's gradebook; or what that would change, or all that arrives."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.catalogue import Course, course_at
from autograder.classroom import Run, grade_class
from autograder.cli import status
from autograder.cli.course import course_of
from autograder.cli.progress import progress_line
from autograder.errors import SpecError
from autograder.gradebook.collecting import Wanted
from autograder.report.terminal import print_class, progress


def run(options: argparse.Namespace) -> int:
    """Grade a class; returns the exit status."""
    _require_one_way(options)
    root = course_of(options)
    if options.dry_run:
        from autograder.cli.grade_dry_run import rehearse  # noqa: PLC0415 - for those who ask for it

        return rehearse(root, options)
    if options.follow:
        from autograder.cli.grade_follow import follow  # noqa: PLC0415 - likewise

        return follow(root, options)
    return _grade(root, course_at(root), options)  # the course says what is missing where this is none


def _grade(root: Path, course: Course, options: argparse.Namespace) -> int:
    wanted = Wanted(tuple(options.assignments), tuple(options.student), options.again)
    run = Run(options.workers, options.unsafe, options.figures, cluster=options.cluster)
    with progress("Grading", progress_line) as show:
        scores = grade_class(root, wanted, run=run, on_progress=show)
    print_class(scores, course.names)
    if options.unsafe:
        print(status.UNSAFE, file=sys.stderr)  # again: the first has scrolled away
    if not (scores.graded or scores.unchanged or scores.not_graded):
        print(nothing_collected(root, options.assignments))
    return status.OUR_SIDE if scores.not_graded or scores.without_page else status.OK


def nothing_collected(root: Path, names: Sequence[str]) -> str:
    """Say that there is nothing to grade, and how to come by it."""
    from autograder.gradebook.course_folder import open_course  # noqa: PLC0415 - imports nbgrader, which the workers do not wait for

    what = f"nothing of {', '.join(names)}" if names else "nothing"
    commands = "; ".join(f"run nbgrader collect {name}" for name in names or ("ASSIGNMENT",))
    return f"{what} lies in {open_course(root).submitted}/; {commands}"


def _require_one_way(options: argparse.Namespace) -> None:
    """Refuse words that do not go together.

    Raises:
        SpecError: which they are, and what to do.
    """
    if options.dry_run and options.follow:
        msg = "--dry-run writes nothing, and --follow writes what it grades; ask for one of them"
        raise SpecError(msg)
    if options.output and not options.dry_run:
        msg = "--output is for what --dry-run tells; scores go to the gradebook, and `autograder export` writes files"
        raise SpecError(msg)
    if options.follow and options.cluster:
        msg = "--follow grades on this machine, a few submissions at a time; leave --cluster to a run without it"
        raise SpecError(msg)
    if options.follow and (options.again or options.student):
        msg = "--follow grades whatever arrives, from everybody; leave --again and --student to a run without it"
        raise SpecError(msg)
