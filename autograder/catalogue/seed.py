"""The course's seed, solutions/.seed: one number, made on first use, from which every hidden case is drawn."""

import os
import secrets
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from autograder.errors import SpecError

SEED_BITS: Final = 128


def course_seed(path: Path) -> int:
    """Read the course's seed, made on first use.

    A finished file is linked into place, so of two processes that start at once one wins and both read the same.

    Raises:
        SpecError: it cannot be read or made, or is no number.
    """
    try:
        if not path.exists():
            _make_seed(path)
        text = path.read_text(encoding="ascii").strip()
        return _natural(text)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        msg = (
            f"{path}: the seed of the hidden cases cannot be read or made ({reason}); expected one whole number: "
            "restore the file, or delete it to have all hidden cases drawn anew"
        )
        raise SpecError(msg) from error


def _make_seed(path: Path) -> None:
    with NamedTemporaryFile("w", dir=path.parent, prefix=".seed-", encoding="ascii") as file:  # its mode is 600
        file.write(f"{secrets.randbits(SEED_BITS)}\n")
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(file.name, path)
        except FileExistsError:
            return  # another process was first; its seed counts


def _natural(text: str) -> int:
    if not text.isdecimal():
        msg = "it is empty" if not text else "it holds something else"
        raise ValueError(msg)
    return int(text)
