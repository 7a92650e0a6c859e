"""A cell that was run again and is no Python: the version before it is what is checked, and the card says so."""

from pathlib import Path
from typing import Any

import pytest

from autograder.check import card_text, check, examine
from autograder.check.history import broken_since
from autograder.examples import Examples, read_examples

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "assignments/error/examples.json"
RIGHT = "def predict(input, weight):\n    return input * weight"
BROKEN = "def predict(input, weight)\n    return input * weight"
RETURNS_OUTSIDE = "def predict(input, weight):\n    pass\nreturn input * weight"


@pytest.fixture
def examples() -> Examples:
    return read_examples(EXAMPLES.read_text(encoding="utf-8"))


def after(*cells: str) -> dict[str, Any]:
    """What IPython holds when some cells were run, one after the other."""
    namespace: dict[str, Any] = {}
    for cell in cells:
        try:
            exec(compile(cell, "<cell>", "exec"), namespace)  # noqa: S102 - what a notebook does
        except SyntaxError:
            continue
    return namespace | {"In": ["", *cells, 'check("predict")']}


@pytest.mark.parametrize("broken", [BROKEN, RETURNS_OUTSIDE])
def test_a_green_card_on_a_stale_version_says_that_it_is_stale(examples: Examples, broken: str) -> None:
    finding = examine(examples, "predict", after(RIGHT, broken))

    assert card_text(finding).splitlines()[0].startswith("predict: correct")
    assert finding.first.startswith("Its cell was run again and ended in an error (SyntaxError)")


def test_a_name_that_never_came_to_be_is_put_down_to_the_error(examples: Examples) -> None:
    finding = examine(examples, "predict", after(BROKEN))

    assert "ended in an error (SyntaxError), so there is no predict yet" in finding.verdict.hint


def test_an_answer_is_told_of_too(examples: Examples) -> None:
    finding = examine(examples, "q_cancel", after("q_cancel = 0.5", "q_cancel = = 1"))

    assert "the version before" in card_text(finding)


@pytest.mark.parametrize(
    "cells",
    [
        (BROKEN, RIGHT),
        (RIGHT, "def other(:"),
        (RIGHT, "predict == ("),
        (BROKEN, "get_ipython().run_cell_magic('time', '', 'def predict(input, weight): ...')"),
        (RIGHT, "await predict(1, 2)"),
    ],
)
def test_what_was_mended_since_or_is_of_something_else_is_not_mentioned(cells: tuple[str, ...]) -> None:
    assert broken_since("predict", {"In": list(cells)}) == ""


@pytest.mark.parametrize("history", [None, 3, [None, 3], ["\x00predict = 1"]])
def test_a_history_that_is_none_is_not_read(history: object) -> None:
    assert broken_since("predict", {"In": history}) == ""


def test_a_folder_that_is_gone_is_told_calmly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "error"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()

    points = check("predict")

    assert points == 0
    assert "is gone or was replaced. Restart the kernel" in capsys.readouterr().out
