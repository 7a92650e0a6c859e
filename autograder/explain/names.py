"""Finding what was asked for by name; a name that is none is answered with the nearest."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from autograder.answers import AnswerKey
from autograder.errors import SpecError, SubmissionError
from autograder.gradebook.course_folder import CourseFolder
from autograder.model import Collected

_MOST_NAMES: Final = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be explained: whose submission, of what, and which exercise; None for all of them."""

    student: str
    assignment: str
    exercise: str | None = None


def find_collected(course: CourseFolder, asked: Asked) -> Collected:
    """Find what a student handed in of an assignment.

    Raises:
        SubmissionError: nothing; who is meant, perhaps, or what was handed in instead.
    """
    student, assignment = asked.student, asked.assignment
    everything = course.collected()
    of_it = {one.student: one for one in everything if one.assignment == assignment}
    if student in of_it:
        return of_it[student]
    where = course.root / course.submitted
    others = [one.assignment for one in everything if one.student == student]
    if others:
        msg = f"{student!r} has nothing of {assignment} in {where} (there: {_listed(others)}); run nbgrader collect"
    elif not of_it:
        msg = f"nothing of {assignment} lies in {where}; run nbgrader collect {assignment}"
    else:
        msg = f"no submission of {assignment} by {student!r} in {where}; {_meant(student, of_it)}"
    raise SubmissionError(msg)


def require_exercise(key: AnswerKey, name: str) -> None:
    """Make sure that an assignment has an exercise of that name.

    Raises:
        SpecError: it has none; which one is meant, perhaps.
    """
    names = [answers.exercise.name for answers in key.answers]
    if name not in names:
        msg = f"no exercise {name!r} in {key.assignment}; {_meant(name, names)}"
        raise SpecError(msg)


def _meant(name: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(name, known, n=3)
    there = f"there are: {_listed(sorted(known))}"
    return f"did you mean {' or '.join(map(repr, close))}? ({there})" if close else there


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMES])
    return shown if len(names) <= _MOST_NAMES else f"{shown} and {len(names) - _MOST_NAMES} more"
