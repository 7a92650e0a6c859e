"""What the demo shows: a row for every student, whether grading agrees with what was deserved, and where to look."""

import json
import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from autograder.counted import counted
from autograder.demo.works import Work
from autograder.gradebook.results import GradedSubmission
from autograder.model import Judgement


@dataclass(frozen=True, slots=True)
class Marked:
    """A submission of the made-up class after grading.

    Args:
        student: whose.
        assignment: of what.
        work: what was handed in.
        graded: what the gradebook says of it.
        seconds_late: how much later than the due date it came.
        exercises: the verdicts, as they stand beside the autograded notebook.
    """

    student: str
    assignment: str
    work: Work
    graded: GradedSubmission
    seconds_late: float
    exercises: Sequence[Mapping[str, Any]]

    @property
    def score(self) -> float:
        """What nbgrader exports: the score less the late penalty."""
        return max(0.0, self.graded.score - (self.graded.late_penalty or 0.0))

    def disagreements(self) -> Iterator[str]:
        """Where the grader says something else than was deserved."""
        verdicts = {one["name"]: one for one in self.exercises}
        total = sum(one["points"] for one in self.exercises)
        who = f"{self.student}, {self.assignment}"
        if total != self.graded.score:
            yield f"{who}: the gradebook says {self.graded.score:g}, the verdicts add up to {total:g}"
        for name, deserved in self.work.deserved.items():
            verdict = verdicts[name]
            if deserved.may_cancel and verdict["verdict"] == Judgement.CORRECT:
                continue
            expected = verdict["max_points"] if deserved.full else 0.0
            if verdict["points"] != expected:
                yield f"{who}: {name} deserved {expected:g} and was given {verdict['points']:g} ({verdict['verdict']})"
            elif deserved.mistake and verdict["misconception"] != deserved.mistake:
                found = verdict["misconception"] or "none"
                yield f"{who}: {name} makes the mistake {deserved.mistake}, and the grader recognised {found}"


def read_marked(graded: GradedSubmission, work: Work, folder: Path, seconds_late: float) -> Marked:
    """Read the verdicts that stand beside an autograded notebook."""
    verdicts = json.loads((folder / "score.json").read_bytes())["exercises"]
    return Marked(graded.student, graded.assignment, work, graded, seconds_late, verdicts)


def columns(assignments: Sequence[str]) -> tuple[str, ...]:
    """The table's columns; numbers end in "|"."""
    return ("student", "handed in", *(f"{name}|" for name in assignments), "late", "found")


def row(marked: Sequence[Marked]) -> tuple[str, ...]:
    """A student's row.

    Args:
        marked: the student's submissions, in the order of the assignments.
    """
    mistakes = sum(bool(deserved.mistake) for one in marked for deserved in one.work.deserved.values())
    handed_in = marked[0].work.kind.value.format(mistakes=mistakes)
    scores = (f"{one.score:g}/{one.graded.max_points:g}" for one in marked)
    late = "late" if any(one.seconds_late > 0 for one in marked) else ""
    return (marked[0].student, handed_in, *scores, late, _found(marked))


def _found(marked: Sequence[Marked]) -> str:
    """The mistakes that were recognised, and how many exercises fell for which other reason."""
    lost = [verdict for one in marked for verdict in one.exercises if verdict["verdict"] != Judgement.CORRECT]
    known = " ".join(verdict["misconception"] for verdict in lost if verdict["misconception"])
    others = Counter(verdict["verdict"] for verdict in lost if not verdict["misconception"])
    return ", ".join(filter(None, [known, *(f"{count} {verdict}" for verdict, count in others.items())]))


_STEPS: Final = (
    ("nbgrader release_feedback {assignment}", "hand the pages of feedback out"),
    ("nbgrader export", "every score, into grades.csv"),
    ("autograder grade", "finds nothing new; --again grades all of it once more"),
    ("jupyter lab", "Nbgrader > Formgrader: the class as a teacher sees it{waiting}"),
)


def next_steps(folder: Path, assignment: str, student: str, waiting: int) -> tuple[str, ...]:
    """Lines that say what to try next.

    Args:
        folder: the demo's course folder.
        assignment: of what a page of feedback is worth opening.
        student: whose page that is.
        waiting: how many answers in words wait to be marked.
    """
    commands = [(f"cd {_typed(folder)}", "a complete course folder: solutions, exchange, gradebook")]
    if shutil.which("nbgrader") is None:
        activate = f"source {_typed(Path(sys.prefix) / 'bin' / 'activate')}"
        commands.insert(0, (activate, "so that the commands are found"))
    words = f"; {counted(waiting, 'answer')} in words to be marked" if waiting else ""
    commands += [(command.format(assignment=assignment), what.format(waiting=words)) for command, what in _STEPS]
    width = max(len(command) for command, _ in commands)
    place = f"{student}/{assignment}"
    pages = "Pages of feedback lie in feedback/, notebooks with verdicts and hints in autograded/"
    return (
        "",
        "Where to look next:",
        *(f"  {command:<{width}}  # {what}" for command, what in commands),
        f"{pages}, in {place}/ and the like.",
        f"Open feedback/{place}/{assignment}.html there, in a browser.",
    )


def _typed(path: Path) -> str:
    """A path as one would type it from here."""
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))
