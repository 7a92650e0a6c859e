"""PrairieLearn's results.json of an external grader.

`gradable: false` is its own word for what is no attempt: neither points nor an attempt are lost.
"""

from typing import Any

from autograder.export.cleaned import clean
from autograder.export.told import NOT_GRADED, told
from autograder.model import Score, Verdict


def results(score: Score) -> dict[str, Any]:
    """A graded submission."""
    if not score.is_graded:
        return not_graded(score.assignment)
    share = score.points / score.max_points if score.max_points else 0.0
    return {
        "gradable": True,
        "score": min(max(share, 0.0), 1.0),
        "message": f"{score.points:g} of {score.max_points:g} points",
        "output": "\n".join(clean(note) for note in score.notes),
        "images": [],
        "tests": [_test(verdict) for verdict in score.verdicts],
    }


def unreadable(score: Score) -> dict[str, Any]:
    """A submission that is none."""
    return {"gradable": False, "format_errors": [clean(note) for note in score.notes]}


def not_graded(assignment: str) -> dict[str, Any]:  # noqa: ARG001 - every form takes it
    """A submission that could not be judged, through no fault of the student's."""
    return {"gradable": False, "message": NOT_GRADED, "format_errors": [NOT_GRADED]}


def _test(verdict: Verdict) -> dict[str, Any]:
    return {
        "name": verdict.exercise,
        "points": verdict.points,
        "max_points": verdict.max_points,
        "message": told(verdict),
    }
