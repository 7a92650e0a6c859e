"""The answer key as data: what is known of every exercise. `key` makes it, `examples` gives students the public part.

Imports nothing of the sandbox or the catalogue, so that a student's `check` judges with the very same words.
"""

import hashlib
from dataclasses import dataclass, field

from autograder.model import Calls, Outcome
from autograder.spec import Case, Exercise, Question, foundations_of


@dataclass(frozen=True, slots=True)
class Known:
    """A known wrong version: its id, its hint and what it comes to on every case."""

    id: str
    hint: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Everything known of one exercise. Equal to itself alone, so that what follows from it can be remembered.

    Args:
        exercise: its spec.
        cases: public ones first.
        calls: the calls that put the cases.
        expected: the reference's outcome on every case.
        known: the wrong versions.
        source: where other exercises stand on this one, the reference's text, which is lent to them (see `judge`);
            "" elsewhere. It is shown to nobody.
    """

    exercise: Exercise | Question
    cases: tuple[Case, ...]
    calls: Calls
    expected: tuple[Outcome, ...]
    known: tuple[Known, ...]
    source: str = field(default="", repr=False)

    @property
    def public(self) -> int:
        """How many cases, from the first, are public."""
        return self.calls.public


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """The answers to one assignment, in the assignment's order."""

    assignment: str
    answers: tuple[Answers, ...]

    @property
    def calls(self) -> tuple[Calls, ...]:
        """Every call there is to put to a submission."""
        return tuple(each.calls for each in self.answers)

    def foundations_of(self, name: str) -> tuple[str, ...]:
        """What an exercise stands on, be it by way of others; the nearest first."""
        return foundations_of(name, [each.exercise for each in self.answers])

    @property
    def fingerprint(self) -> str:
        """Changes whenever a case, an answer, a hint, the points or the foundations of any exercise do."""
        digest = hashlib.sha256()
        for each in self.answers:
            exercise = each.exercise
            text = (exercise.name, exercise.points, exercise.tolerance, each.calls, each.expected, each.known)
            digest.update(repr((*text, [(case.label, case.views, case.tolerance) for case in each.cases])).encode())
            digest.update(repr((getattr(exercise, "foundations", ()), each.source)).encode())
        return digest.hexdigest()
