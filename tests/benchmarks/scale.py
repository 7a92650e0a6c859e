"""A large class from end to end on one machine: where the time goes, and how much memory the driver takes."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks.contenders import ROOT, Setting
from tests.benchmarks.submissions import Honest
from tests.benchmarks.whole_class import collected

#: So many readings of the memory are told.
_TOLD: Final = 8


@dataclass(frozen=True, slots=True)
class ScaleTiming:
    """What a large class takes.

    Args:
        submissions: how many.
        graded: how many of them were new.
        workers: who graded them.
        seconds: of the driver's call.
        parts: where its main thread was for how many seconds.
        processor_seconds: the driver's own, its threads' and not its workers'.
        memory: (seconds, MiB) of the driver, on the way.
        most_mebibytes: the most that it held.
    """

    submissions: int
    graded: int
    workers: int
    seconds: float
    parts: tuple[tuple[str, float], ...]
    processor_seconds: float
    memory: tuple[tuple[float, float], ...]
    most_mebibytes: float


def scale_timings(setting: Setting, students: int, workers: int) -> list[ScaleTiming]:
    """Have so many students hand in every assignment, and grade them all in a process of its own; then all once more.

    Raises:
        RuntimeError: that process failed.
    """
    root = collected(setting.folder / "class", everybody(setting.submissions, students))
    return [driven(root, students * len(setting.assignments), workers) for _ in range(2)]


def driven(course: Path, submissions: int, workers: int, cluster: str = "") -> ScaleTiming:
    """Grade a course that was collected, on a cluster if one is named.

    Raises:
        RuntimeError: the driver failed, or did not grade all submissions, or none where all had been graded before.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.scale_driver", str(course), str(workers), cluster],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stdout[-500:] + done.stderr[-2000:])
    told = json.loads(done.stdout.splitlines()[-1])
    graded = told["graded"]
    if graded != told["pages"] or submissions not in (graded, told["unchanged"]):
        msg = f"{submissions} were handed in, {graded} were graded, {told['pages']} have a new page"
        raise RuntimeError(msg)
    step = max(1, len(told["memory"]) // _TOLD)
    return ScaleTiming(
        submissions,
        graded,
        workers,
        told["seconds"],
        tuple(told["parts"].items()),
        told["processor_seconds"],
        tuple((seconds, mebibytes) for seconds, mebibytes in told["memory"][::step]),
        told["most_mebibytes"],
    )


def everybody(examples: Sequence[Honest], students: int) -> Iterator[tuple[str, Honest]]:
    """Who hands in what: everybody everything, some of it right."""
    by_assignment = defaultdict(list)
    for each in examples:
        by_assignment[each.assignment].append(each)
    for number in range(students):
        for of_one in by_assignment.values():
            yield f"student_{number:05}", of_one[number % len(of_one)]
