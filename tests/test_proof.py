"""No key is trusted that misses documented figures, strays from right forms, or cannot tell wrong versions apart."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.catalogue import load_course
from autograder.errors import SpecError
from autograder.grade import Grader
from autograder.key import build_key
from autograder.proof import prove
from autograder.spec import Case, Exercise, Misconception, Question, RightForm, Tolerance, View
from autograder.submission import parse_notebook, parse_template
from tests.made_up import assignment, submission

REFERENCE = {
    "steps": "def steps(start, by):\n    return np.array([start, start + by]), start + 2 * by",
    "q_half": "q_half = 0.5",
}


def version(identity: str, body: str) -> Misconception:
    return Misconception(identity, f"Hint of {identity}?", source=f"def steps(start, by):\n    {body}", name="steps")


def form(body: str) -> RightForm:
    return RightForm("steps", "another_way", f"def another_way(start, by):\n    {body}")


def exercise(*public: Case, wrong: Sequence[Misconception] = ()) -> Exercise:
    return Exercise(
        "steps", 2, public or [Case("a", (1.0, 0.5))], lambda _: [Case("b", (2.0, 0.1))], misconceptions=wrong
    )


def prove_it(grader: Grader, *exercises: Exercise | Question, forms: Sequence[RightForm] = ()) -> None:
    made, reference = assignment(*exercises, forms=forms), submission(**REFERENCE)
    key = build_key(made, reference, sandbox=grader.sandbox, seed=1)
    prove(made, key, reference, sandbox=grader.sandbox)


@pytest.mark.parametrize(
    "case",
    [
        Case("a", (1.0, 0.5), documented=([1.0, 1.5], 2.0)),
        Case("a", (1.0, 0.5), documented=(np.array([1.0, 1.5]), 2)),
        Case("a", (1.0, 0.5), views=(View((0, slice(0, 1)), documented=[1.0]), View((1,), documented=2.0))),
        Case("a", (1.0, 0.5), documented=([1.1, 1.4], 2.1), tolerance=Tolerance(0.0, 0.2)),
        Case("a", (1.0, 0.5), views=(View((1,), Tolerance(0, 0.2), documented=2.1),)),
    ],
)
def test_a_reference_that_gives_the_documented_figures_passes(grader: Grader, case: Case) -> None:
    prove_it(
        grader,
        exercise(case),
        Question("q_half", 0.5, "?"),
        forms=[form("return [start, start + by], start + by + by")],
    )


def test_two_wrong_versions_that_are_no_python_are_told_and_end_nothing(grader: Grader) -> None:
    cases = Case("a", (1.0, 0.5)), Case("b", (2.0, 0.5))
    broken = [version("S1", "return (start"), version("S2", "return (by")]

    with pytest.raises(SpecError, match=r"S1 is not defined .* \(and 1 more like this\)"):
        prove_it(grader, exercise(*cases, wrong=broken))


@pytest.mark.parametrize(
    "case",
    [
        Case("a", (1.0, 0.5), documented=([1.0, 1.6], 2.0)),
        Case("a", (1.0, 0.5), documented=([1.0, 1.5], 2.0, 3.0)),
        Case("a", (1.0, 0.5), documented=2.0),
        Case("a", (1.0, 0.5), views=(View((0, slice(0, 1)), documented=[1.00001]),)),
        Case("a", (1.0, 0.5), views=(View((1,)), View((1,), documented=2.0001))),
    ],
)
def test_a_reference_that_misses_a_documented_figure_is_refused(grader: Grader, case: Case) -> None:
    with pytest.raises(SpecError, match=r"made_up/exercises\.py: 'steps', 'a': the lesson documents .*mend the figure"):
        prove_it(grader, exercise(case))


@pytest.mark.parametrize("view", [View((2,)), View((0, 5), documented=1.0), View((1, slice(0, 1))), View((0, 0, 0))])
@pytest.mark.parametrize("wrong", [[], [version("M1", "return start")]])
def test_a_view_that_leads_nowhere_is_refused_with_its_case(
    grader: Grader, view: View, wrong: Sequence[Misconception]
) -> None:
    with pytest.raises(
        SpecError,
        match=r"^solutions/made_up/exercises\.py: 'steps', 'a': a view at .* leads nowhere in .*; mend the views",
    ):
        prove_it(grader, exercise(Case("a", (1.0, 0.5), views=(view,)), wrong=wrong))


def test_wrong_versions_that_return_something_without_a_place_for_the_view_are_no_fault(grader: Grader) -> None:
    case = Case("a", (1.0, 0.5), views=(View((0, slice(0, 1))),))
    alone = [version("M1", "return start"), version("M2", "return np.float32(start) + 1"), version("M3", "return []")]

    prove_it(grader, exercise(case, wrong=alone))

    with pytest.raises(SpecError, match=r"M1 and M4 come to the same on every case"):
        prove_it(grader, exercise(case, wrong=[*alone, version("M4", "return np.array(start)")]))


def test_a_notebook_that_answers_a_question_otherwise_is_refused(grader: Grader) -> None:
    with pytest.raises(SpecError, match=r"the answer of 'q_half' is 0\.25, the notebook says 0\.5"):
        prove_it(grader, Question("q_half", 0.25, "?"))


def test_a_right_form_that_strays_is_refused(grader: Grader) -> None:
    stray = form("return np.array([start, start + by]), start + 2 * by + (1e-6 if start == 2 else 0)")

    with pytest.raises(SpecError, match=r"'steps', 'b': the right form 'another_way' comes to"):
        prove_it(grader, exercise(), forms=[stray])


def test_a_wrong_version_that_is_right_on_every_case_is_refused(grader: Grader) -> None:
    twin = version("M1", "return np.array([start, start + by]), by + start + by if start < 50 else 0.0")

    with pytest.raises(SpecError, match=r"M1 is right on every case; add a case"):
        prove_it(grader, exercise(wrong=[twin]))


def test_two_wrong_versions_that_cannot_be_told_apart_are_refused(grader: Grader) -> None:
    twins = [version("M1", "return start"), version("M2", "return start + 0 * by")]

    with pytest.raises(SpecError, match=r"M1 and M2 come to the same on every case; merge them"):
        prove_it(grader, exercise(wrong=twins))


def test_a_wrong_version_may_differ_in_what_it_does_to_its_arguments_alone(grader: Grader) -> None:
    changing = Misconception("M1", "Whose?", source="def steps(v, by):\n    v += by\n    return v * 1", name="steps")
    reference = submission(steps="def steps(v, by):\n    return v + by")
    made = assignment(replace(exercise(Case("a", (np.ones(2), 1.0)), wrong=[changing]), keeps_arguments=True))
    key = build_key(made, reference, sandbox=grader.sandbox, seed=1)

    prove(made, key, reference, sandbox=grader.sandbox)

    assert key.answers[0].known[0].outcomes[0].changed == (0,)


def test_the_first_fault_is_told_and_the_others_are_counted(grader: Grader) -> None:
    cases = [Case(label, (1.0, 0.5), documented=0.0) for label in "abc"]

    with pytest.raises(SpecError, match=r"'steps', 'a'.*\(and 2 more like this\)"):
        prove_it(grader, exercise(*cases))


@pytest.mark.parametrize("name", ["error", "hot_cold"])
def test_the_courses_own_keys_can_be_trusted_whatever_the_seed(grader: Grader, name: str) -> None:
    found = grader.course.assignment(name)
    template = grader.template_for(name)
    reference = parse_notebook(found.notebook.read_bytes(), template)

    for seed in range(4):
        key = build_key(found, reference, sandbox=grader.sandbox, seed=seed)
        prove(found, key, reference, sandbox=grader.sandbox)

        assert key.answers


def test_a_fault_is_told_with_the_file_and_the_line_it_is_written_at(tmp_path: Path, grader: Grader) -> None:
    shutil.copytree(grader.course.assignment("error").folder, tmp_path / "solutions" / "error")
    listing = tmp_path / "solutions" / "error" / "exercises.py"
    text = listing.read_text(encoding="utf-8").replace("documented=0.3025", "documented=0.3024", 1)
    listing.write_text(text, encoding="utf-8")
    line = text[: text.index('"squared_error",')].count("\n")
    broken = load_course(tmp_path, seed=1).assignment("error")
    data = broken.notebook.read_bytes()
    reference = parse_notebook(data, parse_template(data, "error"))
    key = build_key(broken, reference, sandbox=grader.sandbox, seed=1)

    with pytest.raises(SpecError, match=rf"^solutions/error/exercises\.py:{line}: 'squared_error'"):
        prove(broken, key, reference, sandbox=grader.sandbox)


@pytest.mark.parametrize("body", ["return foo", "while True: pass", "import no_such_module"])
def test_a_wrong_version_that_does_not_run_is_refused(grader: Grader, body: str) -> None:
    dead = replace(exercise(wrong=[version("M1", body)]), cpu_seconds=0.2)

    with pytest.raises(SpecError, match=r"M1 comes to .* on every case; mend it"):
        prove_it(grader, dead)
