"""A class as JUnit XML, out of the verdicts that lie beside the autograded notebooks."""

from typing import Final
from xml.etree import ElementTree as ET

from autograder.export.junit import document, suite, suite_of_none
from autograder.export.marks import ClassMarks, Mark, State
from autograder.export.recorded import read_recorded
from autograder.export.told import NOT_GRADED
from autograder.gradebook.course_folder import CourseFolder

_NO_VERDICTS: Final = "Graded without verdicts of this grader; its points stand in the gradebook."


def as_junit(course: CourseFolder, marks: ClassMarks) -> str:
    """Make a suite for everything that was handed in, in the order of assignments and students."""
    handed_in = (mark for mark in marks.marks if mark.state is not State.NOTHING)
    return document(_suite(course, mark) for mark in handed_in)


def _suite(course: CourseFolder, mark: Mark) -> ET.Element:
    name = f"{mark.assignment}/{mark.pupil.id}"
    about = {"assignment": mark.assignment, "student": mark.pupil.id}
    if mark.score is None:
        return suite_of_none(name, NOT_GRADED, **about)
    gradebook = {"gradebook_score": f"{mark.score:g}", "gradebook_max_score": f"{mark.max_score:g}"}
    recorded = read_recorded(course.autograded_folder(mark.pupil.id, mark.assignment))
    if recorded is None:
        return suite_of_none(name, _NO_VERDICTS, **about, **gradebook)
    return suite(name, recorded, **about, **gradebook)
