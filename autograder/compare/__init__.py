"""Two values and a tolerance: what kind of difference is between them, and where is it worst.

First the kinds must agree (a number for a number, an array for an array), then the shapes, then the figures. What is
right in another form agrees: ints and NumPy scalars for floats, 0-d arrays for numbers, lists for arrays and tuples.
"""

from autograder.compare.conforming import as_array, conform
from autograder.compare.figures import mismatch, step_into, worst_difference
from autograder.compare.mismatch import Difference, Mismatch
from autograder.compare.outcomes import outcome_mismatch
from autograder.compare.words import A_TUPLE, describe, kind_of

__all__ = [
    "A_TUPLE",
    "Difference",
    "Mismatch",
    "as_array",
    "conform",
    "describe",
    "kind_of",
    "mismatch",
    "outcome_mismatch",
    "step_into",
    "worst_difference",
]
