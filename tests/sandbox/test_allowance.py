"""All that is run for one submission has one bound of time; what is overdue is not graded, and blames nobody."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from autograder.model import Calls, CellKind, Ending, Submission
from autograder.sandbox import Limits, Sandbox
from autograder.sandbox.allowance import OverdueError

from .jobs import calls, notebook

SLOW = notebook("import time\ndef f(x):\n    time.sleep(10**6)")
QUICK = notebook("def f(x):\n    return x")
ASKED = [calls("f", (1,), public=1)]


@pytest.fixture(name="sandbox")
def make_sandbox() -> Iterator[Sandbox]:
    with Sandbox(limits=Limits(submission_seconds=0.5)) as sandbox:
        sandbox.run(QUICK, ASKED)
        yield sandbox


def run(sandbox: Sandbox, submission: Submission, asked: Sequence[Calls]) -> object:
    return sandbox.run(submission, asked)


def borrow(sandbox: Sandbox, submission: Submission, asked: Sequence[Calls]) -> object:
    return sandbox.borrow(submission, asked, ["lent = 1"])


def draw(sandbox: Sandbox, submission: Submission, _: Sequence[Calls]) -> object:
    drawn = tuple(
        replace(cell, kind=CellKind.DEMONSTRATION, source=f"{cell.source}\nf(1)") for cell in submission.cells
    )
    return sandbox.draw(replace(submission, cells=drawn))


WAYS = [run, borrow, draw]


@pytest.mark.parametrize("way", WAYS)
def test_a_child_that_goes_on_past_its_submissions_time_ends_it(
    sandbox: Sandbox, way: Callable[[Sandbox, Submission, Sequence[Calls]], object]
) -> None:
    with pytest.raises(OverdueError, match=r"not done after 0\.5 s: .*grade it again"), sandbox.allowance:
        way(sandbox, SLOW, ASKED)


@pytest.mark.parametrize("way", WAYS)
def test_runs_that_are_quick_each_use_up_the_time_of_their_submission_together(
    sandbox: Sandbox, way: Callable[[Sandbox, Submission, Sequence[Calls]], object]
) -> None:
    def again_and_again() -> None:
        with sandbox.allowance:
            while True:
                way(sandbox, QUICK, ASKED)

    with pytest.raises(OverdueError):
        again_and_again()


def test_what_is_overdue_takes_nothing_from_the_next(sandbox: Sandbox) -> None:
    with pytest.raises(OverdueError), sandbox.allowance:
        sandbox.run(SLOW, ASKED)

    with sandbox.allowance:
        (outcome,) = sandbox.run(QUICK, ASKED).outcomes["f"]

    assert outcome.ending is Ending.RETURNED


def test_without_an_allowance_limits_alone_bound_a_run(sandbox: Sandbox) -> None:
    (outcome,) = sandbox.run(SLOW, ASKED).outcomes["f"]

    assert outcome.ending is Ending.WAITING
