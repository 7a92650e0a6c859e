"""`autograder demo`: a made-up class through the whole workflow."""

import argparse
import sys

from autograder.cli import status
from autograder.cli.course import course_of
from autograder.cli.progress import progress_line
from autograder.demo import demo
from autograder.report.terminal import print_table, progress
from autograder.submission.folder import printable


def run(options: argparse.Namespace) -> int:
    """Run the demonstration; returns the exit status."""
    root = course_of(options)
    with progress("Grading", progress_line) as show:
        result = demo(
            options.folder or root / "demo",
            course_root=root,
            students=options.students,
            workers=options.workers,
            cluster=options.cluster,
            say=lambda line: print(line, flush=True),
            on_progress=show,
        )
    print_table("A made-up class", result.columns, result.rows)
    for step in result.next_steps:
        print(step)
    for line in result.disagreements:
        print(f"autograder: the grader disagrees with what was deserved: {printable(line)}", file=sys.stderr)
    return status.OK if not result.disagreements else status.OUR_SIDE
