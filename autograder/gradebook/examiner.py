"""Judges collected submissions with a grader that is replaced when it fails: a fault of ours costs nobody a point."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from autograder.errors import AutograderError, GradebookError, SandboxError, SpecError, SubmissionError
from autograder.gradebook.handed_in import HandedIn, look_into
from autograder.gradebook.released import ReleasedAssignment, require_same_exercises, unreadable
from autograder.gradebook.verdict_text import bounded
from autograder.model import Collected, Drawing, Judgement, Score
from autograder.sandbox.allowance import OverdueError


class Grades(Protocol):
    """What grades submissions: `autograder.grade.Grader`."""

    def grade(self, folder_or_file: Path, assignment: str, /) -> Score:
        """Grade a submission; SubmissionError when it cannot be read, SandboxError when the fault is ours."""

    def draw(self, folder_or_file: Path, assignment: str, /) -> Mapping[int, Drawing]:
        """Run a submission's demonstration cells for their figures, by the cell's place in the file."""

    def fingerprint(self, assignment: str, /) -> str:
        """Name the version of exercises, seed, numpy and grader."""

    def close(self) -> None:
        """End the sandbox."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one submission.

    Args:
        handed_in: what was handed in.
        score: what it earned.
        unreadable: why it could not be read as a submission, or "".
        drawings: what demonstration cells show, by their place in the file.
    """

    handed_in: HandedIn
    score: Score
    unreadable: str = ""
    drawings: Mapping[int, Drawing] = field(default_factory=dict)

    def unanswered(self, released: ReleasedAssignment) -> frozenset[str]:
        """The grade_ids of the cells in which the student wrote nothing; all, where nothing can be read."""
        if self.unreadable:
            return frozenset(cell.name for cell in released.cells if cell.solution_key)
        return self.handed_in.unanswered(released, self.score)


class Examiner:
    """Owns one grader, and takes a new one when it failed."""

    def __init__(self, open_grader: Callable[[], Grades]) -> None:
        """Take graders from `open_grader`, the first one when there is something to judge."""
        self._open_grader = open_grader
        self._grader: Grades | None = None
        self._fingerprints: dict[str, str] = {}

    def take_grader(self) -> Grades:
        """The grader at hand, or a new one."""
        if self._grader is None:
            self._grader = self._open_grader()
        return self._grader

    def close(self) -> None:
        """Let the grader go."""
        grader, self._grader = self._grader, None
        if grader is not None:
            with contextlib.suppress(Exception):  # it may be the one that failed
                grader.close()

    def fingerprint(self, assignment: str) -> str:
        """The version of exercises, seed, numpy and grader."""
        if assignment not in self._fingerprints:
            self._fingerprints[assignment] = self.take_grader().fingerprint(assignment)
        return self._fingerprints[assignment]

    def judge(self, collected: Collected, released: ReleasedAssignment, *, figures: bool = False) -> Judged:
        """Judge a submission; what fails through our fault is tried again once, with a fresh grader.

        Raises:
            SpecError: the course is not in order; this concerns every submission.
            SandboxError: it failed both times, or took far too long, so nothing can be said of the submission.
        """
        try:
            return self._judge(collected, released, figures=figures)
        except (SpecError, GradebookError):
            raise
        except OverdueError:
            self.close()
            raise
        except Exception:  # noqa: BLE001 - the second try tells what it was
            self.close()
        try:
            return self._judge(collected, released, figures=figures)
        except AutograderError:
            self.close()
            raise
        except Exception as error:
            self.close()
            raise SandboxError(failure(error)) from error

    def _judge(self, collected: Collected, released: ReleasedAssignment, *, figures: bool) -> Judged:
        grader = self.take_grader()
        try:
            score = grader.grade(collected.folder, collected.assignment)
        except SubmissionError as error:
            reason = bounded(str(error).replace(str(collected.folder), "the submission"))  # students read it
            return Judged(HandedIn(), unreadable(released, reason), reason)
        failed = [one.exercise for one in score.verdicts if one.judgement is Judgement.NOT_GRADED]
        if failed:
            msg = f"{failed[0]} could not be judged, through no fault of the student's"
            raise SandboxError(msg)
        require_same_exercises(released, score)
        drawings = grader.draw(collected.folder, collected.assignment) if figures else {}
        return Judged(look_into(collected.folder, released), score, drawings=drawings)


def failure(error: Exception) -> str:
    """Say in one line that it was the grader that failed."""
    return f"the grader failed with {type(error).__name__}: {error}"
