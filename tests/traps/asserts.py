"""The course as nbgrader's own courses are made: every check cell holds plain asserts, public ones and hidden ones.

Numbers and arrays are compared with `np.allclose`, everything else with `==`. Half of each cell is hidden, as nbgrader
hides tests: students get the cell without it, and grading puts it back.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from autograder import wire
from autograder.answers import Answers
from autograder.grade import Grader
from autograder.model import Ending, Outcome
from autograder.spec import Case
from tests.literal import literal
from tests.traps.released import ASSIGNMENT, grade_id, is_check

#: Hidden cases are drawn from it; the asserts are for stock nbgrader alone.
_SEED: Final = 20_240_607


def write_asserts(course: Path) -> None:
    """Write what the course's answer key knows into the check cells of its source notebook, as asserts."""
    with Grader(course, seed=_SEED) as grader:
        texts = {answers.exercise.name: _asserts(answers) for answers in grader.key_for(ASSIGNMENT).answers}
    path = course / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = json.loads(path.read_text())
    for cell in filter(is_check, notebook["cells"]):
        cell["source"] = texts[grade_id(cell).removeprefix("check_")]
    path.write_text(json.dumps(notebook))


def _asserts(answers: Answers) -> str:
    lines = [
        f"assert {_claim(answers, case, expected)}"
        for case, expected in zip(answers.cases, answers.expected, strict=True)
        if expected.ending is Ending.RETURNED
    ]
    shown, hidden = lines[: answers.public], lines[answers.public :]
    return "\n".join([*shown, *_hidden(hidden)])


def _hidden(lines: list[str]) -> Iterator[str]:
    if lines:
        yield "### BEGIN HIDDEN TESTS"
        yield from lines
        yield "### END HIDDEN TESTS"


def _claim(answers: Answers, case: Case, expected: Outcome) -> str:
    name = answers.exercise.name
    is_answer = answers.calls.arguments is None
    asked = name if is_answer else f"{name}({', '.join(literal(argument) for argument in case.arguments)})"
    value: Any = wire.decode(expected.encoded)
    if isinstance(value, bool | str | np.bool):
        return f"{asked} == {literal(value)}"
    tolerance = case.tolerance or answers.exercise.tolerance
    return f"np.allclose({asked}, {literal(value)}, {tolerance.rtol!r}, {tolerance.atol!r})"
