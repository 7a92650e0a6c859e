"""Validate with real nbgrader: its Validator, its command, and its handler in a real Jupyter server."""

import http.client
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import nbformat
import pytest
from nbgrader.validator import Validator

from autograder.check import validate

ROOT: Final = Path(__file__).parent.parent
TOKEN: Final = "a-token-of-the-tests"  # noqa: S105 - a server that lives for a minute
LOOP: Final = "def predict(input, weight):\n    while True:\n        pass"
WRONG: Final = "def squared_error(pred, goal_pred):\n    return pred - goal_pred"


@dataclass(frozen=True, slots=True)
class Handed:
    """A folder as a student has it: error/ with its examples, the course's settings above it."""

    root: Path

    def write(self, name: str = "error", *, solved: bool = True, **sources: str) -> Path:
        """Write a notebook, solved or as it was handed out, with other texts in some cells."""
        notebook = self.read()
        answers = solutions() if solved else {}
        for cell in notebook.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            cell.source = sources.get(grade_id, answers.get(grade_id, cell.source))
        return self.save(notebook, name)

    def read(self) -> Any:  # noqa: ANN401 - nbformat's
        return nbformat.read(ROOT / "assignments" / "error" / "error.ipynb", as_version=4)

    def save(self, notebook: Any, name: str = "error") -> Path:  # noqa: ANN401 - nbformat's
        path = self.root / "error" / f"{name}.ipynb"
        nbformat.write(notebook, path)
        return path


def solutions() -> dict[str, str]:
    """The text of every solution cell."""
    notebook = nbformat.read(ROOT / "solutions" / "error" / "error.ipynb", as_version=4)
    settings = ((cell.metadata.get("nbgrader", {}), cell.source) for cell in notebook.cells)
    return {each["grade_id"]: source for each, source in settings if each.get("solution")}


def checks(handed: Handed) -> list[str]:
    """The check cells, in order."""
    cells = [cell for cell in handed.read().cells if cell.cell_type == "code"]
    return [cell.source for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]


@pytest.fixture
def handed(tmp_path: Path) -> Handed:
    root = tmp_path / "course"
    shutil.copytree(ROOT / "assignments" / "error", root / "error")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return Handed(root)


@pytest.fixture(params=["behind the walls", "without their libraries"])
def validated(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path], dict[str, str]]:
    """What nbgrader's Validator says: of every check cell that failed, its error."""
    monkeypatch.setattr(Validator, "preprocessors", Validator().preprocessors)
    validate.install()
    if request.param == "without their libraries":
        absent = tmp_path / "absent"
        absent.mkdir()
        (absent / "landlockpy.py").write_text("raise ImportError('not installed here')\n")
        monkeypatch.setenv("PYTHONPATH", str(absent))

    def failed(path: Path) -> dict[str, str]:
        results = Validator().validate(str(path))
        assert results.keys() <= {"failed"}
        return {each["source"]: each["raw_error"] for each in results.get("failed", [])}

    return failed


Validated = Callable[[Path], dict[str, str]]


# ------------------------------------------------------------------------------------------------- nbgrader's Validator


def test_a_solved_notebook_passes(handed: Handed, validated: Validated) -> None:
    path = handed.write()

    failed = validated(path)

    assert failed == {}


def test_every_stub_fails_and_is_told_to_be_one(handed: Handed, validated: Validated) -> None:
    path = handed.write(solved=False)

    failed = validated(path)

    assert [source for source in failed if source.startswith("check(")] == checks(handed)
    assert failed['check("predict")'].startswith("predict: not implemented, 0 of 1 point\n")
    assert failed['check("q_outlier")'].startswith("q_outlier: not answered yet, 0 of 0.5 points\n")


def test_a_wrong_exercise_is_told_in_the_words_of_check(handed: Handed, validated: Validated) -> None:
    path = handed.write(squared_error=WRONG)

    failed = validated(path)

    assert list(failed) == ['check("squared_error")']
    lines = failed['check("squared_error")'].splitlines()
    assert lines[0].startswith("squared_error: wrong (")
    assert lines[1].startswith("  squared_error(")
    assert lines[2].startswith("    got ")
    assert lines[3].startswith("    expected ")
    assert "\x1b" not in "".join(lines)
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("source", "state"),
    [
        (LOOP, "too slow"),
        ("def predict(input, weight):\n    import sys\n    sys.exit()", "ends the program"),
        ("def predict(input, weight):\n    import os\n    os._exit(0)", "ends the program"),
        ("def predict(input, weight):\n    raise KeyboardInterrupt", "raises an error"),
        ("def predict(input, weight)\n    return 1", "not defined"),
        ("predict = 3", "raises an error"),
        ("def predict(input, weight):\n    return input * weight\nwhile True: pass", ""),
        ("def predict(input, weight):\n    return input * weight\nimport os\nos._exit(1)", ""),
        ("def predict(input, weight):\n    return input * weight\nraise SystemExit", ""),
        ("def predict(input, weight):\n    return input * weight\nprint('x' * 50_000_000)", ""),
        ("%matplotlib inline\ndef predict(input, weight):\n    return input * weight", ""),
    ],
)
def test_what_code_does_costs_its_own_exercise_at_most(
    handed: Handed, validated: Validated, source: str, state: str
) -> None:
    path = handed.write(predict=source, error_of_weight="def error_of_weight(w, i, g):\n    return (w * i - g) ** 2")

    failed = validated(path)

    assert list(failed) == (['check("predict")'] if state else [])
    assert all(text.startswith(f"predict: {state}") for text in failed.values())


def test_why_an_exercise_is_not_defined_is_told(handed: Handed, validated: Validated) -> None:
    path = handed.write(predict="def predict(input, weight)\n    return 1", q_cancel="q_cancel = 1 +")

    failed = validated(path)

    assert "Its cell does not run: SyntaxError" in failed['check("predict")']
    assert "Its cell does not run: SyntaxError" in failed['check("q_cancel")']


def test_what_a_function_prints_is_no_answer(handed: Handed, validated: Validated) -> None:
    forged = json.dumps(["found", "predict", True, "all is well"])
    path = handed.write(predict=f"def predict(input, weight):\n    import os\n    print({forged!r})\n    os._exit(0)")

    failed = validated(path)

    assert next(iter(failed)) == 'check("predict")'


def test_a_cell_that_is_not_to_be_executed_counts_like_any_other(handed: Handed, validated: Validated) -> None:
    handed.write(squared_error=WRONG)
    notebook = nbformat.read(handed.root / "error" / "error.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]
    path = handed.save(notebook)

    failed = validated(path)

    assert list(failed) == ['check("squared_error")']


def test_without_the_examples_every_check_fails_and_says_why(handed: Handed, validated: Validated) -> None:
    path = handed.write()
    (path.parent / "examples.json").unlink()

    failed = validated(path)

    assert list(failed) == checks(handed)
    assert all("examples.json is not in" in text.replace("\n", " ") for text in failed.values())


def test_with_another_assignments_examples_no_check_passes(handed: Handed, validated: Validated) -> None:
    path = handed.write()
    shutil.copy(ROOT / "assignments" / "hot_cold" / "examples.json", path.parent)

    failed = validated(path)

    assert list(failed) == checks(handed)
    assert "'predict' is no exercise of hot_cold" in failed['check("predict")']


def test_a_check_cell_that_was_deleted_is_missed(handed: Handed, validated: Validated) -> None:
    handed.write(squared_error=WRONG)
    notebook = nbformat.read(handed.root / "error" / "error.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if not cell.metadata.get("nbgrader", {}).get("grade")]
    path = handed.save(notebook)

    failed = validated(path)

    assert list(failed) == ['check("squared_error")']


def test_a_cell_that_a_person_grades_is_left_alone(handed: Handed, validated: Validated) -> None:
    handed.write()
    notebook = nbformat.read(handed.root / "error" / "error.ipynb", as_version=4)
    essay = {"grade_id": "essay", "grade": True, "solution": True, "locked": False, "task": False}
    settings = essay | {"points": 2, "schema_version": 3, "cell_type": "markdown"}
    notebook.cells.append(nbformat.v4.new_markdown_cell("Since it is a square.", metadata={"nbgrader": settings}))
    path = handed.save(notebook)

    failed = validated(path)

    assert failed == {}


def test_a_notebook_that_is_none_of_ours_stays_a_success(handed: Handed, validated: Validated) -> None:
    (handed.root / "error" / "examples.json").unlink()
    path = handed.save(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")]))

    failed = validated(path)

    assert failed == {}


def test_an_endless_loop_that_no_signal_ends_costs_its_own_exercise(handed: Handed, validated: Validated) -> None:
    path = handed.write(
        predict="def predict(input, weight):\n    return 9 ** (9 ** 9)", error_of_weight=ERROR_OF_WEIGHT
    )

    failed = validated(path)

    assert list(failed) == ['check("predict")']
    assert failed['check("predict")'].startswith("predict: too slow")


ERROR_OF_WEIGHT: Final = "def error_of_weight(w, i, g):\n    return (w * i - g) ** 2"


# ---------------------------------------------------------------------------------------------------------- the command


def command(handed: Handed, *paths: str) -> str:
    nbgrader = Path(sys.executable).with_name("nbgrader")
    done = subprocess.run(
        [nbgrader, "validate", *paths], cwd=handed.root, capture_output=True, text=True, check=True, timeout=300
    )
    return done.stdout


def test_the_command_answers_with_our_check(handed: Handed) -> None:
    handed.write("right")
    handed.write("wrong", squared_error=WRONG)

    right, wrong = command(handed, "error/right.ipynb"), command(handed, "error/wrong.ipynb")

    assert right == "Success! Your notebook passes all the tests.\n"
    assert "VALIDATION FAILED ON 1 CELL(S)!" in wrong
    assert "    squared_error: wrong (" in wrong


def test_a_check_cell_that_was_changed_is_reported_as_changed(handed: Handed) -> None:
    handed.write(check_predict="1.0")

    said = command(handed, "error/error.ipynb")

    assert "THE CONTENTS OF 1 TEST CELL(S) HAVE CHANGED!" in said


# ----------------------------------------------------------------------------------------------------------- the server


@dataclass(frozen=True, slots=True)
class Server:
    """A running Jupyter server."""

    port: int

    def ask(self, method: str, address: str, *, token: str = TOKEN, **arguments: str) -> http.client.HTTPConnection:
        """Send a request and wait for nothing."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Authorization": f"token {token}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, address, urlencode(arguments), headers)
        return connection

    def status(self) -> int:
        return answer(self.ask("GET", "/api/status"))[0]

    def validate(self, path: str) -> http.client.HTTPConnection:
        return self.ask("POST", "/assignments/validate", path=path)


def answer(connection: http.client.HTTPConnection) -> tuple[int, Any]:
    response = connection.getresponse()
    data = response.read()
    connection.close()
    return response.status, json.loads(data) if data.startswith(b"{") else data


@contextmanager
def server(root: Path, *options: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"]
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", *settings, *options],
        cwd=root,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _awaited(Server(port), process)
    finally:
        process.terminate()
        process.wait(60)


def _awaited(server: Server, process: "subprocess.Popen[bytes]") -> Server:
    while process.poll() is None:
        try:
            if server.status() == 200:
                return server
        except OSError:
            time.sleep(0.1)
    pytest.fail("the Jupyter server ended before it answered")


FORMGRADER_OFF: Final = "--ServerApp.jpserver_extensions=nbgrader.server_extensions.formgrader=False"


@pytest.mark.parametrize("options", [(), (FORMGRADER_OFF,)], ids=["settings read at start", "read by a request"])
def test_the_server_goes_on_while_a_notebook_with_an_endless_loop_is_validated(
    handed: Handed, options: tuple[str, ...]
) -> None:
    handed.write("endless", predict=LOOP)
    handed.write("right")
    events = []

    with server(handed.root, *options) as running:
        endless = running.validate("error/endless.ipynb")
        events += [("status", running.status()) for _ in range(5)]
        right = answer(running.validate("error/right.ipynb"))
        events.append(("right", right[0]))
        is_waiting = not _has_answered(endless)
        looped = answer(endless)

    assert events == [("status", 200)] * 5 + [("right", 200)]
    assert is_waiting
    assert right[1] == {"success": True, "value": {}}
    assert looped[1]["success"]
    assert "too slow" in looped[1]["value"]["failed"][0]["raw_error"]


def _has_answered(connection: http.client.HTTPConnection) -> bool:
    return bool(select.select([connection.sock], [], [], 0)[0])


@pytest.mark.parametrize("options", [(), (FORMGRADER_OFF,)], ids=["settings read at start", "read by a request"])
def test_the_server_answers_as_nbgrader_does(handed: Handed, options: tuple[str, ...]) -> None:
    handed.write("wrong", squared_error=WRONG)
    (handed.root / "error" / "broken.ipynb").write_text("{")

    with server(handed.root, *options) as running:
        wrong = answer(running.validate("error/wrong.ipynb"))
        broken = answer(running.validate("error/broken.ipynb"))
        absent = answer(running.validate("error/absent.ipynb"))
        outside = answer(running.validate("../elsewhere.ipynb"))
        stranger = answer(running.ask("POST", "/assignments/validate", token="no", path="error/wrong.ipynb"))  # noqa: S106

    (failed,) = wrong[1]["value"]["failed"]
    assert failed["source"] == 'check("squared_error")'
    assert "squared_error: wrong (" in failed["error"]
    assert not broken[1]["success"]
    assert not absent[1]["success"]
    assert outside[0] == 403
    assert stranger[0] == 403
