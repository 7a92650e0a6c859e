"""Gradescope's results.json.

Everything in it is visible at once: one hidden test would hide a student's whole score, and of hidden cases nothing but
labels is told anyway. Where there is nothing to be graded there is no score, which Gradescope shows as a failed run;
0 points would look earned.
"""

from typing import Any

from autograder.export.cleaned import clean
from autograder.export.told import NOT_GRADED, told
from autograder.model import Judgement, Score, Verdict


def results(score: Score) -> dict[str, Any]:
    """A graded submission."""
    if not score.is_graded:
        return not_graded(score.assignment)
    tests = [_test(number, verdict) for number, verdict in enumerate(score.verdicts, start=1)]
    notes = "\n".join(clean(note) for note in score.notes)
    return {**_frame(score.assignment, notes), "score": score.points, "tests": tests}


def not_graded(assignment: str) -> dict[str, Any]:
    """A submission that could not be judged, through no fault of the student's."""
    return _frame(assignment, NOT_GRADED)


def _frame(assignment: str, output: str) -> dict[str, Any]:
    return {
        "output": output,
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",  # what the script prints is for instructors
        "extra_data": {"assignment": assignment},
    }


def _test(number: int, verdict: Verdict) -> dict[str, Any]:
    return {
        "score": verdict.points,
        "max_score": verdict.max_points,
        "status": "passed" if verdict.judgement is Judgement.CORRECT else "failed",
        "name": verdict.exercise,
        "number": str(number),
        "output": told(verdict),
        "output_format": "text",
        "visibility": "visible",
    }
