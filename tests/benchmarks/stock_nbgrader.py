"""`nbgrader autograde` with its stock preprocessors, in a process that stays warm.

Run as a script by the interpreter of nbgrader's own environment, which has nothing of this project: it reads its order,
a line of JSON, builds a course whose check cells hold plain asserts, and then answers every line (a submission's
number) with "right" or "wrong". See `peers.stock_nbgrader` for the order.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from nbgrader.apps import NbGraderAPI
from traitlets.config import Config


def main() -> None:
    """Build the course, then serve until standard input ends."""
    order = json.loads(sys.stdin.buffer.readline())
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nbgrader and its kernels may say what they like
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic
    root = Path(order["root"])
    config = Config()
    config.CourseDirectory.root = str(root)
    config.NbGraderAPI.log_level = "ERROR"
    api = NbGraderAPI(config=config)
    for name, content in order["sources"].items():
        path = root / "source" / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(content))
        _require(api.generate_assignment(name))
    for submission in order["submissions"]:
        _submit(root, *submission)
    for line in sys.stdin.buffer:
        student, assignment, _ = order["submissions"][int(line)]
        _require(api.autograde(assignment, student))
        if order["with_feedback"]:
            _require(api.generate_feedback(assignment, student))
        with api.gradebook as gradebook:
            row = gradebook.find_submission(assignment, student)
            print("right" if row.code_score == row.max_code_score else "wrong", file=answers, flush=True)


def _submit(root: Path, student: str, assignment: str, texts: dict[str, str]) -> None:
    """Hand in the released notebook with its solution cells filled in."""
    folder = root / "submitted" / student / assignment
    folder.mkdir(parents=True)
    released = root / "release" / assignment / f"{assignment}.ipynb"
    notebook = json.loads(released.read_text())
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        cell["source"] = texts.get(name, cell["source"])
    (folder / released.name).write_text(json.dumps(notebook))


def _require(result: dict[str, Any]) -> None:
    if not result["success"]:
        raise RuntimeError(result.get("error") or result.get("log"))


if __name__ == "__main__":
    main()
