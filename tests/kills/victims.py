"""Who can be killed: the processes of a run of `autograder grade`, found as they come and go."""

import os
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Final

_ZYGOTE: Final = b"autograder.sandbox.zygote"
_WORKER: Final = b"multiprocessing.spawn"


class Victim(StrEnum):
    """What is killed."""

    DRIVER = "driver"
    DRIVER_AT_A_TICK = "driver, as a tick is printed"
    WORKER = "worker (it holds the keeper)"
    STARTING_ZYGOTE = "zygote, while it starts"
    ZYGOTE = "zygote"
    CHILD = "child"


def find(victim: Victim, driver: int, random: Random) -> int | None:
    """Find a process of this kind among those of a run, or None where there is none at this moment."""
    if victim in (Victim.DRIVER, Victim.DRIVER_AT_A_TICK):
        return driver
    found = [pid for pid in _children(driver) if _WORKER in _command(pid)]
    if victim is not Victim.WORKER:
        found = [zygote for worker in found for zygote in zygotes_of(worker)]
    if victim is Victim.STARTING_ZYGOTE:
        found = [zygote for zygote in found if is_starting(zygote)]
    if victim is Victim.CHILD:
        found = [child for zygote in found if (child := child_of(zygote))]
    return random.choice(found) if found else None


def zygotes_of(keeper: int) -> list[int]:
    """The zygotes that a process keeps: itself, or behind the programs that build walls around them."""
    started = [pid for pid in _children(keeper) if _ZYGOTE in _command(pid)]
    return [zygote for pid in started for zygote in ([pid] if _is_python(pid) else zygotes_of(pid))]


def child_of(zygote: int) -> int | None:
    """The child that a zygote has at this moment."""
    return next(iter(_children(zygote)), None)


def is_starting(zygote: int) -> bool:
    """Whether it is not ready yet: a zygote that is has its walls in hand, and among them Landlock's rules."""
    try:
        descriptors = [str(each.readlink()) for each in Path(f"/proc/{zygote}/fd").iterdir()]
    except OSError:  # it is gone, or something of it
        return False
    return bool(descriptors) and not any("landlock" in each for each in descriptors)


def _is_python(pid: int) -> bool:
    return Path(_command(pid).partition(b"\0")[0].decode(errors="replace")).name.startswith("python")


def _children(pid: int) -> list[int]:
    """The children of all threads of a process, the youngest first."""
    found: list[int] = []
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (thread / "children").read_text(encoding="ascii").split())
    except OSError:  # it is gone
        return []
    return sorted(found, reverse=True)


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def left_behind() -> list[str]:
    """End whatever processes were left to this one, whose adopter it is, and tell their commands."""
    found = []
    for pid in _children(os.getpid()):
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(") ")[2][:1]
        if state != "Z":
            found.append(_command(pid).replace(b"\0", b" ").decode(errors="replace"))
            os.kill(pid, 9)
        os.waitpid(pid, 0)
    return found
