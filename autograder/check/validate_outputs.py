"""Validate's side of a notebook: what of it runs, and what is shown below its check cells.

nbgrader reads points off outputs, and no output means full points. So every check cell gets exactly one: the number of
its points, or an error whose text is the card.
"""

import json
import textwrap
from typing import Any, Final

from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import is_grade, is_solution

from autograder.check.validate_run import Answer
from autograder.submission.template import CHECK_PREFIX

_MOST_CHARACTERS: Final = 4_000
#: `nbgrader validate` cuts lines that are longer.
_COLUMNS: Final = 80


def cells_of(nb: Any) -> str:  # noqa: ANN401 - nbformat's
    """Write the cells of a notebook as JSON, without their outputs."""
    kept = ("cell_type", "source", "metadata")
    return json.dumps([{name: cell.get(name) for name in kept} for cell in nb.cells])


def show(answer: Answer, nb: Any) -> None:  # noqa: ANN401 - nbformat's
    """Put the answer below the check cells, and errors below the cells that they are of.

    Check cells that are missing are put in at the end (nbgrader takes this notebook for no more than the reading):
    without them it would be called a success.
    """
    shown = set()
    for index, cell in enumerate(nb.cells):
        if cell.cell_type != "code":
            continue
        if is_grade(cell) and not is_solution(cell):
            name = str(cell.metadata.nbgrader.get("grade_id", "")).removeprefix(CHECK_PREFIX)
            shown.add(name)
            cell.outputs = [_output(answer, name, cell.metadata.nbgrader.get("points"))]
        elif index in answer.errors:
            cell.outputs = [_error(answer.errors[index])]
    is_ours = not shown or not shown.isdisjoint(answer.exercises)
    nb.cells += [_check_cell(answer, name) for name in answer.exercises if is_ours and name not in shown]


def _output(answer: Answer, name: str, points: object) -> Any:  # noqa: ANN401 - nbformat's
    """The one output of a check cell."""
    found = answer.exercises.get(name)
    if found is None:
        return _error(answer.failure or _unknown(answer, name))
    if not found.is_right:
        return _error(found.card)
    return new_output("execute_result", data={"text/plain": repr(float(str(points)))}, execution_count=None)


def _unknown(answer: Answer, name: str) -> str:
    return (
        f"{name[:80]!r} is no exercise of {answer.assignment}, whose examples.json lies beside this notebook. "
        f"Keep every notebook in the folder it was handed out in, with its own examples.json, or fetch it anew."
    )


def _error(text: str) -> Any:  # noqa: ANN401 - nbformat's
    lines = [line for each in _plain(text)[:_MOST_CHARACTERS].split("\n") for line in _wrapped(each)]
    return new_output("error", ename="Check", evalue=lines[0], traceback=["\n".join(lines)])


def _plain(text: str) -> str:
    """The text without what does things to a terminal or a page."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def _wrapped(line: str) -> list[str]:
    """Break a long line, each part indented as its beginning is."""
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(line, _COLUMNS, subsequent_indent=indent, break_on_hyphens=False) or [""]


def _check_cell(answer: Answer, name: str) -> Any:  # noqa: ANN401 - nbformat's
    """A check cell in the place of one that was deleted."""
    settings = {
        "grade_id": f"{CHECK_PREFIX}{name}",
        "grade": True,
        "locked": True,
        "solution": False,
        "points": answer.exercises[name].points,
    }
    cell = new_code_cell(f'check("{name}")', metadata={"nbgrader": settings})
    cell.outputs = [_output(answer, name, answer.exercises[name].points)]
    return cell
