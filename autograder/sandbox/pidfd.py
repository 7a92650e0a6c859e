"""What a descriptor of a process tells about it: by the kernel's word, whatever the process says of itself."""

from typing import Final, NamedTuple

_NANOSECONDS: Final = 1e-9


class Business(NamedTuple):
    """What a process is at.

    Attributes:
        state: the kernel's letter, S for one that sleeps until something happens; "" where nothing can be told.
        delayed: seconds for which it has wanted to run so far, and the machine was busy with others.
    """

    state: str
    delayed: float


def number_of(pidfd: int) -> int:
    """The number of a process, as this process counts; below 1 once it is gone."""
    with open(f"/proc/self/fdinfo/{pidfd}", encoding="ascii") as file:  # noqa: PTH123 - done for every child
        return int(file.read().rpartition("\nPid:")[2].split(None, 1)[0])


def business_of(pidfd: int) -> Business:
    """What a process is at; nothing can be told of one that is gone, or where /proc is mounted with hidepid."""
    try:
        folder = f"/proc/{number_of(pidfd)}"
        with open(f"{folder}/stat", "rb") as file:  # noqa: PTH123 - read ten times a second
            state = file.read().rpartition(b") ")[2][:1].decode("ascii")
        with open(f"{folder}/schedstat", "rb") as file:  # noqa: PTH123 - the same
            return Business(state, int(file.read().split()[1]) * _NANOSECONDS)
    except (OSError, ValueError, IndexError):
        return Business("", 0.0)
