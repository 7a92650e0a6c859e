"""Cells that students answer in their own words and a person marks: their header, and what has to stand in them.

    # %% [markdown] by_hand="why_it_grows" points=1
    # ### BEGIN SOLUTION
    # A model answer.
    #
    # ### BEGIN MARK SCHEME
    # What earns the point.
    # ### END MARK SCHEME
    # ### END SOLUTION

The marking guide may be left out. It stands among the solution's lines because nbgrader lets a mark scheme stand by
itself in tasks alone; this way nbgrader's own ClearSolutions takes both out.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from autograder.release.text_cell import (
    BEGIN,
    BEGIN_GUIDE,
    BY_HAND,
    END,
    END_GUIDE,
    HEADER_LINE,
    TextCell,
    checked_name,
    refuse,
)

_MARKS: Final = frozenset({BEGIN, END, BEGIN_GUIDE, END_GUIDE})
EXAMPLE: Final = '# %% [markdown] by_hand="why_it_grows" points=1'


def read_by_hand(metadata: Mapping[str, object], source: str, where: str) -> TextCell:
    """Read a markdown cell whose header says something.

    Raises:
        SpecError: it says something else than a name and what it is worth.
    """
    if BY_HAND not in metadata or not {*metadata} <= {BY_HAND, "points"}:
        # jupytext keeps what it cannot read under a name of its own.
        said = " ".join(str(value) if "incorrect" in key else f"{key}={value!r}" for key, value in metadata.items())
        refuse(where, f"a markdown cell with the header {said}", f"expected none, or as in: {EXAMPLE}")
    name, points = checked_name(BY_HAND, metadata[BY_HAND], where), metadata.get("points")
    if not name.isidentifier():
        refuse(where, f"by_hand={name!r} is no identifier", f"use letters, digits and underscores, as in: {EXAMPLE}")
    if points is None:
        refuse(where, f"by_hand={name!r} has no points", f"say what it is worth, as in: {EXAMPLE}")
    if not _is_worth_something(points):
        refuse(where, f"by_hand={name!r} has points={points!r}", f"expected a number above 0, as in: {EXAMPLE}")
    return TextCell(BY_HAND, name, source, where, points=points)  # type: ignore[arg-type] # a number, as asked


def check_by_hand(cell: TextCell) -> None:
    """Refuse what can be seen in one by_hand cell alone.

    Raises:
        SpecError: its marks are not in order, or there is no model answer.
    """
    lines = [line.rstrip() for line in cell.source.splitlines()]
    marks = [line for line in lines if "BEGIN SOLUTION" in line or "END SOLUTION" in line]
    if marks != [BEGIN, END]:
        mend = f"put a model answer between {BEGIN} and {END}, once, from the line's start"
        refuse(cell.where, f"{cell.name!r} has the marks {marks}", mend)
    guide = [line for line in lines if "BEGIN MARK SCHEME" in line or "END MARK SCHEME" in line]
    inside = [line.rstrip() for line in cell.region if line.rstrip() in {BEGIN_GUIDE, END_GUIDE}]
    if guide and (guide != [BEGIN_GUIDE, END_GUIDE] or inside != guide):
        mend = f"put one guide between {BEGIN_GUIDE} and {END_GUIDE}, inside the solution's marks"
        refuse(cell.where, f"the marking guide of {cell.name!r} is not where it stays at home", mend)
    if not any(line.strip() for line in cell.model_answer):
        refuse(cell.where, f"the model answer of {cell.name!r} is empty", f"write it between {BEGIN} and {END}")


def check_begins(cell: TextCell, text: Sequence[str]) -> None:
    """Refuse marks that are written as in a code cell: jupytext takes their first sign for the comment's.

    Args:
        cell: a by_hand cell.
        text: the lines of the file.

    Raises:
        SpecError: a line of the cell is such a mark.
    """
    place, _, header = cell.where.rpartition(":")
    read = {line.rstrip() for line in cell.source.splitlines()}
    for number, line in enumerate(text[int(header) :], start=int(header) + 1):
        if HEADER_LINE.match(line):
            return
        if (mark := line.strip()) in _MARKS - read:
            refuse(f"{place}:{number}", 'a line of a [markdown] cell must begin with "# "', f'write "# {mark}"')


def _is_worth_something(points: Any) -> bool:  # noqa: ANN401 - whatever the header says
    return isinstance(points, int | float) and not isinstance(points, bool) and 0 < points < math.inf
