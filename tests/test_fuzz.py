"""Whatever comes from a student, the trusted side raises its own errors alone and keeps within its bounds.

A few examples of every target; ``python -m tests.fuzz`` runs as many as you like.
"""

import pytest
from hypothesis import strategies as st

from autograder.grade import Grader
from autograder.sandbox.walls import missing_walls
from tests.fuzz.__main__ import main
from tests.fuzz.corpus import corpus
from tests.fuzz.notebooks import Handing
from tests.fuzz.target import Target
from tests.fuzz.targets import NAMES, targets
from tests.fuzz.wire_bytes import decodes_within_bounds, extension

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

MEGABYTE = 2**20
COUNTED = b"\xdd" + MEGABYTE.to_bytes(4, "big")


@pytest.mark.parametrize("name", NAMES)
def test_a_claim_holds_for_every_example(grader: Grader, name: str) -> None:
    target = targets(grader)[name]

    tried = target.run(target.few)

    assert tried > 0


@pytest.mark.parametrize("name", corpus(b'{"cells": []}', "any"))
def test_a_malformed_notebook_is_graded_for_nothing_or_refused_in_one_line(grader: Grader, name: str) -> None:
    handing = Handing(grader, "error")
    data = handing.corpus()[name]()

    handing.is_graded_and_told(data)


@pytest.mark.parametrize(
    "data",
    [
        COUNTED + b"\x90" * MEGABYTE,
        COUNTED + b"\x80" * MEGABYTE,
        COUNTED + b"\xc7\x00\x00" * MEGABYTE,
        b"\x91" + COUNTED + b"\x90" * MEGABYTE,
        extension(0, COUNTED + b"\x90" * MEGABYTE),
        extension(9, b"\x91\x92" + extension(3, b"a") + COUNTED + b"\x90" * MEGABYTE),
    ],
    ids=["lists", "dicts", "extensions", "lists in a list", "lists in a tuple", "lists in a table"],
)
def test_a_megabyte_of_tiny_things_takes_no_hundred_to_refuse(data: bytes) -> None:
    decodes_within_bounds(data)


def test_a_claim_that_does_not_hold_is_found_and_made_small() -> None:
    def is_small(number: int) -> None:
        assert number < 1000

    target = Target("small", "numbers are small", st.integers, is_small, 200)

    with pytest.raises(AssertionError, match="1000"):
        target.run(200, seed=1)


def test_the_command_says_how_many_examples_held(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--examples", "20", "--seed", "1", "wire-bytes", "frames-reader"])

    said = capsys.readouterr().out
    assert status == 0
    assert [line.split()[:3] for line in said.splitlines()] == [
        ["wire-bytes", "20", "examples"],
        ["frames-reader", "20", "examples"],
    ]


def test_the_command_knows_its_targets(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["wire-nothing"])

    assert "there is no target 'wire-nothing'" in capsys.readouterr().err
