"""Every target, by name."""

from collections.abc import Mapping
from typing import Final

from autograder.grade import Grader
from tests.fuzz.comparisons import COMPARISONS
from tests.fuzz.frames import FRAMES
from tests.fuzz.notebooks import notebook_targets
from tests.fuzz.target import Target
from tests.fuzz.wire_bytes import WIRE_BYTES
from tests.fuzz.wire_objects import WIRE_OBJECTS

_WITHOUT_GRADER: Final = (*WIRE_BYTES, *WIRE_OBJECTS, *FRAMES, *COMPARISONS)
#: In the order in which they run.
NAMES: Final = (*(target.name for target in _WITHOUT_GRADER), "notebooks-read", "notebooks-folder", "notebooks-graded")


def targets(grader: Grader) -> Mapping[str, Target]:
    found = {target.name: target for target in (*_WITHOUT_GRADER, *notebook_targets(grader))}
    assert tuple(found) == NAMES
    return found
