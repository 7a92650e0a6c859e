"""Runs a command as a user without privileges, from tests that run as root."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from .conftest import ROOT

_NOBODY = 65534
_WITHOUT_PRIVILEGES = ("--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all")


def as_ordinary_user(command: Sequence[str], folder: Path) -> list[str]:
    """Have a command run as nobody, who is given a folder; skips where that cannot be."""
    if os.geteuid() != 0:
        pytest.skip("these tests run as an ordinary user already")
    if shutil.which("setpriv") is None:
        pytest.skip("no setpriv here, to become an ordinary user with")
    os.chown(folder, _NOBODY, _NOBODY)
    lowered = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", *_WITHOUT_PRIVILEGES, "--"]
    surroundings = ["env", "-i", f"PATH={os.environ['PATH']}", f"HOME={folder}", "PYTHONDONTWRITEBYTECODE=1"]
    become = [*_opening(), *lowered, *surroundings]
    tried = subprocess.run([*become, sys.executable, "-c", "import numpy"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"an ordinary user cannot run this Python: {tried.stderr.strip()[-200:]}")
    return [*become, *command]


def _opening() -> list[str]:
    """Where the interpreter lies in a folder that is root's alone, put what is needed of it where all may go."""
    needed = {Path(path).resolve() for path in (sys.prefix, sys.base_prefix, ROOT)}
    hidden = {path: closed for path in sorted(needed) if (closed := _closed_above(path))}
    if not hidden or shutil.which("bwrap") is None:
        return []
    arguments = [part for closed in set(hidden.values()) for part in ("--tmpfs", str(closed))]
    for path, closed in hidden.items():
        between = [folder for folder in reversed(path.parents) if closed in folder.parents]
        arguments += [part for folder in between for part in ("--perms", "0755", "--dir", str(folder))]
        arguments += ["--bind", str(path), str(path)]
    return ["bwrap", "--dev-bind", "/", "/", *arguments, "--cap-add", "ALL", "--"]


def _closed_above(path: Path) -> Path | None:
    """The outermost folder above a path that others may not pass."""
    closed = (folder for folder in reversed(path.parents) if not folder.stat().st_mode & stat.S_IXOTH)
    return next(closed, None)
