"""One trial: a class is graded, somebody is killed at some instant, the run is started again, and all is compared."""

import contextlib
import math
import os
import re
import shutil
import signal
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Thread
from typing import Final

from tests.kills.course import begin
from tests.kills.seen import Row, differences, look_at, recorded
from tests.kills.victims import Victim, find, left_behind

GRADE: Final = ("-m", "autograder", "grade", "--workers", "2")
_TICK: Final = re.compile(r"^\[\d+/\d+\] (\S+) (\S+): (?!the )")
#: The share of kills that wait until the first submission is graded.
_LATE: Final = 0.7
_LOOK_SECONDS: Final = 0.0005
#: About as long as a zygote takes to start.
_START_SECONDS: Final = 0.4
#: A run that was killed and started again so often has something else.
_MOST_RUNS: Final = 6


@dataclass(frozen=True, slots=True)
class Pattern:
    """A class to grade, and what an undisturbed run leaves of it, prints and takes; half of that is getting ready."""

    title: str
    root: Path
    undisturbed: Counter[Row]
    ticks: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Ended:
    """How a trial ended.

    Args:
        victim: who was killed.
        pattern: the class that was graded.
        phase: how far the run had come by then, or "" where it ended before anybody was found.
        runs: how many runs it took.
        untrue: submissions of which a tick had told, and whose rows were not there when the driver was dead.
        differences: what is otherwise than after an undisturbed run.
        left: processes that nobody ended.
    """

    victim: Victim
    pattern: str
    phase: str
    runs: int
    untrue: tuple[str, ...]
    differences: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was lost and nothing doubled."""
        return not (self.untrue or self.differences or self.left)


def undisturbed(title: str, root: Path, place: Path) -> Pattern:
    """Grade a class in peace."""
    course = Path(shutil.copytree(root, place))
    start = time.monotonic()
    with begin(course, *GRADE) as run:
        said = run.stdout.read() if run.stdout else ""
    seconds = time.monotonic() - start
    if run.returncode != 0:
        raise RuntimeError(said)
    return Pattern(title, root, look_at(course), sum(bool(_TICK.match(line)) for line in said.splitlines()), seconds)


def disturbed(pattern: Pattern, place: Path, victim: Victim, random: Random) -> Ended:
    """Grade a class, kill somebody at a random instant, and go on until a run ends well."""
    course = Path(shutil.copytree(pattern.root, place))
    killed = _kill(pattern, course, victim, random)
    runs = 1
    complaint: tuple[str, ...] = ()
    while runs < _MOST_RUNS:
        runs += 1
        with begin(course, *GRADE) as again:
            said = again.stdout.read() if again.stdout else ""
        complaint = () if again.returncode == 0 else (f"exit status {again.returncode}: {said[-500:]}",)
        if again.returncode == 0:
            break
    differing = (*killed.complaint, *complaint, *differences(pattern.undisturbed, look_at(course)))
    shutil.rmtree(course)
    return Ended(victim, pattern.title, killed.phase, runs, killed.untrue, differing, tuple(left_behind()))


@dataclass(frozen=True, slots=True)
class _Killed:
    """How a run fared in which somebody was killed: how far it had come, whose ticks were untrue, how it failed."""

    phase: str
    untrue: tuple[str, ...] = ()
    complaint: tuple[str, ...] = ()


def _kill(pattern: Pattern, course: Path, victim: Victim, random: Random) -> _Killed:
    """Begin a run and kill somebody of it. Whoever is not the driver is replaced, and the run goes on to a good end."""
    is_late = random.random() < _LATE or victim is Victim.STARTING_ZYGOTE
    at = time.monotonic() + (math.inf if is_late else random.uniform(0.0, pattern.seconds))
    tick = random.randint(1, pattern.ticks) if victim is Victim.DRIVER_AT_A_TICK else None
    told: list[str] = []
    with begin(course, *GRADE) as run:
        assert run.stdout is not None
        listener = Thread(target=lambda: told.extend(line for line in iter(run.stdout.readline, "")), daemon=True)  # type: ignore[union-attr]
        listener.start()
        while run.poll() is None:
            if at == math.inf and victim is Victim.STARTING_ZYGOTE and find(victim, run.pid, random):
                at = time.monotonic() + random.uniform(0.0, _START_SECONDS)
            elif at == math.inf and _has_begun(course):
                at = time.monotonic() + random.uniform(0.0, pattern.seconds / 2)
            is_time = len(_told(told)) >= tick if tick else time.monotonic() >= at
            pid = find(victim, run.pid, random) if is_time else None
            if pid is not None and _killed(pid):
                break
            time.sleep(_LOOK_SECONDS)
        else:
            listener.join()
            return _Killed("")
        if victim in (Victim.DRIVER, Victim.DRIVER_AT_A_TICK):
            run.wait()
            listener.join()
            there = recorded(course)
            return _Killed(_phase(pattern, course), tuple(" ".join(one) for one in _told(told) if one not in there))
        phase = _phase(pattern, course)
        listener.join()
        run.wait()
    failed = f"the run did not go on to a good end (exit status {run.returncode}): {''.join(told)[-500:]}"
    return _Killed(phase, complaint=(failed,) if run.returncode else ())


def _has_begun(course: Path) -> bool:
    """Whether a submission was graded; its folder waits under a hidden name until its rows are written."""
    with contextlib.suppress(OSError):  # what is looked at may go at any moment
        return any((course / "autograded").glob("*/.*.grading-*"))
    return False


def _killed(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _told(lines: list[str]) -> list[tuple[str, str]]:
    found = (_TICK.match(line) for line in list(lines))
    return [(each[1], each[2]) for each in found if each]


def _phase(pattern: Pattern, course: Path) -> str:
    """How far a run has come, by what it left."""
    rows = len(recorded(course))
    if rows == 0:
        return "grading" if _has_begun(course) else "before any grading"
    if rows < pattern.ticks:
        return "between rows"
    signatures = {row[1:] for row in pattern.undisturbed if row[0] == "file" and str(row[1]).startswith("feedback/")}
    pages = {row[1:] for row in look_at(course) if row[0] == "file" and str(row[1]).startswith("feedback/")}
    return "after the pages" if signatures <= pages else "folders and pages"
