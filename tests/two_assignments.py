"""The course with two of its assignments: what is tried on a whole class takes long enough with these."""

import shutil
from pathlib import Path
from typing import Final

from autograder.demo.folder import make_folder

ROOT: Final = Path(__file__).parents[1]
TWO: Final = ("error", "hot_cold")


def make_small_folder(folder: Path) -> Path:
    """Make a course's folder that holds two assignments."""
    root = make_folder(folder, ROOT)
    for assignment in (root / "solutions").iterdir():
        if assignment.is_dir() and assignment.name not in TWO:
            shutil.rmtree(assignment)
    return root
