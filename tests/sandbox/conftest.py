"""A course to attack: the real `error`, with hidden cases of a known seed and secrets planted around it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.grade import Grader
from autograder.sandbox import Limits

ROOT = Path(__file__).parents[2]
SECRET = "marigold-4711"  # noqa: S105 - a bait
#: Small, so that loops cost little; a loop in a function costs what `calls` in test_attacks.py leave it.
LIMITS = Limits(memory_bytes=192 * 2**20, cell_cpu_seconds=0.4, cells_cpu_seconds=4.0)


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "solutions" / "error", root / "solutions" / "error")
    shutil.copytree(ROOT / "assignments" / "error", root / "assignments" / "error")
    (root / "gradebook.db").write_text(SECRET)
    (root / "solutions" / "error" / "notes.txt").write_text(SECRET)
    return root


@pytest.fixture(scope="module")
def grader(course: Path) -> Iterator[Grader]:
    with pytest.MonkeyPatch.context() as environment, Grader(course, limits=LIMITS, seed=4711) as grader:
        environment.setenv("AUTOGRADER_SECRET", SECRET)
        yield grader
