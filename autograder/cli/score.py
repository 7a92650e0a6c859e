"""`autograder score`: one submission, judged against the full key."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.catalogue import Course
from autograder.cli import status
from autograder.cli.course import course_of
from autograder.errors import AutograderError, SubmissionError
from autograder.export.delivery import deliver
from autograder.export.submission_formats import FORMATS
from autograder.grade import Grader
from autograder.model import Judgement, Score, Verdict
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
        known = grader.course.names
        name = options.assignment or _guess_assignment(options.file, known)
        try:
            score = grader.grade(options.file, name)
        except AutograderError as error:
            _tell_platform(error, grader.course, name, options)
            raise
    tell_of_walls(lambda line: print(f"autograder: {line}", file=sys.stderr), unsafe=options.unsafe)
    deliver(_text(score, options), options.output)
    if not score.is_graded:
        return status.OUR_SIDE
    return status.OK if score.points == score.max_points else status.POINTS_MISSING


def _text(score: Score, options: argparse.Namespace) -> str:
    if options.format in FORMATS:
        return FORMATS[options.format].results(score)
    body = score_json(score)
    if options.unsafe:
        body["unsafe"] = True
    return (json.dumps(body, indent=2, ensure_ascii=False) if options.format == "json" else score_text(score)) + "\n"


def _tell_platform(error: AutograderError, course: Course, assignment: str, options: argparse.Namespace) -> None:
    """Leave a platform an answer where there is no score: what cannot be read is the student's, all else is ours."""
    if options.format not in FORMATS:
        return
    told = FORMATS[options.format]
    if isinstance(error, SubmissionError):
        reason = str(error).replace(f"{options.file.parent}/", "")
        exercises = course.without_forms(assignment).exercises
        nothing = [Verdict(each.name, Judgement.MISSING, 0.0, each.points) for each in exercises]
        text = told.unreadable(Score(assignment, tuple(nothing), notes=(reason,)))
    else:
        text = told.not_graded(assignment)
    deliver(text, options.output)


def _guess_assignment(path: Path, known: Sequence[str]) -> str:
    """The assignment that a file, or the folder it lies in, is named after."""
    for name in (path.stem, path.absolute().name, path.absolute().parent.name):
        if name in known:
            return name
    msg = f"{path}: its name is no assignment's (there are: {', '.join(known)}); say which with --assignment NAME"
    raise SubmissionError(msg)
