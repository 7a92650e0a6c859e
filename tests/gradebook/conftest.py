"""One course, made by nbgrader once and copied for each test."""

import shutil
from pathlib import Path

import pytest

from tests.gradebook import tiny_course


@pytest.fixture(scope="session", name="pattern")
def make_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pattern") / "course"
    tiny_course.make(root)
    return root


@pytest.fixture(name="course")
def copy_course(pattern: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pattern, tmp_path / "course"))
