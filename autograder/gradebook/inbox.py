"""What of the exchange's folder is new: each name is told once, when it has arrived whole."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TypeAlias

from autograder.gradebook.events import Event, Passed
from autograder.gradebook.inbound import Arrived, has_arrived, names_in, read_name

#: Whose work, of what.
Pair: TypeAlias = tuple[str, str]


class Inbox:
    """Looks into the folder again and again."""

    def __init__(self, inbound: Path, assignments: Collection[str], tell: Callable[[Event], None]) -> None:
        """Know of nothing yet.

        Args:
            inbound: the folder.
            assignments: names of those that are followed; empty for all.
            tell: is called with what is no submission.
        """
        self._inbound = inbound
        self._assignments = frozenset(assignments)
        self._tell = tell
        self._seen: set[str] = set()
        self.is_arriving = False

    def look(self) -> Iterator[Arrived]:
        """Yield what has arrived since the last time.

        Raises:
            GradebookError: the folder cannot be read.
        """
        names = names_in(self._inbound)
        self._seen.intersection_update(names)
        self.is_arriving = False
        for name in names:
            if name not in self._seen:
                yield from self._look_at(name)

    def newest(self) -> dict[Pair, Arrived]:
        """The newest of everybody's submissions of everything."""
        newest: dict[Pair, Arrived] = {}
        for arrived in filter(self._is_followed, map(read_name, self._seen)):
            assert isinstance(arrived, Arrived)  # noqa: S101 - others are not followed
            pair = arrived.student, arrived.assignment
            newest[pair] = max(newest.get(pair, arrived), arrived, key=lambda one: one.timestamp)
        return newest

    def _is_followed(self, arrived: Arrived | str) -> bool:
        return isinstance(arrived, Arrived) and (not self._assignments or arrived.assignment in self._assignments)

    def _look_at(self, name: str) -> Iterator[Arrived]:
        arrived = read_name(name)
        if isinstance(arrived, Arrived) and not self._is_followed(arrived):
            self._seen.add(name)
            return
        state = has_arrived(self._inbound / name) if isinstance(arrived, Arrived) else arrived
        if state is False:
            self.is_arriving = True
            return
        self._seen.add(name)
        if isinstance(arrived, Arrived) and state is True:
            yield arrived
        else:
            self._tell(Passed(name, str(state)))
