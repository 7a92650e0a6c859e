"""What a child says, made fit to keep: bounded, printable, one outcome for each call.

Most students give the same answers to the same calls, down to the last bit: what was read once is not read again.
"""

import re
from functools import lru_cache
from typing import Final

import msgspec

from autograder import wire
from autograder.model import CellResult, Ending, Outcome, Unreadable
from autograder.sandbox.messages import RawCell, RawOutcome, decode_list

#: Control characters (newline and tab apart) and the invisible ones that turn or hide text.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_NAME_BYTES, _LINE_BYTES, _PAGE_BYTES = 320, 2_000, 40_000
#: Longer values are decoded once to see that they can be; short ones are when they are compared.
_SHORT_BYTES: Final = 2**14
_UNREADABLE: Final = wire.encode(Unreadable("value that cannot be read"))
#: What is remembered: so many answers of so many bytes at most, some 40 MB of objects if hostile ones fill it.
_REMEMBERED, _REMEMBERED_BYTES = 512, 2**14


def outcomes_of(answer: msgspec.Raw, calls: int, value_bytes: int) -> tuple[Outcome, ...]:
    """Read what a child answers to the calls of one name.

    Args:
        answer: a packed list of `RawOutcome`.
        calls: how many there were.
        value_bytes: how long a value may be.

    Returns:
        As many outcomes; where the name is not defined, one that says so.

    Raises:
        ValueError: it is no such list.
    """
    data = bytes(answer)
    return _remembered(data, calls) if len(data) <= _REMEMBERED_BYTES else _read(data, calls, value_bytes)


def cell_result(raw: RawCell) -> CellResult:
    """What a cell printed, and its error on one line."""
    return CellResult(_text(raw.printed, _PAGE_BYTES), _text(raw.error, _LINE_BYTES).replace("\n", " "))


@lru_cache(_REMEMBERED)
def _remembered(data: bytes, calls: int) -> tuple[Outcome, ...]:
    return _read(data, calls, _SHORT_BYTES)


def _read(data: bytes, calls: int, value_bytes: int) -> tuple[Outcome, ...]:
    raw = decode_list(data, list[RawOutcome], lengths=(0, calls))
    return tuple([_outcome(each, value_bytes) for each in raw]) or (Outcome(Ending.MISSING),)


def _outcome(raw: RawOutcome, most_bytes: int) -> Outcome:
    printed = _text(raw.printed, _LINE_BYTES)
    if raw.returned:
        encoded = raw.encoded if len(raw.encoded) <= _SHORT_BYTES else _readable(raw.encoded, most_bytes)
        return Outcome(Ending.RETURNED, encoded, printed=printed, changed=tuple(raw.changed[:16]))
    exception = _text(raw.exception, _NAME_BYTES)
    ending = {"MemoryError": Ending.OUT_OF_MEMORY, "SystemExit": Ending.EXITED}.get(exception, Ending.RAISED)
    return Outcome(ending, exception=exception, message=_text(raw.message, _LINE_BYTES), printed=printed)


def _readable(encoded: bytes, most_bytes: int) -> bytes:
    """A long value that is worth keeping: whoever compares it decodes it several times, so it is tried out here."""
    if len(encoded) > most_bytes:  # the child keeps to the same limit, where it is left alone
        return _UNREADABLE
    return encoded if wire.is_readable(encoded) else _UNREADABLE


def _text(data: bytes, limit: int) -> str:
    """Text that a terminal, a notebook or a page may show: no control characters, nothing that hides or turns text."""
    return _UNPRINTABLE.sub("", data[:limit].decode("utf-8", "replace")) if data else ""
