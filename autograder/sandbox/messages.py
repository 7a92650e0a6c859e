"""What keeper and child say to each other, and how: MessagePack frames behind a four-byte length."""

import struct
from collections.abc import Callable
from typing import Any, Final

import msgspec

#: How a cell is run: whole; its definitions and imports alone; not at all.
WHOLE, DEFINITIONS, SKIPPED = range(3)
_LENGTH: Final = struct.Struct("<I")
_CHUNK: Final = 2**16


class CellText(msgspec.Struct, array_like=True, frozen=True):
    """One cell to run. The text travels as bytes: a lone surrogate is legal in a notebook and not in UTF-8."""

    source: bytes
    mode: int


class Job(msgspec.Struct, array_like=True, frozen=True):
    """The first frame to the child."""

    cells: list[CellText]
    uses_magics: bool
    value_bytes: int


class Batch(msgspec.Struct, array_like=True, frozen=True):
    """Calls of several names; arguments as wire bytes, or None to read a variable."""

    names: list[str]
    arguments: list[list[list[bytes]] | None]
    steps: list[int]


class RawCell(msgspec.Struct, array_like=True, frozen=True):
    """What one cell printed, and its error in one line."""

    printed: bytes
    error: bytes


class RawOutcome(msgspec.Struct, array_like=True, frozen=True):
    """What one call came to, as the child tells it: not to be believed, only to be bounded and compared."""

    returned: bool
    encoded: bytes
    exception: bytes
    message: bytes
    printed: bytes
    changed: list[int]


class EndOfStreamError(Exception):
    """The other side closed the socket."""


def frame_of(message: Any) -> bytes:
    """Pack one message with its length before it."""
    data = msgspec.msgpack.encode(message)
    return _LENGTH.pack(len(data)) + data


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
