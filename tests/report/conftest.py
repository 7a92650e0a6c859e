"""One real class, graded once through nbgrader, and copied for each test."""

import shutil
from pathlib import Path

import pytest

from autograder.demo import demo
from tests.two_assignments import make_small_folder

#: As many show every kind of work but one: right, known mistakes, late, cheating, hanging, not begun.
STUDENTS = 10


@pytest.fixture(scope="session", name="pattern")
def make_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    small = make_small_folder(tmp_path_factory.mktemp("course") / "course")
    shutil.rmtree(small / "solutions" / "hot_cold")
    return demo(tmp_path_factory.mktemp("pattern") / "class", course_root=small, students=STUDENTS, workers=2).folder


@pytest.fixture(name="course")
def copy_course(pattern: Path, tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("exchange", "students", "feedback")
    return Path(shutil.copytree(pattern, tmp_path / "class", ignore=ignored))
