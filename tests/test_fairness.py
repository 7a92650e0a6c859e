"""A busy machine changes nobody's score: `python -m tests.kills --fairness 200` tries it longer, and harder."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.sandbox.walls import missing_walls
from tests.kills.fairness import (
    SUBMISSIONS,
    Heavy,
    Verdicts,
    begin,
    end,
    fairness_table,
    graded,
    repeat,
    zygote_at_hand,
)
from tests.kills.victims import child_of

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

TIMES = 5
#: What becomes of the exercise that a submission spoils; every other one stays right.
SPOILT = {
    "honest": "correct",
    "a loop without end": "too slow",
    "a cell without end": "correct",
    "sleeps": "waiting",
    "eats memory": "out of memory",
    "near its limit": "correct",
}


def judgements(verdicts: Verdicts) -> dict[str, str]:
    return {exercise: judgement for exercise, judgement, _ in verdicts}


def test_what_a_submission_earns_does_not_depend_on_what_else_the_machine_does() -> None:
    found = repeat(TIMES, Heavy(busy=3, graders=4, pause=1.0))

    assert found.keys() == SUBMISSIONS.keys() == SPOILT.keys()
    for name, results in found.items():
        assert list(results.values()) == [TIMES], fairness_table(found)
        spoilt = judgements(next(iter(results)))
        assert spoilt.pop("squared_error") == SPOILT[name]
        assert set(spoilt.values()) == {"correct"}


@pytest.fixture(name="undisturbed")
def grade_undisturbed() -> Iterator[Verdicts]:
    """What a submission that takes its time gets in peace, in a process that is ready to grade it again."""
    begin(is_nice=False)
    yield graded("near its limit")
    end()


def stopped(zygote: int, who: str) -> bool:
    """Stop a zygote or its child, as soon as there is a child, for longer than one that sleeps is waited for."""
    for _ in range(5000):
        child = child_of(zygote)
        if child is not None:
            pid = child if who == "child" else zygote
            os.kill(pid, signal.SIGSTOP)
            time.sleep(7.0)
            os.kill(pid, signal.SIGCONT)
            return True
        time.sleep(0.001)
    return False


@pytest.mark.parametrize("who", ["child", "zygote"])
def test_whoever_was_stopped_for_longer_than_a_sleeper_is_waited_for_is_not_blamed(
    undisturbed: Verdicts, who: str
) -> None:
    zygote = zygote_at_hand()

    with ThreadPoolExecutor(1) as beside:
        stopping = beside.submit(stopped, zygote, who)
        disturbed = graded("near its limit")

    assert stopping.result()
    assert disturbed == undisturbed


def killed(zygote: int) -> bool:
    """Kill the first child that a zygote has."""
    for _ in range(5000):
        child = child_of(zygote)
        if child is not None:
            os.kill(child, signal.SIGKILL)
            return True
        time.sleep(0.001)
    return False


def test_a_child_that_the_machine_killed_is_not_blamed_either(undisturbed: Verdicts) -> None:
    zygote = zygote_at_hand()

    with ThreadPoolExecutor(1) as beside:
        killing = beside.submit(killed, zygote)
        disturbed = graded("near its limit")

    assert killing.result()
    assert disturbed == undisturbed
