"""Grades the demo's whole class with `autograder grade` and with `nbgrader autograde`, and compares all they leave.

``python -m tests.parity`` prints a table for each round; the exit code is 1 when anything differs.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from tests.parity.collected import collect_class
from tests.parity.histories import live_through
from tests.parity.table import differences, table
from tests.parity.ways import TYPED


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.parity", description=__doc__)
    parser.add_argument("--students", type=int, default=30, help="how many (default: 30)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="parity-") as folder:
        collected = collect_class(Path(folder) / "collected", options.students)
        rounds = []
        for one in live_through(collected, TYPED, say=lambda line: _write(sys.stderr, line)):
            rounds.append(one)
            _write(sys.stdout, f"\n{table([one])}")
    found = [*differences(rounds)]
    _write(sys.stdout, "\n".join(["", *(found or ["no differences"])]))
    return 1 if found else 0


def _write(stream: TextIO, text: str) -> None:
    stream.write(f"{text}\n")
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
