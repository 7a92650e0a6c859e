"""The grader examined: the mutants of an assignment, how many were caught, and whether the list of the others holds."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TypeAlias

from autograder.grade import Grader
from tests.conftest import SEED
from tests.mutants.equivalents import Change, equivalents
from tests.mutants.trial import Tried, try_all
from tests.real_course import COURSE, ROOT


@dataclass(frozen=True, slots=True)
class Examination:
    """How an assignment's mutants fared."""

    assignment: str
    tried: tuple[Tried, ...]

    @property
    def made(self) -> Mapping[str, int]:
        """How many mutants there are of each function."""
        return Counter(each.change.exercise for each in self.tried)

    @property
    def killed(self) -> int:
        """How many lost their points."""
        return sum(not each.survived for each in self.tried)

    @property
    def equivalent(self) -> list[Change]:
        """Those that kept their points, as they should."""
        return [each.change for each in self.tried if each.survived and each.change in equivalents()]

    @property
    def survivors(self) -> list[Change]:
        """Those that kept their points and should not, or should be listed."""
        return [each.change for each in self.tried if each.survived and each.change not in equivalents()]

    @property
    def stale(self) -> list[Change]:
        """What is listed, and is no mutant that survived."""
        survived = {each.change for each in self.tried if each.survived}
        listed = (change for change in equivalents() if change.assignment == self.assignment)
        return [change for change in listed if change not in survived]


#: Waits until an assignment, given by its name, has been examined.
Examined: TypeAlias = Callable[[str], Examination]


@contextmanager
def examining(names: Sequence[str], *, workers: int = 2) -> Iterator[Examined]:
    """Examine assignments at the same time, each in a process with a grader of its own."""
    # Started afresh: a fork of a process with threads may hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        under_way: dict[str, Future[Examination]] = {
            name: pool.submit(_examine, name) for name in _longest_first(names)
        }
        try:
            yield lambda name: under_way[name].result()
        finally:
            pool.shutdown(cancel_futures=True)


def _examine(name: str) -> Examination:
    with Grader(ROOT, seed=SEED) as grader:
        return Examination(name, tuple(try_all(grader, COURSE.assignment(name))))


def _longest_first(names: Sequence[str]) -> list[str]:
    """Order assignments by the size of their notebooks, so that nobody waits for a long one in the end."""
    return sorted(names, key=lambda name: -COURSE.assignment(name).notebook.stat().st_size)
