"""Values as bytes, and back: the only form in which anything crosses the wall.

MessagePack with extension types for what it lacks. Types are exact: a tuple comes back a tuple, float32 as float32.
There is no pickle, no object dtype and no class lookup, so decoding runs no code of the sender's. Sizes are the
receiver's to bound: `decode` refuses deep nesting, too many items, and arrays whose header and bytes disagree, and
takes no more memory than some thirty times the bytes; the length of the bytes themselves is capped by whoever reads
them off the socket.
"""

import struct
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from autograder.model import Source, Unreadable, Value
from autograder.table import Table, read_pandas

MAX_DEPTH: Final = 16
MAX_DIMENSIONS: Final = 8
MAX_INTEGER_BITS: Final = 4096
#: Items of lists, tuples and dicts in one value. Arrays, which cost nothing to read, may be as long as they like.
MAX_ITEMS: Final = 10_000
#: Entries of one array, an axis of no length counted as one.
MAX_ENTRIES: Final = 2**22
#: Bytes that are made into lists without counting the items first: an empty list costs sixty times its one byte.
_FEW_BYTES: Final = 2**14
_NAME_CHARACTERS: Final = 80
_SMALLEST, _LARGEST = -(2**63), 2**64 - 1
_FIGURES: Final = "biufc"
_PLAIN_NUMBERS: Final = frozenset({int, float, np.float64, np.float32, np.int64, np.int32})
#: One letter (or two) per dtype that may cross, fixed width and little-endian.
_DTYPES: Final[dict[str, np.dtype[Any]]] = {
    name: np.dtype(name).newbyteorder("<")
    for name in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
}
_CODES: Final = {dtype: index for index, dtype in enumerate(_DTYPES.values())}
_BY_CODE: Final = tuple(_DTYPES.values())
_FLAG: Final = _CODES[np.dtype(np.bool_)]
#: NumPy has several types of one size, which C tells apart and a value does not.
_SCALAR_CODES: Final[dict[type, int]] = {
    kind: _CODES[np.dtype(kind)]
    for kind in {*np.sctypeDict.values()}
    if issubclass(kind, np.number | np.bool_) and np.dtype(kind) in _CODES
}
#: What stands before an array's entries, by the number of its dimensions: the dtype's code, that number, the shape.
_HEADERS: Final = tuple(struct.Struct(f"<BB{dimensions}q") for dimensions in range(MAX_DIMENSIONS + 1))


class _Kind:
    """The extension types: what MessagePack itself cannot tell apart or hold."""

    TUPLE = 0
    ARRAY = 1
    SCALAR = 2
    TEXT = 3
    INTEGER = 4
    COMPLEX = 5
    SOURCE = 6
    UNREADABLE = 7
    DICT = 8
    TABLE = 9


class WireError(ValueError):
    """Bytes that are no value, or a value that has no bytes."""


def encode(value: Value) -> bytes:
    """Turn a value into bytes.

    What pandas holds goes as plain data: a DataFrame as a `Table`, a Series as an array. What is no value (an object, a
    function, an array of objects) becomes `Unreadable` with its type's name, so the receiver can say what was returned;
    nothing is called on it.

    Raises:
        WireError: nested deeper than MAX_DEPTH, an integer past MAX_INTEGER_BITS, or an object that only claims to be
            of a kind that can be read.
    """
    try:
        return _ENCODER.encode(_to_plain(value, 0))
    except WireError:
        raise
    except Exception as error:  # a DataFrame's subclass, say, may raise anything
        msg = f"a {_name_of(type(value))} that cannot be read"
        raise WireError(msg) from error


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


def is_table(data: bytes) -> bool:
    """Whether a value's bytes say that it is a table, without reading it; where tables lie within it, it is none."""
    return _extension(data) == _Kind.TABLE


def is_source(data: bytes) -> bool:
    """Whether a value's bytes say that it is the source text of a function, without reading it."""
    return _extension(data) == _Kind.SOURCE


def _extension(data: bytes) -> int | None:
    """The code of the extension that a value is, or None."""
    place = _CODE_PLACES.get(data[0]) if data else None
    return None if place is None or place >= len(data) else data[place]


#: Where an extension's code stands, by the first byte.
_CODE_PLACES: Final = {**dict.fromkeys(range(0xD4, 0xD9), 1), 0xC7: 2, 0xC8: 3, 0xC9: 5}
_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder()
_LIST_DECODER: Final = msgspec.msgpack.Decoder(list[msgspec.Raw])
#: The first byte of a list, and how many bytes of its length follow; short lists have it in that byte.
_LIST_HEADS: Final = {**dict.fromkeys(range(0x90, 0xA0), 0), 0xDC: 2, 0xDD: 4}
#: What a type calls itself: `kind.__name__` would ask its metaclass.
_name_of: Final = type.__dict__["__name__"].__get__


def _to_plain(value: Value, depth: int) -> Any:  # noqa: C901, PLR0911, PLR0912 - one line per kind of value
    kind = type(value)
    if kind is float or kind is bool or value is None:
        return value
    if kind is int:
        return value if _SMALLEST <= value <= _LARGEST else msgspec.msgpack.Ext(_Kind.INTEGER, _integer_bytes(value))
    if depth > MAX_DEPTH:
        msg = f"nested deeper than {MAX_DEPTH} levels"
        raise WireError(msg)
    # An object's class can lie about itself where `isinstance` asks; its type cannot.
    if issubclass(kind, np.ndarray):
        return _array(value)
    if issubclass(kind, np.generic):
        return _scalar(value, depth)
    if kind is tuple:
        return msgspec.msgpack.Ext(_Kind.TUPLE, _ENCODER.encode([_to_plain(item, depth + 1) for item in value]))
    if kind is list:
        return [_to_plain(item, depth + 1) for item in value]
    if kind is str:
        return msgspec.msgpack.Ext(_Kind.TEXT, value.encode("utf-8", "surrogatepass"))
    if kind is dict:
        pairs = [[_to_plain(key, depth + 1), _to_plain(item, depth + 1)] for key, item in value.items()]
        return msgspec.msgpack.Ext(_Kind.DICT, _ENCODER.encode(pairs))
    if kind is complex:
        return msgspec.msgpack.Ext(_Kind.COMPLEX, struct.pack("<dd", value.real, value.imag))
    if kind is Source:
        return msgspec.msgpack.Ext(_Kind.SOURCE, value.text.encode("utf-8", "surrogatepass"))
    if kind is Table:
        return _table(value, depth)
    for base in (tuple, list, str, float, int):  # a named tuple, say: what counts is what it holds
        if issubclass(kind, base) and depth < MAX_DEPTH:
            return _to_plain(_as_base(value, base), depth)
    held = read_pandas(value)
    if held is not None:
        return _to_plain(held, depth + 1)
    name = value.type_name if kind is Unreadable else _name_of(kind)
    return msgspec.msgpack.Ext(_Kind.UNREADABLE, name[:_NAME_CHARACTERS].encode("utf-8", "replace"))


def _as_base(value: Value, base: type) -> Value:
    """The plain value that an object of a subclass holds, read by the base's own methods."""
    if base in (tuple, list):
        return base(base.__iter__(value))
    return {str: str.__str__, float: float.__float__, int: int.__int__}[base](value)


def _integer_bytes(value: int) -> bytes:
    if value.bit_length() > MAX_INTEGER_BITS:
        msg = f"an integer of {value.bit_length()} bits"
        raise WireError(msg)
    return value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)


def _array(value: "np.ndarray[Any, Any]", kind: int = _Kind.ARRAY) -> msgspec.msgpack.Ext:
    if type(value) is not np.ndarray:
        value = np.asarray(value)
    if value.ndim > MAX_DIMENSIONS:
        return _unreadable(f"array of {value.ndim} dimensions")
    if value.size > MAX_ENTRIES:  # be it but one number, broadcast
        return _unreadable(f"array of {value.size} entries")
    code = _CODES.get(value.dtype)
    if code is None:
        value = _in_a_plain_dtype(value)
        code = _CODES.get(value.dtype.newbyteorder("<")) if value.dtype.kind in _FIGURES else None
        if code is None:
            return _unreadable(f"array of dtype {value.dtype.kind!r}")
        value = value.astype(_BY_CODE[code], copy=False)
    return msgspec.msgpack.Ext(kind, _HEADERS[value.ndim].pack(code, value.ndim, *value.shape) + value.tobytes())


def _unreadable(what: str) -> msgspec.msgpack.Ext:
    return msgspec.msgpack.Ext(_Kind.UNREADABLE, what.encode())


def _table(table: Table, depth: int) -> msgspec.msgpack.Ext:
    """Names and columns in pairs; texts as a list of them."""
    columns = [
        [_to_plain(name, depth + 1), _to_plain(values.tolist() if values.dtype == object else values, depth + 1)]
        for name, values in table.columns.items()
    ]
    return msgspec.msgpack.Ext(_Kind.TABLE, _ENCODER.encode(columns))


def _in_a_plain_dtype(array: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """Long doubles, and objects that are all plain numbers, as the doubles they stand for."""
    if array.dtype.kind == "f" and array.dtype.itemsize > np.dtype(np.float64).itemsize:
        return array.astype(np.float64)
    if array.dtype.kind == "O" and all(type(item) in _PLAIN_NUMBERS for item in array.flat):
        try:
            return array.astype(np.float64)
        except OverflowError:  # an integer past all floats
            return array
    return array


def _scalar(value: "np.generic", depth: int) -> Any:
    kind = type(value)
    if issubclass(kind, np.str_):
        return _to_plain(str.__str__(value), depth + 1)
    if kind not in _SCALAR_CODES:  # a subclass holds what its base does
        kind = next((base for base in _SCALAR_CODES if issubclass(kind, base)), kind)
    code = _SCALAR_CODES.get(kind)
    if code is None:
        return _array(np.asarray(value), _Kind.SCALAR)
    return msgspec.msgpack.Ext(_Kind.SCALAR, _HEADERS[0].pack(code, 0) + kind.tobytes(value))


def _read(data: "bytes | memoryview", depth: int, room: list[int]) -> Value:
    """Make a value of bytes. Of many bytes, each list's items are counted before anything is made of them."""
    if len(data) <= _FEW_BYTES or data[0] in _CODE_PLACES:
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
        case _Kind.TUPLE:
            return tuple(_items(data, depth, room))
        case _Kind.ARRAY:
            return _read_array(data)
        case _Kind.SCALAR:
            return _read_array(data)[()]
        case _Kind.TEXT:
            return data.decode("utf-8", "surrogatepass")
        case _Kind.INTEGER:
            return _read_integer(data)
        case _Kind.COMPLEX:
            return complex(*struct.unpack("<dd", data))
        case _Kind.SOURCE:
            return Source(data.decode("utf-8", "surrogatepass"))
        case _Kind.UNREADABLE:
            return Unreadable(data[: 4 * _NAME_CHARACTERS].decode("utf-8", "replace")[:_NAME_CHARACTERS])
        case _Kind.DICT:
            return dict(_pairs(data, depth, room))
        case _Kind.TABLE:
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
    if code >= len(_BY_CODE) or dimensions > MAX_DIMENSIONS:
        msg = f"array header {code}, {dimensions}"
        raise WireError(msg)
    header = _HEADERS[dimensions]
    shape = header.unpack_from(data)[2:]
    entries = to_walk = 1
    for side in shape:
        entries *= side
        to_walk *= side or 1
    # An empty array costs no bytes, and yet a sequence of a billion rows: what counts is what walking it would take.
    if to_walk > MAX_ENTRIES or (shape and min(shape) < 0):
        msg = f"array of shape {shape}"
        raise WireError(msg)
    dtype = _BY_CODE[code]
    if entries * dtype.itemsize != len(data) - header.size:
        msg = f"array of shape {shape} in {len(data) - header.size} bytes"
        raise WireError(msg)
    array = np.ndarray(shape, dtype, data, header.size)
    # Any byte but 0 means True, and what counts or compares them takes each for 1.
    return array.view(np.uint8).astype(np.bool_) if code == _FLAG else array.copy()
