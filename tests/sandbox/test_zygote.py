import mmap
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import pytest

from autograder.model import Ending
from autograder.sandbox import Limits, Sandbox
from autograder.sandbox.zygote import Box, Config

from .jobs import calls, is_gone, notebook, variable

KEEPER = """
import sys
from autograder.model import Calls, Cell, CellKind, Submission
from autograder.sandbox import Limits, Sandbox

with Sandbox(bubble=sys.argv[2] == "True") as sandbox:
    sandbox.run(Submission("lesson", (Cell(CellKind.OWN, "", ""),)), [])
    zygote = sandbox._zygotes[()]
    print(zygote.pid, zygote.box.parent, flush=True)
    sandbox.run(Submission("lesson", (Cell(CellKind.OWN, "", sys.argv[1]),)), [])
"""


@pytest.mark.parametrize("code", ["while True: pass", "import time; time.sleep(10**6)"])
def test_no_process_and_no_folder_outlives_a_keeper_that_was_killed(code: str, bubble: bool) -> None:  # noqa: FBT001
    keeper = subprocess.Popen([sys.executable, "-c", KEEPER, code, str(bubble)], stdout=subprocess.PIPE, text=True)
    assert keeper.stdout is not None
    pid, folder = keeper.stdout.readline().split()
    children = Path(f"/proc/{pid}/task/{pid}/children")
    while not (child := children.read_text().strip()):
        time.sleep(0.01)

    keeper.send_signal(signal.SIGKILL)
    keeper.wait()
    keeper.stdout.close()

    assert is_gone(Path(f"/proc/{pid}"))
    assert is_gone(Path(f"/proc/{child}"))
    assert is_gone(Path(folder))


def test_no_folder_is_left_where_the_keeper_goes_before_its_zygote_has_begun(tmp_path: Path) -> None:
    box = tmp_path / "folder" / "box"
    box.mkdir(parents=True)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    config = msgspec.json.encode(Config([], Limits(), str(box), [], walled=True)).decode()
    with tempfile.TemporaryFile() as page, theirs:
        page.truncate(mmap.PAGESIZE)
        command = [sys.executable, "-m", "autograder.sandbox.zygote", str(theirs.fileno()), str(page.fileno()), config]
        ours.close()

        subprocess.run(command, check=False, pass_fds=(theirs.fileno(), page.fileno()), stderr=subprocess.DEVNULL)

    assert not box.parent.exists()


def test_a_box_in_which_nothing_happened_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.mkdir()
    box = Box(path)

    assert not box.was_touched()


@pytest.mark.parametrize("leave", [True, False])
def test_a_box_in_which_something_happened_is_replaced(tmp_path: Path, leave: bool) -> None:  # noqa: FBT001 - a table
    path = tmp_path / "box"
    path.mkdir()
    box = Box(path)
    (path / "note").write_text("a note")
    if not leave:
        (path / "note").unlink()

    assert box.was_touched()
    box.renew()

    assert not box.was_touched()
    assert list(path.iterdir()) == []


def test_a_box_that_was_looked_into_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.mkdir()
    box = Box(path)
    if _remembers_no_looks(tmp_path):
        pytest.skip("files here do not remember when they were read (mounted noatime)")

    assert list(path.iterdir()) == []

    assert box.was_touched()


def _remembers_no_looks(folder: Path) -> bool:
    os.utime(folder, (0, 0))
    list(folder.iterdir())
    return folder.stat().st_atime_ns == 0


def test_code_can_write_after_the_box_was_replaced() -> None:
    cells = notebook("open('a.txt', 'w').write('a')\ng = sorted(__import__('os').listdir('.'))")
    with Sandbox() as sandbox:
        runs = [sandbox.run(cells, [variable("g")]) for _ in range(3)]

    assert {run.outcomes["g"][0].encoded for run in runs} == {runs[0].outcomes["g"][0].encoded}
    assert [run.cells[0].error for run in runs] == [""] * 3


def test_every_child_starts_from_the_same_random_numbers() -> None:
    cells = notebook("import random, numpy as np\nrandom_numbers = (random.random(), float(np.random.rand()))")
    with Sandbox() as sandbox:
        first, second = (sandbox.run(cells, [variable("random_numbers")]) for _ in range(2))

    assert first.outcomes == second.outcomes


def test_the_environment_holds_nothing_of_the_graders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGRADER_SECRET", "marigold")
    with Sandbox() as sandbox:
        run = sandbox.run(notebook("import os\nprint(dict(os.environ))"), [])

    assert "marigold" not in run.cells[0].printed
    assert "OPENBLAS_NUM_THREADS" in run.cells[0].printed


def test_without_walls_a_loop_is_still_stopped() -> None:
    with Sandbox(unsafe=True) as sandbox:
        run = sandbox.run(notebook("def f(x):\n    while True: pass"), [calls("f", (1,))])

    assert run.outcomes["f"][0].ending is Ending.TOO_SLOW


def test_a_grader_without_standard_input_works() -> None:
    """Then a descriptor below three is free, and may become the zygote's or the child's."""
    code = (
        "import os; os.close(0)\n"
        "from autograder.sandbox import Sandbox\n"
        "from autograder.model import Calls, Cell, CellKind, Submission\n"
        "with Sandbox() as sandbox:\n"
        "    for _ in range(3):\n"
        "        run = sandbox.run(Submission('lesson', (Cell(CellKind.OWN, '', 'g = 3'),)),"
        " [Calls('g', None, 0, 1.0)])\n"
        "print(run.outcomes['g'][0].ending)\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "returned", done.stderr


def test_student_code_is_told_nothing_by_descriptors() -> None:
    with Sandbox() as sandbox:
        run = sandbox.run(
            notebook(
                "import os\nopen_ones = []\nfor number in range(300):\n    try:\n        os.fstat(number)\n"
                "        open_ones.append(number)\n    except OSError:\n        pass\nprint(open_ones)"
            ),
            [],
        )

    assert run.cells[0].printed == "[0, 1, 2, 3]\n"
    assert os.path.exists("/dev/null")  # noqa: PTH110 - where 0, 1 and 2 lead


def test_a_note_in_the_shared_page_does_not_reach_the_next_child() -> None:
    source = """
import sys
frame = sys._getframe()
while frame.f_code.co_name != "main":
    frame = frame.f_back
page = frame.f_locals["page"]
print(bytes(page[4:]).strip(b"\\0"))
page[4:] = b"n" * (len(page) - 4)
"""
    with Sandbox() as sandbox:
        printed = [sandbox.run(notebook(source), []).cells[0].printed for _ in range(2)]

    assert printed == ["b''\n", "b''\n"]
