"""The assignment's own notebook, which says what every cell of a submission is for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from autograder.errors import SpecError
from autograder.model import Cell, CellKind

CHECK_PREFIX: Final = "check_"


@dataclass(frozen=True, slots=True)
class Template:
    """The cells of an assignment as it was released.

    Args:
        assignment: its name.
        cells: every code cell that nbgrader knows, by its grade_id, in the notebook's order; solution cells hold stubs.
    """

    assignment: str
    cells: Mapping[str, Cell]

    @property
    def setup(self) -> tuple[Cell, ...]:
        """The locked cells that run."""
        return tuple(cell for cell in self.cells.values() if cell.kind is CellKind.SETUP)

    @property
    def exercises(self) -> frozenset[str]:
        """The names of the cells that make it this assignment: what is to be solved, and the checks."""
        own = (CellKind.SOLUTION, CellKind.CHECK)
        return frozenset(name for name, cell in self.cells.items() if cell.kind in own)

    @property
    def stubs(self) -> Mapping[str, str]:
        """The text of every solution cell as it was released."""
        return {name: cell.source for name, cell in self.cells.items() if cell.kind is CellKind.SOLUTION}


def read_template(path: Path) -> Template:
    """Read a generated notebook (released, or nbgrader's source); its name is the assignment's.

    Raises:
        SpecError: it is not there, or is no notebook.
    """
    try:
        return parse_template(path.read_bytes(), path.stem)
    except FileNotFoundError:
        msg = f"{path}: is not there; run `autograder release {path.stem}`"
        raise SpecError(msg) from None
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); check its permissions"
        raise SpecError(msg) from error


def parse_template(data: bytes, assignment: str) -> Template:
    """Read a generated notebook's bytes.

    Raises:
        SpecError: they are no such notebook.
    """
    try:
        cells = [cell for cell in msgspec.json.decode(data)["cells"] if "nbgrader" in cell["metadata"]]
        known = [_cell(cell, cell["metadata"]["nbgrader"]) for cell in cells if cell["cell_type"] == "code"]
    except (msgspec.MsgspecError, KeyError, TypeError, AttributeError, RecursionError) as error:
        msg = f"{assignment}.ipynb: is no generated notebook ({error}); run `autograder release {assignment}`"
        raise SpecError(msg) from error
    return Template(assignment, {cell.name: cell for cell in known})


def cell_kind(settings: Mapping[str, Any], tags: Collection[str]) -> CellKind:
    """What a code cell is for.

    Args:
        settings: nbgrader's, from its metadata.
        tags: its tags.
    """
    if settings.get("solution"):
        return CellKind.SOLUTION
    if settings.get("grade"):
        return CellKind.CHECK
    return CellKind.DEMONSTRATION if "demonstration" in tags else CellKind.SETUP


def _cell(cell: Mapping[str, Any], settings: Mapping[str, Any]) -> Cell:
    source = cell["source"]
    text = source if isinstance(source, str) else "".join(source)
    return Cell(cell_kind(settings, cell["metadata"].get("tags", ())), settings["grade_id"], text)
