"""A class graded into PostgreSQL is graded as into SQLite and as by `nbgrader autograde`, to the last digit."""

import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Assignment
from nbgrader.converters import GenerateAssignment

from autograder.demo.roster import Kind
from autograder.demo.workflow import _commands_found, open_workflow
from autograder.gradebook import on_call
from tests.parity.collected import Collected, collect_class, punish_lateness
from tests.parity.observed import Compared, Seen, compare, look_at
from tests.parity.teacher import api, teach
from tests.parity.ways import CALLED, Way
from tests.postgres.courses import send_to
from tests.postgres.server import Server

OURS, NBGRADERS = CALLED
#: The API opens the database anew for every answer; so many-th students are asked about one by one.
EVERY = 6
OTHER = "hot_cold"


@dataclass(frozen=True, slots=True)
class Kept:
    """A course folder whose gradebook is kept somewhere, and who grades it."""

    root: Path
    way: Way


@pytest.fixture(scope="module", name="kept")
def keep_either_way(server: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Kept]:
    """One class in three folders, by where rows are kept."""
    collected = collect_class(tmp_path_factory.mktemp("parity") / "collected", 8)
    collected.hold_back(Kind.ENDLESS)  # seconds of work in every round
    on_server = _on_server(collected, server)
    server.execute("CREATE DATABASE nbgraders TEMPLATE ours")
    nbgraders = Path(shutil.copytree(on_server, collected.root.with_name("nbgraders"), symlinks=True))
    send_to(nbgraders, server.url("nbgraders"))
    for root in (collected.root, on_server, nbgraders):
        for other in (root / "solutions" / OTHER, *root.glob(f"submitted/*/{OTHER}")):
            shutil.rmtree(other)  # one assignment is enough
    return {
        "SQLite": Kept(collected.root, OURS),
        "PostgreSQL": Kept(on_server, OURS),
        "PostgreSQL by nbgrader": Kept(nbgraders, NBGRADERS),
    }


@pytest.fixture(scope="module", name="seen")
def grade_either_way(kept: dict[str, Kept]) -> Iterator[dict[str, list[Seen]]]:
    """What is seen after grading, and after a teacher was there and all was graded again; by where rows are kept."""
    yield {name: [*_live(one)] for name, one in kept.items()}
    while on_call._at_hand:
        on_call._at_hand.popitem()[1].close()


def _on_server(collected: Collected, server: Server) -> Path:
    """Let nbgrader release the course once more, into a database on the server, with the due dates that it has."""
    root = Path(shutil.copytree(collected.root, collected.root.with_name("ours"), symlinks=True))
    with api(root).gradebook as gradebook:
        due = {one.name: one.duedate for one in gradebook.assignments}
        people = [(one.id, one.first_name, one.last_name, one.email) for one in gradebook.students]
    server.execute("CREATE DATABASE ours")
    send_to(root, server.url("ours"))
    shutil.rmtree(root / "assignments")  # nbgrader passes over what was generated before
    workflow = open_workflow(root)
    with _commands_found():
        for assignment in collected.assignments:
            workflow._step("generate_assignment", GenerateAssignment, assignment)
    with api(root).gradebook as gradebook:
        for one in gradebook.db.query(Assignment):
            one.duedate = due[one.name]
        for student, first_name, last_name, email in people:
            gradebook.update_or_create_student(student, first_name=first_name, last_name=last_name, email=email)
        gradebook.db.commit()
    return root


def _live(kept: Kept) -> Iterator[Seen]:
    kept.way.grade(kept.root, again=False)
    yield look_at(kept.root, every=EVERY)
    teach(kept.root)
    punish_lateness(kept.root)
    kept.way.grade(kept.root, again=True)
    yield look_at(kept.root, every=EVERY)


def differing(compared: "list[Compared]") -> list[str]:
    return [f"{one.heading}: {line[:300]}" for one in compared for line in one.differences]


@pytest.mark.parametrize("other", ["SQLite", "PostgreSQL by nbgrader"])
@pytest.mark.parametrize("grading", [0, 1], ids=["graded", "graded again, after a teacher was there"])
def test_rows_exports_and_folders_are_the_same(seen: dict[str, list[Seen]], other: str, grading: int) -> None:
    compared = compare(seen["PostgreSQL"][grading], seen[other][grading])

    assert differing([*compared]) == []
    assert all(one.rows for one in compared)


def test_what_is_compared_has_something_of_everything(seen: dict[str, list[Seen]]) -> None:
    again = seen["PostgreSQL"][1]

    scores, late = again["scores, needs_manual_grade"], again["notebooks, late penalties"]
    assert any(row[4] is not None for row in scores), "no teacher's own score"
    assert any(row[5] for row in scores), "no extra credit"
    assert any(row[3] is not None for row in late), "no late penalty"
    assert any(row[4] for row in again["comments"]), "no teacher's comment"


def autograder(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        [Path(sysconfig.get_path("scripts")) / "autograder", *arguments],
        cwd=root,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.usefixtures("seen")
def test_what_reads_the_gradebook_reads_the_same_there(kept: dict[str, Kept]) -> None:
    roots = [kept[name].root for name in ("SQLite", "PostgreSQL")]

    for root in roots:
        autograder(root, "export", "csv", "--output", "scores.csv")
    autograder(roots[1], "report", "error", "--output", "page.html")
    explained = autograder(roots[1], "explain", "ada", "error", "predict")
    exported = [(root / "scores.csv").read_text() for root in roots]

    assert exported[0] == exported[1]
    assert exported[0].count("\n") > 6
    assert re.search(r"\d submissions, \d of them late", (roots[1] / "page.html").read_text())
    assert "predict" in explained
