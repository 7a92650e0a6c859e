"""`autograder new`: an assignment to begin with, and in an empty folder the course around it.

What it writes lies as it is read in templates/: a lesson with one exercise, its cases, wrong versions and right forms.
"""

from autograder.skeleton.making import New, make_assignment, make_course

__all__ = ["New", "make_assignment", "make_course"]
