"""What a report for sharing tells, and what it does not."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.report.class_page.anonymity import without_names
from autograder.report.class_page.ideas import Ideas
from autograder.report.class_page.page import class_page
from autograder.report.class_page.record import ClassRecord
from tests.report.made_class import MOMENT, Outline, class_of, graded, verdict
from tests.report.test_class_page import IDS, database, page_of, report, score_path


def test_it_holds_no_id_no_name_no_path_and_no_hour(course: Path) -> None:
    with database(course) as gradebook:
        gradebook.add_student("absentee", first_name="Lise", last_name="Meitner")
        names = [f"{one.first_name} {one.last_name}" for one in gradebook.students]
    score_path(course, "carl").write_text("{")
    score_path(course, "daniel").unlink()

    report(course, "error", "--anonymous")

    page = (course / "reports" / "error-anonymous.html").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", Outline(page).text.lower()))
    assert not words & {*IDS, "absentee"}
    assert not [name for name in names if name in page]
    assert str(course) not in page
    assert not re.search(r"\d\d:\d\d", page)
    assert "score.json is damaged" in page


def test_its_numbers_are_those_of_the_report_with_names(course: Path) -> None:
    report(course, "error")
    report(course, "error", "--anonymous")

    shared, full = page_of(course, "error-anonymous.html").text, page_of(course).text
    exercises = re.compile(r"Exercise right .*?Scores")
    assert exercises.search(shared)[0] == exercises.search(full)[0]  # type: ignore[index] # a failure is a failure


def order(record: ClassRecord, secret: int) -> list[str]:
    """The pseudonyms of a class, in the order of its roster."""
    given = {id(one.score): one.student for one in without_names(record, secret).records}
    return [given[id(one.score)] for one in record.records]


def test_pseudonyms_stay_the_same_and_follow_from_a_secret() -> None:
    record = class_of(*(graded(f"s{k:02}", verdict("first"), verdict("second")) for k in range(40)))

    assert order(record, 1) == order(record, 1)
    assert order(record, 1) != order(record, 2)
    assert sorted(order(record, 1)) == [f"student {k:02}" for k in range(1, 41)]
    assert order(record, 1) != sorted(order(record, 1))


def test_in_another_assignment_everybody_has_another_pseudonym() -> None:
    record = class_of(*(graded(f"s{k:02}", verdict("first"), verdict("second")) for k in range(40)))

    assert order(replace(record, assignment="another"), 1) != order(record, 1)


def test_a_moment_becomes_a_day() -> None:
    record = without_names(class_of(graded("a", verdict("first"), verdict("second"))), 1)

    assert record.duedate == record.records[0].timestamp == MOMENT.replace(hour=0, minute=0)


@pytest.mark.parametrize("number", [1, 5, 120])
def test_a_page_can_be_written_of_a_class_of_any_size(number: int) -> None:
    people = [graded(f"person{k}x", verdict("first", "wrong"), verdict("second")) for k in range(number)]

    page = class_page(without_names(class_of(*people), 1), Ideas(), today=datetime.now(UTC), is_anonymous=True)

    assert not re.search(r"person\d+x", page)
