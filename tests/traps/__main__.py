"""Lays every trap that nbgrader is known to fall into, in a small real course, and shows who falls in.

``python -m tests.traps`` grades the same classes with nbgrader as it comes, with `nbgrader autograde` as this course
sets it up, and with `autograder grade`. In brackets stand the points that were earned, or what went wrong. The exit
status is 0 when both of this course's own ways hold everywhere. It takes several minutes. With `--cheats` it tries
those alone that somebody would do for points, and prints what they earn, as Markdown.

For cheats the check cells that nbgrader as it comes runs hold plain asserts, public ones and hidden ones (see
`asserts`); for all other traps they hold the course's own `check(...)`.

nbgrader as it comes runs student code without walls. What is run here is written below this folder, stays in a
temporary one and does no harm.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.traps.asserts import write_asserts
from tests.traps.catalogue import INCIDENTS, TRAPS
from tests.traps.course import Course, make_pattern
from tests.traps.incidents import Incident
from tests.traps.table import Row, cheats_table, table
from tests.traps.trap import Trap
from tests.traps.trial import Outcome, lay
from tests.traps.ways import AUTOGRADE, GRADE, STOCK, STOCK_ASSERTS, Way

_WAYS = (STOCK, AUTOGRADE, GRADE)


@dataclass(frozen=True, slots=True)
class Patterns:
    """Two courses' folders to copy: the course as it is, and the same with asserts in its check cells."""

    course: Path
    asserts: Path

    @classmethod
    def made(cls, place: Path) -> Self:
        """Make both in a folder."""
        return cls(make_pattern(place / "pattern"), make_pattern(place / "asserts", write_asserts))

    def used(self, way: Way, *, for_cheats: bool) -> tuple[Path, Way]:
        """What to copy, and how to grade it; nbgrader as it comes gets asserts to cheat."""
        return (self.asserts, STOCK_ASSERTS) if for_cheats and way is STOCK else (self.course, way)


def main(arguments: Sequence[str] | None = None) -> int:
    """Lay the traps and print the table."""
    options = _options(arguments)
    known: list[Trap | Incident] = [*TRAPS, *INCIDENTS]
    everything = [one for one in known if one.name in options.traps and (one.cheat or not options.cheats)]
    with tempfile.TemporaryDirectory(prefix="traps-") as folder:
        place = Path(folder)
        patterns = Patterns.made(place)
        ended = {}
        for number, way in enumerate(_WAYS):
            sys.stderr.write(f"{way.title} ...\n")
            ended[way] = _ended(everything, way, patterns, place / str(number))
        full = Course.copied(patterns.course, place / "full", GRADE).released.full
    rows = [Row(one.name, one.story, {way: ended[way][one.name] for way in _WAYS}, one.cheat) for one in everything]
    fallen = [row.name for row in rows if not row.holds]
    verdict = f"these do not hold: {', '.join(fallen)}" if fallen else "all hold"
    told = cheats_table(rows, full) if options.cheats else table(rows, _WAYS)
    sys.stdout.write(f"{told}\n\n{len(rows)} {'cheats' if options.cheats else 'traps'}; here {verdict}\n")
    return 1 if fallen else 0


def _ended(
    everything: Sequence[Trap | Incident], way: Way, patterns: Patterns, place: Path
) -> dict[str, Outcome | None]:
    """Lay traps and let incidents happen in one way; cheats and other traps have classes of their own."""
    outcomes: dict[str, Outcome | None] = {}
    for is_cheat in (True, False):
        pattern, used = patterns.used(way, for_cheats=is_cheat)
        folder = place / ("cheats" if is_cheat else "others")
        folder.mkdir(parents=True)
        chosen = [one for one in everything if bool(one.cheat) is is_cheat]
        outcomes |= lay([one for one in chosen if isinstance(one, Trap)], pattern, folder, used)
        outcomes |= {one.name: one.ended(pattern, folder, used) for one in chosen if isinstance(one, Incident)}
    return outcomes


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [*(trap.name for trap in TRAPS), *(incident.name for incident in INCIDENTS)]
    parser = argparse.ArgumentParser(
        prog="python -m tests.traps", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("traps", nargs="*", metavar="TRAP", help="only these (default: all)")
    parser.add_argument("--cheats", action="store_true", help="cheats alone, and the points that they earn")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.traps) - set(names))
    if unknown:
        parser.error(f"there is no trap {unknown[0]!r}; there are: {', '.join(names)}")
    options.traps = options.traps or names
    return options


if __name__ == "__main__":
    sys.exit(main())
