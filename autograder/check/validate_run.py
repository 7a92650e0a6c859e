"""Code of a notebook -> what `check` makes of it, found out in a process that cannot harm the one that asks.

Where that process ends before it is done (an endless loop where nothing can interrupt it, os._exit, a crash), the step
it was at is charged, and another one does the rest without it.
"""

import contextlib
import json
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from autograder.check.validate_checker import IS_LINUX, Spare
from autograder.model import Ending

#: How long a notebook may take. Behind the wall every step has a limit of its own, and this is a backstop.
_ALL_SECONDS: Final = 60.0 if IS_LINUX else 20.0
#: Shared by the threads of a server: someone who presses the button again and again waits for themselves alone.
_turns: Final = threading.BoundedSemaphore(2)
#: The process that a server keeps ready for its next request.
_spare: Final = Spare()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one exercise.

    Args:
        is_right: whether it is right on every example; a question: answered, with the right kind of answer.
        points: what it is worth.
        card: what `check` says of it.
    """

    is_right: bool
    points: float
    card: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found of a notebook.

    Args:
        assignment: the assignment that examples.json is of, "" where it could not be read.
        exercises: what was found of each exercise.
        errors: of the cells that failed, by their place, the error in one line.
        failure: why nothing could be found out, or not all; else "".
    """

    assignment: str = ""
    exercises: dict[str, Found] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)
    failure: str = ""


def answer(cells: str, folder: Path, *, keeps_one_ready: bool = False) -> Answer:
    """Run the code of a notebook and check every exercise.

    Args:
        cells: its cells as JSON, from `validate_outputs.cells_of`.
        folder: the notebook's folder, where examples.json is.
        keeps_one_ready: start a process for the next time, once this one's work is done.
    """
    with _turns:
        try:
            found = _checked(cells, folder)
        except OSError as error:
            found = Answer(failure=f"No process could be started to check this notebook ({error}); try again.")
        if keeps_one_ready:
            with contextlib.suppress(OSError):
                _spare.renew(folder)
        return found


def _checked(cells: str, folder: Path) -> Answer:
    end = time.monotonic() + _ALL_SECONDS
    lines: list[Any] = []
    struck: list[tuple[str, str]] = []
    while (left := end - time.monotonic()) > 0:
        job = json.dumps({"cells": cells, "struck": struck, "seconds": left})
        heard, fate = _spare.take(folder).ask(job, left)
        lines += heard
        if ["end"] in heard:
            return _answer(lines, "")
        steps = [line[1] for line in heard if line[0] == "step"]
        if not steps and fate is not Ending.TOO_SLOW:
            return _answer(lines, "The process that checks this notebook died, through no fault of yours; try again.")
        struck += [(step, fate) for step in steps[-1:]]
    return _answer(lines, f"The notebook ran longer than {_ALL_SECONDS:g} s and was stopped.")


def _answer(lines: list[Any], missed: str) -> Answer:
    """Put together what was said; `missed` says why it is not everything."""
    assignment, points, failure = "", {}, missed
    exercises: dict[str, Found] = {}
    errors: dict[int, str] = {}
    for kind, *rest in lines:
        if kind == "begin":
            assignment, points = rest
        elif kind == "failure":
            (failure,) = rest
        elif kind == "error":
            errors[rest[0]] = rest[1]
        elif kind == "found":
            name, is_right, card = rest
            exercises[name] = Found(is_right, points[name], card)
    for name in points:  # in the assignment's order
        exercises[name] = exercises.pop(name, Found(is_right=False, points=points[name], card=f"{name}: {missed}"))
    return Answer(assignment, exercises, errors, failure)
