"""All traps, by theme."""

from typing import Final

from tests.traps import answers, beside, cells, cheats, crashes, edited, escapes, resubmissions, results
from tests.traps.incidents import INCIDENTS
from tests.traps.trap import Trap

TRAPS: Final[tuple[Trap, ...]] = (
    *resubmissions.TRAPS,
    *cells.TRAPS,
    *results.TRAPS,
    *edited.TRAPS,
    *cheats.TRAPS,
    *answers.TRAPS,
    *escapes.TRAPS,
    *beside.TRAPS,
    *crashes.TRAPS,
)
#: Those that somebody would walk into for points.
CHEATS: Final[tuple[Trap, ...]] = tuple(trap for trap in TRAPS if trap.cheat)

__all__ = ["CHEATS", "INCIDENTS", "TRAPS"]
