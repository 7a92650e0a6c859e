"""Hidden cases that are no good ones: not the same for everybody, or asked in public as well."""

from collections.abc import Iterator

from autograder import wire
from autograder.catalogue import Assignment, cases_of
from autograder.release.text_cell import refuse
from autograder.spec import Case


def check_drawn(assignment: Assignment, *, seed: int) -> None:
    """Draw all hidden cases, twice.

    Raises:
        SpecError: they cannot be drawn, or come out otherwise the second time: one student's would not be another's.
    """
    for exercise in assignment.exercises:
        first, again = ([*map(_asked, cases_of(exercise, assignment=assignment.name, seed=seed)[0])] for _ in range(2))
        if first != again:
            reason = f"the hidden cases of {exercise.name!r} are others each time they are drawn"
            refuse(assignment.at(exercise.name), reason, "draw all numbers from the generator that `hidden` is given")


def repeats(assignment: Assignment, *, seed: int) -> Iterator[str]:
    """Name the hidden cases that ask what a public one asks: allowed, since they may be judged otherwise."""
    for exercise in assignment.exercises:
        cases, public = cases_of(exercise, assignment=assignment.name, seed=seed)
        shown = {_asked(case): case.label for case in cases[:public]}
        for case in cases[public:]:
            if public and _asked(case) in shown:
                yield (
                    f"{assignment.at(exercise.name)}: the hidden case {case.label!r} of {exercise.name!r} is the call "
                    f"of the public case {shown[_asked(case)]!r}; draw other numbers, or leave it out"
                )


def _asked(case: Case) -> bytes:
    """The call as bytes; hidden arguments that cannot cross the wall are refused when they are drawn."""
    return b"".join(map(wire.encode, case.arguments))
