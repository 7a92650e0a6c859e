"""The story of an explanation: find the submission, judge it anew behind the wall, and tell; nothing is written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from autograder.answers import AnswerKey
from autograder.errors import SubmissionError
from autograder.explain.account import Account, Beside, CellAccount
from autograder.explain.beside import read_beside
from autograder.explain.names import Asked, find_collected, require_exercise
from autograder.explain.questions import exercises_of
from autograder.grade import Evidence, Grader, hear_out
from autograder.gradebook.course_folder import open_course
from autograder.model import Collected, Submission
from autograder.score import score
from autograder.submission import read
from autograder.submission.choice import choose

#: Characters of what a cell printed or failed with.
_MOST_PRINTED: Final = 2_000


def explain(root: Path, asked: Asked, *, unsafe: bool = False, seed: int | None = None) -> Account:
    """Grade what a student handed in once more, and tell why it comes to what it does. Writes nothing.

    Args:
        root: the course's folder.
        asked: whose, of what, and which exercise.
        unsafe: also where the walls do not stand.
        seed: what hidden cases are drawn from; None takes the course's own.

    Raises:
        SpecError: there is no such assignment or exercise, or the course is not in order.
        SubmissionError: the student handed in nothing of it.
        SandboxError: our side failed.
    """
    with Grader(root, unsafe=unsafe, seed=seed, keeps=False) as grader:
        grader.course.without_forms(asked.assignment)  # says first of all whether there is one
        course = open_course(root)
        one = find_collected(course, asked)
        key, template = grader.key_for(one.assignment), grader.template_for(one.assignment)
        if asked.exercise is not None:
            require_exercise(key, asked.exercise)
        beside = read_beside(course, one, grader.fingerprint(one.assignment))
        try:
            submission = read(one.folder, template)
            file = str(choose(one.folder, one.assignment, template.stubs).counts.relative_to(one.folder))
        except SubmissionError as error:
            return _unreadable(one, str(error), key, beside)
        evidence = hear_out(submission, key, grader.sandbox)
    graded = score(submission, evidence.verdicts, evidence.run)
    return Account(
        student=one.student,
        assignment=one.assignment,
        file=file,
        unreadable="",
        points=graded.points,
        max_points=graded.max_points,
        notes=graded.notes,
        exercises=tuple(each for each in exercises_of(key, evidence) if asked.exercise in (None, each.name)),
        cells=tuple(_cells(submission, evidence)),
        cells_run=len(evidence.run.cells),
        cpu_seconds=evidence.run.cpu_seconds,
        beside=beside,
        unsafe=unsafe,
    )


def _unreadable(one: Collected, reason: str, key: AnswerKey, beside: Beside) -> Account:
    return Account(
        student=one.student,
        assignment=one.assignment,
        file="",
        unreadable=reason.replace(str(one.folder), "the submission"),
        points=0.0,
        max_points=float(sum(each.exercise.points for each in key.answers)),
        notes=(),
        exercises=(),
        cells=(),
        cells_run=0,
        cpu_seconds=0.0,
        beside=beside,
    )


def _cells(submission: Submission, evidence: Evidence) -> Iterator[CellAccount]:
    """The cells that printed something or failed, and how they did."""
    for index, result in sorted(evidence.run.cells.items()):
        if (result.printed or result.error) and index < len(submission.cells):
            cell = submission.cells[index]
            printed, error = result.printed[:_MOST_PRINTED], result.error[:_MOST_PRINTED]
            yield CellAccount(index + 1, cell.name, cell.kind.value, printed, error)
