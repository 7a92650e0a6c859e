"""Nothing is lost and nothing doubled, whoever is killed: `python -m tests.kills` does it a hundred times."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox.walls import missing_walls

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

ROOT = Path(__file__).parents[1]


def test_a_run_in_which_somebody_was_killed_ends_like_one_in_peace(tmp_path: Path) -> None:
    # In a process of its own, for it adopts whatever a killed run leaves behind.
    command = [sys.executable, "-m", "tests.kills", "--times", "6", "--seed", "1", "--only-new"]

    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "6 kills, 6 as if nothing had happened" in ended.stdout
