"""Moodle, in both its forms: an Assignment's offline grading worksheet, and a file for the gradebook's own import."""

from collections.abc import Mapping
from typing import Final, NoReturn

from autograder.errors import SpecError
from autograder.export.cleaned import for_spreadsheet, number
from autograder.export.marks import ClassMarks, Mark
from autograder.export.matching import match, told
from autograder.export.sheet import Sheet, rows_text

#: Of a worksheet, whatever else the course's settings add. Moodle writes them in the language of whoever downloads.
COLUMNS: Final = ("Identifier", "Grade", "Last modified (grade)")
_IDS: Final = ("Email address", "Username", "ID number")
_MAXIMUM: Final = "Maximum Grade"
_CHANGEABLE: Final = "Grade can be changed"
_COMMENTS: Final = "Feedback comments"
#: How our own comments begin, so that a second export may replace them, and a person's are kept.
_OURS: Final = "Autograder: "


def fill(sheet: Sheet, marks: ClassMarks, *, scale: bool = False) -> tuple[Sheet, list[str]]:
    """Put scores into an offline grading worksheet.

    `Last modified (grade)` goes back as it came: by it Moodle notices that somebody graded in the meantime.

    Args:
        sheet: the worksheet.
        marks: of one assignment.
        scale: convert points where Moodle has another maximum.

    Returns:
        The worksheet, and remarks.

    Raises:
        SpecError: it names nobody, is of another maximum, or there is not one assignment.
    """
    if len(marks.assignments) != 1:
        _refuse(sheet, f"is one assignment's worksheet; name that one, not {len(marks.assignments)}")
    ((name, worth),) = marks.assignments.items()
    students = range(len(sheet.rows))
    matched = match(sheet, students, _IDS, marks.pupils)
    scored = {mark.pupil.id: mark for mark in marks.marks if mark.score is not None}
    remarks = told(matched, sheet, scored)
    cells: dict[tuple[int, int], str] = {}
    closed = []
    for row, who in matched.pupils.items():
        if who not in scored:
            continue
        if _cell(sheet, row, _CHANGEABLE).casefold() == "no":
            closed.append(who)
        else:
            cells |= _cells(sheet, row, scored[who], _factor(sheet, row, worth, scale=scale))
    if closed:
        remarks.append(f"{name}: Moodle lets these grades not be changed, and they were not ({', '.join(closed)})")
    return sheet.filled(cells), remarks


def import_file(marks: ClassMarks) -> str:
    """Make a file for Grades > Import > CSV file, to be mapped by one of its first three columns.

    Those three are keys, so they are exact, whatever they begin with. Feedback stands beside every grade: an import
    that maps only one of the two loses the other. Who has no score at all is left out, for an empty cell takes a grade
    that Moodle has away.
    """
    header = ["username", "email", "idnumber"]
    for name in marks.assignments:
        header += [for_spreadsheet(name), for_spreadsheet(f"{name} feedback")]
    by_assignment = [marks.of(name) for name in marks.assignments]
    rows = [header]
    for pupil in marks.pupils:
        theirs = [here[pupil.id] for here in by_assignment]
        if any(mark.score is not None for mark in theirs):
            told_of = [text for mark in theirs for text in (_grade(mark), _comment(mark))]
            rows.append([pupil.id, pupil.email, pupil.lms_user_id, *told_of])
    return rows_text(rows)


def _cells(sheet: Sheet, row: int, mark: Mark, factor: float) -> Mapping[tuple[int, int], str]:
    grade, comments = sheet.column("Grade"), sheet.column(_COMMENTS)
    cells = {(row, grade or 0): number((mark.score or 0.0) * factor)}
    if comments is not None:
        there = sheet.rows[row].cells[comments].strip()
        if not there or there.startswith(_OURS):
            cells[row, comments] = _comment(mark)
    return cells


def _factor(sheet: Sheet, row: int, worth: float, *, scale: bool) -> float:
    text = _cell(sheet, row, _MAXIMUM)
    if not text:
        return 1.0
    line = sheet.rows[row].line
    try:
        theirs = float(text.replace(",", "."))
    except ValueError:
        _refuse(sheet, f"line {line} says {_MAXIMUM} {text!r}; expected {number(worth)}")
    if abs(theirs - worth) < 0.005 or worth <= 0:  # noqa: PLR2004 - Moodle shows two decimals
        return 1.0
    if not scale:
        what = f"{_MAXIMUM} {number(theirs)}, the gradebook {number(worth)}"
        _refuse(sheet, f"line {line} says {what}; make them equal in Moodle, or convert with --scale")
    return theirs / worth


def _cell(sheet: Sheet, row: int, name: str) -> str:
    place = sheet.column(name)
    return "" if place is None else sheet.rows[row].cells[place].strip()


def _grade(mark: Mark) -> str:
    return "" if mark.score is None else number(mark.score)


def _comment(mark: Mark) -> str:
    """Numbers alone: Moodle shows a comment as HTML, and nothing of a student's belongs there."""
    if mark.score is None:
        return ""
    late = f", {number(mark.late_penalty)} taken off for being late" if mark.late_penalty else ""
    return f"{_OURS}{number(mark.score)} of {number(mark.max_score)} points{late}"


def _refuse(sheet: Sheet, reason: str) -> NoReturn:
    msg = f"{sheet.path}: {reason}"
    raise SpecError(msg)
