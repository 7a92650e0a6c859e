"""Two outcomes of one call: did it come to the same?"""

from typing import Final

from autograder import wire
from autograder.compare.conforming import conform
from autograder.compare.figures import mismatch, placed, step_into
from autograder.compare.mismatch import Mismatch
from autograder.model import Ending, Judgement, Outcome, Value
from autograder.spec import Case, Exercise, Question, View

#: How a call that did not return is judged.
_JUDGEMENTS: Final = {
    Ending.RAISED: Judgement.RAISED,
    Ending.TOO_SLOW: Judgement.TOO_SLOW,
    Ending.WAITING: Judgement.WAITING,
    Ending.OUT_OF_MEMORY: Judgement.OUT_OF_MEMORY,
    Ending.CRASHED: Judgement.CRASHED,
    Ending.EXITED: Judgement.EXITED,
    Ending.MISSING: Judgement.MISSING,
    Ending.NOT_GRADED: Judgement.NOT_GRADED,
}


def outcome_mismatch(actual: Outcome, expected: Outcome, case: Case, exercise: Exercise | Question) -> Mismatch | None:
    """Say why one call did not come to what another did, or None where it did.

    It did where both raised the same exception, or where both returned values that agree in every view of the case and,
    if the exercise asks for that, the first left every argument alone that the second did.

    Raises:
        SpecError: a view of the case leads nowhere in what was expected.
    """
    if actual.ending is Ending.RETURNED and expected.ending is Ending.RETURNED:
        found = _value_mismatch(actual, expected, case, exercise)
        keeps_arguments = isinstance(exercise, Exercise) and exercise.keeps_arguments
        return found or (_change(actual, expected) if keeps_arguments else None)
    if actual.ending is expected.ending and actual.exception == expected.exception:
        return None
    return Mismatch(_JUDGEMENTS.get(actual.ending, Judgement.WRONG), _came_to(actual), _came_to(expected))


def _value_mismatch(actual: Outcome, expected: Outcome, case: Case, exercise: Exercise | Question) -> Mismatch | None:
    if actual.encoded == expected.encoded:
        return None
    try:
        value = wire.value_of(actual.encoded)
    except wire.WireError:
        return Mismatch(Judgement.CRASHED, "something that cannot be read", "a value")
    theirs = wire.decode(expected.encoded)
    if isinstance(exercise, Question) and exercise.choices:
        value, theirs = _as_choice(value), _as_choice(theirs)
    ours = conform(value, theirs)
    if isinstance(ours, Mismatch):
        return ours
    default = case.tolerance or exercise.tolerance
    accepts_float32 = isinstance(exercise, Exercise) and exercise.accepts_float32
    for view in case.views or (View(),):
        part, right = step_into(ours, view.at), step_into(theirs, view.at)
        found = mismatch(part, right, view.tolerance or default, accepts_float32=accepts_float32)
        if found is not None:
            return placed(found, theirs, view.at)
    return None


def _change(actual: Outcome, expected: Outcome) -> Mismatch | None:
    """A right value is not all there is: the caller's arrays are the caller's."""
    changed = sorted(set(actual.changed) - set(expected.changed))
    if not changed:
        return None
    which = " and ".join(f"argument {position + 1}" for position in changed)
    return Mismatch(Judgement.WRONG, f"{which} changed in place", f"{which} left as it was")


def _came_to(outcome: Outcome) -> str:
    if outcome.ending is Ending.RETURNED:
        return "a value"
    if outcome.ending is Ending.RAISED:
        return f"{outcome.exception}: {outcome.message}" if outcome.message else outcome.exception
    return outcome.ending.value


def _as_choice(value: Value) -> Value:
    """A choice is meant the same whatever its case and the blanks around it."""
    return value.strip().lower() if isinstance(value, str) else value
