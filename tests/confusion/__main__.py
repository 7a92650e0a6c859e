"""Judges every wrong version and wrong answer of the course, and prints what each was told.

``python -m tests.confusion`` hands all of them in, in notebooks; those that stand on another exercise once more on a
wrong one; tries each in other words and with results of another type; and on hidden cases from other seeds. Below each
table stands what was not told its own hint. The exit status is 0 when at least 95 % were in every column. It takes half
a minute.
"""

import argparse
import sys
from collections.abc import Sequence

from autograder.grade import Grader
from tests.conftest import SEED
from tests.confusion.columns import SEEDS, Column, handed_in, in_other_forms, is_enough, on_other_cases, on_wrong_ground
from tests.confusion.table import share, table
from tests.real_course import COURSE, ROOT


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge and print."""
    options = _options(arguments)
    found: list[Column] = []
    with Grader(ROOT, seed=SEED) as grader:
        for name in options.assignments:
            assignment = COURSE.assignment(name)
            columns = [
                handed_in(grader, assignment),
                on_wrong_ground(grader, assignment, on_every=options.every_ground),
            ]
            columns += in_other_forms(grader, assignment)
            columns += on_other_cases(grader, assignment, options.seeds)
            found += columns
            _write(f"{table(assignment, columns)}\n")
    headings = dict.fromkeys(column.heading for column in found)
    by_heading = {heading: [column for column in found if column.heading == heading] for heading in headings}
    for heading, columns in by_heading.items():
        _write(f"{heading}: {share(columns)}")
    return 0 if all(is_enough(columns) for columns in by_heading.values()) else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [assignment.name for assignment in COURSE.assignments]
    parser = argparse.ArgumentParser(
        prog="python -m tests.confusion", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="only these (default: all)")
    parser.add_argument("--seeds", nargs="*", type=int, default=SEEDS, help="of hidden cases (default: 1 2 3)")
    parser.add_argument(
        "--every-ground", action="store_true", help="on every wrong version of what they stand on; takes minutes"
    )
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.assignments) - set(names))
    if unknown:
        parser.error(f"there is no assignment {unknown[0]!r}; there are: {', '.join(names)}")
    options.assignments = options.assignments or names
    return options


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
