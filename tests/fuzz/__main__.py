"""Throws examples at everything that takes something from a student, for as long as you like.

``python -m tests.fuzz --examples 5000`` tries so many of every target and prints how many held. A failing one is made
small and printed with its trace, and the exit status is 1. tests/test_fuzz.py runs the same targets with few examples.
"""

import argparse
import sys
import time
import traceback
import warnings
from collections.abc import Sequence

from autograder.grade import Grader
from tests.conftest import SEED
from tests.fuzz.target import Target
from tests.fuzz.targets import NAMES, targets
from tests.real_course import ROOT


def main(arguments: Sequence[str] | None = None) -> int:
    """Try every target asked for, whatever becomes of the others."""
    options = _options(arguments)
    warnings.simplefilter("error")  # a warning is no way to say that something is odd, either
    failed = 0
    with Grader(ROOT, seed=SEED) as grader:
        known = targets(grader)
        for name in options.targets or NAMES:
            failed += not _holds(known[name], options.examples, options.seed)
    return 1 if failed else 0


def _holds(target: Target, examples: int | None, seed: int | None) -> bool:
    start = time.monotonic()
    try:
        tried = target.run(examples or target.few, seed=seed)
    except Exception:  # noqa: BLE001 - that is what is looked for
        sys.stdout.write(f"{target.name:<18} FAILED: {target.claim}\n{traceback.format_exc()}\n")
        return False
    seconds = time.monotonic() - start
    sys.stdout.write(f"{target.name:<18} {tried:>7,} examples  {seconds:>6.0f} s  {target.claim}\n")
    sys.stdout.flush()
    return True


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"only these (default: all): {', '.join(NAMES)}")
    parser.add_argument("--examples", type=int, metavar="N", help="examples of each target (default: as in the tests)")
    parser.add_argument("--seed", type=int, metavar="S", help="draw the same examples again")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.targets) - set(NAMES))
    if unknown:
        parser.error(f"there is no target {unknown[0]!r}; there are: {', '.join(NAMES)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
