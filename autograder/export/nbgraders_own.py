"""nbgrader's own CSV, made by nbgrader's own exporter: the very file that `nbgrader export` writes."""

import logging
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from autograder.export.marks import Pupil
from autograder.export.remarks import named


def as_nbgrader_writes(db_url: str, assignments: Sequence[str]) -> str:
    """Export a gradebook.

    Args:
        db_url: the gradebook, which is there.
        assignments: which; all where none is named.
    """
    silent = logging.Logger("export", level=logging.CRITICAL + 1)  # noqa: LOG001 - shared with nobody
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        path = Path(folder) / "grades.csv"
        plugin = CsvExportPlugin(to=str(path), assignment=list(assignments), log=silent)
        with Gradebook(db_url) as gradebook:
            plugin.export(gradebook)
        # nbgrader opens it as the locale says; its line breaks are the machine's.
        with path.open(newline="") as file:
            return file.read()


def misread(pupils: Iterable[Pupil]) -> list[str]:
    """Say whose rows nobody can read: nbgrader puts no quotes around anything."""
    broken = [
        pupil.id
        for pupil in pupils
        if any(sign in text for text in (pupil.id, pupil.last_name, pupil.first_name, pupil.email) for sign in ',"\r\n')
    ]
    what = "have a comma, a quote or a line break in a name, which nbgrader's form does not quote; the form csv does"
    return [f"{len(broken)} {what} ({named(broken)})"] if broken else []
