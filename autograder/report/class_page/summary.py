"""A class in a few numbers: how many there are, how far they have come, and what the middle of them scored."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pandas as pd

from autograder.report.class_page.frames import Frames
from autograder.report.class_page.record import State

_ALL: Final = 100.0
#: What part of a class is meant where so much is nothing, or all.
_FROM_BELOW: Final = (
    ("three quarters of the class have", "upper"),
    ("half of the class has", "median"),
    ("a quarter of the class has", "lower"),
)
_FROM_ABOVE: Final = (("three quarters have", "lower"), ("half has", "median"), ("a quarter has", "upper"))


@dataclass(frozen=True, slots=True)
class Spread:
    """How the shares of the points are spread, as percentages: a quarter of the class lies below `lower`."""

    lowest: float
    lower: float
    median: float
    upper: float
    highest: float
    full: int

    @property
    def words(self) -> str:
        """The quarters of the class in a sentence: how few points the weakest have, and how many the strongest."""
        if self.lowest == self.highest:
            return f"Everybody has {_part(self.lowest)}."
        said = ", ".join(filter(None, (self._weakest(), self._middle(), self._strongest())))
        return f"{said[0].upper()}{said[1:]}; from {self.lowest:.0f} % to {self.highest:.0f} %."

    def _weakest(self) -> str:
        for many, most in _FROM_BELOW:
            if getattr(self, most) <= 0:
                return f"{many} no points"
        return f"a quarter of the class has {self.lower:.0f} % or less" if self.lower < _ALL else ""

    def _middle(self) -> str:
        return f"half has {self.median:.0f} % or more" if 0 < self.median < _ALL else ""

    def _strongest(self) -> str:
        for many, least in _FROM_ABOVE:
            if getattr(self, least) >= _ALL:
                return f"{many} all points"
        return f"a quarter {self.upper:.0f} % or more" if self.upper > 0 else ""


def _part(share: float) -> str:
    if share >= _ALL:
        return "all points"
    return f"{share:.0f} % of the points" if share > 0 else "no points"


@dataclass(frozen=True, slots=True)
class Summary:
    """A class in numbers.

    Args:
        roster: how many there are.
        handed_in: how many handed something in.
        recorded: how many have points in the gradebook.
        judged: how many of them have verdicts.
        late: how many came late.
        waiting: how many were collected and are not graded.
        first: when the first came in (naive UTC), or None.
        last: when the last came in, or None.
        spread: of the scores, or None while there are none.
    """

    roster: int
    handed_in: int
    recorded: int
    judged: int
    late: int
    waiting: int
    first: datetime | None
    last: datetime | None
    spread: Spread | None


def summarise(frames: Frames) -> Summary:
    """Count a class."""
    rows = frames.submissions
    states = rows["state"].value_counts()
    absent, waiting = (int(states.get(state.value, 0)) for state in (State.ABSENT, State.WAITING))
    moments = rows["timestamp"].dropna()
    return Summary(
        roster=len(rows),
        handed_in=len(rows) - absent,
        recorded=len(rows) - absent - waiting,
        judged=int(states.get(State.GRADED.value, 0)),
        late=int(rows["is_late"].sum()),
        waiting=waiting,
        first=moments.min().to_pydatetime() if len(moments) else None,
        last=moments.max().to_pydatetime() if len(moments) else None,
        spread=_spread(rows["share"].dropna()),
    )


def _spread(shares: pd.Series) -> Spread | None:
    if shares.empty:
        return None
    lowest, lower, median, upper, highest = (float(100 * shares.quantile(part)) for part in (0, 0.25, 0.5, 0.75, 1))
    return Spread(lowest, lower, median, upper, highest, int((shares >= 1).sum()))
