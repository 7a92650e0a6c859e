"""Every trap of nbgrader's that is known holds here in both ways; and those tried are traps: nbgrader falls in.

`python -m tests.traps` tries them all on nbgrader as it comes, too. That takes minutes; here a few stand for the rest.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from autograder.sandbox.walls import missing_walls
from tests.traps.beside import EVERY_FILE, LOADED, PAYLOAD
from tests.traps.catalogue import CHEATS, INCIDENTS, TRAPS
from tests.traps.course import Course, make_pattern
from tests.traps.incidents import Incident
from tests.traps.released import ASSIGNMENT
from tests.traps.trap import Trap
from tests.traps.trial import Outcome, lay
from tests.traps.ways import GRADE, HERE, STOCK, Way

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

#: Traps of every theme that cost little time.
SOME: Final = [
    trap
    for trap in TRAPS
    if trap.name
    in {"checks-deleted", "renamed", "truncated", "schema-old", "stderr", "result-ok", "skip-execution", "reference"}
]

Ended: TypeAlias = Callable[[Way, str], Outcome | None]


@pytest.fixture(scope="module", name="pattern")
def make_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pattern(tmp_path_factory.mktemp("traps") / "pattern")


@pytest.fixture(scope="module", name="ended")
def lay_all(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ended]:
    """Lay all traps at once: for each way cheats in one class and other traps in another, and one for each incident."""

    def place() -> Path:
        return tmp_path_factory.mktemp("class")

    with ThreadPoolExecutor(max_workers=3) as pool:
        others = [trap for trap in TRAPS if not trap.cheat]
        classes: list[tuple[Way, Sequence[Trap]]] = [(way, traps) for way in HERE for traps in (others, CHEATS)]
        laid = [(way, pool.submit(lay, traps, pattern, place(), way)) for way, traps in [*classes, (STOCK, SOME)]]
        happened = {
            (way, incident.name): pool.submit(incident.ended, pattern, place(), way)
            for incident in INCIDENTS
            for way in HERE
        }

        def ended(way: Way, name: str) -> Outcome | None:
            if (way, name) in happened:
                return happened[way, name].result()
            outcomes = [outcomes.result() for one, outcomes in laid if one is way]
            return next(found[name] for found in outcomes if name in found)

        yield ended


def title(one: object) -> str:
    return one.title if isinstance(one, Way) else str(getattr(one, "name", one))


@pytest.mark.parametrize("way", HERE, ids=title)
@pytest.mark.parametrize("trap", TRAPS, ids=title)
def test_everybody_gets_what_they_deserve(trap: Trap, way: Way, ended: Ended) -> None:
    outcome = ended(way, trap.name)

    assert outcome is not None
    assert outcome.holds, outcome.said


@pytest.mark.parametrize("way", HERE, ids=title)
@pytest.mark.parametrize("incident", INCIDENTS, ids=title)
def test_what_happens_to_a_run_costs_nobody_a_point(incident: Incident, way: Way, ended: Ended) -> None:
    outcome = ended(way, incident.name)

    if way in incident.never_in:
        assert outcome is None
    else:
        assert outcome is not None
        assert outcome.holds, outcome.said


@pytest.mark.parametrize("trap", CHEATS, ids=title)
def test_no_cheat_earns_a_point(trap: Trap, ended: Ended) -> None:
    outcomes = [ended(way, trap.name) for way in HERE]

    assert [outcome.points for outcome in outcomes if outcome] == [0.0, 0.0]


@pytest.mark.parametrize("is_beside", [False, True], ids=["in the course's folder", "in the student's folder"])
def test_score_loads_nothing_that_lies_beside_a_notebook(pattern: Path, tmp_path: Path, *, is_beside: bool) -> None:
    course = Course.copied(pattern, tmp_path / "course", GRADE)
    beside = {name: text.encode() for name, text in EVERY_FILE.items()}
    course.hand_in("mallory", course.released.submission(course.released.stub) | beside)
    folder = course.root / "submitted" / "mallory" / ASSIGNMENT
    before = sorted(folder.rglob("*"))

    ended = subprocess.run(
        [Path(sys.executable).with_name("autograder"), "score", folder / f"{ASSIGNMENT}.ipynb", "--format", "json"],
        cwd=folder if is_beside else course.root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert json.loads(ended.stdout)["score"] == 0.0
    assert LOADED not in ended.stderr
    assert sorted(folder.rglob("*")) == before


def test_no_course_is_taken_out_of_what_a_student_handed_in(pattern: Path, tmp_path: Path) -> None:
    course = Course.copied(pattern, tmp_path / "course", GRADE)
    exercises = {
        f"solutions/{ASSIGNMENT}/{ASSIGNMENT}.ipynb": b"{}",
        f"solutions/{ASSIGNMENT}/exercises.py": PAYLOAD.encode(),
    }
    course.hand_in("mallory", course.released.submission(course.released.stub) | exercises)
    folder = course.root / "submitted" / "mallory" / ASSIGNMENT

    ended = subprocess.run(
        [Path(sys.executable).with_name("autograder"), "score", f"{ASSIGNMENT}.ipynb"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert LOADED not in ended.stderr
    assert "0 of 13 points" in ended.stdout


@pytest.mark.parametrize("trap", SOME, ids=title)
def test_nbgrader_as_it_comes_falls_in(trap: Trap, ended: Ended) -> None:
    outcome = ended(STOCK, trap.name)

    assert outcome is not None
    assert not outcome.holds
