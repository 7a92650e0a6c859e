"""A small honest grader for tests of everything around the grader: it reads a submission's text and gives points.

An answer that holds "return 2 * x" (or, for the question, "q_three = 3") is right. Words in a submission
make it misbehave.
"""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from autograder.errors import SandboxError, SpecError, SubmissionError
from autograder.gradebook.grading import Engine
from autograder.model import CaseVerdict, CellResult, Drawing, Judgement, Score, Verdict

RIGHT = {"double": "return 2 * x", "q_three": "q_three = 3"}
#: The start of a picture.
PNG = b"\x89PNG\r\n\x1a\n"
POINTS = {"double": 2.0, "q_three": 0.5}


class StandIn:
    """Grades by looking for the right answer's text."""

    def __init__(self, course_root: Path, *, unsafe: bool = False) -> None:
        if (course_root / "no_walls").exists() and not unsafe:
            msg = "the walls do not stand"
            raise SandboxError(msg)
        self._course_root = course_root

    def fingerprint(self, assignment: str) -> str:
        version = self._course_root / "solutions" / assignment / "version"
        return version.read_text() if version.exists() else "1"

    def grade(self, folder_or_file: Path, assignment: str) -> Score:
        texts = _texts(folder_or_file, assignment)
        whole = "\n".join(texts)
        if "slow" in whole:
            time.sleep(0.5)
        while "waits" in whole and not (self._course_root / "hurry").exists():
            time.sleep(0.05)
        if "kill the grader" in whole:
            os.kill(os.getpid(), signal.SIGKILL)
        if "kill it once" in whole and not (self._course_root / "killed").exists():
            (self._course_root / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "our fault" in whole:
            msg = "the zygote died"
            raise SandboxError(msg)
        if "broken spec" in whole:
            msg = "exercises.py: line 3: no such thing"
            raise SpecError(msg)
        if "a bug" in whole:
            raise ZeroDivisionError
        cells = tuple((index, CellResult("hello\n")) for index, text in enumerate(texts) if "print" in text)
        return Score(assignment, tuple(_verdict(name, whole) for name in RIGHT), cells=cells)

    def draw(self, folder_or_file: Path, assignment: str) -> dict[int, Drawing]:
        texts = _texts(folder_or_file, assignment)
        return {index: Drawing((PNG,), CellResult()) for index, text in enumerate(texts) if "print" in text}

    def close(self) -> None:
        pass


def score_json(score: Score) -> dict[str, Any]:
    return {"schema": 1, "assignment": score.assignment, "score": score.points, "max_score": score.max_points}


ENGINE = Engine(StandIn, score_json)


def _texts(folder: Path, assignment: str) -> list[str]:
    script = folder / f"{assignment}.py"
    if script.exists():
        return [script.read_text()]
    path = folder / f"{assignment}.ipynb"
    try:
        cells = json.loads(path.read_text())["cells"]
    except FileNotFoundError as error:
        msg = f"there is no {path.name}; hand in the notebook"
        raise SubmissionError(msg) from error
    except (ValueError, KeyError, TypeError) as error:
        msg = f"{path.name} is no notebook; save it in Jupyter and hand it in again"
        raise SubmissionError(msg) from error
    return ["".join(cell.get("source", "")) if isinstance(cell, dict) else "" for cell in cells]


def _verdict(name: str, whole: str) -> Verdict:
    if "cannot judge" in whole:
        return Verdict(name, Judgement.NOT_GRADED, 0.0, POINTS[name])
    if RIGHT[name] in whole:
        return Verdict(name, Judgement.CORRECT, POINTS[name], POINTS[name])
    empty = "NotImplementedError" in whole
    judgement = Judgement.NOT_IMPLEMENTED if empty else Judgement.WRONG
    cases = (CaseVerdict("a negative number", public=False, call=None, judgement=judgement),)
    return Verdict(name, judgement, 0.0, POINTS[name], hint="Twice, or squared?", cases=cases)
