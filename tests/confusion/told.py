"""What a wrong version was told: its own hint, another's, a slip's, nothing; or it kept its points."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from autograder.model import Judgement, Verdict
from tests.confusion.wrongs import Wrong

#: Wrong versions that may keep their points on a wrong foundation, and why.
EXPLAINED: Final = {
    "B01": "steps the wrong way on a try_both that swaps its two misses (T01): two mistakes that undo each other",
    "H01": "steps the wrong way on a try_both that swaps its two misses (T01): two mistakes that undo each other",
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
        harmed: other exercises of the same notebook that were right and lost their points.
    """

    wrong: Wrong
    verdict: Verdict
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

    def __str__(self) -> str:
        what = self.verdict.misconception or self.verdict.hint[:80]
        return f"{self.wrong.exercise} {self.wrong.id}: {self.told} ({self.verdict.judgement}: {what})"
