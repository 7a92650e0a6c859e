import pytest

from autograder.model import Ending
from autograder.sandbox.messages import NOWHERE
from autograder.sandbox.pidfd import Business
from autograder.sandbox.stopwatch import AT_WORK, Stopwatch

ASLEEP = Business("S", 0.0)


def _watch(*allowed: float, cpu_seconds: float = 1000.0) -> Stopwatch:
    return Stopwatch(allowed, cpu_seconds=cpu_seconds, wall_seconds=1000.0)


def test_a_step_within_its_time_is_left_alone() -> None:
    watch = _watch(1.0, 1.0)

    assert watch.overrun(0, 0.9) is None
    assert watch.overrun(1, 1.8) is None


def test_a_step_past_its_time_is_named() -> None:
    watch = _watch(1.0, 1.0)

    watch.overrun(0, 0.9)
    watch.overrun(1, 0.9)

    assert watch.overrun(1, 2.0) == (1, Ending.TOO_SLOW)


def test_a_step_is_not_charged_with_what_those_before_it_used_while_nobody_looked() -> None:
    watch = _watch(1.0, 1.0)

    watch.overrun(0, 0.1)

    assert watch.overrun(1, 1.4) is None
    assert watch.overrun(1, 2.1) is None
    assert watch.overrun(1, 2.3) == (1, Ending.TOO_SLOW)


def test_what_a_step_used_past_its_time_before_anybody_looked_is_told() -> None:
    watch = _watch(1.0, 1.0)

    watch.overrun(0, 0.0)
    watch.overrun(0, 9.0)

    assert watch.excess == 8.0


def test_time_adds_up_when_a_child_jumps_to_and_fro_between_steps() -> None:
    watch = _watch(1.0, 1.0)

    looks = [watch.overrun(look % 2, 0.3 * look) for look in range(1, 12)]

    assert (1, Ending.TOO_SLOW) in looks


def test_a_step_that_cannot_be_has_the_longest_allowance_and_no_name() -> None:
    watch = _watch(1.0, 2.0)

    assert watch.overrun(77, 1.5) is None
    assert watch.overrun(78, 2.5) == (NOWHERE, Ending.TOO_SLOW)


def test_all_steps_together_have_one_allowance() -> None:
    watch = _watch(*[1.0] * 10, cpu_seconds=3.0)

    looks = [watch.overrun(step, 0.9 * (step + 1)) for step in range(10)]

    assert next(each for each in looks if each) == (NOWHERE, Ending.TOO_SLOW)


def test_waiting_uses_up_patience() -> None:
    watch = Stopwatch([0.0], cpu_seconds=1000.0, wall_seconds=0.0)

    assert watch.overrun(0, 0.0, ASLEEP) == (NOWHERE, Ending.WAITING)


def test_who_is_awake_at_every_look_and_has_neither_run_nor_stood_in_line_was_waiting() -> None:
    watch = Stopwatch([0.0], cpu_seconds=1000.0, wall_seconds=0.0)

    assert watch.overrun(0, 0.0, Business("R", 0.0)) == (NOWHERE, Ending.WAITING)


def test_who_stood_in_line_was_not_waiting() -> None:
    watch = Stopwatch([0.0], cpu_seconds=1000.0, wall_seconds=0.0)

    looks = [watch.overrun(0, 0.0, Business("R", 100.0 * look)) for look in range(1, 10)]

    assert set(looks) == {None}


def test_where_nothing_can_be_told_all_that_was_not_run_was_waited() -> None:
    watch = Stopwatch([0.0], cpu_seconds=1000.0, wall_seconds=0.0)

    assert watch.overrun(0, 0.0, Business("", 0.0)) == (NOWHERE, Ending.WAITING)


def test_time_that_a_child_neither_ran_nor_waited_is_not_charged_to_it() -> None:
    watch = Stopwatch([0.0], cpu_seconds=1000.0, wall_seconds=0.0)

    looks = [watch.overrun(0, 0.0) for _ in range(10)]

    assert set(looks) == {None}
    assert watch.starved > 0.0


@pytest.mark.parametrize(("cpu", "business"), [(0.1, AT_WORK), (0.0, ASLEEP)], ids=["runs", "waits"])
def test_a_child_that_runs_or_waits_is_not_starved(cpu: float, business: Business) -> None:
    watch = _watch(1.0)
    watch.overrun(0, 0.0)

    watch.overrun(0, cpu, business)

    assert watch.starved == 0.0
