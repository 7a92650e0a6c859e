"""Whether each assignment could be released, and whether assignments/ is what solutions/ gives today."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from autograder.doctor.course import read_course
from autograder.doctor.finding import Finding, State, broken
from autograder.errors import SpecError
from autograder.release import release

_SUBJECT: Final = "release"
_MOST_NAMES: Final = 3


def examine(root: Path) -> Iterator[Finding]:
    """Generate everything aside, prove it, and compare it with what is there; one at a time, so that each is heard."""
    course = read_course(root)
    stale: list[str] = []
    refused: list[str] = []
    for assignment in course.assignments:
        try:
            stale += release(course, (assignment.name,), check=True, to=None)
        except SpecError as error:
            if str(error) not in refused:  # where nbgrader's settings are missing, all say the same
                refused.append(str(error))
                yield broken(_SUBJECT, str(error), "mend solutions/, then run `autograder release`")
    if stale:
        more = f" and {len(stale) - _MOST_NAMES} more" if len(stale) > _MOST_NAMES else ""
        what = f"stale: {', '.join(stale[:_MOST_NAMES])}{more}"
        advice = "run `autograder release`, then `nbgrader generate_assignment NAME --force`"
        yield Finding(_SUBJECT, State.GAP, what, advice)
    elif not refused:
        what = "assignments/ is what solutions/ gives, and every solution earns full points"
        yield Finding(_SUBJECT, State.OK, what)
