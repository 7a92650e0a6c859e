"""solutions/ -> assignments/: text source -> notebook -> nbgrader's release, proved clean, compared, put in place."""

from autograder.release.leaks import leaks
from autograder.release.publish import release
from autograder.release.repeats import repeats

__all__ = ["leaks", "release", "repeats"]
