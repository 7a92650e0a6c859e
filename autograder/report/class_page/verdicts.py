"""The score.json that grading leaves beside an autograded notebook, read back with care: a fault in it is words."""

from pathlib import Path
from typing import Final

import msgspec

from autograder.feedback.scored import ScoredExercise
from autograder.gradebook import files
from autograder.gradebook.mark import MARK
from autograder.model import Judgement
from autograder.score import SCHEMA

#: A hundred times what a submission of the longest lesson comes to.
_MOST_BYTES: Final = 10_000_000


class ScoreRead(msgspec.Struct, frozen=True):
    """What became of one submission.

    Args:
        assignment: of what.
        exercises: the verdicts, in the assignment's order.
        notes: remarks for the student; they may hold names of files, and stay out of reports.
        timestamp: what timestamp.txt said when it was graded, or "".
    """

    assignment: str
    exercises: tuple[ScoredExercise, ...]
    notes: tuple[str, ...] = ()
    timestamp: str = ""

    @property
    def is_unreadable(self) -> bool:
        """Whether nothing could be read as a submission: every verdict is "missing", for one and the same reason."""
        reasons = {one.hint for one in self.exercises}
        missing = all(one.verdict == Judgement.MISSING for one in self.exercises)
        return missing and len(self.notes) == 1 and reasons == set(self.notes)


class _Schema(msgspec.Struct):
    schema: int


def read_score(folder: Path, assignment: str) -> ScoreRead | str | None:
    """Read the score beside an autograded notebook.

    Returns:
        The score; or in words why it cannot be used; or None where there is none, another grader having been at work.
    """
    if not (folder / MARK).exists():
        return None
    data = files.read_capped(folder / MARK, _MOST_BYTES)
    if data is None:
        return f"{MARK} cannot be read, or is larger than {_MOST_BYTES // 1_000_000} MB"
    try:
        found = msgspec.json.decode(data, type=_Schema).schema
        if found != SCHEMA:
            return f"{MARK} is of schema {found}, and this version reads schema {SCHEMA}"
        score = msgspec.json.decode(data, type=ScoreRead)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return f"{MARK} is damaged: it is not in the form that `autograder grade` writes"
    if score.assignment != assignment:
        return f"{MARK} is of another assignment"
    return score
