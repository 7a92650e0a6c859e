"""Where the peers live: each in a virtual environment of its own, made when it is first asked for and kept."""

import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

#: A file of pinned requirements for each peer, the peer itself on the first line.
_REQUIREMENTS: Final = Path(__file__).parent / "requirements"
#: Written last: an environment without it was never finished.
_STAMP: Final = "installed.txt"
#: A pip that waits for ever is a network that is not there.
_LONGEST_SECONDS: Final = 900


class PeerMissingError(Exception):
    """A peer cannot be measured here: its row is left out, and the message says why."""


def default_folder() -> Path:
    """The environments' place in the person's cache."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "descent-autograder" / "peers"


@dataclass(frozen=True, slots=True)
class Environments:
    """The peers' environments.

    Args:
        folder: where they are kept, one folder for each; None has peers run in the environment that this runs in.
    """

    folder: Path | None

    def python(self, peer: str) -> Path:
        """The interpreter that has the peer, which is installed if need be.

        Raises:
            PeerMissingError: it is not there and cannot be installed.
        """
        wanted = (_REQUIREMENTS / f"{peer}.txt").read_text()
        if self.folder is None:
            return _here(wanted.split()[0])
        place = self.folder / peer
        python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        stamp = place / _STAMP
        made_for = f"# Python {sys.version}\n{wanted}"
        if not (stamp.exists() and stamp.read_text() == made_for and python.exists()):
            print(f"installs {', '.join(wanted.split())} for the row {peer!r} into {place} ...", flush=True)
            _run([sys.executable, "-m", "venv", "--clear", str(place)], peer)
            _run([str(python), "-m", "pip", "install", "--quiet", "-r", str(_REQUIREMENTS / f"{peer}.txt")], peer)
            stamp.write_text(made_for)
        return python

    def says(self, peer: str) -> str:
        """What is installed for a peer, for people."""
        wanted = (_REQUIREMENTS / f"{peer}.txt").read_text().split()
        if self.folder is None:
            wanted = [f"{name} {version(name)}" for name in (each.partition("==")[0] for each in wanted)]
        return f"{peer}: {', '.join(each.replace('==', ' ') for each in wanted)}"


def _here(requirement: str) -> Path:
    name = requirement.partition("==")[0]
    try:
        version(name)
    except PackageNotFoundError as error:
        msg = f"{name} is not installed in this environment; without --peers-here it gets one of its own"
        raise PeerMissingError(msg) from error
    return Path(sys.executable)


def _run(command: list[str], peer: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_LONGEST_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"{peer} was not installed: {error}"
        raise PeerMissingError(msg) from error
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines() or ["it said nothing"]
        errors = [line for line in said if line.startswith("ERROR")]
        msg = f"{peer} was not installed: {(errors or said)[-1]}"
        raise PeerMissingError(msg)
