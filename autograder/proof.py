"""Proof that a key can be trusted: documented figures hold, right forms pass, wrong versions tell themselves apart.

The key is never merely the reference's opinion: `release` refuses a course that does not pass here.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias

from autograder import wire
from autograder.answers import AnswerKey, Answers
from autograder.catalogue import Assignment
from autograder.compare import Mismatch, conform, describe, mismatch, outcome_mismatch, step_into
from autograder.errors import SpecError
from autograder.key import form_version, run_versions
from autograder.model import Ending, Outcome, Submission, Value
from autograder.sandbox import Sandbox
from autograder.spec import UNDOCUMENTED, Case, Question, Tolerance, View

_SLIPS_OF_THE_AUTHOR: Final = ("NameError", "SyntaxError", "ImportError", "ModuleNotFoundError")
#: What is to blame, by its name or id, and why.
Fault: TypeAlias = tuple[str, str]


def prove(assignment: Assignment, key: AnswerKey, reference: Submission, *, sandbox: Sandbox) -> None:
    """Hold a key against everything the course says of it.

    Raises:
        SpecError: a documented figure is missed, a right form strays, a wrong version cannot be told from the right one
            or from another, or a question's answer is not the notebook's.
    """
    faults = [*_documented_faults(key), *_twin_faults(key), *_form_faults(assignment, key, reference, sandbox)]
    if faults:
        name, fault = faults[0]
        more = f" (and {len(faults) - 1} more like this)" if len(faults) > 1 else ""
        msg = f"{assignment.at(name)}: {fault}{more}"
        raise SpecError(msg)


def _documented_faults(key: AnswerKey) -> Iterator[Fault]:
    for answers in key.answers:
        exercise = answers.exercise
        if isinstance(exercise, Question):
            stated = Outcome(answers.expected[0].ending, wire.encode(exercise.answer))
            found = outcome_mismatch(answers.expected[0], stated, answers.cases[0], exercise)
            if found:
                answer = (
                    f"the answer of {exercise.name!r} is {found.expected}, the notebook says {found.found}; mend one"
                )
                yield exercise.name, answer
            continue
        for case, outcome in zip(answers.cases, answers.expected, strict=True):
            for view, documented, tolerance in _documented(case, exercise.tolerance):
                found = _strays(outcome, view, documented, tolerance)
                if found:
                    yield (
                        exercise.name,
                        (
                            f"{exercise.name!r}, {case.label!r}: the lesson documents {found.expected} and the "
                            f"reference gives {found.found}; mend the figure or the reference"
                        ),
                    )


def _documented(case: Case, default: Tolerance) -> Iterator[tuple[View, Value, Tolerance]]:
    whole = View(documented=case.documented)
    for view in (whole, *case.views):
        if view.documented is not UNDOCUMENTED:
            yield view, view.documented, view.tolerance or case.tolerance or default


def _strays(outcome: Outcome, view: View, documented: Value, tolerance: Tolerance) -> Mismatch | None:
    value = step_into(wire.decode(outcome.encoded), view.at)
    form = conform(documented, value)  # a documented list stands for the array the reference returns
    if isinstance(form, Mismatch):
        return Mismatch(form.judgement, form.expected, describe(documented))
    return mismatch(value, form, tolerance)


def _twin_faults(key: AnswerKey) -> Iterator[Fault]:
    """Wrong versions that no case tells from the reference, or from each other."""
    for answers in key.answers:
        name = answers.exercise.name
        for place, known in enumerate(answers.known):
            if all(_is_dead(outcome) for outcome in known.outcomes):
                came_to = known.outcomes[0].exception or known.outcomes[0].ending.value
                yield known.id, f"{name!r}: {known.id} comes to {came_to} on every case; mend it, it can match nobody"
            elif _alike(answers, known.outcomes, answers.expected):
                yield known.id, f"{name!r}: {known.id} is right on every case; add a case that tells them apart"
            for other in answers.known[:place]:
                if _alike(answers, known.outcomes, other.outcomes):
                    yield known.id, f"{name!r}: {other.id} and {known.id} come to the same on every case; merge them"


def _is_dead(outcome: Outcome) -> bool:
    """Whether a wrong version does not run at all: a name that is not there, or an end that says nothing."""
    return outcome.exception in _SLIPS_OF_THE_AUTHOR or outcome.ending not in (Ending.RETURNED, Ending.RAISED)


def _alike(answers: Answers, ours: tuple[Outcome, ...], theirs: tuple[Outcome, ...]) -> bool:
    sides = zip(ours, theirs, answers.cases, strict=True)
    return all(outcome_mismatch(a, b, case, answers.exercise) is None for a, b, case in sides)


def _form_faults(assignment: Assignment, key: AnswerKey, reference: Submission, sandbox: Sandbox) -> Iterator[Fault]:
    by_name = {answers.exercise.name: answers for answers in key.answers}
    versions = [form_version(form, by_name[form.exercise].calls) for form in assignment.right_forms]
    run = run_versions(sandbox, reference, versions)
    for form, version in zip(assignment.right_forms, versions, strict=True):
        answers = by_name[form.exercise]
        for ours, theirs, case in zip(run.outcomes[version.alias], answers.expected, answers.cases, strict=True):
            found = outcome_mismatch(ours, theirs, case, answers.exercise)
            if found:
                yield (
                    form.name,
                    (
                        f"{form.exercise!r}, {case.label!r}: the right form {form.name!r} comes to {found.found} and "
                        f"the reference to {found.expected}; mend the form, the case or its tolerance"
                    ),
                )
                break
