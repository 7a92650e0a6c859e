"""What a value's bytes may be: MessagePack's own types, and an extension for each kind that it lacks."""

import struct
from typing import Any, Final

import numpy as np

MAX_DEPTH: Final = 16
MAX_DIMENSIONS: Final = 8
MAX_INTEGER_BITS: Final = 4096
#: Items of lists, tuples and dicts in one value. Arrays, which cost nothing to read, may be as long as they like.
MAX_ITEMS: Final = 10_000
#: Entries of one array, an axis of no length counted as one.
MAX_ENTRIES: Final = 2**22
NAME_CHARACTERS: Final = 80
#: One letter (or two) per dtype that may cross, fixed width and little-endian.
_DTYPES: Final[dict[str, np.dtype[Any]]] = {
    name: np.dtype(name).newbyteorder("<")
    for name in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
}
CODES: Final = {dtype: index for index, dtype in enumerate(_DTYPES.values())}
BY_CODE: Final = tuple(_DTYPES.values())
FLAG: Final = CODES[np.dtype(np.bool_)]
#: NumPy has several types of one size, which C tells apart and a value does not.
SCALAR_CODES: Final[dict[type, int]] = {
    kind: CODES[np.dtype(kind)]
    for kind in {*np.sctypeDict.values()}
    if issubclass(kind, np.number | np.bool_) and np.dtype(kind) in CODES
}
#: What stands before an array's entries, by the number of its dimensions: the dtype's code, that number, the shape.
HEADERS: Final = tuple(struct.Struct(f"<BB{dimensions}q") for dimensions in range(MAX_DIMENSIONS + 1))
#: Where an extension's code stands, by the first byte.
CODE_PLACES: Final = {**dict.fromkeys(range(0xD4, 0xD9), 1), 0xC7: 2, 0xC8: 3, 0xC9: 5}


class Kind:
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
