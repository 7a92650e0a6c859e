"""Measures this grader against the floor, a fresh pytest per submission and stock nbgrader, on the same submissions.

``python -m tests.benchmarks`` prints a table of one run. Compare the ratios in it, not figures of different days.
"""

import argparse
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from autograder.grade import Grader
from tests.benchmarks.contenders import ROOT, ROWS, Contender, Row, Setting
from tests.benchmarks.latency import Latency, check_latency, score_latency
from tests.benchmarks.measure import YARDSTICK, Plan, measure, one_core
from tests.benchmarks.memory import memory_readings
from tests.benchmarks.submissions import Honest, make_submissions
from tests.benchmarks.table import class_table, facts, latencies, memory_table, table
from tests.benchmarks.whole_class import class_timing

#: Ask for the other tables.
LATENCY, CLASS, MEMORY = "latency", "class", "memory"
OTHERS: Final = (LATENCY, CLASS, MEMORY)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = _options(arguments)
    print(facts(), flush=True)
    rows = [row for row in ROWS if row.key in (YARDSTICK, *options.only)]
    plan = Plan(options.repetitions, options.slow_submissions)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")))
        grader = stack.enter_context(Grader(ROOT))
        submissions = make_submissions(grader, folder / "submissions", options.submissions)
        print(
            f"{len(submissions)} submissions ({sum(each.is_right for each in submissions)} right) of "
            f"{len({each.assignment for each in submissions})} assignments, {plan.repetitions} repetitions in turn, "
            f"median; slow rows grade the first {plan.slow_submissions}\n",
            flush=True,
        )
        with one_core():
            contenders: dict[Row, Contender] = {}
            for row in rows:
                place = folder / row.key
                place.mkdir()
                contenders[row] = row.make(Setting(grader, submissions, place))
                stack.callback(contenders[row].close)
            print(table(measure(contenders, submissions, plan)), flush=True)
        if LATENCY in options.only:
            print(f"\n{latencies(_latencies(grader, submissions, plan.repetitions))}", flush=True)
        if CLASS in options.only:
            place = folder / CLASS
            place.mkdir()
            timing = class_timing(Setting(grader, submissions, place), plan, options.students)
            print(f"\n{class_table(timing)}", flush=True)
        if MEMORY in options.only:
            print(f"\n{memory_table(list(memory_readings(grader, submissions, options.judged)))}")


def _latencies(grader: Grader, submissions: Sequence[Honest], repetitions: int) -> list[Latency]:
    """Time what a person waits for, on the first right submission of each assignment."""
    first = {each.assignment: each for each in reversed(submissions) if each.is_right}
    chosen = [first[name] for name in sorted(first)]
    released = grader.course.released
    return [
        *(check_latency(each, released / each.assignment, repetitions) for each in chosen),
        *(score_latency(each, ROOT, repetitions, keeps=keeps) for keeps in (False, True) for each in chosen),
    ]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    keys = [*(row.key for row in ROWS), *OTHERS]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--submissions", type=_positive, default=24, metavar="N", help="how many (default: %(default)s)"
    )
    parser.add_argument(
        "--repetitions", type=_positive, default=5, metavar="N", help="how often (default: %(default)s)"
    )
    parser.add_argument(
        "--slow-submissions",
        type=_positive,
        default=4,
        metavar="N",
        help="how many for slow rows (default: %(default)s)",
    )
    parser.add_argument(
        "--students", type=_positive, default=200, metavar="N", help="submissions of the class (default: %(default)s)"
    )
    parser.add_argument(
        "--judged", type=_positive, default=2000, metavar="N", help="submissions for memory (default: %(default)s)"
    )
    parser.add_argument("--only", nargs="+", choices=keys, default=keys, metavar="ROW", help=f"of {', '.join(keys)}")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        msg = f"{number} is too few, expected 1 or more"
        raise argparse.ArgumentTypeError(msg)
    return number


if __name__ == "__main__":
    main()
