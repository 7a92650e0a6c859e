"""What is told of submissions that are graded as they arrive."""

from dataclasses import dataclass
from typing import TypeAlias

from autograder.gradebook.results import GradedSubmission


@dataclass(frozen=True, slots=True)
class Done:
    """A submission was graded, its feedback handed out, or both.

    Args:
        student: whose.
        assignment: of what.
        graded: what came of it; None where it had been graded before.
        is_released: its feedback was handed out now.
        lacks_key: there is no key under which its feedback could be handed out, now or ever before.
    """

    student: str
    assignment: str
    graded: GradedSubmission | None
    is_released: bool
    lacks_key: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """Something could not be done for a submission, and why; it is tried again after so many seconds.

    Args:
        student: whose.
        assignment: of what.
        reason: why.
        pause: seconds until then.
        is_graded: it is graded, and its feedback alone is not handed out.
    """

    student: str
    assignment: str
    reason: str
    pause: float
    is_graded: bool = False


@dataclass(frozen=True, slots=True)
class Passed:
    """Something in the exchange is no submission, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Said:
    """A remark: on a submission, or with "" for names on the whole."""

    student: str
    assignment: str
    text: str


Event: TypeAlias = Done | Failed | Passed | Said
