"""One submission's autograded folder, written beside its place: notebook, carried-over files, and the mark."""

import fnmatch
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from autograder.errors import SubmissionError
from autograder.gradebook import files
from autograder.gradebook.autograded import notebook_of_cells, notebook_of_nothing, notebook_of_script
from autograder.gradebook.released import ReleasedAssignment
from autograder.model import Judgement, Score
from autograder.submission.choice import MAX_BYTES, choose
from autograder.submission.handed_in import HandedInCell, read_cells

#: The file whose presence says that rows and folder are complete.
MARK: Final = "score.json"
_MOST_MARK_BYTES: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Identity:
    """What a grading rests on; when one of these changes, it is out of date.

    Args:
        sha256: over the submitted files, timestamp.txt included.
        fingerprint: over exercises, seed, numpy and grader.
        timestamp: what timestamp.txt says, or "".
    """

    sha256: str
    fingerprint: str
    timestamp: str


class _Mark(msgspec.Struct):
    sha256: str
    fingerprint: str
    timestamp: str


@dataclass(frozen=True, slots=True)
class Carried:
    """Which submitted files are carried over: all but these globs, up to so many bytes each."""

    ignore: tuple[str, ...]
    most_bytes: int


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What lies in a submitted folder: the notebook's cells, or the .py that counts instead of them."""

    cells: tuple[HandedInCell, ...] | None
    script: str | None

    def unanswered(self, released: ReleasedAssignment, score: Score) -> frozenset[str]:
        """The grade_ids of the cells in which the student wrote nothing."""
        solutions = {cell.name: cell.source for cell in released.cells if cell.solution_key}
        if self.script is not None:
            empty = (Judgement.NOT_IMPLEMENTED, Judgement.MISSING)
            return frozenset(verdict.exercise for verdict in score.verdicts if verdict.judgement in empty)
        texts = {cell.grade_id: cell.source for cell in self.cells or ()}
        by_hand = {cell.name for cell in released.cells if cell.solution_key and cell.grade_key}
        same = {name for name, source in solutions.items() if texts.get(name) == source}
        return frozenset(same | {name for name in by_hand if name not in texts})


def read_identity(folder: Path, notebook: str) -> Identity | None:
    """Read what an autograded folder rests on, or None where it is not complete."""
    data = files.read_capped(folder / MARK, _MOST_MARK_BYTES)
    if data is None or not (folder / f"{notebook}.ipynb").is_file():
        return None
    try:
        mark = msgspec.json.decode(data, type=_Mark)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return Identity(mark.sha256, mark.fingerprint, mark.timestamp)


def look_into(folder: Path, released: ReleasedAssignment) -> HandedIn:
    """Read what was handed in: the cells of the notebook, and the text of the .py where that is what counts."""
    stubs = {cell.name: cell.source for cell in released.cells if cell.solution_key}
    try:
        counts = choose(folder, released.notebook, stubs).counts
    except SubmissionError:
        return HandedIn(None, None)
    data = files.read_capped(counts, MAX_BYTES)
    if counts.suffix == ".py" and data is not None:
        return HandedIn(None, data.decode("utf-8-sig", "replace"))
    return HandedIn(read_cells(data or b""), None)


def stage(
    handed_in: HandedIn, released: ReleasedAssignment, score: Score, *, marked: dict[str, Any], place: Path
) -> Path:
    """Write an autograded folder under a hidden name beside its place.

    Args:
        handed_in: what the student handed in.
        released: the assignment.
        score: what came of it.
        marked: what the mark is to hold.
        place: where the folder is to go.

    Returns:
        The hidden folder.

    Raises:
        OSError: the disk refused; nothing is left behind.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    staged = files.hidden_sibling(place)
    staged.mkdir()
    try:
        if handed_in.script is not None:
            notebook = notebook_of_script(released, handed_in.script, score)
        elif handed_in.cells is not None:
            notebook = notebook_of_cells(released, handed_in.cells, score)
        else:
            notebook = notebook_of_nothing(released, score)
        (staged / f"{released.notebook}.ipynb").write_bytes(notebook)
        (staged / MARK).write_bytes(msgspec.json.format(msgspec.json.encode(marked)))
    except BaseException:
        files.remove(staged)
        raise
    return staged


def carry_over(source: Path, staged: Path, carried: Carried) -> None:
    """Copy what else was submitted, as nbgrader does: no notebooks, nothing ignored, nothing too large, no links."""
    ours = {path.name for path in staged.iterdir()}
    for name, path in files.regular_files(source):
        parts = name.split("/")
        ignored = any(fnmatch.fnmatch(part, pattern) for part in parts for pattern in carried.ignore)
        if not ignored and parts[0] not in ours and not name.endswith(".ipynb"):
            files.copy_regular(path, staged / name, most_bytes=carried.most_bytes)
