"""What was measured, as text."""

import os
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from tests.benchmarks.latency import Latency
from tests.benchmarks.measure import Spread, Timing
from tests.benchmarks.memory import Reading
from tests.benchmarks.scale import ScaleTiming
from tests.benchmarks.whole_class import ClassTiming

if TYPE_CHECKING:
    from tests.benchmarks.model import Model


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
    """The memory of trusted process and zygotes, after so many submissions."""
    first = readings[0]
    zygotes = range(max(len(each.zygotes) for each in readings))
    heading = (
        "submissions judged",
        "trusted process, keeper in it: MiB",
        "of the first",
        *(f"zygote {number + 1}: MiB" for number in zygotes),
        "open files",
    )
    lines = [
        (
            f"{each.submissions}",
            f"{each.trusted:.1f}",
            f"{each.trusted / first.trusted:.3f}",
            *(f"{each.zygotes[number]:.1f}" if number < len(each.zygotes) else "-" for number in zygotes),
            f"{each.descriptors}",
        )
        for each in readings
    ]
    return "\n".join(_aligned([heading, *lines]))


def scale_table(timing: ScaleTiming) -> str:
    """Where the time of a large class goes, as its driver's main thread was seen."""
    new = "" if timing.graded else ", nothing new"
    heading = (
        f"{timing.submissions} submissions, {timing.workers} workers{new}",
        "seconds",
        "share",
        "ms a submission",
    )
    lines = [
        (
            where,
            f"{seconds:.1f}",
            f"{100 * seconds / timing.seconds:.0f} %",
            f"{1000 * seconds / timing.submissions:.2f}",
        )
        for where, seconds in (*timing.parts, ("altogether", timing.seconds))
    ]
    processor = f"the driver's own processor time: {timing.processor_seconds:.1f} s"
    memory = ", ".join(f"{mebibytes:.0f} after {seconds:.0f} s" for seconds, mebibytes in timing.memory)
    return "\n".join(
        (*_aligned([heading, *lines]), processor, f"its memory, MiB: {memory}; at its most {timing.most_mebibytes:.0f}")
    )


def model_table(model: "Model") -> str:
    """The parts, what the model says of many submissions, and what was measured beside what it says."""
    parts = model.parts
    of_one = [
        (name, f"{1000 * getattr(parts, name):.2f}")
        for name in ("before", "judging", "packing", "transfer", "staging", "recording", "after", "page")
    ]
    checks = [
        (f"{each.title}, {each.submissions}", f"{each.workers}", f"{each.measured:.1f}", f"{each.modelled:.1f}")
        for each in model.checks
    ]
    forecasts = [
        (
            f"{each.workers}",
            f"{each.seconds / 60:.1f}",
            f"{each.judging / 60:.1f}",
            "the driver" if each.is_saturated else "the workers",
            f"{each.used:.2f}",
            f"{each.held:.2f}",
        )
        for each in model.forecasts
    ]
    heading = (
        f"{model.submissions} submissions, workers",
        "minutes",
        "judging",
        "the pace is set by",
        "core-hours",
        "held",
    )
    return "\n".join(
        (
            *_aligned([("of one submission", "ms"), *of_one]),
            f"{parts.bytes_out} bytes out, {parts.bytes_back} back; at most {100 * model.line_share:.0f} % of 1 Gbit/s",
            "",
            *_aligned([("measured, and modelled", "workers", "measured: s", "modelled: s"), *checks]),
            "",
            *_aligned([heading, *forecasts]),
            f"more workers than {model.enough_workers:.1f} wait for the driver",
        )
    )


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
