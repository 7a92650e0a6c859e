"""All traps, by theme."""

from typing import Final

from tests.traps import cells, cheats, crashes, escapes, resubmissions, results
from tests.traps.incidents import INCIDENTS
from tests.traps.trap import Trap

TRAPS: Final[tuple[Trap, ...]] = (
    *resubmissions.TRAPS,
    *cells.TRAPS,
    *results.TRAPS,
    *cheats.TRAPS,
    *escapes.TRAPS,
    *crashes.TRAPS,
)

__all__ = ["INCIDENTS", "TRAPS"]
