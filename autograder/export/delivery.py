"""What was made, to the terminal or into a file that appears whole."""

import sys
from pathlib import Path
from typing import Final

from autograder.errors import SpecError
from autograder.whole import write_whole

#: As most commands call it.
_STANDARD_OUTPUT: Final = Path("-")


def deliver(text: str, path: Path | None, *, encoding: str = "utf-8") -> None:
    """Print a text, or write it to a file that appears whole.

    Args:
        text: with the line breaks that it is to have.
        path: the file; None prints, and so does "-".
        encoding: of the file.

    Raises:
        SpecError: the file cannot be made there.
    """
    if path is None or path == _STANDARD_OUTPUT:
        sys.stdout.write(text)
        return
    if path.is_dir() or not path.absolute().parent.is_dir():
        msg = f"{path}: is a folder, or lies in one that is not there; name a file in a folder that exists"
        raise SpecError(msg)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    write_whole(path, text, mode=mode, encoding=encoding)
