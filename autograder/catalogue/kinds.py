"""Whether what stands in an exercise, a question or a case is of the kind that belongs there; a fault is words.

Python lets an author write `tolerance=1e-6` or `public=Case(...)` and says nothing. Here it is said, before a run fails
on it somewhere else.
"""

import math
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import numpy as np

from autograder import wire
from autograder.model import Source, Unreadable, Value
from autograder.spec import Case, Misconception, Table, Tolerance, View, WrongAnswer

#: As the author gave it: its declared kind is what is being asked.
Given: TypeAlias = Any
#: What is wrong, and what to do about it.
Fault: TypeAlias = tuple[str, str]
_PLAIN: Final = (type(None), bool, int, float, complex, str)
_A_TOLERANCE: Final = "write Tolerance(rtol=..., atol=...), two finite numbers, 0 or more"


def exercise_faults(exercise: Given) -> Iterator[Fault]:
    """What in an exercise is of another kind than it should be."""
    name = repr(exercise.name)
    yield from _not_a_list(exercise.public, Case, f"the public cases of {name}", "Case(label, arguments)")
    yield from _not_a_list(
        exercise.misconceptions, Misconception, f"the misconceptions of {name}", "wrong(id, function) or patch(...)"
    )
    if not callable(exercise.hidden):
        reason = f"the hidden cases of {name} are a {_kind(exercise.hidden)}, not a function"
        yield reason, "write a function of a generator that yields Cases, and pass it without calling it"
    yield from _tolerance_faults(exercise.tolerance, name)
    for flag in ("accepts_float32", "keeps_arguments", "challenge"):
        value = getattr(exercise, flag)
        if not isinstance(value, bool):
            yield f"{flag} of {name} is {value!r:.40}", "expected True or False"
    if not _is_number(exercise.cpu_seconds) or exercise.cpu_seconds <= 0:
        yield f"cpu_seconds of {name} is {exercise.cpu_seconds!r:.40}", "expected a finite number above 0"


def question_faults(question: Given) -> Iterator[Fault]:
    """What in a question is of another kind than it should be."""
    name = repr(question.name)
    if not isinstance(question.hint, str):
        yield f"the hint of {name} is a {_kind(question.hint)}", "write it as a text"
    yield from _not_a_list(question.choices, str, f"the choices of {name}", "the texts to choose from")
    yield from _not_a_list(question.wrong_answers, WrongAnswer, f"the wrong answers of {name}", "WrongAnswer(...)")
    yield from _tolerance_faults(question.tolerance, name)
    if question.answer is None:
        yield f"the answer of {name} is None, and that is what the stub holds", "give the answer itself"
    elif fault := _value_fault(question.answer):
        yield f"the answer of {name} {fault}", "give a number, a text or a tuple of them"
    elif (
        isinstance(question.choices, list | tuple)
        and question.choices
        and not _is_choice(question.answer, question.choices)
    ):
        yield f"the answer of {name}, {question.answer!r:.40}, is none of its choices", "mend one of the two"
    elif isinstance(question.answer, str) and not question.choices:
        yield f"the answer of {name} is a text, and there are no choices", 'give them: choices=("...", "...")'


def wrong_version_faults(version: Given) -> Iterator[Fault]:
    """What in a wrong version or answer is of another kind than it should be."""
    if not isinstance(version.id, str) or (version.id and not version.id.isidentifier()):
        reason = f"the misconception id {version.id!r:.40} is none"
        yield reason, "use a letter first, then letters, digits and underscores"
    if not isinstance(version.hint, str):
        yield f"the hint of {version.id!r:.40} is a {_kind(version.hint)}", "write it as a text"
    if isinstance(version, WrongAnswer) and (fault := _value_fault(version.value)):
        yield f"the wrong answer {version.id} {fault}", "give a number, a text or a tuple of them"


def wrong_answer_fault(version: Given, question: Given) -> Fault | None:
    """Why nobody could give this wrong answer to the question."""
    if question.choices and not _is_choice(version.value, question.choices):
        reason = f"the wrong answer {version.id}, {version.value!r:.40}, is none of the choices of {question.name!r}"
        return reason, "mend one of the two"
    if isinstance(version.value, str) and not isinstance(question.answer, str):
        reason = f"the wrong answer {version.id} is a text, and the answer of {question.name!r} is none"
        return reason, "give one of the answer's kind"
    return None


def case_faults(case: Given, what: str) -> Iterator[Fault]:
    """What in a case is of another kind than it should be; `what` says whose it is."""
    if not isinstance(case, Case):
        yield f"{what} cases hold a {_kind(case)}", "expected Case(label, arguments)"
    else:
        yield from _case_faults(case, what)


def _case_faults(case: Given, what: str) -> Iterator[Fault]:
    if not isinstance(case.label, str) or not case.label.strip():
        yield f"a {what} case has no label (arguments {case.arguments!r:.80})", "say what is special about it"
    elif not case.label.isprintable():
        yield f"the label {case.label!r:.80} of a {what} case does not fit on a line", "use plain words"
    whose = f"{what} case {case.label!r:.80}"
    if type(case.arguments) is not tuple:
        reason = f"{whose}: its arguments are a {_kind(case.arguments)}, not a tuple"
        yield reason, "write (x,) for a single argument"
        return
    for number, argument in enumerate(case.arguments, start=1):
        if fault := _argument_fault(argument):
            yield f"{whose}: its argument {number} {fault}", "pass numbers, texts, lists, arrays, a Table or a Source"
    if not isinstance(case.raises, str):
        yield f"{whose}: raises is a {_kind(case.raises)}", "write the exception's name as a text"
    yield from _tolerance_faults(case.tolerance, whose, may_be_none=True)
    yield from _view_faults(case, whose)


def _view_faults(case: Given, whose: str) -> Iterator[Fault]:
    faults = list(_not_a_list(case.views, View, f"{whose}: its views", "(View((0,)), ...)"))
    yield from faults
    for view in () if faults else case.views:
        if not isinstance(view.at, tuple) or not all(type(step) in (int, slice) for step in view.at):
            yield (
                f"{whose}: a view is at {view.at!r:.40}",
                "write a tuple of indices and slices, as in (0, slice(0, 2))",
            )
        yield from _tolerance_faults(view.tolerance, whose, may_be_none=True)


def _argument_fault(value: Value) -> str:
    """Why a value cannot be an argument, or ""."""
    if isinstance(value, Table):
        return _crossing_fault(value)
    if not isinstance(value, Source):
        return _value_fault(value)
    try:
        compile(value.text, "<source>", "eval")
    except (SyntaxError, ValueError, TypeError) as error:
        return f"is a Source that is no Python expression ({error})"
    return ""


def _value_fault(value: Value) -> str:
    """Why a value is none, or ""."""
    stranger = _stranger(value, wire.MAX_DEPTH)
    return f"holds a {stranger}" if stranger else _crossing_fault(value)


def _stranger(value: Value, depth: int) -> str:
    """The kind of something within a value that is no value, or stands where it may not; "" where there is none."""
    if depth < 0 or type(value) in _PLAIN:
        return ""  # what is nested too deep is found when it is to cross
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.name + " array" if isinstance(wire.decode(wire.encode(value)), Unreadable) else ""
    if isinstance(value, list | tuple):
        return next((found for item in value if (found := _stranger(item, depth - 1))), "")
    if isinstance(value, dict):
        return _stranger([*value, *value.values()], depth)
    return _kind(value)


def _crossing_fault(value: Value) -> str:
    try:
        wire.decode(wire.encode(value))
    except wire.WireError as error:
        return f"cannot cross the wall ({error})"
    return ""


def _tolerance_faults(tolerance: Given, whose: str, *, may_be_none: bool = False) -> Iterator[Fault]:
    if tolerance is None and may_be_none:
        return
    if not isinstance(tolerance, Tolerance):
        yield f"the tolerance of {whose} is a {_kind(tolerance)}", _A_TOLERANCE
    elif not all(_is_number(each) and each >= 0 for each in (tolerance.rtol, tolerance.atol)):
        yield f"the tolerance of {whose} is {tolerance!r:.80}", _A_TOLERANCE


def _not_a_list(values: Given, kind: type, what: str, wanted: str) -> Iterator[Fault]:
    """Say that something is no list of `kind`, or what else it holds."""
    if not isinstance(values, list | tuple):
        yield f"{what} are a {_kind(values)}, not a list", f"write [{wanted}]"
        return
    strangers: list[Given] = [each for each in values if not isinstance(each, kind)]
    if strangers:
        yield f"{what} hold a {_kind(strangers[0])}", f"expected {wanted}"


def _is_choice(answer: Given, choices: Given) -> bool:
    return isinstance(answer, str) and answer.strip().lower() in {
        choice.strip().lower() for choice in choices if isinstance(choice, str)
    }


def _is_number(value: Given) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _kind(value: object) -> str:
    return type(value).__name__
