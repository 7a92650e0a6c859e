"""Saving a file, in every way that editors do it, brings one new verdict; nothing is ever waited for in vain."""

import json
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.editor.messages import Message
from autograder.editor.trial import Checked
from autograder.watch.session import Moment, Session
from tests.editor.folders import PREDICT, RAW, SQUARED, change, handed_out, notebook_of

PATIENCE_SECONDS = 20


class Watched:
    """A session in a thread, and what it told at the end of every check."""

    def __init__(self, *works: Path, poll: bool = False) -> None:
        self.told: queue.Queue[Checked] = queue.Queue()
        self.session = Session(works, self._tell, poll=poll)
        self._thread = threading.Thread(target=self.session.run, daemon=True)
        self._thread.start()

    def _tell(self, checked: Checked, event: Message | Moment, _: float) -> None:
        if event is Moment.IS_DONE and (checked.overview or checked.failure):
            self.told.put(checked)

    def until(self, **states: str) -> Checked:
        """Wait for a check that comes to these states."""
        while True:
            checked = self.told.get(timeout=PATIENCE_SECONDS)
            if not checked.failure and states.items() <= states_of(checked).items():
                return checked

    def until_failure(self) -> Checked:
        while True:
            checked = self.told.get(timeout=PATIENCE_SECONDS)
            if checked.failure:
                return checked

    def end(self) -> None:
        self.session.stop()
        self._thread.join(PATIENCE_SECONDS)
        assert not self._thread.is_alive()


def states_of(checked: Checked) -> dict[str, str]:
    return {name: found.state for name, found in checked.found.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return handed_out(tmp_path)


@pytest.fixture(params=[False, True], ids=["told by the system", "polling"])
def watched(folder: Path, request: pytest.FixtureRequest) -> Iterator[Watched]:
    one = Watched(folder, poll=request.param)
    one.until(predict="not implemented")
    yield one
    one.end()


def test_a_save_brings_a_verdict(folder: Path, watched: Watched) -> None:
    change(notebook_of(folder), predict=PREDICT)

    checked = watched.until(predict="correct")

    assert states_of(checked)["squared_error"] == "not implemented"


def test_a_save_by_renaming_and_a_file_deleted_and_made_anew(folder: Path, watched: Watched) -> None:
    new = folder / ".error.ipynb.swp"
    new.write_bytes(notebook_of(folder).read_bytes())
    change(new, predict=PREDICT)
    new.replace(notebook_of(folder))
    renamed = watched.until(predict="correct")
    whole = notebook_of(folder).read_bytes()
    notebook_of(folder).unlink()
    gone = watched.until_failure()
    notebook_of(folder).write_bytes(whole)
    change(notebook_of(folder), squared_error=SQUARED)

    back = watched.until(squared_error="correct")

    assert states_of(renamed)["predict"] == states_of(back)["predict"] == "correct"
    assert "error.ipynb" in gone.failure
    assert states_of(gone)["predict"] == "correct"  # what was known stays on the screen


def test_half_a_file_is_told_calmly_and_mended_by_the_next_save(folder: Path, watched: Watched) -> None:
    whole = notebook_of(folder).read_bytes()
    notebook_of(folder).write_bytes(whole[: len(whole) // 2])
    half = watched.until_failure()
    notebook_of(folder).write_bytes(whole)
    change(notebook_of(folder), predict=PREDICT)

    mended = watched.until(predict="correct")

    assert "no notebook with cells" in half.failure
    assert not mended.failure


def test_new_outputs_and_new_prose_are_no_reason_to_check_again(folder: Path, watched: Watched) -> None:
    body = json.loads(notebook_of(folder).read_text(encoding="utf-8"))
    body["cells"][0]["source"] = "# Another title"
    notebook_of(folder).write_text(json.dumps(body), encoding="utf-8")
    (folder / "notes.txt").write_text("1", encoding="utf-8")
    change(notebook_of(folder), predict=PREDICT)

    first = watched.told.get(timeout=PATIENCE_SECONDS)

    assert states_of(first)["predict"] == "correct"


def test_a_script_that_appears_counts_and_a_syntax_error_costs_its_cell(folder: Path, watched: Watched) -> None:
    (folder / "error.py").write_text(f"{PREDICT}\n# %%\ndef sse(", encoding="utf-8")
    half = watched.until(predict="correct")
    (folder / "error.py").write_text(f"{PREDICT}\n# %%\n{RAW}\n", encoding="utf-8")

    whole = watched.until(squared_error="wrong")

    assert [each.where for each in half.cells] == ["the cell at line 4"]
    assert whole.cells == []


def test_what_hangs_is_too_slow_comes_last_the_next_time_and_is_dropped_by_the_next_save(tmp_path: Path) -> None:
    folder = handed_out(tmp_path)
    hangs = "def predict(input, weight):\n    while True: pass"
    change(notebook_of(folder), predict=hangs)
    order: list[str] = []
    watched = Watched(folder)
    watched.until(predict="too slow")
    tell = watched.session._tell

    def note(checked: Checked, event: Message | Moment, seconds: float) -> None:
        if hasattr(event, "verdict"):
            order.append(event.verdict.exercise)
        tell(checked, event, seconds)

    watched.session._tell = note
    change(notebook_of(folder), squared_error=SQUARED)

    still = watched.until(predict="too slow", squared_error="correct")
    watched.end()

    assert order[-1] == "predict"
    assert states_of(still)["sse"] == "not implemented"


def test_examples_that_are_renewed_are_read_anew(folder: Path, watched: Watched) -> None:
    body = json.loads((folder / "examples.json").read_text(encoding="utf-8"))
    body["exercises"][0]["points"] = 7.0
    (folder / "examples.json").write_text(json.dumps(body), encoding="utf-8")

    checked = watched.until(predict="not implemented")

    assert checked.begin is not None
    assert checked.begin.points["predict"] == 7


def test_a_folder_that_is_deleted_and_comes_back_is_watched_again(folder: Path, watched: Watched) -> None:
    aside = folder.with_name("aside")
    folder.rename(aside)
    watched.until_failure()
    change(aside / "error.ipynb", predict=PREDICT)
    aside.rename(folder)

    checked = watched.until(predict="correct")

    assert checked.work == folder
