"""From outcomes to verdicts: all or nothing, no evidence no points, and nothing told of a hidden case."""

import json
from typing import Any

import numpy as np
import pytest

from autograder import wire
from autograder.answers import AnswerKey, Answers, Known
from autograder.judge import judge
from autograder.model import (
    Calls,
    Cell,
    CellKind,
    CellResult,
    Ending,
    Judgement,
    Outcome,
    Run,
    Submission,
    Value,
    Verdict,
)
from autograder.spec import Case, Exercise, Question
from tests.made_up import answers, raised, returned

SECRET = 0.7310585786300049


def verdict_of(
    known: Answers,
    outcomes: list[Any] | None,
    *,
    cells: tuple[Cell, ...] = (),
    results: dict[int, CellResult] | None = None,
) -> Verdict:
    name = known.exercise.name
    came_to = {} if outcomes is None else {name: tuple(_outcome(each) for each in outcomes)}
    (verdict,) = judge(AnswerKey("tiny", (known,)), Submission("tiny", cells), Run(came_to, results or {}))
    return verdict


def _outcome(value: Value) -> Outcome:
    return value if isinstance(value, Outcome) else returned(value)


def question(answer: Value, **settings: Value) -> Answers:
    spec = Question("q", answer, "Think again?", **settings)
    return Answers(spec, (Case("your answer", ()),), Calls("q", None, 0, 1.0), (returned(answer),), ())


def test_all_cases_right_earns_all_points() -> None:
    verdict = verdict_of(answers([1.0, 2.0]), [1.0, 2.0])

    assert (verdict.judgement, verdict.points, verdict.max_points) == (Judgement.CORRECT, 2.0, 2.0)
    assert verdict.hint == ""


def test_one_wrong_case_of_many_earns_none() -> None:
    verdict = verdict_of(answers([float(each) for each in range(50)]), [*map(float, range(49)), 48.5])

    assert (verdict.judgement, verdict.points) == (Judgement.WRONG, 0.0)
    assert [case.judgement for case in verdict.cases].count(Judgement.CORRECT) == 49


@pytest.mark.parametrize(
    ("outcome", "judgement"),
    [
        ("2", Judgement.WRONG_TYPE),
        (np.ones(2), Judgement.WRONG_SHAPE),
        (2.5, Judgement.WRONG),
        (raised("KeyError", "'x'"), Judgement.RAISED),
        (Outcome(Ending.TOO_SLOW), Judgement.TOO_SLOW),
        (Outcome(Ending.WAITING), Judgement.WAITING),
        (Outcome(Ending.OUT_OF_MEMORY), Judgement.OUT_OF_MEMORY),
        (Outcome(Ending.CRASHED), Judgement.CRASHED),
        (Outcome(Ending.EXITED), Judgement.EXITED),
        (Outcome(Ending.RETURNED, b"\xc1 no value"), Judgement.CRASHED),
    ],
    ids=lambda each: str(getattr(each, "ending", each)),
)
@pytest.mark.parametrize("place", [0, 1])
def test_a_verdict_names_how_it_failed_be_the_case_public_or_hidden(
    outcome: Value, judgement: Judgement, place: int
) -> None:
    outcomes: list[Any] = [2.0, 2.0]
    outcomes[place] = outcome

    verdict = verdict_of(answers([2.0, 2.0]), outcomes)

    assert (verdict.judgement, verdict.points) == (judgement, 0.0)
    assert verdict.cases[place].judgement is judgement


def test_our_own_fault_is_not_graded_whatever_else_went_wrong() -> None:
    verdict = verdict_of(answers([1.0, 2.0]), [99.0, Outcome(Ending.NOT_GRADED)])

    assert verdict.judgement is Judgement.NOT_GRADED
    assert "no fault of yours" in verdict.hint


def test_evidence_that_is_missing_is_no_evidence() -> None:
    for outcomes in (None, [], [1.0], [1.0, 2.0, 3.0]):
        verdict = verdict_of(answers([1.0, 2.0]), outcomes)

        assert (verdict.judgement, verdict.points) == (Judgement.MISSING, 0.0)


def test_a_stub_is_not_implemented_and_blamed_for_nothing() -> None:
    verdict = verdict_of(answers([1.0, 2.0]), [raised("NotImplementedError")] * 2)

    assert (verdict.judgement, verdict.hint, verdict.points) == (Judgement.NOT_IMPLEMENTED, "", 0.0)
    assert {case.judgement for case in verdict.cases} == {Judgement.NOT_IMPLEMENTED}
    assert {case.message for case in verdict.cases} == {""}


def test_a_function_that_gives_up_on_some_arguments_is_no_stub() -> None:
    verdict = verdict_of(answers([1.0, 2.0]), [1.0, raised("NotImplementedError")])

    assert verdict.judgement is Judgement.RAISED


def test_a_question_left_at_none_is_not_implemented() -> None:
    assert verdict_of(question(0.5), [None]).judgement is Judgement.NOT_IMPLEMENTED


def test_a_wrong_answer_earns_the_questions_hint() -> None:
    verdict = verdict_of(question(0.5), [0.25])

    assert (verdict.judgement, verdict.hint, verdict.points) == (Judgement.WRONG, "Think again?", 0.0)


def test_a_right_answer_may_come_in_another_form() -> None:
    assert verdict_of(question((0.5, 10.5)), [[np.float64(0.5), 10.5]]).points == 0.5
    assert verdict_of(question(3), [3.0000000001]).points == 0.5
    assert verdict_of(question("up", choices=("up", "down")), [" Up "]).points == 0.5


def test_a_challenge_is_judged_and_worth_nothing() -> None:
    spec = Exercise("f", 0, (Case("a", (1,)),), lambda _: (), challenge=True)
    known = Answers(spec, (Case("a", (1,)),), Calls("f", ((wire.encode(1),),), 1, 1.0), (returned(1.0),), ())

    assert (verdict_of(known, [1.0]).judgement, verdict_of(known, [1.0]).max_points) == (Judgement.CORRECT, 0.0)
    assert verdict_of(known, [2.0]).judgement is Judgement.WRONG


# --------------------------------------------------------------------------------------- why a name is missing


SOLUTION = Cell(CellKind.SOLUTION, "f", "def f(x:")


@pytest.mark.parametrize(
    "cell",
    [
        SOLUTION,
        Cell(CellKind.OWN, "", "import numpy\ndef f(x):\n    retrun x"),
        Cell(CellKind.OWN, "", "f = lambda x: (x"),
        Cell(CellKind.OWN, "", "f: object = (lambda x"),
    ],
)
def test_a_name_whose_cell_failed_is_told_the_error(cell: Cell) -> None:
    error = CellResult(error="SyntaxError: '(' was never closed (line 1)")

    verdict = verdict_of(answers([1.0]), [Outcome(Ending.MISSING)], cells=(cell,), results={0: error})

    assert verdict.hint == "Its cell does not run: SyntaxError: '(' was never closed (line 1)"


def test_another_cells_error_is_not_taken_for_its_own() -> None:
    other = Cell(CellKind.OWN, "", "f(2)\nhalf = 1 / 0\nif half == f: pass")

    verdict = verdict_of(
        answers([1.0]), [Outcome(Ending.MISSING)], cells=(other,), results={0: CellResult(error="NameError")}
    )

    assert verdict.hint == "No function named f is defined. Was it renamed or deleted?"


# ------------------------------------------------------------------------------------------ what a student is told


def test_a_public_case_shows_its_call_both_values_and_the_gap() -> None:
    verdict = verdict_of(answers([np.array([1.0, 2.0, 3.0])]), [np.array([1.0, 2.5, 3.0])])

    (case,) = verdict.cases
    assert case.call == "f(0)"
    assert case.message == "got [1. , 2.5, 3. ], expected [1., 2., 3.]; off by 0.5 at [1]"


@pytest.mark.parametrize(
    "outcome",
    [
        SECRET + 1,
        [SECRET],
        str(SECRET),
        raised("ValueError", f"{SECRET}"),
        returned(None, printed=f"{SECRET}"),
        -SECRET,
        np.full(3, SECRET),
    ],
    ids=["number", "list", "text", "message", "printed", "sign", "array"],
)
def test_nothing_of_a_hidden_case_is_told_but_its_label(outcome: Value) -> None:
    known = answers([1.0, SECRET], known=[Known("M1", "Which way?", (returned(5.0), returned(SECRET)))])

    verdict = verdict_of(known, [1.0, outcome])

    told = json.dumps([verdict.hint, [(case.label, case.call, case.message) for case in verdict.cases]])
    assert "0.731" not in told
    assert verdict.cases[1].label == "case 1"
    assert verdict.cases[1].call is None
    assert verdict.cases[1].message == ""


def test_a_misconception_is_recognised_also_where_it_never_ends() -> None:
    slow = Outcome(Ending.TOO_SLOW)
    known = answers([1.0, 2.0], known=[Known("M1", "Which way?", (returned(1.0), slow))])

    verdict = verdict_of(known, [1.0, slow])

    assert verdict.misconception == "M1"
    assert verdict.judgement is Judgement.TOO_SLOW
