"""A work -> what is found of it. A step that ends its process is charged, and another process does the rest."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from autograder.editor.messages import Begin, CellFailed, End, Failure, Found, Job, Message, Remark, Step
from autograder.editor.worker import Workers
from autograder.model import Ending, Judgement, Score

#: So many steps may end their process before the rest is given up.
_MOST_STRUCK: Final = 40
_SLOW: Final = frozenset({Judgement.TOO_SLOW, Judgement.WAITING, Judgement.CRASHED, Judgement.EXITED})
_DIED: Final = "the process that checks died, through no fault of yours; try again"


@dataclass(slots=True)
class Checked:
    """What is known of a work; grows while it is found out.

    Args:
        work: the file or folder that was asked for.
        begin: what is being checked; None as long as nothing is known.
        found: what was found, by the exercise's name.
        cells: the cells that failed.
        remarks: what to know before submitting.
        failure: why nothing could be found out, or "".
        overview: a line for each exercise; "" while something is still missing.
        libraries: what the code uses that takes long to load.
    """

    work: Path
    begin: Begin | None = None
    found: dict[str, Found] = field(default_factory=dict)
    cells: list[CellFailed] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    failure: str = ""
    overview: str = ""
    libraries: tuple[str, ...] = ()

    @property
    def score(self) -> Score:
        """The points on the public cases."""
        assert self.begin is not None  # noqa: S101 - asked for nothing that failed
        verdicts = tuple(self.found[name].verdict for name in self.begin.points if name in self.found)
        return Score(self.begin.assignment, verdicts, self.begin.notes)

    @property
    def slow(self) -> frozenset[str]:
        """The exercises that took, or broke off, more time than the others together."""
        return frozenset(name for name, found in self.found.items() if found.verdict.judgement in _SLOW)

    @property
    def is_right(self) -> bool:
        """Whether every point is earned that the examples can tell of."""
        return bool(self.overview) and not self.failure and self.score.points == self.score.max_points

    def note(self, message: Message) -> None:
        """Take in what was said."""
        match message:
            case Begin():
                self.begin = message
                self.cells.clear()
                self.remarks.clear()
            case Found():
                self.found[message.verdict.exercise] = message
            case CellFailed():
                self.cells.append(message)
            case Remark():
                self.remarks.append(message.text)
            case Failure():
                self.failure = message.message
            case End():
                self.overview, self.libraries = message.overview, message.libraries
            case Step():
                pass


def _never() -> bool:
    return False


def try_work(
    checked: Checked,
    workers: Workers,
    *,
    last: Collection[str] = (),
    submission: bool = False,
    is_stale: Callable[[], bool] = _never,
) -> Iterator[Message]:
    """Find out about a work.

    Args:
        checked: takes in everything that is found.
        workers: processes to do it.
        last: exercises to be left to the end, since they took too long the last time.
        submission: also say what there is to know before submitting.
        is_stale: whether nobody wants to know any more.

    Yields:
        What is found, when it is; it is in `checked` by then.
    """
    struck: list[tuple[str, Ending]] = []
    while len(struck) <= _MOST_STRUCK:
        job = Job(str(checked.work), (*struck, *_known_as_slow(checked, struck)), tuple(last), submission)
        step, fate = "", None
        for said in workers.take().ask(job, is_stale):
            if isinstance(said, Ending):
                fate = said
                break
            step = said.name if isinstance(said, Step) else step
            checked.note(said)
            yield said
            if isinstance(said, End | Failure):
                return
        if fate is None:  # nobody wants to know
            return
        if not step:
            break
        struck.append((step, fate))
    failure = Failure(_DIED)
    checked.note(failure)
    yield failure


def _known_as_slow(checked: Checked, struck: Collection[tuple[str, Ending]]) -> Iterator[tuple[str, Ending]]:
    """What was stopped from inside: the process that does the rest need not wait for it again."""
    if not struck:
        return
    told = {step for step, _ in struck}
    for name, found in checked.found.items():
        if found.verdict.judgement in (Judgement.TOO_SLOW, Judgement.WAITING) and name not in told:
            yield name, Ending(found.verdict.judgement.value)
    for cell in checked.cells:
        if cell.is_slow and cell.step not in told:
            yield cell.step, Ending.TOO_SLOW
