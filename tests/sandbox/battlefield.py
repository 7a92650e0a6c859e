"""Where attacks are tried: each between two honest submissions, and with an eye on everything around it.

Every file of tests/attacks is a cell that a cheat appends to an honest notebook. Its first line says what stops it; its
docstring says what it tries and, in lines of `exercise: verdict`, what it earns. Exercises that it does not name stay
correct, unless it says `others: any`: then it may harm itself, and still wins nothing.
"""

import ast
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from autograder.answers import AnswerKey
from autograder.grade import Grader
from autograder.judge import judge
from autograder.model import Calls, CellKind, Judgement, Run, Submission, Verdict
from autograder.sandbox import Limits
from autograder.sandbox.zygote_process import ZygoteProcess
from autograder.submission import parse_notebook, parse_script

ROOT: Final = Path(__file__).parents[2]
ATTACKS: Final = sorted((ROOT / "tests" / "attacks").glob("*.py"))
#: What an attack prints where something worked that must not.
ESCAPED: Final = "ESCAPED"
SECRET: Final = "marigold-4711"  # noqa: S105 - a bait
#: Small, so that loops cost little; a loop in a function costs what `battlefield` leaves it.
LIMITS: Final = Limits(memory_bytes=192 * 2**20, cell_cpu_seconds=0.4, cells_cpu_seconds=4.0)
#: Whether there is a bubble, by what is then said to stand.
RINGS: Final = {"ring-1": False, "both-rings": True}
SEED: Final = 4711
_EXERCISE_SECONDS: Final = 0.3
_FULL: Final = 13
_STOPPED_BY: Final = "# stopped by: "


@dataclass(frozen=True, slots=True)
class Battlefield:
    """An honest notebook's text, and what grades it."""

    grader: Grader
    key: AnswerKey
    calls: tuple[Calls, ...]
    honest: str

    def submission(self, text: str) -> Submission:
        return parse_script(text.encode(), self.grader.template_for("error"))

    def run(self, submission: Submission) -> Run:
        return self.grader.sandbox.run(submission, self.calls)

    def verdicts(self, submission: Submission, run: Run) -> dict[str, Verdict]:
        return {verdict.exercise: verdict for verdict in judge(self.key, submission, run)}

    def honest_points(self) -> float:
        submission = self.submission(self.honest)
        return sum(verdict.points for verdict in self.verdicts(submission, self.run(submission)).values())

    @property
    def zygote(self) -> ZygoteProcess:
        return self.grader.sandbox._zygotes[()]


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of an attack: the verdicts it earned, and what it did that it must not, in words."""

    verdicts: Mapping[str, Verdict]
    faults: tuple[str, ...]


def make_course(root: Path) -> Path:
    """The real `error`, with secrets planted around it."""
    for step in ("solutions", "assignments"):
        shutil.copytree(ROOT / step / "error", root / step / "error")
    (root / "gradebook.db").write_text(SECRET)
    (root / "solutions" / "error" / "notes.txt").write_text(SECRET)
    return root


@contextmanager
def grader_of(course: Path, *, bubble: bool) -> Iterator[Grader]:
    """What grades it, with hidden cases of a known seed, and a secret in its own surroundings."""
    os.environ["AUTOGRADER_SECRET"] = SECRET
    try:
        with Grader(course, limits=LIMITS, seed=SEED) as grader:
            grader.sandbox._bubble = bubble
            yield grader
    finally:
        del os.environ["AUTOGRADER_SECRET"]


def battlefield_of(grader: Grader) -> Battlefield:
    notebook = grader.course.assignment("error").notebook
    reference = parse_notebook(notebook.read_bytes(), grader.template_for("error"))
    honest = "\n\n# %%\n".join(cell.source for cell in reference.cells if cell.kind is CellKind.SOLUTION)
    key = grader.key_for("error")
    calls = tuple(replace(calls, cpu_seconds=_EXERCISE_SECONDS) for calls in key.calls)
    return Battlefield(grader, key, calls, honest)


def attacked(path: Path, battlefield: Battlefield) -> Trial:
    """Try an attack, between two honest submissions."""
    text = path.read_text(encoding="utf-8")
    honest_before = battlefield.honest_points()
    before = _surroundings(battlefield)

    submission = battlefield.submission(f"{battlefield.honest}\n\n# %%\n{text}")
    run = battlefield.run(submission)

    verdicts = battlefield.verdicts(submission, run)
    faults = [said for said in said_by(run) if ESCAPED in said or SECRET in said]
    faults += _undeserved(verdicts, expected_of(text))
    honest = (honest_before, battlefield.honest_points())
    if honest != (_FULL, _FULL):
        faults.append(f"honest submissions got {honest[0]:g} before and {honest[1]:g} after it")
    if (after := _surroundings(battlefield)) != before:
        faults.append(f"around it was {before}, and is {after}")
    return Trial(verdicts, tuple(faults))


def expected_of(text: str) -> dict[str, str]:
    """The verdicts that an attack's docstring promises."""
    lines = (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[-1].splitlines()
    verdicts = dict(line.split(": ", 1) for line in lines)
    assert verdicts
    assert set(verdicts.values()) <= {*Judgement, "any", "any zero"}
    return {"others": "correct", **verdicts}


def stopped_by(text: str) -> str:
    """What stops an attack, as its first line says."""
    first = text.partition("\n")[0]
    assert first.startswith(_STOPPED_BY), "the first line of an attack says what stops it"
    return first.removeprefix(_STOPPED_BY)


def said_by(run: Run) -> Iterator[str]:
    """Everything that came out of the sandbox, as text."""
    for result in run.cells.values():
        yield from (result.printed, result.error)
    for outcomes in run.outcomes.values():
        for outcome in outcomes:
            yield from (outcome.printed, outcome.message, outcome.exception, outcome.encoded.decode("latin-1"))


def _undeserved(verdicts: Mapping[str, Verdict], expected: Mapping[str, str]) -> Iterator[str]:
    for name, verdict in verdicts.items():
        wanted = expected.get(name, expected["others"])
        earned_nothing = wanted != "any zero" or verdict.points == 0
        is_as_said = wanted.startswith("any") or verdict.judgement.value == wanted
        if not (earned_nothing and is_as_said) or verdict.judgement is Judgement.NOT_GRADED:
            yield f"{name} came to {verdict.judgement.value} with {verdict.points:g} points, expected {wanted}"


def _surroundings(battlefield: Battlefield) -> object:
    """What an attack must leave as it was: the zygote, its children, open files of both, folders, the course."""
    zygote = battlefield.zygote
    root = battlefield.grader.course.root
    return (
        zygote.pid,
        _processes_of(zygote),
        _open_files("self"),
        _open_files(zygote.pid),
        _quiet_look_into(zygote.box),
        [(path, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(root.rglob("*"))],
        Path("/tmp/ESCAPED").exists(),  # noqa: S108 - what an attack would leave
    )


def _quiet_look_into(folder: Path) -> list[str]:
    """List a folder and leave no trace: a box that was looked into is replaced."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_NOATIME)
    try:
        return sorted(os.listdir(descriptor))  # noqa: PTH208 - a descriptor
    finally:
        os.close(descriptor)


def _open_files(pid: int | str) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def _processes_of(zygote: ZygoteProcess) -> list[int]:
    """Every process that came of this zygote: a fork keeps the command line, whoever its parent is now."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(zygote.box).encode() in entry.read_bytes():
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found
