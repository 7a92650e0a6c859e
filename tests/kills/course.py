"""A small class of the real course, before it is graded for the first time, and before it is graded once more."""

import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.conftest import SEED
from tests.traps.course import _surroundings as surroundings_of
from tests.two_assignments import TWO, make_small_folder

_STORIES: Final = Path(__file__).parents[1] / "submissions"
#: What is handed in for the first assignment, of tests/submissions: what takes hardly any time.
_TOLD: Final = (
    *("right", "all_stubs", "wrong_sign", "prints_instead", "script", "malformed_json", "renamed_function"),
    *("syntax_error", "deleted_locked_cells", "right_in_another_form"),
)
#: So many of each, so that the rows are not all written at once.
_COPIES: Final = 3
_REMARKS: Final = "remarks.pdf"
#: A teacher's own points and words for whoever has been graded.
_BY_HAND: Final = (
    "UPDATE grade SET manual_score = 0.25, extra_credit = 0.5, needs_manual_grade = 1 WHERE rowid % 5 = 0",
    "UPDATE comment SET manual_comment = 'See me.' WHERE rowid % 3 = 0",
)


def make_new(place: Path) -> Path:
    """Make a course's folder in which a class has handed in and nothing is graded."""
    root = make_small_folder(place)
    (root / "solutions" / ".seed").write_text(f"{SEED}\n")
    for assignment in TWO:
        run(root, "-m", "nbgrader", "generate_assignment", assignment)
    for story in _TOLD:
        paths = [path for path in (_STORIES / story).iterdir() if path.suffix != ".json"]
        for number in range(_COPIES):
            _collect(root, f"{story}_{number}", "error", paths)
    stub = root / "assignments" / "hot_cold" / "hot_cold.ipynb"
    for student in ("ann", "bob"):
        _collect(root, student, "hot_cold", [stub])
    for student in ("cy", "dee"):
        folder = _collect(root, student, "hot_cold", [stub])
        (folder / stub.name).write_text(json.dumps(_answered(root, "hot_cold")))
    return root


def make_graded(new: Path, place: Path) -> Path:
    """Make one in which all of it was graded, a teacher has added to that, and everybody has handed in once more."""
    root = Path(shutil.copytree(new, place))
    run(root, "-m", "autograder", "grade")
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as gradebook:
        for statement in _BY_HAND:
            gradebook.execute(statement)
        gradebook.commit()
    folders = sorted((root / "submitted").glob("*/*"))
    for folder in folders:
        (folder / "timestamp.txt").write_text("2026-02-02 12:00:00.000000 UTC")
        student, assignment = folder.relative_to(root / "submitted").parts
        (root / "feedback" / student / assignment / _REMARKS).write_text(f"For {student}.")
    first, second = root / "submitted" / "ann" / "hot_cold", root / "submitted" / "cy" / "hot_cold"
    (first / "hot_cold.ipynb").write_bytes((second / "hot_cold.ipynb").read_bytes())
    return root


def run(root: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of this Python in a course's folder; it has to end well."""
    return subprocess.run(
        command(*words), cwd=root, env=surroundings_of(root), capture_output=True, text=True, check=True
    )


def begin(root: Path, *words: str) -> "subprocess.Popen[str]":
    """Begin a command of this Python in a course's folder; what it prints can be read as it comes."""
    return subprocess.Popen(
        command(*words),
        cwd=root,
        env=surroundings_of(root),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def command(*words: str) -> Sequence[str]:
    """A command of this Python."""
    return [sys.executable, *words]


def _collect(root: Path, student: str, assignment: str, paths: Sequence[Path]) -> Path:
    folder = root / "submitted" / student / assignment
    folder.mkdir(parents=True)
    for path in paths:
        shutil.copyfile(path, folder / path.name)
    (folder / "timestamp.txt").write_text("2026-01-10 12:00:00.000000 UTC")
    return folder


def _answered(root: Path, assignment: str) -> dict[str, Any]:
    """The released notebook with the reference's cells where a student writes."""
    reference, released = (
        json.loads((root / step / assignment / f"{assignment}.ipynb").read_text())
        for step in ("solutions", "assignments")
    )
    texts = {_name(cell): cell["source"] for cell in reference["cells"] if _name(cell)}
    for cell in released["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = texts[_name(cell)]
    return dict(released)


def _name(cell: dict[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
