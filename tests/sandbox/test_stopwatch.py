import pytest

from autograder.model import Ending
from autograder.sandbox.messages import NOWHERE
from autograder.sandbox.stopwatch import Stopwatch


def _watch(*allowed: float, cpu_seconds: float = 1000.0) -> Stopwatch:
    return Stopwatch(allowed, cpu_seconds=cpu_seconds, wall_seconds=1000.0)


def test_a_step_within_its_time_is_left_alone() -> None:
    watch = _watch(1.0, 1.0)

    assert watch.overrun(0, 0.9) is None
    assert watch.overrun(1, 1.8) is None


def test_a_step_past_its_time_is_named() -> None:
    watch = _watch(1.0, 1.0)

    watch.overrun(0, 0.9)

    assert watch.overrun(1, 2.0) == (1, Ending.TOO_SLOW)


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


def test_waiting_without_work_is_told_from_working() -> None:
    watch = Stopwatch([0.0], cpu_seconds=1000.0, wall_seconds=-1.0)

    assert watch.overrun(0, 0.0) == (NOWHERE, Ending.WAITING)


@pytest.mark.parametrize(("cpu", "ending"), [(1.9, Ending.WAITING), (2.1, Ending.TOO_SLOW)])
def test_a_loop_on_a_busy_machine_is_too_slow_where_it_worked_for_a_fifth_of_its_time(
    cpu: float, ending: Ending
) -> None:
    watch = Stopwatch([100.0], cpu_seconds=10.0, wall_seconds=-1.0)

    assert watch.overrun(0, cpu) == (NOWHERE, ending)
