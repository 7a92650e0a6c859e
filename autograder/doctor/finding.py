"""What an examination says, as values and as text."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from autograder.submission.folder import printable

#: Subjects are set to this width, so that what is said of them stands in one column.
_WIDTH: Final = 9
_MOST_SIGNS: Final = 800


class State(StrEnum):
    """How bad it is."""

    OK = "ok"
    #: Something is missing or not yet done; whatever else there is works.
    GAP = "gap"
    #: It does not work, or works unsafely.
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Args:
        subject: what it is about, in one word.
        state: how it is.
        what: what was found, and what was expected where that differs.
        advice: what to do next; empty where nothing has to be done.
    """

    subject: str
    state: State
    what: str
    advice: str = ""


def broken(subject: str, message: str, otherwise: str) -> Finding:
    """A finding of what this grader refuses: its messages say what was found, and after the first "; " what to do.

    Args:
        subject: what it is about.
        message: of the refusal.
        otherwise: what to do where the message does not say.
    """
    what, _, advice = message.partition("; ")
    return Finding(subject, State.BROKEN, what, advice or otherwise)


def as_line(finding: Finding) -> str:
    """A finding in one line, whatever stands in it: it may name files that students named."""
    sign = finding.state.value if finding.state is State.OK else finding.state.value.upper()
    advice = f"  -> {finding.advice}" if finding.advice else ""
    line = printable(f"{sign:<6}  {finding.subject:<{_WIDTH}}  {finding.what}{advice}")
    return line if len(line) <= _MOST_SIGNS else line[: _MOST_SIGNS - 3] + "..."


def as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """Findings for programs: schema 1."""
    healthy = all(finding.state is State.OK for finding in findings)
    told = [{name: printable(text) for name, text in asdict(finding).items()} for finding in findings]
    return {"schema": 1, "ok": healthy, "findings": told}
