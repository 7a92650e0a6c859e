"""Other right ways to write each exercise; every one must earn everything."""

import numpy as np
from numpy.typing import NDArray

from autograder.spec import right_form


@right_form("running_mean")
def a_list_of_means(values: list[float], width: int) -> list[float]:
    return [sum(values[start : start + width]) / width for start in range(len(values) - width + 1)]


@right_form("z_scores")
def with_numpys_own(values: NDArray[np.float64]) -> NDArray[np.float64]:
    unusual: NDArray[np.float64] = (values - np.mean(values)) / np.std(values)
    return unusual
