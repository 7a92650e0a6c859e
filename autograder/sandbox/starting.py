"""Starting a zygote, in a bubble where that can be, and once more where one was killed as it started."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from autograder.errors import SandboxError
from autograder.sandbox.bubble import is_installed, refusal
from autograder.sandbox.child import ZygoteLostError
from autograder.sandbox.limits import Limits
from autograder.sandbox.shortage import tells_of_shortage
from autograder.sandbox.zygote_process import ZygoteProcess

#: How long to wait before each further try: what is short of memory or processes may soon have some again.
_PAUSES: Final = (0.2, 1.0)


def start_zygote(
    *, libraries: Sequence[str], limits: Limits, readable: Sequence[Path], walled: bool, bubble: bool | None
) -> ZygoteProcess:
    """Start a zygote, in a bubble (see `bubble`) where this machine lets us.

    Args:
        libraries: what it imports beside what every zygote does.
        limits: how much of the machine a run may use.
        readable: folders that student code may read.
        walled: whether there are to be walls at all.
        bubble: whether one is demanded or not wanted; None takes what there is.

    Raises:
        SandboxError: it cannot be started, or the walls cannot be built.
    """
    if bubble and not is_installed():
        msg = "bubblewrap is not installed; install it (Debian, Ubuntu: apt-get install bubblewrap)"
        raise SandboxError(msg)
    start = partial(ZygoteProcess, libraries=libraries, limits=limits, readable=readable, walled=walled)
    if bubble or (bubble is None and walled and is_installed()):
        try:
            return _persistently(partial(start, bubble=True))
        except SandboxError as error:
            # Containers and some distributions forbid namespaces; libraries may lie where nobody expects them. Ring 1
            # stands without, and where something else was wrong the second attempt says so. But no wall is given up
            # because a process was killed.
            was_lost = isinstance(error.__cause__, ZygoteLostError)
            why = refusal() if was_lost else ""
            if bubble or (was_lost and (not why or tells_of_shortage(why))):
                raise
    return _persistently(partial(start, bubble=False))


def _persistently(start: Callable[[], ZygoteProcess]) -> ZygoteProcess:
    """Start it, and try again where it was lost on the way; what a zygote or bubblewrap says against it stands.

    Raises:
        SandboxError: it cannot be started.
    """
    for pause in _PAUSES:
        try:
            return start()
        except ZygoteLostError:
            time.sleep(pause)
    try:
        return start()
    except ZygoteLostError as error:
        msg = f"{error}, {len(_PAUSES) + 1} times in a row; free some memory and processes, and start again"
        raise SandboxError(msg) from error
