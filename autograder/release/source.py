"""The text source of a notebook, solutions/<assignment>/<assignment>.py, read and proofread.

It is jupytext's percent format with one short header a code cell:

    # %% setup="setup"                  locked, runs for a score: imports, given functions
    # %% solution="predict"             the student's function; its body between BEGIN and END SOLUTION
    # %% question="q_cancel"            the student's answer, likewise
    # %% check="predict"                locked, worth the points of exercises.py; exactly: check("predict")
    # %% demonstration="error_curve"    locked plots; the only kind that imports matplotlib
"""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

import jupytext

from autograder.catalogue import Assignment
from autograder.errors import SpecError
from autograder.spec import Exercise, Question

HEADERS: Final = ("setup", "solution", "question", "check", "demonstration")
PROSE: Final = "prose"
BEGIN: Final = "### BEGIN SOLUTION"
END: Final = "### END SOLUTION"

_HEADER_LINE: Final = re.compile(r"\s*#\s*%%%*(\s|$)")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,47}")  # with its kind before it, a valid cell id


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell of the text source.

    Args:
        header: one of HEADERS, or PROSE.
        name: the name that its header gives, "" for prose.
        source: its text.
        where: `file:line` of its header.
    """

    header: str
    name: str
    source: str
    where: str

    @property
    def is_answer(self) -> bool:
        """Whether a student fills it in."""
        return self.header in {"solution", "question"}

    @property
    def grade_id(self) -> str:
        """What nbgrader calls the cell."""
        return f"check_{self.name}" if self.header == "check" else self.name

    @property
    def region(self) -> list[str]:
        """The lines between BEGIN and END SOLUTION: what never ships."""
        lines = self.source.splitlines()
        marks = [number for number, line in enumerate(lines) if line.strip() in {BEGIN, END}]
        return lines[marks[0] + 1 : marks[1]] if len(marks) == len((BEGIN, END)) else []


def read_source(assignment: Assignment) -> tuple[TextCell, ...]:
    """Read an assignment's text source.

    Raises:
        SpecError: `file:line: reason; what to do`, for the first thing that is not in order.
    """
    path = assignment.text
    shown = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        _refuse(f"{shown}:1", f"cannot be read ({reason})", "write the notebook's text source there")
    starts = [number for number, line in enumerate(text.splitlines(), start=1) if _HEADER_LINE.match(line)]
    notebook = jupytext.reads(text, fmt="py:percent")
    if len(notebook.cells) != len(starts):
        _refuse(f"{shown}:1", "does not start with a cell's header", "start it with: # %% [markdown]")
    cells = tuple(
        _cell(cell.cell_type, dict(cell.metadata), cell.source, f"{shown}:{line}")
        for cell, line in zip(notebook.cells, starts, strict=True)
    )
    for cell in cells:
        _check_cell(cell)
    _check_against(assignment, cells, shown)
    return cells


def _cell(cell_type: str, metadata: dict[str, object], source: str, where: str) -> TextCell:
    metadata.pop("lines_to_next_cell", None)  # jupytext's own, about blank lines
    expected = f"expected one of {', '.join(HEADERS)}"
    if cell_type == "markdown" and not metadata:
        return TextCell(PROSE, "", source, where)
    if cell_type != "code" or not metadata:
        _refuse(where, f"a {cell_type} cell with the header {metadata or 'that says nothing'}", expected)
    if len(metadata) != 1 or next(iter(metadata)) not in HEADERS:
        _refuse(where, f"unknown header {', '.join(metadata)}", f'{expected}, once, as in solution="predict"')
    header, name = next(iter(metadata.items()))
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        _refuse(where, f"{header}={name!r} is no name for a cell", "use up to 48 letters, digits and underscores")
    return TextCell(header, name, source, where)


def _check_cell(cell: TextCell) -> None:
    """Refuse what can be seen in one cell alone."""
    marks = [line.strip() for line in cell.source.splitlines() if "BEGIN SOLUTION" in line or "END SOLUTION" in line]
    if cell.is_answer and marks != [BEGIN, END]:
        _refuse(cell.where, f"{cell.name!r} has the marks {marks}", f"put its solution between {BEGIN} and {END}, once")
    if not cell.is_answer and marks:
        _refuse(
            cell.where, "holds a solution outside a solution cell", 'give it the header solution="…" or question="…"'
        )
    if cell.is_answer:
        _check_region(cell)
    if cell.header == "check" and cell.source.strip() != f'check("{cell.name}")':
        _refuse(cell.where, "the check cell holds something else", f'its text is exactly: check("{cell.name}")')
    if cell.header not in {"demonstration", PROSE} and "matplotlib" in cell.source:
        _refuse(cell.where, f"a {cell.header} cell uses matplotlib", "plot in a demonstration cell")
    if cell.is_answer and cell.name not in _names_defined(cell):
        _refuse(cell.where, f"the cell does not define {cell.name!r}", "define it at the cell's own level")


def _check_region(cell: TextCell) -> None:
    written = [line for line in cell.region if line.strip()]
    if not written:
        _refuse(cell.where, f"the solution of {cell.name!r} is empty", f"write it between {BEGIN} and {END}")
    begin = next(line for line in cell.source.splitlines() if line.strip() == BEGIN)
    if _indent(begin) != _indent(written[0]):
        reason = f"{BEGIN} of {cell.name!r} is not indented like the solution, so its stub would stand elsewhere"
        _refuse(cell.where, reason, "align the two")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _check_against(assignment: Assignment, cells: Sequence[TextCell], shown: str) -> None:
    """Refuse what does not fit exercises.py, and what does not fit together."""
    if next((cell.header for cell in cells if cell.header != PROSE), "") != "setup":
        _refuse(f"{shown}:1", "the first code cell is no setup cell", 'add one with the imports: # %% setup="setup"')
    exercises = {exercise.name: exercise for exercise in assignment.exercises}
    seen: dict[str, str] = {}
    for cell in cells:
        if cell.header == PROSE:
            continue
        if cell.grade_id in seen:
            _refuse(cell.where, f"{cell.header}={cell.name!r} is taken by {seen[cell.grade_id]}", "rename or drop one")
        seen[cell.grade_id] = cell.where
        if cell.is_answer or cell.header == "check":
            _check_is_exercise(cell, exercises)
    for name, exercise in exercises.items():
        header = "question" if isinstance(exercise, Question) else "solution"
        for grade_id, expected in ((name, header), (f"check_{name}", "check")):
            if grade_id not in seen:
                _refuse(f"{shown}:1", f"there is no {expected} cell of {name!r}", f'add one: # %% {expected}="{name}"')


def _check_is_exercise(cell: TextCell, exercises: dict[str, Exercise | Question]) -> None:
    if cell.name not in exercises:
        _refuse(cell.where, f"{cell.name!r} is not in exercises.py", f"define it there or use {', '.join(exercises)}")
    header = "question" if isinstance(exercises[cell.name], Question) else "solution"
    if cell.is_answer and cell.header != header:
        _refuse(
            cell.where, f"{cell.name!r} is a {header} in exercises.py", f'the header should be {header}="{cell.name}"'
        )


def _names_defined(cell: TextCell) -> set[str]:
    """What a cell defines at its own level: functions and variables."""
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        _refuse(cell.where, f"line {error.lineno} of the cell is no valid Python ({error.msg})", "mend that line")
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assignments = [node for node in tree.body if isinstance(node, ast.Assign)]
    targets = {getattr(target, "id", "") for node in assignments for target in node.targets}
    return functions | targets


def _refuse(where: str, reason: str, mend: str) -> NoReturn:
    msg = f"{where}: {reason}; {mend}"
    raise SpecError(msg)
