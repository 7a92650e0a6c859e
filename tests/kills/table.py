"""Trials as a table: who was killed, when, and what it came to."""

from collections import Counter
from collections.abc import Sequence

from tests.kills.trial import Ended
from tests.kills.victims import Victim

_PHASES = ("before any grading", "grading", "between rows", "folders and pages", "after the pages")


def table(trials: Sequence[Ended]) -> str:
    """Lay the trials out, one line for each kind of process."""
    head = ("killed", "times", *_PHASES, "runs at most", "untrue ticks", "differences", "left behind")
    lines: list[tuple[str, ...]] = [head]
    for victim in Victim:
        those = [one for one in trials if one.victim is victim and one.phase]
        if those:
            lines.append(_line(str(victim), those))
    lines.append(_line("all", [one for one in trials if one.phase]))
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _line(title: str, those: Sequence[Ended]) -> tuple[str, ...]:
    phases = Counter(one.phase for one in those)
    counts = (
        len(those),
        *(phases[name] for name in _PHASES),
        max((one.runs for one in those), default=0),
        sum(len(one.untrue) for one in those),
        sum(len(one.differences) for one in those),
        sum(len(one.left) for one in those),
    )
    return title, *map(str, counts)
