"""One run at a time grades a course, whichever command started it; whoever comes second waits, and nothing is lost."""

import contextlib
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from autograder.errors import GradebookError
from autograder.gradebook.mark import PENDING
from autograder.gradebook.turn import LOCK, turn
from autograder.sandbox.walls import missing_walls
from tests.conftest import SEED
from tests.kills.seen import Row, differences, look_at
from tests.traps.course import Course, make_pattern
from tests.traps.course import _surroundings as surroundings_of
from tests.traps.ways import AUTOGRADE, GRADE, Way

ROOT = Path(__file__).parents[2]
STUDENTS = ("ann", "bob", "cy", "dee")
needs_walls = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

HOLDER = """
    import sys
    from pathlib import Path
    from autograder.gradebook.turn import turn

    with turn(Path(sys.argv[1]), "somebody else's run", say=print):
        print("has it", flush=True)
        sys.stdin.read()
"""


@contextlib.contextmanager
def held(root: Path) -> Iterator["subprocess.Popen[str]"]:
    """Have another process hold the turn."""
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), root],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "has it\n"
        yield holder
        holder.kill()


def taken(root: Path, *, patience: float = 0.0, groupshared: bool = False) -> list[str]:
    """Take the turn and give it back; returns what was said meanwhile."""
    said: list[str] = []
    with turn(root, "this run", say=said.append, patience=patience, groupshared=groupshared):
        pass
    return said


def test_a_turn_that_nobody_holds_is_taken_without_a_word(tmp_path: Path) -> None:
    assert taken(tmp_path) == []
    assert taken(tmp_path) == []


def test_who_holds_the_turn_is_named_to_whoever_has_no_patience(tmp_path: Path) -> None:
    with held(tmp_path) as holder, pytest.raises(GradebookError) as refused:
        taken(tmp_path)

    message = str(refused.value)
    assert message.startswith(f"somebody else's run (process {holder.pid} on ")
    assert message.endswith("is grading this course; wait until it has ended, then grade again")


def test_a_turn_is_waited_for_and_that_is_said_once(tmp_path: Path) -> None:
    with held(tmp_path) as holder:
        said: list[str] = []

        def say(line: str) -> None:
            said.append(line)
            assert holder.stdin is not None
            holder.stdin.close()

        with turn(tmp_path, "this run", say=say):
            assert holder.wait() == 0

    assert said == [line for line in said if line.startswith("waiting for somebody else's run (process ")]
    assert len(said) == 1


def test_a_turn_ends_with_the_process_that_holds_it_however_that_ends(tmp_path: Path) -> None:
    with held(tmp_path) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()

        assert taken(tmp_path) == []


def test_a_turn_is_not_inherited_by_what_its_holder_starts(tmp_path: Path) -> None:
    with turn(tmp_path, "this run", say=print):
        survivor = subprocess.Popen(["sleep", "1000"], close_fds=False)

    said = taken(tmp_path)
    survivor.kill()
    survivor.wait()

    assert said == []


def test_a_folder_in_which_no_file_can_be_made_is_locked_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = os.open

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(13, "no", str(path))
        return was(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)

    with (
        turn(tmp_path, "this run", say=print),
        pytest.raises(GradebookError, match="another run is grading this course"),
    ):
        taken(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_group_that_shares_a_course_shares_its_turn(tmp_path: Path) -> None:
    taken(tmp_path, groupshared=True)

    assert stat.S_IMODE((tmp_path / LOCK).stat().st_mode) == 0o660


def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / LOCK).symlink_to(tmp_path / "precious")

    with pytest.raises(GradebookError, match="cannot write"):
        taken(tmp_path)

    assert (tmp_path / "precious").read_text() == "precious"


@pytest.fixture(scope="module", name="pattern")
def make_class(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class that has handed in."""
    folder = tmp_path_factory.mktemp("turns")
    course = Course.copied(make_pattern(folder / "pattern"), folder / "class", GRADE)
    (course.root / "solutions" / ".seed").write_text(f"{SEED}\n")  # one for all copies
    for number, student in enumerate(STUDENTS):
        notebook = course.released.answered() if number % 2 else course.released.filled()
        course.hand_in(student, course.released.submission(notebook))
    return course


@pytest.fixture(scope="module", name="alone")
def grade_alone(pattern: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The same class, graded by one run in peace."""
    course = Course.copied(pattern.root, tmp_path_factory.mktemp("alone") / "course", GRADE)
    assert course.grade().returncode == 0
    return course


def begun(course: Course, command: Sequence[str]) -> "subprocess.Popen[str]":
    surroundings = surroundings_of(course.root)
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=course.root, env=surroundings, stdout=pipe, stderr=subprocess.STDOUT, text=True
    )


def without_content(course: Course) -> Counter[Row]:
    """All rows, and the names and modes of all files: the two commands lay the same notebook out in other lines."""
    return Counter(row[:3] if row[0] == "file" else row for row in look_at(course.root).elements())


@needs_walls
@pytest.mark.parametrize(
    "ways", [(GRADE, GRADE), (GRADE, AUTOGRADE), (AUTOGRADE, AUTOGRADE)], ids=["grade twice", "both", "autograde twice"]
)
def test_two_runs_at_once_leave_what_one_leaves(
    pattern: Course, alone: Course, tmp_path: Path, ways: tuple[Way, Way]
) -> None:
    course = Course.copied(pattern.root, tmp_path / "course", GRADE)

    with held(course.root):  # until both are there, or one might be done before the other asks
        runs = [begun(course, way.command) for way in ways]
        waiting = [next((line for line in run.stdout or () if "waiting for " in line), "") for run in runs]
    said = [run.communicate()[0] for run in runs]

    assert all("somebody else's run" in line for line in waiting), (waiting, said)
    assert [run.returncode for run in runs] == [0, 0], said
    assert not differences(without_content(alone), without_content(course))
    assert not list(course.root.glob(f"autograded/*/*/{PENDING}"))


MARKING = """
    import sys
    from nbgrader.api import Gradebook, Grade

    marked = {}
    with Gradebook(f"sqlite:///{sys.argv[1]}/gradebook.db") as gradebook:
        print("begins", flush=True)
        for turn in range(int(sys.argv[2])):
            for grade in gradebook.db.query(Grade).all():
                if not grade.name.startswith("check_"):
                    grade.manual_score = turn % 2 + 0.5
                    grade.extra_credit = turn / 100
                    grade.needs_manual_grade = False
                    gradebook.db.commit()
            gradebook.db.expire_all()
"""


@needs_walls
def test_marks_by_hand_and_verdicts_that_are_written_at_the_same_time_are_all_kept(
    alone: Course, tmp_path: Path
) -> None:
    """The formgrader writes as here: it looks a row up by nbgrader's API, changes it and commits."""
    course = Course.copied(alone.root, tmp_path / "course", GRADE)
    marking = [sys.executable, "-c", textwrap.dedent(MARKING), str(course.root), "20"]
    with sqlite3.connect(course.root / "gradebook.db") as gradebook:
        gradebook.execute("UPDATE grade SET auto_score = 0.125 WHERE auto_score > 0")

    teacher = begun(course, marking)
    runs = 0
    while teacher.poll() is None or runs == 0:
        run = course.grade("--again")
        runs += 1
        assert run.returncode == 0, run.stdout
    complaint = teacher.communicate()[0]

    assert teacher.returncode == 0, complaint
    expected = {row for row in look_at(alone.root) if row[0] == "grade"}
    found = {row for row in look_at(course.root) if row[0] == "grade"}
    by_hand = {row[:4] for row in expected if not row[3].startswith("check_")}
    assert by_hand
    assert {row[:5] for row in found} == {row[:5] for row in expected}
    assert {row[5:7] for row in found if row[:4] in by_hand} == {(1.5, 0.19)}
    assert {row[5:7] for row in found if row[:4] not in by_hand} == {(None, None)}


SERVER = """
    import sys
    from pathlib import Path
    from autograder.gradebook import exporter
    from tests.parity.teacher import api

    exporter._SERVER_PATIENCE = 0.2
    result = api(Path(sys.argv[1])).autograde("error", "ann")
    print(result["success"], result.get("log", ""))
"""


@needs_walls
def test_a_server_that_is_asked_to_grade_meanwhile_says_who_does_and_changes_nothing(
    alone: Course, tmp_path: Path
) -> None:
    """The formgrader's button: a server that waited would answer nobody."""
    course = Course.copied(alone.root, tmp_path / "course", GRADE)
    pressed = ["env", f"PYTHONPATH={ROOT}", sys.executable, "-c", textwrap.dedent(SERVER), str(course.root)]

    with held(course.root):
        refused = begun(course, pressed).communicate()[0]
        meanwhile = look_at(course.root)
    done = begun(course, pressed).communicate()[0]

    assert "False " in refused
    assert "is grading this course; wait until it has ended, then grade again" in refused
    assert not differences(look_at(alone.root), meanwhile)
    assert "True " in done
