"""Traps are laid in a class, the class is graded, and everybody's points are compared with what they deserve."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.traps.course import Course, Seen
from tests.traps.trap import Student, Trap
from tests.traps.ways import Way

#: How large the autograded notebook of a small one may be.
_MOST_BYTES: Final = 2_000_000
#: What survives a run has finished after so many seconds.
_LINGERING_SECONDS: Final = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a trap ended.

    Args:
        holds: whether everybody got what they deserve.
        said: what was seen, in words.
        points: what whoever walked into the trap has in the gradebook, or None where it holds nothing of them.
    """

    holds: bool
    said: str
    points: float | None = None


def lay(traps: Sequence[Trap], pattern: Path, place: Path, way: Way) -> dict[str, Outcome]:
    """Lay traps, and grade after each turn of submissions.

    All traps lie in one class, so that each could hurt everybody; where nbgrader alone would never get past one, that
    one has a class of its own.

    Args:
        traps: which.
        pattern: a course's folder to copy.
        place: an existing folder for the copies.
        way: how to grade.

    Returns:
        How each trap ended, by its name.
    """
    outcomes = {}
    for number, group in enumerate(_classes(traps, way)):
        course = Course.copied(pattern, place / f"class-{number}", way)
        _take_turns(course, [student for trap in group for student in trap.students(course.released)])
        if any(trap.lingers for trap in group):
            time.sleep(_LINGERING_SECONDS)
        for trap in group:
            outcomes[trap.name] = judge(course, trap.students(course.released))
    return outcomes


def _classes(traps: Sequence[Trap], way: Way) -> Iterator[list[Trap]]:
    together = [trap for trap in traps if way.is_ours or not trap.stops_the_class]
    if together:
        yield together
    for trap in traps:
        if trap not in together:
            yield [trap]


def _take_turns(course: Course, students: Sequence[Student]) -> None:
    for turn in range(max(len(student.hands_in) for student in students)):
        for student in students:
            if turn < len(student.hands_in):
                course.hand_in(student.name, student.hands_in[turn], turn)
        course.grade()


def judge(course: Course, students: Sequence[Student]) -> Outcome:
    """Compare what everybody got with what they deserve; tell of the last who got something else, the neighbour."""
    faults = [
        fault for student in students if (fault := _fault(student, course.seen(student.name), course.released.checks))
    ]
    points = course.seen(students[0].name).points
    return Outcome(not faults, faults[-1] if faults else f"{students[0].deserved:g}", points)


def _fault(student: Student, seen: Seen, checks: Mapping[str, str]) -> str:
    """Say what a student got that is not what they deserve, or "".

    Args:
        student: a neighbour is told apart from whoever walked into the trap.
        seen: what became of their work.
        checks: every check cell as it was released, which is how it has to come back.
    """
    who = "the neighbour has " if student.name.endswith("_neighbour") else ""
    if seen.points is None:
        return f"{who}no points, not {student.deserved:g}"
    if abs(seen.points - student.deserved) > 1e-9:
        return f"{who}{seen.points:g}, not {student.deserved:g}"
    if seen.notebook_bytes is None:
        return f"{who}no autograded notebook"
    if seen.notebook_bytes > _MOST_BYTES:
        return f"{who}a notebook of {seen.notebook_bytes / 1e6:.0f} MB"
    if seen.checks != checks:
        return f"{who}other check cells than were released"
    return ""
