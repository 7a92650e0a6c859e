"""The key: the reference and every wrong version, run on every case through the sandbox."""

from dataclasses import replace

import numpy as np
import pytest

from autograder import wire
from autograder.answers import AnswerKey
from autograder.errors import SpecError
from autograder.grade import Grader
from autograder.key import build_key
from autograder.model import Ending, Source, Value
from autograder.sandbox import Sandbox
from autograder.spec import Case, Exercise, Misconception, Question, Tolerance, WrongAnswer, patch
from tests.made_up import assignment, submission

REFERENCE = {
    "scale": "def scale(x, by):\n    return x * by",
    "slope_at": "def slope_at(f, x):\n    return scale(f(x + 1) - f(x - 1), 0.5)",
    "q_half": "q_half = 0.5",
}
PUBLIC = [Case("two numbers", (2.0, 3.0)), Case("an array", (np.arange(3.0), 2))]
FORGETS = Misconception("M1", "Where is by?", source="def scale(x, by):\n    return x", name="scale")
SCALE = Exercise(
    "scale", 2, PUBLIC, lambda random: [Case("any", (float(random.normal()), 3))], misconceptions=[FORGETS]
)


def scale(**settings: Value) -> Exercise:
    return replace(SCALE, **settings)


SLOPE = Exercise(
    "slope_at",
    2,
    [Case("a square", (Source("lambda x: x**2"), 2.0))],
    lambda _: [Case("a cube", (Source("lambda x: x**3"), 1.0))],
    misconceptions=[patch("M2", "0.5", "1.0", "How wide?")],
)
HALF = Question("q_half", 0.5, "Half of one?", wrong_answers=[WrongAnswer("M3", 2.0, "Turned over?")])


def key_of(sandbox: Sandbox, *exercises: Exercise | Question, seed: int = 1, **texts: str) -> AnswerKey:
    return build_key(assignment(*exercises), submission(**{**REFERENCE, **texts}), sandbox=sandbox, seed=seed)


def test_the_key_holds_the_references_values_and_those_of_wrong_versions(grader: Grader) -> None:
    key = key_of(grader.sandbox, scale(), SLOPE, HALF)

    scaled, slope, half = key.answers
    assert [wire.decode(each.encoded) for each in slope.expected] == [4.0, 4.0]
    assert [wire.decode(each.encoded) for each in slope.known[0].outcomes] == [8.0, 8.0]
    assert wire.decode(scaled.expected[1].encoded).tolist() == [0, 2, 4]
    assert wire.decode(scaled.known[0].outcomes[0].encoded) == 2.0
    assert (scaled.public, len(scaled.cases), scaled.known[0].hint) == (2, 3, "Where is by?")
    assert [wire.decode(each.outcomes[0].encoded) for each in half.known] == [2.0]
    assert half.calls.arguments is None


def test_wrong_versions_leave_the_reference_alone(grader: Grader) -> None:
    both = [FORGETS, Misconception("M9", "?", source="np = None\ndef scale(x, by):\n    return by", name="scale")]

    key = key_of(grader.sandbox, scale(misconceptions=both), SLOPE)

    assert [wire.decode(each.encoded) for each in key.answers[1].expected] == [4.0, 4.0]


def test_a_wrong_version_that_never_ends_is_known_by_that(grader: Grader) -> None:
    endless = Misconception("M4", "When does it end?", source="def scale(x, by):\n    while True: pass", name="scale")

    key = key_of(grader.sandbox, scale(misconceptions=[endless, FORGETS], cpu_seconds=0.2))

    assert {each.ending for each in key.answers[0].known[0].outcomes} == {Ending.TOO_SLOW}
    assert {each.ending for each in key.answers[0].known[1].outcomes} == {Ending.RETURNED}


def test_hidden_cases_come_from_the_seed(grader: Grader) -> None:
    first, again, other = (key_of(grader.sandbox, scale(), seed=seed) for seed in (1, 1, 2))

    assert first.answers[0].calls == again.answers[0].calls
    assert first.answers[0].calls != other.answers[0].calls
    assert first.fingerprint == again.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    "changed",
    [
        {"points": 3},
        {"tolerance": Tolerance(1e-3)},
        {"public": PUBLIC[:1]},
        {"public": [Case("two figures", (2.0, 3.0)), PUBLIC[1]]},
        {"misconceptions": []},
        {"cpu_seconds": 1.0},
    ],
    ids=["points", "tolerance", "a case less", "a label", "a wrong version less", "time"],
)
def test_the_fingerprint_changes_with_whatever_could_change_a_score(grader: Grader, changed: dict[str, object]) -> None:
    before = key_of(grader.sandbox, scale()).fingerprint

    assert key_of(grader.sandbox, scale(**changed)).fingerprint != before


@pytest.mark.parametrize(
    ("exercise", "text", "reason"),
    [
        (scale(), "def scale(x, by):\n    return x / 0", "came to 'ZeroDivisionError' on the case 'two numbers'"),
        (scale(), "def scale(x, by:\n    return x", "came to 'missing'.*SyntaxError"),
        (scale(), "import os\ndef scale(x, by):\n    os._exit(0)", "came to 'exited'"),
        (
            scale(public=[Case("refused", (1.0, 2.0), raises="ValueError")]),
            "def scale(x, by):\n    return x * by",
            "came to 'returned'.*expected ValueError",
        ),
        (scale(), "def scale(x, by):\n    return {1.0}", "returns a set on the case 'two numbers'.*return numbers"),
        (scale(), "def scale(x, by):\n    return [object()]", "returns a object on the case"),
        (
            scale(misconceptions=[patch("M5", "x + by", "x", "?")]),
            "def scale(x, by):\n    return x * by",
            r"the patch M5 of 'scale' looks for 'x \+ by', which stands 0 times",
        ),
        (
            scale(misconceptions=[patch("M5", "x", "y", "?")]),
            "def scale(x, by):\n    return x * by",
            "which stands 2 times",
        ),
    ],
)
def test_a_reference_that_does_not_answer_is_refused(
    grader: Grader, exercise: Exercise, text: str, reason: str
) -> None:
    with pytest.raises(SpecError, match=f"made_up.*{reason}"):
        key_of(grader.sandbox, exercise, scale=text)


def test_an_exception_that_a_case_asks_for_is_an_answer(grader: Grader) -> None:
    exercise = scale(public=[Case("refused", (1.0, None), raises="TypeError")])

    key = key_of(grader.sandbox, exercise)

    assert key.answers[0].expected[0].exception == "TypeError"
