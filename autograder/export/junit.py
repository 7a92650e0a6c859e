"""JUnit XML, as dashboards read it: a suite for every submission, a test for every case.

JUnit knows no points, so a suite tells them as properties. A wrong value is a failure, a call that was ended by an
exception or a limit an error, and what could not be graded is skipped: it neither passed nor failed.
"""

from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from autograder.export.cleaned import clean
from autograder.export.told import NOT_GRADED, failed, is_error, told, told_of_case
from autograder.model import CaseVerdict, Judgement, Score, Verdict

_COUNTED: Final = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def document(suites: Iterable[ET.Element]) -> str:
    """A file of suites."""
    root = ET.Element("testsuites")
    root.extend(suites)
    for count in ("tests", *_COUNTED):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    root.set("time", "0")
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def suite(name: str, score: Score, **properties: str) -> ET.Element:
    """The suite of a submission.

    Args:
        name: of the suite.
        score: of the submission.
        properties: what else a suite tells.
    """
    points = {"score": f"{score.points:g}", "max_score": f"{score.max_points:g}"} if score.is_graded else {}
    notes = {"note": " ".join(score.notes)} if score.notes else {}
    element = _suite(name, {**properties, **points, **notes})
    for verdict in score.verdicts:
        for case in verdict.cases:
            _add_case(element, verdict, case)
        if not failed(verdict) and verdict.judgement is not Judgement.CORRECT:
            test = _add_test(element, verdict.exercise, "as a whole")
            _say(test, "skipped" if verdict.judgement is Judgement.NOT_GRADED else "failure", told(verdict))
    return _counted(element)


def suite_of_none(name: str, reason: str, **properties: str) -> ET.Element:
    """The suite of a submission without verdicts: one test, which is skipped.

    Args:
        name: of the suite.
        reason: why there are none.
        properties: what else a suite tells.
    """
    element = _suite(name, properties)
    _say(_add_test(element, clean(name), "the submission"), "skipped", reason)
    return _counted(element)


def results(score: Score) -> str:
    """A graded submission alone."""
    return document([suite(score.assignment, score)])


def not_graded(assignment: str) -> str:
    """A submission that could not be judged, through no fault of the student's."""
    return document([suite_of_none(assignment, NOT_GRADED)])


def _suite(name: str, properties: dict[str, str]) -> ET.Element:
    element = ET.Element("testsuite", name=clean(name), time="0")
    if properties:
        listed = ET.SubElement(element, "properties")
        for key, value in properties.items():
            ET.SubElement(listed, "property", name=key, value=clean(value))
    return element


def _add_test(element: ET.Element, classname: str, name: str) -> ET.Element:
    return ET.SubElement(element, "testcase", classname=classname, name=clean(name), time="0")


def _add_case(element: ET.Element, verdict: Verdict, case: CaseVerdict) -> None:
    test = _add_test(element, verdict.exercise, case.label)
    if case.judgement is Judgement.NOT_GRADED:
        _say(test, "skipped", NOT_GRADED)
    elif case.judgement is not Judgement.CORRECT:
        call = f"{case.call}\n" if case.call else ""
        _say(test, "error" if is_error(case) else "failure", f"{call}{told_of_case(verdict, case)}", case.judgement)


def _say(test: ET.Element, kind: str, text: str, title: str = "") -> None:
    told_why = ET.SubElement(test, kind, message=title or text.partition("\n")[0])
    if kind != "skipped":
        told_why.set("type", title or kind)
    told_why.text = clean(text)


def _counted(element: ET.Element) -> ET.Element:
    tests = element.findall("testcase")
    element.set("tests", str(len(tests)))
    for count, kind in _COUNTED.items():
        element.set(count, str(sum(test.find(kind) is not None for test in tests)))
    return element
