"""`autograder report`: a page of the class for each assignment."""

import argparse
import sys

from autograder.cli import status
from autograder.cli.course import course_of
from autograder.report.class_page import Refused, write_reports
from autograder.submission.folder import printable


def run(options: argparse.Namespace) -> int:
    """Write the pages; returns the exit status."""
    all_well = True
    reports = write_reports(
        course_of(options), options.assignments, output=options.output, is_anonymous=options.anonymous
    )
    for one in reports:
        if isinstance(one, Refused):
            all_well = False
            print(f"autograder: no report of {printable(one.assignment)}: {printable(one.reason)}", file=sys.stderr)
        else:
            print(printable(f"{one.assignment}: {one.handed_in} of {one.roster} handed in; {one.path}"), flush=True)
    return status.OK if all_well else status.BAD_INPUT
