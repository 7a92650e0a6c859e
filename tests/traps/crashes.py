"""One exercise goes astray, and takes all others with it."""

from typing import Final

from tests.traps.cheats import last_cell
from tests.traps.released import Released
from tests.traps.trap import Draw, Trap, cheat, first_time

_EXITS: Final = """
import os

def error_of_weight(weight, input, goal_pred):
    os._exit(0)
"""
_SEGFAULT: Final = """
import ctypes

def error_of_weight(weight, input, goal_pred):
    ctypes.string_at(0)
"""
_ENDLESS: Final = """
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""
_EXITS_FIRST: Final = "import os\n\nos._exit(0)"
_NAME: Final = "error_of_weight"


def _astray(source: str) -> Draw:
    return lambda released: released.submission(released.answered(**{_NAME: source.strip()}))


def _all_others(released: Released) -> float:
    return released.full - released.worth(_NAME)


def _crash(name: str, what: str, source: str) -> Trap:
    return Trap(name, f"{what} in one exercise loses the others", first_time(_astray(source), _all_others))


TRAPS: Final = (
    _crash("exits", "os._exit(0)", _EXITS),
    _crash("segfault", "a segmentation fault", _SEGFAULT),
    _crash("endless", "a loop that cannot be interrupted", _ENDLESS),
    cheat(
        "exits-first", "ending the kernel before the checks (`os._exit(0)`)", last_cell(_EXITS_FIRST), stock_falls=False
    ),
    cheat(
        "raises-first", "raising `SystemExit` before the checks", last_cell("raise SystemExit(0)"), stock_falls=False
    ),
)
