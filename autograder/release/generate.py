"""nbgrader's own generate_assignment, run in a scratch copy of the course so that nothing else is touched."""

import ast
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from traitlets.config.loader import PyFileConfigLoader

from autograder.catalogue import Assignment, Course
from autograder.errors import SpecError

CONFIG: Final = "nbgrader_config.py"
_ERROR_LINE: Final = re.compile(r"[\w.]*(Error|Exception)\b")


def generate(course: Course, assignment: Assignment, sources: Mapping[str, str], scratch: Path) -> Path:
    """Let nbgrader make the released folder of an assignment, with the course's own configuration.

    Args:
        course: where the configuration lies.
        assignment: the assignment.
        sources: the files generated for its folder in solutions/, by name.
        scratch: a private folder, made into a small copy of the course without a gradebook.

    Returns:
        The released folder, inside `scratch`.

    Raises:
        SpecError: there is no configuration, or nbgrader refused.
    """
    if not (course.root / CONFIG).is_file():
        msg = f"{course.root}: has no {CONFIG}, which tells nbgrader where things lie; restore it"
        raise SpecError(msg)
    folder = scratch / course.solutions.name / assignment.name
    shutil.copy(course.root / CONFIG, scratch / CONFIG)
    shutil.copytree(assignment.folder, folder, ignore=shutil.ignore_patterns("*.ipynb", "__pycache__", ".*"))
    for name, text in sources.items():
        (folder / name).write_text(text, encoding="utf-8")
    _run_nbgrader(assignment, scratch)
    released = scratch / course.released.name / assignment.name
    _check_stubs(released / assignment.notebook.name, assignment)
    return released


def _run_nbgrader(assignment: Assignment, scratch: Path) -> None:
    # The configuration takes its own folder as the course's root, so the copy speaks of the scratch folder.
    config = PyFileConfigLoader(CONFIG, path=str(scratch)).load_config()
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    folders = CourseDirectory(config=config)
    folders.assignment_id = assignment.name
    result = capture_log(GenerateAssignment(coursedir=folders, config=config))
    if not result["success"]:
        reason = _reason(f"{result.get('log', '')}\n{result['error']}")
        msg = (
            f"solutions/{assignment.name}: nbgrader generate_assignment refused ({reason}); mend {assignment.text.name}"
        )
        raise SpecError(msg)


def _reason(log: str) -> str:
    """The line of a log that names the first error; nbgrader's last ones only point back to it."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return next((line for line in lines if _ERROR_LINE.match(line)), lines[-1])


def _check_stubs(path: Path, assignment: Assignment) -> None:
    """Refuse a stub that is no valid Python: a student's first run would fail on what we wrote."""
    for cell in json.loads(path.read_bytes())["cells"]:
        nbgrader = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] != "code" or not nbgrader.get("solution", False):
            continue
        try:
            ast.parse("".join(cell["source"]))
        except SyntaxError as error:
            msg = (
                f"solutions/{assignment.name}/{assignment.text.name}: with its solution taken out, the cell "
                f"{nbgrader['grade_id']!r} is no valid Python ({error.msg}); indent its marks like the body"
            )
            raise SpecError(msg) from error
