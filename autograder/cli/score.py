"""`autograder score`: one submission, judged against the full key."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from autograder.cli import status
from autograder.cli.course import course_of
from autograder.errors import SpecError, SubmissionError
from autograder.grade import Grader
from autograder.report.terminal import score_text
from autograder.sandbox.bubble import tell_of_walls
from autograder.score import score_json


def run(options: argparse.Namespace) -> int:
    """Score a submission; returns the exit status."""
    root = course_of(options)
    if not options.file.exists():
        msg = f"{options.file}: is not there; expected a notebook, a .py file or a folder"
        raise SubmissionError(msg)
    with Grader(root, unsafe=options.unsafe) as grader:
        known = [assignment.name for assignment in grader.course.assignments]
        name = options.assignment or _guess_assignment(options.file, known)
        score = grader.grade(options.file, name)
    tell_of_walls(lambda line: print(f"autograder: {line}", file=sys.stderr), unsafe=options.unsafe)
    body = score_json(score)
    if options.unsafe:
        body["unsafe"] = True
    text = json.dumps(body, indent=2, ensure_ascii=False) if options.format == "json" else score_text(score)
    _deliver(text + "\n", options.output)
    if not score.is_graded:
        return status.OUR_SIDE
    return status.OK if score.points == score.max_points else status.POINTS_MISSING


def _guess_assignment(path: Path, known: Sequence[str]) -> str:
    """The assignment that a file, or the folder it lies in, is named after."""
    for name in (path.stem, path.absolute().name, path.absolute().parent.name):
        if name in known:
            return name
    msg = f"{path}: its name is no assignment's (there are: {', '.join(known)}); say which with --assignment NAME"
    raise SubmissionError(msg)


def _deliver(text: str, path: Path | None) -> None:
    """Print a text, or write it to a file that appears whole."""
    if path is None:
        sys.stdout.write(text)
        return
    if path.is_dir() or not path.absolute().parent.is_dir():
        msg = f"{path}: is a folder, or lies in one that is not there; name a file in a folder that exists"
        raise SpecError(msg)
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, prefix=f".{path.name}.", encoding="utf-8", delete=False
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)
