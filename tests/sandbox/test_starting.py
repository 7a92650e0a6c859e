"""A zygote that is killed as it starts, or finds no memory then, is started again; never is a wall given up for it."""

import itertools
import os
import re
import resource
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from autograder import wire
from autograder.errors import SandboxError
from autograder.sandbox import Sandbox
from tests.kills.victims import zygotes_of

from .conftest import why_no_bubble
from .jobs import notebook, variable

#: How often a start is tried.
TRIES = 3


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def starve(pid: int) -> None:
    """Leave it no memory to import anything with."""
    resource.prlimit(pid, resource.RLIMIT_AS, (2**26, 2**26))


@contextmanager
def met_at_the_start(do: Callable[[int], None], times: int) -> Iterator[list[int]]:
    """Do something to so many zygotes of this process, each as soon as it is there; gives their numbers."""
    is_over = Event()
    others = set(zygotes_of(os.getpid()))  # of the sandboxes that other tests keep open
    met: list[int] = []

    def lie_in_wait() -> None:
        while len(met) < times and not is_over.wait(0.0005):
            for pid in itertools.filterfalse(others.union(met).__contains__, zygotes_of(os.getpid())):
                do(pid)
                met.append(pid)

    with ThreadPoolExecutor(1) as beside:
        lying = beside.submit(lie_in_wait)
        try:
            yield met
        finally:
            is_over.set()
            lying.result()


@pytest.mark.parametrize("do", [kill, starve])
@pytest.mark.parametrize("times", [1, TRIES - 1])
def test_a_zygote_that_was_lost_as_it_started_is_started_again(
    bubble: bool,  # noqa: FBT001 - a fixture
    do: Callable[[int], None],
    times: int,
) -> None:
    with Sandbox(bubble=bubble) as sandbox, met_at_the_start(do, times) as met:
        (outcome,) = sandbox.run(notebook("g = 3"), [variable("g")]).outcomes["g"]

        assert sandbox._zygotes[()].pid not in met

    assert len(met) == times
    assert wire.decode(outcome.encoded) == 3


@pytest.mark.parametrize("do", [kill, starve])
def test_a_zygote_that_never_starts_ends_with_what_was_found_and_what_to_do(
    bubble: bool,  # noqa: FBT001 - a fixture
    do: Callable[[int], None],
) -> None:
    with Sandbox(bubble=bubble) as sandbox, met_at_the_start(do, 100) as met, pytest.raises(SandboxError) as raised:
        sandbox.run(notebook("g = 3"), [variable("g")])

    message = str(raised.value)
    assert len(met) == TRIES
    assert "3 times in a row; free some memory and processes" in message
    assert "\n" not in message


def burst(pid: int) -> None:
    """Kill the bubblewrap that a zygote starts behind."""
    found = re.search(r"^PPid:\s*(\d+)$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    assert found is not None
    assert "bwrap" in Path(f"/proc/{found[1]}/cmdline").read_text()
    kill(int(found[1]))


def test_a_bubble_that_bursts_as_its_zygote_starts_is_made_again() -> None:
    if why_no_bubble():
        pytest.skip(why_no_bubble())

    with Sandbox(bubble=True) as sandbox, met_at_the_start(burst, 1) as met:
        (outcome,) = sandbox.run(notebook("g = 3"), [variable("g")]).outcomes["g"]

    assert len(met) == 1
    assert wire.decode(outcome.encoded) == 3


def test_no_wall_is_given_up_because_zygotes_are_killed() -> None:
    if why_no_bubble():
        pytest.skip(why_no_bubble())

    with Sandbox() as sandbox, met_at_the_start(kill, TRIES), pytest.raises(SandboxError, match="3 times in a row"):
        sandbox.run(notebook("g = 3"), [variable("g")])


def test_what_a_zygote_says_against_its_start_is_not_asked_again() -> None:
    with Sandbox() as sandbox, met_at_the_start(lambda _: None, 100) as met, pytest.raises(SandboxError) as raised:
        sandbox._zygote(("no_such_library",))

    assert len(met) <= 2  # with a bubble, and without
    assert "no_such_library" in str(raised.value)


def test_no_wall_is_given_up_because_bubblewrap_finds_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = tmp_path / "bwrap"
    short.write_text('#!/bin/sh\necho "bwrap: Can\'t fork for pid 1: Resource temporarily unavailable" >&2\nexit 1\n')
    short.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    with Sandbox() as sandbox, pytest.raises(SandboxError, match="free some memory and processes"):
        sandbox.run(notebook("g = 3"), [variable("g")])
