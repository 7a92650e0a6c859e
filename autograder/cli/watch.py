"""`autograder watch`: check again whenever something is saved."""

import argparse
import os
import sys
from importlib.util import find_spec

from autograder.cli import status
from autograder.editor.works import find_works


def run(options: argparse.Namespace) -> int:
    """Watch until the person has had enough."""
    works = find_works(options.files)
    if options.plain or not _is_screen():
        from autograder.watch.plain import watch_plainly

        watch_plainly(works, poll=options.poll)
        return status.OK
    from autograder.watch.screen import watch_on_screen

    watch_on_screen(works, poll=options.poll)
    return status.OK


def _is_screen() -> bool:
    """Whether there is a terminal that a screen can be drawn on, and the library that draws."""
    is_terminal = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    draws = os.environ.get("TERM", "") not in ("dumb", "unknown") and "utf" in (sys.stdout.encoding or "").lower()
    return is_terminal and draws and find_spec("textual") is not None
