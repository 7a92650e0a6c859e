"""The tiny course with its gradebook on a server."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from autograder.classroom import Run, grade_class
from autograder.gradebook.collecting import Wanted
from autograder.gradebook.results import ClassScores
from tests.gradebook.stand_in import ENGINE
from tests.gradebook.tiny_course import RIGHT, answered, settings, submit
from tests.postgres.server import Server

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A course folder, and the database of its gradebook."""

    root: Path
    server: Server
    database: str

    @property
    def db_url(self) -> str:
        return self.server.url(self.database)

    def hand_in(self, students: Sequence[str]) -> None:
        """Every second one is right, the others half."""
        half = {"double": RIGHT["double"]}
        for number, student in enumerate(students):
            submit(self.root, student, answered(self.root, **(half if number % 2 else RIGHT)))

    def grade(self, run: Run | None = None, **others: Any) -> ClassScores:  # noqa: ANN401 - of grade_class
        return grade_class(self.root, Wanted(), engine=ENGINE, run=run or Run(workers=1), **others)

    def rows(self) -> list[Row]:
        """What the gradebook says of every cell of everybody's."""
        with Gradebook(self.db_url, "descent") as gradebook:
            return sorted(
                (one.student.id, grade.name, grade.auto_score, grade.manual_score, grade.extra_credit)
                for one in gradebook.assignment_submissions("tiny")
                for notebook in one.notebooks
                for grade in notebook.grades
            )

    def elsewhere(self, folder: Path) -> "Course":
        """The same gradebook and the same submissions on another machine, so to speak."""
        return Course(Path(shutil.copytree(self.root, folder)), self.server, self.database)


def expected_rows(students: Sequence[str]) -> list[Row]:
    """What the gradebook says after `hand_in` and an undisturbed run."""
    return sorted(
        (student, f"check_{cell}", points, None, None)
        for number, student in enumerate(students)
        for cell, points in (("double", 2.0), ("q_three", 0.0 if number % 2 else 0.5))
    )


def send_to(root: Path, db_url: str) -> None:
    """Let a course's gradebook be elsewhere."""
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(f"\nc.CourseDirectory.db_url = {db_url!r}\n")


def release_tiny(root: Path, db_url: str) -> None:
    """Have nbgrader record the tiny course as released."""
    config = settings(root)
    config.CourseDirectory.db_url = db_url
    done = NbGraderAPI(config=config).generate_assignment("tiny", force=True)
    assert done["success"], done
