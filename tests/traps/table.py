"""The outcome of every trap in every way, as a table of text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.traps.trial import Outcome
from tests.traps.ways import Way


@dataclass(frozen=True, slots=True)
class Row:
    """A trap, its story, and how it ended in each way; None where it cannot happen."""

    name: str
    story: str
    outcomes: Mapping[Way, Outcome | None]

    @property
    def holds(self) -> bool:
        """Whether it holds in every way of this course's own."""
        return all(outcome.holds for way, outcome in self.outcomes.items() if way.is_ours and outcome)


def table(rows: Sequence[Row], ways: Sequence[Way]) -> str:
    """Lay rows out, with a story below each name."""
    lines = [("trap", *(way.title for way in ways))]
    lines += [(row.name, *(_cell(row.outcomes.get(way)) for way in ways)) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    laid = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    stories = ["", *(f"    {row.story}" for row in rows)]
    return "\n".join(part for line, story in zip(laid, stories, strict=True) for part in (line, story) if part)


def _cell(outcome: Outcome | None) -> str:
    if outcome is None:
        return "-"
    return f"holds ({outcome.said})" if outcome.holds else f"FALLS IN ({outcome.said})"
