"""`autograder release`: solutions -> notebooks -> assignments."""

import argparse
import sys

from autograder.catalogue import load_course, remarks
from autograder.cli import status
from autograder.cli.course import course_of
from autograder.release import release, repeats


def run(options: argparse.Namespace) -> int:
    """Release assignments, or say which are stale; returns the exit status."""
    course = load_course(course_of(options))
    paths = release(course, options.assignments, check=options.check, to=options.to)
    for assignment in course.assignments:
        for remark in remarks(assignment.exercises):
            print(f"remark: {assignment.name}: {remark}")
        for remark in repeats(assignment, seed=course.seed):
            print(f"remark: {remark}")
    for path in paths:
        print(f"{'stale' if options.check else 'wrote'} {path}")
    if options.check and paths:
        print("autograder: what is released is stale; run `autograder release`", file=sys.stderr)
        return status.POINTS_MISSING
    print("The release is fresh." if not paths else "Done.")
    return status.OK
