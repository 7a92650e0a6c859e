"""What a descriptor of a process tells about it: by the kernel's word, whatever the process says of itself."""

from typing import Final

#: Sleeps until something happens. One that runs, is stopped, or waits for a disk is not to blame for the time.
_ASLEEP: Final = b"S"


def number_of(pidfd: int) -> int:
    """The number of a process, as this process counts; below 1 once it is gone."""
    with open(f"/proc/self/fdinfo/{pidfd}", encoding="ascii") as file:  # noqa: PTH123 - done for every child
        return int(file.read().rpartition("\nPid:")[2].split(None, 1)[0])


def is_asleep(pidfd: int) -> bool:
    """Whether a process waits for something to happen: a sleep, an input, a lock.

    Returns:
        False, too, for one that is gone, or of which nothing can be told.
    """
    try:
        with open(f"/proc/{number_of(pidfd)}/stat", "rb") as file:  # noqa: PTH123 - read ten times a second
            return file.read().rpartition(b") ")[2].startswith(_ASLEEP)
    except OSError:
        return False
