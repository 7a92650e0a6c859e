"""The benchmark runs and prints what it promises; how fast anything is, no test says."""

import re

import pytest

from autograder.sandbox.walls import missing_walls
from tests.benchmarks.__main__ import main
from tests.benchmarks.contenders import ROWS

QUICK = [row for row in ROWS if not row.slow]


@pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")
def test_the_table_has_every_row_asked_for_and_positive_figures(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--submissions", "2", "--repetitions", "1", "--only", "latency", *(row.key for row in QUICK)])

    lines = capsys.readouterr().out.splitlines()
    for row in QUICK:
        (line,) = [line for line in lines if line.startswith(row.title)]
        figures = [float(figure) for figure in re.findall(r"\d+\.?\d*", line.removeprefix(row.title))]
        assert len(figures) >= 5
        assert all(figure > 0 for figure in figures)
    assert sum("check(), warm" in line for line in lines) == 2
    assert sum("autograder score, cold" in line for line in lines) == 4  # as it is kept, and its first time


@pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")
def test_the_slow_rows_agree_on_what_is_right_in_every_assignment(capsys: pytest.CaptureFixture[str]) -> None:
    slow = [row for row in ROWS if row.slow]

    main(["--submissions", "6", "--slow-submissions", "6", "--repetitions", "1", "--only", *(row.key for row in slow)])

    lines = capsys.readouterr().out.splitlines()
    assert all(any(line.startswith(row.title) for line in lines) for row in slow)


@pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")
def test_a_class_and_the_memory_have_tables_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = ["--students", "3", "--judged", "10", "--slow-submissions", "1"]

    main(["--submissions", "2", "--repetitions", "1", *sizes, "--only", "class", "memory"])

    printed = capsys.readouterr().out
    assert "a class of 3, two workers" in printed
    assert len([line for line in printed.partition("the trusted process")[2].splitlines() if line]) == 6
