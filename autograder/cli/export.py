"""`autograder export`: a class's scores for other systems, out of nbgrader's gradebook."""

import argparse
import sys
from contextlib import closing

from autograder.cli import status
from autograder.cli.course import course_of
from autograder.errors import SpecError
from autograder.export import canvas, class_junit, moodle, nbgraders_own, tidy
from autograder.export.delivery import deliver
from autograder.export.marks import ClassMarks, State, read_marks
from autograder.export.remarks import remarks
from autograder.export.sheet import read_sheet
from autograder.gradebook.course_folder import CourseFolder, open_course
from autograder.gradebook.database import open_database
from autograder.submission.folder import printable


def run(options: argparse.Namespace) -> int:
    """Export; returns the exit status: 3 where something handed in is not graded."""
    course = open_course(course_of(options))
    with closing(open_database(course.db_url)) as database:
        marks = read_marks(course, database, options.assignments)
    text, more = _made(options, course, marks)
    deliver(text, options.output or getattr(options, "into", None))
    for line in [*remarks(marks, left_empty=options.form != "nbgrader"), *more]:
        print(f"autograder: {printable(line)}", file=sys.stderr)
    return status.OUR_SIDE if any(mark.state is State.NOT_GRADED for mark in marks.marks) else status.OK


def _made(options: argparse.Namespace, course: CourseFolder, marks: ClassMarks) -> tuple[str, list[str]]:
    """The file's text, and what is to be said of it."""
    match options.form:
        case "nbgrader":
            text = nbgraders_own.as_nbgrader_writes(course.db_url, options.assignments)
            return text, nbgraders_own.misread(marks.pupils)
        case "canvas":
            return _canvas(options, marks)
        case "moodle" if options.into:
            sheet, said = moodle.fill(read_sheet(options.into, moodle.COLUMNS), marks, scale=options.scale)
            return sheet.text(), said
        case "moodle":
            return moodle.import_file(marks), []
        case "junit":
            return class_junit.as_junit(course, marks), []
        case form:
            return (tidy.as_csv(marks) if form == "csv" else tidy.as_json(marks)), []


def _canvas(options: argparse.Namespace, marks: ClassMarks) -> tuple[str, list[str]]:
    if options.column and len(marks.assignments) != 1:
        msg = f"--column {options.column!r} is one assignment's; name that one, not {len(marks.assignments)}"
        raise SpecError(msg)
    sheet = read_sheet(options.into, canvas.COLUMNS)
    sheet, said = canvas.fill(sheet, marks, column=options.column, scale=options.scale)
    return sheet.text(), said
