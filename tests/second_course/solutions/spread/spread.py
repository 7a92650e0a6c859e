# %% [markdown]
# # How far do they spread?
#
# A thermometer was read twenty times. Two tools tell what is the weather and what is the thermometer: a mean that
# travels along the readings, and a measure of how far a reading strays.

# %% setup="setup"
import numpy as np
from numpy.typing import NDArray

from autograder import check, waiting_for

# %% [markdown]
# ## A mean that travels
#
# Put a window of so many readings at the beginning, take their mean, move the window on by one, and so on to the end.
# The readings 1, 3, 5, 9 and a window of two give 2, 4, 7.


# %% solution="running_mean"
def running_mean(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Return the mean of every run of `width` neighbours.

    Args:
        values: (n,) the readings.
        width: how many readings a window holds, from 1 to n.

    Returns:
        (n - width + 1,) one mean for every place where the whole window fits.
    """
    ### BEGIN SOLUTION
    kernel = np.full(width, 1 / width)
    return np.convolve(values, kernel, "valid")
    ### END SOLUTION


# %% check="running_mean"
check("running_mean")

# %% [markdown]
# ## How unusual is a reading?
#
# Its z-score says by how many standard deviations it lies above the mean: $z_i = (x_i - \bar x) / \sigma$, where
# $\sigma^2$ is the mean of the squared distances from $\bar x$.


# %% solution="z_scores"
def z_scores(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many standard deviations each reading lies above the mean.

    Args:
        values: (n,) the readings, not all of them alike.

    Returns:
        (n,) their z-scores.
    """
    ### BEGIN SOLUTION
    away = values - np.mean(values)
    sigma = float(np.sqrt(np.mean(away**2)))
    return away / sigma
    ### END SOLUTION


# %% check="z_scores"
check("z_scores")

# %% demonstration="readings"
with waiting_for("running_mean", "the file readings.csv"):
    import matplotlib.pyplot as plt

    readings = np.loadtxt("readings.csv", skiprows=1)
    figure, axes = plt.subplots()
    axes.plot(readings, "o")
    axes.plot(np.arange(2, 18), running_mean(readings, 5))
    axes.set_xlabel("reading")
    axes.set_ylabel("degrees")

# %% [markdown]
# How many of the readings in `readings.csv` lie more than two standard deviations from their mean?

# %% question="q_beyond"
# A whole number.
### BEGIN SOLUTION
q_beyond = 1
### END SOLUTION

# %% check="q_beyond"
check("q_beyond")
