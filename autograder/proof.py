"""Proof that a key can be trusted: documented figures hold, right forms pass, wrong versions tell themselves apart.

The key is never merely the reference's opinion: `release` refuses a course that does not pass here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, permutations
from typing import Final, TypeAlias

from autograder import wire
from autograder.answers import AnswerKey, Answers
from autograder.catalogue import Assignment
from autograder.compare import Mismatch, conform, describe, mismatch, outcome_mismatch, step_into
from autograder.diagnose import alike
from autograder.errors import SandboxError, SpecError
from autograder.key import Version, form_version, run_versions
from autograder.model import Calls, Ending, Outcome, Submission, Value
from autograder.sandbox import Sandbox
from autograder.spec import UNDOCUMENTED, Case, Question, Tolerance, View

_SLIPS_OF_THE_AUTHOR: Final = ("NameError", "SyntaxError", "ImportError", "ModuleNotFoundError")
#: In how many orders at most an exercise's arguments are handed on to a foundation, and how long each may take.
_MOST_ORDERS: Final = 720
_FORWARD_SECONDS: Final = 1.0
#: What a forwarding function may pick of the value it got: all of it, or an item.
_ITEMS: Final = (None, -1, 0, 1, 2, 3, 4, 5, 6, 7)
#: What is to blame, by its name or id, and why.
Fault: TypeAlias = tuple[str, str]


def prove(assignment: Assignment, key: AnswerKey, reference: Submission, *, sandbox: Sandbox) -> None:
    """Hold a key against everything the course says of it.

    Raises:
        SpecError: a view leads nowhere, a documented figure is missed, a right form strays, a wrong version cannot be
            told from the right one or from another, no hidden case asks anything new, a question's answer is not the
            notebook's, or a foundation's own values earn what stands on it.
        SandboxError: the sandbox could not run it.
    """
    faults = [*_view_faults(key)] or [
        *_documented_faults(key),
        *_twin_faults(key),
        *_repeated_faults(key),
        *_form_faults(assignment, key, reference, sandbox),
        *_forwarding_faults(key, reference, sandbox),
    ]
    if faults:
        name, fault = faults[0]
        more = f" (and {len(faults) - 1} more like this)" if len(faults) > 1 else ""
        msg = f"{assignment.at(name)}: {fault}{more}"
        raise SpecError(msg)


def _view_faults(key: AnswerKey) -> Iterator[Fault]:
    """Views that lead nowhere in what the reference returns: nothing can be compared there, so these come first."""
    for answers in key.answers:
        name = answers.exercise.name
        for case, outcome in zip(answers.cases, answers.expected, strict=True):
            for view in case.views if outcome.ending is Ending.RETURNED else ():
                try:
                    step_into(wire.decode(outcome.encoded), view.at)
                except SpecError as error:
                    yield name, f"{name!r}, {case.label!r}: {error}"


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
    """Wrong versions that can match nobody, or that no case tells from the reference, or from each other."""
    for answers in key.answers:
        name = answers.exercise.name
        answered = any(outcome.ending is Ending.RETURNED for outcome in answers.expected)
        for place, known in enumerate(answers.known):
            if all(_is_dead(outcome, answered=answered) for outcome in known.outcomes):
                yield (
                    known.id,
                    f"{name!r}: {known.id} {_died(known.outcomes[0])} on every case; mend it, it can match nobody",
                )
            elif alike(answers, known.outcomes, answers.expected):
                yield known.id, f"{name!r}: {known.id} is right on every case; add a case that tells them apart"
            for other in answers.known[:place]:
                if alike(answers, known.outcomes, other.outcomes):
                    yield known.id, f"{name!r}: {other.id} and {known.id} come to the same on every case; merge them"


def _is_dead(outcome: Outcome, *, answered: bool) -> bool:
    """Whether a wrong version says nothing: a name that is not there, no end, or an exception in a value's place."""
    if outcome.exception in _SLIPS_OF_THE_AUTHOR or (answered and outcome.ending is Ending.RAISED):
        return True
    return outcome.ending not in (Ending.RETURNED, Ending.RAISED)


def _died(outcome: Outcome) -> str:
    if outcome.ending is Ending.MISSING:
        return "is not defined (as text that Python takes, with the function in it)"
    said = f" ({' '.join(outcome.message.split()):.80})" if outcome.message else ""
    return f"comes to {outcome.exception or outcome.ending.value}{said}"


def _repeated_faults(key: AnswerKey) -> Iterator[Fault]:
    """Hidden cases that ask nothing new: whoever knows the public ones by heart would earn everything."""
    for answers in key.answers:
        arguments, public = answers.calls.arguments, answers.calls.public
        if arguments and {*arguments[public:]} <= {*arguments[:public]}:
            name, label = answers.exercise.name, answers.cases[public].label
            yield (
                name,
                (
                    f"{name!r}: the hidden case {label!r} is the call of a public one, and no other hidden case asks "
                    "more; draw its numbers from the generator"
                ),
            )


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


@dataclass(frozen=True, slots=True)
class _Forward:
    """``return foundation(*arguments)`` in the place of an exercise: which of its arguments, in which order."""

    exercise: Answers
    foundation: Answers
    places: tuple[int, ...]

    def version(self, number: int, cases: slice) -> Version:
        """Put these cases of the exercise to the foundation."""
        arguments = tuple(
            tuple(each[place] for place in self.places) for each in (self.exercise.calls.arguments or ())[cases]
        )
        alias = f"_forward_{number}"
        return Version(alias, self.foundation.exercise.name, "", Calls(alias, arguments, 0, _FORWARD_SECONDS))

    def earns(self, outcomes: Sequence[Outcome], cases: slice) -> bool:
        """Whether what the foundation came to, or one item of it, is right in all these cases."""
        asked = list(zip(self.exercise.expected[cases], self.exercise.cases[cases], strict=True))
        return any(
            all(
                outcome_mismatch(_picked(ours, item), theirs, case, self.exercise.exercise) is None
                for ours, (theirs, case) in zip(outcomes, asked, strict=True)
            )
            for item in _ITEMS
        )


def _forwarding_faults(key: AnswerKey, reference: Submission, sandbox: Sandbox) -> Iterator[Fault]:
    """Foundations whose reference, once borrowed, would earn an exercise by being handed on."""
    forwards = list(_forwards(key))
    for cases in (slice(0, 1), slice(None)):  # the first case dismisses nearly all of them
        if not forwards:
            return
        versions = [forward.version(number, cases) for number, forward in enumerate(forwards)]
        run = run_versions(sandbox, reference, versions)
        outcomes = [run.outcomes[version.alias] for version in versions]
        if any(outcome.ending is Ending.NOT_GRADED for each in outcomes for outcome in each):
            msg = f"the reference of {key.assignment!r} could not be run; try again, and see `autograder doctor`"
            raise SandboxError(msg)
        forwards = [forward for forward, each in zip(forwards, outcomes, strict=True) if forward.earns(each, cases)]
    for forward in forwards:
        name, foundation = forward.exercise.exercise.name, forward.foundation.exercise.name
        yield (
            name,
            (
                f"{name!r} stands on {foundation!r}, and `return {foundation}(...)`, or an item of that, is right on "
                f"every case: lent to a student, it would give the points away; take it out of the foundations"
            ),
        )


def _forwards(key: AnswerKey) -> Iterator[_Forward]:
    by_name = {answers.exercise.name: answers for answers in key.answers}
    for answers in key.answers:
        for foundation in key.foundations_of(answers.exercise.name):
            given = min(map(len, answers.calls.arguments or ((),)))
            for taken in sorted({len(each) for each in by_name[foundation].calls.arguments or ()}):
                for places in islice(permutations(range(given), taken), _MOST_ORDERS):
                    yield _Forward(answers, by_name[foundation], places)


def _picked(outcome: Outcome, item: int | None) -> Outcome:
    """An outcome, or that of picking one item of the value returned."""
    if item is None or outcome.ending is not Ending.RETURNED:
        return outcome
    try:
        value = wire.encode(wire.decode(outcome.encoded)[item])
    except (TypeError, LookupError, wire.WireError):
        return Outcome(Ending.CRASHED)
    return Outcome(Ending.RETURNED, value, changed=outcome.changed)
