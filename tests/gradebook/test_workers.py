"""Jobs go out, answers come back, and whoever dies is replaced."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from autograder.errors import SandboxError, SpecError
from autograder.gradebook.workers import Crew, Lost


@contextlib.contextmanager
def calculators(diary: Path) -> Iterator[Callable[[str], str]]:
    """Answers a job with its length; some jobs do something else. The diary tells who began and who left."""
    if (diary / "broken").exists():
        msg = "no walls"
        raise SandboxError(msg)
    (diary / f"began-{os.getpid()}").touch()
    if (diary / "stillborn").exists() and len(list(diary.glob("began-*"))) <= int((diary / "stillborn").read_text()):
        os.kill(os.getpid(), signal.SIGKILL)

    def answer(job: str) -> str:
        if job == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if job == "hang" or (job == "hang once" and not (diary / "hung").exists()):
            (diary / "hung").touch()
            os.kill(os.getpid(), signal.SIGSTOP)
        if job == "spec":
            msg = "line 3"
            raise SpecError(msg)
        return f"{job}: {len(job)}"

    try:
        yield answer
    finally:
        (diary / f"left-{os.getpid()}").touch()


def crew(diary: Path, size: int) -> Crew[str, str]:
    return Crew[str, str](partial(calculators, diary), size)


def test_every_job_is_answered_once(tmp_path: Path) -> None:
    jobs = ["x" * number for number in range(30)]

    with crew(tmp_path, 2) as two:
        answers = [heard for heard in two.answers(jobs) if heard is not None]

    assert sorted(answers) == sorted((job, f"{job}: {len(job)}") for job in jobs)  # type: ignore[type-var]
    assert len(list(tmp_path.glob("began-*"))) == len(list(tmp_path.glob("left-*"))) == 2


def test_no_more_workers_start_than_there_are_jobs(tmp_path: Path) -> None:
    with crew(tmp_path, 8) as eight:
        list(eight.answers(["a"]))

    assert len(list(tmp_path.glob("began-*"))) == 1


def test_a_crew_is_kept_for_the_next_jobs(tmp_path: Path) -> None:
    with crew(tmp_path, 1) as one:
        list(one.answers(["a"]))
        list(one.answers(["b"]))

    assert len(list(tmp_path.glob("began-*"))) == 1


def test_a_job_that_kills_is_lost_and_its_neighbours_are_not(tmp_path: Path) -> None:
    jobs = ["a", "bb", "die", "ccc", "dddd", "eeeee"]

    with crew(tmp_path, 1) as one:
        heard = [one for one in one.answers(jobs) if one is not None]

    assert [one for one in heard if isinstance(one, Lost)] == [
        Lost("die", "the grading process ended with status -9, 2 times")
    ]
    assert sorted(one[0] for one in heard if not isinstance(one, Lost)) == ["a", "bb", "ccc", "dddd", "eeeee"]


def test_a_job_whose_worker_hangs_is_done_by_another(tmp_path: Path) -> None:
    jobs = ["a", "hang once", "bb", "ccc"]

    with Crew[str, str](partial(calculators, tmp_path), 1, patience=2.0) as one:
        heard = [one for one in one.answers(jobs) if one is not None]

    assert sorted(one[0] for one in heard if not isinstance(one, Lost)) == sorted(jobs)


def test_a_job_on_which_every_worker_hangs_is_lost_and_its_neighbours_are_not(tmp_path: Path) -> None:
    with Crew[str, str](partial(calculators, tmp_path), 1, patience=2.0) as one:
        heard = [one for one in one.answers(["a", "hang", "bb"]) if one is not None]

    assert [one for one in heard if isinstance(one, Lost)] == [
        Lost("hang", "the grading process gave no answer for 2 s, 2 times")
    ]
    assert sorted(one[0] for one in heard if not isinstance(one, Lost)) == ["a", "bb"]


def test_a_worker_that_is_killed_before_it_is_ready_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "stillborn").write_text("1")

    with crew(tmp_path, 1) as one:
        heard = [one for one in one.answers(["a"]) if one is not None]

    assert heard == [("a", "a: 1")]


def test_workers_that_never_get_ready_end_the_run(tmp_path: Path) -> None:
    (tmp_path / "stillborn").write_text("99")

    with crew(tmp_path, 1) as one, pytest.raises(SandboxError, match="ended with status -9 before it was ready"):
        list(one.answers(["a"]))


def test_what_concerns_every_job_is_raised(tmp_path: Path) -> None:
    with crew(tmp_path, 1) as one, pytest.raises(SpecError, match="line 3"):
        list(one.answers(["a", "spec", "b"]))


def test_a_worker_that_cannot_begin_tells_why(tmp_path: Path) -> None:
    (tmp_path / "broken").touch()

    with crew(tmp_path, 2) as two, pytest.raises(SandboxError, match="no walls"):
        list(two.answers(["a"]))


def test_workers_stand_in_a_process_group_of_their_own(tmp_path: Path) -> None:
    with crew(tmp_path, 1) as one:
        list(one.answers(["a"]))
        pid = int(next(tmp_path.glob("began-*")).name.removeprefix("began-"))

        assert os.getpgid(pid) == pid
        assert os.getpgid(pid) != os.getpgid(0)
