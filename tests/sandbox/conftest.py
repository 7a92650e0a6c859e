"""A course to attack: the real `error`, with hidden cases of a known seed and secrets planted around it."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from autograder.errors import SandboxError
from autograder.grade import Grader
from autograder.sandbox import Limits, Sandbox

from .jobs import notebook

ROOT = Path(__file__).parents[2]
SECRET = "marigold-4711"  # noqa: S105 - a bait
#: Small, so that loops cost little; a loop in a function costs what `calls` in test_attacks.py leave it.
LIMITS = Limits(memory_bytes=192 * 2**20, cell_cpu_seconds=0.4, cells_cpu_seconds=4.0)
#: Whether there is a bubble, by what is then said to stand.
RINGS = {"ring-1": False, "both-rings": True}


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
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "solutions" / "error", root / "solutions" / "error")
    shutil.copytree(ROOT / "assignments" / "error", root / "assignments" / "error")
    (root / "gradebook.db").write_text(SECRET)
    (root / "solutions" / "error" / "notes.txt").write_text(SECRET)
    return root


@pytest.fixture(scope="module")
def grader(course: Path, bubble: bool) -> Iterator[Grader]:  # noqa: FBT001 - a fixture
    with pytest.MonkeyPatch.context() as environment, Grader(course, limits=LIMITS, seed=4711) as grader:
        environment.setenv("AUTOGRADER_SECRET", SECRET)
        grader.sandbox._bubble = bubble
        yield grader
