"""Lays every trap that nbgrader is known to fall into, in a small real course, and shows who falls in.

``python -m tests.traps`` grades the same classes with nbgrader as it comes, with `nbgrader autograde` as this course
sets it up, and with `autograder grade`. In brackets stand the points that were earned, or what went wrong. The exit
status is 0 when both of this course's own ways hold everywhere. It takes about five minutes.

nbgrader as it comes runs student code without walls. What is run here is written below this folder, stays in a
temporary one and does no harm.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.traps.catalogue import INCIDENTS, TRAPS
from tests.traps.course import make_pattern
from tests.traps.incidents import Incident
from tests.traps.table import Row, table
from tests.traps.trap import Trap
from tests.traps.trial import Outcome, lay
from tests.traps.ways import AUTOGRADE, GRADE, STOCK, Way

_WAYS = (STOCK, AUTOGRADE, GRADE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Lay the traps and print the table."""
    chosen = _options(arguments).traps
    traps = [trap for trap in TRAPS if trap.name in chosen]
    incidents = [incident for incident in INCIDENTS if incident.name in chosen]
    with tempfile.TemporaryDirectory(prefix="traps-") as folder:
        place = Path(folder)
        pattern = make_pattern(place / "pattern")
        ended = {}
        for number, way in enumerate(_WAYS):
            sys.stderr.write(f"{way.title} ...\n")
            (place / str(number)).mkdir()
            ended[way] = _ended(traps, incidents, way, (pattern, place / str(number)))
    everything: list[Trap | Incident] = [*traps, *incidents]
    rows = [Row(one.name, one.story, {way: ended[way][one.name] for way in _WAYS}) for one in everything]
    fallen = [row.name for row in rows if not row.holds]
    verdict = f"these do not hold: {', '.join(fallen)}" if fallen else "all hold"
    sys.stdout.write(f"{table(rows, _WAYS)}\n\n{len(rows)} traps; here {verdict}\n")
    return 1 if fallen else 0


def _ended(
    traps: Sequence[Trap], incidents: Sequence[Incident], way: Way, folders: tuple[Path, Path]
) -> dict[str, Outcome | None]:
    """Lay traps and let incidents happen in one way; the folders are the one to copy, and where to."""
    pattern, place = folders
    outcomes: dict[str, Outcome | None] = dict(lay(traps, pattern, place, way))
    return outcomes | {incident.name: incident.ended(pattern, place, way) for incident in incidents}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [*(trap.name for trap in TRAPS), *(incident.name for incident in INCIDENTS)]
    parser = argparse.ArgumentParser(
        prog="python -m tests.traps", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("traps", nargs="*", metavar="TRAP", help="only these (default: all)")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.traps) - set(names))
    if unknown:
        parser.error(f"there is no trap {unknown[0]!r}; there are: {', '.join(names)}")
    options.traps = options.traps or names
    return options


if __name__ == "__main__":
    sys.exit(main())
