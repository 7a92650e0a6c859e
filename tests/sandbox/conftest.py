"""A course to attack (see `battlefield`), with one ring and with both."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from autograder.errors import SandboxError
from autograder.grade import Grader
from autograder.sandbox import Sandbox

from .battlefield import LIMITS, RINGS, ROOT, SECRET, grader_of, make_course
from .jobs import notebook

__all__ = ["LIMITS", "ROOT", "SECRET"]


@cache
def why_no_bubble() -> str:
    """Why this machine has no ring 2; empty where it has."""
    try:
        with Sandbox(bubble=True) as sandbox:
            sandbox.run(notebook(""), [])
    except SandboxError as error:
        return f"no ring 2 here: {error}"
    return ""


@pytest.fixture(scope="module", params=RINGS)
def bubble(request: pytest.FixtureRequest) -> bool:
    """Whether there is a bubble; where this machine cannot have one, that half is skipped."""
    wanted = RINGS[request.param]
    if wanted and why_no_bubble():
        pytest.skip(why_no_bubble())
    return wanted


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def grader(course: Path, bubble: bool) -> Iterator[Grader]:  # noqa: FBT001 - a fixture
    with grader_of(course, bubble=bubble) as grader:
        yield grader
