"""solutions/ -> assignments/: text source -> notebook -> nbgrader's release, proved clean, compared, put in place."""

from autograder.release.leaks import leaks
from autograder.release.publish import release

__all__ = ["leaks", "release"]
