"""The student's side: the public cases, in the student's own process. Imports nothing of the walls and no nbgrader."""

from autograder.check.card import card_text, overview_text
from autograder.check.findings import Finding, examine
from autograder.check.notebook import check, examples_in

__all__ = ["Finding", "card_text", "check", "examine", "examples_in", "overview_text"]
