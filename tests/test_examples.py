"""examples.json: the public part of the key comes back whole, and the rest is not in it."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.answers import AnswerKey, Answers, Known
from autograder.errors import SpecError
from autograder.examples import examples_json, read_examples
from autograder.grade import Grader
from autograder.model import Calls, Unreadable, Value
from autograder.plain import from_plain, to_plain
from autograder.spec import Case, Exercise, Question, Table, Tolerance, View
from tests.made_up import answers, raised, returned
from tests.values import identical, values, with_one_nan

SECRET = 0.123456789123


def there_and_back(value: Value) -> Value:
    return from_plain(json.loads(json.dumps(to_plain(value), allow_nan=False)))


@given(values().map(with_one_nan))
def test_a_value_comes_back_exactly_through_json(value: Value) -> None:
    assert identical(there_and_back(value), value)


def test_a_long_array_of_zeros_is_written_by_what_it_holds_and_comes_back() -> None:
    array = np.zeros((20, 50))
    array[3, 4], array[19, 49], array[0, 7] = 0.1, np.nan, -0.0

    plain = to_plain(array)

    assert len(json.dumps(plain)) < 200
    assert identical(from_plain(plain), array)


def test_a_table_is_written_so_that_a_person_can_read_it() -> None:
    plain = to_plain(Table({"admit": [True, False], "gre": [380, 660], "school": ["A", "B"]}))

    assert json.dumps(plain) == (
        '{"table": [["admit", {"array": [true, false], "shape": [2], "dtype": "bool"}], '
        '["gre", {"array": [380, 660], "shape": [2], "dtype": "int64"}], ["school", {"texts": ["A", "B"]}]]}'
    )


def question_answers(question: Question) -> Answers:
    outcome = (returned(question.answer),)
    return Answers(question, (Case("your answer", ()),), Calls(question.name, None, 0, 1.0), outcome, ())


def test_what_is_public_comes_back() -> None:
    cases = (
        Case("a table", (np.eye(2), 3), views=(View((0, slice(0, 1)), Tolerance(0.0, 0.5)), View((-1,)))),
        Case("  two  blanks [ kept ]", ("a  b",), tolerance=Tolerance(1e-3, 1e-6)),
        Case("an error", (True,), raises="ValueError"),
    )
    function = Exercise(
        "f",
        2.0,
        cases,
        lambda _: (),
        tolerance=Tolerance(1e-5, 1e-7),
        accepts_float32=True,
        cpu_seconds=1.5,
    )
    expected = (returned((np.ones(2), 2.0)), returned(["x  y", "z"]), raised("ValueError"))
    calls = Calls("f", tuple(tuple(map(_encoded, case.arguments)) for case in cases), 3, 1.5)
    known = (Known("M1", "Why?", (returned((np.zeros(2), 0.0)), raised("TypeError"), returned(None, changed=(0,)))),)
    question = Question("q", "b", "Which?", choices=("a", "b  b", "b"))
    key = AnswerKey("tiny", (Answers(function, cases, calls, expected, known), question_answers(question)))

    examples = read_examples(examples_json(key, {}))

    (back,) = examples.key.answers
    assert examples.order == ("f", "q")
    assert back.calls == calls
    assert back.expected == expected
    assert [(case.label, case.views, case.tolerance) for case in back.cases] == [
        (case.label, case.views, case.tolerance) for case in cases
    ]
    assert isinstance(back.exercise, Exercise)
    assert (back.exercise.tolerance, back.exercise.accepts_float32) == (function.tolerance, True)
    assert [(each.id, each.hint) for each in back.known] == [("M1", "Why?")]
    assert back.known[0].outcomes[1:] == known[0].outcomes[1:]
    (form,) = examples.questions
    assert (form.kind, form.choices, form.points) == ("a choice", ("a", "b  b", "b"), 0.5)


def _encoded(value: Value) -> bytes:
    return returned(value).encoded


def test_no_hidden_case_and_no_answer_to_a_question_is_written() -> None:
    function = answers([1.0, SECRET], known=[Known("M1", "Why?", (returned(2.0), returned(SECRET)))])
    text = examples_json(AnswerKey("tiny", (function, question_answers(Question("q", SECRET, "What?")))), {})

    assert str(SECRET) not in text
    assert "case 1" not in text
    assert '"a number"' in text


def test_a_wrong_version_that_is_right_on_the_examples_is_not_given_away() -> None:
    function = answers([1.0, 2.0], known=[Known("M1", "Only elsewhere?", (returned(1.0), returned(5.0)))])

    assert "Only elsewhere?" not in examples_json(AnswerKey("tiny", (function,)), {})


def test_the_same_key_gives_the_same_text() -> None:
    key = AnswerKey("tiny", (answers([1.0, np.arange(5.0)], public=2),))

    assert examples_json(key, {}) == examples_json(key, {})
    assert examples_json(key, {}).endswith("}\n")


def test_the_release_changes_with_a_public_call_and_not_with_a_hidden_one() -> None:
    first = read_examples(examples_json(AnswerKey("tiny", (answers([1.0, 2.0], public=2),)), {}))
    hidden = read_examples(examples_json(AnswerKey("tiny", (answers([1.0, 2.0, 3.0], public=2),)), {}))
    public = read_examples(examples_json(AnswerKey("tiny", (answers([1.0, 2.0, 3.0], public=3),)), {}))

    assert first.release == hidden.release
    assert first.release != public.release


@pytest.mark.parametrize("name", ["error", "hot_cold"])
def test_the_courses_examples_are_the_public_cases_alone(grader: Grader, name: str) -> None:
    key = grader.key_for(name)

    examples = read_examples(examples_json(key, {}))

    functions = [each for each in key.answers if isinstance(each.exercise, Exercise)]
    for ours, theirs in zip(examples.key.answers, functions, strict=True):
        assert len(ours.cases) == theirs.public < len(theirs.cases)
        assert ours.expected == theirs.expected[: theirs.public]


def test_what_is_answered_in_words_comes_back_and_older_files_know_of_none() -> None:
    text = examples_json(AnswerKey("tiny", (answers([1.0]),)), {"why": 1, "how": 0.5})
    older = {name: value for name, value in json.loads(text).items() if name != "by_hand"}

    assert read_examples(text).by_hand == {"why": 1.0, "how": 0.5}
    assert read_examples(json.dumps(older)).by_hand == {}


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", '{"schema": 1}', '{"schema": 1, "exercises": [{"kind": "function"}]}', "[" * 100_000],
    ids=["empty", "null", "a list", "an empty object", "no exercises", "a function without anything", "nested"],
)
def test_what_is_no_examples_file_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(SpecError, match=r"examples\.json cannot be read .*fetch the assignment anew") as refused:
        read_examples(text)

    assert "\n" not in str(refused.value)


def test_another_version_is_refused_by_its_number() -> None:
    with pytest.raises(
        SpecError, match=r"has version 99, and this autograder reads version 1; bring this autograder up to date"
    ):
        read_examples('{"schema": 99}')


PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=False), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(("float", "tuple", "array", "dtype", "shape", "sparse", "dict", "table", "texts")), inner
        ),
    ),
    max_leaves=5,
)


@given(PLAIN, st.sampled_from(("arguments", "outcome", "label", "views")))
def test_a_file_that_was_tampered_with_is_read_or_refused_and_nothing_else(plain: Any, field: str) -> None:  # noqa: ANN401 - any JSON
    body = json.loads(examples_json(AnswerKey("tiny", (answers([1.0, 2.0]),)), {}))
    body["exercises"][0]["cases"][0][field] = plain

    try:
        read_examples(json.dumps(body))
    except SpecError as refused:
        assert "fetch the assignment anew" in str(refused)  # noqa: PT017 - reading it is as good


def test_an_object_of_the_students_is_kept_by_its_types_name() -> None:
    assert there_and_back(Unreadable("DataFrame")) == Unreadable("DataFrame")
