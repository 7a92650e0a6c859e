"""What happens inside the wall: lock in, read the job, execute the cells, answer the calls, end.

Everything here may be patched by the code it runs; that harms nobody but the run itself, because all that leaves is
plain values, compared elsewhere with answers that were never here.
"""

import ast
import builtins
import io
import math
import mmap
import os
import sys
import types
import warnings
from collections.abc import Callable
from typing import Any, Final, NoReturn

import msgspec
import numpy as np

from autograder import wire
from autograder.model import Source, Unreadable
from autograder.sandbox.messages import (
    DEFINITIONS,
    SKIPPED,
    Batch,
    EndOfStreamError,
    FrameReader,
    Job,
    RawCell,
    RawOutcome,
    frame_of,
)

JOB_DESCRIPTOR: Final = 3
_PRINT_CHARACTERS: Final = 10_000
_MESSAGE_CHARACTERS: Final = 500
_SHOWN_CHARACTERS: Final = 200
_FRAME_BYTES: Final = 2**30
_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_MUTABLE: Final = (np.ndarray, list, dict)


class Printed(io.TextIOBase):
    """Keeps the start of what is printed and drops the rest."""

    def __init__(self) -> None:
        """Start empty."""
        self.parts: list[str] = []
        self.room = _PRINT_CHARACTERS

    def writable(self) -> bool:
        """Say yes, as a terminal would."""
        return True

    def write(self, text: str) -> int:
        """Keep `text` as far as there is room."""
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
    package = types.ModuleType("autograder")
    module = types.ModuleType("autograder.check")
    package.check = module.check = lambda *_: 0.0  # type: ignore[attr-defined] - a module made by hand
    sys.modules["autograder"] = package
    sys.modules["autograder.check"] = module


def main(page: mmap.mmap) -> None:
    """Serve one job from its first frame to its last. The walls are up."""
    reader = FrameReader(_receive, limit_bytes=_FRAME_BYTES)
    job = msgspec.msgpack.decode(_next(reader), type=Job)
    compiled = [_compile(index, cell.source, job.uses_magics) for index, cell in enumerate(job.cells)]
    _send([_bytes(each) if isinstance(each, str) else b"" for each in compiled])

    printed = Printed()
    sys.stdout = printed
    sys.stderr = sys.__stderr__ = io.StringIO()
    warnings.simplefilter("ignore")
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    namespace = module.__dict__
    namespace["__builtins__"] = builtins
    if job.uses_magics:
        builtins.get_ipython = _NoShell  # type: ignore[attr-defined] - what IPython itself does
        namespace["get_ipython"] = _NoShell
    results = []
    for index, cell in enumerate(job.cells):
        page[:4] = index.to_bytes(4, "little")
        error = (
            "" if cell.mode == SKIPPED else _execute(compiled[index], namespace, definitions=cell.mode == DEFINITIONS)
        )
        results.append(RawCell(printed.take(_PRINT_CHARACTERS), _bytes(error[:_MESSAGE_CHARACTERS])))
    page[:4] = len(job.cells).to_bytes(4, "little")
    _send(results)
    while True:
        try:
            batch = msgspec.msgpack.decode(_next(reader), type=Batch)
        except EndOfStreamError:
            return
        answers = []
        for name, arguments, step in zip(batch.names, batch.arguments, batch.steps, strict=True):
            page[:4] = step.to_bytes(4, "little")
            answers.append(_answer(namespace, name, arguments, printed, job.value_bytes))
        page[:4] = (2**32 - 1).to_bytes(4, "little")
        _send(answers)


def _receive(size: int) -> bytes:
    # read and write, not recv and send: the filter lets no socket call through.
    return os.read(JOB_DESCRIPTOR, size)


def _send(message: Any) -> None:
    data = memoryview(frame_of(message))
    while data:
        data = data[os.write(JOB_DESCRIPTOR, data) :]


def _next(reader: FrameReader) -> bytes:
    frame = reader.buffered()
    while frame is None:
        frame = reader.read()
    return frame


def _compile(index: int, source: bytes, uses_magics: bool) -> "tuple[types.CodeType, ast.Module] | str":
    """Compile a cell, or say in one line why it cannot be."""
    text = source.decode("utf-8", "surrogatepass")
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        if not uses_magics:
            return _one_line(error)
        try:
            tree = ast.parse(_without_magics(text))
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            return _one_line(error)
    try:
        return compile(tree, f"<cell {index}>", "exec"), tree
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


def _execute(
    compiled: "tuple[types.CodeType, ast.Module] | str", namespace: dict[str, Any], *, definitions: bool
) -> str:
    """Run a cell; when it fails, run its definitions alone. Returns the error in one line, or ""."""
    if isinstance(compiled, str):
        return compiled
    code, tree = compiled
    error = ""
    if not definitions:
        try:
            exec(code, namespace)  # noqa: S102 - this is what the wall is for
        except BaseException as raised:  # noqa: BLE001 - whatever student code raises
            error = _one_line(raised)
        else:
            return ""
    kept = [node for node in tree.body if isinstance(node, _DEFINITIONS)]
    for node in kept:
        try:
            exec(compile(ast.Module([node], []), "<cell>", "exec"), namespace)  # noqa: S102 - this is what the wall is for
        except BaseException as raised:  # noqa: BLE001 - whatever student code raises
            error = error or _one_line(raised)
    return error


def _answer(
    namespace: dict[str, Any], name: str, arguments: list[list[bytes]] | None, printed: Printed, value_bytes: int
) -> list[RawOutcome]:
    """Answer every call of one name; an empty list says that there is no such name."""
    if name not in namespace:
        return []
    subject = namespace[name]
    if arguments is None:
        return [_returned(subject, b"", (), value_bytes)]
    return [_call(subject, encoded, printed, value_bytes) for encoded in arguments]


def _call(function: Callable[..., Any], encoded: list[bytes], printed: Printed, value_bytes: int) -> RawOutcome:
    """Make one call and note how it ended."""
    arguments = [_argument(data) for data in encoded]
    printed.take(0)
    try:
        value = function(*arguments)
    except BaseException as raised:  # noqa: BLE001 - whatever student code raises
        return RawOutcome(
            False, b"", _bytes(type(raised).__name__[:80]), _bytes(_text(raised)), printed.take(_SHOWN_CHARACTERS), []
        )
    changed = [
        position
        for position, argument in enumerate(arguments)
        if isinstance(argument, _MUTABLE) and _encoded(argument, len(encoded[position]) + 64) != encoded[position]
    ]
    return _returned(value, printed.take(_SHOWN_CHARACTERS), changed, value_bytes)


def _argument(data: bytes) -> Any:
    value = wire.decode(data)
    if isinstance(value, Source):
        return eval(value.text, {"np": np, "math": math})  # noqa: S307 - the case's own text, written by the author
    return value


def _returned(value: Any, printed: bytes, changed: "list[int] | tuple[int, ...]", value_bytes: int) -> RawOutcome:
    return RawOutcome(True, _encoded(value, value_bytes), b"", b"", printed, list(changed))


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


def _line_of(error: BaseException) -> int | None:
    """The line of the innermost frame that belongs to a cell."""
    line = None
    trace = error.__traceback__
    while trace is not None:
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
