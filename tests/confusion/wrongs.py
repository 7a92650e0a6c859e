"""Every wrong version and wrong answer of an assignment, as text that a student could have handed in."""

from collections.abc import Iterator
from dataclasses import dataclass

from autograder.catalogue import Assignment
from autograder.key import patched
from autograder.model import Submission
from autograder.spec import Question


@dataclass(frozen=True, slots=True)
class Wrong:
    """One wrong version of an exercise, or one wrong answer to a question.

    Args:
        exercise: what it is a version of.
        id: the catalogue's.
        hint: what it should be told.
        name: what the text defines; a wrong function may have a name of its own.
        text: the code.
        is_answer: whether the exercise is a question.
    """

    exercise: str
    id: str
    hint: str
    name: str
    text: str
    is_answer: bool = False

    @property
    def cell(self) -> str:
        """The text of a solution cell: what is defined goes by the exercise's name."""
        return self.text if self.name == self.exercise else f"{self.text}\n\n\n{self.exercise} = {self.name}\n"


def wrongs_of(assignment: Assignment, reference: Submission) -> Iterator[Wrong]:
    """All that is known to be wrong, in the catalogue's order.

    Args:
        assignment: its exercises and questions.
        reference: the solution, which patches are applied to.
    """
    for exercise in assignment.exercises:
        name = exercise.name
        if isinstance(exercise, Question):
            for answer in exercise.wrong_answers:
                yield Wrong(name, answer.id, answer.hint, name, f"{name} = {answer.value!r}", is_answer=True)
            continue
        for each in exercise.misconceptions:
            if each.source:
                yield Wrong(name, each.id, each.hint, each.name, each.source)
            else:
                yield Wrong(name, each.id, each.hint, name, patched(assignment, name, each, reference))
