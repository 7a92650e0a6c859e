"""The keeper's side of a dialogue with a child that says whatever it likes; and what is told of it in the end."""

import base64
import signal
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import msgspec
import numpy as np
from hypothesis import strategies as st

from autograder import wire
from autograder.answers import AnswerKey, Answers
from autograder.grade import run_and_judge
from autograder.gradebook.handed_in import HandedIn
from autograder.gradebook.released import ReleasedAssignment, ReleasedCell
from autograder.model import Calls, Cell, CellKind, Ending, Judgement, Score, Submission, Unreadable, Verdict
from autograder.sandbox import Limits, Sandbox, png
from autograder.sandbox.messages import (
    NOWHERE,
    EndOfStreamError,
    FrameReader,
    RawCell,
    RawOutcome,
    decode_list,
    frame_of,
)
from autograder.score import score
from autograder.spec import Case, Question
from autograder.submission.handed_in import HandedInCell
from tests.feedback.made_pages import PNG
from tests.fuzz.oracle import agree
from tests.fuzz.player import Player, Script
from tests.fuzz.target import Target
from tests.fuzz.told import assert_told
from tests.fuzz.wire_bytes import tampered
from tests.made_up import answers, returned
from tests.values import values

_LIMITS: Final = Limits(frame_bytes=2**16, value_bytes=2**14)
#: A run has two cells, three names and two batches, and each child leaves less to do.
_MOST_CHILDREN: Final = 40
_SIGNALS: Final = (0, signal.SIGABRT, signal.SIGSEGV, signal.SIGXCPU, signal.SIGSYS, signal.SIGKILL, signal.SIGTERM)
_PICTURE: Final = base64.b64decode(PNG)


def _named(name: str, known: Answers) -> Answers:
    return replace(known, exercise=replace(known.exercise, name=name), calls=replace(known.calls, name=name))


def _question() -> Answers:
    question = Question("q", "weight", "Think again?", choices=("input", "weight"))
    return Answers(question, (Case("your answer", ()),), Calls("q", None, 0, 1.0), (returned("weight"),), ())


_KEY: Final = AnswerKey(
    "fuzzed",
    (
        _named("f", answers([1.5, 2.5, -4.0], public=1)),
        _named("g", answers([(np.arange(3.0), 2.0), (np.ones(2), 0.5)], public=1)),
        _question(),
    ),
)
_SUBMISSION: Final = Submission(
    "fuzzed",
    (
        Cell(CellKind.SOLUTION, "f", "def f(x): ..."),
        Cell(CellKind.DEMONSTRATION, "shown", "f(1)"),
        Cell(CellKind.OWN, "", "g = f"),
    ),
)
_CELLS: Final = tuple(
    HandedInCell(place, "code", cell.name, cell.source, {}) for place, cell in enumerate(_SUBMISSION.cells)
)
_RELEASED: Final = ReleasedAssignment(
    *("a", "fuzzed", None, "n", "fuzzed", None),
    tuple(
        ReleasedCell(f"check_{each.exercise.name}", "code", "check()", "", True, "g", None, None, each.exercise.points)  # noqa: FBT003
        for each in _KEY.answers
    ),
)


class _Always(dict[Any, Any]):
    """Whatever libraries are asked for, the player is their zygote."""

    def __init__(self, player: Player) -> None:
        super().__init__()
        self._player = player

    def __contains__(self, _: object) -> bool:
        return True

    def __getitem__(self, _: object) -> Player:
        return self._player

    def pop(self, *_: object) -> Player:
        return self._player


def ends_in_verdicts(scripts: Sequence[Script]) -> None:
    """A run ends, in so many children, in a score that can be told; no exercise earns points but by right answers."""
    sandbox, player = _played(scripts)

    run, verdicts = run_and_judge(_SUBMISSION, _KEY, sandbox)

    assert player.forked <= _MOST_CHILDREN
    for known, verdict in zip(_KEY.answers, verdicts, strict=True):
        assert verdict.points in (0.0, verdict.max_points)
        if verdict.points:
            _assert_earned(known, verdict, [(each.ending, each.encoded) for each in run.outcomes[verdict.exercise]])
    assert_told(score(_SUBMISSION, verdicts, run), _RELEASED, HandedIn(_CELLS))


def ends_in_pictures(scripts: Sequence[Script]) -> None:
    """A drawing ends, in so many children, in clean pictures of no more than a frame's bytes."""
    sandbox, player = _played(scripts)

    drawings = sandbox.draw(_SUBMISSION)

    pictures = [picture for drawing in drawings.values() for picture in drawing.figures]
    assert player.forked <= _MOST_CHILDREN
    assert drawings.keys() <= {1, 2}
    assert sum(map(len, pictures)) <= 2 * _LIMITS.frame_bytes
    assert all(png.clean(picture, limit_bytes=2 * _LIMITS.value_bytes) == picture for picture in pictures)
    told = Score("fuzzed", (Verdict("f", Judgement.MISSING, 0.0, 2.0),))
    assert_told(told, _RELEASED, HandedIn(_CELLS), drawings)


def is_a_picture_or_none(data: bytes) -> None:
    cleaned = png.clean(data, limit_bytes=1000)

    assert cleaned is None or (cleaned == png.clean(cleaned, limit_bytes=1000) and len(cleaned) <= len(data))


def reads_frames(arriving: tuple[Sequence[bytes], int]) -> None:
    """A reader holds no more than one frame and one chunk, and ends with the stream or with a frame too long."""
    chunks = iter([chunk for chunk in arriving[0] if chunk])
    reader = FrameReader(lambda _: next(chunks, b""), limit_bytes=arriving[1])
    try:
        while True:
            frame = reader.buffered() or reader.read()
            assert frame is None or len(frame) <= arriving[1]
            assert len(reader._buffer) <= 4 + arriving[1] + 2**16
    except (EndOfStreamError, OverflowError):
        return


def decodes_lists(data: tuple[bytes, int]) -> None:
    """A frame is a list of the kind and length asked for, or a ValueError."""
    kinds: tuple[Any, ...] = (list[bytes], list[RawCell], list[RawOutcome], list[msgspec.Raw])
    for kind in kinds:
        try:
            found = decode_list(data[0], kind, lengths=(0, data[1]))
        except (ValueError, RecursionError):
            continue
        assert len(found) in (0, data[1])


def _assert_earned(known: Answers, verdict: Verdict, came_to: Sequence[tuple[Ending, bytes]]) -> None:
    assert len(came_to) == len(known.cases), verdict
    for (ending, encoded), theirs in zip(came_to, known.expected, strict=True):
        assert ending is Ending.RETURNED
        actual, expected = wire.decode(encoded), wire.decode(theirs.encoded)
        if isinstance(expected, str):  # a choice, whatever its case
            actual, expected = actual.strip().lower(), expected.strip().lower()
        assert agree(actual, expected, known.exercise.tolerance), verdict


def _played(scripts: Sequence[Script]) -> tuple[Sandbox, Player]:
    sandbox, player = Sandbox(limits=_LIMITS), Player(scripts)
    sandbox._zygotes = _Always(player)
    return sandbox, player


# ------------------------------------------------------------------------------------------------------ what is played


def _mostly(usual: st.SearchStrategy[Any], *rare: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The usual, and once in a while something else: one wrong frame ends a child, and the rest is never looked at."""
    return st.sampled_from((usual,) * 15 + rare).flatmap(lambda drawn: drawn)


def _raw_outcomes() -> st.SearchStrategy[Any]:
    """Outcomes as a child may forge them: values, bytes that are none, any text; and now and then no outcome at all."""
    encoded = values().map(wire.encode) | st.binary(max_size=40) | st.just(wire.encode(Unreadable("\x1b[2J\u202e")))
    texts = st.binary(max_size=30) | st.sampled_from(
        (b"\x1b[31mred", b"NotImplementedError", b"SystemExit", b"MemoryError")
    )
    forged = st.builds(
        RawOutcome,
        returned=st.booleans(),
        encoded=encoded,
        exception=texts,
        message=texts,
        printed=texts,
        changed=st.binary(max_size=20),
    )
    return _mostly(forged, _anything())


def _anything() -> st.SearchStrategy[Any]:
    """Whatever MessagePack can say."""
    leaves = st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(), st.binary(max_size=9))
    return st.recursive(
        leaves | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=6,
    )


def _right(known: Answers, part: slice) -> list[RawOutcome]:
    return [RawOutcome(returned=True, encoded=outcome.encoded) for outcome in known.expected[part]]


def _batch(*, public: bool) -> st.SearchStrategy[Any]:
    """Answers to a batch: right ones, some of them replaced, a few too many or too few."""
    parts = [
        _right(known, slice(0, known.public) if public else slice(known.public, None))
        for known in _KEY.answers
        if known.public or not public
    ]

    def mixed(right: list[RawOutcome]) -> st.SearchStrategy[Any]:
        each = [st.just(one) | _raw_outcomes() for one in right]
        return _mostly(st.just(right) | st.tuples(*each), st.lists(_raw_outcomes(), max_size=3))

    return _mostly(st.tuples(*map(mixed, parts)), _anything())


def _scripts(*frames: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Script]]:
    """What a few children do, one after the other: these frames, rightly packed or tampered with, or any others."""
    packed = st.tuples(*(frame.map(frame_of) for frame in frames)).map(b"".join)
    stray = st.lists(_anything().map(frame_of) | st.binary(max_size=30), max_size=4).map(b"".join)
    sent = _mostly(packed, tampered(packed), stray)
    scripts = st.builds(
        Script,
        sent=sent,
        bite=st.sampled_from((1, 7, 2**16, 2**16)),
        step=st.sampled_from((0, 1, 2, 5, 7, 99, NOWHERE)) | st.integers(0, 2**32 - 1),
        hangs_up=st.sampled_from((True,) * 15 + (False,)),
        signal=st.sampled_from(_SIGNALS),
        exit_status=st.sampled_from((0, 1, 77)),
    )
    return st.lists(scripts, min_size=1, max_size=4)


def _runs() -> st.SearchStrategy[list[Script]]:
    texts = st.binary(max_size=30)
    cells = st.lists(st.lists(texts, min_size=2, max_size=2), min_size=2, max_size=2)
    return _scripts(
        st.lists(st.just(b"") | texts, min_size=2, max_size=2),
        _mostly(cells, _anything()),
        _batch(public=True),
        _batch(public=False),
    )


def _drawings() -> st.SearchStrategy[list[Script]]:
    texts = st.binary(max_size=30)
    figures = st.lists(st.just(_PICTURE) | _pictures(), max_size=9)
    drawn = st.builds(lambda *parts: [*parts[:2], *parts[2]], texts, texts, figures)
    return _scripts(st.lists(texts, min_size=3, max_size=3) | st.lists(texts, max_size=3), drawn, drawn)


def _pictures() -> st.SearchStrategy[bytes]:
    after = st.binary(max_size=20)
    return tampered(st.builds(lambda trail: _PICTURE + trail, after)) | st.builds(
        lambda trail: _PICTURE[:33] + trail, after
    )


def _arriving() -> st.SearchStrategy[tuple[list[bytes], int]]:
    frames = st.lists(_anything().map(frame_of) | st.binary(max_size=40), max_size=6).map(b"".join)
    return st.tuples(st.builds(_cut, frames, st.integers(1, 20)), st.integers(0, 50))


def _cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def _lists() -> st.SearchStrategy[tuple[bytes, int]]:
    packed = st.lists(_raw_outcomes() | _anything(), max_size=4).map(msgspec.msgpack.encode)
    return st.tuples(packed | tampered(packed) | st.binary(max_size=40), st.integers(0, 5))


FRAMES: Final = (
    Target("frames-run", "a run with any children ends in verdicts", _runs, ends_in_verdicts, 150),
    Target("frames-drawing", "a drawing with any children ends in clean pictures", _drawings, ends_in_pictures, 60),
    Target("frames-picture", "what is shown as a picture is one", _pictures, is_a_picture_or_none, 200),
    Target("frames-reader", "frames are read whole and within the limit", _arriving, reads_frames, 200),
    Target("frames-lists", "a frame is of the kind and length asked for", _lists, decodes_lists, 200),
)
