"""The benchmark runs and prints what it promises; how fast anything is, no test says."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from autograder.sandbox.walls import missing_walls
from tests.benchmarks.__main__ import main
from tests.benchmarks.rows import PEERS, ROWS

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
def test_the_peers_that_are_here_agree_on_what_is_right_and_who_is_not_here_is_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    peers = [row for row in ROWS if row.key in PEERS]
    absent = {row for row in peers if find_spec(row.key) is None}  # each key is a module's name, too

    sizes = ["--submissions", "7", "--slow-submissions", "7", "--repetitions", "1"]  # six right, one wrong
    main([*sizes, "--peers-here", "--only", *(row.key for row in peers)])

    lines = capsys.readouterr().out.splitlines()
    for row in peers:
        assert any(line.startswith(f"left out, {row.title}" if row in absent else row.title) for line in lines)
    assert {"pytest", "nbgrader"}.isdisjoint(row.key for row in absent)


@pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")
def test_without_a_package_index_a_peer_is_left_out_and_the_rest_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")

    main(["--submissions", "2", "--repetitions", "1", "--peers", str(tmp_path), "--only", "pytest", "floor"])

    printed = capsys.readouterr().out
    assert "left out, a fresh pytest process: pytest was not installed: ERROR: No matching distribution" in printed
    assert "the floor: fork" in printed


@pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")
def test_a_class_a_large_one_and_the_memory_have_tables_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = ["--students", "3", "--judged", "10", "--slow-submissions", "1", "--scale-students", "1", "--peers-here"]

    main(["--submissions", "1", "--repetitions", "1", *sizes, "--only", "class", "memory", "scale"])

    printed = capsys.readouterr().out
    whole, memory, scale, again = printed.split("\n\n")[1:]
    assert "a class of 3, two workers" in whole
    assert len(memory.splitlines()) == 11  # one heading, ten readings
    assert "1 submissions, 2 workers" in scale
    assert "ms a submission" in scale  # which parts are seen of so short a run is chance
    assert "the driver's own processor time" in scale
    assert "1 submissions, 2 workers, nothing new" in again


def test_beyond_the_workers_that_the_driver_can_serve_more_of_them_save_nothing() -> None:
    pytest.importorskip("distributed")
    from tests.benchmarks.model import forecasts  # noqa: PLC0415 - imports Dask
    from tests.benchmarks.parts import Parts  # noqa: PLC0415 - likewise

    parts = Parts(0.001, 0.020, 0.0001, 0.0004, 0.0005, 0.001, 0.001, 0.003, 40_000, 70_000)  # enough: 20 / 2 = 10

    one, two, ten, hundred = forecasts(parts, 10.0)

    assert two.judging == one.judging / 2
    assert ten.judging == pytest.approx(one.judging / 10)
    assert [each.is_saturated for each in (one, two, hundred)] == [False, False, True]
    assert hundred.seconds == pytest.approx(ten.seconds)
    assert hundred.used == one.used
