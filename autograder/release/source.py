"""The text source of a notebook, solutions/<assignment>/<assignment>.py, read and proofread.

It is jupytext's percent format with one short header a code cell, and prose without any:

    # %% setup="setup"                  locked, runs for a score: imports, given functions
    # %% solution="predict"             the student's function; its body between BEGIN and END SOLUTION
    # %% question="q_cancel"            the student's answer, likewise
    # %% check="predict"                locked, worth the points of exercises.py; exactly: check("predict")
    # %% demonstration="error_curve"    locked plots; the only kind that imports matplotlib

and one kind of prose that students write and a person marks; `by_hand` tells more of it:

    # %% [markdown] by_hand="why_it_grows" points=1
"""

import ast
from collections.abc import Mapping, Sequence
from typing import Final

import jupytext

from autograder.catalogue import Assignment
from autograder.release.by_hand import EXAMPLE, check_begins, check_by_hand, read_by_hand
from autograder.release.text_cell import BEGIN, BY_HAND, END, HEADER_LINE, PROSE, TextCell, checked_name, refuse
from autograder.spec import Exercise, Question

HEADERS: Final = ("setup", "solution", "question", "check", "demonstration")


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
        refuse(f"{shown}:1", f"cannot be read ({reason})", "write the notebook's text source there")
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines, start=1) if HEADER_LINE.match(line)]
    notebook = jupytext.reads(text, fmt="py:percent")
    if len(notebook.cells) != len(starts):
        refuse(f"{shown}:1", "does not start with a cell's header", "start it with: # %% [markdown]")
    cells = tuple(
        _cell(cell.cell_type, dict(cell.metadata), cell.source, f"{shown}:{line}")
        for cell, line in zip(notebook.cells, starts, strict=True)
    )
    for cell in cells:
        if cell.header == BY_HAND:
            check_begins(cell, lines)
        _check_cell(cell)
    _check_against(assignment, cells, shown)
    return cells


def _cell(cell_type: str, metadata: dict[str, object], source: str, where: str) -> TextCell:
    metadata.pop("lines_to_next_cell", None)  # jupytext's own, about blank lines
    expected = f"expected one of {', '.join(HEADERS)}"
    if cell_type == "markdown" and not metadata:
        return TextCell(PROSE, "", source, where)
    if cell_type == "markdown":
        return read_by_hand(metadata, source, where)
    if cell_type != "code" or not metadata:
        refuse(where, f"a {cell_type} cell with the header {metadata or 'that says nothing'}", expected)
    if BY_HAND in metadata:
        refuse(where, "a code cell with the header by_hand", f"answers in words are markdown, as in: {EXAMPLE}")
    if (unread := metadata.get("incorrectly_encoded_metadata")) is not None:  # jupytext's own name for it
        refuse(where, f"the header {unread!r} cannot be read", f'{expected}, with quotes, as in solution="predict"')
    if len(metadata) != 1 or next(iter(metadata)) not in HEADERS:
        refuse(where, f"unknown header {', '.join(metadata)}", f'{expected}, once, as in solution="predict"')
    header, name = next(iter(metadata.items()))
    return TextCell(header, checked_name(header, name, where), source, where)


def _check_cell(cell: TextCell) -> None:
    """Refuse what can be seen in one cell alone."""
    if cell.header == BY_HAND:
        check_by_hand(cell)
        return
    marks = [line.strip() for line in cell.source.splitlines() if "BEGIN SOLUTION" in line or "END SOLUTION" in line]
    if cell.is_answer and marks != [BEGIN, END]:
        refuse(cell.where, f"{cell.name!r} has the marks {marks}", f"put its solution between {BEGIN} and {END}, once")
    if not cell.is_answer and marks:
        mend = 'give it the header solution="…" or question="…"'
        refuse(cell.where, "holds a solution outside a solution cell", mend)
    if "BEGIN MARK SCHEME" in cell.source or "END MARK SCHEME" in cell.source:
        refuse(cell.where, "holds a marking guide outside a by_hand cell", f"move it to a cell such as: {EXAMPLE}")
    if cell.is_answer:
        _check_region(cell)
    if cell.header == "check" and cell.source.strip() != f'check("{cell.name}")':
        refuse(cell.where, "the check cell holds something else", f'its text is exactly: check("{cell.name}")')
    if cell.header not in {"demonstration", PROSE} and "matplotlib" in cell.source:
        refuse(cell.where, f"a {cell.header} cell uses matplotlib", "plot in a demonstration cell")
    if cell.is_answer and cell.name not in _names_defined(cell):
        refuse(cell.where, f"the cell does not define {cell.name!r}", "define it at the cell's own level")
    if cell.header == "solution" and (shared := _shared_default(cell)):
        reason = f"the default of {shared!r} is made once and shared by all calls"
        refuse(cell.where, reason, f"write {shared}=None, and make it inside the function")


def _check_region(cell: TextCell) -> None:
    written = [line for line in cell.region if line.strip()]
    if not written:
        refuse(cell.where, f"the solution of {cell.name!r} is empty", f"write it between {BEGIN} and {END}")
    begin = next(line for line in cell.source.splitlines() if line.strip() == BEGIN)
    if _indent(begin) != _indent(written[0]):
        reason = f"{BEGIN} of {cell.name!r} is not indented like the solution, so its stub would stand elsewhere"
        refuse(cell.where, reason, "align the two")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _check_against(assignment: Assignment, cells: Sequence[TextCell], shown: str) -> None:
    """Refuse what does not fit exercises.py, and what does not fit together."""
    if next((cell.header for cell in cells if cell.header not in {PROSE, BY_HAND}), "") != "setup":
        refuse(f"{shown}:1", "the first code cell is no setup cell", 'add one with the imports: # %% setup="setup"')
    exercises = {exercise.name: exercise for exercise in assignment.exercises}
    seen: dict[str, str] = {}
    for cell in cells:
        if cell.header == PROSE:
            continue
        if cell.header == BY_HAND and cell.name in exercises:
            refuse(cell.where, f"by_hand={cell.name!r} is an exercise in exercises.py", "give it a name of its own")
        if cell.grade_id in seen:
            refuse(cell.where, f"{cell.header}={cell.name!r} is taken by {seen[cell.grade_id]}", "rename or drop one")
        seen[cell.grade_id] = cell.where
        if cell.header in {"solution", "question", "check"}:
            _check_is_exercise(cell, exercises)
    _check_all_there(exercises, seen, shown)


def _check_all_there(exercises: Mapping[str, Exercise | Question], seen: Mapping[str, str], shown: str) -> None:
    """Refuse an exercise without its two cells, and a check that comes too early."""
    for name, exercise in exercises.items():
        header = "question" if isinstance(exercise, Question) else "solution"
        for grade_id, expected in ((name, header), (f"check_{name}", "check")):
            if grade_id not in seen:
                refuse(f"{shown}:1", f"there is no {expected} cell of {name!r}", f'add one: # %% {expected}="{name}"')
        if [*seen].index(name) > [*seen].index(f"check_{name}"):
            refuse(
                seen[f"check_{name}"], f"{name!r} is checked before its {header} cell", "put the check cell behind it"
            )


def _check_is_exercise(cell: TextCell, exercises: dict[str, Exercise | Question]) -> None:
    if cell.name not in exercises:
        refuse(cell.where, f"{cell.name!r} is not in exercises.py", f"define it there or use {', '.join(exercises)}")
    header = "question" if isinstance(exercises[cell.name], Question) else "solution"
    if cell.is_answer and cell.header != header:
        refuse(
            cell.where, f"{cell.name!r} is a {header} in exercises.py", f'the header should be {header}="{cell.name}"'
        )


def _names_defined(cell: TextCell) -> set[str]:
    """What a cell defines at its own level: functions and variables."""
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        refuse(cell.where, f"line {error.lineno} of the cell is no valid Python ({error.msg})", "mend that line")
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assignments = [node for node in tree.body if isinstance(node, ast.Assign)]
    targets = {getattr(target, "id", "") for node in assignments for target in node.targets}
    return functions | targets


def _shared_default(cell: TextCell) -> str:
    """The first argument of a function whose default is a list, a dictionary or a set; "" where there is none."""
    functions = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.FunctionDef)]
    for arguments in (function.args for function in functions):
        named = [*arguments.posonlyargs, *arguments.args]
        pairs = [*zip(reversed(named), reversed(arguments.defaults), strict=False)]
        pairs += [(one, each) for one, each in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if each]
        for argument, default in pairs:
            if isinstance(default, ast.List | ast.Dict | ast.Set):
                return argument.arg
    return ""
