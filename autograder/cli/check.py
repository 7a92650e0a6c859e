"""`autograder check`: a student's own work, on the lesson's examples."""

import argparse
import json
import sys
from contextlib import closing
from typing import Any

from autograder.cli import status
from autograder.editor.telling import check_json, check_text, submission_text
from autograder.editor.trial import Checked, try_work
from autograder.editor.worker import Workers
from autograder.editor.works import find_works
from autograder.submission.folder import printable


def run(options: argparse.Namespace) -> int:
    """Check works; returns the exit status: 0 only where every point is earned."""
    works = find_works(options.files)
    worst = status.OK
    bodies: list[dict[str, Any]] = []
    with closing(Workers()) as workers:
        for number, work in enumerate(works):
            checked = Checked(work)
            for _ in try_work(checked, workers, submission=options.submission):
                if number + 1 < len(works):
                    workers.get_ready()
            worst = max(worst, _tell(checked, options, bodies, is_first=number == 0))
    if options.format == "json" and bodies:
        print(json.dumps(bodies[0] if len(works) == 1 else bodies, indent=2, ensure_ascii=False))
    return worst


def _tell(checked: Checked, options: argparse.Namespace, bodies: list[dict[str, Any]], *, is_first: bool) -> int:
    """Print what was found of one work, or keep it for the JSON of all; returns its status."""
    if checked.failure:
        print(f"autograder: {printable(checked.failure)}", file=sys.stderr)
        return status.BAD_INPUT
    if options.format == "json":
        bodies.append(check_json(checked, submission=options.submission))
    else:
        text = submission_text(checked) if options.submission else check_text(checked)
        print(text if is_first else f"\n{text}", flush=True)
    return status.OK if checked.is_right else status.POINTS_MISSING
