"""The mutants that no case can tell from the reference, each with the reason; they stand in equivalents.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Change:
    """What tells a mutant from all others: its exercise as `assignment.exercise`, and the lines that differ."""

    exercise: str
    before: str
    after: str

    @property
    def assignment(self) -> str:
        """The first half of `exercise`."""
        return self.exercise.partition(".")[0]

    def __str__(self) -> str:
        """Write it as the lines of a diff."""
        removed = [f"- {line}" for line in self.before.splitlines()]
        return "\n".join([self.exercise, *removed, *(f"+ {line}" for line in self.after.splitlines())])


@cache
def equivalents() -> Mapping[Change, str]:
    """Read the reasons of all equivalent mutants.

    Raises:
        ValueError: one is listed twice.
    """
    reasons: dict[Change, str] = {}
    for change, reason in _listed():
        if change in reasons:
            msg = f"{_FILE.name} lists this mutant twice; keep one:\n{change}"
            raise ValueError(msg)
        reasons[change] = reason
    return reasons


def _listed() -> Iterator[tuple[Change, str]]:
    for group in tomllib.loads(_FILE.read_text(encoding="utf-8"))["equivalent"]:
        for each in group["mutants"]:
            yield Change(each["of"], each["before"], each["after"]), group["reason"]
