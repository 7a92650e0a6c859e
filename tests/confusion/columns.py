"""The table's columns: in which form, and on which cases, wrong versions are judged."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.catalogue import Assignment
from autograder.grade import Grader
from tests.confusion.rewriting import retyped, reworded
from tests.confusion.told import Told, Trial
from tests.confusion.trials import hand_in, key_of_seed, try_on_wrong_ground, try_out
from tests.confusion.wrongs import wrongs_of
from tests.real_course import reference_of

#: Hidden cases are drawn from these, too.
SEEDS: Final = (1, 2, 3)
#: The share of a column that has to be told its own hint; the rest are listed.
ENOUGH: Final = 0.95


@dataclass(frozen=True, slots=True)
class Column:
    """All wrong versions of an assignment in one form, and what became of each."""

    heading: str
    trials: tuple[Trial, ...]

    @property
    def inexact(self) -> tuple[Trial, ...]:
        """Those that were not told their own hint, or cost somebody else points."""
        return tuple(trial for trial in self.trials if trial.told is not Told.OWN or trial.harmed)

    @property
    def unexplained(self) -> list[str]:
        """What is said of those of them for which there is no explanation."""
        return [str(trial) for trial in self.inexact if not trial.explanation]


def is_enough(columns: Sequence[Column]) -> bool:
    """Whether enough of these were exact."""
    return sum(len(each.inexact) for each in columns) <= (1 - ENOUGH) * sum(len(each.trials) for each in columns)


def handed_in(grader: Grader, assignment: Assignment) -> Column:
    """As the key knows them, in whole notebooks."""
    with tempfile.TemporaryDirectory(prefix="confusion-") as folder:
        return Column("handed in", tuple(hand_in(grader, assignment, Path(folder))))


def on_wrong_ground(grader: Grader, assignment: Assignment, *, on_every: bool = False) -> Column:
    """Where what the exercise stands on is wrong, too: one way or every way. Of those that stand on something."""
    return Column("on wrong ground", tuple(try_on_wrong_ground(grader, assignment, on_every=on_every)))


def in_other_forms(grader: Grader, assignment: Assignment) -> Iterator[Column]:
    """Other words for the same mistake, and other types of the same figures."""
    wrongs, key = list(wrongs_of(assignment, reference_of(grader, assignment))), grader.key_for(assignment.name)
    for rewrite in (reworded, retyped):
        trials = try_out(grader, assignment, [rewrite(wrong) for wrong in wrongs], key)
        yield Column(rewrite.__name__, tuple(trials))


def on_other_cases(grader: Grader, assignment: Assignment, seeds: Iterable[int] = SEEDS) -> Iterator[Column]:
    """The same mistakes, on hidden cases from other seeds."""
    wrongs = list(wrongs_of(assignment, reference_of(grader, assignment)))
    for seed in seeds:
        trials = try_out(grader, assignment, wrongs, key_of_seed(grader, assignment, seed))
        yield Column(f"seed {seed}", tuple(trials))
