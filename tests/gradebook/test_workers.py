"""Jobs go out, answers come back, and whoever dies is replaced."""

import contextlib
import multiprocessing
import os
import signal
import time
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


@contextlib.contextmanager
def clerks(diary: Path, town: str = "nowhere") -> Iterator[Callable[[str], str]]:
    """Answers a job with its town and who did it."""
    (diary / f"began-{os.getpid()}").touch()
    yield lambda _: f"{town} {os.getpid()}"


@pytest.mark.parametrize("most", [0, 2, 9])
def test_who_was_called_in_begins_when_told_what_there_is_to_do(tmp_path: Path, most: int) -> None:
    with Crew[str, str](partial(clerks, tmp_path), 3) as three:
        three.call_in(most)
        three.brief("Delft")

        heard = [one for one in three.answers(["a", "b", "c", "d"]) if one is not None]

    assert [one[1].split()[0] for one in heard if isinstance(one, tuple)] == ["Delft"] * 4


def test_who_was_called_in_and_never_told_is_sent_home_without_beginning(tmp_path: Path) -> None:
    with crew(tmp_path, 2) as two:
        two.call_in(2)
        children = {process.pid for process in multiprocessing.active_children()}

    assert len(children) == 2
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    assert list(tmp_path.iterdir()) == []


def test_who_was_called_in_and_died_is_replaced(tmp_path: Path) -> None:
    with Crew[str, str](partial(clerks, tmp_path), 1) as one:
        one.call_in(1)
        (called,) = multiprocessing.active_children()
        called.kill()
        one.brief("Delft")

        heard = [each for each in one.answers(["a"]) if each is not None]

    assert [each[1].split()[0] for each in heard if isinstance(each, tuple)] == ["Delft"]


@contextlib.contextmanager
def one_of_two(diary: Path) -> Iterator[Callable[[str], int]]:
    """Answers a job with who did it, the first one when the other worker is there, too."""
    (diary / f"began-{os.getpid()}").touch()

    def answer(_: str) -> int:
        while len([*diary.glob("began-*")]) < 2:
            time.sleep(0.01)
        return os.getpid()

    yield answer


def test_jobs_of_a_kind_are_given_to_the_same_worker_where_nobody_is_kept_waiting(tmp_path: Path) -> None:
    jobs = [f"{kind}{number}" for number in range(20) for kind in "ab"]

    with Crew[str, int](partial(one_of_two, tmp_path), 2, kind_of=lambda job: job[0]) as two:
        knows = {one[1]: one[0] for one in two.answers(["a", "b"]) if isinstance(one, tuple)}
        heard = [one for one in two.answers(jobs) if isinstance(one, tuple)]

    assert sorted(knows.values()) == ["a", "b"]
    assert sorted(job for job, _ in heard) == sorted(jobs)
    for who, kind in knows.items():
        own = [job[0] for job, whose in heard if whose == who]
        assert own == sorted(own, key=lambda each: each != kind)
