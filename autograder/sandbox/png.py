"""Pictures that come out of the sandbox: a PNG's bones are kept, whatever else it holds is not."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_START: Final = struct.Struct(">I4s")  # a chunk begins with its length and kind ...
_CHECKSUM_BYTES: Final = 4  # ... and ends with a checksum of kind and content
_HEADER: Final = struct.Struct(">II5s")
#: More pixels each way than any screen shows, and few enough for every viewer.
_MOST_PIXELS: Final = 4000
#: Eight bits a channel, in colours or in colours with transparency; the ordinary methods. So matplotlib writes.
_MAKES: Final = (b"\x08\x02\x00\x00\x00", b"\x08\x06\x00\x00\x00")


def clean(data: bytes, *, limit_bytes: int) -> bytes | None:
    """Rebuild a picture from what is needed to show it: header, pixels and end.

    Notes, profiles, further frames and whatever follows the end are left behind. The pixels stay packed: whoever
    unpacks them knows from the header how many there can be.

    Args:
        data: what claims to be a PNG.
        limit_bytes: how long it may be.

    Returns:
        The picture; None where it is none, is damaged, or is larger than 4000 by 4000 pixels.
    """
    if len(data) > limit_bytes or not data.startswith(_SIGNATURE):
        return None
    try:
        (first, header), *others = _chunks(data)
        width, height, make = _HEADER.unpack(header)
    except (struct.error, ValueError):
        return None
    pixels = [content for kind, content in others if kind == b"IDAT"]
    is_showable = 0 < width <= _MOST_PIXELS and 0 < height <= _MOST_PIXELS and make in _MAKES
    if first != b"IHDR" or not is_showable or not pixels:
        return None
    chunks = [(b"IHDR", header), *((b"IDAT", content) for content in pixels), (b"IEND", b"")]
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk's kind and content, up to the end.

    Raises:
        ValueError: a chunk is damaged.
        struct.error: the picture has no end.
    """
    start, kind = len(_SIGNATURE), b""
    while kind != b"IEND":
        length, kind = _START.unpack_from(data, start)
        end = start + _START.size + length + _CHECKSUM_BYTES
        content = data[start + _START.size : end - _CHECKSUM_BYTES]
        if data[start:end] != _chunk(kind, content):
            msg = f"chunk {kind!r} is damaged"
            raise ValueError(msg)
        yield kind, content
        start = end


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(content, zlib.crc32(kind))
    return _START.pack(len(content), kind) + content + checksum.to_bytes(_CHECKSUM_BYTES, "big")
