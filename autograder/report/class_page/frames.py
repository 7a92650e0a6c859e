"""A class as tidy tables: one observation a row. What a report says is counted from these, and from nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import pandas as pd

from autograder.feedback.scored import ScoredExercise
from autograder.feedback.text import without_harm
from autograder.gradebook.released import CHECK_PREFIX
from autograder.model import Judgement
from autograder.report.class_page.record import ClassRecord, Record, State

#: What became of an exercise, from best to worst.
RIGHT, PARTLY, WRONG, OPEN, UNJUDGED = "right", "partly right", "wrong", "not attempted", "not graded"
OUTCOMES: Final = (RIGHT, PARTLY, WRONG, OPEN, UNJUDGED)

_SUBMISSIONS: Final = {
    "student": "string",
    "name": "string",
    "state": "string",
    "timestamp": "datetime64[s]",
    "is_late": "bool",
    "score": "float64",
    "possible": "float64",
    "share": "float64",
    "trouble": "string",
}
_OUTCOMES: Final = {
    "student": "string",
    "exercise": "string",
    "points": "float64",
    "max_points": "float64",
    "outcome": "string",
    "verdict": "string",
    "misconception": "string",
    "hint": "string",
    "excused_by": "string",
    "cases": "int64",
}
_FAILURES: Final = {"student": "string", "exercise": "string", "label": "string"}
_BY_HAND: Final = {"student": "string", "cell": "string", "max_points": "float64", "waits": "bool"}

_Row: TypeAlias = tuple[Any, ...]
_BY_VERDICT: Final = {
    Judgement.CORRECT: RIGHT,
    Judgement.PARTIAL: PARTLY,
    Judgement.NOT_IMPLEMENTED: OPEN,
    Judgement.MISSING: OPEN,
    Judgement.NOT_GRADED: UNJUDGED,
}


@dataclass(frozen=True, slots=True)
class Frames:
    """A class's work on one assignment.

    Args:
        submissions: a row for everybody. student; name; state (a `State`); timestamp (naive UTC, or NaT); is_late;
            score (points that count, late penalty taken off; NaN without a row in the gradebook); possible (points
            there are, less those that a person has yet to decide about); share (score of possible, NaN where that is
            nothing); trouble ("" where all is well).
        outcomes: a row for every student whose work was judged, and exercise. student; exercise; points (as the
            gradebook counts them); max_points; outcome (one of `OUTCOMES`); verdict (the grader's word, "" where only
            points are known); misconception (its id, or ""); hint (that of the misconception, or ""); excused_by (the
            wrong foundation it stands on, or ""); cases (how many were tried, 0 where nobody knows).
        failures: a row for every case that went wrong where something was tried. student; exercise; label.
        by_hand: a row for every student and cell that a person grades. student; cell; max_points; waits.
    """

    submissions: pd.DataFrame
    outcomes: pd.DataFrame
    failures: pd.DataFrame
    by_hand: pd.DataFrame


def make_frames(record: ClassRecord) -> Frames:
    """Put a class's record into tables."""
    judged = [one for one in record.records if one.state in (State.GRADED, State.POINTS_ONLY)]
    return Frames(
        _frame(map(_submission, record.records), _SUBMISSIONS),
        _frame((row for one in judged for row in _outcomes(one, record.worth)), _OUTCOMES),
        _frame((row for one in judged for row in _failures(one)), _FAILURES),
        _frame((row for one in record.records for row in _by_hand(one, record.worth)), _BY_HAND),
    )


def _frame(rows: Iterable[_Row], columns: Mapping[str, str]) -> pd.DataFrame:
    """A table with its columns and their types, be it empty; no text in it holds what a page or a file cannot."""
    clean = [tuple(without_harm(one) if isinstance(one, str) else one for one in row) for row in rows]
    return pd.DataFrame.from_records(clean, columns=list(columns)).astype(dict(columns))


def _submission(record: Record) -> _Row:
    standing = record.standing
    score = possible = share = float("nan")
    if standing is not None:
        waiting = sum(cell.max_points for cell in standing.cells if cell.waits)
        score, possible = standing.counts, standing.max_score - waiting
        share = score / possible if possible > 0 else share
    head = (record.student, record.name, record.state.value, record.timestamp, record.is_late)
    return (*head, score, possible, share, record.details or record.trouble)


def _outcomes(record: Record, worth: Mapping[str, float]) -> Iterator[_Row]:
    """What became of every exercise that the gradebook knows; of others nothing is told."""
    cells = {cell.name.removeprefix(CHECK_PREFIX): cell for cell in record.standing.cells} if record.standing else {}
    verdicts = {one.name: one for one in record.score.exercises} if record.score else {}
    for exercise, max_points in worth.items():
        cell, verdict = cells.get(exercise), verdicts.get(exercise)
        points = cell.points if cell else None
        if verdict is not None:
            points = verdict.points if points is None else points
            yield (record.student, exercise, points, max_points, *_told(verdict))
        elif points is not None:
            outcome = RIGHT if points >= max_points else (PARTLY if points > 0 else WRONG)
            yield (record.student, exercise, points, max_points, outcome, "", "", "", "", 0)


def _told(verdict: ScoredExercise) -> _Row:
    """What the grader said. Only a misconception's hint is its author's; others may quote what a student wrote."""
    outcome = next((found for word, found in _BY_VERDICT.items() if word == verdict.verdict), WRONG)
    hint = verdict.hint if verdict.misconception else ""
    return (outcome, verdict.verdict, verdict.misconception or "", hint, verdict.excused_by or "", len(verdict.cases))


def _failures(record: Record) -> Iterator[_Row]:
    for verdict in record.score.exercises if record.score else ():
        if _told(verdict)[0] in (PARTLY, WRONG):
            labels = dict.fromkeys(case.label for case in verdict.cases if case.verdict != Judgement.CORRECT)
            yield from ((record.student, verdict.name, label) for label in labels)


def _by_hand(record: Record, worth: Mapping[str, float]) -> Iterator[_Row]:
    for cell in record.standing.cells if record.standing else ():
        if cell.name.removeprefix(CHECK_PREFIX) not in worth:
            yield record.student, cell.name, cell.max_points, cell.waits
