"""Verdicts -> a Score, and the score as the stable JSON that `autograder score --format json` prints."""

from typing import Any, Final

from autograder.model import Run, Score, Submission, Verdict

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
        "cases": [
            {
                "label": case.label,
                "public": case.public,
                "call": case.call,
                "verdict": case.judgement.value,
                "message": case.message,
            }
            for case in verdict.cases
        ],
    }
