"""The command `autograder`: words to calls, and errors to one line and an exit status."""

from autograder.cli.command import main
from autograder.cli.course import find_course

__all__ = ["find_course", "main"]
