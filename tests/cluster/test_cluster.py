"""A class graded on a cluster is the class graded here, whatever becomes of the cluster."""

import contextlib
import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import dask
import pytest
from distributed import Client
from nbgrader.api import Gradebook

from autograder.classroom import STANDARD, Run, grade_class, rehearse_class
from autograder.cli.parser import make_parser
from autograder.cluster import joined
from autograder.errors import AutograderError, SandboxError, SpecError
from autograder.grade import Grader
from autograder.gradebook.collecting import Wanted
from autograder.gradebook.grading import Answer, Job, at_desk
from autograder.gradebook.results import ClassScores, Progress
from autograder.gradebook.whole_class import grade_with
from autograder.gradebook.workers import Crew
from autograder.sandbox.walls import missing_walls
from tests.cluster.clusters import Cluster, scheduler
from tests.cluster.conftest import ATTACKS, NAME, copied, solved, submit

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

ROOT = Path(__file__).parents[2]
#: What a worker's memory holds of the key and no student ever wrote: looked for in all that a child can reach.
SEARCH = """
import gc, os, sys
from pathlib import Path
def found():
    word = "".join(["{first}", "{second}"])  # where a constant would be found itself
    places = [str(dict(os.environ)), str(sys.argv)]
    places += [repr(each) for each in gc.get_objects() if isinstance(each, (dict, list, tuple)) and len(each) < 50]
    looked = len(places)
    for path in ["/proc/%d/mem" % os.getppid(), "/proc/%d/environ" % os.getppid(), "/tmp", os.getcwd()]:
        try:
            names = [path, *(str(each) for each in Path(path).rglob("*"))] if Path(path).is_dir() else [path]
        except OSError:
            continue
        for name in names:
            try:
                places.append(Path(name).read_text(errors="replace"))
            except OSError:
                pass
    return "ESCAPED" if any(word in place for place in places) else "searched " + str(looked > 2)
print(found())
"""


def grade(course: Path, address: str | None, told: list[str] | None = None) -> ClassScores:
    run = Run(workers=1, cluster=address, say=(told if told is not None else []).append)
    return grade_class(course, Wanted(), run=run)


def rows(course: Path) -> dict[str, dict[str, tuple[float | None, bool]]]:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {
                grade.name: (grade.auto_score, grade.needs_manual_grade)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(NAME)
        }


def written(course: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of the autograded folders, with its permissions."""
    root = course / "autograded"
    files = [path for path in root.rglob("*") if path.is_file()]
    return {str(path.relative_to(root)): (path.stat().st_mode, path.read_bytes()) for path in files}


def grow(course: Path, students: int) -> None:
    """Let more hand in, whose code takes half a second or so."""
    for number in range(students):
        submit(course, f"one of many {number:02}", {"error.ipynb": solved(course, own="sum(range(20_000_000))")})


@contextlib.contextmanager
def patience(course: Path, address: str, told: list[str], seconds: float) -> Iterator[Callable[..., object]]:
    """What `grade_class` does, for somebody who waits so long for workers that are not there."""
    with (
        Crew[Job, Answer](partial(at_desk, STANDARD), 1) as here,
        joined(address, here, STANDARD, told.append, patience=seconds) as crew,
    ):
        yield partial(grade_with, crew, course, Wanted(), run=Run(say=told.append))


def _until_there_are(workers: int, address: str) -> None:
    with Client(address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(workers, timeout=60)


def test_what_is_graded_on_a_cluster_is_to_the_byte_what_is_graded_here(
    pattern: Path, course: Path, cluster: Cluster, tmp_path: Path
) -> None:
    here = copied(pattern, tmp_path / "here")

    there_scores, here_scores = grade(course, cluster.address), grade(here, None)

    assert len(there_scores.graded) == len(rows(course)) == 9
    assert not there_scores.not_graded
    assert there_scores.pages == 9
    assert rows(course) == rows(here)
    assert written(course) == written(here)
    assert {one.student: one.points for one in there_scores.graded} == {
        one.student: one.points for one in here_scores.graded
    }
    assert grade(course, cluster.address).unchanged == grade(course, None).unchanged == 9


def test_a_regrade_is_rehearsed_on_a_cluster(course: Path, cluster: Cluster) -> None:
    wanted = Wanted(students=("right", "wrong", "bulky"))

    there = rehearse_class(course, wanted, run=Run(workers=1, cluster=cluster.address))
    here = rehearse_class(course, wanted, run=Run(workers=1))

    assert there == here
    assert len(there.regraded) == 3
    assert not (course / "autograded").exists()


def test_no_code_of_a_student_finds_the_key_on_a_worker(course: Path, cluster: Cluster) -> None:
    with Grader(course) as grader:
        hint = grader.key_for(NAME).answers[0].known[0].hint
    shutil.rmtree(course / "submitted")
    search = SEARCH.format(first=hint[:9], second=hint[9:20])
    submit(course, "searches", {"error.ipynb": solved(course, own=search)})
    walks = (ATTACKS / "walks_frames_and_heap.py").read_text()
    submit(course, "walks", {"error.ipynb": solved(course, own=walks)})

    scores = grade(course, cluster.address)

    printed = {name.split("/")[0]: data for name, (_, data) in written(course).items() if name.endswith(".ipynb")}
    assert b"searched True" in printed["searches"]
    assert not any(b'"text":"ESCAPED' in notebook for notebook in printed.values())
    points = {one.student: one.points for one in scores.graded}
    assert points["searches"] == 13
    assert rows(course)["walks"]["check_squared_error"] == (0.0, False)


def _keys_at_hand() -> int:
    """How many answer keys a process holds, and whatever holds one."""
    gc.collect()
    return sum(type(each).__name__ in {"Answers", "AnswerKey", "Bench", "Brief"} for each in gc.get_objects())


def test_a_worker_lets_go_of_the_key_when_the_run_ends(course: Path, cluster: Cluster) -> None:
    grade(course, cluster.address)

    with Client(cluster.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        left = client.run(_keys_at_hand)

    assert left
    assert set(left.values()) == {0}


def test_a_worker_killed_in_mid_run_costs_nothing_and_nobody(course: Path, cluster: Cluster, tmp_path: Path) -> None:
    grow(course, 10)
    here = copied(course, tmp_path / "here")
    told: list[str] = []
    killed: list[int] = []

    def kill_one(_: Progress) -> None:
        if not killed:
            with Client(cluster.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
                killed.append(min(client.run(os.getpid).values()))
            os.kill(killed[0], signal.SIGKILL)

    run = Run(workers=1, cluster=cluster.address, say=told.append)
    scores = grade_class(course, Wanted(), run=run, on_progress=kill_one)
    grade(here, None)

    assert [line for line in told if "others do its work" in line]
    assert len(scores.graded) == 19
    assert not scores.not_graded
    assert rows(course) == rows(here)
    assert written(course) == written(here)


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("worker", "no workers for 1 s; what was graded so far is kept"),
        ("scheduler", "the cluster's scheduler is gone"),
    ],
)
def test_a_run_that_lost_its_cluster_ends_and_the_next_one_goes_on(
    course: Path, tmp_path: Path, lost: str, said: str
) -> None:
    grow(course, 6)
    with scheduler(tmp_path) as cluster, cluster.worker("--no-nanny") as worker:
        victim = worker if lost == "worker" else cluster.process

        with (
            patience(course, cluster.address, [], 1.0) as grade_all,
            pytest.raises(SandboxError, match=said),
        ):
            grade_all(on_progress=lambda _: victim.kill())
    kept = len(rows(course))
    scores = grade(course, None)

    assert 0 < kept < 15
    assert scores.unchanged == kept
    assert len(rows(course)) == 15


def test_a_cluster_can_be_started_on_this_machine_to_see_one(course: Path) -> None:
    told: list[str] = []
    shutil.rmtree(course / "submitted")
    submit(course, "right", {"error.ipynb": solved(course)})

    scores = grade(course, "local", told)

    assert [one.points for one in scores.graded] == [13]
    assert told[0].startswith("a cluster was started on this machine, at tcp://127.0.0.1:")
    assert make_parser().parse_args(["demo", "--cluster", "local"]).cluster == "local"


def test_workers_that_would_grade_otherwise_are_left_out(course: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(ROOT / "autograder", other / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "autograder" / "score.py").open("a") as file:
        file.write("# another version\n")
    preload = tmp_path / "preload.py"
    preload.write_text((ROOT / "tests/export/without_landlock.py").read_text() + "\n\nforbid()\n")
    told: list[str] = []

    with (
        scheduler(tmp_path) as alone,
        alone.worker("--no-nanny", PYTHONPATH=str(other)),
        alone.worker("--no-nanny", "--preload", str(preload)),
    ):
        _until_there_are(2, alone.address)
        with pytest.raises(SandboxError, match="none of the cluster's workers can grade: ") as refused:
            grade(course, alone.address, told)

    for reason in ("it runs another text of descent-autograder", "it has no walls (this machine lacks Landlock"):
        assert reason in str(refused.value)
        assert [line for line in told if "is left out" in line and reason in line]
    assert rows(course) == {}


def test_a_cluster_behind_tls_grades_by_dasks_own_settings(course: Path, tmp_path: Path) -> None:
    shutil.rmtree(course / "submitted")
    submit(course, "right", {"error.ipynb": solved(course)})
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    files = {"tls-ca-file": certificate, "tls-cert": certificate, "tls-key": key}
    options = [part for name, path in files.items() for part in (f"--{name}", str(path))]
    tls = "distributed.comm.tls"
    settings = {
        f"{tls}.ca-file": str(certificate),
        f"{tls}.client.cert": str(certificate),
        f"{tls}.client.key": str(key),
    }

    with scheduler(tmp_path, *options, protocol="tls") as cluster, cluster.worker("--no-nanny"):
        with dask.config.set(settings):
            scores = grade(course, cluster.address)
        with pytest.raises(SandboxError, match=r"a tls:// address takes its certificates from Dask's settings"):
            grade(course, cluster.address)

    assert cluster.address.startswith("tls://")
    assert [one.points for one in scores.graded] == [13]


def test_a_scheduler_without_workers_is_waited_for_and_no_longer(course: Path, tmp_path: Path) -> None:
    told: list[str] = []

    with (
        scheduler(tmp_path) as cluster,
        patience(course, cluster.address, told, 0.5) as grade_all,
        pytest.raises(SandboxError, match=r"has had no workers for 0\.5 s"),
    ):
        grade_all(on_progress=lambda _: None)

    assert [line for line in told if "waiting 0.5 s" in line]


@pytest.mark.parametrize(
    ("address", "kind", "said"),
    [
        ("no address", SpecError, "'no address' is no address of a cluster"),
        ("http://127.0.0.1:80", SpecError, "expected tcp://HOST:PORT or tls://HOST:PORT"),
        ("tcp://127.0.0.1:1", SandboxError, "no Dask scheduler answers at tcp://127.0.0.1:1"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_in_one_line(
    course: Path, address: str, kind: type[AutograderError], said: str
) -> None:
    with pytest.raises(kind, match=said) as told:
        grade(course, address)

    assert "\n" not in str(told.value)


def test_somebody_who_does_not_speak_dasks_language_is_given_up(course: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"

        with pytest.raises(SandboxError, match="no Dask scheduler answers"):
            grade(course, address)


def test_the_command_says_what_to_install_and_what_does_not_go_together(course: Path) -> None:
    block = (
        "import sys; sys.modules['distributed'] = None; from autograder.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    words = ["--course", str(course), "grade", "--cluster", "127.0.0.1:1"]

    missing = subprocess.run([sys.executable, "-c", block, *words], capture_output=True, text=True, check=False)
    following = subprocess.run(
        [sys.executable, "-c", block, *words, "--follow"], capture_output=True, text=True, check=False
    )

    assert missing.returncode == 3
    assert "pip install 'descent-autograder[cluster]'" in missing.stderr
    assert len(missing.stderr.splitlines()) == 1
    assert following.returncode == 2
    assert "leave --cluster to a run without it" in following.stderr
