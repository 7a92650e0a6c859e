"""The account of one submission, as plain data: what was put to it, what came, and what was made of that."""

from dataclasses import dataclass
from typing import Final

from autograder.feedback import Standing

#: The first line of whatever shows an account.
WARNING: Final = "For the instructor alone: this shows hidden cases and their answers."


@dataclass(frozen=True, slots=True)
class CaseAccount:
    """One call.

    Args:
        label: the case's.
        public: students see it, too.
        call: as a student would type it.
        got: what it came to, in words.
        expected: what the reference comes to.
        difference: how far apart they are and where, or what else is wrong; "" where all is well.
        tolerance: what was allowed.
        verdict: of this call alone, hidden or not.
        printed: the start of what it printed.
    """

    label: str
    public: bool
    call: str
    got: str
    expected: str
    difference: str
    tolerance: str
    verdict: str
    printed: str


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A known wrong version, and in how many of how many cases the submission came to the same."""

    id: str
    hint: str
    same: int
    of: int


@dataclass(frozen=True, slots=True)
class SecondRun:
    """A run on right foundations.

    Args:
        lent: the foundations whose references were lent.
        right: how many cases were right then.
        of: how many there are.
        matched: what all of them together were like, in words.
        resemblances: the known wrong versions, judged by this run.
    """

    lent: tuple[str, ...]
    right: int
    of: int
    matched: str
    resemblances: tuple[Resemblance, ...]


@dataclass(frozen=True, slots=True)
class Repetition:
    """Public calls that were put again, each twice in a row, and how many of them came to two different things."""

    calls: int
    unsteady: int


@dataclass(frozen=True, slots=True)
class ExerciseAccount:
    """One exercise.

    Args:
        name: its name.
        points: points earned.
        max_points: points it is worth.
        verdict: what was made of it.
        hint: what the student is told.
        misconception: the wrong version recognised, or None.
        recognised_by: how it was, or why none was, in words.
        excused_by: the wrong foundation that explains the failure, or None.
        foundations: what it stands on.
        cases: every case, public ones first.
        resemblances: the known wrong versions by the first run, the nearest first.
        second_runs: those on right foundations.
        repetition: what putting its calls again showed, or None where that was not done.
    """

    name: str
    points: float
    max_points: float
    verdict: str
    hint: str
    misconception: str | None
    recognised_by: str
    excused_by: str | None
    foundations: tuple[str, ...]
    cases: tuple[CaseAccount, ...]
    resemblances: tuple[Resemblance, ...]
    second_runs: tuple[SecondRun, ...]
    repetition: Repetition | None


@dataclass(frozen=True, slots=True)
class CellAccount:
    """A cell that printed something or failed: its place in the file, counted from 1, its name and its kind."""

    place: int
    name: str
    kind: str
    printed: str
    error: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What the gradebook says.

    Args:
        state: in words: whether it speaks of this submission as it is judged now.
        is_current: it does.
        standing: points, a teacher's own among them, and lateness; None where it says nothing.
    """

    state: str
    is_current: bool
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One submission.

    Args:
        student: whose.
        assignment: of what.
        file: the file that counts, or "" where nothing can be read.
        unreadable: why nothing can be, or "".
        points: points earned, by all exercises.
        max_points: points there are.
        notes: what the student is told beside the verdicts: which file counts, which locked cells were changed.
        exercises: those that were asked for.
        cells: those that printed or failed.
        cells_run: how many ran.
        cpu_seconds: processor time of the first run.
        beside: what the gradebook says.
        unsafe: it ran without walls.
    """

    student: str
    assignment: str
    file: str
    unreadable: str
    points: float
    max_points: float
    notes: tuple[str, ...]
    exercises: tuple[ExerciseAccount, ...]
    cells: tuple[CellAccount, ...]
    cells_run: int
    cpu_seconds: float
    beside: Beside
    unsafe: bool = False
