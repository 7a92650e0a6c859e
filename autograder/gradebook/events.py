"""What is told of submissions that are graded as they arrive."""

from dataclasses import dataclass
from typing import TypeAlias

from autograder.gradebook.results import GradedSubmission


@dataclass(frozen=True, slots=True)
class Done:
    """A submission was graded, its feedback handed out, or both; `graded` is None where it had been before."""

    student: str
    assignment: str
    graded: GradedSubmission | None
    is_released: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """Something could not be done for a submission, and why; it is tried again after so many seconds."""

    student: str
    assignment: str
    reason: str
    pause: float


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
