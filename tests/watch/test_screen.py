"""The watch screen, its keys pressed by Textual's own pilot; and once in a real terminal."""

import asyncio
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from autograder.watch.screen import WatchApp
from tests.editor.folders import PREDICT, RAW, change, handed_out, notebook_of

PATIENCE_SECONDS = 60
WIDE, NARROW = (110, 26), (60, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = handed_out(tmp_path)
    change(notebook_of(folder), squared_error=RAW)
    return folder


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, "it never came"
        await pilot.pause(0.05)


def case(app: WatchApp) -> str:
    return str(app.query_one("#text", Static).content)


def title(app: WatchApp) -> str:
    return str(app.query_one("#title", Static).content)


def listed(app: WatchApp) -> list[str]:
    return [" ".join(str(option.prompt).split()) for option in app.query_one(OptionList).options]


def is_done(app: WatchApp) -> bool:
    return "waiting for you to save" in str(app.query_one("#status", Static).content)


def play(folder: Path, story: Callable[[WatchApp, Pilot[None]], object], size: tuple[int, int] = WIDE) -> WatchApp:
    """Run the screen for a folder, and a story on it once everything was checked."""
    app = WatchApp([folder])

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: is_done(app))
            await story(app, pilot)  # type: ignore[misc] # an async function

    asyncio.run(run())
    return app


def test_it_shows_every_exercise_and_how_far_one_is(folder: Path) -> None:
    async def story(app: WatchApp, _: Pilot[None]) -> None:
        assert listed(app)[:3] == ["· predict 0/1", "✗ squared_error 0/2", "· squaring_shrinks 0/1.5"]
        assert title(app) == "error.ipynb   0 of 11 done, 0 of 13 points"
        assert case(app).startswith("predict: not implemented")

    play(folder, story)


def test_next_shows_the_failing_case_and_the_hint_comes_on_a_key(folder: Path) -> None:
    async def story(app: WatchApp, pilot: Pilot[None]) -> None:
        await pilot.press("n")
        await pilot.pause()
        without = case(app)
        await pilot.press("h")
        await pilot.pause()

        assert "squared_error(0.25, 0.8)  # the lesson's example" in without
        assert "got       -0.55" in without
        assert "raw error" not in without
        assert "This is the raw error, sign and all." in case(app)

    play(folder, story)


def test_an_answer_is_done_and_earns_nothing_before_the_grading(folder: Path) -> None:
    change(notebook_of(folder), q_cancel="q_cancel = 17.0")

    async def story(app: WatchApp, _: Pilot[None]) -> None:
        assert "• q_cancel ?/0.5" in listed(app)
        assert title(app) == "error.ipynb   1 of 11 done, 0 of 13 points"

    play(folder, story)


def test_saving_moves_the_marks_and_next_passes_over_what_is_right(folder: Path) -> None:
    async def story(app: WatchApp, pilot: Pilot[None]) -> None:
        change(notebook_of(folder), predict=PREDICT)
        await until(pilot, lambda: "✓ predict 1/1" in listed(app))
        await pilot.press("n", "p")
        await pilot.pause()

        assert title(app) == "error.ipynb   1 of 11 done, 1 of 13 points"
        assert case(app).startswith("sse: ")  # before squared_error comes the last one: predict is right

    play(folder, story)


def test_list_hides_and_shows_the_list_and_in_a_narrow_terminal_takes_turns(folder: Path) -> None:
    async def wide(app: WatchApp, pilot: Pilot[None]) -> None:
        await pilot.press("l")
        assert (app.query_one("#list").display, app.query_one("#case").display) == (False, True)
        await pilot.press("l")
        assert (app.query_one("#list").display, app.query_one("#case").display) == (True, True)

    async def narrow(app: WatchApp, pilot: Pilot[None]) -> None:
        assert (app.query_one("#list").display, app.query_one("#case").display) == (False, True)
        await pilot.press("l")
        assert (app.query_one("#list").display, app.query_one("#case").display) == (True, False)
        await pilot.press("down", "enter")
        assert (app.query_one("#list").display, app.query_one("#case").display) == (False, True)

    play(folder, wide)
    play(folder, narrow, NARROW)


def test_a_broken_file_is_told_calmly_with_what_was_known_still_there(folder: Path) -> None:
    async def story(app: WatchApp, pilot: Pilot[None]) -> None:
        notebook_of(folder).write_text('{"cells": [', encoding="utf-8")
        await until(pilot, lambda: "no notebook with cells" in case(app))

        assert "✗ squared_error 0/2" in listed(app)

    play(folder, story)


def test_names_of_several_folders_are_told_apart(folder: Path) -> None:
    other = handed_out(folder.parent, "hot_cold")
    app = WatchApp([folder, other])

    async def run() -> None:
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, lambda: is_done(app) and any(line.startswith("· hot_cold: ") for line in listed(app)))
            assert "· error: predict 0/1" in listed(app)

    asyncio.run(run())


def test_what_a_student_writes_draws_nothing(folder: Path) -> None:
    raises = 'def squared_error(pred, goal_pred):\n    raise ValueError("[bold red]\\x1b[2J[/nonsense]")'
    change(notebook_of(folder), squared_error=raises)

    async def story(app: WatchApp, pilot: Pilot[None]) -> None:
        await pilot.press("n")
        await pilot.pause()

        assert "[bold red]" in case(app)
        assert "\x1b" not in case(app)

    play(folder, story)


def test_quit_ends_it_and_its_processes(folder: Path) -> None:
    async def story(_: WatchApp, pilot: Pilot[None]) -> None:
        await pilot.press("q")

    app = play(folder, story)

    assert app.return_code == 0


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux gives it a real terminal")
def test_in_a_real_terminal(folder: Path) -> None:
    tmux = ["tmux", "-L", f"watch-{uuid4().hex[:8]}", "-f", "/dev/null", "-u"]
    command = f"exec {sys.executable} -m autograder watch {folder}"
    subprocess.run([*tmux, "new-session", "-d", "-x", "100", "-y", "24", command], check=True)
    try:
        screen_until(tmux, "waiting for you to save")
        subprocess.run([*tmux, "send-keys", "n"], check=True)
        wrong = screen_until(tmux, "got       -0.55")
        change(notebook_of(folder), predict=PREDICT)
        right = screen_until(tmux, "1 of 11 done")
        subprocess.run([*tmux, "send-keys", "q"], check=True)
        gone = subprocess.run([*tmux, "has-session"], check=False, capture_output=True)
        end = time.monotonic() + PATIENCE_SECONDS
        while gone.returncode == 0 and time.monotonic() < end:
            time.sleep(0.1)
            gone = subprocess.run([*tmux, "has-session"], check=False, capture_output=True)
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)

    assert "✗ squared_error" in wrong
    assert "✓ predict" in right
    assert gone.returncode != 0


def screen_until(tmux: list[str], wanted: str) -> str:
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        screen = subprocess.run([*tmux, "capture-pane", "-p"], check=True, capture_output=True, text=True).stdout
        if wanted in screen:
            return screen
        assert time.monotonic() < end, screen
        time.sleep(0.1)
