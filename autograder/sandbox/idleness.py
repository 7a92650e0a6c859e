"""Does a process wait, or does it want to run? Told by the kernel, whatever the process says of itself."""

import re
from typing import Final

_PID: Final = re.compile(r"^Pid:\s*(\d+)$", re.MULTILINE)
#: Sleeps until something happens. One that runs, is stopped, or waits for a disk is not to blame for the time.
_ASLEEP: Final = "S"


def is_asleep(pidfd: int) -> bool:
    """Whether a process waits for something to happen: a sleep, an input, a lock.

    Args:
        pidfd: a descriptor of the process; whose number it has among other processes does not matter.

    Returns:
        False, too, for one that is gone, or of which nothing can be told.
    """
    try:
        with open(f"/proc/self/fdinfo/{pidfd}", encoding="ascii") as file:  # noqa: PTH123 - read ten times a second
            pid = _PID.search(file.read())
        if pid is None:
            return False
        with open(f"/proc/{pid[1]}/stat", "rb") as file:  # noqa: PTH123 - the same
            return file.read().rpartition(b") ")[2].startswith(_ASLEEP.encode())
    except OSError:
        return False
