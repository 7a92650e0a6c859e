"""What the cells of a lesson ask for by name: functions that a picture waits for, and files beside the notebook.

A slip in one of these shows in no score. A picture would wait for ever, and say so to every student.
"""

import ast
import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from autograder.catalogue import Assignment
from autograder.release.text_cell import BY_HAND, PROSE, TextCell, refuse

#: What opens a file that is named first.
_READERS: Final = frozenset(
    {"Path", "fromfile", "genfromtxt", "load", "loadtxt", "open", "read_csv", "read_excel", "read_json", "read_table"}
)
_FILE: Final = re.compile(r"[\w-]+\.(?:csv|dat|json|np[yz]|tsv|txt|xlsx)")


def check_needs(assignment: Assignment, cells: Sequence[TextCell]) -> None:
    """Refuse a name that nothing defines and a file that is not there.

    Args:
        assignment: in whose folder the files lie.
        cells: its text source.

    Raises:
        SpecError: a cell is no Python, waits for a name that no cell defines, or names a file that is not there.
    """
    trees = [(cell, _tree_of(cell)) for cell in cells if cell.header not in {PROSE, BY_HAND}]
    defined = {name for _, tree in trees for name in _names_in(tree)}
    if "check" not in defined:
        first = next(cell for cell in cells if cell.header == "setup")
        refuse(
            first.where, "no cell imports `check`, which every check cell calls", "add: from autograder import check"
        )
    files = {path.name for path in assignment.folder.iterdir() if path.is_file()}
    for cell, tree in trees:
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            place, _, header = cell.where.rpartition(":")
            where = f"{place}:{int(header) + call.lineno}"
            for name in _waited_for(call):
                if name.isidentifier() and name not in defined:
                    reason = f"the cell {cell.name!r} waits for {name!r}, which no cell of the lesson defines"
                    refuse(where, reason, _meant(name, defined))
            for name in _files_named(call):
                if name not in files:
                    reason = f"the cell {cell.name!r} names the file {name!r}, which is not in {Path(place).parent}"
                    refuse(where, reason, _meant(name, {each for each in files if _FILE.fullmatch(each)}))


def _tree_of(cell: TextCell) -> ast.Module:
    try:
        return ast.parse(cell.source)
    except SyntaxError as error:
        refuse(cell.where, f"line {error.lineno} of the cell is no valid Python ({error.msg})", "mend that line")


def _names_in(tree: ast.Module) -> Iterator[str]:
    """Everything that gets a name in a cell, at whatever depth."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]


def _waited_for(call: ast.Call) -> list[str]:
    return _texts(call) if _callee(call) == "waiting_for" else []


def _files_named(call: ast.Call) -> list[str]:
    """Files that a call reads, or waits for: "the file readings.csv"."""
    if _callee(call) == "waiting_for":
        return [name for text in _texts(call) for name in _FILE.findall(text)]
    is_written = any(text.startswith(("w", "a", "x")) for text in _texts(call)[1:2])
    texts = _texts(call)[:1] if _callee(call) in _READERS and not is_written else []
    return [text for text in texts if _FILE.fullmatch(text)]


def _callee(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _texts(call: ast.Call) -> list[str]:
    return [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def _meant(name: str, known: set[str]) -> str:
    nearest = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f"did you mean {nearest[0]!r}?" if nearest else "add it, or mend the name"
