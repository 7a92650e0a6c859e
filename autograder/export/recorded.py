"""What score.json beside an autograded notebook says: a submission's verdicts, as they were recorded."""

from pathlib import Path
from typing import Final

import msgspec

from autograder.feedback.scored import ScoredExercise
from autograder.gradebook.files import read_capped
from autograder.gradebook.mark import MARK
from autograder.model import CaseVerdict, Judgement, Score, Verdict

_MOST_BYTES: Final = 10_000_000


class _Recorded(msgspec.Struct):
    assignment: str
    notes: tuple[str, ...]
    exercises: tuple[ScoredExercise, ...]


def read_recorded(folder: Path) -> Score | None:
    """Read a recorded score, or None where there is none that can be read.

    Args:
        folder: the autograded one.
    """
    data = read_capped(folder / MARK, _MOST_BYTES)
    if data is None:
        return None
    try:
        recorded = msgspec.json.decode(data, type=_Recorded)
        return Score(recorded.assignment, tuple(map(_verdict, recorded.exercises)), recorded.notes)
    except (msgspec.MsgspecError, ValueError):  # of another shape, no text, or with a verdict that is none
        return None


def _verdict(plain: ScoredExercise) -> Verdict:
    cases = tuple(
        CaseVerdict(one.label, one.public, one.call, Judgement(one.verdict), one.message) for one in plain.cases
    )
    return Verdict(
        plain.name,
        Judgement(plain.verdict),
        plain.points,
        plain.max_points,
        plain.hint,
        plain.misconception,
        plain.excused_by,
        cases,
    )
