"""Why a student got what they got, and what a regrade would change: the instructor's view, hidden values included.

What is told here is for the instructor's own terminal. Nothing of it goes into feedback, reports or score.json.
"""

from autograder.explain.account import Account
from autograder.explain.explaining import explain
from autograder.explain.names import Asked

__all__ = ["Account", "Asked", "explain"]
