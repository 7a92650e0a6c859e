"""`autograder doctor`: is everything in order."""

import argparse
import json

from autograder.cli import status
from autograder.cli.course import course_of
from autograder.doctor import State, as_json, as_line, examine


def run(options: argparse.Namespace) -> int:
    """Examine machine and course; returns the exit status."""
    findings = []
    for finding in examine(course_of(options)):
        findings.append(finding)
        if options.format == "text":
            print(as_line(finding), flush=True)
    if options.format == "json":
        print(json.dumps(as_json(findings), indent=2, ensure_ascii=False))
    to_mend = sum(finding.state is not State.OK for finding in findings)
    if options.format == "text":
        print(f"{to_mend} to mend, best from the top." if to_mend else "All is in order.")
    return status.POINTS_MISSING if to_mend else status.OK
