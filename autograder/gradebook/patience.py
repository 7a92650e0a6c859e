"""How long a database is borne with that went away, or in which somebody else writes the same rows."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.exc import DBAPIError

from autograder.gradebook.complaints import is_conflict, is_lost, is_unexplained

#: So long a server that went away is waited for: time to restart one, or for another to take its place.
RETURN_SECONDS: Final = 180.0
#: So often a transaction is tried that met others: each of those has got something done meanwhile.
_MOST_CONFLICTS: Final = 20
#: And so often one of which nobody says why: where others cannot write meanwhile, as in SQLite, no other try helps.
_MOST_UNEXPLAINED: Final = 2
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 5.0


@dataclass(slots=True)
class Patience:
    """Bears with one transaction.

    Args:
        name: of the gradebook.
        say: takes a line for whoever waits.
        seconds: how long a lost server is waited for.
    """

    name: str
    say: Callable[[str], None]
    seconds: float
    _conflicts: int = 0
    _pause: float = _FIRST_PAUSE
    _lost_since: float | None = None

    def bears(self, error: DBAPIError) -> bool:
        """Wait a moment and say yes, where another try may end better."""
        if is_lost(error):
            return self._waits_for_return()
        self._conflicts += 1
        most = _MOST_UNEXPLAINED if is_unexplained(error) else _MOST_CONFLICTS
        if not is_conflict(error) or self._conflicts >= most:
            return False
        self._sleep()
        return True

    def ends_well(self) -> None:
        """Tell whoever waited that it is over."""
        if self._lost_since is not None:
            self.say(f"the gradebook {self.name} is there again; going on")
        self._lost_since = None

    def _waits_for_return(self) -> bool:
        now = time.monotonic()
        if self._lost_since is None:
            self._lost_since = now
            if self.seconds > 0:
                self.say(f"the gradebook {self.name} went away; waiting up to {self.seconds:g} s for it to come back")
        if now - self._lost_since >= self.seconds:
            return False
        self._sleep()
        return True

    def _sleep(self) -> None:
        """Wait twice as long each time; not in step with others who wait for the same."""
        time.sleep(self._pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)
