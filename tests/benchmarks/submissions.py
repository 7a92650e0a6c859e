"""Honest submissions made from the course itself: the reference, and the reference with one known mistake."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, cycle, islice, zip_longest
from pathlib import Path
from typing import Any, Final

from autograder.catalogue import Assignment
from autograder.grade import Grader
from autograder.key import patched
from autograder.model import CellKind, Ending, Submission
from autograder.spec import Exercise, Misconception, Question
from autograder.submission import parse_notebook, read, read_template

#: Of so many submissions one is right.
_ONE_IS_RIGHT: Final = 3
_MARKERS: Final = ("### BEGIN SOLUTION", "### END SOLUTION")
_ENDINGS: Final = frozenset({Ending.RETURNED, Ending.RAISED})


@dataclass(frozen=True, slots=True)
class Honest:
    """One submission, as every contender gets it.

    Args:
        student: a made-up name, the submission's folder.
        assignment: what it is a submission of.
        path: its notebook: the release, filled in.
        answers: the text of every solution cell, by its name.
        cells: the texts that run for a score, setup first.
        is_right: whether it deserves full points.
    """

    student: str
    assignment: str
    path: Path
    answers: dict[str, str]
    cells: tuple[str, ...]
    is_right: bool


def make_submissions(grader: Grader, folder: Path, count: int) -> list[Honest]:
    """Write `count` submissions, assignments in turn; the first of each is right, later ones one in three.

    Raises:
        ValueError: the grader itself does not tell the right ones from the wrong ones.
    """
    variants = [_variants(grader, assignment) for assignment in grader.course.assignments]
    made = []
    for number, (assignment, answers, is_right) in enumerate(islice(chain.from_iterable(zip(*variants)), count)):  # noqa: B905 - endless
        student = f"student_{number:03}"
        path = folder / student / assignment / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(filled_in(grader.course.released / assignment / path.name, answers)))
        cells = _runnable(read(path, grader.template_for(assignment)))
        score = grader.grade(path, assignment)
        if (score.points == score.max_points) != is_right:
            earned = [f"{each.exercise}: {each.judgement.value}" for each in score.verdicts]
            msg = f"{student} of {assignment!r} should be {'right' if is_right else 'wrong'} and is {earned}"
            raise ValueError(msg)
        made.append(Honest(student, assignment, path, answers, cells, is_right))
    return made


def filled_in(released: Path, answers: dict[str, str]) -> dict[str, Any]:
    """The released notebook with the solution cells filled in."""
    notebook: dict[str, Any] = json.loads(released.read_text())
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        cell["source"] = answers.get(name, cell["source"])
    return notebook


def personal(submission: Honest, number: int) -> bytes:
    """The same work as somebody else would hand it in: with a remark of their own in every answer."""
    remark = f"\n# This is how student {number} sees it."
    notebook = json.loads(submission.path.read_bytes())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id", "") in submission.answers:
            cell["source"] = "".join(cell["source"]) + remark
    return json.dumps(notebook).encode()


def _runnable(submission: Submission) -> tuple[str, ...]:
    """The texts in the order in which they run."""
    setup = [cell.source for cell in submission.cells if cell.kind is CellKind.SETUP]
    rest = [cell.source for cell in submission.cells if cell.kind in (CellKind.SOLUTION, CellKind.OWN)]
    return (*setup, *rest)


def _variants(grader: Grader, assignment: Assignment) -> Iterator[tuple[str, dict[str, str], bool]]:
    """Yield (assignment, answers, is it right) for ever."""
    template = read_template(assignment.notebook)
    reference = parse_notebook(assignment.notebook.read_bytes(), template, name=assignment.notebook.name)
    right = {cell.name: _unmarked(cell.source) for cell in reference.cells if cell.kind is CellKind.SOLUTION}
    mistakes = cycle(_mistakes(grader, assignment, reference))
    while True:
        yield assignment.name, right, True
        for name, text in islice(mistakes, _ONE_IS_RIGHT - 1):
            yield assignment.name, right | {name: text}, False


def _mistakes(grader: Grader, assignment: Assignment, reference: Submission) -> list[tuple[str, str]]:
    """Known mistakes that end by themselves, as (exercise, text): the first of every exercise, then the second ..."""
    columns = []
    for answers in grader.key_for(assignment.name).answers:
        ends = {each.id for each in answers.known if all(outcome.ending in _ENDINGS for outcome in each.outcomes)}
        exercise = answers.exercise
        if isinstance(exercise, Question):
            texts = [f"{exercise.name} = {wrong.value!r}" for wrong in exercise.wrong_answers]
        else:
            versions = [each for each in exercise.misconceptions if each.id in ends]
            texts = [_wrong_text(assignment, exercise, each, reference) for each in versions]
        columns.append([(exercise.name, text) for text in texts])
    return [mistake for row in zip_longest(*columns) for mistake in row if mistake is not None]


def _wrong_text(assignment: Assignment, exercise: Exercise, wrong: Misconception, reference: Submission) -> str:
    if not wrong.source:
        return _unmarked(patched(assignment, exercise.name, wrong, reference))
    return f"{wrong.source}\n\n{exercise.name} = {wrong.name}"


def _unmarked(source: str) -> str:
    return "\n".join(line for line in source.splitlines() if line.strip() not in _MARKERS)
