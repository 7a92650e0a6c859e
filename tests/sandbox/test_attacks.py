"""None of the attacks in tests/attacks may win; `python -m tests.attack_table` tells how each fares everywhere."""

from pathlib import Path

import pytest

from autograder.grade import Grader
from autograder.submission import parse_script

from .battlefield import ATTACKS, ESCAPED, SECRET, Battlefield, attacked, battlefield_of, said_by, stopped_by


@pytest.fixture(scope="module")
def battlefield(grader: Grader) -> Battlefield:
    return battlefield_of(grader)


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_earns_nothing_and_harms_nobody_else(path: Path, battlefield: Battlefield) -> None:
    trial = attacked(path, battlefield)

    assert trial.faults == ()


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_says_what_stops_it(path: Path) -> None:
    assert stopped_by(path.read_text(encoding="utf-8"))


def test_the_secret_is_worth_guarding(course: Path) -> None:
    """What the attacks look for is there to be found: without walls the same file finds it."""
    text = next(path for path in ATTACKS if path.stem == "opens_what_is_not_its").read_text(encoding="utf-8")
    text = text.split("for change in")[0]
    with Grader(course, unsafe=True, seed=4711) as grader:
        submission = parse_script(text.encode(), grader.template_for("error"))

        run = grader.sandbox.run(submission, ())

    assert any(ESCAPED in said and SECRET in said for said in said_by(run))
