"""The page a student reads: points, verdicts and hints in a table, and below it the notebook as it was graded.

One file that stands alone and holds no script. Whatever a student wrote is shown as text; of hidden cases only the
labels are shown.
"""

from autograder.feedback.notebook import notebook_html
from autograder.feedback.page import page_html
from autograder.feedback.standing import CellStanding, Standing

__all__ = ["CellStanding", "Standing", "notebook_html", "page_html"]
