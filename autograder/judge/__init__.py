"""Outcomes -> verdicts: all or nothing, no evidence no points, and a mistake is punished once."""

from autograder.judge.foundations import Loan, judge_again, loans
from autograder.judge.judging import Contrast, call_text, contrast, judge

__all__ = ["Contrast", "Loan", "call_text", "contrast", "judge", "judge_again", "loans"]
