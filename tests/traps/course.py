"""The real course in a folder of its own, where submissions lie as `nbgrader collect` puts them."""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from autograder.demo.folder import CONFIG, make_folder
from tests.traps.released import ASSIGNMENT, Cell, Released, grade_id, is_check
from tests.traps.trap import Files
from tests.traps.ways import Way

_ROOT: Final = Path(__file__).parents[2]
_OTHER: Final = _ROOT / "assignments" / "hot_cold" / "hot_cold.ipynb"
#: What the gradebook holds of somebody: all points, and how many cells have any.
_POINTS: Final = """
    SELECT total(coalesce(g.manual_score, g.auto_score, 0) + coalesce(g.extra_credit, 0)), count(g.auto_score)
    FROM grade g
    JOIN submitted_notebook n ON n.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id
    WHERE s.student_id = ?
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a student's work.

    Args:
        points: in the gradebook, or None where it holds none.
        notebook_bytes: the size of the autograded notebook, or None where there is none.
        checks: the text of every check cell in it, by grade_id.
    """

    points: float | None
    notebook_bytes: int | None = None
    checks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Course:
    """A course's folder, and the way in which it is graded."""

    root: Path
    released: Released
    way: Way

    @classmethod
    def copied(cls, pattern: Path, place: Path, way: Way) -> "Course":
        """Copy a course's folder, and set it up for a way of grading."""
        root = Path(shutil.copytree(pattern, place))
        course = cls(root, Released.read(root, _OTHER), way)
        course.configure(way.settings)
        return course

    def configure(self, line: str) -> None:
        """Add a line to nbgrader's settings."""
        with (self.root / CONFIG).open("a") as file:
            file.write(f"{line}\n")

    def hand_in(self, student: str, files: Files, turn: int = 0) -> None:
        """Put a submission in the place of the one before."""
        folder = self.root / "submitted" / student / ASSIGNMENT
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        (folder / "timestamp.txt").write_text(f"2026-01-{10 + turn} 12:00:00.000000 UTC")

    def collect(self) -> subprocess.CompletedProcess[str]:
        """Collect what lies in the exchange."""
        return self._run(sys.executable, "-m", "nbgrader", "collect", ASSIGNMENT)

    def grade(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Grade whatever is new."""
        return self._run(*self.way.command, *options)

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.root,
            env=_surroundings(self.root),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )

    @contextlib.contextmanager
    def grading(self) -> Iterator[subprocess.Popen[bytes]]:
        """Grade while something else happens, and end with it."""
        with subprocess.Popen(
            self.way.command,
            cwd=self.root,
            env=_surroundings(self.root),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                yield process
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)

    @contextlib.contextmanager
    def locked(self) -> Iterator[sqlite3.Connection]:
        """Hold the gradebook's one writer's lock; a rollback gives it back, in whatever thread."""
        connection = sqlite3.connect(self.root / "gradebook.db", isolation_level=None, check_same_thread=False)
        with contextlib.closing(connection):
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    def seen(self, student: str) -> Seen:
        """Look up what became of a student's work."""
        with contextlib.closing(sqlite3.connect(self.root / "gradebook.db")) as gradebook:
            points, cells = gradebook.execute(_POINTS, (student,)).fetchone()
        path = self._autograded(student)
        if not path.is_file():
            return Seen(points if cells else None)
        checks = {grade_id(cell): "".join(cell["source"]) for cell in self._checks(student)}
        return Seen(points if cells else None, path.stat().st_size, checks)

    def shown(self, student: str) -> str:
        """What the check cells of an autograded notebook show, as JSON."""
        return json.dumps([cell["outputs"] for cell in self._checks(student)])

    def page(self, student: str) -> str:
        """A student's page of feedback."""
        return (self.root / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()

    def _autograded(self, student: str) -> Path:
        return self.root / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"

    def _checks(self, student: str) -> list[Cell]:
        return [cell for cell in json.loads(self._autograded(student).read_text())["cells"] if is_check(cell)]


def make_pattern(place: Path, prepare: Callable[[Path], None] = lambda _: None) -> Path:
    """Make the course's folder that is copied for every class.

    Args:
        place: where.
        prepare: changes the folder before the assignment is made from it.
    """
    root = make_folder(place, _ROOT)
    prepare(root)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", ASSIGNMENT]
    subprocess.run(command, cwd=root, env=_surroundings(root), capture_output=True, check=True)
    return root


def _surroundings(root: Path) -> dict[str, str]:
    """Nobody's own settings, and the commands that lie beside this Python."""
    own = {name: str(root / ".jupyter") for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return os.environ | own | {"PATH": path, "MPLBACKEND": "agg"}
