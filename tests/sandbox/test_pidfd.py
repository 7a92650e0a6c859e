"""Who waits is told from who wants to run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from autograder.sandbox.pidfd import business_of


@pytest.fixture(name="process")
def start_process(request: pytest.FixtureRequest) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that does what it is told, and has begun to."""
    command = [sys.executable, "-c", f"import sys, time\nprint(flush=True)\n{request.param}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def _is_ever_asleep(process: "subprocess.Popen[bytes]") -> bool:
    """Whether it is found asleep in some of many looks."""
    pidfd = os.pidfd_open(process.pid)
    try:
        found = []
        for _ in range(50):
            time.sleep(0.01)
            found.append(business_of(pidfd).state == "S")
        return any(found)
    finally:
        os.close(pidfd)


@pytest.mark.parametrize("process", ["time.sleep(1000)"], indirect=True)
def test_who_sleeps_is_asleep(process: "subprocess.Popen[bytes]") -> None:
    assert _is_ever_asleep(process)


@pytest.mark.parametrize("process", ["while True: pass"], indirect=True)
def test_who_computes_is_not(process: "subprocess.Popen[bytes]") -> None:
    assert not _is_ever_asleep(process)


@pytest.mark.parametrize("process", ["while True: pass"], indirect=True)
def test_who_was_stopped_by_others_is_not(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGSTOP)

    assert not _is_ever_asleep(process)


def test_who_is_gone_is_not() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    pidfd = os.pidfd_open(process.pid)
    process.wait()

    business = business_of(pidfd)
    os.close(pidfd)

    assert business.state in ("", "Z")
