"""All that can be seen of a graded class, as rows under headings: two gradings are alike when all rows are."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final, TypeAlias

import nbformat
from nbgrader.api import Comment, Grade, SubmittedNotebook
from nbgrader.plugins import CsvExportPlugin

from autograder.gradebook.mark import MARK
from tests.parity.teacher import api

Row: TypeAlias = tuple[Any, ...]
#: What is seen, by heading.
Seen: TypeAlias = Mapping[str, tuple[Row, ...]]
#: Keys of rows are drawn at random, and the API counts along them.
_RANDOM: Final = ("id", "index")


def look_at(root: Path, *, every: int = 1) -> Seen:
    """Look at everything: the gradebook, what nbgrader's API and export make of it, and the autograded folders.

    Args:
        root: the course folder.
        every: ask the API about every so many-th student alone, for it opens the database anew for each answer.
    """
    found = _gradebook(root) | _others(root, every)
    return {heading: tuple(sorted(rows, key=repr)) for heading, rows in found.items()}


def _gradebook(root: Path) -> dict[str, list[Row]]:
    """Every column of every row of submissions, but the random keys."""
    with api(root).gradebook as gradebook:
        submissions = [one for name in _names(gradebook) for one in gradebook.assignment_submissions(name)]
        return {
            "students": [(one.id, one.first_name, one.last_name, one.email) for one in gradebook.students],
            "submissions": [(one.name, one.student.id, one.timestamp, one.extension) for one in submissions],
            "notebooks, late penalties": [
                (one.name, one.student.id, one.flagged, one.late_submission_penalty, one.score)
                for one in gradebook.db.query(SubmittedNotebook)
            ],
            "scores, needs_manual_grade": [
                (*_place(one), one.auto_score, one.manual_score, one.extra_credit, one.needs_manual_grade, one.score)
                for one in gradebook.db.query(Grade)
            ],
            "comments": [(*_place(one), one.auto_comment, one.manual_comment) for one in gradebook.db.query(Comment)],
        }


def _names(gradebook: Any) -> list[str]:  # noqa: ANN401 - nbgrader brings no types
    return [one.name for one in gradebook.assignments]


def _place(one: Any) -> Row:  # noqa: ANN401 - nbgrader brings no types
    return one.assignment.name, one.student.id, one.name


def _others(root: Path, every: int) -> dict[str, list[Row]]:
    asked = api(root)
    notebooks = sorted(root.glob("autograded/*/*/*.ipynb"))
    return {
        "export CSV": _exported(root),
        "API: assignments, notebooks, students": [*_about_the_course(asked)],
        "API: submissions of assignments": [*_about_submissions(asked)],
        "API: submissions of students": [*_about_students(asked, every)],
        "autograded cells": [*chain.from_iterable(_cells(path, root) for path in notebooks)],
        "autograded files": [_file(path, root) for path in sorted(root.glob("autograded/*/*/**/*")) if path.is_file()],
    }


def _about_the_course(asked: Any) -> Iterator[Row]:  # noqa: ANN401 - nbgrader brings no types
    yield from _answers("get_assignments", asked.get_assignments())
    yield from _answers("get_students", asked.get_students())
    for assignment in sorted(asked.get_source_assignments()):
        yield from _answers("get_assignment", [asked.get_assignment(assignment)])
        yield from _answers("get_notebooks", asked.get_notebooks(assignment))
        yield "get_submitted_students", *sorted(asked.get_submitted_students(assignment))
        yield "get_autograded_students", *sorted(asked.get_autograded_students(assignment))


def _about_submissions(asked: Any) -> Iterator[Row]:  # noqa: ANN401 - nbgrader brings no types
    for assignment in sorted(asked.get_source_assignments()):
        yield from _answers("get_submissions", asked.get_submissions(assignment))
        yield from _answers("get_notebook_submissions", asked.get_notebook_submissions(assignment, assignment))


def _about_students(asked: Any, every: int) -> Iterator[Row]:  # noqa: ANN401 - nbgrader brings no types
    for student in sorted(one["id"] for one in asked.get_students())[::every]:
        yield from _answers("get_student_submissions", asked.get_student_submissions(student))
        for assignment in sorted(asked.get_source_assignments()):
            notebooks = asked.get_student_notebook_submissions(student, assignment)
            yield from _answers("get_student_notebook_submissions", notebooks)


def _answers(called: str, answers: Iterable[dict[str, Any]]) -> Iterator[Row]:
    for answer in answers:
        yield called, *sorted((key, value) for key, value in answer.items() if key not in _RANDOM)


def _exported(root: Path) -> list[Row]:
    """What `nbgrader export` writes."""
    asked = api(root)
    place = root / "grades.csv"
    with asked.gradebook as gradebook:
        CsvExportPlugin(to=str(place)).export(gradebook)
    with place.open(newline="", encoding="utf-8") as file:
        return [tuple(row) for row in csv.reader(file)]


def _cells(path: Path, root: Path) -> Iterator[Row]:
    """Every cell with all it holds, and the notebook's own metadata; in how many lines JSON has a text is no matter."""
    notebook = nbformat.v4.reads(path.read_text(encoding="utf-8"))
    name = path.relative_to(root).as_posix()
    cells = notebook.pop("cells")
    yield name, -1, json.dumps(notebook, sort_keys=True)
    for number, cell in enumerate(cells):
        yield name, number, json.dumps(cell, sort_keys=True)


def _file(path: Path, root: Path) -> Row:
    """A file's name and mode; what it holds, where that is not told cell by cell."""
    content = b"" if path.suffix == ".ipynb" else path.read_bytes()
    told = json.dumps(json.loads(content), sort_keys=True) if path.name == MARK else content.decode()
    return path.relative_to(root).as_posix(), oct(path.stat().st_mode), told


@dataclass(frozen=True, slots=True)
class Compared:
    """How often two gradings were compared under a heading, and where they differ.

    Args:
        heading: what was compared.
        rows: how many.
        differences: rows that only one of them has, each with the sign of the side that has it.
    """

    heading: str
    rows: int
    differences: tuple[str, ...]


def compare(one: Seen, other: Seen) -> Sequence[Compared]:
    """Compare what is seen of two gradings, heading by heading."""
    return [_compared(heading, one[heading], other[heading]) for heading in one]


def _compared(heading: str, one: tuple[Row, ...], other: tuple[Row, ...]) -> Compared:
    here, there = {repr(row) for row in one}, {repr(row) for row in other}
    alone = [*(f"- {row}" for row in here - there), *(f"+ {row}" for row in there - here)]
    return Compared(heading, len(one), tuple(sorted(alone, key=lambda line: line[2:])))
