"""The words of this package, one for each thing. Imports nothing of ours.

A `Submission` is cells. Running it puts calls to it and yields a `Run`: an `Outcome` for every call.
`judge` makes a `Verdict` of each exercise's outcomes, and the verdicts add up to a `Score`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeAlias

#: What may cross the wall: None, bool, int, float, complex, str, tuple, list, dict, NumPy arrays and scalars,
#: Source, Table.
Value: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Source:
    """Python text evaluated inside the wall: how a case passes a function, e.g. ``Source("lambda x: x**3")``."""

    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands for a returned object that is no value; only the name of its type crosses the wall."""

    type_name: str


class CellKind(StrEnum):
    """What a cell is for, and so whether it runs for a score."""

    SETUP = "setup"  # locked, runs: imports and given functions
    SOLUTION = "solution"  # the student's answer, runs
    OWN = "own"  # a cell the student added, runs
    CHECK = "check"  # locked, worth points, never runs
    DEMONSTRATION = "demonstration"  # locked plots, do not run for a score
    PROSE = "prose"  # markdown


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its kind, nbgrader's grade_id ("" for the student's own) and its text."""

    kind: CellKind
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What a student handed in for one assignment; `notes` are remarks the student should read."""

    assignment: str
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calls:
    """The questions put to one name: a call per entry of `arguments`, or its bare value where that is None.

    Args:
        name: the function (or, for a question, the variable) in the submission's namespace.
        arguments: positional arguments of each call, each as `wire` bytes; None to read a variable.
        public: how many calls, from the first, are public; their outcomes may be shown.
        cpu_seconds: processor time that all calls together may take.
    """

    name: str
    arguments: tuple[tuple[bytes, ...], ...] | None
    public: int
    cpu_seconds: float


class Ending(StrEnum):
    """How one call ended, seen from outside."""

    RETURNED = "returned"
    RAISED = "raised"
    TOO_SLOW = "too slow"
    WAITING = "waiting"
    OUT_OF_MEMORY = "out of memory"
    CRASHED = "crashed"
    EXITED = "exited"
    MISSING = "missing"
    NOT_GRADED = "not graded"  # our fault


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call came to.

    Args:
        ending: how it ended.
        encoded: the returned value as `wire` bytes; empty unless it returned.
        exception: name of the exception's type; empty unless it raised.
        message: the exception's text, bounded and free of control characters.
        printed: the start of what it printed.
        changed: positions of the arguments it changed in place.
    """

    ending: Ending
    encoded: bytes = b""
    exception: str = ""
    message: str = ""
    printed: str = ""
    changed: tuple[int, ...] = ()

    def __hash__(self) -> int:
        return hash(self.encoded)  # which remembers it; the rest seldom tells outcomes apart


@dataclass(frozen=True, slots=True)
class CellResult:
    """What running one cell came to: its prints and, where it failed, the error in one line."""

    printed: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a demonstration cell shows: its figures as PNG files, and what it printed or failed with."""

    figures: tuple[bytes, ...]
    result: CellResult


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a submission: the outcomes of every name asked for, and of every cell by its index."""

    outcomes: Mapping[str, tuple[Outcome, ...]]
    cells: Mapping[int, CellResult]
    cpu_seconds: float = 0.0


class Judgement(StrEnum):
    """The name of a verdict, for a case and for an exercise."""

    CORRECT = "correct"
    PARTIAL = "partial"
    WRONG = "wrong"
    WRONG_TYPE = "wrong type"
    WRONG_SHAPE = "wrong shape"
    RAISED = "raised"
    TOO_SLOW = "too slow"
    WAITING = "waiting"
    OUT_OF_MEMORY = "out of memory"
    CRASHED = "crashed"
    EXITED = "exited"
    NOT_IMPLEMENTED = "not implemented"
    MISSING = "missing"
    NOT_GRADED = "not graded"


#: Verdicts whose names say too little to someone who reads them for the first time, by the verdict.
STATES: Final[Mapping[str, str]] = {
    Judgement.RAISED: "raises an error",
    Judgement.MISSING: "not defined",
    Judgement.EXITED: "ends the program",
}
#: A question whose answer is still None is not code that somebody has to implement.
NOT_ANSWERED: Final = "not answered yet"


@dataclass(frozen=True, slots=True)
class Contrast:
    """What a public call came to beside what was expected: it tells the answer, so hidden ones have none.

    Args:
        got: what it came to, in words.
        expected: what was expected, in words.
        gap: how far apart figures are and where; "" for what holds no figures.
        values: what it came to, what was expected and the call's arguments, as `wire` bytes, for a figure to be drawn
            from; none where there is no such value, or too much of it.
    """

    got: str
    expected: str
    gap: str = ""
    values: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseVerdict:
    """What we make of one call. `call` is None and `message` says nothing of the numbers where the case is hidden.

    Of the public cases that went wrong, the one that tells most has a `contrast`.
    """

    label: str
    public: bool
    call: str | None
    judgement: Judgement
    message: str = ""
    contrast: Contrast | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What we make of one exercise.

    Args:
        exercise: its name.
        judgement: correct, or what went wrong first.
        points: points earned.
        max_points: points it is worth.
        hint: a question or a pointer for the student, "" when all is well.
        misconception: the catalogue's id of the wrong version recognised, or None.
        excused_by: the wrong foundation that explains this failure, or None.
        cases: every case, public ones first.
    """

    exercise: str
    judgement: Judgement
    points: float
    max_points: float
    hint: str = ""
    misconception: str | None = None
    excused_by: str | None = None
    cases: tuple[CaseVerdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The verdicts of one submission, in the assignment's order, and what the student should know beside them."""

    assignment: str
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...] = ()
    cells: tuple[tuple[int, CellResult], ...] = ()

    @property
    def points(self) -> float:
        """Points earned."""
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def max_points(self) -> float:
        """Points there are."""
        return sum(verdict.max_points for verdict in self.verdicts)

    @property
    def is_graded(self) -> bool:
        """False where some exercise could not be judged through no fault of the student's."""
        return all(verdict.judgement is not Judgement.NOT_GRADED for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Collected:
    """A collected submission waiting to be graded: whose, of what, and the folder it lies in."""

    student: str
    assignment: str
    folder: Path
