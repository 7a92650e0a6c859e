"""Ring 2: what there is inside the bubble, that it holds alone, and that everything goes on where it cannot be."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder import wire
from autograder.errors import SandboxError
from autograder.model import Ending
from autograder.sandbox import Sandbox
from autograder.sandbox.walls import DEVICES

from .conftest import ROOT, SECRET, why_no_bubble
from .jobs import calls, is_gone, notebook, variable
from .ordinary import as_ordinary_user

#: Those of the attacks that meet the kernel rather than the keeper: who somebody is matters to them.
OF_THE_KERNEL = (
    "calls_the_kernel", "claims_to_be_root", "eats_memory", "exits_hard", "fills_the_disk", "floods_the_socket",
    "forges_answers", "forks", "hoards_memory", "kills_itself", "kills_others", "leaves_notes", "looks_at_others",
    "opens_sockets", "opens_what_is_not_its", "recurses_in_c", "segfault", "starts_programs", "starts_threads",
    "walks_frames_and_heap", "writes_a_large_file",
)  # fmt: skip

#: Run where no namespace may be made: the kernel's own refusal, as in many containers.
REFUSED = """
import sys
from autograder.errors import SandboxError
from autograder.model import Calls, Cell, CellKind, Submission
from autograder.sandbox import Sandbox
from autograder.sandbox.walls import DEVICES

for bubble in (None, True):
    try:
        with Sandbox(bubble=bubble) as sandbox:
            print(sandbox.run(Submission("lesson", (Cell(CellKind.OWN, "", "print('ran')"),)), []).cells[0].printed)
    except SandboxError as error:
        print("refused:", error)
"""


@pytest.fixture(name="needs_bubble")
def skip_without_bubble() -> None:
    if why_no_bubble():
        pytest.skip(why_no_bubble())


@pytest.fixture(name="sandbox")
def make_sandbox(needs_bubble: None) -> Iterator[Sandbox]:  # noqa: ARG001 - it skips
    with Sandbox(bubble=True) as sandbox:
        sandbox.run(notebook(""), [])
        yield sandbox


def value(sandbox: Sandbox, source: str, name: str) -> object:
    (outcome,) = sandbox.run(notebook(source), [variable(name)]).outcomes[name]
    assert outcome.ending is Ending.RETURNED, outcome
    return wire.decode(outcome.encoded)


def test_a_zygote_in_a_bubble_shares_no_namespace_with_the_keeper(sandbox: Sandbox) -> None:
    zygote = sandbox._zygotes[()]

    shared = [
        kind
        for kind in ("user", "pid", "mnt", "net", "ipc", "uts")
        if Path(f"/proc/{zygote.pid}/ns/{kind}").readlink() == Path(f"/proc/self/ns/{kind}").readlink()
    ]

    assert shared == []


def test_nothing_in_a_bubble_can_be_written_but_the_zygotes_folder(sandbox: Sandbox) -> None:
    zygote = sandbox._zygotes[()]

    mounts = [line.split() for line in Path(f"/proc/{zygote.pid}/mounts").read_text().splitlines()]

    writable = {place for _, place, _, options, *_ in mounts if "rw" in options.split(",")}
    assert writable - {*DEVICES} == {str(zygote.box.parent)}
    assert not [place for _, place, *_ in mounts if place.startswith("/proc")]


@pytest.mark.usefixtures("needs_bubble")
def test_an_attack_on_files_fails_in_a_bubble_without_ring_1(tmp_path: Path) -> None:
    """Ring 2 holds alone: what is not mounted is not there."""
    released = tmp_path / "assignments"
    released.mkdir()
    (tmp_path / "gradebook.db").write_text(SECRET)
    source = f"""
import os, socket
found = []
for path in ({str(tmp_path / "gradebook.db")!r}, {str(ROOT / "solutions")!r}, "/etc/passwd", "/proc/1/cmdline"):
    try:
        os.stat(path)
        found.append(path)
    except OSError:
        pass
for path in ("/note", "/usr/lib/note", {str(released)!r} + "/note", "/dev/note"):
    try:
        open(path, "w").close()
        found.append(path)
    except OSError:
        pass
for number in range(1, 100):
    try:
        os.kill(number, 0)
        if number not in (os.getpid(), os.getppid()):
            found.append(number)
    except OSError:
        pass
found += [name for _, name in socket.if_nameindex() if name != "lo"]
names = sorted(os.listdir("/"))
"""
    with Sandbox(unsafe=True, bubble=True, readable=[released]) as unwalled:
        assert value(unwalled, source, "found") == []
        names = value(unwalled, source, "names")

    assert isinstance(names, list)
    mounted = (tmp_path, ROOT, Path(sys.prefix), Path(sys.base_prefix).resolve(), Path(tempfile.gettempdir()))
    assert set(names) <= {"dev", "etc", "lib", "lib64", "usr", *(part for path in mounted for part in path.parts)}


def test_a_loop_in_a_bubble_is_stopped_by_its_own_clock(sandbox: Sandbox) -> None:
    run = sandbox.run(notebook("def f(x):\n    while True: pass"), [calls("f", (1,))])

    assert run.outcomes["f"][0].ending is Ending.TOO_SLOW


@pytest.mark.parametrize(
    "looking", ["open({0!r}).read()", "__import__('os').listdir(__import__('os').path.dirname({0!r}))"]
)
@pytest.mark.usefixtures("needs_bubble")
def test_nobody_sees_in_a_bubble_when_a_file_was_read(tmp_path: Path, looking: str) -> None:
    """A file remembers when it was last read; children may look at that, and so leave each other a bit per file."""
    path = tmp_path / "table.csv"
    path.write_text("1,2")
    for each in (tmp_path, path):
        os.utime(each, (0, 0))
    look = (
        f"import os\ntimes = [os.stat(each).st_atime for each in ({str(path)!r}, {str(tmp_path)!r}, os.__file__, '.')]"
    )
    with Sandbox(bubble=True, readable=[tmp_path]) as bubble:
        before = value(bubble, look, "times")
        bubble.run(notebook(looking.format(str(path)), "open(__import__('os').__file__).read()"), [])

        assert value(bubble, look, "times") == before


def test_whoever_lists_the_scratch_folder_leaves_no_trace_for_the_next(bubble: bool) -> None:  # noqa: FBT001 - a fixture
    look = "import os\nseen = os.stat('.').st_atime"
    with Sandbox(bubble=bubble) as sandbox:
        before = value(sandbox, look, "seen")
        sandbox.run(notebook("import os\nos.listdir('.')"), [])

        assert value(sandbox, look, "seen") == before


@pytest.mark.usefixtures("needs_bubble")
def test_code_behind_both_rings_reads_what_was_released_and_its_data(tmp_path: Path) -> None:
    table = tmp_path / "not released" / "numbers.csv"
    table.parent.mkdir()
    table.write_text("a,b\n")
    released = tmp_path / "assignments"
    released.mkdir()
    (released / "lesson.txt").write_text("text")
    source = f"found = open('numbers.csv').read() + open({str(released)!r} + '/lesson.txt').read()"
    with Sandbox(bubble=True, readable=[released], data=lambda _: [table]) as both:
        assert value(both, source, "found") == "a,b\ntext"


@pytest.mark.parametrize("whom", ["bwrap", "sh"])
def test_a_bubble_that_bursts_takes_its_zygote_along_and_is_replaced_without_a_word(
    sandbox: Sandbox, whom: str
) -> None:
    zygote = sandbox._zygotes[()]
    above = _parent_of(zygote.pid)
    victim = {"bwrap": above, "sh": _parent_of(above)}[whom]

    os.kill(victim, signal.SIGKILL)

    assert is_gone(Path(f"/proc/{zygote.pid}"))
    assert value(sandbox, "g = 3", "g") == 3
    assert sandbox._zygotes[()].pid != zygote.pid
    assert is_gone(zygote.box.parent)


@pytest.mark.usefixtures("needs_bubble")
def test_a_bubble_outlives_the_thread_that_made_it() -> None:
    with Sandbox(bubble=True) as other:
        thread = threading.Thread(target=other.run, args=(notebook(""), []))
        thread.start()
        thread.join()
        zygote = other._zygotes[()]

        assert value(other, "g = 3", "g") == 3
        assert other._zygotes[()] is zygote


def test_a_terminals_interruption_reaches_the_keeper_alone(bubble: bool) -> None:  # noqa: FBT001 - a fixture
    """What Ctrl-C is sent to is a group of processes; a keeper may want to finish what it began."""
    with Sandbox(bubble=bubble) as sandbox:
        sandbox.run(notebook(""), [])

        assert os.getpgid(sandbox._zygotes[()].pid) != os.getpgid(0)
        assert os.getsid(sandbox._zygotes[()]._process.pid) != os.getsid(0)


def _parent_of(pid: int) -> int:
    found = re.search(r"^PPid:\s*(\d+)$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1])


@pytest.mark.usefixtures("needs_bubble")
def test_where_namespaces_are_forbidden_code_runs_behind_ring_1() -> None:
    """Where bubblewrap may make namespaces it can make a place, too, where nobody may."""
    forbidden = ["bwrap", "--dev-bind", "/", "/", "--unshare-user", "--disable-userns", sys.executable, "-c", REFUSED]

    done = subprocess.run(forbidden, capture_output=True, text=True, check=False, cwd=ROOT)

    ran, said = done.stdout.split("\n\n", 1)
    assert ran == "ran", done.stderr
    assert said.startswith("refused: a zygote did not start")
    assert "bwrap" in said


def test_where_bubblewrap_is_missing_code_runs_behind_ring_1(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with Sandbox() as sandbox:
        ran = value(sandbox, "g = 3", "g")
    with Sandbox(bubble=True) as demanding, pytest.raises(SandboxError, match="bubblewrap is not installed"):
        demanding.run(notebook(""), [])

    assert ran == 3


def test_attacks_win_nothing_from_a_grader_that_is_an_ordinary_user() -> None:
    folder = Path(tempfile.mkdtemp(prefix="ordinary-"))  # pytest's own folders are closed to others
    asked = [
        *(sys.executable, "-m", "pytest", "-q", "--no-cov", "-p", "no:cacheprovider"),
        *(f"--basetemp={folder}/pytest", "tests/sandbox/test_attacks.py", "-k", " or ".join(OF_THE_KERNEL)),
    ]
    try:
        done = subprocess.run(as_ordinary_user(asked, folder), capture_output=True, text=True, check=False, cwd=ROOT)
    finally:
        shutil.rmtree(folder)

    passed = re.search(r"(\d+) passed", done.stdout)
    assert done.returncode == 0, done.stdout
    assert passed is not None
    assert int(passed[1]) >= len(OF_THE_KERNEL)
