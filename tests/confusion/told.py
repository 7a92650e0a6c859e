"""What a wrong version was told: its own hint, another's, a slip's, nothing; or it kept its points."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from autograder.model import Judgement, Verdict
from tests.confusion.wrongs import Wrong

_UNDONE: Final = "the two mistakes undo each other"
#: What is not told its own hint, by its id and that of the wrong version it stands on; and why.
EXPLAINED: Final = {
    ("H01", "T01"): f"takes the two misses in the wrong order from a try_both that swaps them: {_UNDONE}",
    ("B01", "T01"): f"takes the two misses in the wrong order from a try_both that swaps them: {_UNDONE}",
    ("F03", "R51"): f"turns the sign of an error term that is counted from the wrong side: {_UNDONE}",
}


class Told(StrEnum):
    """What became of a wrong version."""

    OWN = "own hint"
    ANOTHERS = "another's"
    SLIP = "a slip's"
    NOTHING = "no hint"
    KEPT = "kept points"


@dataclass(frozen=True, slots=True)
class Trial:
    """One wrong version, and the verdict on it.

    Args:
        wrong: the version.
        verdict: of its exercise.
        ground: the id of the wrong version that it stands on, "" where it stands on nothing wrong.
        harmed: other exercises of the same notebook that were right and lost their points.
    """

    wrong: Wrong
    verdict: Verdict
    ground: str = ""
    harmed: tuple[str, ...] = ()

    @property
    def told(self) -> Told:
        """What it was told. A challenge has no points to keep, so what counts is whether it was found right."""
        if self.verdict.judgement is Judgement.CORRECT or self.verdict.points > 0:
            return Told.KEPT
        if (self.verdict.misconception, self.verdict.hint) == (self.wrong.id, self.wrong.hint):
            return Told.OWN
        if self.verdict.misconception:
            return Told.ANOTHERS
        return Told.SLIP if self.verdict.hint else Told.NOTHING

    @property
    def explanation(self) -> str:
        """Why it is not told its own hint, where that is known; "" elsewhere."""
        return "" if self.harmed else EXPLAINED.get((self.wrong.id, self.ground), "")

    def __str__(self) -> str:
        ground = f" on {self.ground}" if self.ground else ""
        what = self.verdict.misconception or self.verdict.hint[:80] or "no hint"
        harmed = f"; it cost {', '.join(self.harmed)} their points" if self.harmed else ""
        return f"{self.wrong.exercise} {self.wrong.id}{ground}: {self.told} ({self.verdict.judgement}: {what}){harmed}"
