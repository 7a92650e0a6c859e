import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from autograder import wire
from autograder.model import Cell, CellKind, Ending, Outcome, Run, Submission
from autograder.sandbox import Limits, Sandbox

from .jobs import calls, notebook, variable

MARK = 98765.4321
LIMITS = Limits(memory_bytes=192 * 2**20, cell_cpu_seconds=0.4, cells_cpu_seconds=2.0)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(limits=LIMITS) as sandbox:
        yield sandbox


def _open_files(pid: int | str) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def _values(run: Run, name: str) -> list[object]:
    return [wire.decode(outcome.encoded) for outcome in run.outcomes[name]]


def _endings(run: Run, name: str) -> list[Ending]:
    return [outcome.ending for outcome in run.outcomes[name]]


def test_calls_are_answered_in_order_and_variables_are_read(sandbox: Sandbox) -> None:
    cells = notebook("def double(x):\n    return 2 * x", "answer = (1, 'b')")
    asked = [calls("double", (1,), (2.5,), (np.arange(3),), public=1), variable("answer"), calls("absent", (1,), (2,))]

    run = sandbox.run(cells, asked)

    assert _values(run, "double")[:2] == [2, 5.0]
    assert np.array_equal(np.asarray(_values(run, "double")[2]), [0, 2, 4])
    assert _values(run, "answer") == [(1, "b")]
    assert set(_endings(run, "absent")) == {Ending.MISSING}


def test_setup_cells_run_first_wherever_they_stand(sandbox: Sandbox) -> None:
    own = Cell(CellKind.OWN, "", "total = given + 1")
    setup = Cell(CellKind.SETUP, "setup", "given = 41")
    check = Cell(CellKind.CHECK, "check_total", "total = 0")

    run = sandbox.run(Submission("lesson", (own, check, setup)), [variable("total")])

    assert _values(run, "total") == [42]
    assert set(run.cells) == {0, 2}


@pytest.mark.parametrize(
    ("body", "ending"),
    [
        ("while True: pass", Ending.TOO_SLOW),
        ("import os; os._exit(0)", Ending.EXITED),
        ("import os; os.abort()", Ending.CRASHED),
        ("raise SystemExit", Ending.EXITED),
        ("np.ones(10**9)", Ending.OUT_OF_MEMORY),
        ("raise KeyError(1)", Ending.RAISED),
    ],
)
def test_a_fate_costs_the_function_that_met_it_alone(sandbox: Sandbox, body: str, ending: Ending) -> None:
    cells = notebook("import numpy as np", f"def bad(x):\n    {body}", "def good(x):\n    return x")

    run = sandbox.run(cells, [calls("good", (1,), (2,), public=1), calls("bad", (1,), (2,), public=1)])

    assert _endings(run, "bad") == [ending, ending]
    assert _values(run, "good") == [1, 2]


def test_a_function_that_fails_on_hidden_calls_keeps_its_public_outcomes(sandbox: Sandbox) -> None:
    cells = notebook("import os\ndef f(x):\n    return x if x < 3 else os._exit(1)")

    run = sandbox.run(cells, [calls("f", (1,), (2,), (3,), (4,), public=2)])

    assert _endings(run, "f") == [Ending.RETURNED, Ending.RETURNED, Ending.EXITED, Ending.EXITED]


def test_a_cell_that_loops_keeps_its_definitions(sandbox: Sandbox) -> None:
    cells = notebook("def f(x):\n    return x\nprint('before')\nwhile True: pass", "g = 3")

    run = sandbox.run(cells, [calls("f", (7,)), variable("g")])

    assert _values(run, "f") == [7]
    assert _values(run, "g") == [3]
    assert run.cells[0].error == "this cell ran too long and was stopped"


def test_a_cell_that_loops_in_its_definitions_is_skipped(sandbox: Sandbox) -> None:
    cells = notebook("class Loop:\n    while True: pass\ndef f(x):\n    return x", "g = 3")

    run = sandbox.run(cells, [calls("f", (7,)), variable("g")])

    assert _endings(run, "f") == [Ending.MISSING]
    assert _values(run, "g") == [3]


def test_a_cell_that_brings_down_the_compiler_costs_that_cell_alone(sandbox: Sandbox) -> None:
    """Found before any code ran, so the child's death there could be taken for ours."""
    deep = "x = " + "(" * 190 + "1" + ")" * 190
    costly = "\n".join(f"a{number} = [{number}, {number}.5, 'x{number}']" for number in range(150_000))

    run = sandbox.run(notebook(deep, costly, "x = " + "-" * 100_000 + "1", "g = 3"), [variable("g")])

    assert _values(run, "g") == [3]


def test_many_cells_that_exit_end_with_the_allowance(sandbox: Sandbox) -> None:
    """Every restart leaves less to do, and all of them share one allowance."""
    cells = notebook("g = 3", *["while True: pass"] * 30)

    run = sandbox.run(cells, [variable("g")])

    assert _endings(run, "g") == [Ending.TOO_SLOW]
    assert run.cpu_seconds < 6


def test_hidden_arguments_are_in_nothing_that_may_be_shown(sandbox: Sandbox) -> None:
    """Children leave notes for the next in every way they have, and die to have a next."""
    source = f"""
import gc, os, sys

def page():
    frame = sys._getframe()
    while frame.f_code.co_name != "main":
        frame = frame.f_back
    return frame.f_locals["page"]

def everything():
    found, frame = [], sys._getframe()
    while frame is not None:
        found += [repr(frame.f_locals)[:20_000]]
        frame = frame.f_back
    found += [repr(each) for each in gc.get_objects() if type(each) in (list, tuple) and len(each) < 5][:2000]
    found += [bytes(page()).decode("latin-1"), *os.listdir("."), *os.environ.values(), *sys.argv]
    return "".join(word for text in found for word in [text] if "{str(MARK)[6::-1]}"[::-1] in text)

print(everything())

def leave_and_die(x):
    if x == 1:
        return everything()
    page()[8:8 + len(str(x))] = str(x).encode()
    open("note" + str(x), "w").close()
    os._exit(0)

def echo(x):
    return [x, everything()]
"""
    asked = [calls(name, (1,), (MARK,), public=1) for name in ("leave_and_die", "echo")]

    run = sandbox.run(notebook(source), asked)

    shown = [cell.printed + cell.error for cell in run.cells.values()]
    shown += [repr(outcome) for outcomes in run.outcomes.values() for outcome in outcomes[:1]]
    assert all(str(MARK)[:7] not in each for each in shown)
    assert _endings(run, "leave_and_die") == [Ending.RETURNED, Ending.EXITED]
    assert _values(run, "echo")[1][0] == MARK  # type: ignore[index] # it was there to be found


def test_what_is_shown_comes_from_the_child_that_had_seen_no_hidden_question(sandbox: Sandbox) -> None:
    source = "import os\nprint(os.getpid())\ndef pid(x):\n    return os.getpid()\ndef die(x):\n    os._exit(x)"

    run = sandbox.run(notebook(source), [calls("pid", (1,), (2,), public=1), calls("die", (1,))])

    first, second = _values(run, "pid")
    assert run.cells[0].printed == f"{first}\n"
    assert second != first


def test_a_zygote_that_was_killed_is_replaced_without_a_word(sandbox: Sandbox) -> None:
    cells, asked = notebook("g = 3"), [variable("g")]
    sandbox.run(cells, asked)
    before = sandbox._zygotes[()].pid
    os.kill(before, signal.SIGKILL)

    run = sandbox.run(cells, asked)

    assert _values(run, "g") == [3]
    assert sandbox._zygotes[()].pid != before


def test_a_zygote_killed_during_a_run_costs_the_student_nothing(sandbox: Sandbox) -> None:
    cells = notebook("import time\ntime.sleep(0.3)\ng = 3")
    with _Killer(sandbox, times=1):
        run = sandbox.run(cells, [variable("g")])

    assert _values(run, "g") == [3]
    assert run.cells[0].error == ""


def test_a_run_that_loses_every_zygote_is_not_graded(sandbox: Sandbox) -> None:
    cells = notebook("import time\ntime.sleep(0.6)\ng = 3\ndef f(x):\n    return x")
    with _Killer(sandbox, times=3):
        run = sandbox.run(cells, [variable("g"), calls("f", (1,), (2,), public=1)])

    assert _endings(run, "g") == [Ending.NOT_GRADED]
    assert _endings(run, "f") == [Ending.NOT_GRADED] * 2
    assert _values(sandbox.run(notebook("g = 3"), [variable("g")]), "g") == [3]


class _Killer:
    """Kills the zygotes of a sandbox while they have a child, one after the other."""

    def __init__(self, sandbox: Sandbox, *, times: int) -> None:
        self._sandbox, self._times = sandbox, times
        self._thread = threading.Thread(target=self._kill)

    def __enter__(self) -> None:
        self._sandbox.run(notebook(""), [])
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._thread.join()

    def _kill(self) -> None:
        killed: set[int] = set()
        while len(killed) < self._times:
            for zygote in list(self._sandbox._zygotes.values()):
                pid = zygote.pid
                children = Path(f"/proc/{pid}/task/{pid}/children")
                if pid not in killed and children.exists() and children.read_text():
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
            time.sleep(0.01)


def test_an_interrupted_run_leaves_nothing_behind(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox.run(notebook(""), [])
    before = _open_files("self")
    pid = sandbox._zygotes[()].pid

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("autograder.sandbox.dialogue.Dialogue.run_cells", interrupt)
        with pytest.raises(KeyboardInterrupt):
            sandbox.run(notebook("while True: pass"), [])

    assert not Path(f"/proc/{pid}").exists()
    assert _open_files("self") < before
    assert _values(sandbox.run(notebook("g = 3"), [variable("g")]), "g") == [3]


def test_many_runs_leave_no_descriptors_processes_or_files(sandbox: Sandbox) -> None:
    cells = notebook("open('note', 'w').close()\ng = 3", "import os\ndef f(x):\n    os._exit(0)")
    asked = [variable("g"), calls("f", (1,), (2,), public=1)]
    sandbox.run(cells, asked)
    zygote = sandbox._zygotes[()]
    pid = zygote.pid

    def state() -> tuple[int, int, str, list[Path]]:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        sandbox.run(notebook(""), [])  # whatever the zygote does after a run, it has done before the next
        return (
            _open_files("self"),
            _open_files(pid),
            children,
            list(zygote.box.iterdir()),
        )

    before = state()
    for _ in range(100):
        sandbox.run(cells, asked)

    assert state() == before
    assert before[3] == []


def test_a_sandbox_that_was_closed_can_be_used_again() -> None:
    sandbox = Sandbox(limits=LIMITS)
    folders = []
    for _ in range(2):
        with sandbox:
            run = sandbox.run(notebook("g = 3"), [variable("g")])
            folders.append(sandbox._zygotes[()].box.parent)

        assert _values(run, "g") == [3]

    assert not any(folder.exists() for folder in folders)


def test_what_goes_on_a_page_is_free_of_what_hides_turns_or_drives_a_terminal(sandbox: Sandbox) -> None:
    source = "print('a\\x1b[31mb\\u202ec\\x00\\ud800d')\nraise ValueError('\\x1b]0;x\\x07' + 'y' * 10**6)"

    cell = sandbox.run(notebook(source), []).cells[0]

    assert cell.printed == "a[31mbc\\ud800d\n"
    assert re.fullmatch(r"ValueError: \]0;xy{400,500}( \(line 2\))?", cell.error)


def test_a_lone_surrogate_in_a_cell_reaches_the_child(sandbox: Sandbox) -> None:
    run = sandbox.run(notebook("text = 'a\ud800'", "g = 3"), [variable("g")])

    assert _values(run, "g") == [3]


def test_nothing_to_ask_is_answered_with_nothing(sandbox: Sandbox) -> None:
    run = sandbox.run(notebook("print('hello')"), [])

    assert run.outcomes == {}
    assert run.cells[0].printed == "hello\n"


def test_a_forged_outcome_is_no_more_than_a_value(sandbox: Sandbox) -> None:
    source = """
import sys
inside = sys.modules["autograder.sandbox.inside"]
inside._encoded = lambda value, limit: b"\\xc1" * 40_000
def f(x):
    return x
"""
    run = sandbox.run(notebook(source), [calls("f", (1,))])

    (outcome,) = run.outcomes["f"]
    assert outcome == Outcome(Ending.RETURNED, wire.encode(wire.decode(outcome.encoded)))
