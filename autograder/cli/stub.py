"""`autograder stub`: an assignment as a .py file."""

import argparse
import os
from pathlib import Path

from autograder.cli import status
from autograder.cli.course import course_of
from autograder.stub import write_stub


def run(options: argparse.Namespace) -> int:
    """Write a stub; returns the exit status."""
    here = Path()
    stub = write_stub(
        options.assignment,
        [here, Path("..")],
        released=course_of(options).absolute() / "assignments",
        output=options.output,
        force=options.force,
    )
    path = os.path.relpath(stub.path)
    print(f"wrote {path}; check it with: autograder check {path}")
    if stub.is_begun:
        print(
            f"note: {stub.notebook.name} holds work of yours, which is in {stub.path.name} now, too. "
            f"Where both are handed in, the notebook counts: fetch a fresh one to go on in the .py alone."
        )
    return status.OK
