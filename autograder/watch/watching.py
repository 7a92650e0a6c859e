"""Folders -> the works in them that were saved with other code in them than before."""

import contextlib
import hashlib
import platform
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from watchfiles import Change, watch

from autograder.editor.works import EXAMPLES, folder_of
from autograder.errors import SubmissionError
from autograder.submission.folder import read_bytes
from autograder.submission.handed_in import read_cells

#: Editors write a file in several steps, within milliseconds: what is quiet for one of these is done.
_STEP_MILLISECONDS: Final = 40
_LONGEST_MILLISECONDS: Final = 200
#: How often to look where nothing tells of changes, and for a folder that is gone.
_POLL_SECONDS: Final = 0.2
_WATCHED: Final = (".py", ".ipynb")


def changes(works: Sequence[Path], stop: threading.Event, *, poll: bool) -> Iterator[set[Path]]:
    """Watch works; yields those that something was saved in, until stopped.

    Args:
        works: files and folders.
        stop: ends it.
        poll: look again and again; for file systems that tell of no changes.
    """
    folders = {folder_of(work) for work in works}
    while not stop.is_set():
        there = [folder for folder in folders if folder.is_dir()]
        if not there:  # it was deleted, and may come back
            stop.wait(_POLL_SECONDS)
            continue
        for changed in _saved(there, stop, poll=poll):
            yield {work for work in works if folder_of(work) in changed}
            if not all(folder.is_dir() for folder in there):
                break


def _saved(folders: Sequence[Path], stop: threading.Event, *, poll: bool) -> Iterator[set[Path]]:
    """The folders that something of ours was saved in."""
    yield set(folders)  # something may have been saved while nobody looked
    if poll or _tells_of_nothing():
        yield from _looked(folders, stop)
        return
    try:
        yield from _told(folders, stop)
    except OSError:  # as where the system has no watches left
        yield from _looked(folders, stop)


def _told(folders: Sequence[Path], stop: threading.Event) -> Iterator[set[Path]]:
    """What the system tells."""
    for told in watch(
        *folders,
        watch_filter=_is_ours,
        debounce=_LONGEST_MILLISECONDS,
        step=_STEP_MILLISECONDS,
        stop_event=stop,
        rust_timeout=1000,
        yield_on_timeout=True,
        raise_interrupt=False,
        force_polling=False,
        recursive=False,
    ):
        gone = {folder for folder in folders if not folder.is_dir()}
        if told or gone:
            yield gone | {Path(path).parent for _, path in told}


def _looked(folders: Sequence[Path], stop: threading.Event) -> Iterator[set[Path]]:
    """What is seen by looking again and again.

    watchfiles can do that, too, and takes two saves within a second for one.
    """
    seen = {folder: _look(folder) for folder in folders}
    while not stop.wait(_POLL_SECONDS):
        now = {folder: _look(folder) for folder in folders}
        changed = {folder for folder in folders if now[folder] != seen[folder]}
        seen = now
        if changed:
            yield changed


def _look(folder: Path) -> list[tuple[str, int, int]]:
    found = []
    with contextlib.suppress(OSError):  # it is gone, or a file of it, just now
        for path in folder.iterdir():
            if _is_ours(Change.modified, str(path)):
                status = path.stat()
                found.append((path.name, status.st_mtime_ns, status.st_size))
    return sorted(found)


def _tells_of_nothing() -> bool:
    """Whether this is Linux within Windows, where the changes of Windows' own files are not told."""
    return "microsoft" in platform.uname().release.lower()


def _is_ours(_: Change, path: str) -> bool:
    file = Path(path)
    return not file.name.startswith(".") and (file.suffix in _WATCHED or file.name == EXAMPLES)


class Fingerprints:
    """Tells whether there is other code in a work than the last time: a picture or a new output is no reason."""

    def __init__(self, read: Callable[[Path], bytes] = read_bytes) -> None:
        """Know of none yet."""
        self._read = read
        self._known: dict[Path, str] = {}

    def is_new(self, work: Path) -> bool:
        """Whether it differs from the last time that it was asked for."""
        fingerprint = self._of(work)
        was, self._known[work] = self._known.get(work), fingerprint
        return fingerprint != was

    def _of(self, work: Path) -> str:
        digest = hashlib.sha256()
        try:
            files = sorted(each for each in folder_of(work).iterdir() if _is_ours(Change.modified, str(each)))
        except OSError:
            files = []
        for file in files:
            try:
                digest.update(file.name.encode() + b"\0" + _code(file, self._read(file)))
            except SubmissionError:  # gone again, or no plain file
                continue
        return digest.hexdigest()


def _code(file: Path, data: bytes) -> bytes:
    """What of a file could change a verdict."""
    cells = read_cells(data) if file.suffix == ".ipynb" else None
    if cells is None:
        return data
    return repr([(cell.grade_id, cell.source) for cell in cells if cell.cell_type == "code"]).encode("utf-8", "replace")
