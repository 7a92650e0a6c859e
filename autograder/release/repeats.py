"""Hidden cases that ask what a public one asks: allowed, since they may be judged in another way, and worth a word."""

from collections.abc import Iterator

from autograder import wire
from autograder.catalogue import Assignment, cases_of
from autograder.spec import Case


def repeats(assignment: Assignment, *, seed: int) -> Iterator[str]:
    """Name them, each with its place and what to do."""
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
    return b"".join(map(wire.encode, case.arguments))
