"""The upper part of the page: points, verdicts, hints; and nothing of hidden cases but their labels."""

import re

import numpy as np
import pytest

from autograder.feedback import CellStanding, Standing
from tests.feedback.made_pages import case, check, code, contrast, exercise, page, read, score, standing


def words(text: str) -> str:
    return read(text).text


def test_points_that_count_and_points_there_are_stand_at_the_top() -> None:
    text = words(page(score(exercise("double")), standing(check("double"), check("half", 0.5))))

    assert "Feedback for ada tiny 2.5 of 4 points" in text


def test_lateness_says_what_was_earned_what_it_costs_and_what_counts() -> None:
    text = words(page(None, standing(check("double"), late_penalty=0.5)))

    assert "1.5 of 2 points" in text
    assert "2 earned, 0.5 taken off because it came late: 1.5 count." in text


def test_lateness_never_leaves_less_than_nothing() -> None:
    assert "0 of 2 points" in words(page(None, standing(check("double", 0.5), late_penalty=9.0)))


@pytest.mark.parametrize(
    ("verdict", "sign"), [("correct", "✓"), ("partial", "◐"), ("wrong shape", "✗"), ("not implemented", "○")]
)
def test_a_verdict_is_told_in_words_and_by_a_sign(verdict: str, sign: str) -> None:
    text = words(page(score(exercise("double", verdict)), standing(check("double"))))

    assert f"double 2 of 2 {sign} {verdict}" in text


def test_a_row_tells_hint_and_first_public_failure_and_counts_the_rest() -> None:
    public = [
        case("the plain one", public=True, call="double(1)", message="got 1, expected 2"),
        case("the large one", public=True, call="double(9)", message="got 9, expected 18"),
    ]
    hidden = [case(f"hidden {number}", public=False) for number in range(5)]
    wrong = exercise("double", "wrong", hint="Once, or twice?", cases=public + hidden)

    text = words(page(score(wrong), standing(check("double", 0.0))))

    assert "Once, or twice? double(1) the plain one got 1, expected 2" in text
    assert "Also not right for: the large one; hidden 0; hidden 1; hidden 2; and 2 more." in text
    assert "expected 18" not in text


def test_of_hidden_cases_only_labels_are_shown_even_where_the_score_holds_more() -> None:
    leak = case("a negative input", public=False, call="double(-7.25)", message="got 1, expected -14.5")
    wrong = exercise("double", "wrong", cases=[case("the plain one", public=True, verdict="correct"), leak])

    whole = page(score(wrong), standing(check("double", 0.0)))

    assert "Not right for: a negative input." in words(whole)
    assert "7.25" not in whole
    assert "14.5" not in whole


def test_cases_of_what_was_not_begun_are_not_counted_up() -> None:
    stub = exercise("double", "not implemented", cases=[case("the plain one", public=True, call="double(1)")])

    assert "the plain one" not in page(score(stub), standing(check("double", 0.0)))


def test_a_question_does_not_say_that_it_is_not_right_for_its_answer() -> None:
    question = exercise("q_three", "wrong", hint="Count again.", cases=[case("your answer", public=False)])

    text = words(page(score(question), standing(check("q_three", 0.0))))

    assert "Count again." in text
    assert "your answer" not in text


def test_what_is_excused_is_said() -> None:
    text = words(page(score(exercise("quadruple", excused_by="double")), standing(check("quadruple"))))

    assert "Stands on double, which is wrong; judged as if double were right." in text


def test_a_teachers_points_count_and_are_marked() -> None:
    cell = check("double", 1.75, auto=0.0, manual=1.5, extra=0.25)

    text = words(page(score(exercise("double", "wrong")), standing(cell, double="Nearly!\nSee me.")))

    assert "1.75 of 2 points" in text
    assert "points set by your teacher; graded automatically: 0; +0.25 points extra credit by your teacher" in text
    assert "Your teacher: Nearly! See me." in text


def test_cells_graded_by_hand_have_rows_and_say_when_they_wait() -> None:
    essay = CellStanding("essay", None, 3.0, waits=True)
    sketch = CellStanding("sketch", 1.0, 1.0, manual=1.0)
    silence = CellStanding("silence", 0.0, 2.0, auto=0.0)

    text = words(page(score(exercise("double")), standing(check("double"), essay, sketch, silence, sketch="Lovely.")))

    assert "essay – of 3 … waits for your teacher" in text
    assert "sketch 1 of 1 ✓ graded by your teacher with a remark by your teacher" in text
    assert "1 of 1 point Your teacher: Lovely." in text
    assert "silence 0 of 2 ○ no answer" in text
    assert "3 points still wait for your teacher." in text


def test_a_comment_without_a_row_is_shown_all_the_same() -> None:
    assert "setup: Why two imports?" in words(page(None, standing(check("double"), setup="Why two imports?")))


def test_without_a_score_the_gradebooks_points_are_shown_alone() -> None:
    cells = (check("double"), check("half", 1.0), check("third", 0.0))

    text = words(page(None, standing(*cells)))

    assert "double 2 of 2 ✓ correct half 1 of 2 ◐ partial third 0 of 2 ✗ no points" in text


@pytest.mark.parametrize("odd", [{}, {"exercises": 3}, {"exercises": [{"name": 1}]}, {"notes": [None]}])
def test_a_score_of_another_shape_is_as_good_as_none(odd: dict[str, object]) -> None:
    assert page(odd, standing(check("double"))) == page(None, standing(check("double")))


def test_remarks_of_the_grader_come_first() -> None:
    text = words(page(score(exercise("double"), notes=("Both files were changed.",)), standing(check("double"))))

    assert text.index("Both files were changed.") < text.index("Exercises")


def test_rows_stand_in_the_notebooks_order_and_lead_to_their_cells() -> None:
    cells = [
        code("check('half')", "check_half", grade=True),
        code("why", "essay", grade=True, solution=True),
        code("check('double')", "check_double", grade=True),
    ]
    known = standing(check("double"), check("half"), CellStanding("essay", 1.0, 1.0, manual=1.0), check("gone"))

    markup = read(page(score(exercise("double"), exercise("half"), exercise("gone")), known, *cells))

    assert markup.targets == ["#cell-check_half", "#cell-essay", "#cell-check_double", *["#exercises"] * 3]
    assert {target.removeprefix("#") for target in markup.targets} <= set(markup.ids)
    assert "gone" in markup.text


def test_a_standing_of_odd_numbers_still_makes_a_page() -> None:
    for odd in (Standing(float("nan"), 0.0, None, ()), Standing(5.0, 4.0, 0.0, ()), Standing(-1.0, 4.0, None, ())):
        assert "width:" in page(None, odd)


def test_of_the_public_failures_the_one_that_tells_most_is_shown() -> None:
    public = [
        case("the plain one", public=True, call="double(1)", message="got 1, expected 2"),
        case("a row", public=True, call="double([1])", contrast=contrast(1, [2], gap="off by 1")),
    ]

    text = words(page(score(exercise("double", "wrong shape", cases=public)), standing(check("double", 0.0))))

    assert "double([1]) a row got 1 expected [2] difference off by 1" in text
    assert "Also not right for: the plain one." in text


def test_a_figure_shows_what_a_public_case_came_to() -> None:
    told = contrast(np.array([1.0, 2.0, 9.0, 4.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    wrong = exercise("double", "wrong", cases=[case("a row", public=True, call="double(v)", contrast=told)])

    markup = read(
        page(score(wrong), standing(check("double", 0.0)), code("check('double')", "check_double", grade=True))
    )

    assert {"svg", "figure", "figcaption", "desc"} <= markup.tags
    assert "from 1 to 4" in markup.text


def test_nothing_of_a_hidden_case_is_shown_even_where_a_score_holds_its_values() -> None:
    told = contrast(np.array([1.0, 2.0, 77.5, 4.0]), np.array([1.0, 2.0, 88.5, 4.0]), gap="off by 11")
    hidden = case("a row", public=False, call="double(v)", message="got 77.5", contrast=told)

    markup = read(page(score(exercise("double", "wrong", cases=[hidden])), standing(check("double", 0.0))))

    assert "svg" not in markup.tags
    assert not re.search("77|88|off by", markup.text)


@pytest.mark.parametrize("values", [[], ["wQ=="], ["wQ==", "wQ=="], ["AAAA" * 9_000] * 2, ["", ""], ["oA==", "oA=="]])
def test_values_that_cannot_be_drawn_leave_the_words(values: list[str]) -> None:
    told = {"got": "one", "expected": "two", "gap": "", "values": values}
    wrong = exercise("double", "wrong", cases=[case("a row", public=True, call="double(v)", contrast=told)])

    markup = read(page(score(wrong), standing(check("double", 0.0))))

    assert "svg" not in markup.tags
    assert "got one expected two" in markup.text


def test_a_page_says_how_many_of_each_and_where_to_begin() -> None:
    called = [case("the plain one", public=True, call="half(1)", message="got 1")]
    exercises = [
        exercise("double", "wrong", hint="Once?"),
        exercise("half", "wrong", cases=called),
        exercise("quarter", excused_by="half"),
        exercise("third", "not implemented"),
    ]

    text = words(page(score(*exercises), standing(*(check(name) for name in ("double", "half", "quarter", "third")))))

    assert "✓ 1 right ✗ 2 to mend ○ 1 without an answer" in text
    assert "Where to begin: half, since quarter stands on it. Put the call that fails into a cell" in text


def test_where_all_is_right_there_is_nothing_to_begin_with() -> None:
    assert "Where to begin" not in page(score(exercise("double")), standing(check("double")))


@pytest.mark.parametrize(
    ("timestamp", "told"),
    [
        ("2026-11-21 19:37:19.859673 UTC", "Handed in 2026-11-21 19:37 UTC."),
        ("2026-11-21 19:37", "Handed in 2026-11-21 19:37."),
        ("2026-11-21T19:37:19+01:00", "Handed in 2026-11-21 19:37+01:00."),
    ],
)
def test_a_page_says_when_it_was_handed_in(timestamp: str, told: str) -> None:
    assert told in words(page(score(exercise("double")) | {"timestamp": timestamp}, standing(check("double"))))


@pytest.mark.parametrize("timestamp", ["", "yesterday", "2026-11-21 19:37 <b>", f"2026-11-21 19:37 {'x' * 99}"])
def test_a_time_that_cannot_be_read_is_left_out(timestamp: str) -> None:
    whole = page(score(exercise("double")) | {"timestamp": timestamp}, standing(check("double")))

    assert "Handed in" not in whole


def test_a_challenge_has_no_points_to_miss() -> None:
    text = words(page(score(exercise("extra", "wrong")), standing(check("extra", 0.0, max_points=0.0))))

    assert "extra challenge ✗ wrong" in text
    assert "0 of 0 points" in text  # at the top, where nothing else is worth any
    assert text.count("0 of 0") == 1


def test_verdicts_have_the_words_that_check_has_for_them() -> None:
    question = exercise("q_three", "not implemented", cases=[case("your answer", public=False)])
    made = [question, exercise("fails", "raised"), exercise("gone", "missing")]

    text = words(page(score(*made), standing(*(check(each["name"], 0.0) for each in made))))

    assert all(state in text for state in ("not answered yet", "raises an error", "not defined"))
