"""Values as bytes, and back: the only form in which anything crosses the wall.

MessagePack with extension types for what it lacks. Types are exact: a tuple comes back a tuple, float32 as float32.
There is no pickle, no object dtype and no class lookup, so decoding runs no code of the sender's. Sizes are the
receiver's to bound: `decode` refuses deep nesting, too many items, and arrays whose header and bytes disagree, and
takes no more memory than some thirty times the bytes; the length of the bytes themselves is capped by whoever reads
them off the socket.
"""

from autograder.wire.decoding import decode, is_readable, is_source, is_table, value_of
from autograder.wire.encoding import encode
from autograder.wire.kinds import MAX_DEPTH, MAX_DIMENSIONS, MAX_ENTRIES, MAX_INTEGER_BITS, MAX_ITEMS, WireError

__all__ = [
    "MAX_DEPTH",
    "MAX_DIMENSIONS",
    "MAX_ENTRIES",
    "MAX_INTEGER_BITS",
    "MAX_ITEMS",
    "WireError",
    "decode",
    "encode",
    "is_readable",
    "is_source",
    "is_table",
    "value_of",
]
