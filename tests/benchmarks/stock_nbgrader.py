"""`nbgrader autograde` with its stock preprocessors, in a process that stays warm.

Run as ``python -m tests.benchmarks.stock_nbgrader`` with a `StockOrder` pickled on standard input; it builds a course
whose check cells hold plain asserts, and then answers every line (a submission's number) with "right" or "wrong".
"""

import json
import os
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from tests.benchmarks.assertions import HEADER, without_grader
from tests.benchmarks.submissions import Honest, filled_in


@dataclass(frozen=True, slots=True)
class StockOrder:
    """What to build and grade.

    Args:
        root: an empty folder for the course.
        notebooks: the source notebook of every assignment.
        asserts: of every assignment, the asserts of every exercise.
        submissions: what students hand in.
        with_feedback: whether a page of feedback is written, too.
    """

    root: Path
    notebooks: dict[str, Path]
    asserts: dict[str, dict[str, str]]
    submissions: list[Honest]
    with_feedback: bool = False


def main() -> None:
    """Build the course, then serve until standard input ends."""
    order: StockOrder = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nbgrader and its kernels may say what they like
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic
    config = Config()
    config.CourseDirectory.root = str(order.root)
    config.NbGraderAPI.log_level = "ERROR"
    api = NbGraderAPI(config=config)
    for name, notebook in order.notebooks.items():
        _write_source(order, name, notebook)
        _require(api.generate_assignment(name))
    for submission in order.submissions:
        _submit(order.root, submission)
    for line in sys.stdin.buffer:
        submission = order.submissions[int(line)]
        _require(api.autograde(submission.assignment, submission.student))
        if order.with_feedback:
            _require(api.generate_feedback(submission.assignment, submission.student))
        with api.gradebook as gradebook:
            row = gradebook.find_submission(submission.assignment, submission.student)
            print("right" if row.code_score == row.max_code_score else "wrong", file=answers, flush=True)


def _write_source(order: StockOrder, name: str, notebook: Path) -> None:
    """The course's own notebook without plots, its check cells full of asserts."""
    content: dict[str, Any] = json.loads(notebook.read_text())
    content["cells"] = [cell for cell in content["cells"] if "demonstration" not in cell["metadata"].get("tags", ())]
    for cell in content["cells"]:
        settings = cell["metadata"].get("nbgrader", {})
        grade_id = settings.get("grade_id", "")
        if grade_id == "setup":
            cell["source"] = f"{without_grader(''.join(cell['source']))}\n\n{HEADER}"
        elif settings.get("grade") and not settings.get("solution"):  # what is answered in words, a person reads
            cell["source"] = order.asserts[name][grade_id.removeprefix("check_")]
    path = order.root / "source" / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(content))


def _submit(root: Path, submission: Honest) -> None:
    name = submission.assignment
    folder = root / "submitted" / submission.student / name
    folder.mkdir(parents=True)
    released = root / "release" / name / f"{name}.ipynb"
    (folder / released.name).write_text(json.dumps(filled_in(released, submission.answers)))


def _require(result: dict[str, Any]) -> None:
    if not result["success"]:
        raise RuntimeError(result.get("error") or result.get("log"))


if __name__ == "__main__":
    main()
