"""What is counted from a class: outcomes, failing cases, misconceptions, who could use a word, what is open."""

import math
from datetime import UTC, datetime

import pytest

from autograder.report.class_page.attention import Person, read_attention
from autograder.report.class_page.frames import OPEN, RIGHT, WRONG, make_frames
from autograder.report.class_page.held import read_held
from autograder.report.class_page.ideas import Idea, Ideas
from autograder.report.class_page.items import Item, read_items
from autograder.report.class_page.page import class_page
from autograder.report.class_page.record import ClassRecord, Record, State
from autograder.report.class_page.summary import Spread, summarise
from autograder.report.class_page.ungraded import read_open_cells, read_troubles
from tests.report.made_class import WORTH, Outline, absent, class_of, failed, graded, points_only, verdict


def items_of(record: ClassRecord) -> dict[str, Item]:
    return {item.name: item for item in read_items(make_frames(record), WORTH, ["second", "first"])}


def people_of(*records: Record) -> dict[str, Person]:
    return {one.student: one for one in read_attention(make_frames(class_of(*records)))}


def test_exercises_stand_in_the_order_in_which_they_are_taught() -> None:
    assert list(items_of(class_of())) == ["second", "first"]


def test_every_outcome_is_counted_once() -> None:
    record = class_of(
        graded("a", verdict("first"), verdict("second")),
        graded("b", verdict("first", "wrong"), verdict("second", "not implemented")),
        graded("c", verdict("first", "too slow"), verdict("second", "missing")),
        points_only("d", {"first": 2.0, "second": 0.0}),
        absent("e"),
    )

    items = items_of(record)

    assert {word: items["first"].counts[word] for word in (RIGHT, WRONG, OPEN)} == {RIGHT: 2, WRONG: 2, OPEN: 0}
    assert {word: items["second"].counts[word] for word in (RIGHT, WRONG, OPEN)} == {RIGHT: 1, WRONG: 1, OPEN: 2}
    assert items["first"].students == items["second"].students == 4
    assert items["first"].difficulty == pytest.approx(0.5)


def test_the_case_that_most_fall_over_is_named_with_how_many() -> None:
    record = class_of(
        graded("a", verdict("first", "wrong", cases=failed("a negative input"))),
        graded("b", verdict("first", "wrong", cases=failed("a large input", "a negative input"))),
        graded("c", verdict("first", "not implemented", cases=failed("a large input"))),
        graded("d", verdict("first")),
    )

    failing = items_of(record)["first"].failing

    assert failing is not None
    assert (failing.label, failing.students, failing.missed) == ("a negative input", 2, 2)
    assert not failing.is_any


def test_where_every_case_fails_alike_none_is_blamed() -> None:
    cases = failed("one", "two")[1:]

    failing = items_of(class_of(graded("a", verdict("first", "wrong", cases=cases))))["first"].failing

    assert failing is not None
    assert failing.is_any


def test_of_a_question_no_case_is_named() -> None:
    assert (
        items_of(class_of(graded("a", verdict("first", "wrong", cases=failed("your answer")))))["first"].failing is None
    )


def test_misconceptions_come_in_the_order_of_how_many_hold_them() -> None:
    wrong = {"hint": "told", "cases": failed("x")}
    record = class_of(
        graded("a", verdict("first", "wrong", misconception="A2", **wrong), verdict("second")),
        graded("b", verdict("first", "wrong", misconception="A1", **wrong), verdict("second")),
        graded("c", verdict("first", "wrong", misconception="A1", **wrong), verdict("second")),
        graded("d", verdict("first"), verdict("second", "wrong", misconception="B1", **wrong)),
    )
    frames = make_frames(record)
    ideas = Ideas(("first", "second"), {"A1": Idea("A1", "left out f'(h)", "Where is the slope?")})

    held = read_held(frames, read_items(frames, WORTH, ideas.exercises), ideas)

    assert [(one.idea.id, one.idea.name, one.students, one.of) for one in held] == [
        ("A1", "left out f'(h)", 2, 4),
        ("A2", "told", 1, 4),
        ("B1", "told", 1, 4),
    ]


def test_of_what_as_many_hold_one_of_each_exercise_comes_first() -> None:
    record = class_of(
        graded("a", verdict("first", "wrong", misconception="A1"), verdict("second", "wrong", misconception="B1")),
        graded("b", verdict("first", "wrong", misconception="A2"), verdict("second", "wrong", misconception="B2")),
    )
    frames = make_frames(record)

    held = read_held(frames, read_items(frames, WORTH, ["first", "second"]), Ideas())

    assert [one.idea.id for one in held] == ["A1", "B1", "A2", "B2"]


def test_only_a_misconceptions_hint_is_kept_for_others_may_quote_a_student() -> None:
    record = class_of(graded("a", verdict("first", "raised", hint="NameError: my_secret")))

    assert "my_secret" not in make_frames(record).outcomes.to_csv()


def test_each_reason_for_a_word_is_given_in_words() -> None:
    stuck = graded("stuck", verdict("first", "too slow"), verdict("second"))
    begun = graded("untouched", verdict("first", "not implemented"), verdict("second", "missing"))
    unread = Record("unread", "", State.UNREADABLE, graded("x", verdict("first", "missing")).standing)
    fine = graded("fine", verdict("first"), verdict("second"))

    people = people_of(stuck, begun, unread, fine, absent("gone"))

    assert {name: one.reasons for name, one in people.items()} == {
        "stuck": ("first did not come to an end: a loop that never stops?",),
        "untouched": ("has not begun yet: every exercise is as it was handed out",),
        "unread": ("the file could not be opened as a notebook; to save it in Jupyter and submit again may be enough",),
    }


def test_a_foundation_is_a_reason_where_several_exercises_stand_on_it() -> None:
    on_top = [verdict(name, "wrong", excused_by="below") for name in ("first", "second")]

    several, single = people_of(graded("a", *on_top))["a"], people_of(graded("a", on_top[0], verdict("second")))["a"]

    assert several.reasons == ("below is not right yet, and first and second stand on it",)
    assert single.reasons == ("first went wrong",)


def test_in_a_class_that_is_weak_as_a_whole_the_weakest_quarter_is_named() -> None:
    nobody_right = [graded(f"s{k}", verdict("first", "wrong"), verdict("second")) for k in range(9)]
    weakest = graded("w", verdict("first", "wrong"), verdict("second", "wrong"))

    assert list(people_of(*nobody_right, weakest)) == ["w"]


def test_what_waits_for_a_person_is_left_out_of_the_share_and_named() -> None:
    frames = make_frames(class_of(graded("a", verdict("first"), verdict("second", "wrong"), by_hand=5.0)))

    cell = read_open_cells(frames)

    assert [(one.cell, one.waiting, one.answers, one.max_points) for one in cell] == [("essay", 1, 1, 5.0)]
    assert frames.submissions["share"].tolist() == pytest.approx([2 / 3])


def test_troubles_are_put_together_by_reason() -> None:
    frames = make_frames(class_of(points_only("a", {}), points_only("b", {}), absent("c")))

    troubles = read_troubles(frames)

    assert [(one.reason, one.students) for one in troubles] == [("no verdicts", ("a", "b"))]


def test_what_was_not_graded_costs_nobody_and_is_named() -> None:
    record = class_of(
        graded("a", verdict("first", "not graded"), verdict("second")), graded("b", verdict("first"), verdict("second"))
    )

    items = items_of(record)

    assert items["first"].difficulty == 1.0
    assert (items["first"].students, items["first"].ungraded) == (1, 1)
    assert [one.students for one in read_troubles(make_frames(record))] == [("a",)]


@pytest.mark.parametrize("records", [(), (absent("a"), absent("b"))], ids=["no roster", "nobody handed in"])
def test_a_class_without_work_has_an_honest_page(records: tuple[Record, ...]) -> None:
    record = class_of(*records)

    page = Outline(class_page(record, Ideas(), today=datetime.now(UTC)))

    assert summarise(make_frames(record)).handed_in == 0
    assert "Nobody has handed in anything yet" in page.text
    assert "No scores in the gradebook yet." in page.text
    assert not page.all("svg")
    assert "nan" not in page.text.lower().split()


def test_a_single_student_has_a_page_with_what_can_be_computed() -> None:
    page = Outline(
        class_page(class_of(graded("a", verdict("first"), verdict("second"))), Ideas(), today=datetime.now(UTC))
    )

    assert "100 % of the points" in page.text
    assert "–" in page.text
    assert len(page.all("svg")) == 3


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        (
            (10, 30, 50, 70, 90),
            "A quarter of the class has 30 % or less, half has 50 % or more, a quarter 70 % or more; ",
        ),
        (
            (0, 0, 40, 100, 100),
            "A quarter of the class has no points, half has 40 % or more, a quarter has all points; ",
        ),
        ((0, 0, 0, 0, 20), "Three quarters of the class have no points; from 0 % to 20 %."),
        ((0, 0, 0, 5, 20), "Half of the class has no points, a quarter 5 % or more; "),
        ((20, 100, 100, 100, 100), "Three quarters have all points; from 20 % to 100 %."),
        ((20, 60, 100, 100, 110), "A quarter of the class has 60 % or less, half has all points; from 20 % to 110 %."),
        ((100, 100, 100, 100, 100), "Everybody has all points."),
        ((40, 40, 40, 40, 40), "Everybody has 40 % of the points."),
        ((0, 0, 0, 0, 0), "Everybody has no points."),
    ],
)
def test_how_the_points_are_spread_is_a_plain_sentence(
    shares: tuple[float, float, float, float, float], words: str
) -> None:
    assert Spread(*shares, 0).words.startswith(words)


def test_in_a_class_whose_weakest_have_nothing_nobody_is_below_that() -> None:
    nothing = [graded(f"s{k}", verdict("first", "wrong"), verdict("second", "wrong")) for k in range(10)]

    page = Outline(class_page(class_of(*nothing), Ideas(), today=datetime.now(UTC)))

    assert "less than 0 %" not in page.text
    assert "all have 0 %" not in page.text


def test_extra_credit_beyond_all_points_has_its_place() -> None:
    record = graded("a", verdict("first"), verdict("second"))
    assert record.standing is not None
    frames = make_frames(class_of(record))

    spread = summarise(frames).spread

    assert spread is not None
    assert spread.full == 1
    assert not math.isnan(spread.median)
