"""A mistake is punished once: what stands on a wrong foundation is judged as if it were right, and learns nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from autograder import wire
from autograder.answers import AnswerKey
from autograder.catalogue import load_course
from autograder.errors import SpecError
from autograder.grade import Grader, run_and_judge
from autograder.judge import Loan, judge_again, loans
from autograder.key import build_key
from autograder.model import Calls, Cell, CellKind, Ending, Judgement, Outcome, Run, Score, Submission, Verdict
from autograder.proof import prove
from autograder.report.terminal import score_text
from autograder.score import score, score_json
from autograder.spec import Case, Exercise, Misconception
from autograder.submission import parse_notebook
from tests.made_up import answers as answers_to
from tests.made_up import assignment, raised, returned, submission
from tests.test_catalogue import EXERCISES, write_course

ATTACKS = sorted((Path(__file__).parent / "attacks" / "borrowing").glob("*.py"))
#: A name in the reference of the borrowed function, and nowhere else.
SECRET = "marigold"  # noqa: S105 - a bait

# ---------------------------------------------------------------------------------------------------- the real course

WRONG: Mapping[str, str] = {
    "try_both": "def try_both(w, i, g, s):\n    return (i * (w - s) - g) ** 2, (i * (w + s) - g) ** 2",
    "squared_error": "def squared_error(pred, goal_pred):\n    return pred - goal_pred",
    "predict": "def predict(input, weight):\n    return input + weight",
}
STANDING: Mapping[str, Mapping[str, str]] = {
    "hot_cold": {},  # the reference itself calls try_both
    "error": {
        "mean_squared_error": "def mean_squared_error(p, g):\n    return np.mean(squared_error(p, g))",
        "error_of_weight": "def error_of_weight(w, i, g):\n    return squared_error(predict(i, w), g)",
        "sse": "def sse(targets, outputs):\n    return squared_error(targets, outputs).sum() / 2",
    },
}


def graded(grader: Grader, folder: Path, name: str, **texts: str) -> Score:
    """Grade the reference with other texts in some of its cells."""
    found = grader.course.assignment(name)
    reference = parse_notebook(found.notebook.read_bytes(), grader.template_for(name))
    cells = {cell.name: cell.source for cell in reference.cells if cell.kind is CellKind.SOLUTION}
    path = folder / f"{name}.py"
    text = "\n\n".join({**cells, **STANDING[name], **texts}.values())
    path.write_text(f"import numpy as np\n\n{text}\n", encoding="utf-8")
    return grader.grade(path, name)


def by_name(score: Score) -> dict[str, Verdict]:
    return {verdict.exercise: verdict for verdict in score.verdicts}


@pytest.mark.parametrize(
    ("name", "foundation", "standing"),
    [
        ("hot_cold", "try_both", {"hot_cold_step", "hot_cold_train"}),
        ("error", "squared_error", {"mean_squared_error", "error_of_weight", "sse"}),
        ("error", "predict", {"error_of_weight"}),
    ],
)
def test_a_wrong_foundation_with_everything_else_right_costs_its_own_points_alone(
    grader: Grader, tmp_path: Path, name: str, foundation: str, standing: set[str]
) -> None:
    verdicts = by_name(graded(grader, tmp_path, name, **{foundation: WRONG[foundation]}))

    assert {each for each, verdict in verdicts.items() if verdict.points < verdict.max_points} == {foundation}
    assert {each for each, verdict in verdicts.items() if verdict.excused_by} == standing
    assert {verdicts[each].excused_by for each in standing} == {foundation}


def test_an_excused_exercise_says_so_wherever_it_is_shown(grader: Grader, tmp_path: Path) -> None:
    score = graded(grader, tmp_path, "hot_cold", try_both=WRONG["try_both"])

    (shown,) = (each for each in score_json(score)["exercises"] if each["name"] == "hot_cold_step")

    assert (shown["verdict"], shown["points"], shown["excused_by"]) == ("correct", 3.0, "try_both")
    assert {case["verdict"] for case in shown["cases"]} == {"correct"}
    assert {case["message"] for case in shown["cases"]} == {""}
    assert "stands on try_both, which is wrong; judged as if try_both were right" in score_text(score)


def test_two_wrong_foundations_cost_two(grader: Grader, tmp_path: Path) -> None:
    wrong = {name: WRONG[name] for name in ("squared_error", "predict")}

    verdicts = by_name(graded(grader, tmp_path, "error", **wrong))

    assert {name for name, verdict in verdicts.items() if not verdict.points} == {*wrong}
    assert verdicts["error_of_weight"].excused_by == "predict"


def test_what_is_wrong_in_itself_is_told_its_own_hint(grader: Grader, tmp_path: Path) -> None:
    step = """
def hot_cold_step(weight, input, goal_pred, step_amount):
    up, down = try_both(weight, input, goal_pred, step_amount)
    return weight + step_amount if up <= down else weight - step_amount
"""
    alone = by_name(graded(grader, tmp_path, "hot_cold", hot_cold_step=step))["hot_cold_step"]

    verdict = by_name(graded(grader, tmp_path, "hot_cold", hot_cold_step=step, try_both=WRONG["try_both"]))

    assert alone.misconception == "H02"
    assert (verdict["hot_cold_step"].misconception, verdict["hot_cold_step"].hint) == ("H02", alone.hint)
    assert (verdict["hot_cold_step"].points, verdict["hot_cold_step"].excused_by) == (0.0, None)


def test_what_is_wrong_in_a_way_of_its_own_is_sent_to_its_foundation_first(grader: Grader, tmp_path: Path) -> None:
    step = "def hot_cold_step(w, i, g, s):\n    return 3.25 * try_both(w, i, g, s)[1]"

    verdict = by_name(graded(grader, tmp_path, "hot_cold", hot_cold_step=step, try_both=WRONG["try_both"]))

    assert verdict["hot_cold_step"].points == 0
    assert "with a right try_both this would still be wrong" in verdict["hot_cold_step"].hint


def test_what_does_not_call_its_foundation_keeps_its_diagnosis(grader: Grader, tmp_path: Path) -> None:
    prints = "def mean_squared_error(p, g):\n    print(np.mean((p - g) ** 2))"
    alone = by_name(graded(grader, tmp_path, "error", mean_squared_error=prints))["mean_squared_error"]

    verdicts = by_name(
        graded(grader, tmp_path, "error", mean_squared_error=prints, squared_error=WRONG["squared_error"])
    )

    assert "print" in alone.hint
    assert verdicts["mean_squared_error"] == alone


@pytest.mark.parametrize("text", ["return try_both(*args)", "return try_both(*args)[0]", "return try_both(*args)[1]"])
def test_handing_on_the_foundation_earns_nothing(grader: Grader, tmp_path: Path, text: str) -> None:
    texts = {name: f"def {name}(*args):\n    {text}" for name in ("hot_cold_step", "closest_miss")}
    texts["hot_cold_train"] = f"def hot_cold_train(w, i, g, s, n):\n    args = w, i, g, s\n    {text}"

    verdicts = by_name(graded(grader, tmp_path, "hot_cold", try_both=WRONG["try_both"], **texts))

    assert {verdicts[name].points for name in ("try_both", *texts)} == {0.0}


@pytest.mark.parametrize(
    "untried", ["def try_both(w, i, g, s):\n    raise NotImplementedError", "# nothing", "def try_both(w, i:"]
)
def test_a_foundation_that_was_not_tried_is_not_lent(grader: Grader, tmp_path: Path, untried: str) -> None:
    verdicts = by_name(graded(grader, tmp_path, "hot_cold", try_both=untried))

    assert verdicts["hot_cold_step"].points == verdicts["hot_cold_train"].points == 0
    assert {verdict.excused_by for verdict in verdicts.values()} == {None}


def test_a_stub_borrows_nothing(grader: Grader, tmp_path: Path) -> None:
    stub = "def hot_cold_step(w, i, g, s):\n    raise NotImplementedError"

    verdicts = by_name(graded(grader, tmp_path, "hot_cold", try_both=WRONG["try_both"], hot_cold_step=stub))

    assert verdicts["hot_cold_step"].judgement is Judgement.NOT_IMPLEMENTED
    assert verdicts["hot_cold_train"].excused_by == "try_both"


def test_an_endless_foundation_is_a_mistake_like_any_other(grader: Grader, tmp_path: Path) -> None:
    verdicts = by_name(graded(grader, tmp_path, "hot_cold", try_both="def try_both(w, i, g, s):\n    while True: pass"))

    assert [name for name, verdict in verdicts.items() if not verdict.points] == ["try_both"]
    assert verdicts["try_both"].judgement is Judgement.TOO_SLOW


# ------------------------------------------------------------------------------------------------- a chain, made up

CHAIN = {
    "double": f"def double(x):\n    {SECRET} = 2\n    return x * {SECRET}",
    "quadruple": "def quadruple(x):\n    return double(double(x))",
    "more": "def more(x):\n    return quadruple(x) + 1",
}
FORGETS = Misconception("M1", "And one more?", source="def more(x):\n    return 4 * x", name="more")


def exercise(name: str, *foundations: str, wrong: tuple[Misconception, ...] = ()) -> Exercise:
    cases = [Case("three", (3.0,)), Case("one half", (0.5,))]
    return Exercise(
        name, 2, cases[:1], lambda _: cases[1:], misconceptions=wrong, cpu_seconds=0.5, foundations=foundations
    )


EXERCISES_OF_CHAIN = (
    exercise("double"),
    exercise("quadruple", "double"),
    exercise("more", "quadruple", wrong=(FORGETS,)),
)


@dataclass(frozen=True)
class Chain:
    key: AnswerKey
    grader: Grader

    def judged(self, **texts: str) -> dict[str, Verdict]:
        _, verdicts = run_and_judge(submission(**{**CHAIN, **texts}), self.key, self.grader.sandbox)
        return {verdict.exercise: verdict for verdict in verdicts}


@pytest.fixture(scope="module")
def chain(grader: Grader) -> Chain:
    made, reference = assignment(*EXERCISES_OF_CHAIN), submission(**CHAIN)
    key = build_key(made, reference, sandbox=grader.sandbox, seed=1)
    prove(made, key, reference, sandbox=grader.sandbox)
    return Chain(key, grader)


DOUBLE = "def double(x):\n    return x + 1"
QUADRUPLE = "def quadruple(x):\n    return double(x) - 1"


def test_a_foundation_carries_what_stands_on_it_by_way_of_others(chain: Chain) -> None:
    verdicts = chain.judged(double=DOUBLE)

    assert [verdict.points for verdict in verdicts.values()] == [0.0, 2.0, 2.0]
    assert [verdict.excused_by for verdict in verdicts.values()] == [None, "double", "double"]


def test_the_nearest_foundation_that_is_wrong_in_itself_is_named(chain: Chain) -> None:
    verdicts = chain.judged(double=DOUBLE, quadruple=QUADRUPLE)

    assert [verdict.points for verdict in verdicts.values()] == [0.0, 0.0, 2.0]
    assert verdicts["more"].excused_by == "quadruple"


def test_a_known_mistake_is_recognised_on_right_foundations(chain: Chain) -> None:
    verdicts = chain.judged(double=DOUBLE, more="def more(x):\n    return quadruple(x)")

    assert (verdicts["more"].misconception, verdicts["more"].hint) == ("M1", "And one more?")
    assert (verdicts["more"].points, verdicts["quadruple"].points) == (0.0, 2.0)


def test_a_function_that_keeps_the_wrong_one_cannot_be_helped(chain: Chain) -> None:
    verdicts = chain.judged(double=DOUBLE, quadruple="def quadruple(x, twice=double):\n    return twice(twice(x))")

    assert verdicts["quadruple"].points == 0


def test_magics_run_in_a_second_run_too(chain: Chain) -> None:
    verdicts = chain.judged(double=DOUBLE, quadruple="%matplotlib inline\n" + CHAIN["quadruple"])

    assert verdicts["quadruple"].excused_by == "double"


def test_a_loop_in_a_second_run_costs_itself_alone(chain: Chain) -> None:
    loops = "def quadruple(x):\n    while double(3.0) == 6: pass\n    return 0.0"

    verdicts = chain.judged(double=DOUBLE, quadruple=loops, more="def more(x):\n    return 2 * double(x) + 1")

    assert [verdict.points for verdict in verdicts.values()] == [0.0, 0.0, 2.0]
    assert verdicts["quadruple"].judgement is Judgement.WRONG


def test_nothing_runs_twice_where_nothing_wrong_stands_on_anything_wrong(chain: Chain) -> None:
    for texts in (
        {},
        {"more": "def more(x):\n    return x"},
        {"double": "def double(x):\n    raise NotImplementedError"},
    ):
        verdicts = chain.judged(**texts)

        assert loans(chain.key, tuple(verdicts.values())) == ()


def verdict(name: str, judgement: Judgement = Judgement.WRONG) -> Verdict:
    return Verdict(name, judgement, 0.0, 2.0)


def test_those_with_the_same_wrong_foundations_share_a_child_and_fewer_references_go_first() -> None:
    answers = [
        replace(answers_to([1.0]), exercise=each)
        for each in (*EXERCISES_OF_CHAIN, exercise("most", "quadruple"), exercise("twice", "double"))
    ]

    owed = loans(AnswerKey("made_up", tuple(answers)), [verdict(each.exercise.name) for each in answers])

    assert owed == (
        Loan(frozenset({"double"}), ("quadruple", "twice")),
        Loan(frozenset({"double", "quadruple"}), ("more", "most")),
    )


def test_a_second_run_that_fails_through_our_fault_costs_nobody_a_point(chain: Chain) -> None:
    loan = Loan(frozenset({"double"}), ("quadruple",))
    first = Run({"quadruple": (returned(1.0), returned(2.0))}, {})
    lost = {"quadruple": (returned(12.0), Outcome(Ending.NOT_GRADED))}

    (judged,) = judge_again(chain.key, [verdict("quadruple")], first, loan, lost)

    assert judged.judgement is Judgement.NOT_GRADED


@pytest.mark.parametrize("outcomes", [{}, {"quadruple": ()}, {"quadruple": (returned(12.0),)}])
def test_evidence_that_is_missing_excuses_nobody(chain: Chain, outcomes: dict[str, Any]) -> None:
    loan = Loan(frozenset({"double"}), ("quadruple",))
    first = Run({"quadruple": (returned(1.0), raised("ValueError"))}, {})

    (judged,) = judge_again(chain.key, [verdict("quadruple")], first, loan, outcomes)

    assert (judged.points, judged.excused_by) == (0.0, None)


def test_the_fingerprint_changes_with_foundations_and_with_what_is_lent(chain: Chain) -> None:
    base, quadruple, more = chain.key.answers
    alone = replace(quadruple, exercise=replace(EXERCISES_OF_CHAIN[1], foundations=()))
    other = replace(base, source=base.source.replace("2", "2.0"))

    fingerprints = {
        AnswerKey("made_up", answers).fingerprint
        for answers in ((base, quadruple, more), (base, alone, more), (other, quadruple, more))
    }

    assert len(fingerprints) == 3
    assert SECRET not in repr(chain.key)


# ----------------------------------------------------------------------------------------------- nothing is learnt

NOSY = f"""
import os, sys
frame = sys._getframe()
while "page" not in frame.f_locals:
    frame = frame.f_back
print(os.listdir("."), bytes(frame.f_locals["page"][4:]).strip(bytes(1)), sorted(os.environ))
print([name for name in sys.modules if name.startswith({SECRET[:4]!r})])
"""


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_on_what_it_borrows_learns_and_earns_nothing(path: Path, chain: Chain) -> None:
    text, sandbox = path.read_text(encoding="utf-8"), chain.grader.sandbox
    handed_in = Submission("made_up", (Cell(CellKind.OWN, "", text),))

    run, verdicts = run_and_judge(handed_in, chain.key, sandbox)
    later = sandbox.run(submission(nosy=NOSY), ())
    drawn = sandbox.draw(Submission("made_up", (Cell(CellKind.DEMONSTRATION, "", NOSY),)))

    assert SECRET not in text
    told = [repr((run, verdicts)), json.dumps(score_json(score(handed_in, verdicts, run))), repr((later, drawn))]
    assert not any(SECRET in each for each in told)
    assert "[] b''" in later.cells[1].printed
    assert [verdict.points for verdict in verdicts] == [0.0, 0.0, 0.0]


def test_the_attacks_do_find_what_they_look_for(chain: Chain) -> None:
    """What an attack sends is there to be sent, or holding it back would prove nothing."""
    text = next(path for path in ATTACKS if path.stem == "returns_what_it_finds").read_text(encoding="utf-8")
    loan = Loan(frozenset({"double"}), ("quadruple",))

    outcomes = chain.grader.sandbox.borrow(
        Submission("made_up", (Cell(CellKind.OWN, "", text),)), loan.calls(chain.key), loan.sources(chain.key)
    )

    assert wire.decode(outcomes["quadruple"][0].encoded)[-1] == CHAIN["double"]


def test_a_borrower_holds_the_reference_of_its_wrong_foundations_alone(chain: Chain) -> None:
    looks = """
def double(x):
    return x + 1
def quadruple(x):
    import sys
    frame = sys._getframe()
    while "job" not in frame.f_locals:
        frame = frame.f_back
    return [cell.source.decode() for cell in frame.f_locals["job"].cells]
"""
    cells = (Cell(CellKind.OWN, "", looks),)
    owed = loans(chain.key, [verdict("double"), verdict("quadruple"), verdict("more", Judgement.MISSING)])

    outcomes = chain.grader.sandbox.borrow(
        Submission("made_up", cells), owed[0].calls(chain.key), owed[0].sources(chain.key)
    )

    assert wire.decode(outcomes["quadruple"][0].encoded) == [looks, CHAIN["double"]]


LOOKS_AROUND = """
import os
def f(way):
    try:
        match way:
            case "open": open(os.__file__)
            case "write": open("note", "w")
            case "stat": os.stat(os.__file__)
            case "list": os.listdir(".")
            case "link": os.readlink("/lib")
            case "remove": os.remove("note")
    except OSError:
        return "refused"
    return "done"
"""
WAYS = ("open", "write", "stat", "list", "link", "remove")


def test_a_child_that_borrows_finds_no_file_system(grader: Grader) -> None:
    cells = Submission("made_up", (Cell(CellKind.OWN, "", LOOKS_AROUND),))
    asked = [Calls("f", tuple((wire.encode(way),) for way in WAYS), 3, 2.0)]

    ordinary = grader.sandbox.run(cells, asked).outcomes["f"]
    borrowing = grader.sandbox.borrow(cells, asked, ["lent = 1"])["f"]

    assert {wire.decode(outcome.encoded) for outcome in ordinary if outcome.encoded} >= {"done"}
    assert [wire.decode(outcome.encoded) for outcome in borrowing] == ["refused"] * len(WAYS)


def test_no_text_of_a_second_run_leaves_the_keeper(grader: Grader) -> None:
    loud = "print('cell')\ndef f(x):\n    print('call')\n    raise ValueError('told')"

    (outcome,) = grader.sandbox.borrow(
        Submission("made_up", (Cell(CellKind.OWN, "", loud),)), [Calls("f", ((wire.encode(1),),), 1, 2.0)], ["pass"]
    )["f"]

    assert outcome == Outcome(Ending.RAISED, exception="ValueError")


# ------------------------------------------------------------------------------------------- what may not be declared


@pytest.mark.parametrize(
    ("text", "picked"),
    [
        ("def other(x, y):\n    return y * x", "base"),
        ("def other(x, y):\n    return y / x", "base"),
        ("def other(x, y):\n    return x - y", "pair"),
    ],
    ids=["as it is", "turned round", "an item"],
)
def test_a_foundation_that_would_give_the_points_away_is_refused(grader: Grader, text: str, picked: str) -> None:
    reference = {
        "base": "def base(x, y):\n    return x * y" if "*" in text else "def base(x, y):\n    return x / y",
        "pair": "def pair(x, y):\n    return x + y, x - y",
        "middle": "def middle(x, y):\n    return 7 * x",
        "other": text,
    }
    cases = [Case("two", (2.0, 3.0)), Case("three", (3.0, 0.25))]
    base = Exercise("base", 2, cases[:1], lambda _: cases[1:])
    exercises = [
        base,
        replace(base, name="pair"),
        replace(base, name="middle", foundations=("base", "pair")),
        replace(base, name="other", foundations=("middle",)),
    ]
    made, solved = assignment(*exercises), submission(**reference)
    key = build_key(made, solved, sandbox=grader.sandbox, seed=1)

    with pytest.raises(SpecError, match=rf"'other' stands on '{picked}', and .return {picked}\(\.\.\.\).*take it out"):
        prove(made, key, solved, sandbox=grader.sandbox)


SECOND = """
third = Exercise("third", points=1, public=product.public, hidden=hidden, foundations=("product",))
"""


def with_foundations(foundations: str) -> str:
    return EXERCISES.replace("    hidden=hidden,\n", f"    hidden=hidden,\n    foundations={foundations},\n") + SECOND


@pytest.mark.parametrize(
    ("foundations", "reason"),
    [
        ('("nobody",)', "'product' stands on 'nobody', which is no exercise with a function here; name one of third"),
        ('("q_zero",)', "'product' stands on 'q_zero', which is no exercise with a function here"),
        ('("product",)', "'product' is named as a foundation of itself"),
        ('("third",)', "'product', which stands on 'third', which stands on 'product': a circle of foundations"),
        ('("third")', "the foundations of 'product' are a str, not a tuple of names; write (\"name\",)"),
        ("(Case,)", "the foundations of 'product' hold a type; write the exercise's name, in quotes"),
    ],
)
def test_foundations_that_are_none_are_refused_with_file_and_line(
    tmp_path: Path, foundations: str, reason: str
) -> None:
    text = with_foundations(foundations)
    line = text[: text.index('"product",')].count("\n")

    with pytest.raises(SpecError) as refused:
        load_course(write_course(tmp_path, text), seed=1)

    assert str(refused.value).startswith(f"solutions/mini/exercises.py:{line}: {reason}")


def test_foundations_that_are_in_order_are_taken(tmp_path: Path) -> None:
    course = load_course(write_course(tmp_path, with_foundations("()")), seed=1)

    names = {each.name: getattr(each, "foundations", ()) for each in course.assignment("mini").exercises}

    assert names["third"] == ("product",)
