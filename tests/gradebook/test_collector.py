"""Collecting follows no link: what students put into the exchange is copied with a teacher's rights."""

import os
from pathlib import Path

import pytest

from autograder.demo.folder import make_folder
from autograder.demo.workflow import Workflow, open_workflow

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


def test_the_courses_settings_name_the_collector() -> None:
    settings = (ROOT / "nbgrader_config.py").read_text()

    assert 'c.ExchangeFactory.collect = "autograder.gradebook.collector.Collect"' in settings
