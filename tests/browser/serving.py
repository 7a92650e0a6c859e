"""Real Jupyter servers: started in a folder, asked for their address, ended with all that they started."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PATIENCE: Final = 120
#: A server for nbgrader's pages, and one with JupyterLab, which asks nothing of the network.
SERVER: Final = (sys.executable, "-m", "jupyter_server", "--ServerApp.allow_root=True")
LAB: Final = (
    *(sys.executable, "-m", "jupyterlab", "--ServerApp.allow_root=True", "--LabApp.extension_manager=readonly"),
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
_SETTINGS: Final = ("--no-browser", "--port=0")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its process, its address, which ends in "/", and the token it wants."""

    process: subprocess.Popen[bytes]
    url: str
    token: str

    def page(self, path: str) -> str:
        """The address of a page, as a person is given it: with the token."""
        return f"{self.url}{path}?token={self.token}"


def start(command: Sequence[str], folder: Path, runtime: Path, environment: Mapping[str, str] | None = None) -> Server:
    """Start a server and wait until it answers.

    Args:
        command: what starts it: `SERVER`, `LAB`, or another that passes on what it is given.
        folder: where: what it serves, and where it finds nbgrader's settings.
        runtime: an empty folder, for its log and its papers.
        environment: variables of its own.
    """
    token = secrets.token_hex()
    # As in an environment that was activated: a new gradebook asks the command `alembic` for its version.
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    own = {"PATH": path, "JUPYTER_RUNTIME_DIR": str(runtime), "TMPDIR": str(runtime)}
    with (runtime / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *_SETTINGS, f"--IdentityProvider.token={token}"],
            cwd=folder,
            env={**os.environ, **(environment or {}), **own},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        where = runtime / f"jpserver-{process.pid}.json"
        wait_for(lambda: bool(_address(where)) or process.poll() is not None, "the server's address")
        assert process.poll() is None, (runtime / "log").read_text()
        server = Server(process, _address(where), token)
        wait_for(lambda: _is_up(server), "the server's first answer")
    except BaseException:
        stop(process)
        raise
    return server


@contextlib.contextmanager
def serving(
    command: Sequence[str], folder: Path, log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Start a server as `start` does, end it, and keep its log."""
    with tempfile.TemporaryDirectory() as runtime:
        try:
            server = start(command, folder, Path(runtime), environment)
            try:
                yield server
            finally:
                stop(server.process)
        finally:
            shutil.copy(Path(runtime) / "log", log)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server, with force and all that it started where it does not listen."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    finally:
        if process.poll() is None:
            for pid in (process.pid, *descendants(process.pid)):
                os.kill(pid, signal.SIGKILL)
            process.wait()


def descendants(pid: int) -> set[int]:
    """All processes that a process has started, and those that these have started."""
    children = {int(one) for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()}
    return children.union(*map(descendants, children))


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Wait until something holds; how long that takes is nobody's business."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"still waiting for {what}"
        time.sleep(0.05)


def _address(where: Path) -> str:
    """Where a server says that it listens, or "" while it has not said so."""
    try:
        return str(json.loads(where.read_bytes())["url"])
    except (FileNotFoundError, ValueError):
        return ""


def _is_up(server: Server) -> bool:
    request = urllib.request.Request(  # noqa: S310 - the server started here
        f"{server.url}api/status", headers={"Authorization": f"token {server.token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310 - the same
            return True
    except OSError:
        return False
