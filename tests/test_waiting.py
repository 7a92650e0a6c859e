"""Pictures wait for functions that are not written yet, and the notebook goes on."""

import pytest

from autograder import waiting_for


def stop(error: BaseException) -> None:
    raise error


def test_a_picture_whose_functions_work_is_drawn_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    drawn = []

    with waiting_for("predict"):
        drawn.append(1)

    assert drawn == [1]
    assert capsys.readouterr().out == ""


def test_a_stub_is_waited_for_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    with waiting_for("predict", "sse"):
        stop(NotImplementedError())

    assert capsys.readouterr().out == "This cell waits for predict and sse. Run it again when all of that works.\n"


def test_what_was_begun_is_told_how_it_ended(capsys: pytest.CaptureFixture[str]) -> None:
    with waiting_for("predict"):
        stop(TypeError("no such thing"))

    assert capsys.readouterr().out.splitlines()[1] == "Just now it ended in TypeError: no such thing"


def test_a_problem_is_told_in_one_short_line(capsys: pytest.CaptureFixture[str]) -> None:
    with waiting_for("a", "b", "c"):
        stop(ValueError("x\n" * 1000))

    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("This cell waits for a, b and c.")
    assert len(second) < 300


def test_an_interrupt_is_no_unfinished_function() -> None:
    with pytest.raises(KeyboardInterrupt), waiting_for("predict"):
        stop(KeyboardInterrupt())
