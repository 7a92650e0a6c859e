"""The calls as they travel to a child. What can be done to them once is done once, not in every child anew."""

import marshal
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, TypeAlias

from autograder import wire
from autograder.model import Calls
from autograder.sandbox.messages import CODE, Batch
from autograder.sandbox.progress import Progress

_Arguments: TypeAlias = tuple[tuple[bytes, ...], ...]
#: More lists of calls than the keys of a course hold.
_MOST_LISTS: Final = 4096


def pass_tables(calls: Iterable[Calls]) -> bool:
    """Whether some call has a table among its arguments: the child needs pandas to make it, asked for or not."""
    return any(_holds_table(each.arguments or ()) for each in calls)


def batch_of(progress: Progress, *, public: bool) -> Batch:
    """The public or the hidden calls of every pending name."""
    batch = Batch([], [], [])
    first_step, names = len(progress.cells), len(progress.pending)
    for position, calls in enumerate(progress.pending):
        if calls.arguments is None:
            wanted, part = not public, None
        else:
            packed = _packed(calls.arguments)
            part = packed[: calls.public] if public else packed[calls.public :]
            wanted = bool(part)
        if wanted:
            batch.names.append(calls.name)
            batch.arguments.append(part)
            batch.steps.append(first_step + position + (0 if public else names))
    return batch


@lru_cache(_MOST_LISTS)
def _holds_table(arguments: _Arguments) -> bool:
    return any(wire.is_table(data) for call in arguments for data in call)


@lru_cache(_MOST_LISTS)
def _packed(arguments: _Arguments) -> _Arguments:
    """The arguments with every function's source text compiled. It is the author's, and is evaluated in the child."""
    return tuple(tuple(_code_of(data) if wire.is_source(data) else data for data in call) for call in arguments)


def _code_of(source: bytes) -> bytes:
    text = wire.decode(source).text
    return CODE + marshal.dumps(compile(text.lstrip(" \t"), "<string>", "eval"))
