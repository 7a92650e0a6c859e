"""What was found -> plain text for a terminal, and the JSON that `autograder score` gives, too."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from autograder.editor.messages import CellFailed, Found
from autograder.editor.trial import Checked
from autograder.model import Judgement
from autograder.score import score_json
from autograder.submission.folder import printable

#: What has no example to show: a line in the overview says it all.
_QUIET: Final = frozenset({Judgement.CORRECT, Judgement.NOT_IMPLEMENTED})
#: So many failing cells are told of.
_MOST_CELLS: Final = 8


def check_text(checked: Checked) -> str:
    """What there is to say of a work: cells that fail, a card for what went wrong, a line for every exercise."""
    parts = [_title(checked), *_cells(checked.cells)]
    parts += [f"\n{found.card}" for found in _in_order(checked) if found.verdict.judgement not in _QUIET]
    parts += ["", checked.overview] if checked.overview else []
    parts += [f"note: {note}" for note in _notes(checked)]
    return "\n".join(parts)


def submission_text(checked: Checked) -> str:
    """What there is to know before submitting."""
    failing = [*_cells(checked.cells)] or ["  every cell runs from top to bottom"]
    remarks = [f"  - {printable(text)}" for text in (*_notes(checked), *checked.remarks)] or ["  nothing"]
    return "\n".join(
        [
            f"{_title(checked)}: this is what will be graded",
            "",
            "From a fresh start:",
            *failing,
            "",
            "To know before you submit:",
            *remarks,
            "",
            "In reach, as far as the lesson's examples tell (grading puts other numbers, too):",
            *(f"  {line}" for line in checked.overview.splitlines()),
            *(["", "What goes wrong, and often why: autograder check"] if not checked.is_right else []),
        ]
    )


def check_json(checked: Checked, *, submission: bool = False) -> dict[str, Any]:
    """The verdicts on the public cases, in the shape of `autograder score --format json`."""
    body = score_json(checked.score)
    if not submission:
        return body
    cells = [{"where": each.where, "error": each.error} for each in checked.cells]
    return {**body, "file": _file(checked).name, "cells": cells, "remarks": list(checked.remarks)}


def cell_line(failed: CellFailed) -> str:
    """Say which cell failed, and how."""
    return printable(f"{failed.where} fails: {failed.error}")


def _title(checked: Checked) -> str:
    return printable(_file(checked).name)


def _file(checked: Checked) -> Path:
    return Path(checked.begin.file) if checked.begin else checked.work


def _notes(checked: Checked) -> Iterator[str]:
    yield from map(printable, checked.begin.notes if checked.begin else ())


def _in_order(checked: Checked) -> Iterator[Found]:
    names = checked.begin.points if checked.begin else ()
    return (checked.found[name] for name in names if name in checked.found)


def _cells(failed: list[CellFailed]) -> Iterator[str]:
    yield from (f"  {cell_line(each)}" for each in failed[:_MOST_CELLS])
    if len(failed) > _MOST_CELLS:
        yield f"  and {len(failed) - _MOST_CELLS} more"
