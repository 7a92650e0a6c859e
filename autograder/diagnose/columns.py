"""Slips of tables: columns in another order, missing, or too many.

A hint names no column: what a table is made of on a hidden call stays with the grader.
"""

from collections.abc import Callable, Sequence
from typing import Final

from autograder.diagnose.pairs import Pair, every, same
from autograder.spec import Table


def _other_order(pairs: Sequence[Pair]) -> str:
    """Whether all would be right, had the columns the order asked for."""

    def in_order(ours: Table, theirs: Table) -> bool:
        if set(ours.names) != set(theirs.names):
            return False
        return same(Table({name: ours.columns[name] for name in theirs.names}), theirs)

    if _on_tables(pairs, in_order):
        return "The columns are right and stand in another order. Which order does the docstring ask for?"
    return ""


def _too_few(pairs: Sequence[Pair]) -> str:
    """Whether columns are missing, and those that are there are right."""
    if _on_tables(pairs, lambda ours, theirs: set(ours.names) < set(theirs.names) and _shared(ours, theirs)):
        return "What is in the table is right, and a column is missing. Which ones should be there, whatever it holds?"
    return ""


def _too_many(pairs: Sequence[Pair]) -> str:
    """Whether there are columns that nobody asked for beside the right ones."""
    if _on_tables(pairs, lambda ours, theirs: set(ours.names) > set(theirs.names) and _shared(ours, theirs)):
        return "The table has all it should, and a column more. Which columns does the docstring name?"
    return ""


def _shared(ours: Table, theirs: Table) -> bool:
    """Whether the columns that both have hold the same."""
    names = [name for name in theirs.names if name in ours.names]
    left, right = ({name: table.columns[name] for name in names} for table in (ours, theirs))
    return bool(names) and same(Table(left), Table(right))


def _on_tables(pairs: Sequence[Pair], explain: Callable[[Table, Table], bool]) -> bool:
    """Whether every table is right or explained, and some needs it."""

    def holds(pair: Pair) -> bool:
        if not isinstance(pair.actual, Table) or not isinstance(pair.expected, Table):
            return False
        return same(pair.actual, pair.expected) or explain(pair.actual, pair.expected)

    return every(pairs, holds)


COLUMN_SLIPS: Final = (_other_order, _too_few, _too_many)
