"""Foundations that are none: no names, not there, a question, the exercise itself, or a circle of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autograder.spec import Exercise


def foundation_faults(exercises: Sequence[Exercise]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the foundations: the exercise's name, the reason, and what to do. The first one counts."""
    known = {exercise.name: exercise for exercise in exercises}
    for exercise in exercises:
        foundations: Any = exercise.foundations
        if not isinstance(foundations, tuple | list):
            reason = f"the foundations of {exercise.name!r} are a {type(foundations).__name__}, not a tuple of names"
            yield exercise.name, reason, 'write ("name",) for a single one'
            return
        for foundation in foundations:
            yield from _one_fault(exercise.name, foundation, known)
    for exercise in exercises:
        circle = _circle(exercise.name, known, ())
        if circle:
            reason = f"{', which stands on '.join(map(repr, circle))}: a circle of foundations"
            yield exercise.name, reason, "take one of them out"


def _one_fault(name: str, foundation: object, known: Mapping[str, Exercise]) -> Iterator[tuple[str, str, str]]:
    if not isinstance(foundation, str):
        reason = f"the foundations of {name!r} hold a {type(foundation).__name__}"
        yield name, reason, "write the exercise's name, in quotes"
    elif foundation == name:
        yield name, f"{name!r} is named as a foundation of itself", "leave it out"
    elif foundation not in known:
        others = ", ".join(other for other in known if other != name)
        reason = f"{name!r} stands on {foundation!r}, which is no exercise with a function here"
        yield name, reason, f"name one of {others}" if others else "leave it out"


def _circle(name: str, known: Mapping[str, Exercise], path: tuple[str, ...]) -> tuple[str, ...]:
    """The way from the path's first exercise down to itself, or () where no way leads there."""
    if path and name == path[0]:
        return (*path, name)
    if name in path:  # a circle further down, which does not hold the first one
        return ()
    ways = (_circle(foundation, known, (*path, name)) for foundation in known[name].foundations)
    return next((way for way in ways if way), ())
