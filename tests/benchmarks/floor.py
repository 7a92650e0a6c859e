"""The floor: a warm process that forks, and a child that executes the cells and makes the calls. No wall, no judging.

Run as ``python -m tests.benchmarks.floor`` with a `FloorOrder` pickled on standard input; then it answers every line
(a submission's number) with a line.
"""

import builtins
import gc
import importlib
import io
import math
import os
import pickle
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from autograder import wire
from autograder.model import Calls, Source
from autograder.sandbox import inside
from autograder.sandbox.zygote import PRELOADED
from autograder.table import Table, frame_of


@dataclass(frozen=True, slots=True)
class FloorOrder:
    """What to run.

    Args:
        libraries: what the process imports before it forks, so that no child has to.
        calls: of every assignment that it serves.
        submissions: assignment and cells of every submission.
        sends_values: whether the child encodes what was returned and sends it to its parent.
    """

    libraries: tuple[str, ...]
    calls: dict[str, tuple[Calls, ...]]
    submissions: list[tuple[str, tuple[str, ...]]]
    sends_values: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A name and the argument lists of its calls, decoded once: a fork hands every child its own copy."""

    name: str
    arguments: list[list[Any]] | None


def main() -> None:
    """Serve until standard input ends."""
    order: FloorOrder = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    for name in (*PRELOADED, *order.libraries):
        importlib.import_module(name)
    questions = {name: [_question(each) for each in calls] for name, calls in order.calls.items()}
    inside.hide_grader()
    gc.collect()
    gc.freeze()
    for line in sys.stdin.buffer:
        assignment, cells = order.submissions[int(line)]
        _fork(cells, questions[assignment], sends_values=order.sends_values)
        os.write(1, b"\n")


def _question(calls: Calls) -> Question:
    if calls.arguments is None:
        return Question(calls.name, None)
    return Question(calls.name, [[_argument(data) for data in arguments] for arguments in calls.arguments])


def _argument(data: bytes) -> Any:  # noqa: ANN401 - whatever a case may hold
    value = wire.decode(data)
    if isinstance(value, Source):
        return eval(value.text, {"np": np, "math": math})  # noqa: S307 - the case's own text
    return frame_of(value) if isinstance(value, Table) else value


def _fork(cells: Sequence[str], questions: Sequence[Question], *, sends_values: bool) -> None:
    """Run one submission in a child of its own and wait for it."""
    ours, theirs = os.pipe() if sends_values else (-1, -1)
    pid = os.fork()
    if pid == 0:
        try:
            values = _run(cells, questions)
            if sends_values:
                data = memoryview(msgspec.msgpack.encode([wire.encode(value) for value in values]))
                while data:
                    data = data[os.write(theirs, data) :]
        finally:
            os._exit(0)
    if sends_values:
        os.close(theirs)
        with open(ours, "rb") as file:  # noqa: PTH123 - a descriptor
            file.read()
    os.waitpid(pid, 0)


def _run(cells: Sequence[str], questions: Sequence[Question]) -> list[Any]:
    """Execute the cells and make the calls."""
    sys.stdout = io.StringIO()
    warnings.simplefilter("ignore")
    namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
    for cell in cells:
        try:
            exec(compile(cell, "<cell>", "exec"), namespace)  # noqa: S102 - this is the job
        except Exception:  # noqa: BLE001, S112 - whatever a student's cell raises
            continue
    values = []
    for question in questions:
        subject = namespace.get(question.name)
        if question.arguments is None:
            values.append(subject)
        elif callable(subject):
            values += [_call(subject, arguments) for arguments in question.arguments]
    return values


def _call(function: Callable[..., Any], arguments: list[Any]) -> Any:  # noqa: ANN401 - whatever it returns
    try:
        return function(*arguments)
    except Exception as error:  # noqa: BLE001 - whatever a student's function raises
        return type(error).__name__


if __name__ == "__main__":
    main()
