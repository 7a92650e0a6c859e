"""What is known of works -> the words on the screen. Plain texts, so that nothing in them can draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.check.findings import ANSWERED
from autograder.counted import counted
from autograder.editor.messages import Message, Step
from autograder.editor.telling import cell_line
from autograder.editor.trial import Checked
from autograder.model import Judgement
from autograder.submission.folder import printable
from autograder.watch.session import Moment

#: So many failing cells are told of.
_MOST_CELLS: Final = 5


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise in the list.

    Args:
        key: tells it from those of other works.
        label: its name.
        worth: its points, earned and in all; earned "?" for an answer that only the grading can judge.
        points: earned.
        most: in all.
        mark: "right", "answered", "wrong" or "open".
    """

    key: str
    label: str
    worth: str
    points: float
    most: float
    mark: str

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to do, as far as the examples tell."""
        return self.mark in ("right", "answered")


def exercises_of(checked: Sequence[Checked]) -> list[Exercise]:
    """All exercises in their order; with their work's name where there are several works."""
    return [
        _exercise(each, name, prefix=f"{each.begin.assignment}: " if len(checked) > 1 else "")
        for each in checked
        if each.begin
        for name in each.begin.points
    ]


def _exercise(checked: Checked, name: str, *, prefix: str) -> Exercise:
    found = checked.found.get(name)
    most = checked.begin.points[name] if checked.begin else 0.0
    key, label = f"{checked.work}\n{name}", prefix + name
    if found is not None and found.state == ANSWERED:  # whether rightly, only the grading tells
        return Exercise(key, label, f"?/{most:g}", 0.0, most, "answered")
    points = found.verdict.points if found else 0.0
    if found is None or found.verdict.judgement is Judgement.NOT_IMPLEMENTED:
        mark = "open"
    else:
        mark = "right" if found.verdict.judgement is Judgement.CORRECT else "wrong"
    return Exercise(key, label, f"{points:g}/{most:g}", points, most, mark)


def title_text(checked: Sequence[Checked]) -> str:
    """Which file, and how far it is."""
    exercises = exercises_of(checked)
    points, most = sum(each.points for each in exercises), sum(each.most for each in exercises)
    done = sum(each.is_done for each in exercises)
    files = ", ".join(printable(Path(each.begin.file).name) for each in checked if each.begin)
    return f"{files or 'autograder watch'}   {done} of {len(exercises)} done, {points:g} of {counted(most, 'point')}"


def case_text(checked: Sequence[Checked], key: str, *, shows_hint: bool) -> str:
    """What there is to say of the chosen exercise; above it what keeps everything from running."""
    path, _, name = key.partition("\n")
    of = next((each for each in checked if str(each.work) == path), None)
    if of is None:
        return "\n".join(printable(each.failure) for each in checked if each.failure)
    above = [printable(of.failure), ""] if of.failure else []
    above += [cell_line(each) for each in of.cells[:_MOST_CELLS]] + ([""] if of.cells else [])
    found = of.found.get(name)
    if found is None:
        return "\n".join(above)
    lines = [*above, found.case]
    if found.verdict.judgement is Judgement.CORRECT:
        lines += ["", _next_step(of)]
    elif found.verdict.hint:
        lines += ["", found.verdict.hint if shows_hint else "Press h for a hint."]
    return "\n".join(lines)


def _next_step(checked: Checked) -> str:
    if checked.is_right:
        return "Right on every example, and every question answered. Before you submit: autograder check --submission"
    return "Press n for the next one."


def status_text(checked: Checked, event: Message | Moment, seconds: float) -> str:
    """What goes on."""
    file = printable(Path(checked.begin.file).name if checked.begin else checked.work.name)
    if checked.failure:
        return f"{file}: cannot be checked just now; save it again when it is whole"
    if event is Moment.IS_DONE and checked.overview:
        return f"{file} checked in {seconds:.1f} s; waiting for you to save"
    return f"{file}: {event.name} ..." if isinstance(event, Step) else f"{file}: checking ..."
