"""Text cells -> nbgrader's source notebook: short headers become full metadata. The same cells give the same bytes."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import nbformat

from autograder.catalogue import Assignment
from autograder.release.text_cell import BY_HAND, PROSE, TextCell

_METADATA: Final = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook_text(assignment: Assignment, cells: Sequence[TextCell]) -> str:
    """Write the notebook of an assignment.

    Args:
        assignment: knows the points of its exercises.
        cells: its text source, proofread.

    Returns:
        The notebook file's text: format 4.5, laid out as Jupyter does, no outputs, a newline at the end.
    """
    points = {exercise.name: exercise.points for exercise in assignment.exercises}
    written: list[dict[str, Any]] = []
    prose_cells = 0
    for cell in cells:
        prose_cells += cell.header == PROSE
        written.append(_prose(cell, prose_cells) if cell.header in {PROSE, BY_HAND} else _code(cell, points))
    notebook = {"cells": written, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    nbformat.validate(notebook)
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _prose(cell: TextCell, number: int) -> dict[str, Any]:
    source = cell.source.splitlines(keepends=True)
    if cell.header == PROSE:
        return {"cell_type": "markdown", "id": f"prose-{number:02}", "metadata": {}, "source": source}
    metadata = {"nbgrader": _settings(cell, "markdown", cell.points)}
    return {"cell_type": "markdown", "id": f"{cell.header}-{cell.name}", "metadata": metadata, "source": source}


def _code(cell: TextCell, points: Mapping[str, float]) -> dict[str, Any]:
    worth = points[cell.name] if cell.header == "check" else None
    metadata: dict[str, Any] = {"nbgrader": _settings(cell, "code", worth)}
    if cell.header in {"demonstration", "question"}:
        metadata["tags"] = [cell.header]
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"{cell.header}-{cell.name}",
        "metadata": metadata,
        "outputs": [],
        "source": cell.source.splitlines(keepends=True),
    }


def _settings(cell: TextCell, cell_type: str, points: float | None) -> dict[str, Any]:
    """Write nbgrader's metadata; what is worth points and is a student's answer too is graded by hand."""
    settings: dict[str, Any] = {
        "cell_type": cell_type,
        "grade": points is not None,
        "grade_id": cell.grade_id,
        "locked": not cell.is_answer,
        "schema_version": 3,
        "solution": cell.is_answer,
        "task": False,
    }
    return settings if points is None else settings | {"points": points}
