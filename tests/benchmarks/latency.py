"""What a person waits for: `check` in a notebook that is warm, and the command `autograder score` from cold."""

import importlib.util
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.catalogue.shelf import KEYS
from tests.benchmarks.measure import Spread, spread
from tests.benchmarks.submissions import Honest

#: Runs a right notebook's cells as a student would, checks all of it once, and then again with a clock.
_CHECKS: Final = """
import contextlib, io, sys, time
module, names = sys.argv[1], sys.argv[2].split(",")
exec(compile(open(module).read(), module, "exec"), globals())
for turn in range(int(sys.argv[3]) + 1):
    for name in names:
        start = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()) as card:
            check(name)
        if "correct" not in card.getvalue() and not name.startswith("q_"):
            sys.exit(card.getvalue())
        if turn:
            print(time.perf_counter() - start)
"""


@dataclass(frozen=True, slots=True)
class Latency:
    """How long one thing takes, or why it was not measured.

    Args:
        title: what it is.
        budget_ms: how long it may take.
        seconds: how long it took.
        missing: why that is not known.
    """

    title: str
    budget_ms: float
    seconds: Spread | None = None
    missing: str = ""


def check_latency(submission: Honest, released: Path, repetitions: int) -> Latency:
    """Time `check` on every exercise of a right submission, in the folder of the release."""
    title = f"check(), warm, each exercise of {submission.assignment}"
    if not _exists("autograder.check"):
        return Latency(title, 100.0, missing="(there is no check yet)")
    module = submission.path.with_suffix(".cells.py")
    module.write_text("\n\n".join(submission.cells))
    done = subprocess.run(
        [sys.executable, "-c", _CHECKS, module, ",".join(submission.answers), str(repetitions)],
        cwd=released,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        return Latency(title, 100.0, missing=f"(failed: {_last_line(done.stderr)})")
    return Latency(title, 100.0, spread([float(line) for line in done.stdout.split()]))


def score_latency(submission: Honest, root: Path, repetitions: int, *, keeps: bool) -> Latency:
    """Time the command on a right submission, its process new each time.

    Args:
        submission: it.
        root: the course's folder.
        repetitions: how often.
        keeps: whether the assignment's key was kept by an earlier run; where not, it is built each time.
    """
    title = f"autograder score, cold, {submission.assignment}{'' if keeps else ', its first time'}"
    if not _exists("autograder.cli"):
        return Latency(title, 1500.0, missing="(there is no command yet)")
    kept = root / "solutions" / KEYS / submission.assignment
    taken = []
    for _ in range(repetitions):
        if not keeps:
            kept.unlink(missing_ok=True)
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "autograder", "score", submission.path, "--assignment", submission.assignment],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        taken.append(time.perf_counter() - start)
        if done.returncode != 0:
            return Latency(title, 1500.0, missing=f"(failed: {_last_line(done.stderr)})")
    return Latency(title, 1500.0, spread(taken))


def _exists(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]
