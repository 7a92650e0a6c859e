"""One row for every student and assignment, as CSV and as JSON: for whatever reads tables."""

import json
from typing import Any, Final

from autograder.export.cleaned import clean, for_spreadsheet, number
from autograder.export.marks import ClassMarks, Mark
from autograder.export.sheet import rows_text
from autograder.gradebook.harmless import is_plain_name

SCHEMA: Final = 1
COLUMNS: Final = (
    "assignment",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "timestamp",
    "state",
    "score",
    "max_score",
    "raw_score",
    "late_penalty",
)
_NAMES: Final = ("last_name", "first_name", "email")


def as_csv(marks: ClassMarks) -> str:
    """The marks as CSV. Names that a spreadsheet would run are made harmless; ids are keys, and exact.

    But for those under which nobody is graded: they are no keys, and as harmless as names.
    """
    rows = [list(COLUMNS)]
    for mark in marks.marks:
        plain = _plain(mark)
        texts = {name: _text(plain[name]) for name in COLUMNS}
        free = _NAMES if is_plain_name(mark.pupil.id) else ("student_id", *_NAMES)
        rows.append([for_spreadsheet(texts[name]) if name in free else texts[name] for name in COLUMNS])
    return rows_text(rows, line_break="\n")


def as_json(marks: ClassMarks) -> str:
    """The marks as JSON; what is no score is null."""
    body = {"schema": SCHEMA, "marks": [_plain(mark) for mark in marks.marks]}
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _plain(mark: Mark) -> dict[str, Any]:
    has_score = mark.score is not None
    return {
        "assignment": mark.assignment,
        "student_id": clean(mark.pupil.id),
        "last_name": clean(mark.pupil.last_name),
        "first_name": clean(mark.pupil.first_name),
        "email": clean(mark.pupil.email),
        "timestamp": None if mark.timestamp is None else f"{mark.timestamp.isoformat()}Z",
        "state": mark.state.value,
        "score": mark.score,
        "max_score": mark.max_score,
        "raw_score": mark.raw_score if has_score else None,
        "late_penalty": mark.late_penalty if has_score else None,
    }


def _text(value: str | float | None) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else number(value)
