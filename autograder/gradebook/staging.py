"""One submission's autograded folder, written beside its place: notebook, carried-over files, and the mark."""

import fnmatch
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.gradebook import files
from autograder.gradebook.autograded import autograded_notebook
from autograder.gradebook.examiner import Judged
from autograder.gradebook.mark import MARK, PENDING
from autograder.gradebook.released import ReleasedAssignment


@dataclass(frozen=True, slots=True)
class Carried:
    """Which submitted files are carried over: all but these globs, up to so many bytes each."""

    ignore: tuple[str, ...]
    most_bytes: int


def stage(judged: Judged, released: ReleasedAssignment, *, mark: bytes, place: Path) -> Path:
    """Write an autograded folder under a hidden name beside its place.

    Args:
        judged: what was handed in, and what came of it.
        released: the assignment.
        mark: what the mark is to hold.
        place: where the folder is to go.

    Returns:
        The hidden folder.

    Raises:
        OSError: the disk refused; nothing is left behind.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    staged = files.hidden_sibling(place)
    staged.mkdir()
    try:
        notebook = autograded_notebook(released, judged.handed_in, judged.score, judged.drawings)
        (staged / f"{released.notebook}.ipynb").write_bytes(notebook)
        (staged / MARK).write_bytes(mark)
    except BaseException:
        files.remove(staged)
        raise
    return staged


def carry_over(source: Path, staged: Path, carried: Carried) -> None:
    """Copy what else was submitted, as nbgrader does: no notebooks, nothing ignored, nothing too large, no links.

    What lies there already stays: our own files and, where they were put first, the released ones.
    """
    for name, path in files.regular_files(source):
        parts = name.split("/")
        ignored = any(fnmatch.fnmatch(part, pattern) for part in parts for pattern in (*carried.ignore, PENDING))
        if not ignored and not name.endswith(".ipynb") and _is_free(staged, parts):
            files.copy_regular(path, staged / name, most_bytes=carried.most_bytes)


def _is_free(staged: Path, parts: Sequence[str]) -> bool:
    """Whether a file can be put there: nothing has its name, nor is anything but a folder where its folders go."""
    *folders, _ = (staged.joinpath(*parts[: depth + 1]) for depth in range(len(parts)))
    return not staged.joinpath(*parts).exists() and all(one.is_dir() or not one.exists() for one in folders)
