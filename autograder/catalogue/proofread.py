"""What an exercises.py may not say: refused with file, line, reason and what to do, before anything runs.

What needs a run (a reference that misses its documented figures, twins, right forms that stray) is refused where
the answer key is built.
"""

import keyword
import math
import types
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np

from autograder.catalogue.listing import Listing, line_within
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
    if not exercises:
        _refuse(f"{listing.shown}:1", "defines no Exercise and no Question", "write at least one at the module's level")
    seen_ids: set[str] = set()
    for exercise in exercises:
        where = listing.at(exercise.name, *SPEC)
        _check_name(exercise.name, where, listing)
        _check_points(exercise, where)
        if isinstance(exercise, Exercise):
            _check_cases(exercise.public, where, f"{exercise.name!r}: public")
        _check_wrong_versions(exercise, listing, seen_ids)
    names = [exercise.name for exercise in exercises if isinstance(exercise, Exercise)]
    for form in right_forms:
        if form.exercise not in names and forms is not None:
            reason = f"the right form {form.name!r} is of {form.exercise!r}, which is no exercise here"
            _refuse(forms.at(form.exercise, "right_form"), reason, f"name one of {', '.join(names)}")


def remarks(exercises: Iterable[Exercise | Question]) -> list[str]:
    """What is allowed and yet worth a word: exercises with fewer than three misconceptions."""
    return [
        f"{exercise.name}: {len(exercise.misconceptions)} misconceptions; three or more make its hints worth reading"
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


def _check_cases(cases: Sequence[Any], where: str, what: str) -> None:
    """Refuse an empty list of cases, an entry that is no Case, an empty label, arguments that are no tuple."""
    if not cases:
        _refuse(where, f"{what} cases: there are none", "give at least one Case")
    for case in cases:
        if not isinstance(case, Case):
            _refuse(where, f"{what} cases hold a {type(case).__name__}", "expected Case(label, arguments)")
        if not str(case.label).strip():
            _refuse(where, f"a {what} case has no label (arguments {case.arguments!r})", "say what is special about it")
        if type(case.arguments) is not tuple:
            reason = f"{what} case {case.label!r}: its arguments are a {type(case.arguments).__name__}, not a tuple"
            _refuse(where, reason, "write (x,) for a single argument")


def _check_name(name: Any, where: str, listing: Listing) -> None:  # noqa: ANN401 - as the instructor gave it
    if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name) or len(name) > LONGEST_NAME:
        reason = f"{name!r} is no name a student could define"
        _refuse(where, reason, f"use a Python name of at most {LONGEST_NAME} letters")
    lines = listing.lines_of(name, *SPEC)
    if len(lines) > 1:
        _refuse(where, f"{name!r} was already defined on line {lines[0]}", "rename one of the two")


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
    for version in _wrong_versions(exercise):
        where = listing.at(version.id, *WRONG)
        if not version.id.strip() or version.id in seen_ids:
            _refuse(where, f"the misconception id {version.id!r} is taken or empty", "give each its own id")
        if not version.hint.strip():
            _refuse(where, f"the misconception {version.id} has no hint", "ask a question or point at the place")
        if version.hint in hints:
            reason = f"{hints[version.hint]} and {version.id} of {exercise.name!r} have the same hint"
            _refuse(where, reason, "merge the two or tell them apart")
        if isinstance(version, Misconception) and not version.source.strip() and not version.old.strip():
            _refuse(
                where, f"the patch {version.id} replaces an empty text", "give the piece of the reference it replaces"
            )
        seen_ids.add(version.id)
        hints[version.hint] = version.id


def _wrong_versions(exercise: Exercise | Question) -> Iterator[Misconception | WrongAnswer]:
    yield from exercise.misconceptions if isinstance(exercise, Exercise) else exercise.wrong_answers


def _refuse(where: str, reason: str, mend: str) -> NoReturn:
    msg = f"{where}: {reason}; {mend}"
    raise SpecError(msg)
