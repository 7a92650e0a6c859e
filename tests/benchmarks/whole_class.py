"""A class from end to end: `autograder grade` with its rows, notebooks and pages, against the steps it stands for."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from autograder.demo.folder import make_folder
from autograder.demo.workflow import open_workflow
from tests.benchmarks.contenders import ROOT, Setting
from tests.benchmarks.measure import Plan, Spread, spread
from tests.benchmarks.peers import stock_nbgrader
from tests.benchmarks.submissions import Honest, personal

#: As many as design and README speak of.
_WORKERS: Final = 2
_STOCK_BUDGET: Final = 60.0
_BARE_BUDGET: Final = 2.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """How long a class takes, beside something else that was measured in the same repetitions.

    Args:
        title: what it is compared with.
        seconds: of one submission, that something else's.
        ratio: their quotient, as the title says.
        budget: what the ratio should be.
    """

    title: str
    seconds: Spread
    ratio: Spread
    budget: str


@dataclass(frozen=True, slots=True)
class ClassTiming:
    """What a class of so many submissions takes.

    Args:
        submissions: how many.
        seconds: of one of them: the whole command's time, divided.
        comparisons: with what else does the same, or a part of it.
    """

    submissions: int
    seconds: Spread
    comparisons: tuple[Comparison, ...]


def class_timing(setting: Setting, plan: Plan, students: int) -> ClassTiming:
    """Grade a class again and again, and beside it a few of its submissions with stock nbgrader, and all without rows.

    Args:
        setting: the submissions that the class hands in, again and again, and a grader for grading alone.
        plan: how often; and how many stock nbgrader grades, and writes pages for, in a process that is warm.
        students: how many submissions the class hands in.
    """
    grader, examples, stock = setting.grader, setting.submissions, plan.slow_submissions
    work = ((f"student_{number:04}", examples[number % len(examples)]) for number in range(students))
    course = collected(setting.folder / "class", work)
    contender = stock_nbgrader(replace(setting, submissions=examples[:stock]), with_feedback=True)
    whole, theirs, bare = [], [], []
    try:
        contender.grade(0)
        for _ in range(plan.repetitions):
            whole.append(_timed(lambda: _grade_class(course)) / students)
            theirs.append(_timed(lambda: [contender.grade(number) for number in range(stock)]) / stock)
            bare.append(_timed(lambda: [grader.grade(each.path, each.assignment) for each in examples]) / len(examples))
    finally:
        contender.close()
    times_as_fast = spread([one / other for one, other in zip(theirs, whole, strict=True)])
    times_as_long = spread([_WORKERS * one / other for one, other in zip(whole, bare, strict=True)])
    return ClassTiming(
        students,
        spread(whole),
        (
            Comparison(
                "nbgrader autograde + generate_feedback", spread(theirs), times_as_fast, f">= {_STOCK_BUDGET:g}"
            ),
            Comparison("grading alone, one worker's time", spread(bare), times_as_long, f"<= {_BARE_BUDGET:g}"),
        ),
    )


def collected(folder: Path, submissions: Iterable[tuple[str, Honest]]) -> Path:
    """A course's folder, and in it a class that has handed in: who, and what; no two notebooks are alike."""
    root = make_folder(folder, ROOT)
    workflow = open_workflow(root)
    released = set()
    for number, (student, each) in enumerate(submissions):
        if each.assignment not in released:
            workflow.release(each.assignment)
            released.add(each.assignment)
        place = root / "submitted" / student / each.assignment
        place.mkdir(parents=True)
        (place / each.path.name).write_bytes(personal(each, number))
        (place / "timestamp.txt").write_text("2026-01-01 12:00:00.000000 UTC")
    return root


def _grade_class(course: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", "--again", "--workers", str(_WORKERS)],
        cwd=course,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stdout[-500:] + done.stderr[-2000:])


def _timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start
