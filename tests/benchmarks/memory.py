"""Whether the trusted process stays as small as it begins, however many submissions it judges."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.grade import Grader
from tests.benchmarks.submissions import Honest

_READINGS: Final = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """How much memory was in use after so many submissions."""

    submissions: int
    mebibytes: float


def memory_readings(grader: Grader, examples: Sequence[Honest], count: int) -> Iterator[Reading]:
    """Judge `count` submissions one after the other; read off the memory in use five times on the way."""
    marks = {round(count * step / _READINGS) for step in range(1, _READINGS + 1)}
    for number in range(1, count + 1):
        each = examples[number % len(examples)]
        grader.grade(each.path, each.assignment)
        if number in marks:
            yield Reading(number, _mebibytes())


def _mebibytes() -> float:
    """Resident memory now, not at its most: from /proc, in KiB."""
    (line,) = (each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
