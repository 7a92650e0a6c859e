"""Ring 2: a zygote starts inside a bubble, namespaces with a root of their own, where bubblewrap is there and may.

In the bubble there are the interpreter and its libraries, the released assignments, four devices and the zygote's own
folder. Nothing else of the machine exists: no other file, no /proc, no process but the zygote and its children, no
network. All of it is mounted read-only, the zygote's folder apart; a file on such a mount does not remember when it was
read, so children cannot leave each other notes that way.

The paths are the same inside and outside. There is no mount code of our own: one command line says it all.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from autograder.sandbox.walls import DEVICES, library_paths

_PROGRAM: Final = "bwrap"
#: Outlives a keeper that was killed, and removes the folder, which inside the bubble is a mount and cannot be removed.
#: It stands between the keeper and bubblewrap for another reason, too: --die-with-parent goes by the thread that
#: started a program, and a keeper's thread may end long before the keeper does.
_THEN_REMOVE: Final = 'folder=$1; shift; "$@"; status=$?; rm -rf -- "$folder"; exit "$status"'
_NAMESPACES: Final = ("--unshare-all", "--unshare-user", "--as-pid-1", "--die-with-parent", "--cap-drop", "ALL")
#: What an interpreter's folder holds that it needs to start; the folder itself may hold anything, a course for one.
_PARTS: Final = ("bin", "lib", "lib64", "pyvenv.cfg")
_PACKAGE: Final = Path(__file__).parents[1]
_TRIAL_SECONDS: Final = 10.0


def is_installed() -> bool:
    """Whether there is a bubblewrap to try. Whether it may do its work, only trying tells."""
    return shutil.which(_PROGRAM) is not None


def refusal() -> str:
    """Why no bubble can be made here, though bubblewrap is installed; empty where one can, or where it is not."""
    if not is_installed():
        return ""
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        command = around([sys.executable, "-I", "-S", "-c", ""], folder=Path(folder), readable=())
        try:
            tried = subprocess.run(  # noqa: S603 - our own interpreter
                command, capture_output=True, text=True, errors="replace", timeout=_TRIAL_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
    said = tried.stderr.strip().splitlines()
    return (said[-1] if said else f"it ended with status {tried.returncode}") if tried.returncode else ""


def tell_of_walls(say: Callable[[str], object], *, unsafe: bool) -> None:
    """Say, once for all that is graded, where bubblewrap is installed and may not do its work.

    Args:
        say: takes the line, where there is something to tell.
        unsafe: whether there are to be no walls at all, which is told elsewhere.
    """
    why = "" if unsafe else refusal()
    if why:
        say(
            f"bubblewrap is installed and cannot build its second wall here ({why}); grading goes on behind the first, "
            "which is enough; `autograder doctor` tells more"
        )


def around(command: Sequence[str], *, folder: Path, readable: Iterable[Path]) -> list[str]:
    """Put a command of our interpreter into a bubble.

    Args:
        command: what is to run inside.
        folder: the one that it may write to, and starts in; removed when it has ended.
        readable: what it may read beside the libraries.
    """
    program = shutil.which(_PROGRAM) or _PROGRAM
    named = {*library_paths(), *_interpreter(), *map(str, readable)}
    binds = [
        part for path in _outermost({*named, *map(os.path.realpath, named)}) for part in ("--ro-bind-try", path, path)
    ]
    devices = [part for path in DEVICES for part in ("--dev-bind-try", path, path)]
    own = ("--bind", str(folder), str(folder), "--remount-ro", "/", "--chdir", str(folder))
    bubble = (program, *_NAMESPACES, *binds, *devices, *own, "--")
    return ["/bin/sh", "-c", _THEN_REMOVE, "sh", str(folder), *bubble, *command]


def _outermost(paths: Iterable[str]) -> Iterator[str]:
    """Leave out what lies inside another of them: every mount takes its time."""
    outer = "\0"
    for path in sorted(paths, key=lambda path: path.split("/")):
        if not path.startswith(f"{outer}/"):
            outer = path
            yield path


def _interpreter() -> Iterator[str]:
    """The paths of this interpreter and of this package."""
    for folder in (sys.prefix, sys.base_prefix):
        yield from (os.path.join(folder, part) for part in _PARTS)  # noqa: PTH118 - text
    yield os.path.dirname(sys.executable)  # noqa: PTH120 - text
    yield str(_PACKAGE)
