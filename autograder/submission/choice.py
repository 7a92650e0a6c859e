"""Which file of a folder counts: the notebook, or the .py beside it."""

import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.errors import SubmissionError
from autograder.submission.handed_in import read_cells

MAX_BYTES: Final = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Choice:
    """The file that counts, and the other one where both were handed in and neither is as it was released."""

    counts: Path
    passed_over: Path | None = None


def choose(folder: Path, assignment: str, stubs: Mapping[str, str]) -> Choice:
    """Choose the file of a folder that counts.

    A fetched folder always holds the stub notebook: while nothing was written into it, or it cannot be read, a .py
    beside it counts if it defines any of the exercises; in every other case the notebook does.

    Args:
        folder: what was handed in.
        assignment: its name, and its files'.
        stubs: the text of every solution cell as it was released.

    Raises:
        SubmissionError: there is nothing to choose from.
    """
    notebook, script = _find(folder, assignment, ".ipynb"), _find(folder, assignment, ".py")
    if script is None:
        if notebook is None:
            msg = (
                f"{folder}: holds no {assignment}.ipynb and no single other notebook or .py file; "
                f"expected {assignment}.ipynb"
            )
            raise SubmissionError(msg)
        return Choice(notebook)
    if notebook is None or (_is_untouched(notebook, stubs) and _defines_any(script, stubs)):
        return Choice(script)
    return Choice(notebook, script)


def read_bytes(path: Path) -> bytes:
    """Read a plain file that is not too long; links, pipes and devices are no submissions.

    Raises:
        SubmissionError: it is something else, too long, or cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a Path cannot open a descriptor
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                msg = f"{path}: is no plain file; expected a notebook or a .py file"
                raise SubmissionError(msg)
            if status.st_size > MAX_BYTES:
                msg = f"{path}: has {status.st_size:,} bytes, at most {MAX_BYTES:,} are read; clear its outputs"
                raise SubmissionError(msg)
            return file.read(MAX_BYTES)
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); expected a notebook or a .py file"
        raise SubmissionError(msg) from error


def _find(folder: Path, assignment: str, suffix: str) -> Path | None:
    """The assignment's file in a folder; where there is none of its name, the only one of its kind."""
    expected = folder / f"{assignment}{suffix}"
    if expected.is_file():
        return expected
    others = sorted(path for path in folder.glob(f"*{suffix}") if path.is_file() and not path.name.startswith("."))
    return others[0] if len(others) == 1 else None


def _is_untouched(notebook: Path, stubs: Mapping[str, str]) -> bool:
    """Whether nothing was written into the notebook: its stubs are as released, and there is no code of one's own.

    A notebook that cannot be read holds nothing either.
    """
    try:
        cells = read_cells(read_bytes(notebook)) or ()
    except SubmissionError:
        return True
    has_own_code = any(not cell.grade_id and cell.cell_type == "code" and cell.source.strip() for cell in cells)
    written = [cell for cell in cells if cell.grade_id in stubs]
    return not has_own_code and all(cell.source.strip() == stubs[cell.grade_id].strip() for cell in written)


def _defines_any(script: Path, names: Iterable[str]) -> bool:
    """Whether a .py defines one of the exercises; a file of helpers beside the notebook does not."""
    text = read_bytes(script).decode("utf-8", "replace")
    defined = re.findall(r"^[ \t]*(?:def[ \t]+(\w+)|(\w+)[ \t]*(?::[^=\n]*)?=)", text, re.MULTILINE)
    return not {first or second for first, second in defined}.isdisjoint(names)
