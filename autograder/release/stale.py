"""Which generated files differ from what is there."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

#: Numbers this close are the same: the last digit differs between platforms.
CLOSE: Final = 1e-12
_LEFT_BY_TOOLS: Final = {".ipynb_checkpoints", "__pycache__"}


def stale_files(new: Path, old: Path) -> list[Path]:
    """The files of the folder `old` that differ from `new`'s, are missing, or have no counterpart there."""
    names = sorted({*files_in(new), *files_in(old)})
    return [old / name for name in names if not _same(new / name, old / name)]


def files_in(folder: Path) -> Iterator[str]:
    """The files of a folder and those below it, without what a Jupyter server or Python leaves there."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if path.is_file() and not _LEFT_BY_TOOLS & {*name.parts}:
            yield name.as_posix()


def text_of(path: Path) -> str | None:
    """A text file's content, None where there is no such text."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def settled(text: str, path: Path) -> str:
    """The text of a generated JSON file, or what is there already where the two say the same within CLOSE."""
    old = text_of(path)
    return old if old is not None and says_the_same(old, text) else text


def says_the_same(first: str, second: str) -> bool:
    """Whether two JSON texts are alike, their numbers within CLOSE (relative or absolute)."""
    try:
        return _agree(json.loads(first), json.loads(second))
    except ValueError:
        return False


def _same(new: Path, old: Path) -> bool:
    if not new.is_file() or not old.is_file():
        return False
    if new.read_bytes() == old.read_bytes():
        return True
    return new.suffix == ".json" and says_the_same(text_of(new) or "", text_of(old) or "")


def _agree(first: Any, second: Any) -> bool:  # noqa: ANN401 - any JSON
    if type(first) is not type(second):
        return False
    if isinstance(first, float):
        return math.isclose(first, second, rel_tol=CLOSE, abs_tol=CLOSE) or (math.isnan(first) and math.isnan(second))
    if isinstance(first, dict):
        return [*first] == [*second] and all(_agree(first[key], second[key]) for key in first)
    if isinstance(first, list):
        return len(first) == len(second) and all(_agree(one, other) for one, other in zip(first, second, strict=True))
    return bool(first == second)
