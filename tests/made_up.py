"""Exercises made up for tests, keyed and judged through the real sandbox; and answers built by hand, without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import wire
from autograder.answers import AnswerKey, Answers, Known
from autograder.catalogue import Assignment
from autograder.judge import judge
from autograder.key import build_key
from autograder.model import Calls, Cell, CellKind, Ending, Outcome, Submission, Value, Verdict
from autograder.sandbox import Sandbox
from autograder.spec import Case, Exercise, Question, RightForm, Tolerance

SETUP = Cell(CellKind.SETUP, "setup", "import numpy as np")


def submission(**texts: str) -> Submission:
    """A submission of the assignment "made_up": a solution cell for every text, under its name."""
    return Submission("made_up", (SETUP, *(Cell(CellKind.SOLUTION, name, text) for name, text in texts.items())))


def assignment(*exercises: Exercise | Question, forms: Sequence[RightForm] = ()) -> Assignment:
    return Assignment("made_up", Path("solutions/made_up"), exercises, tuple(forms))


@dataclass(frozen=True)
class MadeUp:
    """An assignment with its key, and the sandbox to try other texts in."""

    key: AnswerKey
    reference: dict[str, str]
    sandbox: Sandbox

    def verdict(self, name: str, text: str) -> Verdict:
        """What becomes of the reference when one of its cells holds another text."""
        handed_in = submission(**{**self.reference, name: text})
        verdicts = judge(self.key, handed_in, self.sandbox.run(handed_in, self.key.calls))
        return next(verdict for verdict in verdicts if verdict.exercise == name)


def made_up(sandbox: Sandbox, reference: dict[str, str], *exercises: Exercise | Question) -> MadeUp:
    key = build_key(assignment(*exercises), submission(**reference), sandbox=sandbox, seed=1)
    return MadeUp(key, reference, sandbox)


def returned(value: Value, *, printed: str = "", changed: tuple[int, ...] = ()) -> Outcome:
    return Outcome(Ending.RETURNED, wire.encode(value), printed=printed, changed=changed)


def raised(exception: str, message: str = "") -> Outcome:
    return Outcome(Ending.RAISED, exception=exception, message=message)


def answers(
    expected: Sequence[Any], *, public: int = 1, known: Sequence[Known] = (), tolerance: Tolerance | None = None
) -> Answers:
    """Answers to a function `f` of one argument, the case's number; `expected` holds values or outcomes."""
    outcomes = tuple(each if isinstance(each, Outcome) else returned(each) for each in expected)
    cases = tuple(Case(f"case {number}", (number,)) for number in range(len(outcomes)))
    exercise = Exercise("f", 2, cases[:public], lambda _: cases[public:], tolerance=tolerance or Tolerance())
    arguments = tuple((wire.encode(number),) for number in range(len(outcomes)))
    return Answers(exercise, cases, Calls("f", arguments, public, 2.0), outcomes, tuple(known))
