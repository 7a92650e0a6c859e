"""Who could use a word from the teacher, and why."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import pandas as pd

from autograder.counted import counted
from autograder.model import Judgement
from autograder.report.class_page.frames import OPEN, WRONG, Frames
from autograder.report.class_page.record import State

#: A row of a table, by the names of its columns.
_Row: TypeAlias = Mapping[Hashable, Any]

#: With a smaller share of the points somebody is named for that alone.
_HALF: Final = 0.5
#: Where more than this part of a class has less, it is the lesson that needs another look: the weakest are named.
_QUARTER: Final = 0.25
#: In a smaller class a quarter is nobody.
_A_CLASS: Final = 8
#: A foundation is worth a word where so many exercises stand on it and cannot be tried.
_ON_TOP: Final = 2
#: With more than this share of the exercises untouched somebody is named for that alone.
_MUCH: Final = 0.5
#: What a program that hangs, or takes everything else down with it, ends as; and what is said of it.
_STUCK: Final = {
    Judgement.TOO_SLOW: "did not come to an end: a loop that never stops?",
    Judgement.WAITING: "waits for something that never comes, a key or a file",
    Judgement.OUT_OF_MEMORY: "took more memory than there is",
    Judgement.CRASHED: "took Python down with it",
    Judgement.EXITED: "ends the program itself",
}
#: So many names in a sentence; the rest is counted.
_MOST_NAMES: Final = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who could use a word.

    Args:
        student: who.
        name: first and last name, or "".
        score: points that count, or None.
        possible: points there are so far.
        reasons: why, each a few words.
    """

    student: str
    name: str
    score: float | None
    possible: float
    reasons: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of the points, as a percentage."""
        return 100 * self.score / self.possible if self.score is not None and self.possible > 0 else 0.0


def threshold(frames: Frames) -> float:
    """The share of the points below which somebody is named for that alone: half, or what the weakest quarter has."""
    shares = frames.submissions["share"].dropna()
    return _HALF if len(shares) < _A_CLASS else min(_HALF, float(shares.quantile(_QUARTER)))


def read_attention(frames: Frames) -> tuple[Person, ...]:
    """Find who could use a word among those who handed something in; whoever has fewest points comes first."""
    least = threshold(frames)
    by_student: dict[str, list[_Row]] = defaultdict(list)
    for row in frames.outcomes.to_dict("records"):
        by_student[row["student"]].append(row)
    people = []
    for row in frames.submissions.to_dict("records"):
        if row["state"] in (State.ABSENT, State.WAITING):
            continue
        reasons = tuple(_reasons(row["state"], by_student[row["student"]], is_below=row["share"] < least))
        if reasons:
            score = None if pd.isna(row["score"]) else row["score"]
            people.append(Person(row["student"], row["name"], score, row["possible"], reasons))
    return tuple(sorted(people, key=lambda one: (one.share, one.student)))


def absent(frames: Frames) -> tuple[tuple[str, str], ...]:
    """Who has not handed in anything: student and name."""
    rows = frames.submissions[frames.submissions["state"] == State.ABSENT.value]
    return tuple(zip(rows["student"], rows["name"], strict=True))


def _reasons(state: str, outcomes: Sequence[_Row], *, is_below: bool) -> Iterator[str]:
    if state == State.UNREADABLE:
        yield "the file could not be opened as a notebook; to save it in Jupyter and submit again may be enough"
        return
    untouched = sum(row["outcome"] == OPEN for row in outcomes)
    if outcomes and untouched == len(outcomes):
        yield "has not begun yet: every exercise is as it was handed out"
        return
    found = [*_stuck(outcomes), *_foundations(outcomes)]
    if untouched > _MUCH * len(outcomes):
        found.append(f"{untouched} of {len(outcomes)} exercises are not begun")
    if is_below and not found:
        wrong = [row["exercise"] for row in outcomes if row["outcome"] == WRONG]
        found.append(f"{_listed(wrong)} went wrong" if wrong else f"{counted(untouched, 'exercise')} not begun")
    yield from found


def _stuck(outcomes: Sequence[_Row]) -> Iterator[str]:
    for judgement, words in _STUCK.items():
        names = [row["exercise"] for row in outcomes if row["verdict"] == judgement]
        if names:
            yield f"{_listed(names)} {words}"


def _foundations(outcomes: Sequence[_Row]) -> Iterator[str]:
    """Name what others stand on and is not right yet."""
    above: dict[str, list[str]] = defaultdict(list)
    for row in outcomes:
        above[row["excused_by"]].append(row["exercise"])
    for foundation, names in above.items():
        if foundation and len(names) >= _ON_TOP:
            yield f"{foundation} is not right yet, and {_listed(names)} stand on it"


def _listed(names: list[str]) -> str:
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
