"""`autograder new`: an assignment to begin with."""

import argparse
import shlex

from autograder.cli import status
from autograder.cli.course import course_of
from autograder.skeleton import make_assignment


def run(options: argparse.Namespace) -> int:
    """Make an assignment; returns the exit status."""
    root = course_of(options)
    new = make_assignment(root, options.assignment)
    for path in new.written:
        print(f"wrote {path}")
    course = f" --course {shlex.quote(str(options.course))}" if options.course else ""
    print(f"Try it: autograder{course} release {new.name}. Then put your own exercise in the place of mean_of.")
    return status.OK
