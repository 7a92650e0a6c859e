"""Collecting follows no link: what students put into the exchange is copied with a teacher's rights."""

import os
import pwd
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.demo.folder import make_folder
from autograder.demo.workflow import Workflow, open_workflow
from autograder.gradebook.course_folder import open_course
from autograder.gradebook.exchange import Exchange

ROOT = Path(__file__).parents[2]


@pytest.fixture(name="course")
def with_a_submission(tmp_path: Path) -> tuple[Workflow, Path]:
    """A course, and what ada submitted to its exchange."""
    workflow = open_workflow(make_folder(tmp_path / "course", ROOT))
    workflow.release("error")
    workflow.fetch("ada", "error")
    workflow.submit("ada", "error")
    (inbound,) = (workflow.root / "exchange" / "descent" / "inbound").glob("ada+error+*")
    for path in [inbound, *inbound.rglob("*")]:
        path.chmod(0o755)
    return workflow, inbound


def test_links_are_left_out_and_the_rest_is_collected(course: tuple[Workflow, Path]) -> None:
    workflow, inbound = course
    (inbound / "error.py").symlink_to(workflow.root / "solutions" / "error" / "error.py")
    (inbound / "all").symlink_to(workflow.root / "solutions")
    (inbound / "helpers").mkdir()
    (inbound / "helpers" / "mine.txt").write_text("mine")
    (inbound / "helpers" / "seed").symlink_to(workflow.root / "solutions" / ".seed")

    workflow.collect("error")

    collected = workflow.root / "submitted" / "ada" / "error"
    assert {str(path.relative_to(collected)) for path in collected.rglob("*") if path.is_file()} == {
        *("error.ipynb", "examples.json", "timestamp.txt", "submission_secret.txt", "helpers/mine.txt")
    }
    assert not (collected / "all").exists()
    assert not any(path.is_symlink() for path in collected.rglob("*"))


def test_a_link_in_the_place_of_a_submission_is_not_collected(course: tuple[Workflow, Path]) -> None:
    workflow, inbound = course
    place = inbound.with_name(inbound.name.replace("ada", "mallory", 1))
    place.symlink_to(workflow.root / "solutions" / "error")

    workflow.collect("error")

    assert (workflow.root / "submitted" / "ada" / "error" / "error.ipynb").is_file()
    assert not (workflow.root / "submitted" / "mallory" / "error").exists()


def test_a_pipe_stops_nobody(course: tuple[Workflow, Path]) -> None:
    workflow, inbound = course
    os.mkfifo(inbound / "pipe")

    workflow.collect("error")

    assert (workflow.root / "submitted" / "ada" / "error" / "error.ipynb").is_file()
    assert not (workflow.root / "submitted" / "ada" / "error" / "pipe").exists()


def _checking_owners(workflow: Workflow) -> str:
    """Have the course check who owns what, and be a student of it."""
    with (workflow.root / "nbgrader_config.py").open("a") as settings:
        settings.write("\nc.ExchangeCollect.check_owner = True\n")
    account = pwd.getpwuid(os.geteuid()).pw_name
    with Gradebook(f"sqlite:///{workflow.root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_student(account)
    return account


def _collect(workflow: Workflow) -> list[str]:
    course = open_course(workflow.root)
    return Exchange(course).collect("ada", "error")


def test_what_one_student_puts_there_under_the_name_of_another_is_not_collected(
    course: tuple[Workflow, Path],
) -> None:
    workflow, inbound = course
    account = _checking_owners(workflow)

    said = _collect(workflow)

    assert said[0].startswith(f"NOT COLLECTED {inbound.name}: handed in by {account} under the name of ada")
    assert not (workflow.root / "submitted" / "ada" / "error").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="gives a folder to another account")
def test_a_students_own_submission_counts_whatever_another_puts_there_later(course: tuple[Workflow, Path]) -> None:
    workflow, inbound = course
    _checking_owners(workflow)
    os.chown(inbound, 65534, -1)
    forged = inbound.with_name("ada+error+2099-01-01 00:00:00.000000 UTC")
    shutil.copytree(inbound, forged)
    (forged / "error.ipynb").write_text("forged")

    _collect(workflow)

    assert (workflow.root / "submitted" / "ada" / "error" / "error.ipynb").read_bytes() == (
        inbound / "error.ipynb"
    ).read_bytes()


def test_an_account_that_is_no_students_may_hand_in_for_everybody(course: tuple[Workflow, Path]) -> None:
    workflow, _ = course
    account = _checking_owners(workflow)
    with Gradebook(f"sqlite:///{workflow.root / 'gradebook.db'}") as gradebook:
        gradebook.remove_student(account)

    _collect(workflow)

    assert (workflow.root / "submitted" / "ada" / "error" / "error.ipynb").is_file()


def test_the_courses_settings_name_the_collector() -> None:
    settings = (ROOT / "nbgrader_config.py").read_text()

    assert 'c.ExchangeFactory.collect = "autograder.gradebook.collector.Collect"' in settings
