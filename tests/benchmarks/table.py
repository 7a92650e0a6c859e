"""What was measured, as text."""

import os
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version

from tests.benchmarks.latency import Latency
from tests.benchmarks.measure import Spread, Timing
from tests.benchmarks.memory import Reading
from tests.benchmarks.whole_class import ClassTiming


def facts() -> str:
    """The machine, as far as it matters for the figures; nothing that names it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    parts = [
        f"{platform.system()} {platform.release().split('-')[0]} {platform.machine()}",
        f"{cores} cores (rates are of one), load {load} at the start",
        f"Python {platform.python_version()}",
        *(f"{name} {_version(name)}" for name in ("numpy", "pytest", "nbgrader")),
    ]
    return ", ".join(parts)


def table(timings: Sequence[Timing]) -> str:
    """One line per contender: time, rate, and how many times its rate this grader's is."""
    heading = (
        "",
        "ms a submission",
        "(least..most)",
        "a second",
        "this grader: times as fast",
        "(least..most)",
        "on right ones",
        "budget",
    )
    return "\n".join(_aligned([heading, *(_line(timing) for timing in timings)]))


def latencies(measured: Sequence[Latency]) -> str:
    """One line per latency."""
    heading = ("", "ms", "(least..most)", "budget")
    lines = [
        (each.title, f"{1000 * each.seconds.median:.1f}", _range(each.seconds, 1000), f"<= {each.budget_ms:g}")
        if each.seconds
        else (each.title, "-", each.missing, "")
        for each in measured
    ]
    return "\n".join(_aligned([heading, *lines]))


def class_table(timing: ClassTiming) -> str:
    """A class from end to end, and what it is compared with."""
    heading = (
        f"a class of {timing.submissions}, two workers",
        "ms a submission",
        "(least..most)",
        "ratio",
        "(least..most)",
        "budget",
    )
    own = (
        "autograder grade: rows, notebooks, pages",
        f"{1000 * timing.seconds.median:.1f}",
        _range(timing.seconds, 1000),
    )
    rest = [
        (
            each.title,
            f"{1000 * each.seconds.median:.1f}",
            _range(each.seconds, 1000),
            f"{each.ratio.median:.3g}",
            _range(each.ratio, 1),
            each.budget,
        )
        for each in timing.comparisons
    ]
    return "\n".join(_aligned([heading, (*own, "", "", ""), *rest]))


def memory_table(readings: Sequence[Reading]) -> str:
    """The trusted process's memory, after so many submissions."""
    heading = ("the trusted process, after submissions", "MiB", "of the first")
    first = readings[0].mebibytes
    lines = [(f"{each.submissions}", f"{each.mebibytes:.1f}", f"{each.mebibytes / first:.3f}") for each in readings]
    return "\n".join(_aligned([heading, *lines]))


def _line(timing: Timing) -> tuple[str, ...]:
    seconds, ratio, budget = timing.seconds, timing.ratio, timing.row.budget
    return (
        timing.row.title,
        f"{1000 * seconds.median:.1f}",
        _range(seconds, 1000),
        f"{1 / seconds.median:.2f}",
        f"{ratio.median:.3g}" if ratio else "1",
        _range(ratio, 1) if ratio else "",
        f"{timing.right.median:.3g}" if timing.right else "",
        f">= {budget:g}" if budget else "",
    )


def _range(values: Spread, factor: float) -> str:
    return f"({factor * values.least:.3g}..{factor * values.most:.3g})"


def _aligned(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        first, *rest = line
        yield "  ".join(
            [first.ljust(widths[0]), *(text.rjust(width) for text, width in zip(rest, widths[1:], strict=True))]
        )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
