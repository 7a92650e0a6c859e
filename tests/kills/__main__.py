"""Kills `autograder grade` at random instants, starts it again, and compares what is there with an undisturbed run.

``python -m tests.kills`` grades a small class of the real course, half of the time for the first time, half of the time
once more, with marks and files of a teacher's in place. In turn the driver, the driver as it tells of a score, a
worker, a zygote while it starts, a zygote and a child get SIGKILL. A run whose driver lives has to come to a good end
by itself. Then the run is started again until it ends well, and everything is compared: the rows of the gradebook, the
files of autograded/ and feedback/, and the processes that are left. The exit status is 0 when nothing was lost, doubled
or left behind. A hundred kills take about 25 minutes.

``python -m tests.kills --fairness 200`` grades the same submissions so many times while the machine has far too much to
do and processes are stopped and killed, and fails where one of them does not always get the same verdicts.
"""

import argparse
import ctypes
import itertools
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.kills.course import make_graded, make_new
from tests.kills.fairness import all_alike, fairness_table, heavy_of, repeat
from tests.kills.table import table
from tests.kills.trial import Ended, Pattern, disturbed, undisturbed
from tests.kills.victims import Victim

_PR_SET_CHILD_SUBREAPER = 36


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill, compare, and print the table."""
    options = _options(arguments)
    if options.fairness:
        found = repeat(options.fairness, heavy_of(options.load), seed=options.seed)
        sys.stdout.write(f"{fairness_table(found)}\n")
        return 0 if all_alike(found) else 1
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)  # whoever is left behind is left to us
    random = Random(options.seed)  # noqa: S311 - instants, not secrets
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        place = Path(folder)
        new = make_new(place / "new")
        patterns = [undisturbed("new", new, place / "peace")]
        if not options.only_new:
            graded = make_graded(new, place / "graded")
            patterns.append(undisturbed("graded before", graded, place / "peace too"))
        trials = _trials(patterns, place / "course", options.times, random)
    sys.stdout.write(f"{table(trials)}\n")
    failed = [one for one in trials if not one.holds]
    sys.stdout.write("".join(f"{_story(one)}\n" for one in failed))
    kills = sum(bool(one.phase) for one in trials)
    sys.stdout.write(f"\n{kills} kills, {kills - sum(bool(one.phase) for one in failed)} as if nothing had happened\n")
    return 1 if failed else 0


def _trials(patterns: Sequence[Pattern], place: Path, times: int, random: Random) -> list[Ended]:
    """Try until so many were killed; a run that ended before its time came counts, and is no kill."""
    trials: list[Ended] = []
    choices = itertools.cycle([(victim, pattern) for victim in Victim for pattern in patterns])
    while sum(bool(one.phase) for one in trials) < times and len(trials) < 3 * times:
        victim, pattern = next(choices)
        trials.append(disturbed(pattern, place, victim, random))
        one = trials[-1]
        sys.stderr.write(f"{len(trials)}: {one.victim}, {one.pattern}, {one.phase or 'ended before'}: {one.holds}\n")
    return trials


def _story(one: Ended) -> str:
    lines = [*(f"untrue {text}" for text in one.untrue), *one.differences, *(f"left {text}" for text in one.left)]
    return "\n    ".join([f"{one.victim} ({one.pattern}, {one.phase}):", *lines[:20]])


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.kills", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=100, metavar="N", help="how many kills (default: 100)")
    parser.add_argument("--seed", type=int, default=5, metavar="N", help="of the instants (default: 5)")
    parser.add_argument("--fairness", type=int, metavar="N", help="kill nobody; grade the same N times under load")
    parser.add_argument("--load", type=float, default=4.0, metavar="N", help="busy processes per core (default: 4)")
    parser.add_argument("--only-new", action="store_true", help="grade for the first time alone")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
