"""Watching as lines of text: for logs, dumb terminals, and readers of screens."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.check.findings import ANSWERED
from autograder.counted import counted
from autograder.editor.messages import Message
from autograder.editor.telling import cell_line
from autograder.editor.trial import Checked
from autograder.model import Judgement
from autograder.submission.folder import printable
from autograder.watch.session import Moment, Session
from autograder.watch.wording import exercises_of


def watch_plainly(works: Sequence[Path], *, poll: bool) -> None:
    """Print what is found, after every save, until it is interrupted."""
    _say(f"Watching {', '.join(printable(work.name) for work in works)}. Ctrl+C ends it.")
    before: dict[Path, dict[str, Judgement]] = {}

    def tell(checked: Checked, event: Message | Moment, seconds: float) -> None:
        if event is not Moment.IS_DONE or not (checked.overview or checked.failure):
            return
        for line in _lines(checked, before.get(checked.work, {}), seconds):
            _say(line)
        before[checked.work] = {name: found.verdict.judgement for name, found in checked.found.items()}

    Session(works, tell, poll=poll).run()


def _lines(checked: Checked, before: dict[str, Judgement], seconds: float) -> Iterator[str]:
    """What is new, what fails first, and the total."""
    yield ""
    if checked.failure:
        yield printable(checked.failure)
        return
    yield from (cell_line(each) for each in checked.cells)
    for name, found in checked.found.items():
        if before and found.verdict.judgement is Judgement.CORRECT and before.get(name) is not Judgement.CORRECT:
            worth = "" if found.state == ANSWERED else f", {counted(found.verdict.points, 'point')}"
            yield f"{name} is {found.state} now{worth}"
    first = next((found for found in checked.found.values() if _is_to_be_told(found.verdict.judgement)), None)
    if first is not None:
        yield first.card
    exercises = exercises_of([checked])
    points, most = sum(each.points for each in exercises), sum(each.most for each in exercises)
    left = sum(found.verdict.judgement is not Judgement.CORRECT for found in checked.found.values())
    file = Path(checked.begin.file).name if checked.begin else checked.work.name
    yield (
        f"{printable(file)}: {points:g} of {counted(most, 'point')}, "
        f"{f'{left} left to do' if left else 'all done'} ({seconds:.1f} s)"
    )


def _is_to_be_told(judgement: Judgement) -> bool:
    return judgement not in (Judgement.CORRECT, Judgement.NOT_IMPLEMENTED)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
