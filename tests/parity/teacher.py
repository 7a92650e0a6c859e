"""What a teacher enters between two gradings, found by names: both gradebooks get the same."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import Grade, SubmittedNotebook
from nbgrader.apps import NbGraderAPI

from autograder.demo.workflow import open_workflow


def teach(root: Path) -> None:
    """Enter own scores, extra credit, comments, marks for free texts, an extension and a flag.

    By rule, not by name: whatever class and course it is, of every sort of entry there are some.
    """
    with api(root).gradebook as gradebook:
        for assignment in gradebook.assignments:
            for number, submission in enumerate(sorted(assignment.submissions, key=lambda one: one.student.id)):
                if number % 4 == 2:  # some, and not the one who is late
                    submission.extension = timedelta(days=1)
                for notebook in submission.notebooks:
                    _mark(notebook, number)
        gradebook.db.commit()


def _mark(notebook: SubmittedNotebook, number: int) -> None:
    """Mark what waits for a person, for two of three; correct the grader, add extra credit and comments here and there.

    As the formgrader does it: whoever enters a score has seen the cell.
    """
    notebook.flagged = number % 5 == 0
    grades = sorted(notebook.grades, key=lambda one: one.name)
    waiting = [grade for grade in grades if grade.needs_manual_grade]
    for grade in waiting if number % 3 else []:
        _enter(grade, manual_score=grade.max_score / 2)
    own = [grade for grade in grades if grade not in waiting]
    if number % 2:
        _enter(own[number % len(own)], manual_score=0.25)
    if number % 4 == 1:
        own[0].extra_credit = 0.5
    comments = sorted(notebook.comments, key=lambda one: one.name)
    comments[number % len(comments)].manual_comment = f"Nearly! ({number})"


def _enter(grade: Grade, *, manual_score: float) -> None:
    grade.manual_score = manual_score
    grade.needs_manual_grade = False


def api(root: Path) -> Any:  # noqa: ANN401 - nbgrader brings no types
    """Open nbgrader's API under the course's own settings alone."""
    config = open_workflow(root).config
    config.NbGraderAPI.log_level = "ERROR"
    return NbGraderAPI(config=config)
