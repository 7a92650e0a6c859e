"""Grades a course of these tests in a process of its own: ``python -m tests.postgres.runner FOLDER WORKERS``."""

import sys
from pathlib import Path

from autograder.classroom import Run, grade_class
from autograder.gradebook.collecting import Wanted
from tests.gradebook.stand_in import ENGINE

if __name__ == "__main__":
    scores = grade_class(
        Path(sys.argv[1]),
        Wanted(again=True),
        engine=ENGINE,
        run=Run(workers=int(sys.argv[2])),
        on_progress=lambda _: None,
    )
    sys.stdout.write(f"{len(scores.graded)} graded, {len(scores.not_graded)} not graded\n")
