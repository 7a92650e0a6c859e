"""Pictures that say more than a line of numbers: values -> an SVG that needs nothing beside it.

A card of `check` and a page of feedback draw with the same functions. Values are plain data and may be anything; what
cannot be drawn is no picture, never an exception.
"""

from autograder.figures.bowl import bowl
from autograder.figures.choice import figure_for
from autograder.figures.curves import curves
from autograder.figures.drawing import Figure
from autograder.figures.heat_map import heat_map

__all__ = ["Figure", "bowl", "curves", "figure_for", "heat_map"]
