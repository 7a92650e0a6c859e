"""Small file systems that are full or read-only, where this machine lets us have one."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def mounted(place: Path, *options: str) -> Iterator[None]:
    """A small file system of its own."""
    place.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", *options, "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("a full or read-only file system needs the right to mount one")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextlib.contextmanager
def crowded(place: Path, *, free_kilobytes: int = 0) -> Iterator[None]:
    """Let what lies in a folder lie on a file system that has hardly any room left."""
    kept = place.with_name(f"{place.name} before")
    place.mkdir(exist_ok=True)
    shutil.copytree(place, kept)
    with mounted(place, "-o", "size=4m"):
        shutil.copytree(kept, place, dirs_exist_ok=True)
        (place / "filler").write_bytes(b"x" * (shutil.disk_usage(place).free - free_kilobytes * 1024))
        yield


@contextlib.contextmanager
def frozen(place: Path) -> Iterator[None]:
    """Let what lies in a folder lie on a file system that is read-only."""
    kept = place.with_name(f"{place.name} before")
    place.mkdir(exist_ok=True)
    shutil.copytree(place, kept)
    with mounted(place, "-o", "size=4m"):
        shutil.copytree(kept, place, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        yield
