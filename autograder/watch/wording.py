"""What is known of works -> the words on the screen. Plain texts, so that nothing in them can draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

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
        worth: its points, earned and in all.
        points: earned.
        most: in all.
        mark: "right", "wrong" or "open".
    """

    key: str
    label: str
    worth: str
    points: float
    most: float
    mark: str


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
    points = found.verdict.points if found else 0.0
    if found is None or found.verdict.judgement is Judgement.NOT_IMPLEMENTED:
        mark = "open"
    else:
        mark = "right" if found.verdict.judgement is Judgement.CORRECT else "wrong"
    return Exercise(f"{checked.work}\n{name}", prefix + name, f"{points:g}/{most:g}", points, most, mark)


def title_text(checked: Sequence[Checked]) -> str:
    """Which file, and how far it is."""
    exercises = exercises_of(checked)
    points, most = sum(each.points for each in exercises), sum(each.most for each in exercises)
    done = sum(each.mark == "right" for each in exercises)
    files = ", ".join(printable(Path(each.begin.file).name) for each in checked if each.begin)
    return f"{files or 'autograder watch'}   {done} of {len(exercises)} right, {points:g} of {counted(most, 'point')}"


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
        return "Everything is right. Before you submit: autograder check --submission"
    return "Press n for the next one."


def status_text(checked: Checked, event: Message | Moment, seconds: float) -> str:
    """What goes on."""
    file = printable(Path(checked.begin.file).name if checked.begin else checked.work.name)
    if checked.failure:
        return f"{file}: cannot be checked just now; save it again when it is whole"
    if event is Moment.IS_DONE and checked.overview:
        return f"{file} checked in {seconds:.1f} s; waiting for you to save"
    return f"{file}: {event.name} ..." if isinstance(event, Step) else f"{file}: checking ..."
