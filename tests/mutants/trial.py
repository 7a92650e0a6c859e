"""Every mutant handed in for its reference, run behind the wall and judged as any submission is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from autograder.answers import AnswerKey, Answers
from autograder.catalogue import Assignment
from autograder.errors import SandboxError
from autograder.grade import Grader
from autograder.judge import judge
from autograder.model import Judgement, Submission
from autograder.spec import Exercise
from tests.mutants.equivalents import Change
from tests.mutants.making import mutants_of
from tests.real_course import reference_of

#: Many times what any reference takes. With the exercises' own limit, mutants that never end would take most of the
#: time; one that is right and merely slow is not listed as equivalent, and so found out.
_MOST_CPU_SECONDS: Final = 0.25


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant by its change, and whether it kept the exercise's points."""

    change: Change
    survived: bool


def try_all(grader: Grader, assignment: Assignment) -> Iterator[Tried]:
    """Judge every mutant of every function of an assignment.

    The other exercises stay the reference's, so that nothing is excused and nothing else is to blame.

    Raises:
        SandboxError: one could not be judged.
    """
    reference = reference_of(grader, assignment)
    for answers in grader.key_for(assignment.name).answers:
        if isinstance(answers.exercise, Exercise):
            name = answers.exercise.name
            source = next(cell.source for cell in reference.cells if cell.name == name)
            quick = replace(answers, calls=replace(answers.calls, cpu_seconds=_MOST_CPU_SECONDS))
            for mutant in mutants_of(source):
                judgement = _judged(grader, quick, _with(reference, name, mutant.text))
                change = Change(f"{assignment.name}.{name}", mutant.before, mutant.after)
                yield Tried(change, survived=judgement is Judgement.CORRECT)


def _with(reference: Submission, name: str, text: str) -> Submission:
    """The reference's notebook with another text in one cell."""
    cells = tuple(replace(cell, source=text) if cell.name == name else cell for cell in reference.cells)
    return replace(reference, cells=cells)


def _judged(grader: Grader, answers: Answers, submission: Submission) -> Judgement:
    run = grader.sandbox.run(submission, [answers.calls])
    (verdict,) = judge(AnswerKey(submission.assignment, (answers,)), submission, run)
    if verdict.judgement is Judgement.NOT_GRADED:
        msg = f"a mutant of {answers.exercise.name!r} could not be judged; try again, and see `autograder doctor`"
        raise SandboxError(msg)
    return verdict.judgement
