"""The formgrader, as its buttons drive it: a real Jupyter server in a course folder, spoken to through its HTTP API."""

import html
import json
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom import grade_class
from autograder.gradebook.collecting import Wanted
from tests.browser.serving import PATIENCE, SERVER, descendants, start, stop, wait_for
from tests.parity.collected import Collected, collect_class
from tests.parity.teacher import api

ASSIGNMENT = "error"
#: All right; all right in other forms; known mistakes.
STUDENTS = ("ada", "blaise", "carl")
_SANDBOX = "autograder.sandbox"


@dataclass(frozen=True, slots=True)
class Formgrader:
    """A running server: its process, its address and the token it wants."""

    process: subprocess.Popen[bytes]
    url: str
    token: str

    def get(self, path: str) -> Any:  # noqa: ANN401 - whatever JSON says
        return json.loads(self._answer("GET", f"api/{path}"))

    def post(self, path: str) -> Any:  # noqa: ANN401 - whatever JSON says
        return json.loads(self._answer("POST", f"api/{path}"))

    def put(self, path: str, **values: object) -> Any:  # noqa: ANN401 - whatever JSON says
        return json.loads(self._answer("PUT", f"api/{path}", json.dumps(values).encode()))

    def page(self, path: str) -> str:
        return self._answer("GET", path).decode()

    def autograde(self, student: str) -> Any:  # noqa: ANN401 - whatever JSON says
        """Press the button in a student's row."""
        return self.post(f"submission/{ASSIGNMENT}/{student}/autograde")

    def sandboxes(self) -> set[int]:
        """The processes behind the wall that the server has started, its grader's zygote first of all."""
        return {pid for pid in descendants(self.process.pid) if _SANDBOX in _command(pid)}

    def _answer(self, method: str, path: str, body: bytes | None = None) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - the server started here
            f"{self.url}formgrader/{path}", data=body, method=method, headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - the same
            return bytes(answer.read())


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
    except FileNotFoundError:
        return ""


@pytest.fixture(scope="module", name="collected")
def collect(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    collected = collect_class(tmp_path_factory.mktemp("formgrader") / "class", len(STUDENTS))
    assert tuple(person.id for person in collected.people) == STUDENTS
    return collected


@pytest.fixture(scope="module", name="twin")
def copy_class(collected: Collected) -> Path:
    """The same class, to be graded from the command line."""
    return Path(shutil.copytree(collected.root, collected.root.with_name("twin")))


def _start(root: Path, runtime: Path) -> Formgrader:
    server = start(SERVER, root, runtime)
    return Formgrader(server.process, server.url, server.token)


def zygotes(pids: Iterable[int]) -> list[int]:
    """Those of the processes that are Python's: a shell and bubblewrap may stand around each."""
    return [pid for pid in pids if "python" in _command(pid).partition(" ")[0]]


@pytest.fixture(scope="module", name="server")
def serve(collected: Collected, twin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Formgrader]:
    assert twin.is_dir()  # copied before anything is graded
    server = _start(collected.root, tmp_path_factory.mktemp("runtime"))
    try:
        yield server
    finally:
        stop(server.process)


def points(graded: Any) -> dict[str, float]:  # noqa: ANN401 - JSON, or what grading tells
    return {one["student"]: one["code_score"] for one in graded}


def test_the_buttons_give_what_the_command_gives(server: Formgrader, twin: Path) -> None:
    graded = grade_class(twin, Wanted(assignments=(ASSIGNMENT,))).graded

    answers = [server.autograde(student) for student in STUDENTS]

    assert [one["success"] for one in answers] == [True, True, True], answers
    assert points(server.get(f"submissions/{ASSIGNMENT}")) == {one.student: one.points for one in graded}
    assert len({one.points for one in graded}) > 1


def test_the_table_of_assignments_counts_the_submissions(server: Formgrader) -> None:
    shown = {one["name"]: one["num_submissions"] for one in server.get("assignments")}

    assert shown == {"error": 3, "hot_cold": 3}


def test_one_grader_answers_every_press(server: Formgrader) -> None:
    first = server.autograde("ada")
    at_work = server.sandboxes()

    second = server.autograde("carl")

    assert first["success"]
    assert second["success"]
    assert len(zygotes(at_work)) == 1
    assert server.sandboxes() == at_work


def test_a_page_shows_the_hint_beside_the_work(server: Formgrader, collected: Collected) -> None:
    server.autograde("carl")

    page = server.page(f"submissions/{_notebook(server, 'carl')['id']}")

    assert _hint(collected, "carl") in html.unescape(page)


def test_a_mark_by_hand_and_a_comment_stay_when_the_button_is_pressed_again(server: Formgrader) -> None:
    server.autograde("blaise")
    submission = _notebook(server, "blaise")["id"]
    before = server.get(f"submission/{ASSIGNMENT}/blaise")["score"]
    grades = server.get(f"grades?submission_id={submission}")
    # An answer in words where there is one, a check where there is none.
    grade = min(grades, key=lambda one: (not one["needs_manual_grade"], one["name"]))
    comment = server.get(f"comments?submission_id={submission}")[0]

    server.put(f"grade/{grade['id']}", manual_score=0.25, extra_credit=0.5)
    server.put(f"comment/{comment['id']}", manual_comment="Well <b>seen</b>!")
    marked = server.get(f"submission/{ASSIGNMENT}/blaise")["score"]
    server.autograde("blaise")

    assert marked == before - (grade["auto_score"] or 0.0) + 0.75
    assert server.get(f"submission/{ASSIGNMENT}/blaise")["score"] == marked
    assert server.get(f"grade/{grade['id']}")["manual_score"] == 0.25
    assert server.get(f"comment/{comment['id']}")["manual_comment"] == "Well <b>seen</b>!"


def test_feedback_is_made_and_handed_out(server: Formgrader, collected: Collected) -> None:
    for student in STUDENTS:
        server.autograde(student)

    made = server.post(f"assignment/{ASSIGNMENT}/generate_feedback")
    released = server.post(f"assignment/{ASSIGNMENT}/release_feedback")

    assert made["success"], made
    assert released["success"], released
    assert len([*collected.root.glob("exchange/*/feedback/*.html")]) == len(STUDENTS)
    page = collected.root / "feedback" / "carl" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert _hint(collected, "carl") in html.unescape(page.read_text())


def test_a_notebook_that_cannot_be_read_earns_nothing_and_the_log_says_why(
    server: Formgrader, collected: Collected
) -> None:
    path = collected.root / "submitted" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    whole = path.read_bytes()

    path.write_text("{")
    answer = server.autograde("ada")
    broken = points(server.get(f"submissions/{ASSIGNMENT}"))["ada"]
    path.write_bytes(whole)
    server.autograde("ada")

    assert answer["success"]
    assert f"ada {ASSIGNMENT}: error.ipynb: is no notebook with cells" in answer["log"]
    assert broken == 0.0
    assert points(server.get(f"submissions/{ASSIGNMENT}"))["ada"] == 13.0


def test_a_course_that_cannot_judge_takes_nothing_away_and_says_so(server: Formgrader, collected: Collected) -> None:
    server.autograde("ada")
    path = collected.root / "solutions" / ASSIGNMENT / "exercises.py"
    whole = path.read_bytes()

    path.write_text("def")
    answer = server.autograde("ada")
    meanwhile = server.get(f"submission/{ASSIGNMENT}/ada")
    kept = _points_in_the_gradebook(collected, "ada")
    path.write_bytes(whole)
    mended = server.autograde("ada")

    assert not answer["success"]
    assert f"NOT GRADED ada {ASSIGNMENT}: " in answer["log"]
    assert "exercises.py" in answer["log"]
    assert not meanwhile["autograded"]  # nbgrader has removed the notebook, and offers the button again
    assert kept == 13.0
    assert mended["success"], mended
    assert points(server.get(f"submissions/{ASSIGNMENT}"))["ada"] == 13.0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_the_server(collected: Collected, tmp_path: Path, how: signal.Signals) -> None:
    server = _start(collected.root, tmp_path)
    try:
        server.autograde("ada")
        at_work = server.sandboxes()
        ready = zygotes(at_work)
        server.process.send_signal(how)
    finally:
        stop(server.process)

    assert len(ready) == 1
    wait_for(lambda: not any(_SANDBOX in _command(pid) for pid in at_work), "the sandbox to go")
    wait_for(lambda: not [*tmp_path.glob("autograder-*")], "the sandbox's folder to go")


def _notebook(server: Formgrader, student: str) -> Any:  # noqa: ANN401 - JSON
    notebooks = server.get(f"submitted_notebooks/{ASSIGNMENT}/{ASSIGNMENT}")
    return next(one for one in notebooks if one["student"] == student)


def _hint(collected: Collected, student: str) -> str:
    """The first hint that a student was given."""
    mark = collected.root / "autograded" / student / ASSIGNMENT / "score.json"
    return next(str(one["hint"]) for one in json.loads(mark.read_bytes())["exercises"] if one["hint"])


def _points_in_the_gradebook(collected: Collected, student: str) -> float:
    with api(collected.root).gradebook as gradebook:
        return float(gradebook.find_submission(ASSIGNMENT, student).code_score)
