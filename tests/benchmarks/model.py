"""What a hundred thousand submissions take on many workers, from measured parts; and how far that can be believed.

A run begins (processes, keys, workers let in), reads what was handed in, has it judged while it writes down what came
back, and ends with the pages. Judging is shared by all workers; writing down is one process's, the gradebook having one
writer; pages are written by the driver's machine. Whichever of judging and writing down is slower sets the pace.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks.contenders import Setting
from tests.benchmarks.parts import Parts, measured_parts, middle
from tests.benchmarks.scale import driven, everybody
from tests.benchmarks.whole_class import collected

#: What is asked of the model.
_SUBMISSIONS: Final = 100_000
_WORKERS: Final = (1, 2, 10, 100)
#: Students, each with every assignment, of the class that tells how long a run takes to begin.
_FEW: Final = 1
_CORES: Final = 2
#: Who is asked to grade, by the cluster's name.
_TITLES: Final = {"": "processes of this machine", "local": "--cluster local"}
_LINE_BYTES: Final = 1e9 / 8


@dataclass(frozen=True, slots=True)
class Check:
    """A run that was measured, and what the model says of it."""

    title: str
    submissions: int
    workers: int
    measured: float
    modelled: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the model says of a run.

    Args:
        workers: of one core each, the driver not among them.
        seconds: the whole run.
        judging: of these, while submissions were judged and written down.
        is_saturated: whether the driver, and not the workers, set the pace.
        used: core-hours in which something was done.
        held: core-hours for which workers and driver were there.
    """

    workers: int
    seconds: float
    judging: float
    is_saturated: bool
    used: float
    held: float


@dataclass(frozen=True, slots=True)
class Model:
    """Measured parts, what follows from them for so many submissions, and what they were held against."""

    submissions: int
    parts: Parts
    forecasts: tuple[Forecast, ...]
    checks: tuple[Check, ...]

    @property
    def enough_workers(self) -> float:
        """With so many the driver has no time left."""
        return self.parts.judging / self.parts.driving

    @property
    def line_share(self) -> float:
        """How much of a line of 1 Gbit/s that takes, in its fuller direction."""
        return max(self.parts.bytes_out, self.parts.bytes_back) / self.parts.driving / _LINE_BYTES


def modelled(setting: Setting, students: int) -> Model:
    """Measure parts and runs of a class of so many students, and work out the rest."""
    few = collected(setting.folder / "few", everybody(setting.submissions, _FEW))
    many = collected(setting.folder / "many", everybody(setting.submissions, students))
    each = len(setting.assignments)
    measured = [measured_parts(_copy(many))]
    runs = {}
    for cluster in _TITLES:
        begun = driven(_copy(few), _FEW * each, _CORES, cluster).seconds
        taken = [driven(_copy(many), students * each, 1 + more, cluster).seconds for more in range(_CORES)]
        runs[cluster] = begun, taken
        measured.append(measured_parts(_copy(many)))  # in between: a machine that others use is now slow, now fast
    parts = middle(measured)
    checks, start = [], 0.0
    for cluster, (begun, taken) in runs.items():
        start = begun - _seconds(parts, _FEW * each, _CORES, cluster=cluster)
        for workers, took in enumerate(taken, start=1):
            says = start + _seconds(parts, students * each, workers, cluster=cluster)
            checks.append(Check(_TITLES[cluster], students * each, workers, took, says))
    return Model(_SUBMISSIONS, parts, tuple(forecasts(parts, start)), tuple(checks))


def _seconds(parts: Parts, submissions: int, workers: int, *, cluster: str) -> float:
    """What a class takes on this machine once the run has begun: driver and workers share its cores."""
    judging, driving = parts.judging, parts.driving
    if not cluster:  # workers read and stage by themselves
        judging, driving = parts.judging + parts.staging, parts.recording
    pace = max(judging / workers, driving, (judging + driving) / _CORES)
    return submissions * (parts.before + pace + parts.after + parts.page / workers)


def forecasts(parts: Parts, start: float) -> Iterator[Forecast]:
    """Work out runs on some workers, one core each, and a driver with two cores, which writes pages with both.

    Args:
        parts: of one submission.
        start: how many seconds a run takes to begin.
    """
    for workers in _WORKERS:
        judging = _SUBMISSIONS * max(parts.judging / workers, parts.driving)
        seconds = start + _SUBMISSIONS * (parts.before + parts.after + parts.page / _CORES) + judging
        work = parts.before + parts.judging + parts.driving + parts.after + parts.page
        yield Forecast(
            workers,
            seconds,
            judging,
            is_saturated=parts.driving > parts.judging / workers,
            used=(_SUBMISSIONS * work + start) / 3600,
            held=(workers + _CORES) * seconds / 3600,
        )


def _copy(course: Path) -> Path:
    """A course that nobody has graded yet."""
    number = sum(1 for _ in course.parent.glob(f"{course.name}-*"))
    return Path(shutil.copytree(course, course.with_name(f"{course.name}-{number}")))
