"""Measures this grader against its floor and its peers (pytest, otter, stock nbgrader), on the same submissions.

``python -m tests.benchmarks`` prints a table of one run. Compare the ratios in it, not figures of different days.
"""

import argparse
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final

from autograder.grade import Grader
from tests.benchmarks.contenders import ROOT, Contender, Setting
from tests.benchmarks.environments import Environments, PeerMissingError, default_folder
from tests.benchmarks.latency import Latency, check_latency, score_latency
from tests.benchmarks.measure import YARDSTICK, Plan, measure, one_core
from tests.benchmarks.memory import memory_readings
from tests.benchmarks.rows import PEERS, ROWS, Row
from tests.benchmarks.scale import scale_timings
from tests.benchmarks.submissions import Honest, make_submissions
from tests.benchmarks.table import class_table, facts, latencies, memory_table, model_table, scale_table, table
from tests.benchmarks.whole_class import class_timing

#: How much of everything: option, default, meaning.
_SIZES: Final = (
    ("--submissions", 24, "how many"),
    ("--repetitions", 5, "how often"),
    ("--slow-submissions", 8, "how many for slow rows"),
    ("--students", 200, "submissions of the class"),
    ("--judged", 2000, "submissions for memory"),
    ("--scale-students", 1000, "students of the large class, each with every assignment"),
    ("--model-students", 50, "students of the class that the model is measured on, each with every assignment"),
    ("--workers", 2, "who grade the large class"),
)
#: The other tables; those that take long are only made when asked for.
_LATENCY, _CLASS, _MEMORY, _SCALE, _MODEL = "latency", "class", "memory", "scale", "model"
_USUAL: Final = (*(row.key for row in ROWS), _LATENCY, _CLASS, _MEMORY)
_KEYS: Final = (*_USUAL, _SCALE, _MODEL)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = _options(arguments)
    print(facts(), flush=True)
    environments = Environments(None if options.peers_here else options.peers)
    rows = _rows((YARDSTICK, *options.only), environments)
    plan = Plan(options.repetitions, options.slow_submissions)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")))
        grader = stack.enter_context(Grader(ROOT))
        submissions = make_submissions(grader, folder / "submissions", options.submissions)
        setting = Setting(grader, submissions, folder, environments)
        print(_planned(submissions, plan), flush=True)
        if len(rows) > 1:
            print(f"\n{_compared(rows, setting, plan)}", flush=True)
        for key, make in _TABLES.items():
            if key in options.only:
                place = folder / key
                place.mkdir()
                print(f"\n{make(replace(setting, folder=place), plan, options)}", flush=True)


def _rows(keys: Sequence[str], environments: Environments) -> list[Row]:
    """Those asked for that can be measured here; says of the others why they are left out."""
    rows = []
    for row in ROWS:
        if row.key not in keys:
            continue
        if row.key in PEERS:
            try:
                environments.python(row.key)
            except PeerMissingError as error:
                print(f"left out, {row.title}: {error}", flush=True)
                continue
            print(environments.says(row.key), flush=True)
        rows.append(row)
    return rows


def _planned(submissions: Sequence[Honest], plan: Plan) -> str:
    shared = sum(each.is_right for each in submissions[: plan.slow_submissions])
    return (
        f"{len(submissions)} submissions ({sum(each.is_right for each in submissions)} right) of "
        f"{len({each.assignment for each in submissions})} assignments, {plan.repetitions} repetitions in turn, "
        f"median; slow rows grade the first {plan.slow_submissions} ({shared} right)"
    )


def _compared(rows: Sequence[Row], setting: Setting, plan: Plan) -> str:
    """The table of the rows."""
    with one_core(), ExitStack() as stack:
        contenders: dict[Row, Contender] = {}
        for row in rows:
            place = setting.folder / row.key
            place.mkdir()
            contenders[row] = row.make(replace(setting, folder=place))
            stack.callback(contenders[row].close)
        return table(measure(contenders, setting.submissions, plan))


def _latency_table(setting: Setting, plan: Plan, _: argparse.Namespace) -> str:
    return latencies(_latencies(setting.grader, setting.submissions, plan.repetitions))


def _class_table(setting: Setting, plan: Plan, options: argparse.Namespace) -> str:
    try:
        return class_table(class_timing(setting, plan, options.students))
    except PeerMissingError as error:
        return f"left out, a whole class: {error}"


def _memory_table(setting: Setting, _: Plan, options: argparse.Namespace) -> str:
    return memory_table(list(memory_readings(setting.grader, setting.submissions, setting.folder, options.judged)))


def _scale_table(setting: Setting, _: Plan, options: argparse.Namespace) -> str:
    return "\n\n".join(map(scale_table, scale_timings(setting, options.scale_students, options.workers)))


def _model_table(setting: Setting, _: Plan, options: argparse.Namespace) -> str:
    try:
        from tests.benchmarks.model import modelled  # noqa: PLC0415 - imports Dask, which the other tables do without
    except ModuleNotFoundError as error:
        return f"left out, the model: {error}"
    return model_table(modelled(setting, options.model_students))


_TABLES: Final = {
    _LATENCY: _latency_table,
    _CLASS: _class_table,
    _MEMORY: _memory_table,
    _SCALE: _scale_table,
    _MODEL: _model_table,
}


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
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=__doc__,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    for name, default, meaning in _SIZES:
        parser.add_argument(name, type=_positive, default=default, metavar="N", help=meaning)
    parser.add_argument("--only", nargs="+", choices=_KEYS, default=_USUAL, metavar="TABLE", help=", ".join(_KEYS))
    parser.add_argument("--peers", type=Path, default=default_folder(), help="where their environments are kept")
    parser.add_argument("--peers-here", action="store_true", help="peers run in this environment, if they are in it")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        msg = f"{number} is too few, expected 1 or more"
        raise argparse.ArgumentTypeError(msg)
    return number


if __name__ == "__main__":
    main()
