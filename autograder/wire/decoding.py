"""Bytes -> the value they stand for. They may be anybody's, so nothing in them is taken at its word."""

import struct
from functools import lru_cache
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from autograder.model import Source, Unreadable, Value
from autograder.table import Table
from autograder.wire.kinds import (
    BY_CODE,
    CODE_PLACES,
    FLAG,
    HEADERS,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_ENTRIES,
    MAX_INTEGER_BITS,
    MAX_ITEMS,
    NAME_CHARACTERS,
    Kind,
    WireError,
)

#: Bytes that are made into lists without counting the items first: an empty list costs sixty times its one byte.
_FEW_BYTES: Final = 2**14
#: So many values are kept in mind, all of an exercise's as a rule: 100 MB if hostile ones fill it.
_REMEMBERED: Final = 32
_DECODER: Final = msgspec.msgpack.Decoder()
_LIST_DECODER: Final = msgspec.msgpack.Decoder(list[msgspec.Raw])
#: The first byte of a list, and how many bytes of its length follow; short lists have it in that byte.
_LIST_HEADS: Final = {**dict.fromkeys(range(0x90, 0xA0), 0), 0xDC: 2, 0xDD: 4}


def decode(data: bytes) -> Value:
    """Turn bytes into the value they stand for.

    Raises:
        WireError: they stand for none.
    """
    try:
        if len(data) > _FEW_BYTES:
            return _read(data, 0, [MAX_ITEMS])
        plain = _DECODER.decode(data)
        return plain if type(plain) is float else _from_plain(plain, 0, [MAX_ITEMS])
    except WireError:
        raise
    except (msgspec.MsgspecError, ValueError, TypeError, struct.error, RecursionError, OverflowError) as error:
        raise WireError(str(error)) from error


def value_of(data: bytes) -> Value:
    """The value that bytes stand for, to be looked at and never changed: whoever asks next is given the same one.

    A judge looks at one value many times, beside every version that is known. One of ten thousand items takes longer to
    decode than to compare, so it is decoded once.

    Raises:
        WireError: they stand for none.
    """
    found = _tried(data)
    if isinstance(found, WireError):
        raise WireError(*found.args)
    return found


def is_readable(data: bytes) -> bool:
    """Whether bytes stand for a value at all: what a child sends may be any."""
    return not isinstance(_tried(data), WireError)


@lru_cache(_REMEMBERED)
def _tried(data: bytes) -> "Value | WireError":
    try:
        return decode(data)
    except WireError as error:
        return WireError(*error.args)  # a new one, which holds on to nothing


def is_table(data: bytes) -> bool:
    """Whether a value's bytes say that it is a table, without reading it; where tables lie within it, it is none."""
    return _extension(data) == Kind.TABLE


def is_source(data: bytes) -> bool:
    """Whether a value's bytes say that it is the source text of a function, without reading it."""
    return _extension(data) == Kind.SOURCE


def _extension(data: bytes) -> int | None:
    """The code of the extension that a value is, or None."""
    place = CODE_PLACES.get(data[0]) if data else None
    return None if place is None or place >= len(data) else data[place]


def _read(data: "bytes | memoryview", depth: int, room: list[int]) -> Value:
    """Make a value of bytes. Of many bytes, each list's items are counted before anything is made of them."""
    if len(data) <= _FEW_BYTES or data[0] in CODE_PLACES:
        return _from_plain(_DECODER.decode(data), depth, room)
    size = _LIST_HEADS.get(data[0])
    if size is None or depth > MAX_DEPTH:
        msg = f"{len(data)} bytes are no kind of value, or are nested deeper than {MAX_DEPTH} levels"
        raise WireError(msg)
    _take(room, int.from_bytes(data[1 : 1 + size], "big") if size else data[0] & 0x0F)
    return [_read(memoryview(item), depth + 1, room) for item in _LIST_DECODER.decode(data)]


def _take(room: list[int], items: int) -> None:
    """Count items; `room` is how many more the whole value may have."""
    room[0] -= items
    if room[0] < 0:
        msg = f"more than {MAX_ITEMS} items"
        raise WireError(msg)


def _from_plain(plain: Any, depth: int, room: list[int]) -> Value:
    kind = type(plain)
    if kind is float or kind is int or kind is bool or plain is None:
        return plain
    if depth > MAX_DEPTH:
        msg = f"nested deeper than {MAX_DEPTH} levels"
        raise WireError(msg)
    if kind is list:
        _take(room, len(plain))
        return [_from_plain(item, depth + 1, room) for item in plain]
    if kind is msgspec.msgpack.Ext:
        return _from_extension(plain.code, bytes(plain.data), depth, room)
    msg = f"{kind.__name__} is no kind of value"
    raise WireError(msg)


def _from_extension(code: int, data: bytes, depth: int, room: list[int]) -> Value:  # noqa: C901, PLR0911 - one line per kind of value
    match code:
        case Kind.TUPLE:
            return tuple(_items(data, depth, room))
        case Kind.ARRAY:
            return _read_array(data)
        case Kind.SCALAR:
            return _read_array(data)[()]
        case Kind.TEXT:
            return data.decode("utf-8", "surrogatepass")
        case Kind.INTEGER:
            return _read_integer(data)
        case Kind.COMPLEX:
            return complex(*struct.unpack("<dd", data))
        case Kind.SOURCE:
            return Source(data.decode("utf-8", "surrogatepass"))
        case Kind.UNREADABLE:
            return Unreadable(data[: 4 * NAME_CHARACTERS].decode("utf-8", "replace")[:NAME_CHARACTERS])
        case Kind.DICT:
            return dict(_pairs(data, depth, room))
        case Kind.TABLE:
            return _read_table(data, depth, room)
    msg = f"extension {code} is no kind of value"
    raise WireError(msg)


def _read_integer(data: bytes) -> int:
    number = int.from_bytes(data[: MAX_INTEGER_BITS // 8 + 1], "little", signed=True)
    if len(data) > MAX_INTEGER_BITS // 8 + 1 or number.bit_length() > MAX_INTEGER_BITS:
        msg = f"an integer of {8 * len(data)} bits"
        raise WireError(msg)
    return number


def _items(data: bytes, depth: int, room: list[int]) -> list[Value]:
    items = _read(data, depth, room)
    if not isinstance(items, list):
        msg = "expected a sequence"
        raise WireError(msg)
    return items


def _pairs(data: bytes, depth: int, room: list[int]) -> list[list[Value]]:
    """The pairs in a list; what is in them lies one level below what they are of, as with any other value."""
    pairs = _items(data, depth - 1, room)
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):  # noqa: PLR2004 - a pair
        msg = "expected pairs"
        raise WireError(msg)
    return pairs


def _read_table(data: bytes, depth: int, room: list[int]) -> Table:
    """A table, whose constructor sees to it that it is one."""
    pairs = _pairs(data, depth, room)
    columns = {name: _texts(values) if isinstance(values, list) else values for name, values in pairs}
    if len(columns) < len(pairs):
        msg = "two columns of one name"
        raise WireError(msg)
    return Table(columns)


def _texts(values: list[Value]) -> npt.NDArray[Any]:
    """A column of texts, be there none."""
    if not all(type(each) is str for each in values):
        msg = "a column of something else than numbers or texts"
        raise WireError(msg)
    return np.array(values, dtype=object)


def _read_array(data: bytes) -> npt.NDArray[Any]:
    code, dimensions = struct.unpack_from("<BB", data)
    if code >= len(BY_CODE) or dimensions > MAX_DIMENSIONS:
        msg = f"array header {code}, {dimensions}"
        raise WireError(msg)
    header = HEADERS[dimensions]
    shape = header.unpack_from(data)[2:]
    entries = to_walk = 1
    for side in shape:
        entries *= side
        to_walk *= side or 1
    # An empty array costs no bytes, and yet a sequence of a billion rows: what counts is what walking it would take.
    if to_walk > MAX_ENTRIES or (shape and min(shape) < 0):
        msg = f"array of shape {shape}"
        raise WireError(msg)
    dtype = BY_CODE[code]
    if entries * dtype.itemsize != len(data) - header.size:
        msg = f"array of shape {shape} in {len(data) - header.size} bytes"
        raise WireError(msg)
    array = np.ndarray(shape, dtype, data, header.size)
    # Any byte but 0 means True, and what counts or compares them takes each for 1.
    return array.view(np.uint8).astype(np.bool_) if code == FLAG else array.copy()
