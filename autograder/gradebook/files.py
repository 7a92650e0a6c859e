"""Folders that appear whole or not at all, and reading that is led nowhere.

A folder is written under a hidden name beside its place, the file system is asked to keep it, and it changes places
with what is there. A run that dies leaves the old folder or the new one, and at worst a hidden one that the next run
removes, or puts back.
"""

import ctypes
import errno
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.errors import GradebookError

#: What hidden folders on their way into or out of place are called: ".NAME.grading-TOKEN".
_MARK: Final = ".grading-"
#: What a hidden folder is called that has made room for another, where the two cannot change places at once.
_BEFORE: Final = ".before-"
#: Of Linux: two names change places at once.
_RENAME_EXCHANGE: Final = 2
_AT_FDCWD: Final = -100
#: More files than this are no submission but an accident; the rest is left out.
_MOST_FILES: Final = 2000


@dataclass(frozen=True, slots=True)
class Permissions:
    """What nbgrader would give to files and folders."""

    file_mode: int
    groupshared: bool


def regular_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the regular files below a folder in a fixed order, each with its relative name; no link is followed."""
    left = _MOST_FILES
    folders = [(folder, "")]
    while folders:
        here, prefix = folders.pop()
        with os.scandir(here) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append((Path(entry.path), f"{prefix}{entry.name}/"))
            elif entry.is_file(follow_symlinks=False) and left > 0:
                left -= 1
                yield f"{prefix}{entry.name}", Path(entry.path)


def open_regular(path: Path) -> int:
    """Open a file for reading, unless it is a link, a pipe or a device.

    Returns:
        Its descriptor, which the caller closes.

    Raises:
        OSError: it is none, or cannot be read.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        msg = f"{path} is no regular file"
        raise OSError(msg)
    return descriptor


def read_capped(path: Path, most_bytes: int) -> bytes | None:
    """Read a regular file, or None where it is absent, something else, or larger than `most_bytes`."""
    try:
        descriptor = open_regular(path)
    except OSError:
        return None
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor
        data = file.read(most_bytes + 1)
    return data if len(data) <= most_bytes else None


def digest(folder: Path) -> str:
    """SHA-256 over the names and contents of a folder's regular files.

    Raises:
        OSError: a file cannot be read.
    """
    total = hashlib.sha256()
    for name, path in regular_files(folder):
        with open(open_regular(path), "rb") as file:
            content = hashlib.file_digest(file, "sha256").digest()
        encoded = os.fsencode(name)
        total.update(len(encoded).to_bytes(8, "big") + encoded + content)
    return total.hexdigest()


def copy_regular(source: Path, destination: Path, *, most_bytes: int) -> None:
    """Copy a regular file, unless it is larger than `most_bytes` or cannot be read."""
    try:
        descriptor = open_regular(source)
    except OSError:
        return
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor
        if os.fstat(descriptor).st_size <= most_bytes:
            destination.parent.mkdir(parents=True, exist_ok=True)
            with destination.open("wb") as copy:
                shutil.copyfileobj(file, copy)


def hidden_sibling(place: Path) -> Path:
    """A fresh hidden name beside a place, on the same file system."""
    return place.with_name(f".{place.name}{_MARK}{secrets.token_hex(8)}")


def grant(folder: Path, permissions: Permissions) -> None:
    """Set the permissions of everything in a folder as nbgrader does."""
    for here, _, names in os.walk(folder):
        for name in names:
            (Path(here) / name).chmod(permissions.file_mode)
        if permissions.groupshared:
            Path(here).chmod((Path(here).stat().st_mode | 0o2770) & 0o2777)


def put_in_place(staged: Path, place: Path) -> None:
    """Let a staged folder take its place; what was there before goes."""
    if place.exists() or place.is_symlink():
        if not _change_places(staged, place):
            before = place.with_name(f".{place.name}{_BEFORE}{secrets.token_hex(8)}")
            place.rename(before)
            staged.rename(place)
            staged = before
        remove(staged)
    else:
        staged.rename(place)


def _change_places(one: Path, other: Path) -> bool:
    """Let two names change places at once; returns whether kernel and file system can do that."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    names = os.fsencode(one), os.fsencode(other)
    if libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
        return False
    raise OSError(code, os.strerror(code), str(other))


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def remove_leftovers(places: Iterable[Path]) -> None:
    """Remove what a killed run left beside some places; what had made room for nothing goes back."""
    for parent in {place.parent for place in places}:
        with suppress(FileNotFoundError):
            for entry in [*parent.iterdir()]:
                name, is_before, _ = entry.name.rpartition(_BEFORE)
                if is_before and name.startswith(".") and not (parent / name[1:]).exists():
                    entry.rename(parent / name[1:])
                elif entry.name.startswith(".") and (is_before or _MARK in entry.name):
                    remove(entry)


def keep(folder: Path) -> None:
    """Have everything written to a folder's file system reach the disk: one call for many files.

    Raises:
        OSError: the disk refused, or is full.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(descriptor):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(descriptor)


def refused(place: Path, error: OSError) -> GradebookError:
    """Say in one line that a folder cannot be written, and why."""
    advice = {
        errno.ENOSPC: "free some space and grade again",
        errno.EDQUOT: "free some space and grade again",
        errno.EFBIG: "raise the limit on the size of files (`ulimit -f`) and grade again",
        errno.EIO: "check the disk and grade again",
    }.get(error.errno or 0, "ask for the right to write there and grade again")
    return GradebookError(f"cannot write {place} ({error.strerror}); what was graded so far is kept: {advice}")
