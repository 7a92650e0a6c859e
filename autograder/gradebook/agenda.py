"""What is to be done and when: what failed comes again later, each time after a longer pause."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from autograder.gradebook.inbox import Pair

_LONGEST_PAUSE: Final = 3600.0


@dataclass(frozen=True, slots=True)
class _Due:
    """When something is to be done, as `time.monotonic` counts, and how often it failed."""

    at: float = 0.0
    failures: int = 0


class Agenda:
    """The submissions that are to be worked at."""

    def __init__(self, first_pause: float) -> None:
        """Begin with nothing to do.

        Args:
            first_pause: seconds until what failed comes again; twice as many after every failure more.
        """
        self._first_pause = first_pause
        self._due: dict[Pair, _Due] = {}

    @property
    def pairs(self) -> frozenset[Pair]:
        """All that is to be done, now or later."""
        return frozenset(self._due)

    def add(self, pair: Pair) -> None:
        """Have something done now, whatever happened to it before."""
        self._due[pair] = _Due()

    def ready(self, most: int) -> list[Pair]:
        """What is to be done now, so much at most, and what has waited longest first."""
        now = time.monotonic()
        ready = sorted((due.at, pair) for pair, due in self._due.items() if due.at <= now)
        return [pair for _, pair in ready[:most]]

    def strike(self, pairs: Iterable[Pair]) -> None:
        """Have done with some."""
        for pair in pairs:
            self._due.pop(pair, None)

    def put_off(self, pair: Pair) -> float:
        """Have something that failed done later; returns after how many seconds."""
        failures = self._due.get(pair, _Due()).failures + 1
        pause = min(self._first_pause * 2.0 ** (failures - 1), _LONGEST_PAUSE)
        self._due[pair] = _Due(time.monotonic() + pause, failures)
        return pause
