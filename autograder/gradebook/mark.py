"""score.json beside an autograded notebook: the verdicts, and what they rest on. Its presence says: all is complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from autograder.gradebook import files

#: The file whose presence says that rows and folder are complete.
MARK: Final = "score.json"
#: What it is called until they are.
PENDING: Final = ".score.json.pending"
_MOST_MARK_BYTES: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Identity:
    """What a grading rests on; when one of these changes, it is out of date.

    Args:
        sha256: over the submitted files, timestamp.txt included.
        fingerprint: over exercises, seed, numpy and grader.
        timestamp: what timestamp.txt says, or "".
    """

    sha256: str
    fingerprint: str
    timestamp: str


class _Mark(msgspec.Struct):
    sha256: str
    fingerprint: str
    timestamp: str


def mark_of(score: Mapping[str, Any], identity: Identity) -> bytes:
    """Write the mark: a score as plain data, and what it rests on."""
    rests_on = {
        "sha256": identity.sha256,
        "fingerprint": identity.fingerprint,
        "timestamp": identity.timestamp,
    }
    return msgspec.json.format(msgspec.json.encode({**score, **rests_on}))


def read_identity(folder: Path, notebook: str) -> Identity | None:
    """Read what an autograded folder rests on, or None where it is not complete."""
    data = files.read_capped(folder / MARK, _MOST_MARK_BYTES)
    if data is None or not (folder / f"{notebook}.ipynb").is_file():
        return None
    try:
        mark = msgspec.json.decode(data, type=_Mark)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return Identity(mark.sha256, mark.fingerprint, mark.timestamp)


def read_score(folder: Path) -> Mapping[str, Any] | None:
    """Read the score beside an autograded notebook as plain data, or None where there is none that can be read."""
    data = files.read_capped(folder / MARK, _MOST_MARK_BYTES)
    try:
        score = msgspec.json.decode(data or b"null")
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return score if isinstance(score, dict) else None
