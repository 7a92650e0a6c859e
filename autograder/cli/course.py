"""The course folder that a command is about."""

import argparse
from pathlib import Path
from typing import Final

_HANDED_IN: Final = frozenset({"submitted", "autograded", "feedback"})


def course_of(options: argparse.Namespace) -> Path:
    """The folder that was named with --course, or found upwards from here."""
    return options.course or find_course(Path.cwd())


def find_course(start: Path) -> Path:
    """The course folder: the nearest one, upwards from `start`, that holds solutions/; else `start` itself.

    A folder called solutions/ in what a student handed in makes no course of it, for what lies there would be run.
    """
    folder = start.absolute()
    found = [each for each in (folder, *folder.parents) if (each / "solutions").is_dir()]
    return next((each for each in found if not any(_is_handed_in(each, outer) for outer in found)), folder)


def _is_handed_in(folder: Path, course: Path) -> bool:
    """Whether a folder lies among a course's submissions, in one of the places that nbgrader gives them."""
    return folder.is_relative_to(course) and not _HANDED_IN.isdisjoint(folder.relative_to(course).parts)
