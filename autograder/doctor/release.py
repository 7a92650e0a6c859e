"""Whether assignments/ is what solutions/ gives today."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from autograder.doctor.course import read_course
from autograder.doctor.finding import Finding, State
from autograder.release import release

_MOST_NAMES: Final = 3


def examine(root: Path) -> Iterator[Finding]:
    """Generate everything aside, prove it, and compare it with what is there."""
    stale = release(read_course(root), (), check=True, to=None)
    if not stale:
        yield Finding(
            "release", State.OK, "assignments/ is what solutions/ gives, and every solution earns full points"
        )
        return
    more = f" and {len(stale) - _MOST_NAMES} more" if len(stale) > _MOST_NAMES else ""
    what = f"stale: {', '.join(stale[:_MOST_NAMES])}{more}"
    advice = "run `autograder release`, then `nbgrader generate_assignment NAME --force`"
    yield Finding("release", State.GAP, what, advice)
