"""What an exercise tells of a class: how hard it was, and whether it tells the strong from the weak.

Source: the classical theory of tests. Difficulty is the mean share of the points; discrimination is the corrected
item-total correlation, Pearson's, of an item with the sum of all others.
"""

from typing import Final

import pandas as pd

#: Of fewer students a correlation says nothing.
_FEWEST: Final = 3


def points_table(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Points by student (rows) and exercise (columns); NaN where one was not judged."""
    table: pd.DataFrame = outcomes.pivot_table(index="student", columns="exercise", values="points", aggfunc="first")
    return table


def difficulty(points: pd.DataFrame, worth: pd.Series) -> pd.Series:
    """The mean share of the points that was earned, between 0 (nobody any) and 1 (everybody all).

    Args:
        points: by student and exercise.
        worth: points of each exercise.

    Returns:
        By exercise; NaN where it is worth nothing, or nobody was judged.
    """
    return points.reindex(columns=worth.index).mean() / worth.where(worth > 0)


def discrimination(points: pd.DataFrame) -> pd.Series:
    """The correlation of each exercise with the rest of the score, between -1 and 1.

    Only students who were judged on everything count.

    Args:
        points: by student and exercise.

    Returns:
        By exercise; NaN where it cannot be computed: too few students, all with the same points, or a single exercise.
    """
    complete = points.dropna()
    rest = complete.rsub(complete.sum(axis=1), axis=0)
    if len(complete) < _FEWEST:
        return pd.Series(float("nan"), index=points.columns)
    varies = (complete.min() < complete.max()) & (rest.min() < rest.max())
    names = list(varies.index[varies])
    return complete[names].corrwith(rest[names]).reindex(points.columns)
