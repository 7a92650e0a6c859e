"""Whether a student wrote anything into a notebook, and whether a .py is about the exercises."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import SubmissionError
from autograder.submission.folder import MAX_BYTES, read_bytes
from autograder.submission.handed_in import read_cells


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook that was looked into.

    Args:
        name: the file's, relative to the folder that was handed in.
        size: its length in bytes.
        is_readable: it is a notebook with cells.
        is_ours: it claims a solution cell of the assignment.
        is_changed: something was written into it: a solution cell is not as released, or there is code of one's own.
        is_answered: a solution cell is not as released, or code of one's own defines an exercise.
        texts: what tells it from a copy of it.
    """

    name: str
    size: int
    is_readable: bool
    is_ours: bool
    is_changed: bool
    is_answered: bool
    texts: tuple[tuple[str, str], ...]


def look_into(folder: Path, name: str, stubs: Mapping[str, str], *, most_bytes: int = MAX_BYTES) -> Notebook:
    """Look into a notebook; into one that cannot be read nothing was written.

    Args:
        folder: what was handed in.
        name: the notebook's.
        stubs: the text of every solution cell as it was released.
        most_bytes: a longer one is not read.
    """
    try:
        data = read_bytes(folder / name, most_bytes=most_bytes)
    except SubmissionError:
        data = b""
    cells = read_cells(data) or ()
    written = [cell for cell in cells if cell.grade_id in stubs]
    own = [cell.source for cell in cells if not cell.grade_id and cell.cell_type == "code" and cell.source.strip()]
    has_answers = any(cell.source.strip() != stubs[cell.grade_id].strip() for cell in written)
    return Notebook(
        name=name,
        size=len(data),
        is_readable=bool(cells),
        is_ours=bool(written),
        is_changed=bool(own) or has_answers,
        is_answered=has_answers or any(_defines(source, stubs) for source in own),
        texts=tuple((cell.grade_id, cell.source) for cell in cells),
    )


def defines_any(script: Path, names: Iterable[str]) -> bool:
    """Whether a .py defines one of the exercises; a file of helpers beside the notebook does not.

    Raises:
        SubmissionError: it cannot be read.
    """
    return _defines(read_bytes(script).decode("utf-8", "replace"), names)


def _defines(text: str, names: Iterable[str]) -> bool:
    defined = re.findall(r"^[ \t]*(?:def[ \t]+(\w+)|(\w+)[ \t]*(?::[^=\n]*)?=)", text, re.MULTILINE)
    return not {first or second for first, second in defined}.isdisjoint(names)
