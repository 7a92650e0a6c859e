"""Submissions and what they came to, as bytes: typed MessagePack, from which no class of a sender's choice is made."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from autograder.errors import SubmissionError
from autograder.gradebook import files
from autograder.gradebook.grading import ToGrade, ToRehearse
from autograder.gradebook.staging import Finished
from autograder.model import Score
from autograder.submission.folder import find

#: A larger submission is graded here: Dask's messages are to stay small.
MOST_BYTES: Final = 4 * 2**20

Shape = TypeVar("Shape")


class Parcel(msgspec.Struct, frozen=True, array_like=True):
    """A submission on its way: the notebooks and .py files of its folder. Whose it is, nobody needs to know there.

    Args:
        assignment: its name.
        files: names, as the file system has them, and contents.
        sha256: the digest of all that was submitted.
        timestamp: what timestamp.txt says.
        is_rehearsed: judge it, and finish nothing.
    """

    assignment: str
    files: tuple[tuple[bytes, bytes], ...]
    sha256: str = ""
    timestamp: str = ""
    is_rehearsed: bool = False

    @property
    def size(self) -> int:
        """Its bytes, more or less."""
        return sum(len(name) + len(content) for name, content in self.files)

    def unpack(self, folder: Path) -> None:
        """Write its files into an empty folder, which belongs to us alone."""
        for name, content in self.files:
            path = folder / os.fsdecode(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


class Came(msgspec.Struct, frozen=True, array_like=True):
    """What one submission came to: one of these four.

    Args:
        finished: it was graded.
        rehearsed: it was judged: the score, unanswered cells, and why it could not be read.
        failed: it could not be graded, through no fault of the student's.
        misfit: what concerns every submission: the course is not in order.
    """

    finished: Finished | None = None
    rehearsed: tuple[Score, frozenset[str], str] | None = None
    failed: str = ""
    misfit: str = ""


class Return(msgspec.Struct, frozen=True, array_like=True):
    """What a chunk came to, in its order, and how long that took.

    Args:
        came: what each submission came to.
        seconds: of plain time.
        is_stranger: the worker was told nothing of this run; it is another than was briefed at this address.
    """

    came: tuple[Came, ...] = ()
    seconds: float = 0.0
    is_stranger: bool = False


def parcel_of(job: ToGrade | ToRehearse) -> Parcel | None:
    """Read a submission, or None where it is too large to be sent, or cannot be read."""
    folder = job.collected.folder
    room = MOST_BYTES
    packed = []
    try:
        found = find(folder)
    except SubmissionError:
        return None
    for name in (*found.notebooks, *found.scripts):
        content = files.read_capped(folder / name, room)
        if content is None:
            return None
        room -= len(content)
        packed.append((os.fsencode(name), content))
    if isinstance(job, ToRehearse):
        return Parcel(job.collected.assignment, tuple(packed), is_rehearsed=True)
    return Parcel(job.collected.assignment, tuple(packed), job.sha256, job.timestamp)


def packed(parcels: Sequence[Parcel] | Return) -> bytes:
    """Write parcels, or what they came to."""
    return msgspec.msgpack.encode(parcels)


def unpacked(data: bytes, shape: type[Shape]) -> Shape:
    """Read what `packed` wrote.

    Raises:
        msgspec.MsgspecError: it is something else.
    """
    return msgspec.msgpack.decode(data, type=shape)
