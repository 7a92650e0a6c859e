"""What an exercises.py may not say: refused with file, line, reason and what to do, before anything runs.

What needs a run (a reference that misses its documented figures, twins, right forms that stray) is refused where
the answer key is built.
"""

import keyword
import math
import types
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np

from autograder.catalogue.foundations import foundation_faults
from autograder.catalogue.kinds import (
    Fault,
    case_faults,
    exercise_faults,
    question_faults,
    wrong_answer_fault,
    wrong_version_faults,
)
from autograder.catalogue.listing import Listing, line_within
from autograder.counted import counted
from autograder.errors import SpecError
from autograder.spec import Case, Exercise, Misconception, Question, RightForm, WrongAnswer

#: Fewer wrong versions than this are worth a remark.
ENOUGH_MISCONCEPTIONS: Final = 3
#: More hidden cases than this are a generator that does not end.
MOST_HIDDEN_CASES: Final = 1000
#: A name becomes part of a cell's id, which has 64 characters.
LONGEST_NAME: Final = 48

SPEC: Final = ("Exercise", "Question")
WRONG: Final = ("wrong", "patch", "WrongAnswer", "Misconception")


def proofread(
    exercises: Sequence[Exercise | Question],
    right_forms: Sequence[RightForm],
    *,
    listing: Listing,
    forms: Listing | None,
) -> None:
    """Refuse what is not in order.

    Args:
        exercises: what exercises.py defines.
        right_forms: what right_forms.py defines.
        listing: the lines of exercises.py.
        forms: the lines of right_forms.py, or None where there is no such file.

    Raises:
        SpecError: `file:line: reason; what to do`, for the first thing found.
    """
    _check_all_named(exercises, listing)
    if not exercises:
        _refuse(f"{listing.shown}:1", "defines no Exercise and no Question", "write at least one at the module's level")
    seen_names: set[str] = set()
    seen_ids: set[str] = set()
    for exercise in exercises:
        where = listing.at(exercise.name, *SPEC)
        _check_name(exercise.name, where, listing, seen_names)
        _check_points(exercise, where)
        if isinstance(exercise, Exercise):
            _refuse_first(exercise_faults(exercise), where)
            _check_cases(exercise.public, where, f"{exercise.name!r}: public")
        else:
            _refuse_first(question_faults(exercise), where)
        _check_wrong_versions(exercise, listing, seen_ids)
    for name, reason, mend in foundation_faults([each for each in exercises if isinstance(each, Exercise)]):
        _refuse(listing.at(name, *SPEC), reason, mend)
    if forms is not None:
        _check_forms(right_forms, [each.name for each in exercises if isinstance(each, Exercise)], forms)


def remarks(exercises: Iterable[Exercise | Question]) -> list[str]:
    """What is allowed and yet worth a word: exercises with fewer than three misconceptions."""
    return [
        f"{exercise.name}: {counted(len(exercise.misconceptions), 'misconception')}; "
        "three or more make its hints worth reading"
        for exercise in exercises
        if isinstance(exercise, Exercise) and len(exercise.misconceptions) < ENOUGH_MISCONCEPTIONS
    ]


def draw_hidden(exercise: Exercise, generator: np.random.Generator) -> tuple[Case, ...]:
    """Draw an exercise's hidden cases.

    Raises:
        SpecError: its generator raised, did not end, or yielded nothing or something else than cases.
    """
    code = getattr(exercise.hidden, "__code__", None)
    filename, first_line = (code.co_filename, code.co_firstlineno) if isinstance(code, types.CodeType) else ("", 1)
    shown = "/".join(Path(filename).parts[-3:]) or exercise.name  # solutions/<assignment>/exercises.py
    where = f"{shown}:{first_line}"
    try:
        cases = tuple(islice(exercise.hidden(generator), MOST_HIDDEN_CASES + 1))
    except Exception as error:
        line = line_within(error.__traceback__, filename, otherwise=first_line)
        reason = f"the hidden cases of {exercise.name!r} raised {type(error).__name__}: {' '.join(str(error).split())}"
        msg = f"{shown}:{line}: {reason}; mend that line"
        raise SpecError(msg) from error
    if len(cases) > MOST_HIDDEN_CASES:
        _refuse(where, f"the hidden cases of {exercise.name!r} do not end", f"yield at most {MOST_HIDDEN_CASES}")
    _check_cases(cases, where, f"{exercise.name!r}: hidden")
    return cases


def wrong_versions(exercise: Exercise | Question) -> Sequence[Misconception | WrongAnswer]:
    """The wrong versions of an exercise, or the wrong answers to a question."""
    return exercise.misconceptions if isinstance(exercise, Exercise) else exercise.wrong_answers


def _check_cases(cases: Sequence[Any], where: str, what: str) -> None:
    """Refuse an empty list of cases, and a case that cannot be put to anybody."""
    if not cases:
        _refuse(where, f"{what} cases: there are none", "give at least one Case")
    for case in cases:
        _refuse_first(case_faults(case, what), where)


def _check_all_named(exercises: Sequence[Exercise | Question], listing: Listing) -> None:
    """Refuse an exercise that is made and held by no name of the module: it would be passed over."""
    known = {str(exercise.name) for exercise in exercises}
    for (callee, name), lines in listing.lines.items():
        if callee in SPEC and name not in known:
            mend = f"write it at the line's start, as in: {name} = {callee}({name!r}, ...)"
            _refuse(f"{listing.shown}:{lines[0]}", f"the {callee} {name!r} is made and given no name of its own", mend)


def _check_name(name: Any, where: str, listing: Listing, seen: set[str]) -> None:  # noqa: ANN401 - as the instructor gave it
    if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name) or len(name) > LONGEST_NAME:
        reason = f"{name!r} is no name a student could define"
        _refuse(where, reason, f"use a Python name of at most {LONGEST_NAME} letters")
    lines = listing.lines_of(name, *SPEC)
    if len(lines) > 1:
        _refuse(where, f"{name!r} was already defined on line {lines[0]}", "rename one of the two")
    if name in seen:
        _refuse(where, f"{name!r} is the name of two exercises", "rename one of the two")
    seen.add(name)


def _check_points(exercise: Exercise | Question, where: str) -> None:
    points: Any = exercise.points
    if isinstance(points, bool) or not isinstance(points, int | float) or not math.isfinite(points) or points < 0:
        _refuse(where, f"{exercise.name!r} is worth {points!r} points", "expected a finite number, 0 or more")
    if isinstance(exercise, Exercise) and exercise.challenge and points:
        _refuse(where, f"the challenge {exercise.name!r} is worth {points!r} points", "a challenge has points=0")


def _check_wrong_versions(exercise: Exercise | Question, listing: Listing, seen_ids: set[str]) -> None:
    if isinstance(exercise, Question) and not exercise.hint.strip():
        where = listing.at(exercise.name, *SPEC)
        _refuse(where, f"the question {exercise.name!r} has no hint", "ask what leads to the answer")
    hints: dict[str, str] = {exercise.hint: exercise.name} if isinstance(exercise, Question) else {}
    for version in wrong_versions(exercise):
        where = listing.at(version.id, *WRONG)
        _refuse_first(wrong_version_faults(version), where)
        if not version.id.strip():
            _refuse(where, "a misconception's id is empty", "give each its own id")
        if version.id in seen_ids:
            first = listing.lines_of(version.id, *WRONG)[:1] or ("?",)
            reason = f"the misconception id {version.id!r} is taken, on line {first[0]}"
            _refuse(where, reason, "give each its own id")
        if not version.hint.strip():
            _refuse(where, f"the misconception {version.id} has no hint", "ask a question or point at the place")
        if isinstance(version, WrongAnswer) and (fault := wrong_answer_fault(version, exercise)):
            _refuse(where, *fault)
        if version.hint in hints:
            reason = f"{hints[version.hint]} and {version.id} of {exercise.name!r} have the same hint"
            _refuse(where, reason, "merge the two or tell them apart")
        if isinstance(version, Misconception) and not version.source.strip() and not version.old.strip():
            _refuse(
                where, f"the patch {version.id} replaces an empty text", "give the piece of the reference it replaces"
            )
        seen_ids.add(version.id)
        hints[version.hint] = version.id


def _check_forms(right_forms: Sequence[RightForm], names: Sequence[str], forms: Listing) -> None:
    for form in right_forms:
        lines = forms.lines_of(form.name, "def")
        if len(lines) > 1:
            reason = f"the right form {form.name!r} was already written on line {lines[0]}, and that one is lost"
            _refuse(forms.at(form.name, "def"), reason, "rename one of the two")
        if form.exercise not in names:
            reason = f"the right form {form.name!r} is of {form.exercise!r}, which is no exercise here"
            _refuse(forms.at(form.exercise, "right_form"), reason, f"name one of {', '.join(names)}")


def _refuse_first(faults: Iterable[Fault], where: str) -> None:
    for fault in faults:
        _refuse(where, *fault)


def _refuse(where: str, reason: str, mend: str) -> NoReturn:
    msg = f"{where}: {reason}; {mend}"
    raise SpecError(msg)
