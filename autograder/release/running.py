"""The lesson's own cells, run with its solutions behind the wall: none of them may fail, and no picture may wait."""

from collections.abc import Sequence
from typing import Final

from autograder.model import CellResult, Submission
from autograder.release.text_cell import TextCell, refuse
from autograder.sandbox import Sandbox

#: How `waiting_for` begins when something that a picture needs did not work.
_WAITS: Final = "This cell waits for"
_MEND: Final = "mend the cell or the solution"


def check_cells(cells: Sequence[TextCell], reference: Submission, sandbox: Sandbox) -> None:
    """Run everything but the pictures.

    Raises:
        SpecError: a cell failed.
        SandboxError: the sandbox could not run it.
    """
    for index, result in sorted(sandbox.run(reference, ()).cells.items()):
        _require_no_error(cells, reference.cells[index].name, result)


def check_pictures(cells: Sequence[TextCell], reference: Submission, sandbox: Sandbox) -> None:
    """Draw the pictures, which takes a second or more.

    Raises:
        SpecError: a picture failed, or waits though every solution is there.
        SandboxError: the sandbox could not run it.
    """
    with sandbox.allowance:
        drawings = sandbox.draw(reference)
    for index, drawing in sorted(drawings.items()):
        name = reference.cells[index].name
        _require_no_error(cells, name, drawing.result)
        waits, _, why = drawing.result.printed.partition(_WAITS)[2].partition("\n")
        if waits:
            reason = f"the picture {name!r} waits for{waits.partition('.')[0]}, though every solution is there"
            refuse(_where(cells, name), f"{reason} ({' '.join(why.split()):.200})", _MEND)


def _require_no_error(cells: Sequence[TextCell], name: str, result: CellResult) -> None:
    if result.error:
        said = " ".join(result.error.split())
        refuse(_where(cells, name), f"the cell {name!r} fails with the solutions in place ({said:.200})", _MEND)


def _where(cells: Sequence[TextCell], name: str) -> str:
    """Where the cell of that name begins; the lesson's first line for one without."""
    first = f"{cells[0].where.rpartition(':')[0]}:1"
    return next((cell.where for cell in cells if cell.grade_id == name), first)
