"""Verdicts -> a Score, and the score as the stable JSON that `autograder score --format json` prints."""

from base64 import b64encode
from typing import Any, Final

from autograder.model import CaseVerdict, Judgement, Run, Score, Submission, Verdict

SCHEMA: Final = 1


def score(submission: Submission, verdicts: tuple[Verdict, ...], run: Run) -> Score:
    """Put together what the student earned and what they should know beside it."""
    cells = tuple((index, result) for index, result in sorted(run.cells.items()) if result.printed or result.error)
    return Score(submission.assignment, verdicts, submission.notes, cells)


def score_json(score: Score) -> dict[str, Any]:
    """The score as plain data; nothing in it comes from a hidden case but labels and verdicts."""
    return {
        "schema": SCHEMA,
        "assignment": score.assignment,
        "score": score.points,
        "max_score": score.max_points,
        "notes": list(score.notes),
        "exercises": [_exercise_json(verdict) for verdict in score.verdicts],
    }


def _exercise_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "name": verdict.exercise,
        "points": verdict.points,
        "max_points": verdict.max_points,
        "verdict": verdict.judgement.value,
        "hint": verdict.hint,
        "misconception": verdict.misconception,
        "excused_by": verdict.excused_by,
        "cases": [_case_json(case) for case in verdict.cases],
    }


def _case_json(case: CaseVerdict) -> dict[str, Any]:
    """One case; the public one that tells most of a failure has what came and what was expected side by side."""
    plain: dict[str, Any] = {
        "label": case.label,
        "public": case.public,
        "call": case.call,
        "verdict": case.judgement.value,
        "message": case.message,
    }
    told = case.contrast
    if told is not None and case.public and case.judgement is not Judgement.CORRECT:
        plain["contrast"] = {"got": told.got, "expected": told.expected, "gap": told.gap}
        plain["contrast"]["values"] = [b64encode(value).decode() for value in told.values]
    return plain
