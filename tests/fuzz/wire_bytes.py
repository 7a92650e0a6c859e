"""Bytes for `wire.decode`: at random, tampered with, built of wrong parts, and small ones that would grow large."""

import struct
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
from hypothesis import strategies as st

from autograder import wire
from tests.fuzz.target import Target
from tests.values import identical, values

#: Decoding takes at most so many times the bytes that came, and so many more.
GROWTH: Final = 32
SPARE_BYTES: Final = 4 * 2**20

_SIDES: Final = (0, 1, 2, 3, -1, 2**22, 2**31, 2**32, 2**62, 2**63 - 1, -(2**63))
_CHANGES: Final = ("flip", "drop", "double", "cut", "add", "blow up")


def extension(code: int, data: bytes) -> bytes:
    return msgspec.msgpack.encode(msgspec.msgpack.Ext(code, data))


def tampered(valid: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Bytes with up to six changes made to them."""
    change = st.tuples(st.sampled_from(_CHANGES), st.floats(0, 1), st.binary(min_size=1, max_size=8))
    return st.builds(_changed, valid, st.lists(change, max_size=6))


def decodes_or_refuses(data: bytes) -> None:
    """Only a WireError, or a value; and that value crosses again as the very same."""
    try:
        value = wire.decode(data)
    except wire.WireError as error:
        assert len(str(error)) < 1000  # noqa: PT017 - it is no failure
        return
    assert identical(wire.decode(wire.encode(value)), value)


def decodes_within_bounds(data: bytes) -> None:
    tracemalloc.start()
    try:
        decodes_or_wire_error(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak <= GROWTH * len(data) + SPARE_BYTES, f"{len(data)} bytes took {peak}"


def decodes_or_wire_error(data: bytes) -> None:
    try:
        wire.decode(data)
    except wire.WireError:
        return


def _changed(data: bytes, changes: Sequence[tuple[str, float, bytes]]) -> bytes:
    whole = bytearray(data)
    for kind, where, extra in changes:
        place = int(where * max(0, len(whole) - 1))
        match kind:
            case "flip" if whole:
                whole[place] ^= extra[0]
            case "drop":
                del whole[place : place + extra[0] % 4]
            case "double":
                whole[place:place] = whole[place : place + extra[0]]
            case "cut":
                del whole[place:]
            case "add":
                whole[place:place] = extra
            case "blow up":
                whole[place : place + 4] = b"\xff" * 4
    return bytes(whole)


def _valid() -> st.SearchStrategy[bytes]:
    return values().map(wire.encode)


def _built() -> st.SearchStrategy[bytes]:
    """Lists whose length is a lie, extensions of any code around anything, arrays of any header."""
    sides = st.lists(st.sampled_from(_SIDES), max_size=10)
    arrays = st.builds(_array, st.integers(0, 16), sides, st.binary(max_size=64), st.sampled_from((0, 0, 0, 1, -1)))
    codes = st.integers(-128, 127) | st.integers(0, 9)
    plain: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats()
    leaves = st.one_of(
        plain.map(msgspec.msgpack.encode),
        st.text(max_size=5).map(msgspec.msgpack.encode),
        st.binary(max_size=12),
        arrays.flatmap(lambda data: st.sampled_from((1, 2)).map(lambda code: extension(code, data))),
        _valid(),
    )

    def around(inner: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
        lists = st.builds(_list, st.lists(inner, max_size=4), st.sampled_from((0, 0, 0, 0, 1, -1)), st.integers(0, 2))
        pairs = st.lists(st.tuples(inner, inner).map(lambda pair: _list(pair, 0, 0)), max_size=3)
        return st.one_of(
            lists,
            st.builds(extension, codes, inner),
            st.builds(extension, codes, lists),
            st.builds(extension, st.sampled_from((8, 9)), pairs.map(lambda each: _list(each, 0, 0))),
            st.builds(lambda one, other: b"\x81" + one + other, inner, inner),
            st.builds(_nested, inner, st.integers(1, 20)),
        )

    return st.recursive(leaves, around, max_leaves=8)


def _list(items: Sequence[bytes], off: int, head: int) -> bytes:
    """A list that says it has `off` items more than it has."""
    count = max(0, len(items) + off)
    heads = (
        bytes([0x90 | min(count, 15)]),
        b"\xdc" + (count % 2**16).to_bytes(2, "big"),
        b"\xdd" + count.to_bytes(4, "big"),
    )
    return heads[head] + b"".join(items)


def _array(code: int, sides: Sequence[int], entries: bytes, off: int) -> bytes:
    return bytes([code, max(0, len(sides) + off)]) + struct.pack(f"<{len(sides)}q", *sides) + entries


def _nested(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = extension(0, b"\x91" + data)
    return data


def _bombs() -> st.SearchStrategy[bytes]:
    """A small piece, repeated, as a list with the right length, within whatever may hold it."""
    pieces = st.one_of(
        st.sampled_from(
            (b"\x90", b"\x80", b"\xc0", b"\xa0", b"\xc4\x00", b"\xc7\x00\x00", b"\x91\x90", b"\xc7\x01\x09\x90")
        ),
        _built().filter(lambda data: 0 < len(data) < 200),
    )
    around: st.SearchStrategy[Callable[[bytes], bytes]] = st.sampled_from(
        (
            lambda data: data,
            lambda data: b"\x91" + data,
            lambda data: _nested(data, 15),
            lambda data: b"\x91" * 14 + data,
            *(lambda data, code=code: extension(code, data) for code in range(10)),
            lambda data: extension(8, b"\x91\x92\x01" + data),
            lambda data: extension(9, b"\x91\x92" + extension(3, b"a") + data),
            lambda data: b"\xdd\x00\x00\x03\xe8" + data * 1000,
        )
    )
    size = st.sampled_from((1_000, 20_000, 300_000))
    return st.builds(
        lambda piece, total, wrap: wrap(_list([piece] * max(1, total // len(piece)), 0, 2))[: 2 * total],
        pieces,
        size,
        around,
    )


WIRE_BYTES: Final = (
    Target(
        "wire-bytes", "bytes at random are a value or refused", lambda: st.binary(max_size=200), decodes_or_refuses, 300
    ),
    Target(
        "wire-tampered", "tampered bytes are a value or refused", lambda: tampered(_valid()), decodes_or_refuses, 300
    ),
    Target("wire-built", "wrong parts are a value or refused", _built, decodes_or_refuses, 300),
    Target("wire-bombs", "decoding takes memory in proportion", _bombs, decodes_within_bounds, 60),
)
