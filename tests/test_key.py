"""The key: the reference and every wrong version, run on every case through the sandbox."""

import shutil
import stat
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder import wire
from autograder.answers import AnswerKey
from autograder.catalogue import shelf
from autograder.catalogue.shelf import Shelf
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


def shelf_in(folder: Path, *, seed: int = 1, rests_on: bytes = b"") -> Shelf:
    return Shelf(folder / ".keys" / "made_up", seed, rests_on)


def kept_key(sandbox: Sandbox, shelf: Shelf, *exercises: Exercise | Question, seed: int = 1, **texts: str) -> AnswerKey:
    reference = submission(**{**REFERENCE, **texts})
    return build_key(assignment(*exercises), reference, sandbox=sandbox, seed=seed, shelf=shelf)


def test_a_key_that_was_kept_is_the_same_key_and_is_not_written_again(grader: Grader, tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)
    first = kept_key(grader.sandbox, shelf, scale(), SLOPE, HALF)
    file = shelf.path.stat().st_ino

    second = kept_key(grader.sandbox, shelf, scale(), SLOPE, HALF)

    assert second.fingerprint == first.fingerprint == key_of(grader.sandbox, scale(), SLOPE, HALF).fingerprint
    assert shelf.path.stat().st_ino == file


def test_a_kept_key_is_its_owners_alone(grader: Grader, tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)

    kept_key(grader.sandbox, shelf, scale())

    assert stat.S_IMODE(shelf.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(shelf.path.parent.stat().st_mode) == 0o700
    assert list(shelf.path.parent.iterdir()) == [shelf.path]


OTHER = "def scale(x, by):\n    return by * x + 0"


@pytest.mark.parametrize(
    "change",
    [
        {"rests_on": b"another table"},
        {"secret": 2},
        {"seed": 2},
        {"scale": OTHER},
        {"exercise": scale(public=[*PUBLIC, Case("one more", (1.0, 1.0))])},
        {"exercise": scale(misconceptions=[replace(FORGETS, source="def scale(x, by):\n    return by")])},
        {"exercise": scale(cpu_seconds=3.0)},
    ],
    ids=["data", "the course's seed", "hidden cases", "reference", "public cases", "wrong version", "limits"],
)
def test_a_kept_key_is_passed_over_when_anything_that_it_rests_on_has_changed(
    grader: Grader, tmp_path: Path, change: dict[str, Value]
) -> None:
    kept_key(grader.sandbox, shelf_in(tmp_path), scale())
    file = shelf_in(tmp_path).path.stat().st_ino
    shelf = shelf_in(tmp_path, seed=change.get("secret", 1), rests_on=change.get("rests_on", b""))
    exercise, text, seed = (
        change.get("exercise", scale()),
        change.get("scale", REFERENCE["scale"]),
        change.get("seed", 1),
    )

    key = kept_key(grader.sandbox, shelf, exercise, seed=seed, scale=text)

    assert key.fingerprint == key_of(grader.sandbox, exercise, seed=seed, scale=text).fingerprint
    assert shelf.path.stat().st_ino != file


@pytest.mark.parametrize("place", [0, 40, -1], ids=["signature", "head", "end"])
def test_a_kept_key_that_was_spoilt_is_built_anew(grader: Grader, tmp_path: Path, place: int) -> None:
    shelf = shelf_in(tmp_path)
    first = kept_key(grader.sandbox, shelf, scale())
    whole = bytearray(shelf.path.read_bytes())
    whole[place] ^= 1
    shelf.path.write_bytes(whole)

    second = kept_key(grader.sandbox, shelf, scale())

    assert second.fingerprint == first.fingerprint
    assert shelf.path.read_bytes() != whole


def test_where_nothing_can_be_kept_a_key_is_built_all_the_same(grader: Grader, tmp_path: Path) -> None:
    (tmp_path / ".keys").write_text("in the way")

    key = kept_key(grader.sandbox, shelf_in(tmp_path), scale())

    assert key.fingerprint == key_of(grader.sandbox, scale()).fingerprint
    assert (tmp_path / ".keys").read_text() == "in the way"


def test_what_the_machine_may_be_to_blame_for_is_not_kept(grader: Grader, tmp_path: Path) -> None:
    endless = replace(FORGETS, source="def scale(x, by):\n    while True:\n        pass")

    key = kept_key(grader.sandbox, shelf_in(tmp_path), scale(misconceptions=[endless], cpu_seconds=0.2))

    assert key.answers[0].known[0].outcomes[0].ending is Ending.TOO_SLOW
    assert not shelf_in(tmp_path).path.exists()


def test_a_kept_key_rests_on_how_values_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "autograder"
    shutil.copytree(shelf._PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(shelf, "_PACKAGE", package)
    before = shelf.surroundings.__wrapped__()

    with (package / "wire" / "encoding.py").open("a", encoding="utf-8") as file:
        file.write("# another form\n")

    assert shelf.surroundings.__wrapped__() != before
