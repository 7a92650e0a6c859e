"""Outcomes -> verdicts: all or nothing, no evidence no points, and a mistake is punished once."""

from autograder.judge.foundations import Loan, is_unmoved, judge_again, loans
from autograder.judge.judging import call_text, forget, judge
from autograder.judge.repetition import doubtful, judge_repeated, steadiness

__all__ = [
    "Loan",
    "call_text",
    "doubtful",
    "forget",
    "is_unmoved",
    "judge",
    "judge_again",
    "judge_repeated",
    "loans",
    "steadiness",
]
