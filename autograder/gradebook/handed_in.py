"""What lies in a submitted folder, and which of its cells were left as they were released."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import SubmissionError
from autograder.gradebook import files
from autograder.gradebook.released import ReleasedAssignment
from autograder.model import Judgement, Score
from autograder.submission.choice import MAX_BYTES, choose
from autograder.submission.handed_in import HandedInCell, read_cells


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a student handed in.

    Args:
        cells: the notebook's, or None where there is none that can be read.
        script: the text of the .py that counts instead of its code, or None.
    """

    cells: tuple[HandedInCell, ...] | None = None
    script: str | None = None

    def counting(self, released: ReleasedAssignment) -> Mapping[str, HandedInCell]:
        """The cell that counts of those that claim a grade_id: the last one that was written in, or the last one."""
        as_released = {cell.name: cell.source for cell in released.cells if cell.solution_key}
        found: dict[str, HandedInCell] = {}
        for cell in self.cells or ():
            name = cell.grade_id
            if name and (name not in found or cell.source != as_released.get(name)):
                found[name] = cell
        return found

    def unanswered(self, released: ReleasedAssignment, score: Score) -> frozenset[str]:
        """The grade_ids of the cells in which the student wrote nothing.

        A cell that was deleted is no such cell, for its answer may stand elsewhere. Where a .py counts, what it leaves
        out is not answered; words for a person to grade may stand in its comments.
        """
        if self.script is not None:
            empty = (Judgement.NOT_IMPLEMENTED, Judgement.MISSING)
            return frozenset(verdict.exercise for verdict in score.verdicts if verdict.judgement in empty)
        found = self.counting(released)
        answers = [cell for cell in released.cells if cell.solution_key and cell.name in found]
        return frozenset(cell.name for cell in answers if found[cell.name].source == cell.source)


def look_into(folder: Path, released: ReleasedAssignment) -> HandedIn:
    """Read what was handed in: the cells of the notebook, and the text of the .py where that is what counts."""
    stubs = {cell.name: cell.source for cell in released.cells if cell.solution_key and cell.cell_type == "code"}
    try:
        choice = choose(folder, released.notebook, stubs)
    except SubmissionError:
        return HandedIn()
    if choice.counts.suffix != ".py":
        return HandedIn(read_cells(files.read_capped(choice.counts, MAX_BYTES) or b""))
    script = files.read_capped(choice.counts, MAX_BYTES) or b""
    beside = files.read_capped(choice.beside, MAX_BYTES) if choice.beside else None
    return HandedIn(read_cells(beside) if beside else None, script.decode("utf-8-sig", "replace"))
