"""The cells of a notebook, run in this very process: what `sandbox.inside` does, where there is no sandbox.

Setup cells come first, a failing statement does not keep the ones after it from running, and what takes too long is
stopped where the platform can interrupt it. What a cell prints is of no interest here.
"""

import ast
import builtins
import sys
import types
from collections.abc import Iterator, Sequence
from typing import Any, Final

from autograder.check.calling import outcomes_of
from autograder.check.deadline import Deadline
from autograder.model import Calls, Cell, CellKind, CellResult, Ending, Outcome, Submission
from autograder.submission.reading import RUNNING_MAGICS

_CPU_SECONDS, _WALL_SECONDS = 5.0, 6.0
_MESSAGE_CHARACTERS: Final = 500
_RUNNABLE: Final = frozenset({CellKind.SETUP, CellKind.SOLUTION, CellKind.OWN})
_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_REASONS: Final = {
    Ending.TOO_SLOW: "this cell ran too long and was stopped",
    Ending.WAITING: "this cell waited for something that never came and was stopped",
    Ending.CRASHED: "this cell crashed the interpreter",
    Ending.EXITED: "this cell ended the program",
}


class CellRunner:
    """Runs cells one after the other in a namespace that they share."""

    def __init__(self, struck: Sequence[Sequence[str]]) -> None:
        """Begin with an empty namespace.

        Args:
            struck: steps that an earlier process did not survive, each with its ending. Such a cell runs with its
                definitions alone, and not at all where it has been struck twice.
        """
        self._struck = struck
        self.results: dict[int, CellResult] = {}
        module = types.ModuleType("__main__")
        sys.modules["__main__"] = module
        self.namespace = vars(module)
        self.namespace["__builtins__"] = builtins
        vars(builtins)["get_ipython"] = lambda: _NoShell(self.namespace)
        vars(builtins)["display"] = lambda *_, **__: None

    def in_order(self, submission: Submission) -> Iterator[tuple[int, Cell]]:
        """The cells that run, with their places; setup cells first."""
        cells = [(index, cell) for index, cell in enumerate(submission.cells) if cell.kind in _RUNNABLE]
        return iter(sorted(cells, key=lambda each: each[1].kind is not CellKind.SETUP))

    def run(self, index: int, text: str) -> None:
        """Run a cell and note the first error, in one line."""
        fates = [fate for step, fate in self._struck if step == f"cell {index}"]
        try:
            text, tree = _parsed(text)
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            self.results[index] = CellResult(error=_one_line(error))
            return
        if fates:
            if len(fates) == 1:
                self._run_each(_definitions(tree), f"<cell {index}>")
            self.results[index] = CellResult(error=_REASONS[Ending(fates[0])])
            return
        self.results[index] = CellResult(error=self._run_whole(tree, f"<cell {index}>"))

    def _run_whole(self, tree: ast.Module, name: str) -> str:
        with Deadline(_CPU_SECONDS, _WALL_SECONDS) as deadline:
            error = self._execute(tree, name, deadline)
        if deadline.overrun:
            self._run_each(_definitions(tree), name)
            return _REASONS[deadline.overrun]
        if error is None:
            return ""
        failed = _line_of(error, name) or sys.maxsize
        self._run_each([node for node in tree.body if node.lineno > failed], name)
        return _one_line(error)

    def _run_each(self, statements: Sequence[ast.stmt], name: str) -> None:
        """Run statements one by one, whatever becomes of the others."""
        with Deadline(_CPU_SECONDS, _WALL_SECONDS) as deadline:
            for node in statements:
                if not deadline.overrun:
                    self._execute(ast.Module([node], []), name, deadline)

    def _execute(self, tree: ast.Module, name: str, deadline: Deadline) -> BaseException | None:
        try:
            deadline.call(exec, (compile(tree, name, "exec"), self.namespace))
        except BaseException as error:  # noqa: BLE001 - whatever student code raises
            return error
        return None


def outcomes_here(namespace: dict[str, Any], calls: Calls) -> tuple[Outcome, ...]:
    """Put calls to a name. Nobody is there to press stop, so a KeyboardInterrupt is the student's own."""
    try:
        return outcomes_of(namespace, calls)
    except KeyboardInterrupt:
        return (Outcome(Ending.RAISED, exception="KeyboardInterrupt"),) * len(calls.arguments or (None,))


class _NoShell:
    """Stands for IPython's shell: line magics and ! do nothing; some cell magics run their body."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace

    def run_cell_magic(self, name: str, _: str, body: str) -> None:
        """Run the body of the magics that only measure or capture it."""
        if name in RUNNING_MAGICS:
            exec(compile(_parsed(body)[1], "<cell>", "exec"), self._namespace)  # noqa: S102 - the notebook's

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - anything else, quietly
        return lambda *_, **__: None


def _parsed(text: str) -> tuple[str, ast.Module]:
    """Parse a cell; IPython's own syntax is rewritten with IPython's own transformer, where there is one."""
    try:
        return text, ast.parse(text)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager  # noqa: PLC0415 - rarely needed, slow

        rewritten = TransformerManager().transform_cell(text)
        return rewritten, ast.parse(rewritten)


def _definitions(tree: ast.Module) -> list[ast.stmt]:
    return [node for node in tree.body if isinstance(node, _DEFINITIONS)]


def _line_of(error: BaseException, name: str) -> int | None:
    """The line of the outermost frame that belongs to the cell."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            return trace.tb_lineno
        trace = trace.tb_next
    return None


def _one_line(error: BaseException) -> str:
    name = type(error).__name__
    if isinstance(error, SyntaxError):
        return f"{name}: {error.msg} (line {error.lineno})"
    try:
        text = str(error)[:_MESSAGE_CHARACTERS].encode("utf-8", "backslashreplace").decode()
    except BaseException:  # noqa: BLE001 - a student's __str__ may raise anything
        text = ""
    return f"{name}: {text}"
