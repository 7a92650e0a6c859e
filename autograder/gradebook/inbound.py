"""The folder of the exchange that students submit into: what has arrived there, and whether it has arrived whole."""

import stat
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from nbgrader.utils import parse_utc

from autograder.errors import GradebookError
from autograder.gradebook.collector import NO_FOLDERS

#: What `nbgrader submit` writes last. A folder without it is looked at again, until nothing has moved for so long.
_LAST: Final = "submission_secret.txt"
_QUIET_SECONDS: Final = 10.0
#: `STUDENT+ASSIGNMENT+TIME`, and a text drawn at random where nbgrader adds one.
_FEWEST_PARTS: Final = 3
_STEP_MILLISECONDS: Final = 20
_LONGEST_MILLISECONDS: Final = 100


@dataclass(frozen=True, slots=True)
class Arrived:
    """A folder in the exchange: its name, whose it is by that name, of what, and when it was submitted (naive UTC)."""

    name: str
    student: str
    assignment: str
    timestamp: datetime


def require_readable(inbound: Path) -> None:
    """Make sure that submissions can be seen.

    Raises:
        GradebookError: the folder is not there, or may not be read.
    """
    try:
        next(inbound.iterdir(), None)
    except FileNotFoundError as error:
        msg = f"{inbound} is not there; run `nbgrader release_assignment`, or set c.Exchange.root in nbgrader_config.py"
        raise GradebookError(msg) from error
    except OSError as error:
        msg = f"{inbound} cannot be read ({error.strerror}); have its owner let you, or work as its owner"
        raise GradebookError(msg) from error


def names_in(inbound: Path) -> list[str]:
    """The names in the folder, those that hide left out.

    Raises:
        GradebookError: it cannot be read.
    """
    require_readable(inbound)
    return sorted(path.name for path in inbound.iterdir() if not path.name.startswith("."))


def read_name(name: str) -> Arrived | str:
    """Read whose a folder is, of what and from when, as nbgrader does; or say why that cannot be read."""
    parts = name.rsplit("+", 3)
    if len(parts) < _FEWEST_PARTS:
        return "its name is no submission's; expected STUDENT+ASSIGNMENT+TIME"
    try:
        timestamp = parse_utc(parts[2])
    except (ValueError, OverflowError):
        return "its name tells no time; expected STUDENT+ASSIGNMENT+TIME"
    if parts[0] in NO_FOLDERS:
        return "its name names no student; expected STUDENT+ASSIGNMENT+TIME"
    return Arrived(name, parts[0], parts[1], timestamp)


def has_arrived(folder: Path) -> bool | str:
    """Whether a folder is complete, for it is copied file by file; or why it never will be."""
    try:
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode):
            return "it is no folder"
        if (folder / _LAST).lstat().st_size > 0:
            return True
    except FileNotFoundError:
        if not folder.exists():
            return "it is gone again"
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    return time.time() - status.st_mtime > _QUIET_SECONDS


def tell_of_arrivals(inbound: Path, stirred: threading.Event, stop: threading.Event) -> None:
    """Set `stirred` whenever something moves in the folder, until stopped; where nothing tells of that, end at once.

    Whoever waits for it looks now and then all the same: what other machines write into a shared folder is not told.
    """
    for _ in _told(inbound, stop):
        stirred.set()


def _told(inbound: Path, stop: threading.Event) -> Iterator[object]:
    try:
        from watchfiles import watch  # noqa: PLC0415 - of an extra of its own

        yield from watch(
            inbound,
            watch_filter=None,
            debounce=_LONGEST_MILLISECONDS,
            step=_STEP_MILLISECONDS,
            stop_event=stop,
            rust_timeout=1000,
            raise_interrupt=False,
            recursive=False,
        )
    except (ModuleNotFoundError, OSError):  # as where the system has no watches left
        return
