"""What keeper and child say to each other, and how: MessagePack frames behind a four-byte length."""

import struct
from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeVar

import msgspec

Item = TypeVar("Item")

#: How a cell is run: whole; its definitions and imports alone; not at all; whole, and its figures are taken.
WHOLE, DEFINITIONS, SKIPPED, DRAWN = range(4)
#: Figures of one cell that are taken; the others are closed unseen.
MOST_FIGURES: Final = 8
#: The step of a child that is at none: before the first cell is compiled, and between two frames.
NOWHERE: Final = 2**32 - 1
#: A child's exit status when what its steps left behind fills nearly all its memory.
MEMORY_STATUS: Final = 77
#: Begins an argument that is a function's source text, compiled by the keeper and marshalled: compiling such texts
#: anew takes a child longer than most calls. No value on the wire begins with it; MessagePack never uses it.
CODE: Final = b"\xc1"
_LENGTH: Final = struct.Struct("<I")
#: How many bytes of length stand before a frame, the lowest first.
LENGTH_BYTES: Final = _LENGTH.size
_CHUNK: Final = 2**16
_ARRAY_HEADERS: Final = {0xDC: 2, 0xDD: 4}
_SHORT_ARRAY, _SHORT_ARRAY_LENGTH = 0x90, 0x0F


class CellText(msgspec.Struct, array_like=True, frozen=True):
    """One cell to run. The text travels as bytes: a lone surrogate is legal in a notebook and not in UTF-8."""

    source: bytes
    mode: int


class Job(msgspec.Struct, array_like=True, frozen=True):
    """The first frame to the child; sizes in bytes.

    Args:
        cells: what to run.
        uses_magics: whether IPython is there to take its magics out of them.
        value_bytes: how long a value may be.
        frame_bytes: how long an answer may be.
        spare_bytes: how much memory has to be left.
        is_watchful: whether that is looked at after every step, or before every answer only.
        draws: whether the answer is to be figures; then no call follows.
    """

    cells: list[CellText]
    uses_magics: bool
    value_bytes: int
    frame_bytes: int
    spare_bytes: int
    is_watchful: bool = True
    draws: bool = False


class Batch(msgspec.Struct, array_like=True, frozen=True):
    """Calls of several names; arguments as wire bytes or as code (see `CODE`), or None to read a variable."""

    names: list[str]
    arguments: list[tuple[tuple[bytes, ...], ...] | None]
    steps: list[int]


class RawCell(msgspec.Struct, array_like=True, frozen=True):
    """What one cell printed, and its error in one line."""

    printed: bytes
    error: bytes


class RawOutcome(msgspec.Struct, array_like=True, frozen=True):
    """What one call came to, as the child tells it: not to be believed, only to be bounded and compared."""

    returned: bool
    encoded: bytes = b""
    exception: bytes = b""
    message: bytes = b""
    printed: bytes = b""
    changed: bytes = b""


class EndOfStreamError(Exception):
    """The other side closed the socket."""


def frame_of(message: Any) -> bytes:
    """Pack one message with its length before it."""
    data = msgspec.msgpack.encode(message)
    return _LENGTH.pack(len(data)) + data


def decode_list(data: bytes | msgspec.Raw, kind: type[list[Item]], *, lengths: tuple[int, ...]) -> list[Item]:
    """Decode a list whose length must be one of `lengths`.

    The length stands in the first bytes and is asked for before anything is made of the rest: a frame of a million
    empty lists costs its sender a megabyte and its receiver a second and a hundred.

    Raises:
        ValueError: it is no such list (msgspec's own errors are ValueErrors too).
    """
    found = _list_length(bytes(memoryview(data)[:5]))
    if found not in lengths:
        msg = f"a list of {found} items where one of {lengths} was expected"
        raise ValueError(msg)
    return _decoder(kind).decode(data)


@cache
def _decoder(kind: type[list[Item]]) -> msgspec.msgpack.Decoder[list[Item]]:
    """Make the decoder of a kind of list once: that takes longer than decoding one."""
    return msgspec.msgpack.Decoder(kind)


def _list_length(head: bytes) -> int | None:
    """Read the length off the head of a MessagePack array; None where it heads anything else."""
    if not head:
        return None
    if head[0] & ~_SHORT_ARRAY_LENGTH == _SHORT_ARRAY:
        return head[0] & _SHORT_ARRAY_LENGTH
    size = _ARRAY_HEADERS.get(head[0])
    return None if size is None else int.from_bytes(head[1 : 1 + size], "big")


class FrameReader:
    """Reads whole frames, never more than `limit_bytes` each."""

    __slots__ = ("_buffer", "_limit_bytes", "_receive")

    def __init__(self, receive: Callable[[int], bytes], *, limit_bytes: int) -> None:
        """Read through `receive`, which takes a number of bytes and returns at most as many, none at the end."""
        self._receive = receive
        self._limit_bytes = limit_bytes
        self._buffer = bytearray()

    def read(self) -> bytes | None:
        """Take what has arrived and return the first frame when it is whole, else None.

        Raises:
            EndOfStreamError: the other side closed the socket.
            OverflowError: the frame is longer than the limit.
        """
        chunk = self._receive(_CHUNK)
        if not chunk:
            raise EndOfStreamError
        self._buffer += chunk
        return self.buffered()

    def buffered(self) -> bytes | None:
        """Return the first frame when it has arrived whole already, without reading.

        Raises:
            OverflowError: the frame is longer than the limit.
        """
        if len(self._buffer) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._buffer)
        if length > self._limit_bytes:
            raise OverflowError(length)
        end = _LENGTH.size + length
        if len(self._buffer) < end:
            return None
        frame = bytes(self._buffer[_LENGTH.size : end])
        del self._buffer[:end]
        return frame
