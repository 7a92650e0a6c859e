"""What a page says first: how many of each, when it was handed in, and where to begin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from autograder.feedback.table import Row

#: Says in a sign what a colour says, for those who do not see it.
SIGNS: Final = {"right": "✓", "part": "◐", "wrong": "✗", "open": "○", "waits": "…"}
_WORDS: Final = {
    "right": "right",
    "part": "partly right",
    "wrong": "to mend",
    "open": "without an answer",
}
#: As nbgrader writes it, in whatever zone; to the minute is enough.
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::\d\d)?(?:\.\d{1,9})?( ?[A-Za-z0-9+:/_-]{0,40})\s*")


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows have a tone."""

    tone: str
    sign: str
    number: int
    words: str


def tally(shown: Sequence[Row]) -> tuple[Count, ...]:
    """Count the rows by what became of them; those that wait have a line of their own."""
    numbers = {tone: sum(row.tone == tone for row in shown) for tone in _WORDS}
    return tuple(Count(tone, SIGNS[tone], number, _WORDS[tone]) for tone, number in numbers.items() if number)


def handed_in(timestamp: str) -> str:
    """When it was handed in, for people; "" where nothing readable says so."""
    found = _MOMENT.fullmatch(timestamp)
    return f"{found[1]} {found[2]}{found[3]}" if found else ""


def beginning(shown: Sequence[Row]) -> Row | None:
    """Where to begin: with a mistake that others stand on, else with the first one, else with what was not begun."""
    below = {row.excused_by for row in shown}
    wrong = [row for row in shown if row.tone in ("wrong", "part")]
    foundations = [row for row in wrong if row.name in below]
    begun = [*foundations, *wrong, *(row for row in shown if row.tone == "open")]
    return begun[0] if begun else None


def standing_on(name: str, shown: Sequence[Row]) -> tuple[str, ...]:
    """What stands on an exercise and was judged as if it were right."""
    return tuple(row.name for row in shown if row.excused_by == name)
