"""A student's file -> a Submission. What a cell is for is read off the release, never off the student's metadata."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from autograder.errors import SubmissionError
from autograder.model import Cell, CellKind, Submission
from autograder.submission.choice import choose
from autograder.submission.folder import printable, quoted, read_bytes
from autograder.submission.handed_in import MOST_CELLS, HandedInCell, is_overfull, read_cells, scrubbed
from autograder.submission.template import Template

_SEPARATOR: Final = re.compile(r"^# ?(?:%%|In ?\[[^\]\n]*\]:).*$", re.MULTILINE)
_CELL_MAGIC: Final = re.compile(r"\s*%%(\w+)")
_MOST_NOTES: Final = 20
#: Of the code of all cells together; a book has fewer.
_MOST_SIGNS: Final = 4_000_000
#: What stands for a cell that is left out, since cells keep their places.
_TOO_LONG: Final = Cell(CellKind.PROSE, "", "")
#: Cell magics whose body runs; a cell with any other is skipped, and the student is told.
RUNNING_MAGICS: Final = frozenset({"time", "timeit", "capture"})


def read(path: Path, template: Template) -> Submission:
    """Read a submission: a notebook, a .py file, or a folder that holds some.

    Which file of a folder counts is for `choose` to say.

    Raises:
        SubmissionError: there is nothing that can be read as a submission of this assignment.
    """
    if not path.is_dir():
        return _read_file(path, template)
    choice = choose(path, template.assignment, template.stubs)
    submission = _read_file(choice.counts, template)
    return Submission(submission.assignment, submission.cells, (*submission.notes, *choice.notes))


def parse_notebook(data: bytes, template: Template, *, name: str = "notebook") -> Submission:
    """Read a notebook's bytes.

    Raises:
        SubmissionError: they are no notebook, or the notebook of another assignment.
    """
    found = read_cells(data)
    if found is None and is_overfull(data):
        msg = f"{name}: its outputs hold millions of values; clear all outputs, save it and hand it in again"
        raise SubmissionError(msg)
    if found is None:
        msg = (
            f"{name}: is no notebook with cells; expected a Jupyter notebook (JSON) of {MOST_CELLS:,} cells at most, "
            "so save it again and hand it in"
        )
        raise SubmissionError(msg)
    ids = {cell.grade_id for cell in found if cell.grade_id}
    # Assignments may share the names of locked cells ("setup"): what counts is whose exercises these are.
    if ids - template.cells.keys() and not ids & template.exercises:
        found_ids = ", ".join(map(quoted, sorted(ids)[:3]))
        msg = (
            f"{name}: is a notebook of another assignment (its cells are {found_ids} ...); "
            f"expected {template.assignment!r}"
        )
        raise SubmissionError(msg)
    cells = _without_endless_ones(tuple(_cells(found, template)))
    missing = tuple(cell for cell in template.setup if cell.name not in ids)
    changed = (
        f"The locked cell {cell.grade_id!r} was changed; it runs as released, so put what you added into a new cell."
        for cell in found
        if cell.grade_id and _was_changed(cell, template)
    )
    # Cells keep their place in the file, since that is how they are found again; the sandbox runs setup cells first.
    return Submission(template.assignment, (*cells, *missing), _told(*_notes(cells), *changed))


def parse_script(data: bytes, template: Template) -> Submission:
    """Read a .py file's bytes: plain, or divided into cells by `# %%` lines or by an export's `# In[1]:`."""
    text = scrubbed(data.decode("utf-8-sig", "replace"))
    # What follows the last of them is one cell: to Python the lines between are comments.
    parts = [part for part in _SEPARATOR.split(text, MOST_CELLS) if part.strip()]
    cells = _without_endless_ones(tuple(Cell(CellKind.OWN, "", part) for part in parts))
    return Submission(template.assignment, (*cells, *template.setup), _told(*_notes(cells)))


def _read_file(path: Path, template: Template) -> Submission:
    data = read_bytes(path)
    if path.suffix == ".py":
        return parse_script(data, template)
    if path.suffix == ".ipynb":
        return parse_notebook(data, template, name=quoted(path.name))
    msg = f"{printable(str(path))}: is neither a notebook nor a .py file; expected {template.assignment}.ipynb"
    raise SubmissionError(msg)


def _without_endless_ones(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Leave out cells of more code than anybody writes: a child that cannot even read it would look like our fault."""
    if sum(len(cell.source) for cell in cells) <= _MOST_SIGNS:
        return cells
    kept = []
    room = _MOST_SIGNS
    for cell in cells:
        fits = cell.kind is CellKind.PROSE or len(cell.source) <= room
        room -= len(cell.source) if fits and cell.kind is not CellKind.PROSE else 0
        kept.append(cell if fits else _TOO_LONG)
    return tuple(kept)


def _cells(found: tuple[HandedInCell, ...], template: Template) -> Iterator[Cell]:
    """Give every cell its kind, at its own place."""
    seen: set[str] = set()
    position = 0
    for cell in found:
        while position < cell.index:  # what stood there was no cell; places must not shift
            yield Cell(CellKind.PROSE, "", "")
            position += 1
        position += 1
        known = template.cells.get(cell.grade_id)
        if known is None:
            yield Cell(CellKind.OWN if cell.cell_type == "code" else CellKind.PROSE, "", cell.source)
        elif known.kind is CellKind.SOLUTION:
            # A copy of a solution cell is code like any other; the first keeps the name.
            yield Cell(CellKind.SOLUTION if cell.grade_id not in seen else CellKind.OWN, cell.grade_id, cell.source)
        elif cell.grade_id in seen:
            yield Cell(CellKind.PROSE, "", "")
        else:
            yield known
        seen.add(cell.grade_id)


def _was_changed(cell: HandedInCell, template: Template) -> bool:
    """Whether a locked cell that runs holds something else than it was released with."""
    known = template.cells.get(cell.grade_id)
    return (
        known is not None
        and known.kind is CellKind.SETUP
        and cell.cell_type == "code"
        and cell.source.strip() != known.source.strip()
    )


def _told(*notes: str) -> tuple[str, ...]:
    """Say everything once, and not for ever."""
    return tuple(dict.fromkeys(notes))[:_MOST_NOTES]


def _notes(cells: tuple[Cell, ...]) -> Iterator[str]:
    for cell in cells:
        if cell is _TOO_LONG:
            yield f"A cell was skipped: at most {_MOST_SIGNS:,} signs of code are run. Put data into files."
        magic = _CELL_MAGIC.match(cell.source) if cell.kind in (CellKind.SOLUTION, CellKind.OWN) else None
        if magic and magic[1] not in RUNNING_MAGICS:
            yield f"A cell that begins with %%{magic[1][:40]} was skipped: only Python is graded."
