"""`nbgrader autograde` and `autograder grade` leave the same class behind, in any order, however often."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.classroom import grade_class
from autograder.demo.roster import Kind
from autograder.gradebook import on_call
from autograder.gradebook.collecting import Wanted
from tests.parity.collected import Collected, collect_class
from tests.parity.histories import ROUNDS, Round, live_through
from tests.parity.observed import compare, look_at
from tests.parity.table import table
from tests.parity.teacher import api
from tests.parity.ways import CALLED

FIRST, AGAIN, RESUBMITTED = ROUNDS
OTHERS = [(title, history) for title, histories in ROUNDS.items() for history in histories[1:]]
SCORES = "scores, needs_manual_grade"
LATE = "notebooks, late penalties"
#: The API opens the database anew for every answer; so many-th students are asked about one by one.
EVERY = 4


@pytest.fixture(scope="module", name="collected")
def collect(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    collected = collect_class(tmp_path_factory.mktemp("parity") / "collected")
    collected.hold_back(Kind.ENDLESS)  # seconds of work in every round
    return collected


@pytest.fixture(scope="module", name="rounds")
def live(collected: Collected) -> Iterator[dict[str, Round]]:
    yield {one.title: one for one in live_through(collected, CALLED, every=EVERY)}
    while on_call._at_hand:
        on_call._at_hand.popitem()[1].close()


def automatic_points(one: Round, student: str, assignment: str) -> dict[str, float]:
    """What the grader gave, by cell; without what only a person can mark."""
    rows = next(iter(one.seen.values()))[SCORES]
    return {row[2]: row[3] for row in rows if row[:2] == (assignment, student) and row[3] is not None}


@pytest.mark.parametrize(("title", "history"), OTHERS, ids=[history for _, history in OTHERS])
def test_both_ways_leave_the_same(rounds: dict[str, Round], title: str, history: str) -> None:
    compared = rounds[title].compared[history]

    assert [line for one in compared for line in one.differences] == [], table([rounds[title]])
    assert all(one.rows for one in compared)


def test_the_class_has_something_of_everything(rounds: dict[str, Round], collected: Collected) -> None:
    first, again, resubmitted = (rounds[title].seen[ROUNDS[title][0]] for title in ROUNDS)
    submissions = len(collected.people) * len(collected.assignments)

    assert len(first["submissions"]) == submissions - len(collected.assignments)  # one comes later
    assert len(resubmitted["submissions"]) == submissions
    assert {row[-2] for row in again[SCORES]} == {True, False}
    assert any(row[3] != row[4] is not None for row in again[SCORES]), "no teacher's own score"
    assert any(row[5] for row in again[SCORES]), "no extra credit"
    assert {row[3] for row in again[LATE]} == {None, 1.5}, "no late penalty"
    assert {row[3] for row in resubmitted[LATE]} > {None, 1.5}, "no late penalty that is bounded by the score"
    assert {"No response."} < {row[3] for row in first["comments"]}
    assert any(row[4] for row in again["comments"]), "no teacher's comment"


@pytest.mark.parametrize(
    ("student", "before", "after"),
    [
        pytest.param("ada", "full", "some", id="worse work"),
        pytest.param("blaise", "full", "some", id="checks deleted, edited and skipped"),
        pytest.param("carl", "some", "full", id="better work"),
        pytest.param("emmy", "some", "none", id="malformed"),
        pytest.param("florence", "some", "none", id="untouched"),
        pytest.param("isaac", "some", "full", id="renamed"),
    ],
)
def test_a_second_hand_in_counts_and_the_first_is_forgotten(
    rounds: dict[str, Round], collected: Collected, student: str, before: str, after: str
) -> None:
    for assignment in collected.assignments:
        full = sum(automatic_points(rounds[FIRST], "ada", assignment).values())
        earned = [sum(automatic_points(rounds[title], student, assignment).values()) for title in (FIRST, RESUBMITTED)]

        assert ["full" if one == full else "some" if one else "none" for one in earned] == [before, after]


@pytest.mark.parametrize("history", ["n", "an", "nan"])
def test_what_nbgrader_graded_is_unchanged_for_autograder(rounds: dict[str, Round], history: str) -> None:
    root = next(one.folders[history] for one in rounds.values() if history in one.folders)

    scores = grade_class(root, Wanted())

    assert not scores.graded
    assert not scores.not_graded
    assert scores.unchanged == len([*root.glob("submitted/*/*")])


def test_what_autograder_graded_is_passed_over_by_nbgrader(rounds: dict[str, Round], collected: Collected) -> None:
    root = rounds[RESUBMITTED].folders["aaa"]

    logs = [api(root).autograde(name, "*", force=False) for name in collected.assignments]

    assert all(one["success"] for one in logs)
    compared = compare(rounds[RESUBMITTED].seen["aaa"], look_at(root, every=EVERY))
    assert [line for one in compared for line in one.differences] == []


@pytest.mark.parametrize("name", ["examples.json", "score.json", ".score.json.pending"])
def test_a_folder_in_the_place_of_a_file_changes_nothing(rounds: dict[str, Round], tmp_path: Path, name: str) -> None:
    """Stock nbgrader cannot put a released file where a folder is, grades nothing, and lets the old points stand."""
    one = rounds[FIRST]
    roots = [Path(shutil.copytree(one.folders[way.letter], tmp_path / way.letter)) for way in CALLED]
    for root, way in zip(roots, CALLED, strict=True):
        for other in root.glob("submitted/*"):
            if other.name != "ada":
                shutil.rmtree(other)
        place = root / "submitted" / "ada" / "error" / name
        place.unlink(missing_ok=True)
        place.mkdir()
        (place / "file").touch()
        way.grade(root, again=True)

    compared = [each for each in compare(*map(look_at, roots)) if each.heading != "autograded files"]
    assert [line for each in compared for line in each.differences] == []
    assert all((root / "autograded" / "ada" / "error" / "score.json").is_file() for root in roots)


@pytest.mark.parametrize(
    ("change", "heading"),
    [
        ("update grade set auto_score = coalesce(auto_score, 0) + 0.5", SCORES),
        ("update grade set needs_manual_grade = not needs_manual_grade", SCORES),
        ("update comment set auto_comment = 'Well done!'", "comments"),
        ("update submitted_notebook set late_submission_penalty = 0.25", LATE),
        ("update submitted_assignment set timestamp = '2020-01-01 00:00:00.000000'", "submissions"),
    ],
)
def test_a_single_row_that_differs_is_seen(rounds: dict[str, Round], tmp_path: Path, change: str, heading: str) -> None:
    one = rounds[FIRST]
    root = Path(shutil.copytree(one.folders["a"], tmp_path / "changed"))
    _change(root, change)

    differing = {each.heading: each.differences for each in compare(one.seen["a"], look_at(root, every=EVERY))}

    assert len(differing[heading]) == 2


def _change(root: Path, change: str) -> None:
    """Change one row of the gradebook."""
    table_name = change.split()[1]
    database = sqlite3.connect(root / "gradebook.db")
    with database:
        database.execute(f"{change} where id = (select max(id) from {table_name})")  # noqa: S608 - written above
    database.close()
