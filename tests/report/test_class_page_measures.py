"""What the numbers of a report mean, against numpy's and by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from autograder.report.class_page.measures import difficulty, discrimination


def points(**columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype="float64")


def test_difficulty_is_the_mean_share_of_the_points() -> None:
    table = points(easy=[2, 2, 2, 2], hard=[0, 0, 0, 3])

    found = difficulty(table, pd.Series({"easy": 2.0, "hard": 3.0}))

    assert found.to_dict() == {"easy": 1.0, "hard": 0.25}


def test_what_is_worth_nothing_or_was_never_judged_has_no_difficulty() -> None:
    table = points(challenge=[0, 0])

    found = difficulty(table, pd.Series({"challenge": 0.0, "never": 1.0}))

    assert found.isna().all()


def test_discrimination_is_numpys_correlation_with_the_rest() -> None:
    random = np.random.default_rng(7)
    ability = random.normal(size=60)
    columns = {f"item{k}": (ability + random.normal(size=60) > k / 3).astype(float) * (k + 1) for k in range(4)}
    table = pd.DataFrame(columns)

    found = discrimination(table)

    for name in columns:
        rest = sum(values for other, values in columns.items() if other != name)
        assert found[name] == pytest.approx(np.corrcoef(columns[name], rest)[0, 1])


def test_an_exercise_that_the_weak_get_right_discriminates_against_the_strong() -> None:
    found = discrimination(points(a=[0, 1, 2, 3], b=[0, 2, 4, 6], odd=[1, 1, 0, 0]))

    assert found["a"] > 0.9
    assert found["odd"] < -0.8


@pytest.mark.parametrize(
    "table",
    [
        points(a=[0, 1], b=[1, 0]),
        points(a=[1, 1, 1, 1], b=[0, 0, 0, 0]),
        points(alone=[0, 1, 2]),
        points(a=[math.nan, 1, 2], b=[1, math.nan, 2]),
        points(a=[], b=[]),
    ],
    ids=["two students", "all the same", "one exercise", "nobody judged on everything", "nobody"],
)
def test_what_cannot_be_computed_is_left_open(table: pd.DataFrame) -> None:
    found = discrimination(table)

    assert list(found.index) == list(table.columns)
    assert found.isna().all()


def test_whoever_was_not_judged_on_everything_does_not_count() -> None:
    whole = points(a=[0, 1, 2, 3], b=[0, 1, 1, 3])
    with_another = points(a=[0, 1, 2, 3, math.nan], b=[0, 1, 1, 3, 0])

    assert discrimination(with_another).to_dict() == pytest.approx(discrimination(whole).to_dict())
