"""An instructor's Python file (exercises.py, right_forms.py): run it, and say on which line it names what.

Messages about such a file start with `file:line`, so that an editor can jump there. The lines are read off the
syntax tree: the call whose first argument is the name in question, e.g. ``Exercise("predict", ...)``.
"""

import ast
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from autograder.catalogue.spelling import misspelling
from autograder.errors import SpecError


@dataclass(frozen=True, slots=True)
class Listing:
    """What a file came to.

    Args:
        shown: its path as messages show it, from the course folder on.
        names: what it defines, in the order of definition.
        lines: (callee, first argument) to the lines where it is called so; ("def", name) to where it is defined.
    """

    shown: str
    names: Mapping[str, Any]
    lines: Mapping[tuple[str, str], tuple[int, ...]]

    def lines_of(self, name: object, *callees: str) -> tuple[int, ...]:
        """All lines where one of the callees is called with `name`, be it a name or not, first."""
        return tuple(sorted(line for callee in callees for line in self.lines.get((callee, str(name)), ())))

    def at(self, name: object, *callees: str) -> str:
        """`file:line` of the last such call, or of the file's first line where none is written out."""
        return f"{self.shown}:{(self.lines_of(name, *callees) or (1,))[-1]}"


def read_listing(path: Path, root: Path) -> Listing:
    """Run an instructor's file and note its lines.

    Compiled here and not imported: nothing is cached beside the file, `sys.path` stays as it is, and two
    assignments may both have an exercises.py.

    Args:
        path: the file.
        root: the course folder; messages show the path from there.

    Raises:
        SpecError: it cannot be read, parsed or run.
    """
    path = path.absolute()
    shown = path.relative_to(root.absolute()).as_posix()
    try:
        tree = ast.parse(path.read_bytes(), str(path))
    except OSError as error:
        msg = f"{shown}:1: cannot be read ({error.strerror}); check that the file is there and its permissions"
        raise SpecError(msg) from error
    except (SyntaxError, ValueError) as error:
        msg = f"{shown}:{getattr(error, 'lineno', None) or 1}: is no valid Python ({error}); mend that line"
        raise SpecError(msg) from error
    return Listing(shown, _run(tree, path, shown), _lines(tree))


def line_within(traceback: TracebackType | None, filename: str, otherwise: int) -> int:
    """The deepest line of `filename` that a traceback passes through, or `otherwise` where it does not."""
    line = otherwise
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == filename:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _run(tree: ast.Module, path: Path, shown: str) -> dict[str, Any]:
    """Execute a file in a module of its own; it is known to `sys.modules` only while it runs (dataclasses ask)."""
    module = ModuleType(f"_autograder_listing_{zlib.crc32(str(path).encode()):08x}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    try:
        exec(compile(tree, str(path), "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - the instructor's own file
    except SpecError as error:
        # The wrong() of spec.py names file and line itself, by the file's whole path, where it knows them.
        said = str(error).replace(str(path), shown)
        place = "" if said.startswith(f"{shown}:") else f"{shown}:{line_within(error.__traceback__, str(path), 1)}: "
        raise SpecError(place + said) from error
    except (Exception, SystemExit) as error:
        line = line_within(error.__traceback__, str(path), otherwise=1)
        said = (
            misspelling(error)
            or f"raised {type(error).__name__} while being read ({_on_a_line(error)}); mend that line"
        )
        msg = f"{shown}:{line}: {said}"
        raise SpecError(msg) from error
    finally:
        sys.modules.pop(module.__name__, None)
    return dict(module.__dict__)


def _on_a_line(error: BaseException) -> str:
    return " ".join(str(error).split())


def _lines(tree: ast.Module) -> dict[tuple[str, str], tuple[int, ...]]:
    lines: dict[tuple[str, str], tuple[int, ...]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            lines["def", node.name] = (*lines.get(("def", node.name), ()), node.lineno)
        if not isinstance(node, ast.Call):
            continue
        callee = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        named = [keyword.value for keyword in node.keywords if keyword.arg in {"name", "id", "exercise"}]
        first = next(iter([*node.args[:1], *named]), None)
        if isinstance(first, ast.Constant):  # also a number in the place of a name, so that it can be refused there
            key = (callee, str(first.value))
            lines[key] = (*lines.get(key, ()), node.lineno)
    return lines
