"""The outcome of every trap in every way, as a table of text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.traps.trial import Outcome
from tests.traps.ways import Way

_UNDER_CHEATS: Final = """
Points, of {full:g}; no answer that was handed in is right. nbgrader runs the same notebooks with its own Execute, and
plain asserts in their check cells, public and hidden ones: `np.allclose` for numbers and arrays, `==` for the rest.
""".strip()


@dataclass(frozen=True, slots=True)
class Row:
    """A trap, its story, and how it ended in each way; None where it cannot happen.

    Args:
        name: the trap's.
        story: what goes wrong where somebody falls in.
        outcomes: by way.
        title: of a cheat, what somebody does.
    """

    name: str
    story: str
    outcomes: Mapping[Way, Outcome | None]
    title: str = ""

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


def cheats_table(rows: Sequence[Row], full: float) -> str:
    """The same as Markdown, for cheats alone: what each earns here, whichever way, and in nbgrader.

    Args:
        rows: of cheats.
        full: what all exercises together are worth.
    """
    lines = ["| cheat | here | nbgrader |", "|---|---:|---:|"]
    for row in rows:
        here = [outcome.points for way, outcome in row.outcomes.items() if way.is_ours and outcome]
        stock = [outcome.points for way, outcome in row.outcomes.items() if not way.is_ours and outcome]
        lines.append(f"| {row.title} | {_highest(here)} | {_highest(stock)} |")
    return "\n".join([*lines, "", _UNDER_CHEATS.format(full=full)])


def _highest(points: Sequence[float | None]) -> str:
    known = [one for one in points if one is not None]
    return f"{max(known):g}" if known else "not graded"


def _cell(outcome: Outcome | None) -> str:
    if outcome is None:
        return "-"
    return f"holds ({outcome.said})" if outcome.holds else f"FALLS IN ({outcome.said})"
