"""The catalogue reads a course as its instructor wrote it, and refuses what is not in order, with file and line."""

import stat
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from autograder.catalogue import cases_of, course_at, load_course, remarks
from autograder.errors import SpecError
from autograder.spec import Case, Exercise, Question

ROOT = Path(__file__).parents[1]
EXERCISES = '''\
from autograder.spec import Case, Exercise, Misconception, Question, Source, Table, View, WrongAnswer, patch, wrong


def hidden(generator):
    yield Case("any two numbers", (float(generator.normal()), float(generator.normal())))


def summed(left, right):
    """Do you add, or multiply?"""
    return left + right


product = Exercise(
    "product",
    points=2,
    public=[Case("small numbers", (2.0, 3.0), documented=6.0)],
    hidden=hidden,
    misconceptions=[wrong("M1", summed), patch("M2", "left * right", "left", "Where did the other one go?")],
)
q_zero = Question("q_zero", 0, "What does zero do to a product?", wrong_answers=[WrongAnswer("M3", 1, "Is zero one?")])
'''

RIGHT_FORMS = """\
from autograder.spec import right_form


@right_form("product")
def turned(left, right):
    return right * left
"""


def write_course(root: Path, exercises: str = EXERCISES, right_forms: str = RIGHT_FORMS, *, name: str = "mini") -> Path:
    folder = root / "solutions" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "exercises.py").write_text(exercises)
    (folder / "right_forms.py").write_text(right_forms)
    return root


def test_a_course_is_its_assignments_with_exercises_in_order_of_definition(tmp_path: Path) -> None:
    course = load_course(write_course(tmp_path), seed=1)

    mini = course.assignment("mini")

    assert [exercise.name for exercise in mini.exercises] == ["product", "q_zero"]
    assert [form.name for form in mini.right_forms] == ["turned"]
    assert mini.text == tmp_path / "solutions" / "mini" / "mini.py"
    assert mini.notebook.name == "mini.ipynb"
    assert course.released == tmp_path / "assignments"


def test_reading_a_course_leaves_nothing_behind(tmp_path: Path) -> None:
    write_course(tmp_path)
    path_before, modules_before = list(sys.path), set(sys.modules)

    load_course(tmp_path, seed=1)

    assert sys.path == path_before
    assert not [name for name in set(sys.modules) - modules_before if "exercises" in name or "listing_" in name]
    assert sorted(path.name for path in (tmp_path / "solutions").rglob("*")) == [
        "exercises.py",
        "mini",
        "right_forms.py",
    ]


def test_a_students_install_is_told_that_check_works_there(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"no solutions/ here.*check\(\) in the notebook.*course folder"):
        load_course(tmp_path)


def test_an_unknown_assignment_is_answered_with_the_nearest_name(tmp_path: Path) -> None:
    course = load_course(write_course(tmp_path), seed=1)

    with pytest.raises(SpecError, match=r"no assignment 'minni'.*did you mean 'mini'"):
        course.assignment("minni")


def test_a_folder_without_exercises_is_no_assignment_yet(tmp_path: Path) -> None:
    (write_course(tmp_path) / "solutions" / "later").mkdir()
    course = load_course(tmp_path, seed=1)

    with pytest.raises(SpecError, match=r"solutions/later: has no exercises\.py.*write one"):
        course.assignment("later")


def test_a_course_without_assignments_is_refused(tmp_path: Path) -> None:
    (tmp_path / "solutions").mkdir()

    with pytest.raises(SpecError, match=r"solutions: holds no assignment.*write the first one"):
        load_course(tmp_path)


@pytest.mark.parametrize(
    ("told", "order"),
    [
        (None, ["dawn", "dusk_2", "noon"]),
        ("", ["dawn", "dusk_2", "noon"]),
        ("noon\ndusk_2\ndawn\n", ["noon", "dusk_2", "dawn"]),
        ("# A day.\n\n  noon  # warm\n", ["noon", "dawn", "dusk_2"]),
        ("dusk_2\nmidnight\ndawn\nnoon", ["dusk_2", "dawn", "noon"]),
        ("\ufeffnoon\r\ndawn\r\n", ["noon", "dawn", "dusk_2"]),
    ],
)
def test_assignments_stand_in_the_order_that_the_course_tells_and_the_rest_behind(
    tmp_path: Path, told: str | None, order: list[str]
) -> None:
    for number, name in enumerate(("noon", "dusk_2", "dawn")):
        write_course(tmp_path, EXERCISES.replace('"M', f'"M{number}'), name=name)
    if told is not None:
        (tmp_path / "solutions" / "order.txt").write_text(told)

    course = load_course(tmp_path, seed=1)

    assert [assignment.name for assignment in course.assignments] == order


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (b"noon\n# so\nnoon\n", r"solutions/order\.txt:3: 'noon' was already named on line 1; take one"),
        (b"nooon\n", r"solutions/order\.txt:1: there is no assignment 'nooon'; did you mean 'noon'\?"),
        (
            b"\nlunch_time\n",
            r"order\.txt:2: there is no assignment 'lunch_time'; name one that is not named yet \(noon\), or take",
        ),
        (b"no\xffon\n", r"solutions/order\.txt:1: cannot be read \(it is no UTF-8 text\); write"),
    ],
)
def test_an_order_that_is_none_is_refused_with_its_line(tmp_path: Path, told: bytes, message: str) -> None:
    write_course(tmp_path, name="noon")
    (tmp_path / "solutions" / "order.txt").write_bytes(told)

    with pytest.raises(SpecError, match=message):
        load_course(tmp_path, seed=1)


def test_the_order_of_this_course_names_all_of_it() -> None:
    told = (ROOT / "solutions" / "order.txt").read_text().splitlines()[1:]

    assert told == [assignment.name for assignment in load_course(ROOT, seed=1).assignments]


def test_an_id_of_two_assignments_is_refused_with_both_places(tmp_path: Path) -> None:
    write_course(tmp_path, name="dawn")
    write_course(tmp_path, EXERCISES.replace('"M1"', '"N1"').replace('"M2"', '"N2"'), name="noon")

    with pytest.raises(SpecError) as refused:
        load_course(tmp_path, seed=1)

    assert str(refused.value) == (
        "solutions/noon/exercises.py:20: the misconception id 'M3' is taken by solutions/dawn/exercises.py:20; "
        "rename one"
    )


def test_a_folder_that_cannot_be_named_in_python_is_refused(tmp_path: Path) -> None:
    (write_course(tmp_path) / "solutions" / "mini").rename(tmp_path / "solutions" / "mini 2")

    with pytest.raises(SpecError, match=r"solutions/mini 2: is no name for an assignment"):
        load_course(tmp_path, seed=1)


def test_an_exercises_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "solutions" / "mini" / "exercises.py").mkdir(parents=True)

    with pytest.raises(SpecError, match=r"solutions/mini/exercises\.py:1: cannot be read"):
        load_course(tmp_path, seed=1)


def test_hidden_cases_follow_the_public_ones_and_depend_on_the_seed_alone(tmp_path: Path) -> None:
    product = load_course(write_course(tmp_path), seed=1).assignments[0].exercises[0]

    first, public = cases_of(product, assignment="mini", seed=1)
    again, _ = cases_of(product, assignment="mini", seed=1)
    other_seed, _ = cases_of(product, assignment="mini", seed=2)
    other_name, _ = cases_of(product, assignment="maxi", seed=1)

    assert public == 1
    assert [case.label for case in first] == ["small numbers", "any two numbers"]
    assert first == again
    assert first[0] == other_seed[0]
    assert len({case[1].arguments for case in (first, other_seed, other_name)}) == 3


def test_hidden_cases_are_the_same_in_every_process() -> None:
    def hidden(generator: np.random.Generator) -> Iterator[Case]:
        yield Case("any number", (float(generator.random()),))

    cases, _ = cases_of(Exercise("f", 1, public=[], hidden=hidden), assignment="mini", seed=7)

    assert cases[0].arguments == (0.7868527357325807,)


def test_a_question_has_one_case_and_it_is_hidden() -> None:
    question = Question("q_zero", 0, "What does zero do?")

    cases, public = cases_of(question, assignment="mini", seed=1)

    assert [case.arguments for case in cases] == [()]
    assert public == 0


def test_the_seed_is_made_once_and_is_nobody_elses_to_read(tmp_path: Path) -> None:
    write_course(tmp_path)

    first = load_course(tmp_path).seed
    second = load_course(tmp_path).seed

    seed_file = tmp_path / "solutions" / ".seed"
    assert first == second == int(seed_file.read_text())
    assert stat.S_IMODE(seed_file.stat().st_mode) == 0o600
    assert first.bit_length() > 64


def test_two_that_start_at_once_agree_on_the_seed(tmp_path: Path) -> None:
    write_course(tmp_path)

    with ThreadPoolExecutor(8) as pool:
        seeds = set(pool.map(lambda _: load_course(tmp_path).seed, range(32)))

    assert len(seeds) == 1
    assert [path.name for path in (tmp_path / "solutions").iterdir() if path.is_file()] == [".seed"]


@pytest.mark.parametrize("text", ["", "\n", "seven", "-3", "1.5", "²"])
def test_a_spoilt_seed_is_refused_and_left_as_it_is(tmp_path: Path, text: str) -> None:
    seed_file = write_course(tmp_path) / "solutions" / ".seed"
    seed_file.write_text(text)

    with pytest.raises(SpecError, match=r"\.seed: the seed of the hidden cases cannot be read.*one whole number"):
        load_course(tmp_path)

    assert seed_file.read_text() == text


def test_a_seed_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (write_course(tmp_path) / "solutions" / ".seed").mkdir()

    with pytest.raises(SpecError, match=r"\.seed: the seed of the hidden cases cannot be read"):
        load_course(tmp_path)


BROKEN = {
    "syntax": ("yield Case(", "yield Case((", 5, "is no valid Python"),
    "import": ("from autograder.spec", "from autograder.specs", 1, "raised ModuleNotFoundError"),
    "raises": ("\n\ndef hidden", "\nhalf = 1 / 0\n\ndef hidden", 3, "raised ZeroDivisionError"),
    "exits": ("\n\ndef hidden", "\nraise SystemExit\n\ndef hidden", 3, "raised SystemExit"),
    "no identifier": ('"product",', '"pro duct",', 13, "no name a student could define"),
    "keyword": ('"product",', '"lambda",', 13, "no name a student could define"),
    "too long": ('"product",', f'"{"p" * 49}",', 13, "no name a student could define"),
    "duplicate": ("q_zero = ", 'other = Question("product", 1, "Why?")\nq_zero = ', 20, "already defined on line 13"),
    "shadowed": ("q_zero = ", 'product = Question("product", 1, "Why?")\nq_zero = ', 20, "already defined on line 13"),
    "same id": ('patch("M2"', 'patch("M1"', 18, "id 'M1' is taken"),
    "same id in a question": ('WrongAnswer("M3"', 'WrongAnswer("M1"', 20, "id 'M1' is taken"),
    "no hint": ('"Where did the other one go?"', '" "', 18, "M2 has no hint"),
    "no docstring": ('"""Do you add, or multiply?"""', "", 8, "has no hint"),
    "same hint": (
        "Where did the other one go?",
        "Do you add, or multiply?",
        18,
        "M1 and M2 of 'product' have the same hint",
    ),
    "question without hint": ("What does zero do to a product?", "", 20, "question 'q_zero' has no hint"),
    "negative points": ("points=2", "points=-1", 13, "worth -1 points"),
    "endless points": ("points=2", "points=float('inf')", 13, "worth inf points"),
    "points in words": ("points=2", "points='two'", 13, "worth 'two' points"),
    "challenge with points": ("points=2", "points=2, challenge=True", 13, "challenge 'product' is worth 2 points"),
    "no public case": ('[Case("small numbers", (2.0, 3.0), documented=6.0)]', "[]", 13, "public cases: there are none"),
    "public label": ('"small numbers"', '""', 13, "has no label"),
    "no tuple": ("(2.0, 3.0)", "(2.0)", 13, "its arguments are a float, not a tuple"),
    "empty patch": ('"left * right", "left"', '"", "left"', 18, "M2 replaces an empty text"),
    "a number for a name": ('"product",', "5,", 13, "5 is no name a student could define"),
    "duplicate in a loop": (
        "q_zero = ",
        'one, two = (Question("q_" + "same", 1, "Why?") for _ in range(2))\nq_zero = ',
        1,
        "'q_same' is the name of two exercises",
    ),
    "no points": ("    points=2,\n", "", 13, "missing 1 required positional argument: 'points'"),
    "points of nothing": ("points=2", "points=None", 13, "worth None points"),
    "a yes for points": ("points=2", "points=True", 13, "worth True points"),
    "one public case": (
        '[Case("small numbers", (2.0, 3.0), documented=6.0)]',
        'Case("small numbers", (2.0, 3.0))',
        13,
        "the public cases of 'product' are a Case, not a list",
    ),
    "a public tuple": (
        '[Case("small numbers", (2.0, 3.0), documented=6.0)]',
        '[("small numbers", (2.0, 3.0))]',
        13,
        "the public cases of 'product' hold a tuple; expected Case(label, arguments)",
    ),
    "hidden cases called": ("hidden=hidden", "hidden=hidden(None)", 13, "are a generator, not a function"),
    "wrong versions as they are": (
        'wrong("M1", summed)',
        "summed",
        13,
        "the misconceptions of 'product' hold a function",
    ),
    "an id of blanks": ('"M1"', '"M 1"', 18, "the misconception id 'M 1' is none"),
    "a number for an id": ('"M1"', "1", 18, "the misconception id 1 is none"),
    "no function": ('wrong("M1", summed)', 'wrong("M1", "summed")', 18, "its text cannot be read"),
    "a number for a hint": (
        'wrong("M1", summed)',
        'Misconception("M1", 5, "return 1", "f")',
        18,
        "the hint of 'M1' is a int",
    ),
    "a number for a tolerance": ("points=2", "points=2, tolerance=1e-6", 13, "the tolerance of 'product' is a float"),
    "a case's number for a tolerance": (
        "documented=6.0",
        "tolerance=1e-6",
        13,
        "the tolerance of 'product': public case 'small numbers' is a float",
    ),
    "no time": ("points=2", "points=2, cpu_seconds=0", 13, "cpu_seconds of 'product' is 0"),
    "endless time": ("points=2", "points=2, cpu_seconds=float('inf')", 13, "cpu_seconds of 'product' is inf"),
    "a text for yes": ("points=2", "points=2, keeps_arguments='no'", 13, "keeps_arguments of 'product' is 'no'"),
    "a number for a label": ('"small numbers"', "5", 13, "has no label"),
    "a label of two lines": ('"small numbers"', '"small\\nnumbers"', 13, "does not fit on a line"),
    "a function for an argument": ("(2.0, 3.0)", "(2.0, abs)", 13, "its argument 2 holds a builtin_function_or_"),
    "a set in a list": ("(2.0, 3.0)", "([2.0, {3.0}],)", 13, "its argument 1 holds a set"),
    "a table in a list": ("(2.0, 3.0)", '([Table({"a": [1]})],)', 13, "its argument 1 holds a Table"),
    "a column too long": ("(2.0, 3.0)", '(Table({"a": [1], "b": [1, 2]}),)', 16, "the columns of a table differ"),
    "no expression": (
        "(2.0, 3.0)",
        '(Source("lambda x"), 3.0)',
        13,
        "argument 1 is a Source that is no Python expression",
    ),
    "endless arguments": ("(2.0, 3.0)", "([0.0] * 20_000,)", 13, "its argument 1 cannot cross the wall"),
    "no name of an exception": ("documented=6.0", "raises=ValueError", 13, "raises is a type"),
    "one view": ("documented=6.0", "views=View((0,))", 13, "its views are a View, not a list"),
    "a view by name": ("documented=6.0", 'views=(View(("gre",)),)', 13, "a view is at ('gre',)"),
    "no answer": ('"q_zero", 0', '"q_zero", None', 20, "the answer of 'q_zero' is None"),
    "an answer of no kind": ('"q_zero", 0', '"q_zero", object()', 20, "the answer of 'q_zero' holds a object"),
    "an answer that is no choice": (
        '"What does zero do to a product?"',
        '"Which?", choices=("a", "b")',
        20,
        "the answer of 'q_zero', 0, is none of its choices",
    ),
    "choices in one text": (
        '"What does zero do to a product?"',
        '"Which?", choices="ab"',
        20,
        "the choices of 'q_zero' are a str, not a list",
    ),
    "a wrong answer alone": (
        '[WrongAnswer("M3", 1, "Is zero one?")]',
        "[1]",
        20,
        "wrong answers of 'q_zero' hold a int",
    ),
    "a wrong answer of no kind": ('"M3", 1', '"M3", object()', 20, "the wrong answer M3 holds a object"),
    "a question's tolerance": (
        '"What does zero do to a product?"',
        '"Why?", tolerance=1',
        20,
        "the tolerance of 'q_zero' is a int",
    ),
}


@pytest.mark.parametrize(("old", "new", "line", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_exercises_file_is_refused_with_its_line_and_reason(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert EXERCISES.count(old) == 1
    write_course(tmp_path, EXERCISES.replace(old, new))

    with pytest.raises(SpecError) as refusal:
        load_course(tmp_path, seed=1)

    message = str(refusal.value)
    assert message.startswith(f"solutions/mini/exercises.py:{line}: ")
    assert reason in message
    assert "; " in message
    assert "\n" not in message


BROKEN_HIDDEN = {
    "raises": (
        "float(generator.normal()), float",
        "float(generator.normal()) / 0, float",
        5,
        "raised ZeroDivisionError",
    ),
    "other things": ('yield Case("any two numbers", (float', 'yield ("any two numbers", (float', 4, "hold a tuple"),
    "no generator": ("    yield Case", "    return Case", 4, "raised TypeError"),
    "nothing": ("    yield Case", "    if generator is None:\n        yield Case", 4, "there are none"),
    "no label": ('"any two numbers"', '" "', 4, "has no label"),
    "a data frame": (
        "(float(generator.normal()), float(generator.normal()))",
        '(__import__("pandas").DataFrame({"a": [1]}),)',
        4,
        "its argument 1 holds a DataFrame; pass numbers, texts, lists, arrays, a Table or a Source",
    ),
    "no table": (
        "(float(generator.normal()), float(generator.normal()))",
        '(Table({"a": 5}),)',
        5,
        "raised ValueError: the column 'a' is no row of numbers or of texts",
    ),
    "endless": ("    yield Case", "    while True:\n        yield Case", 4, "do not end"),
}


@pytest.mark.parametrize(("old", "new", "line", "reason"), BROKEN_HIDDEN.values(), ids=BROKEN_HIDDEN.keys())
def test_hidden_cases_that_cannot_be_drawn_are_refused(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert EXERCISES.count(old) == 1
    write_course(tmp_path, EXERCISES.replace(old, new))
    product = load_course(tmp_path, seed=1).assignments[0].exercises[0]

    with pytest.raises(SpecError) as refusal:
        cases_of(product, assignment="mini", seed=1)

    assert str(refusal.value).startswith(f"solutions/mini/exercises.py:{line}: ")
    assert reason in str(refusal.value)


def test_a_right_form_of_an_unknown_exercise_is_refused(tmp_path: Path) -> None:
    write_course(tmp_path, right_forms=RIGHT_FORMS.replace('"product"', '"quotient"'))

    with pytest.raises(SpecError, match=r"solutions/mini/right_forms\.py:4: .*'quotient'.*name one of product"):
        load_course(tmp_path, seed=1)


def test_a_right_form_that_hides_another_is_refused(tmp_path: Path) -> None:
    write_course(tmp_path, right_forms=RIGHT_FORMS + RIGHT_FORMS.split("\n\n\n")[1])

    with pytest.raises(SpecError, match=r"solutions/mini/right_forms\.py:8: .*'turned' was already written on line 5"):
        load_course(tmp_path, seed=1)


def test_an_exercises_file_that_defines_nothing_is_refused(tmp_path: Path) -> None:
    write_course(tmp_path, "from autograder.spec import Exercise\n", "")

    with pytest.raises(SpecError, match=r"solutions/mini/exercises\.py:1: defines no Exercise"):
        load_course(tmp_path, seed=1)


def test_few_misconceptions_are_remarked_on_in_exercises_and_not_in_questions(tmp_path: Path) -> None:
    mini = load_course(write_course(tmp_path), seed=1).assignment("mini")

    assert remarks(mini.exercises) == ["product: 2 misconceptions; three or more make its hints worth reading"]


def test_who_grades_one_assignment_is_not_kept_by_what_is_wrong_with_another(tmp_path: Path) -> None:
    write_course(tmp_path, "1 +\n", name="dawn")
    course = course_at(write_course(tmp_path, name="noon"), seed=1)

    noon = course.without_forms("noon")

    assert course.names == ("dawn", "noon")
    assert [exercise.name for exercise in noon.exercises] == ["product", "q_zero"]
    with pytest.raises(SpecError, match=r"solutions/dawn/exercises\.py:1: is no valid Python"):
        course.assignment("dawn")


def test_who_grades_needs_no_right_forms(tmp_path: Path) -> None:
    course = course_at(write_course(tmp_path, right_forms="1 +\n"), seed=1)

    mini = course.without_forms("mini")

    assert mini.right_forms == ()
    with pytest.raises(SpecError, match=r"solutions/mini/right_forms\.py:1: is no valid Python"):
        course.assignment("mini")


def test_an_assignment_that_was_graded_with_has_its_right_forms_when_they_are_asked_for(tmp_path: Path) -> None:
    course = course_at(write_course(tmp_path), seed=1)
    course.without_forms("mini")

    mini = course.assignment("mini")

    assert [form.name for form in mini.right_forms] == ["turned"]
