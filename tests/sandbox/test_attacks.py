"""Every file of tests/attacks is a cell that a cheat appends to an honest notebook. None of them may win.

The docstring of an attack says what it tries and, in lines of `exercise: verdict`, what it earns. Exercises that it
does not name stay correct, unless it says `others: any`: then it may harm itself, and still wins nothing.
"""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from autograder.answers import AnswerKey
from autograder.grade import Grader
from autograder.judge import judge
from autograder.model import Calls, CellKind, Judgement, Run, Submission, Verdict
from autograder.sandbox.zygote_process import ZygoteProcess
from autograder.submission import parse_notebook, parse_script

from .conftest import SECRET

ATTACKS = sorted((Path(__file__).parents[1] / "attacks").glob("*.py"))
#: What an attack prints where something worked that must not.
ESCAPED = "ESCAPED"


@dataclass(frozen=True)
class Range:
    """Where attacks are tried: an honest notebook's text, and what grades it."""

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


@pytest.fixture(scope="module")
def battlefield(grader: Grader) -> Range:
    notebook = grader.course.assignment("error").notebook
    reference = parse_notebook(notebook.read_bytes(), grader.template_for("error"))
    honest = "\n\n# %%\n".join(cell.source for cell in reference.cells if cell.kind is CellKind.SOLUTION)
    key = grader.key_for("error")
    return Range(grader, key, tuple(replace(calls, cpu_seconds=0.3) for calls in key.calls), honest)


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_earns_nothing_and_harms_nobody_else(path: Path, battlefield: Range) -> None:
    text = path.read_text(encoding="utf-8")
    expected = _expected(text)
    assert battlefield.honest_points() == 13
    before = _surroundings(battlefield)

    submission = battlefield.submission(f"{battlefield.honest}\n\n# %%\n{text}")
    run = battlefield.run(submission)

    for said in _said(run):
        assert ESCAPED not in said, said
        assert SECRET not in said, said
    for name, verdict in battlefield.verdicts(submission, run).items():
        wanted = expected.get(name, expected["others"])
        assert verdict.judgement is not Judgement.NOT_GRADED, name
        assert wanted != "any zero" or verdict.points == 0, name
        assert wanted.startswith("any") or verdict.judgement.value == wanted, name
    assert battlefield.honest_points() == 13
    assert _surroundings(battlefield) == before


def test_the_secret_is_worth_guarding(course: Path) -> None:
    """What the attacks look for is there to be found: without walls the same file finds it."""
    text = next(path for path in ATTACKS if path.stem == "opens_what_is_not_its").read_text(encoding="utf-8")
    text = text.split("for change in")[0]
    with Grader(course, unsafe=True, seed=4711) as grader:
        submission = parse_script(text.encode(), grader.template_for("error"))

        run = grader.sandbox.run(submission, ())

    assert any(ESCAPED in said and SECRET in said for said in _said(run))


def _expected(text: str) -> dict[str, str]:
    """The verdicts that an attack's docstring promises."""
    lines = (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[-1].splitlines()
    verdicts = dict(line.split(": ", 1) for line in lines)
    known = {*Judgement, "any", "any zero"}
    assert verdicts
    assert set(verdicts.values()) <= known
    return {"others": "correct", **verdicts}


def _said(run: Run) -> Iterator[str]:
    """Everything that came out of the sandbox, as text."""
    for result in run.cells.values():
        yield from (result.printed, result.error)
    for outcomes in run.outcomes.values():
        for outcome in outcomes:
            yield from (outcome.printed, outcome.message, outcome.exception, outcome.encoded.decode("latin-1"))


def _surroundings(battlefield: Range) -> object:
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
