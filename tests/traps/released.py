"""The assignment that all traps are about, as it was released, and what can be made of it."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

#: The real course's first assignment.
ASSIGNMENT: Final = "error"

Notebook: TypeAlias = dict[str, Any]
Cell: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Released:
    """The released notebook and the answers that earn full marks.

    Args:
        stub: the notebook as it was released.
        examples: the file of public cases that is fetched with it.
        answers: a right text for every cell that code is written in, by grade_id.
        other: the released notebook of another assignment.
    """

    stub: Notebook
    examples: bytes
    answers: dict[str, str]
    other: bytes

    @classmethod
    def read(cls, course: Path, other: Path) -> Self:
        """Read it from a course's folder, and another assignment's notebook from its file."""
        reference = json.loads((course / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text())
        answers = {
            grade_id(cell): "".join(cell["source"])
            for cell in reference["cells"]
            if cell["cell_type"] == "code" and settings(cell).get("solution")
        }
        folder = course / "assignments" / ASSIGNMENT
        return cls(
            json.loads((folder / f"{ASSIGNMENT}.ipynb").read_text()),
            (folder / "examples.json").read_bytes(),
            answers,
            other.read_bytes(),
        )

    @property
    def checks(self) -> dict[str, str]:
        """The text of every check cell, by grade_id."""
        return {grade_id(cell): "".join(cell["source"]) for cell in self.stub["cells"] if is_check(cell)}

    @property
    def full(self) -> float:
        """What all checks together are worth."""
        return float(sum(settings(cell)["points"] for cell in self.stub["cells"] if is_check(cell)))

    def worth(self, exercise: str) -> float:
        """What one exercise is worth."""
        (points,) = (settings(cell)["points"] for cell in self.stub["cells"] if grade_id(cell) == f"check_{exercise}")
        return float(points)

    def answered(self, **otherwise: str) -> Notebook:
        """The notebook with everything right, but for what is said otherwise."""
        return self.filled(**(self.answers | otherwise))

    def filled(self, **texts: str) -> Notebook:
        """The notebook with some cells filled in."""
        notebook = copy.deepcopy(self.stub)
        for cell in notebook["cells"]:
            cell["source"] = texts.get(grade_id(cell), cell["source"])
        return notebook

    def checks_last(self) -> Notebook:
        """The untouched notebook with all check cells behind all others."""
        notebook = copy.deepcopy(self.stub)
        notebook["cells"].sort(key=is_check)
        return notebook

    def submission(self, notebook: Notebook | bytes, name: str = f"{ASSIGNMENT}.ipynb") -> dict[str, bytes]:
        """The files that a student hands in."""
        data = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
        return {name: data, "examples.json": self.examples}


def settings(cell: Cell) -> dict[str, Any]:
    """What nbgrader knows of a cell."""
    return dict(cell["metadata"].get("nbgrader", {}))


def grade_id(cell: Cell) -> str:
    """The name by which nbgrader knows a cell, or ""."""
    return str(settings(cell).get("grade_id", ""))


def is_check(cell: Cell) -> bool:
    """Whether a cell is worth points that nobody enters by hand."""
    return bool(settings(cell).get("grade")) and not settings(cell).get("solution")


def with_cell(notebook: Notebook, source: str, *, before: str = "predict") -> Notebook:
    """Put a cell of one's own before the one named."""
    place = next(at for at, cell in enumerate(notebook["cells"]) if grade_id(cell) == before)
    own: Cell = {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
        "id": "own",
    }
    notebook["cells"].insert(place, own)
    return notebook


def each_check(notebook: Notebook, change: Callable[[Cell], None]) -> Notebook:
    """Change every check cell in place."""
    for cell in notebook["cells"]:
        if is_check(cell):
            change(cell)
    return notebook


def without_checks(notebook: Notebook) -> Notebook:
    """Delete every check cell."""
    notebook["cells"] = [cell for cell in notebook["cells"] if not is_check(cell)]
    return notebook


def with_twin(notebook: Notebook, name: str) -> Notebook:
    """Have a cell twice, as copying and pasting does it."""
    place = next(at for at, cell in enumerate(notebook["cells"]) if grade_id(cell) == name)
    twin = copy.deepcopy(notebook["cells"][place])
    twin["id"] = "twin"
    notebook["cells"].insert(place, twin)
    return notebook
