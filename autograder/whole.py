"""A file that appears whole: it is written under a hidden name beside its place, and then takes that place."""

import os
from pathlib import Path
from tempfile import mkstemp


def write_whole(path: Path, text: str, *, mode: int = 0o644, encoding: str = "utf-8") -> None:
    """Write a file, in the place of the one that may be there; whoever reads finds the old one or the new.

    Args:
        path: the file.
        text: with the line breaks that it is to have.
        mode: its permissions.
        encoding: of the file.

    Raises:
        OSError: the disk refused; nothing is left behind.
    """
    descriptor, name = mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    new = Path(name)
    try:
        with open(descriptor, "w", encoding=encoding, newline="") as file:  # noqa: PTH123 - a descriptor
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        new.chmod(mode)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
