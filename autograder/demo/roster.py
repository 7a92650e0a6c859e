"""The class: who they are, and what kind of work each of them hands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """A kind of work, in the words of the demo's table; `{mistakes}` stands for how many were made."""

    RIGHT = "all right"
    OTHER_FORM = "all right, written in other ways"
    MISTAKES = "{mistakes} known mistakes"
    LATE = "{mistakes} known mistakes, and late"
    SCRIPT = "{mistakes} known mistakes, in a .py file"
    FALSE_FRIENDS = "first one right; else patches numpy, returns always-equal objects"
    EDITED_CHECKS = "first one right; else deletes, edits and skips the checks"
    ENDLESS = "an endless loop in one cell, os._exit(0) in another"
    SYNTAX_ERROR = "a syntax error in one cell"
    UNTOUCHED = "nothing: the notebook as fetched"
    UNFINISHED = "only the first half"

    @property
    def makes_mistakes(self) -> bool:
        """Whether known mistakes are dealt to whoever does this."""
        return self in (Kind.MISTAKES, Kind.LATE, Kind.SCRIPT)


#: The first of a class do these, so that a small class shows most; the rest make mistakes.
_FIRST: Final = (
    Kind.RIGHT,
    Kind.OTHER_FORM,
    Kind.MISTAKES,
    Kind.LATE,
    Kind.FALSE_FRIENDS,
    Kind.SCRIPT,
    Kind.ENDLESS,
    Kind.EDITED_CHECKS,
    Kind.SYNTAX_ERROR,
    Kind.UNTOUCHED,
    Kind.UNFINISHED,
)
#: After as many students it starts over, with other right forms. As many make every known mistake of most lessons.
ROUND: Final = 30

# fmt: off
_NAMES: Final = (
    "ada", "blaise", "carl", "daniel", "emmy", "florence", "galileo", "hypatia", "isaac", "joan", "kurt",
    "leonhard", "maria", "niels", "olga", "pierre", "quentin", "rosa", "sofia", "thales", "ulla", "vera", "wilhelm",
    "xenia", "yuri", "zita", "alan", "bruno", "clara", "david",
)
_LAST_NAMES: Final = (
    "Alder", "Birch", "Cherry", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Kapok", "Linden",
    "Maple", "Nutmeg", "Oak", "Pine", "Quince", "Rowan", "Spruce", "Teak", "Umbrella", "Viburnum", "Willow", "Yew",
    "Ash", "Beech", "Cedar", "Ebony", "Hawthorn", "Larch",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Student:
    """A student of the made-up class.

    Args:
        id: the name that nbgrader knows.
        first_name: as the formgrader shows it.
        last_name: likewise.
        kind: what is handed in.
        turn: how many before did the same: which other form, whose mistakes.
    """

    id: str
    first_name: str
    last_name: str
    kind: Kind
    turn: int


def roster(students: int) -> Iterator[Student]:
    """Make a class; the same one every time."""
    turns = dict.fromkeys(Kind, 0)
    for number in range(students):
        place = number % ROUND
        kind = _FIRST[place] if place < len(_FIRST) else Kind.MISTAKES
        turn_of = Kind.MISTAKES if kind.makes_mistakes else kind
        earlier, name = number // len(_NAMES), _NAMES[number % len(_NAMES)]
        # Namesakes differ in their last name.
        last_name = _LAST_NAMES[(number + earlier) % len(_LAST_NAMES)]
        student_id = f"{name}{earlier + 1 if earlier else ''}"
        yield Student(student_id, name.capitalize(), last_name, kind, turns[turn_of])
        turns[turn_of] += 1


def hands(students: int) -> int:
    """How many students of a class, within one round, make mistakes."""
    return sum(student.kind.makes_mistakes for student in roster(min(students, ROUND)))
