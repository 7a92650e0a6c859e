"""Canvas: the gradebook that an instructor exported, with an assignment's column filled in, ready to be imported.

Canvas finds an assignment by the number in its column's name, "error (4711)"; a column without one makes a new
assignment. What is in no column of ours goes back as it came. Canvas changes nothing where a cell is empty.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NoReturn

from autograder.errors import SpecError
from autograder.export.cleaned import number
from autograder.export.marks import ClassMarks, Mark
from autograder.export.matching import match, told
from autograder.export.sheet import Sheet

#: What every export has, whoever's name stands in how many columns before.
COLUMNS: Final = ("ID", "Section")
_IDS: Final = ("SIS Login ID", "SIS User ID", "ID")
_POINTS_POSSIBLE: Final = "points possible"
_READ_ONLY: Final = "read only"
_NUMBERED: Final = re.compile(r"(?P<title>.*?)\s*\((?P<id>\d+)\)\s*")
#: An instructor's or Canvas's own word: excused, and not assigned to this student.
_NOT_OURS: Final = ("EX", "N/A")


def fill(sheet: Sheet, marks: ClassMarks, *, column: str | None = None, scale: bool = False) -> tuple[Sheet, list[str]]:
    """Put scores into an exported gradebook.

    Args:
        sheet: the gradebook.
        marks: of the class; every assignment of it gets its column.
        column: the title in Canvas where it is not the assignment's name; for one assignment.
        scale: convert points where Canvas has another maximum.

    Returns:
        The gradebook, and remarks.

    Raises:
        SpecError: it is no such gradebook, or has another maximum.
    """
    points = _points_row(sheet)
    students = [row for row in range(len(sheet.rows)) if row > points]
    matched = match(sheet, students, _IDS, marks.pupils)
    scored = [mark.pupil.id for mark in marks.marks if mark.score is not None]
    remarks = told(matched, sheet, dict.fromkeys(scored))
    for name, worth in marks.assignments.items():
        sheet, place, is_new = _column_for(sheet, column or name, points)
        if is_new:
            remarks.append(f"{sheet.path.name} has no column {column or name!r}; Canvas will make that assignment")
            sheet = sheet.filled({(points, place): number(worth)})
        factor = _factor(sheet, place, points, worth, scale=scale)
        sheet, more = _with_scores(sheet, place, matched.pupils, marks.of(name), factor)
        remarks += more
    return sheet, remarks


def _points_row(sheet: Sheet) -> int:
    """The row under the header that says what each assignment is worth; students follow it."""
    found = [row for row, each in enumerate(sheet.rows) if _is_points_row(each.cells[0])]
    if not found:
        _refuse(sheet, 'has no row "Points Possible"; expected a gradebook as Canvas exports it')
    return found[0]


def _is_points_row(cell: str) -> bool:
    return cell.strip().casefold().startswith(_POINTS_POSSIBLE)


def _column_for(sheet: Sheet, title: str, points: int) -> tuple[Sheet, int, bool]:
    """The column of an assignment, a new one before the totals where there is none."""
    first = (sheet.column("Section") or 0) + 1
    found = [place for place in range(first, len(sheet.header)) if _same(sheet.header[place], title)]
    if len(found) > 1:
        names = ", ".join(sheet.header[place] for place in found)
        _refuse(sheet, f"has {len(found)} columns {title!r} ({names}); say which with --column, its number included")
    if found:
        return sheet, found[0], False
    totals = (place for place in range(first, len(sheet.header)) if _READ_ONLY in sheet.rows[points].cells[place])
    place = next(totals, len(sheet.header))
    return sheet.widened(place, title), place, True


def _same(header: str, title: str) -> bool:
    """Whether a column is the assignment's, with its number or without, however its name is spaced."""
    numbered = _NUMBERED.fullmatch(header)
    return _plain(title) in (_plain(header), _plain(numbered["title"]) if numbered else None)


def _plain(title: str) -> str:
    return re.sub(r"[\s_-]+", " ", title.strip()).casefold()


def _factor(sheet: Sheet, place: int, points: int, worth: float, *, scale: bool) -> float:
    text = sheet.rows[points].cells[place].strip()
    try:
        theirs = float(text.replace(",", "."))
    except ValueError:
        _refuse(sheet, f"says {text!r} points possible for {sheet.header[place]}; expected {number(worth)}")
    if abs(theirs - worth) < 1e-6 or worth <= 0:  # noqa: PLR2004 - Canvas rounds
        return 1.0
    if not scale:
        what = f"{number(theirs)} points possible for {sheet.header[place]}, the gradebook {number(worth)}"
        _refuse(sheet, f"says {what}; make them equal in Canvas, or convert with --scale")
    return theirs / worth


def _with_scores(
    sheet: Sheet, place: int, pupils: Mapping[int, str], marks: Mapping[str, Mark], factor: float
) -> tuple[Sheet, list[str]]:
    cells: dict[tuple[int, int], str] = {}
    kept: list[str] = []
    for row, who in pupils.items():
        score = marks[who].score
        there = sheet.rows[row].cells[place].strip()
        if score is not None and there.upper() in _NOT_OURS:
            kept.append(f"{who}: {there}")
        elif score is not None:
            cells[row, place] = number(score * factor)
    return sheet.filled(cells), _kept(sheet.header[place], kept)


def _kept(title: str, kept: Sequence[str]) -> list[str]:
    return [f"{title}: kept what Canvas says instead of a score ({', '.join(kept)})"] if kept else []


def _refuse(sheet: Sheet, reason: str) -> NoReturn:
    msg = f"{sheet.path}: {reason}"
    raise SpecError(msg)
