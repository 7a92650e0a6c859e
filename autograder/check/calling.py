"""Calls to a student's function in the student's own process -> outcomes, just as the sandbox notes them.

What `sandbox.inside` does behind the wall, for a student who checks their own work: fresh arguments for every call, and
every way a call can end is an `Outcome`. Nothing the function prints or warns of reaches the notebook.
"""

import io
import math
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, Final

import numpy as np

from autograder import wire
from autograder.check.deadline import Deadline, OverrunError
from autograder.check.shell import kept_running
from autograder.model import Calls, Ending, Outcome, Source, Unreadable, Value
from autograder.table import Table, frame_of

_KEPT_CHARACTERS: Final = 200
_MESSAGE_CHARACTERS: Final = 500
_VALUE_BYTES: Final = 2**20
#: Longer values are read once to see that they can be, as `sandbox.testimony` does.
_SHORT_BYTES: Final = 2**12
_MUTABLE: Final = (np.ndarray, list, dict, Table)
_ENDINGS: Final = {"MemoryError": Ending.OUT_OF_MEMORY, "SystemExit": Ending.EXITED}


class Printed(io.TextIOBase):
    """Keeps the start of what is printed and drops the rest."""

    def __init__(self) -> None:
        """Start empty."""
        self._text = ""

    def writable(self) -> bool:
        """Say yes, as a notebook's output would."""
        return True

    def write(self, text: str) -> int:
        """Keep `text` as far as there is room."""
        self._text += text[: _KEPT_CHARACTERS - len(self._text)]
        return len(text)

    def take(self) -> str:
        """Return what was printed since the last time, and forget it."""
        text, self._text = self._text, ""
        return text


def outcomes_of(namespace: Mapping[str, Any], calls: Calls) -> tuple[Outcome, ...]:
    """Put every call to a name of the namespace, or read it where there is nothing to call.

    Args:
        namespace: what the student has defined.
        calls: the name, the arguments of each call, and the time that all of them may take.

    Returns:
        An outcome for every call; none at all where there is no such name.

    Raises:
        KeyboardInterrupt: the student pressed stop.
    """
    if calls.name not in namespace:
        return ()
    subject = namespace[calls.name]
    if calls.arguments is None:
        return (Outcome(Ending.RETURNED, _encoded(subject, _VALUE_BYTES)),)
    # On the clock far more than on the processor: a busy machine is no sleep(). The sandbox allows as much.
    wall_seconds = max(3 * calls.cpu_seconds, calls.cpu_seconds + 5)
    with _quiet() as printed, Deadline(calls.cpu_seconds, wall_seconds) as deadline:
        return tuple(_ended(subject, encoded, printed, deadline) for encoded in calls.arguments)


@contextmanager
def _quiet() -> Iterator[Printed]:
    """Catch what is printed, and drop warnings and what goes to standard error; `exit()` ends no kernel."""
    printed = Printed()
    with warnings.catch_warnings(), redirect_stdout(printed), redirect_stderr(Printed()), kept_running():
        warnings.simplefilter("ignore")
        yield printed


def _ended(function: Callable[..., Any], encoded: Sequence[bytes], printed: Printed, deadline: Deadline) -> Outcome:
    """Make one call; a tick that comes a moment late, when the call is over already, counts all the same."""
    try:
        return _call(function, encoded, printed, deadline)
    except OverrunError:
        return Outcome(deadline.overrun or Ending.TOO_SLOW)


def _call(function: Callable[..., Any], encoded: Sequence[bytes], printed: Printed, deadline: Deadline) -> Outcome:
    """Make one call and note how it ended; where the time is used up already, it ends before it begins."""
    if deadline.overrun:
        return Outcome(deadline.overrun)
    given = [wire.decode(data) for data in encoded]
    printed.take()
    try:
        arguments = [_argument(value) for value in given]
        value = deadline.call(function, arguments)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever student code raises
        return _failed(error, printed.take(), deadline)
    if deadline.overrun:  # it caught what should have stopped it
        return Outcome(deadline.overrun, printed=printed.take())
    changed = tuple(
        position
        for position, argument in enumerate(arguments)
        if isinstance(given[position], _MUTABLE)
        and _encoded(argument, len(encoded[position]) + 64) != encoded[position]
    )
    return Outcome(Ending.RETURNED, _encoded(value, _VALUE_BYTES), printed=printed.take(), changed=changed)


def _failed(error: BaseException, printed: str, deadline: Deadline) -> Outcome:
    if deadline.overrun:
        return Outcome(deadline.overrun, printed=printed)
    name = type(error).__name__[:80]
    ending = _ENDINGS.get(name, Ending.RAISED)
    return Outcome(ending, exception=name, message=_text(error), printed=printed)


def _argument(value: Value) -> Any:  # noqa: ANN401 - a value, a function or a DataFrame
    """What the function is to see: the function that a text stands for, the DataFrame of a table."""
    if isinstance(value, Source):
        return eval(value.text, {"np": np, "math": math})  # noqa: S307 - the case's own text, written by the author
    return frame_of(value) if isinstance(value, Table) else value


def _encoded(value: Value, limit: int) -> bytes:
    """Encode a value, or its type's name where it is none or far too large."""
    try:
        if isinstance(value, np.ndarray) and value.nbytes > limit:
            return wire.encode(Unreadable(f"array of {value.nbytes} bytes"))
        data = wire.encode(value)
        if len(data) > _SHORT_BYTES:  # it may hold more items than can be read
            wire.decode(data)
    except (Exception, SystemExit):  # noqa: BLE001 - a student's objects may raise anything
        return wire.encode(Unreadable("something that cannot be read"))
    return data if len(data) <= limit else wire.encode(Unreadable(f"value of {len(data)} bytes"))


def _text(error: BaseException) -> str:
    try:
        return str(error)[:_MESSAGE_CHARACTERS].encode("utf-8", "backslashreplace").decode()
    except (Exception, SystemExit):  # noqa: BLE001 - a student's __str__ may raise anything
        return ""
