"""Watching as lines: for pipes, dumb terminals, and machines without Textual."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.editor.folders import PREDICT, RAW, change, handed_out, notebook_of

NO_TEXTUAL = "import sys\nsys.modules['textual'] = None\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = handed_out(tmp_path)
    change(notebook_of(folder), squared_error=RAW)
    return folder


@contextmanager
def watching(*words: object) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "autograder", "watch", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def lines_until(process: "subprocess.Popen[str]", wanted: str) -> list[str]:
    """Read on to the line that has it; a test that waits in vain is ended by whoever runs the tests."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if wanted in line:
            return lines
    raise AssertionError(lines)


def test_a_pipe_gets_lines_and_new_ones_after_a_save(folder: Path) -> None:
    with watching(folder) as process:
        first = lines_until(process, "left to do")
        change(notebook_of(folder), predict=PREDICT)
        second = lines_until(process, "left to do")
        process.send_signal(signal.SIGINT)
        process.wait()
        assert process.stderr is not None
        last = process.stderr.read()

    assert "    got       -0.55" in first
    assert "  This is the raw error, sign and all. What is still missing before it says only how much?" in first
    assert first[-1].startswith("error.ipynb: 0 of 13 points, 11 left to do")
    assert "predict is correct now, 1 point" in second
    assert (process.returncode, last) == (130, "autograder: interrupted\n")
    assert not any("\x1b" in line for line in first + second)


def in_a_terminal(folder: Path, **environment: str) -> bytes:
    """What a terminal shows until the first check is done."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(environment)
        os.execv(sys.executable, [sys.executable, "-m", "autograder", "watch", str(folder)])  # noqa: S606
    shown = b""
    try:
        while b"left to do" not in shown and b"waiting for you" not in shown:
            shown += os.read(terminal, 4096)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)
    return shown


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_dumb_terminal_gets_lines(folder: Path) -> None:
    shown = in_a_terminal(folder, TERM="dumb")

    assert b"error.ipynb: 0 of 13 points" in shown
    assert b"\x1b" not in shown


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_terminal_gets_the_screen(folder: Path) -> None:
    shown = in_a_terminal(folder, TERM="xterm-256color", PYTHONIOENCODING="utf-8", COLUMNS="110", LINES="26")

    assert b"\x1b[?1049h" in shown  # the other screen, so that what was there before comes back


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_without_textual_a_terminal_gets_lines(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_TEXTUAL, encoding="utf-8")

    shown = in_a_terminal(folder, TERM="xterm-256color", PYTHONPATH=str(tmp_path))

    assert b"error.ipynb: 0 of 13 points" in shown
    assert b"\x1b[?1049h" not in shown


def test_a_folder_with_nothing_is_one_line_and_2(tmp_path: Path) -> None:
    with watching(tmp_path) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        process.wait()

    assert process.returncode == 2
    assert "holds no assignment" in said
