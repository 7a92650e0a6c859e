"""From outcomes to verdicts: all or nothing, no evidence no points, and nothing told of a hidden case."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder import wire
from autograder.answers import AnswerKey, Answers, Known
from autograder.catalogue import Assignment
from autograder.grade import Grader
from autograder.judge import doubtful, judge, judge_repeated
from autograder.model import (
    Calls,
    Cell,
    CellKind,
    CellResult,
    Ending,
    Judgement,
    Outcome,
    Run,
    Source,
    Submission,
    Unreadable,
    Value,
    Verdict,
)
from autograder.spec import Case, Exercise, Misconception, Question, Table, View
from tests.made_up import MadeUp, answers, made_up, raised, returned, submission
from tests.real_course import ASSIGNMENTS

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
    assert case.message == "got [1.0, 2.5, 3.0], expected [1.0, 2.0, 3.0]; off by 0.5 at [1]"


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("lambda x: x**3", "slope(lambda x: x**3, 2.0)"),
        ("np.cos", "slope(np.cos, 2.0)"),
        ("lambda x: (\n    x\x1b[31m\n)", "slope(lambda x: ( x[31m ), 2.0)"),
    ],
)
def test_a_function_among_the_arguments_stands_in_the_call_as_a_student_would_write_it(text: str, call: str) -> None:
    case = Case("a cube", (Source(text), 2.0))
    spec = Exercise("slope", 2, (case,), lambda _: [])
    calls = Calls("slope", ((wire.encode(case.arguments[0]), wire.encode(2.0)),), 1, 2.0)

    verdict = verdict_of(Answers(spec, (case,), calls, (returned(12.0),), ()), [11.0])

    assert verdict.cases[0].call == call


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


@pytest.mark.parametrize("value", [3.0, 3, np.array(3.0), np.float32(3.0)])
def test_a_misconception_is_recognised_where_it_returns_nothing_that_a_view_could_look_at(value: Value) -> None:
    case = Case("a", (1,), views=(View((0, slice(0, 1))),))
    calls = Calls("f", ((wire.encode(1),),), 1, 2.0)
    known = Known("M1", "A single one?", (returned(3.0),))
    answers = Answers(Exercise("f", 2, (case,), lambda _: []), (case,), calls, (returned((np.ones(2), 1.0)),), (known,))

    verdict = verdict_of(answers, [value])

    assert (verdict.judgement, verdict.misconception) == (Judgement.WRONG_TYPE, "M1")


def test_a_misconception_is_recognised_also_where_it_never_ends() -> None:
    slow = Outcome(Ending.TOO_SLOW)
    known = answers([1.0, 2.0], known=[Known("M1", "Which way?", (returned(1.0), slow))])

    verdict = verdict_of(known, [1.0, slow])

    assert verdict.misconception == "M1"
    assert verdict.judgement is Judgement.TOO_SLOW


#: What functions return that nobody asked for.
ODD = [
    *(
        None,
        True,
        1,
        2**80,
        0.5,
        np.nan,
        np.inf,
        1 + 2j,
        "",
        "text",
        [],
        (),
        {},
        {"a": 1.0},
        [[1], [1, 2]],
        [2**80, 1.0],
    ),
    *(np.array(value) for value in (1.0, True, [1.0], [True, False], [[1.0, 2.0]], [1e308, -1e308], [1 + 2j] * 3)),
    *(np.ones(shape, dtype) for shape in [0, (0, 3), (2, 2, 2)] for dtype in ["float32", "uint64"]),
    *((1.0,), (1.0, 2.0), (np.ones(3), 1.0), (1.0, np.ones(3)), (np.ones(2),) * 3, ([], [1.0]), (None, "a")),
    *(Table({}), Table({"a": ["x"]}), Unreadable("function"), Source("x")),
]
ODD_OUTCOMES = [*map(returned, ODD), Outcome(Ending.RETURNED, b"\xc1"), raised("ValueError"), Outcome(Ending.CRASHED)]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_whatever_a_function_comes_to_is_judged(grader: Grader, assignment: Assignment) -> None:
    """Alone, and in the place of one outcome of a known wrong version, which then nearly fits."""
    for each in grader.key_for(assignment.name).answers:
        rows = [(odd,) * len(each.cases) for odd in ODD_OUTCOMES]
        for number, known in enumerate(each.known):
            odd, place = ODD_OUTCOMES[number % len(ODD_OUTCOMES)], number % len(each.cases)
            rows.append((*known.outcomes[:place], odd, *known.outcomes[place + 1 :]))
            rows.append((*each.expected[:place], *known.outcomes[place:]))

        for row in rows:
            verdict = verdict_of(each, list(row))

            assert verdict.points in {0.0, verdict.max_points}


# --------------------------------------------------------------------------------- something else every time


ROWS = {"rows": "def rows(x, n):\n    return np.array([x * each for each in range(n)]), x * n"}
UNSTEADY = "Called twice with the same arguments, it gives two different results."
GROWS = "for each in range(n):\n        seen.append(x * each)\n    return np.array(seen), x * n"


@pytest.fixture(name="rows", scope="module")
def make_rows(grader: Grader) -> MadeUp:
    spec = Exercise(
        "rows",
        2,
        [Case("a", (1.5, 4)), Case("b", (2.5, 3))],
        lambda generator: [Case(label, (float(generator.normal()), 5)) for label in "cd"],
        cpu_seconds=0.5,
        misconceptions=[wrong_version("M1", "return x * np.arange(1, n + 1), x * n")],
    )
    return made_up(grader.sandbox, ROWS, spec)


def wrong_version(identity: str, body: str) -> Misconception:
    return Misconception(identity, f"Hint of {identity}?", source=f"def rows(x, n):\n    {body}", name="rows")


def repeated(rows: MadeUp, text: str) -> tuple[Verdict, Verdict]:
    """What is made of a function before and after its calls were put again."""
    handed_in = submission(rows=text)
    verdicts = judge(rows.key, handed_in, rows.sandbox.run(handed_in, rows.key.calls))
    calls = doubtful(rows.key, verdicts)
    again = rows.sandbox.run(handed_in, calls).outcomes if calls else {}
    return verdicts[0], judge_repeated(rows.key, verdicts, again)[0]


@pytest.mark.parametrize(
    "text",
    [
        "def rows(x, n):\n    return np.random.default_rng().normal(size=n), x * n",
        "def rows(x, n):\n    return np.random.normal(size=n), x * n",
        "draw = np.random.default_rng(7)\ndef rows(x, n):\n    return draw.normal(size=n), x * n",
        "import random\ndef rows(x, n):\n    return x * np.arange(n), random.random()",
        f"def rows(x, n, seen=[]):\n    {GROWS}",
        f"seen = []\ndef rows(x, n):\n    {GROWS}",
        "count = 0\ndef rows(x, n):\n    global count\n    count += 1\n    return x * np.arange(n), x * n + count - 1",
    ],
)
def test_a_function_that_gives_something_else_every_time_is_told_so(rows: MadeUp, text: str) -> None:
    before, after = repeated(rows, text)

    assert after.hint.startswith(UNSTEADY)
    assert replace(after, hint=before.hint) == before


@pytest.mark.parametrize(
    "text",
    [
        "def rows(x, n):\n    return np.random.default_rng(1).normal(size=n), x * n",
        "def rows(x, n):\n    return x * np.arange(n) + x * x, x + n",
        "def rows(x, n):\n    return np.where(np.arange(n), np.nan, x), x + n",
    ],
)
def test_a_function_that_is_wrong_in_the_same_way_every_time_is_told_no_such_thing(rows: MadeUp, text: str) -> None:
    before, after = repeated(rows, text)

    assert after == before


@pytest.mark.parametrize(
    "text",
    [
        ROWS["rows"],
        "def rows(x, n):\n    raise NotImplementedError",
        "def rows(x, n):\n    return x * np.arange(1, n + 1), x * n",
        "def rows(x, n):\n    return -x * np.arange(n), -x * n",
        "def rows(x, n):\n    return x.shape",
        "def rows(x, n):\n    return x * np.arange(n), x * n + (n > 4)",
        "def rows(x, n):\n    while True: pass",
    ],
)
def test_what_is_right_or_understood_is_not_called_again(rows: MadeUp, text: str) -> None:
    handed_in = submission(rows=text)
    verdicts = judge(rows.key, handed_in, rows.sandbox.run(handed_in, rows.key.calls))

    assert doubtful(rows.key, verdicts) == ()


def test_only_public_calls_are_put_again_each_twice_in_a_row(rows: MadeUp) -> None:
    odd = tuple(returned((np.arange(n) ** 3.0, 7.0 / n)) for n in (4, 3, 5, 5))
    verdicts = judge(rows.key, submission(), Run({"rows": odd}, {}))

    (calls,) = doubtful(rows.key, verdicts)

    arguments = rows.key.calls[0].arguments or ()
    assert calls.arguments == (arguments[0], arguments[0], arguments[1], arguments[1])
    assert calls.public == 4


def test_a_second_run_that_was_stopped_tells_nothing(rows: MadeUp) -> None:
    verdicts = judge(rows.key, submission(), Run({"rows": (returned((np.ones(4), 7.0)),) * 4}, {}))
    stopped = (returned(1.0), Outcome(Ending.TOO_SLOW), Outcome(Ending.TOO_SLOW), Outcome(Ending.TOO_SLOW))

    assert judge_repeated(rows.key, verdicts, {"rows": stopped}) == verdicts
    assert judge_repeated(rows.key, verdicts, {}) == verdicts
