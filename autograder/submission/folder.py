"""What lies in a submitted folder: its notebooks and .py files. No link is followed, nothing hidden is looked at."""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.errors import SubmissionError

MAX_BYTES: Final = 64 * 2**20
#: So deep, into so many sub-folders, and for so many files a search below the top goes.
_MOST_DEPTH: Final = 3
_MOST_FOLDERS: Final = 100
_MOST_FILES: Final = 200
#: Open a plain file, follow no link, and wait for no pipe; students' systems have not all of these.
_FLAGS: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
#: Characters of a file's name in a message.
_MOST_QUOTED: Final = 60


@dataclass(frozen=True, slots=True)
class Found:
    """Notebooks and .py files, by their names relative to the folder: those nearest to its top first, then by name."""

    folder: Path
    notebooks: Sequence[str]
    scripts: Sequence[str]


def find(folder: Path) -> Found:
    """Find the notebooks and .py files of a folder; where there are none at its top, those in sub-folders.

    Raises:
        SubmissionError: the folder cannot be read.
    """
    try:
        names, folders = _listing(folder, "")
    except OSError as error:
        msg = f"{printable(str(folder))}: cannot be read ({error.strerror}); expected a folder"
        raise SubmissionError(msg) from error
    if not names and folders:
        names = _below(folder, folders)
    return Found(
        folder,
        [name for name in names if name.endswith(".ipynb")],
        [name for name in names if name.endswith(".py")],
    )


def nearest(names: Sequence[str], wanted: str) -> str | None:
    """The file of a name, nearest to the folder's top; where there is none of that name, the only file there is."""
    found = [name for name in names if name.rpartition("/")[2] == wanted] or names
    is_alone = len(found) == 1 or (found is not names and found[0].count("/") < found[1].count("/"))
    return found[0] if is_alone else None


def read_bytes(path: Path, *, most_bytes: int = MAX_BYTES) -> bytes:
    """Read a plain file that is not too long; links, pipes and devices are no submissions.

    Args:
        path: the file.
        most_bytes: how long it may be.

    Raises:
        SubmissionError: it is something else, too long, or cannot be read.
    """
    label = printable(str(path))
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        msg = f"{label}: cannot be read ({error.strerror}); expected a notebook or a .py file"
        raise SubmissionError(msg) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            msg = f"{label}: is no plain file; expected a notebook or a .py file"
            raise SubmissionError(msg)
        if status.st_size > most_bytes:
            msg = f"{label}: has {status.st_size:,} bytes, at most {most_bytes:,} are read; clear its outputs"
            raise SubmissionError(msg)
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(most_bytes)
    except OSError as error:
        msg = f"{label}: cannot be read ({error.strerror}); expected a notebook or a .py file"
        raise SubmissionError(msg) from error
    finally:
        os.close(descriptor)


def quoted(name: str) -> str:
    """A file's name as a message may hold it: students choose names, and people read them at a terminal."""
    text = printable(name)
    return text if len(text) <= _MOST_QUOTED else f"{text[: _MOST_QUOTED - 20]}...{text[-17:]}"


def printable(text: str) -> str:
    """The text without line breaks, control characters and what no file can hold."""
    return text if text.isprintable() else "".join(one if one.isprintable() else "?" for one in text)


def _below(folder: Path, folders: list[str]) -> list[str]:
    """Look into sub-folders, level by level."""
    names: list[str] = []
    for _ in range(_MOST_DEPTH):
        deeper: list[str] = []
        for prefix in folders[:_MOST_FOLDERS]:
            try:
                here, below = _listing(folder / prefix, prefix)
            except OSError:  # what cannot be read holds nothing
                continue
            names += here
            deeper += below
        folders = deeper
    names.sort(key=lambda name: not name.endswith(".ipynb"))
    return names[:_MOST_FILES]


def _listing(folder: Path, prefix: str) -> tuple[list[str], list[str]]:
    """The notebooks and .py files right in a folder, and its sub-folders, each in the order of their names."""
    names, folders = [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if name.endswith((".ipynb", ".py")) and entry.is_file(follow_symlinks=False):
                names.append(prefix + name)
            elif entry.is_dir(follow_symlinks=False):
                folders.append(f"{prefix}{name}/")
    return sorted(names), sorted(folders)
