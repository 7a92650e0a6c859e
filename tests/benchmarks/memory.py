"""Whether the processes stay as small as they begin, however many submissions are judged."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.grade import Grader
from tests.benchmarks.submissions import Honest, personal

_READINGS: Final = 10
_ZYGOTE: Final = b"autograder.sandbox.zygote"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was in use after so many submissions.

    Args:
        submissions: how many.
        trusted: MiB of the trusted process, the keeper in it.
        zygotes: MiB of every zygote, the oldest first.
        descriptors: how many files the trusted process has open.
    """

    submissions: int
    trusted: float
    zygotes: tuple[float, ...]
    descriptors: int


def memory_readings(grader: Grader, examples: Sequence[Honest], folder: Path, count: int) -> Iterator[Reading]:
    """Judge `count` submissions one after the other, no two of them alike; read off ten times on the way."""
    marks = {round(count * step / _READINGS) for step in range(1, _READINGS + 1)}
    for number in range(1, count + 1):
        each = examples[number % len(examples)]
        path = folder / each.path.name
        path.write_bytes(personal(each, number))
        grader.grade(path, each.assignment)
        if number in marks:
            yield _reading(number)


def _reading(number: int) -> Reading:
    zygotes = [pid for pid in descendants(os.getpid()) if _is_zygote(Path(f"/proc/{pid}/cmdline").read_bytes())]
    descriptors = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names alone
    return Reading(number, mebibytes(os.getpid()), tuple(mebibytes(pid) for pid in sorted(zygotes)), descriptors)


def _is_zygote(command: bytes) -> bool:
    """Whether this is how a zygote was called, and not the bubble around it."""
    program, *arguments = command.split(b"\0")
    return b"python" in program and _ZYGOTE in arguments


def descendants(pid: int) -> Iterator[int]:
    """The processes that a process started, and those that they did."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            yield child
            yield from descendants(child)


def mebibytes(pid: int, field: str = "VmRSS") -> float:
    """Resident memory now ("VmRSS"), or at its most ("VmHWM"): from /proc, in KiB."""
    found = re.search(rf"^{field}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0
