"""Is there room in the temporary folder? A submission that writes a file must not be blamed for a full disk."""

import shutil
import tempfile
from typing import Final

from autograder.errors import SandboxError

#: Room for any file that an exercise could want.
_ROOM_BYTES: Final = 16 * 2**20


def require_room() -> None:
    """Make sure that what runs next finds room.

    Raises:
        SandboxError: there is none, or no temporary folder at all.
    """
    try:
        free = shutil.disk_usage(tempfile.gettempdir()).free
    except OSError as error:
        msg = f"no temporary folder can be used ({error.strerror or error}); free some space, or set TMPDIR"
        raise SandboxError(msg) from error
    if free < _ROOM_BYTES:
        msg = f"{tempfile.gettempdir()}: only {free >> 20} MiB are free; free some space, or set TMPDIR"
        raise SandboxError(msg)
