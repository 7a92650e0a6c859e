"""Histories of one class: graded, graded again after a teacher was there, handed in again; each time either way."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.parity.collected import Collected, punish_lateness
from tests.parity.observed import Compared, Seen, compare, look_at
from tests.parity.resubmissions import hand_in_again
from tests.parity.teacher import teach
from tests.parity.ways import Way

#: A history is a letter for each grading: `a` for autograder, `n` for nbgrader. The first of a round is compared with
#: the others. Each goes on from the shorter one that it begins with.
ROUNDS: Final[Mapping[str, tuple[str, ...]]] = {
    "collected and graded": ("a", "n"),
    "graded again, after a teacher was there": ("aa", "an", "na", "nn"),
    "handed in again and graded": ("aaa", "ana", "nan", "nnn"),
}


@dataclass(frozen=True, slots=True)
class Round:
    """A round of grading, in every history.

    Args:
        title: what happened.
        seen: what is seen after it, by history.
        folders: the course folders, by history.
    """

    title: str
    seen: Mapping[str, Seen]
    folders: Mapping[str, Path]

    @property
    def compared(self) -> Mapping[str, Sequence[Compared]]:
        """Every history beside the one that autograder alone has written."""
        ours, *others = self.seen
        return {other: compare(self.seen[ours], self.seen[other]) for other in others}


def live_through(
    collected: Collected, ways: Sequence[Way], *, every: int = 1, say: Callable[[str], None] = lambda _: None
) -> Iterator[Round]:
    """Take a class through all histories, in folders beside its own.

    Args:
        collected: the class; it is never graded itself.
        ways: how to grade.
        every: ask nbgrader's API about every so many-th student.
        say: told each grading as it begins.
    """
    by_letter = {way.letter: way for way in ways}
    before: Mapping[str, Path] = {"": collected.root}
    for number, (title, histories) in enumerate(ROUNDS.items()):
        folders = {}
        for history in histories:
            say(f"{title}: {history}")
            folders[history] = _copy(before[history[:-1]], history)
            _between(number, folders[history], collected)
            by_letter[history[-1]].grade(folders[history], again=number == 1)
        if number == 1:
            hand_in_again(collected)
        yield Round(title, {history: look_at(folder, every=every) for history, folder in folders.items()}, folders)
        before = folders


def _copy(folder: Path, history: str) -> Path:
    return Path(shutil.copytree(folder, folder.with_name(history), symlinks=True))


def _between(number: int, root: Path, collected: Collected) -> None:
    """What happens before a round: nothing; a teacher comes, and a late penalty; what is handed in again arrives."""
    if number == 1:
        teach(root)
        punish_lateness(root)
    elif number > 1:
        shutil.rmtree(root / "submitted")
        shutil.copytree(collected.root / "submitted", root / "submitted")
