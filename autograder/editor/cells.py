"""The cells of a work, run one after the other as the grader runs them: setup first, a failure costing that cell alone.

The running itself is `check`'s (`validate_cells`); here it is said where a cell is, and IPython's own syntax is read
without IPython where that is not installed.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, Final

from autograder.check.validate_cells import CellRunner
from autograder.editor.opened import Opened
from autograder.model import CellResult, Ending
from autograder.submission.reading import RUNNING_MAGICS

_MAGIC_LINE: Final = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)
_CELL_MAGIC: Final = re.compile(r"\s*%%(\w*).*\n?")
_IPYTHON: Final = re.compile(r"^[ \t]*(?:\w+[ \t]*=[ \t]*)?[%!?]|\?[ \t]*$", re.MULTILINE)
_SHOWN_SIGNS: Final = 60


class Cells:
    """The cells of one work, and the namespace that they share."""

    #: How long one may take by the clock; where it can be interrupted from inside, that comes first.
    seconds: Final = 8.0

    def __init__(self, opened: Opened, struck: Sequence[tuple[str, Ending]]) -> None:
        """Begin with an empty namespace."""
        self.submission = opened.submission
        self._text = opened.text
        self._runner = CellRunner(struck)
        self._lines = dict(self._starts())

    @property
    def namespace(self) -> dict[str, Any]:
        """What is defined by now."""
        return self._runner.namespace

    @property
    def results(self) -> dict[int, CellResult]:
        """What the cells came to, by their place."""
        return self._runner.results

    def places(self) -> Iterator[int]:
        """The cells that run, in the order in which they do."""
        return (index for index, _ in self._runner.in_order(self.submission))

    def run(self, index: int) -> str:
        """Run a cell; returns its first error in one line, or ""."""
        text = self.submission.cells[index].source
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            if not _IPYTHON.search(text):
                return self._note(index, self._unreadable(index, error))
            text = text if _has_ipython() else _without_magics(text)
            try:
                ast.parse(text)
            except (SyntaxError, ValueError) as left:
                if not _has_ipython():
                    return self._note(index, self._unreadable(index, left))
        self._runner.run(index, text)
        return self.results[index].error

    def where(self, index: int) -> str:
        """Where a cell is, as a person would look for it."""
        cell = self.submission.cells[index]
        if self._text:
            if index not in self._lines:
                return "a locked cell of the notebook"
            return "the file" if len(self._lines) == 1 else f"the cell at line {self._lines[index] + 1}"
        return f"cell {index + 1} ({first_line(cell.source)})"

    def _note(self, index: int, error: str) -> str:
        self.results[index] = CellResult(error=error)
        return error

    def _unreadable(self, index: int, error: BaseException) -> str:
        """Say where Python stopped reading: the line, as the file has it."""
        if not isinstance(error, SyntaxError):
            return f"{type(error).__name__}: {error}"
        source = self.submission.cells[index].source
        blank = len(source) - len(source.lstrip("\n")) if self._text else 0
        line = (error.lineno or 1) - blank + self._lines.get(index, 0)
        said = f"line {line}" + (f": {error.text.strip()[:_SHOWN_SIGNS]}" if error.text and error.text.strip() else "")
        return f"{type(error).__name__}: {error.msg} ({said})"

    def _starts(self) -> Iterator[tuple[int, int]]:
        """How many lines of a .py file stand above each of its cells."""
        position = 0
        for index, cell in enumerate(self.submission.cells):
            at = self._text.find(cell.source, position) if self._text else -1
            if at >= 0:
                position = at + len(cell.source)
                blank = len(cell.source) - len(cell.source.lstrip("\n"))
                yield index, self._text.count("\n", 0, at + blank)


def first_line(text: str) -> str:
    """What a person knows a cell by: the first of its lines that says something."""
    lines = [line.strip() for line in text.splitlines()]
    line = next((line for line in lines if line and not line.startswith("#")), next(filter(None, lines), "empty"))
    return line if len(line) <= _SHOWN_SIGNS else f"{line[: _SHOWN_SIGNS - 4]} ..."


def _has_ipython() -> bool:
    """Whether IPython is there to read its own syntax; the core install does not bring it."""
    try:
        import_module("IPython.core.inputtransformer2")
    except ImportError:
        return False
    return True


def _without_magics(text: str) -> str:
    """The cell without IPython's own lines: as the grader runs it, for those that only do something to a notebook."""
    found = _CELL_MAGIC.match(text)
    if found:
        text = text[found.end() :] if found[1] in RUNNING_MAGICS else ""
    return _MAGIC_LINE.sub(r"\1pass", text)
