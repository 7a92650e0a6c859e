"""A tiny course made by real nbgrader: one assignment, a function worth two points and a question worth a half."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import msgspec
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

SETTINGS = """
c = get_config()
c.CourseDirectory.course_id = "descent"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
"""
#: Lets stock nbgrader, which executes check cells, come to the same points as the stand-in.
SETUP = """
def check(name):
    try:
        right = double(3) == 6 if name == "double" else q_three == 3
    except Exception:
        right = False
    return {"double": 2.0, "q_three": 0.5}[name] * right
"""
RIGHT = {"double": "def double(x):\n    return 2 * x", "q_three": "q_three = 3"}


def settings(root: Path) -> Config:
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "descent"
    config.CourseDirectory.source_directory = "solutions"
    config.CourseDirectory.release_directory = "assignments"
    config.Exchange.root = str(root / "exchange")
    config.NbGraderAPI.log_level = "ERROR"
    return config


def api(root: Path) -> Any:  # noqa: ANN401 - nbgrader brings no types
    return NbGraderAPI(config=settings(root))


def make(root: Path, *, by_hand: bool = False) -> None:
    """Write the source notebook, with or without what is graded by hand, and have nbgrader release it."""
    name = "tiny"
    root.mkdir(parents=True, exist_ok=True)
    (root / "exchange").mkdir(exist_ok=True)
    (root / "nbgrader_config.py").write_text(SETTINGS)
    source = root / "solutions" / name
    source.mkdir(parents=True)
    stub = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
    question = "### BEGIN SOLUTION\nq_three = 3\n### END SOLUTION"
    cells = [
        _cell("markdown", "# Twice", None),
        _cell("code", SETUP.strip(), {"grade_id": "setup", "locked": True}),
        _cell("code", stub, {"grade_id": "double", "solution": True}),
        _cell("code", 'check("double")', {"grade_id": "check_double", "grade": True, "locked": True, "points": 2}),
        _cell("code", question, {"grade_id": "q_three", "solution": True}),
        _cell("code", 'check("q_three")', {"grade_id": "check_q_three", "grade": True, "locked": True, "points": 0.5}),
    ]
    if by_hand:
        essay = {"grade_id": "essay", "grade": True, "solution": True, "points": 3}
        task = {"grade_id": "task", "task": True, "locked": True, "points": 1}
        cells += [_cell("markdown", "Why?", essay), _cell("markdown", "Draw it.", task)]
    spec = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    whole = {"cells": cells, "metadata": spec, "nbformat": 4, "nbformat_minor": 5}
    (source / f"{name}.ipynb").write_text(json.dumps(whole))
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic
    result = api(root).generate_assignment(name)
    assert result["success"], result


def _cell(cell_type: str, source: str, nbgrader: dict[str, Any] | None) -> dict[str, Any]:
    whole: dict[str, Any] = {"cell_type": cell_type, "metadata": {}, "source": source}
    if nbgrader is not None:
        flags = {"schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False}
        whole["metadata"]["nbgrader"] = flags | nbgrader
    if cell_type == "code":
        whole |= {"outputs": [], "execution_count": None}
    whole["id"] = f"cell-{abs(hash(source))}"
    return whole


def stub(root: Path) -> dict[str, Any]:
    """The released notebook."""
    return dict(json.loads((root / "assignments" / "tiny" / "tiny.ipynb").read_text()))


def answered(root: Path, **answers: str) -> dict[str, Any]:
    """The released notebook with some cells filled in."""
    notebook = stub(root)
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = answers.get(name, cell["source"])
    return notebook


def submit(
    root: Path, student: str, content: dict[str, Any] | bytes | None, *, at: str = "2026-01-10 12:00:00.000000 UTC"
) -> Path:
    """Put a submission where `nbgrader collect` puts it."""
    folder = root / "submitted" / student / "tiny"
    folder.mkdir(parents=True, exist_ok=True)
    if content is not None:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        (folder / "tiny.ipynb").write_bytes(data)
    (folder / "timestamp.txt").write_text(at)
    (folder / "submission_secret.txt").write_text(student.encode().hex().ljust(128, "0"))
    return folder


def autograded(root: Path, student: str) -> dict[str, Any]:
    data = (root / "autograded" / student / "tiny" / "tiny.ipynb").read_bytes()
    return dict(msgspec.json.decode(data))


def rows(root: Path) -> dict[str, dict[str, tuple[float | None, bool]]]:
    """Every student's automatic scores and whether a person has to look, by cell."""
    with api(root).gradebook as gradebook:
        return {
            submission.student.id: {
                grade.name: (grade.auto_score, grade.needs_manual_grade)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions("tiny")
        }
