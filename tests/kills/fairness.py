"""The same submissions, graded again and again on a machine that has too much to do: do they always get the same?

More busy processes than the machine has processors run beside several graders; half of the graders are nice to them.
Meanwhile zygotes and children are stopped for seconds and continued, and now and then one is killed.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Final

from autograder.answers import AnswerKey
from autograder.catalogue import load_course
from autograder.errors import SandboxError
from autograder.grade import Grader, run_and_judge
from autograder.model import CellKind, Judgement
from autograder.sandbox import Limits
from autograder.submission import parse_notebook, parse_script
from tests.conftest import SEED
from tests.kills.victims import Victim, find

_ROOT: Final = Path(__file__).parents[2]
_ASSIGNMENT: Final = "error"
#: Small, so that loops cost little.
_LIMITS: Final = Limits(memory_bytes=192 * 2**20, cell_cpu_seconds=0.4, cells_cpu_seconds=4.0)
_EXERCISE_SECONDS: Final = 0.3
#: What is appended to an honest notebook.
SUBMISSIONS: Final[Mapping[str, str]] = {
    "honest": "",
    "a loop without end": "def squared_error(pred, goal_pred):\n    while True:\n        pass",
    "a cell without end": "while True:\n    pass",
    "sleeps": "import time\ndef squared_error(pred, goal_pred):\n    time.sleep(10**6)",
    "eats memory": "kept = []\ndef squared_error(pred, goal_pred):\n    while True:\n        kept.append(bytes(2**22))",
    "near its limit": (
        "import time\nhonest = squared_error\n"
        "def squared_error(pred, goal_pred, spent=[]):\n"
        f"    end = time.process_time() + {0.6 * _EXERCISE_SECONDS}\n"
        "    while not spent and time.process_time() < end:\n        pass\n"
        "    spent.append(1)\n"
        "    return honest(pred, goal_pred)"
    ),
}
#: A stopped child is stopped for longer than one that sleeps is waited for.
_STOPPED_SECONDS: Final = (0.5, 7.0)
#: The share of those that are killed instead.
_KILLED: Final = 0.2

#: Name, judgement and points of every exercise.
Verdicts = tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class Heavy:
    """What the machine has to do meanwhile: busy processes, graders at once, seconds between two disturbances."""

    busy: int
    graders: int
    pause: float


def repeat(times: int, heavy: Heavy, *, seed: int = 5) -> Mapping[str, Counter[Verdicts]]:
    """Grade every submission so many times under load; by its name, what it got how often."""
    jobs = [(name, number) for number in range(times) for name in SUBMISSIONS]
    found: dict[str, Counter[Verdicts]] = defaultdict(Counter)
    with _busy(heavy.busy), ProcessPoolExecutor(heavy.graders, get_context("spawn"), begin) as graders:
        graders.submit(os.getpid).result()
        with _disturbed(heavy.pause, Random(seed)):  # noqa: S311 - instants, not secrets
            for (name, _), verdicts in zip(jobs, graders.map(graded, [name for name, _ in jobs]), strict=True):
                found[name][verdicts] += 1
    return found


def fairness_table(found: Mapping[str, Counter[Verdicts]]) -> str:
    """Lay out, for each submission, how many times it was graded, and how many results there were."""
    lines = ["submission          graded  scores  sets of verdicts"]
    for name, results in found.items():
        scores = {sum(points for _, _, points in verdicts) for verdicts in results}
        lines.append(f"{name:<18}  {results.total():>6}  {len(scores):>6}  {len(results):>16}")
        if len(results) > 1:
            lines += [f"    {number} times: {verdicts}" for verdicts, number in results.most_common()]
    return "\n".join(lines)


class _Desk:
    """What a grading process has at hand; one for its life, as its key takes a second to make."""

    grader: Grader
    key: AnswerKey
    honest: str


def begin(*, is_nice: bool | None = None) -> None:
    """Get ready to grade in this process; half of all processes are nice, where that is not said."""
    if os.getpid() % 2 if is_nice is None else is_nice:
        os.nice(5)
    _Desk.grader = Grader(_ROOT, seed=SEED, limits=_LIMITS)
    key = _Desk.grader.key_for(_ASSIGNMENT)
    answers = (replace(one, calls=replace(one.calls, cpu_seconds=_EXERCISE_SECONDS)) for one in key.answers)
    _Desk.key = replace(key, answers=tuple(answers))
    notebook = load_course(_ROOT, seed=SEED).assignment(_ASSIGNMENT).notebook
    reference = parse_notebook(notebook.read_bytes(), _Desk.grader.template_for(_ASSIGNMENT))
    _Desk.honest = "\n\n# %%\n".join(cell.source for cell in reference.cells if cell.kind is CellKind.SOLUTION)


def zygote_at_hand() -> int:
    """The number of the one zygote that this process's grader keeps."""
    [zygote] = _Desk.grader.sandbox._zygotes.values()
    return zygote.pid


def end() -> None:
    """Close what `begin` opened."""
    _Desk.grader.close()


def graded(name: str) -> Verdicts:
    """Grade a submission as a class's is graded: what could not be judged is tried once more."""
    text = f"{_Desk.honest}\n\n# %%\n{SUBMISSIONS[name]}"
    submission = parse_script(text.encode(), _Desk.grader.template_for(_ASSIGNMENT))
    for is_last in (False, True):
        with contextlib.suppress(*(() if is_last else (SandboxError,))):
            _, verdicts = run_and_judge(submission, _Desk.key, _Desk.grader.sandbox)
            if is_last or all(one.judgement is not Judgement.NOT_GRADED for one in verdicts):
                break
    return tuple((one.exercise, str(one.judgement), one.points) for one in verdicts)


@contextlib.contextmanager
def _busy(number: int) -> Iterator[None]:
    """Keep processors busy."""
    processes = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(number)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


@contextlib.contextmanager
def _disturbed(pause: float, random: Random) -> Iterator[None]:
    """Stop and continue, or kill, zygotes and children of this process's graders all the while."""
    is_over = Event()
    disturber = Thread(target=_disturb, args=(pause, random, is_over))
    disturber.start()
    try:
        yield
    finally:
        is_over.set()
        disturber.join()


def _disturb(pause: float, random: Random, is_over: Event) -> None:
    while not is_over.wait(pause):
        victim = random.choice((Victim.WORKER, Victim.ZYGOTE, Victim.CHILD, Victim.CHILD))
        pid = find(victim, os.getpid(), random)
        if pid is None:
            continue
        with contextlib.suppress(ProcessLookupError):
            if victim is not Victim.WORKER and random.random() < _KILLED:  # nobody would replace a grader here
                os.kill(pid, signal.SIGKILL)
                continue
            os.kill(pid, signal.SIGSTOP)
            time.sleep(random.uniform(*_STOPPED_SECONDS))
            os.kill(pid, signal.SIGCONT)


def heavy_of(share: float) -> Heavy:
    """A load for this machine: so many busy processes for each processor."""
    processors = len(os.sched_getaffinity(0))
    return Heavy(busy=round(share * processors), graders=3 * processors, pause=1.0)


def all_alike(found: Mapping[str, Counter[Verdicts]]) -> bool:
    """Whether every submission always got the same."""
    return all(len(results) == 1 for results in found.values())
