"""What score.json beside an autograded notebook says: a submission's verdicts, as they were recorded."""

from pathlib import Path
from typing import Final

import msgspec

from autograder.gradebook.files import read_capped
from autograder.gradebook.mark import MARK
from autograder.model import CaseVerdict, Judgement, Score, Verdict

_MOST_BYTES: Final = 10_000_000


class _Case(msgspec.Struct):
    label: str
    public: bool
    call: str | None
    verdict: Judgement
    message: str = ""


class _Exercise(msgspec.Struct):
    name: str
    points: float
    max_points: float
    verdict: Judgement
    hint: str
    misconception: str | None
    excused_by: str | None
    cases: tuple[_Case, ...]


class _Recorded(msgspec.Struct):
    assignment: str
    notes: tuple[str, ...]
    exercises: tuple[_Exercise, ...]


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
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return Score(recorded.assignment, tuple(_verdict(each) for each in recorded.exercises), recorded.notes)


def _verdict(plain: _Exercise) -> Verdict:
    cases = tuple(CaseVerdict(one.label, one.public, one.call, one.verdict, one.message) for one in plain.cases)
    return Verdict(
        plain.name,
        plain.verdict,
        plain.points,
        plain.max_points,
        plain.hint,
        plain.misconception,
        plain.excused_by,
        cases,
    )
