"""What happens inside the wall: lock in, read the job, execute the cells, answer the calls, end.

Everything here may be patched by the code it runs; that harms nobody but the run itself, because all that leaves is
plain values, compared elsewhere with answers that were never here.
"""

import ast
import builtins
import io
import marshal
import math
import mmap
import os
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

import msgspec
import numpy as np

from autograder import wire
from autograder.model import Unreadable
from autograder.sandbox.easel import Easel
from autograder.sandbox.messages import (
    CODE,
    DEFINITIONS,
    DRAWN,
    LENGTH_BYTES,
    MEMORY_STATUS,
    NOWHERE,
    SKIPPED,
    WHOLE,
    Batch,
    CellText,
    EndOfStreamError,
    Job,
    RawCell,
    RawOutcome,
    frame_of,
)
from autograder.table import Table
from autograder.table import frame_of as data_frame_of
from autograder.waiting import waiting_for

JOB_DESCRIPTOR: Final = 3
_PRINT_CHARACTERS: Final = 10_000
_MESSAGE_CHARACTERS: Final = 500
_SHOWN_CHARACTERS: Final = 200
_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_UNCHANGING: Final = frozenset({float, int, bool, str, np.float64})
#: Exceptions that are a fate of their own, whatever class of theirs is raised (NumPy has its own MemoryError).
_FATES: Final = (MemoryError, SystemExit)
_OUT_OF_MEMORY: Final = b"MemoryError"

#: A cell ready to run and its text, or the line that says why it cannot be; "" for a cell that is to be skipped.
Compiled: TypeAlias = "tuple[types.CodeType, str] | str"
# Made once, before the fork: a decoder takes longer to make than a job to read.
_READ_JOB: Final = msgspec.msgpack.Decoder(Job).decode
_READ_BATCH: Final = msgspec.msgpack.Decoder(Batch).decode
#: A cell as students write them, for the rehearsal.
_REHEARSAL: Final = b'''
import numpy as np

def f(x, weights=None):
    """Say what it does."""
    total = 0.0
    for index in range(3):
        total = total + x * index if index else -total
    if total > 100:
        raise ValueError("too large")
    return (total, [abs(total)], np.asarray(weights).sum() ** 2)

q = "an answer"
'''


class Printed(io.TextIOBase):
    """Keeps the start of what is printed and drops the rest."""

    def __init__(self) -> None:
        """Start empty."""
        self.parts: list[str] = []
        self.room = _PRINT_CHARACTERS

    def writable(self) -> bool:
        """Say yes, as a terminal would."""
        return True

    def write(self, text: Any) -> int:
        """Keep `text` as far as there is room."""
        if not isinstance(text, str):
            msg = f"expected a text to print, found a {type(text).__name__}"
            raise TypeError(msg)
        if self.room > 0 and text:
            self.parts.append(text[: self.room])
            self.room -= len(text)
        return len(text)

    def take(self, characters: int) -> bytes:
        """Return the start of what was printed since the last time, and forget it."""
        if not self.parts:
            return b""
        text = "".join(self.parts)
        self.parts.clear()
        self.room = _PRINT_CHARACTERS
        return _bytes(text[:characters])


def hide_grader() -> None:
    """Put a stand-in where notebooks import `check`: check cells never run, and their import must cost nothing."""
    package, module = types.ModuleType("autograder"), types.ModuleType("autograder.check")
    vars(package)["check"] = vars(module)["check"] = lambda *_: 0.0
    vars(package)["waiting_for"] = waiting_for
    sys.modules["autograder"] = package
    sys.modules["autograder.check"] = module


def rehearse() -> None:
    """Go through a small job of our own before the first fork.

    What every child would otherwise do first, each for itself, is then done: bytecode is specialised, caches are
    filled, and the pages they lie in are shared.
    """
    arguments = tuple((wire.encode(value), wire.encode(np.ones(2))) for value in (1.5, 2, np.float64(3), (1.0, 2.0)))
    for _ in range(20):
        asked = Job([CellText(_REHEARSAL, WHOLE)], uses_magics=False, value_bytes=999, frame_bytes=999, spare_bytes=0)
        job = _READ_JOB(msgspec.msgpack.encode(asked))
        printed = Printed()
        namespace: dict[str, Any] = {"__builtins__": builtins}
        for index, cell in enumerate(job.cells):
            _execute(_compile(index, cell, uses_magics=False), namespace, definitions=False)
        batch = _READ_BATCH(msgspec.msgpack.encode(Batch(["f", "q", "g"], [arguments, None, ()], [1, 2, 3])))
        for name, part in zip(batch.names, batch.arguments, strict=True):
            frame_of(_answer(namespace, name, part, Caller(printed, job.value_bytes, job.frame_bytes)))
        frame_of([RawCell(b"", b"")])


def main(page: mmap.mmap) -> None:
    """Serve one job from its first frame to its last. The walls are up."""
    job = _READ_JOB(_receive())
    steps = Steps(page, job.spare_bytes, is_watchful=job.is_watchful)
    compiled = []
    for index, cell in enumerate(job.cells):
        steps.enter(index)
        compiled.append(_compile(index, cell, uses_magics=job.uses_magics))
    steps.leave()
    _send([_bytes(each) if isinstance(each, str) else b"" for each in compiled])

    printed = Printed()
    namespace = _namespace(printed)
    (_draw if job.draws else _run)(job, compiled, namespace, printed, steps)
    while True:
        try:
            batch = _READ_BATCH(_receive())
        except EndOfStreamError:
            return
        room = job.frame_bytes // (len(batch.names) + 1)
        answers = []
        for name, arguments, step in zip(batch.names, batch.arguments, batch.steps, strict=True):
            steps.enter(step)
            answer = _answer(namespace, name, arguments, Caller(printed, job.value_bytes, room))
            steps.look(ran_out=any(each.exception == _OUT_OF_MEMORY for each in answer))
            answers.append(answer)
        steps.leave()
        steps.require_memory()
        _send(answers)


def _run(job: Job, compiled: list[Compiled], namespace: dict[str, Any], printed: Printed, steps: "Steps") -> None:
    """Execute the cells and send what each printed, and its first error."""
    results = []
    for index, cell in enumerate(job.cells):
        steps.enter(index)
        error = _execute(compiled[index], namespace, definitions=cell.mode == DEFINITIONS)
        steps.look(ran_out="MemoryError" in error)
        results.append(RawCell(printed.take(_PRINT_CHARACTERS), _bytes(error[:_MESSAGE_CHARACTERS])))
    steps.leave()
    steps.require_memory()
    _send(results)


def _draw(job: Job, compiled: list[Compiled], namespace: dict[str, Any], printed: Printed, steps: "Steps") -> None:
    """Execute the cells, and send after each that is to be drawn what it printed, its first error and its figures."""
    easel = Easel(figure_bytes=job.value_bytes, frame_bytes=job.frame_bytes)
    for index, cell in enumerate(job.cells):
        steps.enter(index)
        easel.begin(is_wanted=cell.mode == DRAWN)
        error = _execute(compiled[index], namespace, definitions=cell.mode == DEFINITIONS)
        figures, failure = easel.take()
        if failure is not None:
            error = error or _one_line(failure)
        steps.require_memory()
        text = printed.take(_PRINT_CHARACTERS)
        if cell.mode == DRAWN:
            _send([text, _bytes(error[:_MESSAGE_CHARACTERS]), *figures])
    steps.leave()


class Steps:
    """Tells the keeper where this child is, so that it knows whom to charge when the child ends.

    A child that runs out of memory without having looked after every step ends, and leaves it to a watchful one to
    find out which step it was that filled it.
    """

    def __init__(self, page: mmap.mmap, spare_bytes: int, *, is_watchful: bool) -> None:
        """Write to `page`, which the keeper reads."""
        self._page = page
        self._spare_bytes = spare_bytes
        self._is_watchful = is_watchful

    def enter(self, step: int) -> None:
        """Begin a step."""
        self._page[:4] = step.to_bytes(4, "little")

    def leave(self) -> None:
        """Be at none."""
        self.enter(NOWHERE)

    def look(self, *, ran_out: bool) -> None:
        """After a step, see whether it has left enough memory, or whether somebody has to find out who did not."""
        if self._is_watchful:
            self.require_memory()
        elif ran_out:
            os._exit(MEMORY_STATUS)

    def require_memory(self) -> None:
        """End here if next to no memory is left: the step is the one to charge, not those after it."""
        try:
            mmap.mmap(-1, self._spare_bytes, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()
        except (OSError, MemoryError):
            os._exit(MEMORY_STATUS)


def _namespace(printed: Printed) -> dict[str, Any]:
    """Make the namespace that the cells share, and lead everything printed into `printed`."""
    sys.stdout = printed
    sys.stderr = Printed()
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    namespace = vars(module)
    namespace["__builtins__"] = builtins
    vars(builtins)["get_ipython"] = _NoShell  # what IPython itself does, and what an export to .py calls
    vars(builtins)["display"] = lambda *_, **__: None
    return namespace


def _send(message: Any) -> None:
    # write and read, not send and recv: the filter lets no socket call through.
    data = memoryview(frame_of(message))
    while data:
        data = data[os.write(JOB_DESCRIPTOR, data) :]


def _receive() -> bytes:
    """The next frame; the keeper's, so it is taken at its word, and read in as few pieces as it comes in."""
    return _exactly(int.from_bytes(_exactly(LENGTH_BYTES), "little"))


def _exactly(size: int) -> bytes:
    data = os.read(JOB_DESCRIPTOR, size)
    while len(data) < size:
        more = os.read(JOB_DESCRIPTOR, size - len(data))
        if not more:
            raise EndOfStreamError
        data += more
    return data


def _compile(index: int, cell: CellText, *, uses_magics: bool) -> Compiled:
    """Compile a cell, or say in one line why it cannot be."""
    if cell.mode == SKIPPED:
        return ""
    text = cell.source.decode("utf-8", "surrogatepass")
    try:
        try:
            return compile(text, f"<cell {index}>", "exec"), text
        except SyntaxError:
            if not uses_magics:
                raise
        text = _without_magics(text)
        return compile(text, f"<cell {index}>", "exec"), text
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        return _one_line(error)


def _without_magics(text: str) -> str:
    """Rewrite IPython's own syntax with IPython's own transformer; the keeper chose a zygote that has it."""
    from IPython.core.inputtransformer2 import TransformerManager  # noqa: PLC0415 - only where it is preloaded

    return TransformerManager().transform_cell(text)


class _NoShell:
    """Stands for IPython's shell: line magics and ! do nothing; some cell magics run their body."""

    def run_line_magic(self, *_: Any, **__: Any) -> None:
        """Do nothing."""

    def system(self, *_: Any) -> None:
        """Do nothing."""

    def getoutput(self, *_: Any) -> list[str]:
        """Return no lines."""
        return []

    def run_cell_magic(self, name: str, _: str, body: str) -> None:
        """Run the body of the magics that only measure or capture it."""
        if name in {"time", "timeit", "capture"}:
            exec(compile(_without_magics(body), "<cell>", "exec"), sys.modules["__main__"].__dict__)  # noqa: S102 - the job

    def __getattr__(self, name: str) -> Any:
        """Be anything else, quietly."""
        return lambda *_, **__: None


def _execute(compiled: Compiled, namespace: dict[str, Any], *, definitions: bool) -> str:
    """Run a cell. Where a statement fails, the ones after it run all the same, each by itself.

    Returns:
        The first error in one line, or "".
    """
    if isinstance(compiled, str):
        return compiled
    code, text = compiled
    if definitions:
        kept = [node for node in ast.parse(text).body if isinstance(node, _DEFINITIONS)]
        return _execute_each(kept, code.co_filename, namespace)
    try:
        exec(code, namespace)  # noqa: S102 - this is what the wall is for
    except BaseException as raised:  # noqa: BLE001 - whatever student code raises
        failed = _line_of(raised, outermost=True) or sys.maxsize
        error = _one_line(raised)
        _execute_each([node for node in ast.parse(text).body if node.lineno > failed], code.co_filename, namespace)
        return error
    return ""


def _execute_each(statements: Sequence[ast.stmt], filename: str, namespace: dict[str, Any]) -> str:
    """Run statements one by one, whatever becomes of the others; returns the first error."""
    error = ""
    for node in statements:
        try:
            exec(compile(ast.Module([node], []), filename, "exec"), namespace)  # noqa: S102 - what the wall is for
        except BaseException as raised:  # noqa: BLE001 - whatever student code raises
            error = error or _one_line(raised)
    return error


def _answer(
    namespace: dict[str, Any], name: str, arguments: tuple[tuple[bytes, ...], ...] | None, caller: "Caller"
) -> list[RawOutcome]:
    """Answer every call of one name; an empty list says that there is no such name."""
    if name not in namespace:
        return []
    subject = namespace[name]
    caller.forget_prints()
    if arguments is None:
        return [caller.returned(subject, b"")]
    return [caller.call(subject, encoded) for encoded in arguments]


class Caller:
    """Makes the calls of one name, and bounds what they return together."""

    def __init__(self, printed: Printed, value_bytes: int, room: int) -> None:
        """Return values of `value_bytes` at most, and of `room` bytes together."""
        self._printed = printed
        self._value_bytes = value_bytes
        self._room = room

    def forget_prints(self) -> None:
        """Forget what was printed before the first call."""
        self._printed.take(0)

    def call(self, function: Callable[..., Any], encoded: tuple[bytes, ...]) -> RawOutcome:
        """Make one call and note how it ended."""
        try:
            arguments = [_argument(data) for data in encoded]
            value = function(*arguments)
        except BaseException as raised:  # noqa: BLE001 - whatever student code raises
            return RawOutcome(
                returned=False,
                exception=_bytes(_type_name(raised)),
                message=_bytes(_text(raised)),
                printed=self._printed.take(_SHOWN_CHARACTERS),
            )
        can_change = not _UNCHANGING.issuperset(map(type, arguments))
        return self.returned(value, _changed(arguments, encoded) if can_change else b"")

    def returned(self, value: Any, changed: bytes) -> RawOutcome:
        """Note a value."""
        encoded = _encoded(value, min(self._value_bytes, self._room))
        self._room -= len(encoded)
        printed = self._printed.take(_SHOWN_CHARACTERS) if self._printed.parts else b""
        return RawOutcome(True, encoded, b"", b"", printed, changed)  # noqa: FBT003 - in the order they travel in


def _changed(arguments: Sequence[Any], encoded: Sequence[bytes]) -> bytes:
    """The positions of the arguments that are no longer what they were."""
    pairs = enumerate(zip(arguments, encoded, strict=True))
    return bytes(
        position
        for position, (argument, data) in pairs
        if type(argument) not in _UNCHANGING and data[:1] != CODE and _encoded(argument, len(data) + 64) != data
    )


def _argument(data: bytes) -> Any:
    """What the function is to see: the function that a text stands for, the DataFrame of a table."""
    if data[:1] == CODE:
        return eval(marshal.loads(data[1:]), {"np": np, "math": math})  # noqa: S302, S307 - the case's own, by its author
    value = wire.decode(data)
    return data_frame_of(value) if isinstance(value, Table) else value


def _encoded(value: Any, limit: int) -> bytes:
    """Encode a value, or its type's name where it is none or far too large."""
    try:
        if isinstance(value, np.ndarray) and value.nbytes > limit:
            return wire.encode(Unreadable(f"array of {value.nbytes} bytes"))
        data = wire.encode(value)
    except BaseException:  # noqa: BLE001 - hostile objects may raise anything
        return wire.encode(Unreadable("something that cannot be read"))
    return data if len(data) <= limit else wire.encode(Unreadable(f"value of {len(data)} bytes"))


def _one_line(error: BaseException) -> str:
    """The error's type, text and, where known, its line: what a student needs to find it."""
    name = type(error).__name__
    if isinstance(error, SyntaxError):
        return f"{name}: {error.msg} (line {error.lineno})"
    line = _line_of(error)
    return f"{name}: {_text(error)}" + (f" (line {line})" if line else "")


def _type_name(error: BaseException) -> str:
    """The name of an exception's type; for those that are a fate of their own, the name everybody knows."""
    known = next((fate for fate in _FATES if isinstance(error, fate)), type(error))
    return known.__name__[:80]


def _line_of(error: BaseException, *, outermost: bool = False) -> int | None:
    """The line of the innermost frame that belongs to a cell, or of the outermost."""
    line = None
    trace = error.__traceback__
    while trace is not None and not (outermost and line):
        if trace.tb_frame.f_code.co_filename.startswith("<cell"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _text(error: BaseException) -> str:
    try:
        return str(error)[:_MESSAGE_CHARACTERS]
    except BaseException:  # noqa: BLE001 - a hostile __str__
        return ""


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
