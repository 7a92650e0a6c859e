import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, repeat, takewhile
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import nbformat
import numpy as np
import pytest
from nbconvert.preprocessors import ExecutePreprocessor
from nbgrader.utils import determine_grade, is_grade

from autograder import wire
from autograder.answers import AnswerKey, Answers, Known
from autograder.catalogue import Assignment, load_course
from autograder.check import card_text, examine, examples_in
from autograder.check.calling import outcomes_of
from autograder.check.deadline import Deadline, OverrunError
from autograder.examples import examples_json, read_examples
from autograder.key import patched
from autograder.model import Calls, CellKind, Ending, Outcome, Source, Submission, Unreadable, Value
from autograder.spec import Case, Exercise, Misconception, Question, WrongAnswer
from autograder.submission import parse_notebook, read_template

ROOT = Path(__file__).parent.parent
ASSIGNMENTS = ("error", "hot_cold")
NUMBERS = np.array([1.0, 2.0])


def define(source: str, namespace: dict[str, Any]) -> dict[str, Any]:
    exec(source, namespace)  # noqa: S102 - what a notebook's cell does
    return namespace


def reference(assignment: str) -> Submission:
    notebook = ROOT / "solutions" / assignment / f"{assignment}.ipynb"
    return parse_notebook(notebook.read_bytes(), read_template(notebook))


def run_cells(submission: Submission) -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    for cell in submission.cells:
        if cell.kind in (CellKind.SETUP, CellKind.SOLUTION):
            define(cell.source, namespace)
    return namespace


def solutions(assignment: str) -> dict[str, Any]:
    return run_cells(reference(assignment))


def names_and_points(assignment: str) -> dict[str, float]:
    body = json.loads((ROOT / "assignments" / assignment / "examples.json").read_text(encoding="utf-8"))
    return {each["name"]: each["points"] for each in body["exercises"]}


@dataclass(frozen=True, slots=True)
class Notebook:
    """A student's open notebook: cells are run in `space`, and `check` prints below them."""

    space: dict[str, Any]
    capsys: pytest.CaptureFixture[str]

    def check(self, *name: object) -> tuple[float, list[str]]:
        points = FunctionType(_check_cell.__code__, self.space)(*name)
        printed = self.capsys.readouterr()
        assert printed.err == ""
        assert type(points) is float
        return points, printed.out.splitlines()


def _check_cell(*name: Any) -> Any:  # noqa: ANN401 - whatever a student passes
    return check(*name)  # type: ignore[name-defined] # noqa: F821 - imported by the notebook


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Notebook:
    """Open a notebook of a made-up assignment: a function, a function of an array, and questions of every kind."""
    (tmp_path / "examples.json").write_text(tiny_examples(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Notebook(define("from autograder import check", {}), capsys)


def tiny_examples() -> str:
    half = Known("T01", "Half of it is missing. Which half?", (returned(2.0), returned(3.0)))
    return examples_json(
        AnswerKey(
            "tiny",
            (
                function("double", [(2.0,), (3.0,)], [4.0, 6.0], known=(half,)),
                function("total", [(NUMBERS,), (NUMBERS,)], [3.0, 3.0]),
                question("q_number", 1.5),
                question("q_flag", answer=True),
                question("q_pair", (0.5, 1.5)),
                question("q_choice", "up", choices=("up", "down")),
                question("q_shape", (2,), wrong=((1, 2), 2)),
            ),
        ),
        {"why_twice": 1.5},
    )


def returned(value: Value) -> Outcome:
    return Outcome(Ending.RETURNED, wire.encode(value))


def function(
    name: str, arguments: list[tuple[Value, ...]], values: list[Value], known: tuple[Known, ...] = ()
) -> Answers:
    cases = tuple(Case(f"example {place}", each) for place, each in enumerate(arguments))
    exercise = Exercise(name, 2, cases, hidden=lambda _: (), cpu_seconds=0.3, keeps_arguments=True)
    encoded = tuple(tuple(wire.encode(value) for value in case.arguments) for case in cases)
    calls = Calls(name, encoded, len(cases), exercise.cpu_seconds)
    return Answers(exercise, cases, calls, tuple(map(returned, values)), known)


def question(name: str, answer: Value, choices: tuple[str, ...] = (), wrong: tuple[Value, ...] = ()) -> Answers:
    known = tuple(WrongAnswer(f"W{place}", each, "Not this.") for place, each in enumerate(wrong))
    asked = Question(name, answer, "A hint that stays home.", choices, wrong_answers=known)
    return Answers(asked, (Case("your answer", ()),), Calls(name, None, 0, 1.0), (returned(answer),), ())


def text_of(
    misconception: Misconception, assignment: Assignment, exercise: str, solution: Submission
) -> tuple[str, str]:
    if misconception.source:
        return misconception.name, misconception.source
    return exercise, patched(assignment, exercise, misconception, solution)


# ----------------------------------------------------------------------------------------------- the real assignments


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_solved_notebook_earns_every_point_there_is(
    assignment: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT / "assignments" / assignment)
    notebook = Notebook(solutions(assignment), capsys)

    earned = {name: notebook.check(name) for name in names_and_points(assignment)}

    assert {name: points for name, (points, _) in earned.items()} == names_and_points(assignment)
    assert max(len(lines) for _, lines in earned.values()) <= 5


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_notebook_as_it_was_handed_out_earns_nothing_and_says_what_to_do(
    assignment: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ROOT / "assignments" / assignment
    monkeypatch.chdir(folder)
    released = folder / f"{assignment}.ipynb"
    notebook = Notebook(run_cells(parse_notebook(released.read_bytes(), read_template(released))), capsys)

    earned = {name: notebook.check(name) for name in names_and_points(assignment)}

    assert {points for points, _ in earned.values()} == {0.0}
    assert all("not implemented" in lines[0] or "not answered yet" in lines[0] for _, lines in earned.values())
    assert all("in the place of" in lines[1] for _, lines in earned.values())


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_wrong_version_that_the_examples_show_earns_nothing_but_its_own_hint(
    assignment: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT / "assignments" / assignment)
    shown = {
        (answers.exercise.name, known.id) for answers in examples_in([Path()]).key.answers for known in answers.known
    }
    solution = reference(assignment)
    failures = []

    found = load_course(ROOT, seed=0).assignment(assignment)
    for exercise in found.exercises:
        for wrong in () if isinstance(exercise, Question) else exercise.misconceptions:
            if (exercise.name, wrong.id) not in shown:
                continue
            space = run_cells(solution)
            name, source = text_of(wrong, found, exercise.name, solution)
            space[exercise.name] = define(source, dict(space))[name]
            points, lines = Notebook(space, capsys).check(exercise.name)
            if points or f"  {wrong.hint}" != lines[-1] or not 5 <= len(lines) <= 7:
                failures.append((wrong.id, points, lines))

    assert len(shown) >= 40
    assert failures == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_without_a_name_every_exercise_has_a_line_and_the_total_comes_last(
    assignment: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT / "assignments" / assignment)
    notebook = Notebook(solutions(assignment), capsys)
    points = names_and_points(assignment)

    total, shown = notebook.check()
    lines = list(takewhile(bool, shown))

    most, answers = sum(points.values()), sum(form.points for form in examples_in([Path()]).questions)
    assert total == most - answers
    assert [line.split()[0] for line in lines] == [*points, *examples_in([Path()]).by_hand, "all"]
    assert f"{total:g} of {most:g} points, as far as the examples tell" in lines[-1]
    assert (f"; {answers:g} more if the answers are right" in lines[-1]) == bool(answers)


@pytest.mark.parametrize("solved", [True, False], ids=["solved", "as handed out"])
def test_in_the_released_notebook_every_check_cell_shows_one_plain_float_and_nothing_on_standard_error(
    tmp_path: Path, *, solved: bool
) -> None:
    shutil.copytree(ROOT / "assignments/error", tmp_path, dirs_exist_ok=True)
    notebook = nbformat.read(tmp_path / "error.ipynb", as_version=4)
    texts = {cell.name: cell.source for cell in reference("error").cells if cell.kind is CellKind.SOLUTION}
    for cell in notebook.cells:
        if solved and cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = texts.get(cell.metadata.nbgrader.grade_id, cell.source)
    executor = ExecutePreprocessor(timeout=120, kernel_name="python3", allow_errors=not solved)

    executor.preprocess(notebook, {"metadata": {"path": str(tmp_path)}})

    outputs = {
        cell.metadata.nbgrader.grade_id.removeprefix("check_"): cell.outputs
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }
    results = {
        name: [each for each in found if each.output_type == "execute_result"] for name, found in outputs.items()
    }
    kinds = {each.output_type if "name" not in each else each.name for found in outputs.values() for each in found}
    shown = {name: [result.data["text/plain"] for result in found] for name, found in results.items()}
    points = {name: [repr(float(each if solved else 0))] for name, each in names_and_points("error").items()}
    assert shown == points
    assert kinds == {"display_data", "execute_result"}
    assert {determine_grade(cell) for cell in notebook.cells if is_grade(cell) and cell.cell_type == "code"} == {
        (float(each if solved else 0), float(each)) for each in names_and_points("error").values()
    }


# -------------------------------------------------------------------------------------------------- what a card says


def test_a_card_shows_the_call_what_came_what_should_and_the_hint(tiny: Notebook) -> None:
    define("def double(x): return x + 1.5", tiny.space)

    points, lines = tiny.check("double")

    assert points == 0.0
    assert lines[:4] == [
        "double: wrong (0 of 2 examples right), 0 of 2 points",
        "  double(2.0)  # example 0",
        "    got       3.5",
        "    expected  4.0  (off by 0.5)",
    ]


def test_the_hint_is_the_known_wrong_versions_own(tiny: Notebook) -> None:
    define("def double(x): return x", tiny.space)

    _, lines = tiny.check("double")

    assert lines[4:] == ["  Half of it is missing. Which half?"]


def test_printing_is_told_from_returning_and_the_print_is_dropped(tiny: Notebook) -> None:
    define("def double(x): print('four', 2 * x)", tiny.space)

    points, lines = tiny.check("double")

    assert points == 0.0
    assert "What is the difference between print and return?" in lines[-1]
    assert not any("four" in line for line in lines)


def test_warnings_and_standard_error_of_a_right_function_stay_out_of_sight(tiny: Notebook) -> None:
    source = """
    import sys, warnings
    import numpy as np
    def double(x):
        warnings.warn("old-fashioned")
        print("noise", file=sys.stderr)
        np.zeros(1) / 0
        return 2 * x
    """
    define("\n".join(line[4:] for line in source.splitlines()), tiny.space)

    points, lines = tiny.check("double")

    assert (points, lines) == (2.0, ["double: correct on all 2 examples, 2 of 2 points"])


def test_a_message_of_many_lines_takes_one(tiny: Notebook) -> None:
    define("def double(x): raise ValueError('one\\ntwo\\r\\n\\x1b[31mthree' * 9)", tiny.space)

    points, lines = tiny.check("double")

    assert points == 0.0
    assert len(lines) == 5
    assert "\x1b" not in "".join(lines)


def test_a_misspelt_name_is_answered_with_the_nearest(tiny: Notebook) -> None:
    points, lines = tiny.check("Duoble")

    assert points == 0.0
    assert lines == ['check: "Duoble" is not an exercise of this notebook (tiny). Did you mean "double"?']


@pytest.mark.parametrize("name", ["why_twice", "Why_twise"])
def test_what_is_answered_in_words_has_nothing_to_check(tiny: Notebook, name: str) -> None:
    points, lines = tiny.check(name)

    assert points == 0.0
    assert (
        lines
        == {
            "why_twice": ["check: why_twice is answered in words: a person reads it, so there is nothing to check."],
            "Why_twise": ['check: "Why_twise" is not an exercise of this notebook (tiny). Did you mean "why_twice"?'],
        }[name]
    )


def test_the_overview_tells_of_what_a_person_reads(tiny: Notebook) -> None:
    points, lines = tiny.check()

    assert points == 0.0
    assert lines[0] == "double     not defined       0 of 2 points"
    assert lines[-2] == "why_twice  read by a person  of 1.5 points"
    assert lines[-1].startswith("all  ")


def test_a_challenge_is_called_one(tiny: Notebook) -> None:
    define("def double(x): return 2 * x", tiny.space)
    finding = examine(examples_in([Path()]), "double", tiny.space)

    card = card_text(replace(finding, verdict=replace(finding.verdict, points=0.0, max_points=0.0)))

    assert card == "double: correct on all 2 examples, a challenge, worth no points"


def test_a_name_like_no_other_is_answered_with_all_of_them(tiny: Notebook) -> None:
    points, lines = tiny.check("xyz")

    assert points == 0.0
    (line,) = lines
    assert line.startswith('check: "xyz" is not an exercise of this notebook (tiny). There are: double, total,')
    assert line.endswith(" q_number, q_flag, q_pair, q_choice, q_shape.")


def test_the_function_in_the_place_of_its_name_is_answered_with_the_name_in_quotes(tiny: Notebook) -> None:
    define("def total(x): return sum(x)", tiny.space)

    points, lines = tiny.check(tiny.space["total"])

    assert points == 0.0
    assert lines == ['check: expected the name of an exercise as a text, in quotes: check("total")']


@pytest.mark.parametrize(
    ("source", "state", "sentence"),
    [
        ("", "not defined", "There is no double yet. Run the cell that defines it"),
        ("class double: ...", "no function", "double is a class, and a function is asked for"),
        ("double = 4.0", "no function", "double is a number, 4.0, and a function is asked for"),
        ("double = None", "no function", "double is None, and a function is asked for"),
        ("def double(): return 4.0", "raises an error", "It is written as double() and called with 1 argument."),
        ("def double(x, y): return x * y", "raises an error", "It is written as double(x, y) and called with 1"),
        ("def double(x): raise NotImplementedError", "not implemented", "in the place of `raise NotImplementedError`"),
        ("double = dict.pop", "raises an error", "Your function raises"),
        ("def double(x): exit()", "ends the program", "It ends the whole program"),
        ("def double(x): return y", "raises an error", "A name is used that nobody has defined"),
    ],
)
def test_what_is_no_working_function_has_a_sentence_of_its_own(
    tiny: Notebook, source: str, state: str, sentence: str
) -> None:
    define(source, tiny.space)

    points, lines = tiny.check("double")

    assert points == 0.0
    assert lines[0].startswith(f"double: {state}")
    assert sentence in lines[-1]
    assert len(lines) <= 5


def test_an_exercise_that_waits_for_another_says_for_which(tiny: Notebook) -> None:
    define("def double(x): raise NotImplementedError\ndef total(x): return double(x[0]) + 1", tiny.space)

    _, lines = tiny.check("total")

    assert lines[1:] == ["  It calls double: is everything there already written?"]


# -------------------------------------------------------------------------------------------------------- questions


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("q_number", 0),
        ("q_number", -2.5),
        ("q_number", np.float32(1)),
        ("q_number", np.array(3)),
        ("q_flag", False),
        ("q_flag", np.float64(3) > 2),
        ("q_pair", (1, 2)),
        ("q_pair", [1.0, 2.0]),
        ("q_pair", np.array([1.0, 2.0])),
        ("q_choice", "down"),
        ("q_choice", " UP "),
        ("q_shape", (3,)),
        ("q_shape", (1, 3)),
        ("q_shape", []),
    ],
)
def test_an_answer_of_the_right_kind_is_in_reach_of_its_points_and_no_more_is_said(
    tiny: Notebook, name: str, value: Value
) -> None:
    tiny.space[name] = value

    points, lines = tiny.check(name)

    assert points == 0.5
    assert lines[0] == f"{name}: answered, 0.5 points in reach"
    assert "correct" not in " ".join(lines)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("q_number", "1.5", "Expected a number, found a text, '1.5'."),
        ("q_number", True, "Expected a number, found True or False, True."),
        ("q_number", (1.5,), "Expected a number, found a tuple of 1 value, (1.5,)."),
        ("q_number", np.array([1.5]), "Expected a number, found an array, [1.5]."),
        ("q_number", len, "Expected a number, found a builtin_function_or_method."),
        ("q_flag", "yes", "Expected True or False, found a text, 'yes'."),
        ("q_pair", (1, 2, 3), "Expected a tuple of 2 values, found a tuple of 3 values, (1, 2, 3)."),
        ("q_pair", 1.0, "Expected a tuple of 2 values, found a number, 1.0."),
        ("q_choice", "sideways", "Expected one of 'up', 'down', found a text, 'sideways'."),
        ("q_shape", 2, "Expected a tuple, found a number, 2."),
        ("q_choice", 1, "Expected one of 'up', 'down', found a number, 1."),
    ],
)
def test_an_answer_of_another_kind_is_told_which_kind_is_expected(
    tiny: Notebook, name: str, value: object, sentence: str
) -> None:
    tiny.space[name] = value

    points, lines = tiny.check(name)

    assert points == 0.0
    assert lines[1:] == [f"  {sentence}"]


def test_a_question_whose_cell_was_not_run_is_not_defined(tiny: Notebook) -> None:
    points, lines = tiny.check("q_pair")

    assert points == 0.0
    assert lines[0] == "q_pair: not defined, 0 of 0.5 points"
    assert "Run the cell that defines it" in lines[1]


def test_none_is_no_answer_yet(tiny: Notebook) -> None:
    tiny.space["q_choice"] = None

    points, lines = tiny.check("q_choice")

    assert points == 0.0
    assert lines == [
        "q_choice: not answered yet, 0 of 0.5 points",
        "  Put one of 'up', 'down' in the place of None, save, and run the file again.",
    ]


# ---------------------------------------------------------------------------------------------------- examples.json


def test_a_missing_file_is_named_with_its_place_and_what_to_do(tiny: Notebook) -> None:
    Path("examples.json").unlink()

    points, lines = tiny.check("double")

    assert points == 0.0
    assert len(lines) == 1
    assert lines[0].startswith(f"check: examples.json is not in {Path.cwd()}; expected it beside the notebook")


def test_a_script_finds_the_file_beside_itself(tiny: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.space["__file__"] = str(Path.cwd() / "tiny.py")
    define("def double(x): return 2 * x", tiny.space)
    monkeypatch.chdir("/")

    points, _ = tiny.check("double")

    assert points == 2.0


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (tiny_examples().replace('"schema": 1', '"schema": 0'), "has version 0, and this autograder reads version 1"),
        ("{}", "cannot be read"),
        ("", "cannot be read"),
        ("[1, 2", "cannot be read"),
        ("\udcff", "cannot be read"),
    ],
    ids=["another version", "empty object", "empty", "cut off", "not UTF-8"],
)
def test_another_version_and_a_broken_file_say_to_fetch_the_assignment_anew(
    tiny: Notebook, text: str, complaint: str
) -> None:
    Path("examples.json").write_text(text, encoding="utf-8", errors="surrogateescape")

    points, lines = tiny.check("double")

    assert points == 0.0
    assert len(lines) == 1
    assert complaint in lines[0]
    assert lines[0].endswith("fetch the assignment anew")


def test_a_file_that_changed_is_read_again(tiny: Notebook) -> None:
    define("def double(x): return 2 * x", tiny.space)
    tiny.check("double")
    Path("examples.json").write_text(tiny_examples().replace('"points": 2.0', '"points": 7.0'), encoding="utf-8")
    os.utime("examples.json", ns=(1, 1))

    points, _ = tiny.check("double")

    assert points == 7.0


def test_what_a_reference_changes_in_place_a_student_may_change_too() -> None:
    grown = function("grow", [(NUMBERS,)], [None])
    (expected,) = grown.expected
    key = AnswerKey("tiny", (replace(grown, expected=(replace(expected, changed=(0,)),)),))

    (read,) = read_examples(examples_json(key, {})).key.answers

    assert [outcome.changed for outcome in read.expected] == [(0,)]


def test_a_wrong_version_that_no_example_shows_is_not_handed_out() -> None:
    unseen = Known("T02", "This hint would give away a hidden case.", (returned(4.0 + 1e-12),))
    key = AnswerKey("tiny", (function("double", [(2.0,)], [4.0], known=(unseen,)),))

    text = examples_json(key, {})

    assert "T02" not in text
    assert "give away" not in text


# ------------------------------------------------------------------------------------------- calling student functions


def test_every_call_gets_arguments_of_its_own_and_changing_them_is_noted(tiny: Notebook) -> None:
    define("def total(x):\n    result = x.sum()\n    x += 100\n    return result", tiny.space)

    finding = examine(examples_in([Path()]), "total", tiny.space)

    assert [wire.decode(outcome.encoded) for outcome in finding.outcomes] == [3.0, 3.0]
    assert [outcome.changed for outcome in finding.outcomes] == [(0,), (0,)]
    assert "argument 1 changed in place" in card_text(finding)


def test_an_argument_given_as_source_arrives_as_a_function() -> None:
    namespace = {"at_two": lambda f: f(2.0)}
    arguments = ((wire.encode(Source("lambda x: x**3 + math.pi * np.sum(0)")),),)

    (outcome,) = outcomes_of(namespace, Calls("at_two", arguments, 1, 1.0))

    assert wire.decode(outcome.encoded) == 8.0


def test_what_is_printed_is_kept_only_at_its_start() -> None:
    def talks(_: float) -> None:
        for _round in range(10_000):
            print("over and over")  # noqa: T201 - what is tested

    (outcome,) = outcomes_of({"talks": talks}, Calls("talks", ((wire.encode(1.0),),), 1, 5.0))

    assert outcome.printed.startswith("over and over\nover")
    assert len(outcome.printed) == 200


@pytest.mark.parametrize(
    ("source", "ending", "type_name"),
    [
        ("def f(x): return np.zeros((1024, 1024))", Ending.RETURNED, "array of 8388608 bytes"),
        ("def f(x): return 'long' * 10**6", Ending.RETURNED, "value of 4000006 bytes"),
        ("def f(x): return nested", Ending.RETURNED, "something that cannot be read"),
        ("def f(x): return f", Ending.RETURNED, "function"),
        ("def f(x): raise MemoryError", Ending.OUT_OF_MEMORY, ""),
        ("def f(x): raise Unspeakable", Ending.RAISED, ""),
        ("def f(x): raise LastWord", Ending.RAISED, ""),
        ("def f(x): return f(x)", Ending.RAISED, ""),
    ],
)
def test_whatever_a_call_comes_to_is_an_outcome(source: str, ending: Ending, type_name: str) -> None:
    unspeakable = "class Unspeakable(Exception):\n    def __str__(self): raise self\n"
    last_word = "class LastWord(Exception):\n    def __str__(self): raise SystemExit\n"
    nested = "nested = []\nfor _ in range(99): nested = [nested]\n"
    namespace = define(f"import numpy as np\n{unspeakable}{last_word}{nested}{source}", {})

    (outcome,) = outcomes_of(namespace, Calls("f", ((wire.encode(1.0),),), 1, 5.0))

    assert outcome.ending is ending
    assert not type_name or wire.decode(outcome.encoded) == Unreadable(type_name)


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "while True:\n        try: abs(x)\n        except: pass",
        "while True:\n        try:\n            while x: abs(x)\n        except BaseException: calls.append('caught')",
        "while True:\n     try:\n      try:\n       while x: abs(x)\n      except: pass\n     except: pass",
        "try:\n        while True: abs(x)\n    except BaseException: return 2 * x",
        "while True: print(x)",
    ],
    ids=[
        "loops",
        "loops and catches",
        "catches and loops again",
        "catches twice over",
        "catches and returns",
        "prints for ever",
    ],
)
def test_a_call_that_never_ends_is_stopped_and_the_rest_is_not_tried(tiny: Notebook, body: str) -> None:
    define(f"calls = []\ndef double(x):\n    calls.append(x)\n    {body}", tiny.space)

    points, lines = tiny.check("double")

    assert points == 0.0
    assert lines[0] == "double: too slow (0 of 2 examples right), 0 of 2 points"
    assert lines[-1] == "  It ran longer than 0.3 s and was stopped. Is there a loop that never ends?"
    assert 3.0 not in tiny.space["calls"]


def test_a_call_that_only_waits_is_stopped_by_the_clock() -> None:
    with Deadline(cpu_seconds=60, wall_seconds=0.2) as deadline, pytest.raises(OverrunError):
        deadline.call(time.sleep, (60,))

    assert deadline.overrun is Ending.WAITING


@pytest.mark.parametrize(("used", "ending"), [(0.19, Ending.WAITING), (0.21, Ending.TOO_SLOW)])
def test_a_call_that_worked_for_a_fifth_of_its_time_is_too_slow_by_the_clock_too(used: float, ending: Ending) -> None:
    cpu_clock = chain([0.0], repeat(used)).__next__

    with Deadline(cpu_seconds=1, wall_seconds=0.05, cpu_clock=cpu_clock) as deadline, pytest.raises(OverrunError):
        deadline.call(time.sleep, (60,))

    assert deadline.overrun is ending


@pytest.fixture
def alarm() -> Iterator[Callable[..., None]]:
    """Set an alarm far away, as somebody else's library might, and take it back in the end."""

    def rings(*_: object) -> None:
        raise AssertionError

    previous = signal.signal(signal.SIGALRM, rings)
    signal.setitimer(signal.ITIMER_REAL, 1000, 7)
    yield rings
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, previous)


@pytest.mark.parametrize("body", ["while x: pass", "return 2 * x", "raise KeyboardInterrupt"])
def test_handler_and_timer_that_were_set_before_are_set_afterwards(
    tiny: Notebook, alarm: Callable[..., None], body: str
) -> None:
    define(f"def double(x):\n    {body}", tiny.space)

    with suppress(KeyboardInterrupt):
        tiny.check("double")
    remaining, interval = signal.getitimer(signal.ITIMER_REAL)

    assert signal.getsignal(signal.SIGALRM) is alarm
    assert 0 < remaining <= 1000
    assert interval == 7


def test_pressing_stop_goes_through_and_leaves_the_streams_as_they_were(tiny: Notebook) -> None:
    define("def double(x): raise KeyboardInterrupt", tiny.space)
    streams = sys.stdout, sys.stderr

    with pytest.raises(KeyboardInterrupt):
        tiny.check("double")

    assert (sys.stdout, sys.stderr) == streams


def test_outside_the_main_thread_calls_are_made_all_the_same() -> None:
    outcomes: list[Outcome] = []
    calls = Calls("double", ((wire.encode(2.0),),), 1, 1.0)

    thread = threading.Thread(target=lambda: outcomes.extend(outcomes_of({"double": lambda x: 2 * x}, calls)))
    thread.start()
    thread.join()

    assert [wire.decode(outcome.encoded) for outcome in outcomes] == [4.0]


# ----------------------------------------------------------------------------------------------- the light installation

_STUDENTS_MACHINE = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"nbgrader", "landlockpy", "seccompy", "pandas", "IPython", "rich", "jupytext"}:
            raise ModuleNotFoundError(name)
        if name.startswith(("autograder.sandbox", "autograder.catalogue", "autograder.key", "autograder.gradebook")):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())
import autograder.check
from autograder import check

def predict(input, weight):
    return input * weight

print(check("predict"))
"""


def _python(script: str) -> subprocess.CompletedProcess[str]:
    folder = ROOT / "assignments/error"
    return subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True)


def test_check_works_where_numpy_and_msgspec_are_all_there_is() -> None:
    finished = _python(_STUDENTS_MACHINE)

    assert finished.stdout == "predict: correct on all 4 examples, 1 of 1 point\n1.0\n"
    assert finished.stderr == ""


@pytest.mark.parametrize(
    "first", ["pass", "import autograder.check", "from autograder.check import examine", "import autograder.judge"]
)
def test_the_packages_check_is_the_function_whatever_was_imported_before(first: str) -> None:
    finished = _python(
        f"{first}\nfrom autograder import check\nfrom autograder import check\nprint(type(check).__name__)"
    )

    assert finished.stdout == "function\n"


def test_the_package_names_its_public_face() -> None:
    package: ModuleType = sys.modules["autograder"]

    exported = {name: getattr(package, name) for name in package.__all__}

    assert list(exported) == ["check", "waiting_for"]
    assert all(map(callable, exported.values()))
