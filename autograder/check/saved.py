"""What was run beside what is saved: the grader reads the file, and not the notebook's memory."""

import ast
import contextlib
import inspect
import linecache
import os
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any, Final

from autograder.check.footing import names_used
from autograder.examples import Examples
from autograder.submission.handed_in import HandedInCell, read_cells
from autograder.submission.template import CHECK_PREFIX

#: A notebook with more in it than this takes too long to be read at every check.
_MOST_BYTES: Final = 20_000_000
_MOST_HELPERS: Final = 5
#: Where front ends say which notebook a kernel belongs to: IPython (of Jupyter's JPY_SESSION_NAME) and VS Code.
_SESSION_NAMES: Final = ("__session__", "__vsc_ipynb_file__")
_OR_RUN: Final = "if you have just done so, a cell was changed since it was run: run it again"
_IN_MEMORY_ALONE: Final = "is not in the saved file and lives in memory alone. Write it into its cell, and save."
_SAVE: Final = "Save the notebook (Ctrl+S, on a Mac Cmd+S)"


@dataclass(frozen=True, slots=True)
class Saved:
    """The comparison of a saved notebook with what was run.

    Args:
        file: the notebook's name.
        remarks: what is different, a sentence each; empty where the grader will see what was run.
    """

    file: str
    remarks: tuple[str, ...]


def compare_with_file(examples: Examples, namespace: Mapping[str, Any], folder: Path) -> Saved | None:
    """Compare every exercise in memory with the saved notebook.

    Args:
        examples: the public part of the assignment.
        namespace: what the student has defined.
        folder: where the notebook is looked for.

    Returns:
        What is different; None where there is no telling which notebook it is.
    """
    found = _notebook(examples, namespace, folder)
    if found is None:
        return None
    path, cells = found
    defined = _definitions(cells)
    names = [name for name in examples.order if name in namespace]  # a card says of the others that they are missing
    other = [name for name in names if name in defined and not _is_saved(namespace[name], defined[name])]
    remarks = [f"{', '.join(other)}: what was run is not what is saved. {_SAVE}; {_OR_RUN}."] if other else []
    remarks += [f"{name} {_IN_MEMORY_ALONE}" for name in names if name not in defined]
    return Saved(path.name, (*remarks, *_only_in_memory(examples, namespace, defined)))


def is_in_file(name: str, examples: Examples, namespace: Mapping[str, Any], folder: Path) -> bool:
    """Whether the saved notebook has a check of an exercise, be it none of the examples'."""
    found = _notebook(examples, namespace, folder)
    return found is not None and any(cell.grade_id == f"{CHECK_PREFIX}{name}" for cell in found[1])


def _notebook(
    examples: Examples, namespace: Mapping[str, Any], folder: Path
) -> tuple[Path, tuple[HandedInCell, ...]] | None:
    """The one notebook that this kernel runs, with its cells."""
    told = [namespace.get(name) for name in _SESSION_NAMES] + [os.environ.get("JPY_SESSION_NAME")]
    sure = [Path(each) for each in told if isinstance(each, str) and each.endswith(".ipynb")]
    for candidates in (sure, sorted(folder.glob("*.ipynb"))[:20]):
        read = [(path, cells) for path in dict.fromkeys(candidates) if (cells := _cells(path, examples))]
        if len(read) == 1:
            return read[0]
    return None


def _cells(path: Path, examples: Examples) -> tuple[HandedInCell, ...]:
    """The cells of a notebook of this assignment; none where it is something else."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return ()
        cells = read_cells(path.read_bytes()) or ()
    except OSError:
        return ()
    return cells if {cell.grade_id for cell in cells} & set(examples.order) else ()


def _definitions(cells: Sequence[HandedInCell]) -> dict[str, ast.stmt]:
    """What the code of a notebook defines at its top level; of several of one name the last, as running it would."""
    return {name: node for cell in cells if cell.cell_type == "code" for name, node in _named(cell.source)}


def _named(source: str) -> Iterator[tuple[str, ast.stmt]]:
    for node in _parsed(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (((each.asname or each.name).partition(".")[0], node) for each in node.names)
        else:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                    yield inner.id, node
                elif isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    yield inner.name, node


def _parsed(source: str) -> list[ast.stmt]:
    """The statements of a cell; IPython's own lines are left out, a cell that is no Python has none."""
    lines = ["" if line.lstrip().startswith(("%", "!", "?")) else line for line in source.split("\n")]
    for text in (source, "\n".join(lines)):  # a line of Python's own may begin with % too
        with contextlib.suppress(SyntaxError, ValueError, MemoryError, RecursionError):
            return ast.parse(text).body
    return []


def _is_saved(value: object, node: ast.stmt) -> bool:
    """Whether the saved file would give what is in memory, as far as can be told."""
    if isinstance(node, ast.FunctionDef) and isinstance(value, FunctionType):
        ours = _source_of(value)
        return ours is None or bool(node.decorator_list) or _same(ours, node)
    return _same_value(value, node)


def _source_of(function: object) -> ast.stmt | None:
    """The function's text as it was run, or None where nobody kept it."""
    code = getattr(function, "__code__", None)
    lines = linecache.getlines(code.co_filename) if code is not None else []
    if code is None or not lines:
        return None
    try:
        block = inspect.getblock(lines[code.co_firstlineno - 1 :])
        return ast.parse(textwrap.dedent("".join(block))).body[0]
    except (SyntaxError, ValueError, IndexError, RecursionError, MemoryError):
        return None


def _same(ours: ast.stmt, theirs: ast.stmt) -> bool:
    """Whether two pieces of code do the same: comments and layout are nobody's business."""
    return ast.dump(ours) == ast.dump(theirs)


def _same_value(value: object, node: ast.stmt) -> bool:
    """Whether an answer is what is saved; what is saved as a calculation cannot be told."""
    if isinstance(node, ast.FunctionDef):
        return bool(node.decorator_list)  # what a decorator makes of it cannot be told
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return True
    is_one_of_several = isinstance(node, ast.Assign) and not all(isinstance(each, ast.Name) for each in node.targets)
    if is_one_of_several or isinstance(value, list | dict | set):  # which may have been filled since
        return True
    try:
        return repr(ast.literal_eval(node.value)) == repr(value)
    except Exception:  # noqa: BLE001 - no literal; or a student's __repr__, which may raise anything
        return True


def _only_in_memory(examples: Examples, namespace: Mapping[str, Any], defined: Mapping[str, ast.stmt]) -> Iterator[str]:
    """Functions that exercises use and that no cell of the saved file defines."""
    used = {name for each in examples.order for name in names_used(namespace.get(each), namespace)}
    lost = [
        name
        for name in sorted(used - defined.keys() - set(examples.order))
        if isinstance(value := namespace.get(name), FunctionType) and value.__globals__ is namespace
    ]
    for name in lost[:_MOST_HELPERS]:
        yield f"{name} is used and is not in the saved file: it lives in memory alone. Put its cell back, and save."
