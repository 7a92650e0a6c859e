"""Real Dask clusters for tests: a scheduler and workers, started by Dask's own command, on this machine alone."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_HOST: Final = "127.0.0.1"
_PATIENCE: Final = 60.0


@dataclass(frozen=True)
class Cluster:
    """A scheduler, and how to start workers for it."""

    address: str
    folder: Path
    options: Sequence[str]
    process: subprocess.Popen[bytes]

    @contextlib.contextmanager
    def worker(self, *options: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
        """Start one worker of one thread. Nobody waits for it: whoever grades does."""
        ours = ("--nthreads", "1", "--local-directory", str(self.folder), "--memory-limit", "0")
        with _dask(self.folder, "worker", self.address, *ours, *self.options, *options, **environment) as process:
            yield process


@contextlib.contextmanager
def scheduler(folder: Path, *options: str, protocol: str = "tcp") -> Iterator[Cluster]:
    """Start a scheduler, and end it with what is left of its workers."""
    file = folder / "scheduler.json"
    where = ("--host", f"{protocol}://{_HOST}", "--port", "0", "--scheduler-file", str(file))
    with _dask(folder, "scheduler", *where, *options) as process:
        until = time.monotonic() + _PATIENCE
        while not (file.exists() and file.read_text()):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        yield Cluster(json.loads(file.read_text())["address"], folder, options, process)


@contextlib.contextmanager
def _dask(folder: Path, *words: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [
        sys.executable,
        "-m",
        "dask",
        words[0],
        "--no-dashboard",
        "--dashboard-address",
        f"{_HOST}:0",
        *words[1:],
    ]
    with subprocess.Popen(
        command,
        env={**os.environ, **environment},
        cwd=folder,  # which Python looks into first
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
