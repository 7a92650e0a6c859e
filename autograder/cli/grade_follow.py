"""`autograder grade --follow`: what arrives is graded and its feedback handed out, a line for everything."""

import argparse
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from autograder.catalogue import course_at
from autograder.classroom import Followed, Run, follow_class
from autograder.cli import status
from autograder.gradebook.events import Done, Event, Failed, Passed
from autograder.submission.folder import printable


def follow(root: Path, options: argparse.Namespace) -> int:
    """Follow the exchange until somebody ends it; returns the exit status."""
    course_at(root, seed=0)  # says what is missing where this is no course
    stop = threading.Event()
    run = Run(options.workers, options.unsafe, options.figures)
    _say("following the exchange; Ctrl-C ends after the submission in hand")
    with _ended_by_signals(stop):
        follow_class(Followed(root, tuple(options.assignments)), stop, run=run, tell=_tell)
    _say("ended; what has arrived meanwhile is graded when this is started again")
    return status.INTERRUPTED


@contextmanager
def _ended_by_signals(stop: threading.Event) -> Iterator[None]:
    """Let the first Ctrl-C end everything in peace, and the second at once."""

    def end(_: int, __: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell(event: Event) -> None:
    _say(told(event))


def told(event: Event) -> str:
    """One line on what happened."""
    if isinstance(event, Passed):
        return f"NOT COLLECTED {event.name}: {event.reason}"
    whose = f"{event.student} {event.assignment}"
    if isinstance(event, Done):
        return f"{whose} {_came_to(event)}"
    if isinstance(event, Failed):
        what = "FEEDBACK NOT RELEASED" if event.is_graded else "NOT GRADED"
        return f"{whose} {what}, next try in {_time(event.pause)}: {event.reason}"
    return f"{whose} {event.text}".strip()


def _came_to(event: Done) -> str:
    one = event.graded
    parts = []
    if one is not None:
        by_hand = f" ({one.max_score - one.max_points:g} more by hand)" if one.max_score > one.max_points else ""
        parts = [f"{one.points:g} of {one.max_points:g}{by_hand}"]
        parts += [f"{one.late_penalty:g} off for lateness"] if one.late_penalty else []
        parts += [one.unreadable] if one.unreadable else []
    return ", ".join([*parts, _handed_out(event)])


def _handed_out(event: Done) -> str:
    if event.lacks_key:
        return "no feedback handed out: submission_secret.txt is missing"
    return "feedback released" if event.is_released else "feedback as it was"


def _time(seconds: float) -> str:
    return f"{seconds:g} s" if seconds < 60 else f"{seconds / 60:g} min"  # noqa: PLR2004 - a minute


def _say(text: str) -> None:
    print(printable(f"{time.strftime('%H:%M:%S')} {text}"), flush=True)
