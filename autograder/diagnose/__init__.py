"""Wrong outcomes -> a hint: a known misconception, or a generic slip that the figures give away.

A misconception is recognised when the submission came to what the wrong version came to on every case. Where none fits,
the slips are tried, the most telling first; each must explain every case that returned, right ones included.
Hints speak of the kind of slip and never of a hidden case's numbers.
"""

from autograder.diagnose.diagnosis import Diagnosis, diagnose, is_vague
from autograder.diagnose.likeness import alike

__all__ = ["Diagnosis", "alike", "diagnose", "is_vague"]
