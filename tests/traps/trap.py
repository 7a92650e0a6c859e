"""What a trap is: what some students hand in, and what each of them deserves.

Whoever does not get exactly that has fallen in, or was pulled in by a neighbour.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from tests.traps.released import Released

#: What one submission holds: a file's content by its name, which may lead into a folder.
Files: TypeAlias = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Student:
    """Somebody who hands in once or more, always later than before.

    Args:
        name: who; the trap's own name, and for neighbours more behind it.
        hands_in: the submissions; everybody is graded after each.
        deserved: the points that the last one is worth.
    """

    name: str
    hands_in: tuple[Files, ...]
    deserved: float


@dataclass(frozen=True, slots=True)
class Trap:
    """A trap that lies in submissions alone.

    Args:
        name: short, and fit for a student's name.
        story: what goes wrong where somebody falls in.
        arrange: makes the students, from the assignment as it was released.
        stock_falls: whether nbgrader alone falls in; where it does not, the trap is kept so that nobody ever does.
        stops_the_class: whether nbgrader alone grades nobody behind this one.
        lingers: whether something goes on after the run.
        cheat: what somebody does for points that they do not deserve, or "" where nobody would do it for points.
    """

    name: str
    story: str
    arrange: Callable[[str, Released], tuple[Student, ...]]
    stock_falls: bool = True
    stops_the_class: bool = False
    lingers: bool = False
    cheat: str = ""

    def students(self, released: Released) -> tuple[Student, ...]:
        """Who takes part."""
        return self.arrange(self.name, released)


Arrange: TypeAlias = Callable[[str, Released], tuple[Student, ...]]
Draw: TypeAlias = Callable[[Released], Files]


def first_time(draw: Draw, deserved: Callable[[Released], float]) -> Arrange:
    """One student hands in once."""
    return lambda name, released: (Student(name, (draw(released),), deserved(released)),)


def after_full_marks(draw: Draw, deserved: Callable[[Released], float]) -> Arrange:
    """One student hands in what is all right, and then something else."""
    return lambda name, released: (Student(name, (right(released), draw(released)), deserved(released)),)


def with_a_neighbour(arrange: Arrange) -> Arrange:
    """Let somebody with full marks come right behind (folders are sorted, and _ comes after /)."""
    return lambda name, released: (
        *arrange(name, released),
        Student(f"{name}_neighbour", (right(released),), released.full),
    )


def cheat(  # noqa: PLR0913 - the fields of a trap, by name
    name: str,
    what: str,
    draw: Draw,
    *,
    neighbour: bool = False,
    stock_falls: bool = True,
    stops_the_class: bool = False,
    lingers: bool = False,
) -> Trap:
    """A way to get points for nothing; a neighbour with full marks lies beside it where there is one to take from."""
    arrange = first_time(draw, nothing)
    return Trap(
        name,
        f"{what} earns points for nothing",
        with_a_neighbour(arrange) if neighbour else arrange,
        stock_falls=stock_falls,
        stops_the_class=stops_the_class,
        lingers=lingers,
        cheat=what,
    )


def right(released: Released) -> Files:
    """Hand in a notebook with everything right."""
    return released.submission(released.answered())


def nothing(_: Released) -> float:
    """Deserve nothing."""
    return 0.0


def everything(released: Released) -> float:
    """Deserve full marks."""
    return released.full
