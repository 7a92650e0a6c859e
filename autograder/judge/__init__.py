"""Outcomes -> verdicts: all or nothing, no evidence no points, and a mistake is punished once."""

from autograder.judge.foundations import Loan, judge_again, loans
from autograder.judge.judging import call_text, contrast, judge
from autograder.judge.repetition import doubtful, judge_repeated
from autograder.model import Contrast

__all__ = [
    "Contrast",
    "Loan",
    "call_text",
    "contrast",
    "doubtful",
    "judge",
    "judge_again",
    "judge_repeated",
    "loans",
]
