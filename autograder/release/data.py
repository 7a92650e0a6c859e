"""The files that go out with a notebook for its code to read: each must also be there when it is graded.

What students get is told by nbgrader's `ignore`, what a child is given by `sandbox/data_files.py`. A table that only
students have would cost everybody their points.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from autograder.catalogue import Assignment
from autograder.release.text_cell import refuse
from autograder.sandbox import data_files
from autograder.sandbox.data_files import MOST_BYTES, MOST_FILES

#: Right in the folder these are the lesson's own: its text, its notebook, its exercises.
_THE_LESSONS_OWN: Final = (".py", ".pyc", ".ipynb")
_LEFT_BY_TOOLS: Final = "__pycache__"
_MEBIBYTE: Final = 2**20


def check_data(assignment: Assignment, generated: Iterable[str]) -> None:
    """Refuse data that students would get and a submission would not find when it is graded.

    Args:
        assignment: in whose folder it lies.
        generated: the files that the release writes there itself.

    Raises:
        SpecError: a file lies in a sub-folder, is a link, or there are too many or too large ones.
    """
    folder = assignment.folder
    given = {*data_files(folder)}
    data = []
    for path in _files_in(folder):
        where = f"solutions/{folder.name}/{path.relative_to(folder).as_posix()}"
        if path.parent != folder:
            mend = f"put it into solutions/{folder.name} itself, or take it out of there"
            refuse(where, "lies in a sub-folder, where a submission that is graded does not find it", mend)
        if path.name in generated or path.name.lower().endswith(_THE_LESSONS_OWN):
            continue
        if path.is_symlink():
            refuse(where, "is a link, and grading follows none", "put a copy of the file there")
        data.append(path)
    left_out = next((path for path in data if path not in given), None)
    if left_out:
        together = f"data files there: {len(data)}, of {_mebibytes(sum(path.stat().st_size for path in data))} together"
        cap = f"grading gives a submission at most {MOST_FILES}, of {_mebibytes(MOST_BYTES)} together"
        found = f"holds {_mebibytes(left_out.stat().st_size)} ({together}), and {cap}"
        where = f"solutions/{folder.name}/{left_out.name}"
        refuse(where, found, "give out smaller tables, or fewer")


def _files_in(folder: Path) -> list[Path]:
    """Everything below a folder that is no folder itself, but for what is hidden or left by tools."""
    found = []
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        folders[:] = [name for name in folders if name != _LEFT_BY_TOOLS and not name.startswith(".")]
        found += [Path(place) / name for name in (*names, *links) if not name.startswith(".")]
    return sorted(found)


def _mebibytes(size: int) -> str:
    return f"{size / _MEBIBYTE:.3g} MiB"
