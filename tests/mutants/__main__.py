"""Changes the references of the course, one small thing at a time, and shows whether the grader notices.

``python -m tests.mutants`` makes every mutant of every function, hands it in and prints how many lost their points.
Those that cannot be told from the reference are listed in equivalents.toml, each with its reason; `--list` prints them.
The exit status is 0 when every other one is caught and the list holds nothing else. It takes a minute or two.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence

from tests.mutants.equivalents import equivalents
from tests.mutants.examination import Examination, examining
from tests.real_course import COURSE

_HEADINGS = ("assignment", "functions", "mutants", "killed", "equivalent", "survivors", "score")


def main(arguments: Sequence[str] | None = None) -> int:
    """Examine assignments and print the table."""
    options = _options(arguments)
    with examining(options.assignments) as examined:
        examinations = [examined(name) for name in options.assignments]
    lines = [*_table(examinations), *(line for each in examinations for line in _faults(each))]
    if options.list:
        lines += [line for each in examinations for line in _list(each)]
    sys.stdout.write("\n".join([*lines, ""]))
    return 1 if any(each.survivors or each.stale for each in examinations) else 0


def _table(examinations: Sequence[Examination]) -> Iterator[str]:
    rows = [(each.assignment, *_counts([each])) for each in examinations]
    rows.append(("all", *_counts(examinations)))
    yield "  ".join([f"{_HEADINGS[0]:<14}", *_HEADINGS[1:]])
    for name, *counts, score in rows:
        cells = (f"{count:>{len(heading)}}" for count, heading in zip(counts, _HEADINGS[1:-1], strict=True))
        yield "  ".join([f"{name:<14}", *cells, f"{score:>4}%"])


def _counts(examinations: Sequence[Examination]) -> tuple[int, ...]:
    """All columns but the first; the score is that of the mutants which are not equivalent, rounded down."""
    functions, mutants, killed, equivalent, survivors = (
        sum(counts)
        for counts in zip(
            *(
                (len(each.made), len(each.tried), each.killed, len(each.equivalent), len(each.survivors))
                for each in examinations
            ),
            strict=True,
        )
    )
    return functions, mutants, killed, equivalent, survivors, 100 * killed // max(1, killed + survivors)


def _faults(examination: Examination) -> Iterator[str]:
    for change in examination.survivors:
        yield f"\nsurvived, and is not listed: add a case that tells it apart, or its reason\n{change}"
    for change in examination.stale:
        yield f"\nlisted, and did not survive or is no mutant: take it off the list\n{change}"


def _list(examination: Examination) -> Iterator[str]:
    for change in examination.equivalent:
        yield f"\n{change}\n  {equivalents()[change]}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [assignment.name for assignment in COURSE.assignments]
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="only these (default: all)")
    parser.add_argument("--list", action="store_true", help="print every equivalent mutant with its reason")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.assignments) - set(names))
    if unknown:
        parser.error(f"there is no assignment {unknown[0]!r}; there are: {', '.join(names)}")
    options.assignments = options.assignments or names
    return options


if __name__ == "__main__":
    sys.exit(main())
