"""What is in order around the grader and what is not: the machine, the course, nbgrader's settings, its gradebook."""

from autograder.doctor.examination import examine
from autograder.doctor.finding import Finding, State, as_json, as_line

__all__ = ["Finding", "State", "as_json", "as_line", "examine"]
