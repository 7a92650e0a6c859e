"""The course itself for tests: its assignments, the references' notebooks, and handing one in with cells replaced."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from autograder.catalogue import Assignment, load_course
from autograder.grade import Grader
from autograder.model import Score, Submission
from autograder.submission import parse_notebook
from tests.conftest import SEED

ROOT = Path(__file__).parent.parent
COURSE = load_course(ROOT, seed=SEED)
ASSIGNMENTS = [pytest.param(assignment, id=assignment.name) for assignment in COURSE.assignments]
#: Grades the solution's notebook with the texts of some cells replaced.
Handed: TypeAlias = Callable[..., Score]


def reference_of(grader: Grader, assignment: Assignment) -> Submission:
    return parse_notebook(assignment.notebook.read_bytes(), grader.template_for(assignment.name))


def handing_in(grader: Grader, folder: Path) -> Handed:
    def handed(assignment: Assignment, **texts: str) -> Score:
        notebook = json.loads(assignment.notebook.read_bytes())
        replaced = set()
        for cell in notebook["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            if name in texts:
                cell["source"] = texts[name]
                replaced.add(name)
        assert replaced == set(texts)
        path = folder / assignment.notebook.name
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return grader.grade(path, assignment.name)

    return handed
