"""`autograder export setup`: what a platform needs to grade submissions by itself."""

import argparse

from autograder.cli import status
from autograder.cli.course import course_of
from autograder.export.platforms import set_up
from autograder.submission.folder import printable


def run(options: argparse.Namespace) -> int:
    """Write a platform's folder, and say what to do with it; returns the exit status."""
    for line in set_up(course_of(options), options.platform, options.assignments, options.output):
        print(printable(line))
    return status.OK
