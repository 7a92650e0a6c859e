"""A value -> bytes."""

import struct
from typing import Any, Final

import msgspec
import numpy as np

from autograder.model import Source, Unreadable, Value
from autograder.table import Table, read_pandas
from autograder.wire.kinds import (
    BY_CODE,
    CODES,
    HEADERS,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_ENTRIES,
    MAX_INTEGER_BITS,
    NAME_CHARACTERS,
    SCALAR_CODES,
    Kind,
    WireError,
)

_SMALLEST, _LARGEST = -(2**63), 2**64 - 1
_FIGURES: Final = "biufc"
_PLAIN_NUMBERS: Final = frozenset({int, float, np.float64, np.float32, np.int64, np.int32})
_ENCODER: Final = msgspec.msgpack.Encoder()
#: What a type calls itself: `kind.__name__` would ask its metaclass.
_name_of: Final = type.__dict__["__name__"].__get__


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


def _to_plain(value: Value, depth: int) -> Any:  # noqa: C901, PLR0911, PLR0912 - one line per kind of value
    kind = type(value)
    if kind is float or kind is bool or value is None:
        return value
    if kind is int:
        return value if _SMALLEST <= value <= _LARGEST else msgspec.msgpack.Ext(Kind.INTEGER, _integer_bytes(value))
    if depth > MAX_DEPTH:
        msg = f"nested deeper than {MAX_DEPTH} levels"
        raise WireError(msg)
    # An object's class can lie about itself where `isinstance` asks; its type cannot.
    if issubclass(kind, np.ndarray):
        return _array(value)
    if issubclass(kind, np.generic):
        return _scalar(value, depth)
    if kind is tuple:
        return msgspec.msgpack.Ext(Kind.TUPLE, _ENCODER.encode([_to_plain(item, depth + 1) for item in value]))
    if kind is list:
        return [_to_plain(item, depth + 1) for item in value]
    if kind is str:
        return msgspec.msgpack.Ext(Kind.TEXT, value.encode("utf-8", "surrogatepass"))
    if kind is dict:
        pairs = [[_to_plain(key, depth + 1), _to_plain(item, depth + 1)] for key, item in value.items()]
        return msgspec.msgpack.Ext(Kind.DICT, _ENCODER.encode(pairs))
    if kind is complex:
        return msgspec.msgpack.Ext(Kind.COMPLEX, struct.pack("<dd", value.real, value.imag))
    if kind is Source:
        return msgspec.msgpack.Ext(Kind.SOURCE, value.text.encode("utf-8", "surrogatepass"))
    if kind is Table:
        return _table(value, depth)
    for base in (tuple, list, str, float, int):  # a named tuple, say: what counts is what it holds
        if issubclass(kind, base) and depth < MAX_DEPTH:
            return _to_plain(_as_base(value, base), depth)
    held = read_pandas(value)
    if held is not None:
        return _to_plain(held, depth + 1)
    name = value.type_name if kind is Unreadable else _name_of(kind)
    return msgspec.msgpack.Ext(Kind.UNREADABLE, name[:NAME_CHARACTERS].encode("utf-8", "replace"))


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


def _array(value: "np.ndarray[Any, Any]", kind: int = Kind.ARRAY) -> msgspec.msgpack.Ext:
    if type(value) is not np.ndarray:
        value = np.asarray(value)
    if value.ndim > MAX_DIMENSIONS:
        return _unreadable(f"array of {value.ndim} dimensions")
    if value.size > MAX_ENTRIES:  # be it but one number, broadcast
        return _unreadable(f"array of {value.size} entries")
    code = CODES.get(value.dtype)
    if code is None:
        value = _in_a_plain_dtype(value)
        code = CODES.get(value.dtype.newbyteorder("<")) if value.dtype.kind in _FIGURES else None
        if code is None:
            return _unreadable(f"array of dtype {value.dtype.kind!r}")
        value = value.astype(BY_CODE[code], copy=False)
    return msgspec.msgpack.Ext(kind, HEADERS[value.ndim].pack(code, value.ndim, *value.shape) + value.tobytes())


def _unreadable(what: str) -> msgspec.msgpack.Ext:
    return msgspec.msgpack.Ext(Kind.UNREADABLE, what.encode())


def _table(table: Table, depth: int) -> msgspec.msgpack.Ext:
    """Names and columns in pairs; texts as a list of them."""
    columns = [
        [_to_plain(name, depth + 1), _to_plain(values.tolist() if values.dtype == object else values, depth + 1)]
        for name, values in table.columns.items()
    ]
    return msgspec.msgpack.Ext(Kind.TABLE, _ENCODER.encode(columns))


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
    if kind not in SCALAR_CODES:  # a subclass holds what its base does
        kind = next((base for base in SCALAR_CODES if issubclass(kind, base)), kind)
    code = SCALAR_CODES.get(kind)
    if code is None:
        return _array(np.asarray(value), Kind.SCALAR)
    return msgspec.msgpack.Ext(Kind.SCALAR, HEADERS[0].pack(code, 0) + kind.tobytes(value))
