"""The grader that nbgrader's own process keeps at hand: `nbgrader autograde`, or the server behind the formgrader.

nbgrader makes its preprocessors anew for every notebook, and a grader takes a second to make. So one is kept for the
life of the process, for one course, and replaced when that course changes on disk.
"""

from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from autograder.grade import Grader
from autograder.gradebook.examiner import Examiner

_Stamp: TypeAlias = tuple[tuple[str, int, int], ...]
_FILES: Final = ("solutions/.seed", "solutions/*/*.py", "solutions/*/*.ipynb", "assignments/*/*")

#: The state of this module: the one examiner at hand, by the course and the state of its files it was made from.
_at_hand: dict[tuple[Path, bool, _Stamp], Examiner] = {}


def examiner_for(course_root: Path, *, unsafe: bool = False) -> Examiner:
    """The examiner of a course as it is now.

    Args:
        course_root: the course's folder.
        unsafe: also where the walls do not stand.
    """
    key = (course_root, unsafe, _stamp(course_root))
    if key not in _at_hand:
        while _at_hand:
            _at_hand.popitem()[1].close()
        _at_hand[key] = Examiner(partial(Grader, course_root, unsafe=unsafe))
        _at_hand[key].take_grader()
        # The seed may have been made just now.
        _at_hand[course_root, unsafe, _stamp(course_root)] = _at_hand.pop(key)
    return next(iter(_at_hand.values()))


def _stamp(course_root: Path) -> _Stamp:
    """What tells that a course's files have changed."""
    found = sorted(path for pattern in _FILES for path in course_root.glob(pattern))
    return tuple((str(path), status.st_mtime_ns, status.st_size) for path in found for status in [path.stat()])
