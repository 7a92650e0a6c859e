import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.sandbox.messages import EndOfStreamError, FrameReader, RawCell, RawOutcome, decode_list, frame_of


def _source(data: bytes, sizes: list[int]) -> "list[bytes]":
    pieces, start = [], 0
    for size in sizes:
        pieces.append(data[start : start + size])
        start += size
    return [piece for piece in (*pieces, data[start:]) if piece]


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=5), st.lists(st.integers(1, 20), max_size=12))
def test_frames_arrive_whole_however_the_bytes_do(messages: list[bytes], sizes: list[int]) -> None:
    data = b"".join(frame_of(message) for message in messages)
    pieces = _source(data, sizes)
    reader = FrameReader(lambda _: pieces.pop(0) if pieces else b"", limit_bytes=100)

    frames: list[object] = []
    while len(frames) < len(messages):
        frame = reader.buffered() or reader.read()
        if frame is not None:
            frames.append(msgspec.msgpack.decode(frame))

    assert frames == messages
    with pytest.raises(EndOfStreamError):
        reader.read()


def test_a_frame_past_the_limit_is_refused_before_it_has_arrived() -> None:
    reader = FrameReader(lambda _: (101).to_bytes(4, "little"), limit_bytes=100)

    with pytest.raises(OverflowError):
        reader.read()


@pytest.mark.parametrize("count", [0, 3, 15, 16, 70_000])
def test_a_list_of_the_length_asked_for_is_decoded(count: int) -> None:
    data = msgspec.msgpack.encode([b"x"] * count)

    assert len(decode_list(data, list[bytes], lengths=(count,))) == count


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc0",
        b"\x80",
        b"\xdc\x00",
        b"\xdd\xff\xff\xff\xff",
        msgspec.msgpack.encode([b""] * 4),
        msgspec.msgpack.encode([1, 2, 3]),
        msgspec.msgpack.encode([b""] * 3) + b"\x00",
        b"\x93" * 100_000,
    ],
)
def test_anything_but_a_list_of_that_length_and_kind_is_refused(data: bytes) -> None:
    with pytest.raises((ValueError, RecursionError)):
        decode_list(data, list[bytes], lengths=(3,))


def test_millions_of_empty_lists_are_refused_by_their_number() -> None:
    data = b"\xdd" + (2**20).to_bytes(4, "big") + b"\x90" * 2**20

    with pytest.raises(ValueError, match="a list of 1048576 items"):
        decode_list(data, list[RawOutcome], lengths=(0, 17))


def test_what_the_child_says_is_decoded_to_exact_types() -> None:
    data = msgspec.msgpack.encode([["text", b""]])

    with pytest.raises(msgspec.ValidationError):
        decode_list(data, list[RawCell], lengths=(1,))
