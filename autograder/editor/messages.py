"""What is said between the one who asks and the process that checks: one JSON object on each line."""

from typing import TypeAlias

import msgspec

from autograder.model import Ending, Verdict


class Job(msgspec.Struct, frozen=True):
    """What to do.

    Args:
        path: the file, or the folder that holds it, as an absolute path.
        struck: steps that an earlier process did not survive, each with its ending.
        last: exercises to be left to the end, since they took too long the last time.
        submission: also say what there is to know before submitting.
    """

    path: str
    struck: tuple[tuple[str, Ending], ...] = ()
    last: tuple[str, ...] = ()
    submission: bool = False


class Begin(msgspec.Struct, frozen=True, tag=True):
    """What is being checked.

    Args:
        assignment: its name.
        file: the one that counts.
        points: what every exercise is worth, in the assignment's order.
        by_hand: what is answered in words, and what a person may give for it.
        notes: what is to be said of the choice of the file, and of its cells.
    """

    assignment: str
    file: str
    points: dict[str, float]
    by_hand: dict[str, float]
    notes: tuple[str, ...] = ()


class Step(msgspec.Struct, frozen=True, tag=True):
    """What comes next, and how long it may take by the clock."""

    name: str
    seconds: float


class CellFailed(msgspec.Struct, frozen=True, tag=True):
    """A cell that ended in an error.

    Args:
        where: where it is, for a person.
        error: the error in one line.
        step: the step that it was.
        is_slow: whether it was stopped because it took too long.
    """

    where: str
    error: str
    step: str = ""
    is_slow: bool = False


class Found(msgspec.Struct, frozen=True, tag=True):
    """What was found of one exercise.

    Args:
        verdict: on the public cases.
        state: the verdict in a word or two.
        card: all that `check` says.
        case: the same without its hint.
    """

    verdict: Verdict
    state: str
    card: str
    case: str


class Remark(msgspec.Struct, frozen=True, tag=True):
    """Something to know before submitting."""

    text: str


class Failure(msgspec.Struct, frozen=True, tag=True):
    """Why nothing can be checked, or not all."""

    message: str


class End(msgspec.Struct, frozen=True, tag=True):
    """All is said.

    Args:
        overview: puts it together, a line for each exercise.
        libraries: what the code uses that takes long to load; the next process can have it ready.
    """

    overview: str
    libraries: tuple[str, ...] = ()


Message: TypeAlias = Begin | Step | CellFailed | Found | Remark | Failure | End
