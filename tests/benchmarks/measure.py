"""Timing contenders in turn, a few submissions each, so that whatever else the machine does hits all alike."""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import compress
from statistics import median
from typing import Final

from tests.benchmarks.contenders import Contender
from tests.benchmarks.rows import Row
from tests.benchmarks.submissions import Honest

#: The row that all others are compared with.
YARDSTICK: Final = "grader"
#: How many submissions in a row: enough for caches to settle, so few that a busy moment of the machine hits all rows.
_BLOCK: Final = 6


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure.

    Args:
        repetitions: how often everything is graded.
        slow_submissions: how many of the submissions, from the first, slow contenders grade.
    """

    repetitions: int
    slow_submissions: int


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle, the least and the most of some measurements."""

    median: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Timing:
    """What was measured of one contender.

    Args:
        row: which one.
        seconds: of one submission.
        ratio: how many times its rate the yardstick's is, on the same submissions of the same repetition.
        right: the same over right submissions alone, of which none has a mistake that asks for a second run.
    """

    row: Row
    seconds: Spread
    ratio: Spread | None
    right: Spread | None = None


def spread(values: Sequence[float]) -> Spread:
    """Summarise some measurements."""
    return Spread(median(values), min(values), max(values))


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process, and all that it starts, on one core where the system can: rates are per core."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def measure(contenders: Mapping[Row, Contender], submissions: Sequence[Honest], plan: Plan) -> list[Timing]:
    """Have all contenders grade the same submissions, in turn, several times.

    Raises:
        ValueError: a contender calls a right submission wrong or a wrong one right; its time would mean nothing.
    """
    shares = {row: submissions[: plan.slow_submissions] if row.slow else submissions for row in contenders}
    for row, contender in contenders.items():
        _warm_up(row, contender, shares[row])
    seconds: dict[Row, list[list[float]]] = {row: [] for row in contenders}  # by repetition and submission
    rows = list(contenders)
    for repetition in range(plan.repetitions):
        turn = repetition % len(rows)
        for taken in seconds.values():
            taken.append([])
        for first in range(0, len(submissions), _BLOCK):
            for row in (*rows[turn:], *rows[:turn]):
                block = range(len(shares[row]))[first : first + _BLOCK]
                seconds[row][repetition] += [_seconds(row, contenders[row], number, submissions) for number in block]
    yardstick = next((taken for row, taken in seconds.items() if row.key == YARDSTICK), None)
    is_right = [each.is_right for each in submissions]
    return [_timing(row, taken, yardstick, is_right) for row, taken in seconds.items()]


def _warm_up(row: Row, contender: Contender, submissions: Sequence[Honest]) -> None:
    """Grade some right submissions, untimed, and one of each assignment at least."""
    for number, submission in enumerate(submissions):
        if submission.is_right:
            _seconds(row, contender, number, submissions)


def _seconds(row: Row, contender: Contender, number: int, submissions: Sequence[Honest]) -> float:
    """Time one submission and see whether its score is as it should be."""
    start = time.perf_counter()
    verdict = contender.grade(number)
    seconds = time.perf_counter() - start
    submission = submissions[number]
    if verdict is not None and verdict != submission.is_right:
        is_right, says = ("wrong", "right") if verdict else ("right", "wrong")
        msg = f"{row.title}: calls the {is_right} submission {submission.student} of {submission.assignment!r} {says}"
        raise ValueError(msg)
    return seconds


def _timing(
    row: Row,
    taken: Sequence[Sequence[float]],
    yardstick: Sequence[Sequence[float]] | None,
    is_right: Sequence[bool],
) -> Timing:
    seconds = spread([sum(each) / len(each) for each in taken])
    if yardstick is None or row.key == YARDSTICK:
        return Timing(row, seconds, None)
    pairs = [(theirs, ours[: len(theirs)]) for theirs, ours in zip(taken, yardstick, strict=True)]
    ratios = [sum(theirs) / sum(ours) for theirs, ours in pairs]
    right = [sum(compress(theirs, is_right)) / sum(compress(ours, is_right)) for theirs, ours in pairs]
    return Timing(row, seconds, spread(ratios), spread(right))
