"""What an author gets wrong is refused by `release` and named by `doctor`: file, line, reason and what to do."""

import re
import shutil
from pathlib import Path

import pytest

from autograder.catalogue import load_course
from autograder.doctor import State
from autograder.doctor.examination import EXAMINATIONS
from autograder.errors import SpecError
from autograder.release import release

ROOT = Path(__file__).parent.parent
EXERCISES = '''\
from autograder.spec import Case, Exercise, Question, View, WrongAnswer, patch, wrong


def hidden(generator):
    yield Case("any two numbers", (float(generator.normal()), float(generator.normal())))


def summed(left, right):
    """Do you add, or multiply?"""
    return left + right


product = Exercise(
    "product",
    points=2,
    public=[Case("small", (2.0, 3.0))],
    hidden=hidden,
    misconceptions=[wrong("M1", summed)],
)
q_zero = Question("q_zero", 0, "What does zero do to a product?")
'''
FORMS = """\
from autograder.spec import right_form


@right_form("product")
def turned(left, right):
    return right * left
"""
LESSON = '''\
# %% [markdown]
# # Products

# %% setup="setup"
import numpy as np
from autograder import check

# %% solution="product"
def product(left, right):
    """Multiply two numbers."""
    ### BEGIN SOLUTION
    return left * right
    ### END SOLUTION

# %% check="product"
check("product")

# %% question="q_zero"
# One number.
### BEGIN SOLUTION
q_zero = 0
### END SOLUTION

# %% check="q_zero"
check("q_zero")
'''
FILES = {"exercises.py": EXERCISES, "right_forms.py": FORMS, "mini.py": LESSON}


def _picture(text: str) -> tuple[str, str]:
    """A change that adds a picture at the end."""
    end = 'check("q_zero")\n'
    return end, f'{end}\n# %% demonstration="plot"\nfrom autograder import waiting_for\n\n{text}\n'


#: What is changed in which file, and what is said of it; the rest of its message is free.
MISTAKES = {
    "an exercise that the lesson does not have": (
        ("exercises.py", "q_zero = ", 'more = Exercise("quotient", 1, [Case("a", (1,))], hidden)\nq_zero = '),
        r"solutions/mini/mini\.py:1: there is no solution cell of 'quotient'; add one",
    ),
    "a cell of an exercise that is not there": (
        ("mini.py", "q_zero", "q_one"),
        r"solutions/mini/mini\.py:18: 'q_one' is not in exercises\.py; define it there",
    ),
    "a check of an exercise that is not there": (
        ("mini.py", 'check="product"\ncheck("product")', 'check="produce"\ncheck("produce")'),
        r"solutions/mini/mini\.py:15: 'produce' is not in exercises\.py; define it there",
    ),
    "a right form of an exercise that is not there": (
        ("right_forms.py", '"product"', '"produce"'),
        r"solutions/mini/right_forms\.py:4: the right form 'turned' is of 'produce', which is no exercise here; name",
    ),
    "a name twice": (
        ("exercises.py", "q_zero = ", 'again = Question("product", 1, "Why?")\nq_zero = '),
        r"solutions/mini/exercises\.py:20: 'product' was already defined on line 13; rename one",
    ),
    "a hint that is empty": (
        ("exercises.py", '"""Do you add, or multiply?"""', '""" """'),
        r"solutions/mini/exercises\.py:8: the wrong version 'summed' \(M1\) has no hint; write it",
    ),
    "a hint that is blank": (
        ("exercises.py", 'wrong("M1", summed)', 'patch("M1", "*", "+", " ")'),
        r"solutions/mini/exercises\.py:18: the misconception M1 has no hint; ask",
    ),
    "twins": (
        ("exercises.py", 'wrong("M1", summed)', 'wrong("M1", summed), patch("M2", "*", "+", "A plus?")'),
        r"solutions/mini/exercises\.py:18: 'product': M1 and M2 come to the same on every case; merge them",
    ),
    "a misconception that is right everywhere": (
        ("exercises.py", "return left + right", "return right * left"),
        r"solutions/mini/exercises\.py:18: 'product': M1 is right on every case; add a case",
    ),
    "a public case on which the reference raises": (
        ("exercises.py", "(2.0, 3.0)", "(2.0, None)"),
        r"solutions/mini/exercises\.py:13: the reference 'product' came to 'TypeError' on the case 'small' .*; mend",
    ),
    "a hidden case on which the reference raises": (
        ("exercises.py", "(float(generator.normal()), ", '("one", '),
        r"solutions/mini/exercises\.py:13: the reference 'product' came to 'TypeError' on .* 'any two .*; mend",
    ),
    "a right form that strays": (
        ("right_forms.py", "right * left", "right * left * (1 + 1e-8)"),
        r"solutions/mini/right_forms\.py:5: 'product', 'small': the right form 'turned' comes to .*; mend the form",
    ),
    "points that are no number": (
        ("exercises.py", "points=2", 'points="two"'),
        r"solutions/mini/exercises\.py:13: 'product' is worth 'two' points; expected a finite number",
    ),
    "points of a question that are no number": (
        ("exercises.py", '"What does zero do to a product?"', '"Why?", points=None'),
        r"solutions/mini/exercises\.py:20: 'q_zero' is worth None points; expected a finite number",
    ),
    "a field that is spelt wrong": (
        ("exercises.py", "hidden=hidden", "hiden=hidden"),
        r"solutions/mini/exercises\.py:13: Exercise has no 'hiden'; did you mean 'hidden'\? \(there are: name,",
    ),
    "an argument of a patch that is spelt wrong": (
        ("exercises.py", 'wrong("M1", summed)', 'patch("M1", "*", "+", hnit="A plus?")'),
        r"solutions/mini/exercises\.py:18: patch has no 'hnit'; did you mean 'hint'\? \(there are: id, old, new,",
    ),
    "a name of the catalogue that is spelt wrong": (
        ("exercises.py", "import Case, Exercise,", "import Case, Excercise,"),
        r"solutions/mini/exercises\.py:1: autograder\.spec has no 'Excercise'; did you mean 'Exercise'\? \(there",
    ),
    "an exercise that no name holds": (
        ("exercises.py", "product = Exercise(", "Exercise("),
        r"solutions/mini/exercises\.py:13: the Exercise 'product' is made and given no name of its own; write it at",
    ),
    "an id twice": (
        ("exercises.py", 'wrong("M1", summed)', 'wrong("M1", summed),\n        patch("M1", "*", "-", "A minus?")'),
        r"solutions/mini/exercises\.py:19: the misconception id 'M1' is taken, on line 18; give each its own id",
    ),
    "hidden cases that ask nothing new": (
        ("exercises.py", "(float(generator.normal()), float(generator.normal()))", "(2.0, 3.0)"),
        r"solutions/mini/exercises\.py:13: 'product': the hidden case 'any two numbers' is the call of a public",
    ),
    "a misconception that crashes": (
        ("exercises.py", "return left + right", "return left.foo + right"),
        r"solutions/mini/exercises\.py:18: 'product': M1 comes to AttributeError \('float' object .*\) on every",
    ),
    "a misconception that takes other arguments": (
        ("exercises.py", "def summed(left, right)", "def summed(left)"),
        r"solutions/mini/exercises\.py:18: 'product': M1 comes to TypeError \(summed\(\) takes 1 .*\) on every",
    ),
    "a patch that leaves no Python": (
        ("exercises.py", 'wrong("M1", summed)', 'patch("M1", "left * right", "left *", "A dot?")'),
        r"solutions/mini/exercises\.py:18: 'product': M1 is not defined \(as text that Python takes, .*\) on every",
    ),
    "a text for an answer and no choices": (
        ("exercises.py", '"q_zero", 0', '"q_zero", "zero"'),
        r"solutions/mini/exercises\.py:20: the answer of 'q_zero' is a text, and there are no choices; give them:",
    ),
    "a wrong answer of another kind": (
        ("exercises.py", '"q_zero", 0, "What', '"q_zero", 0, wrong_answers=[WrongAnswer("M2", "a", "A?")], hint="What'),
        r"solutions/mini/exercises\.py:20: the wrong answer M2 is a text, and the answer of 'q_zero' is none; give one",
    ),
    "a wrong answer that is no choice": (
        (
            "exercises.py",
            'Question("q_zero", 0, "What',
            'Question("q_zero", "a", choices=("a", "b"), wrong_answers=[WrongAnswer("M2", "c", "A?")], hint="What',
        ),
        r"solutions/mini/exercises\.py:20: the wrong answer M2, 'c', is none of the choices of 'q_zero'; mend one",
    ),
    "hidden cases that are others each time": (
        ("exercises.py", "(float(generator.normal()), ", '(__import__("random").random(), '),
        r"solutions/mini/exercises\.py:13: the hidden cases of 'product' are others each time they are drawn; draw all",
    ),
    "a hint that holds the solution's line": (
        ("exercises.py", "Do you add, or multiply?", "Try   return left * right  here."),
        r"solutions/mini/exercises\.py:18: the hint of M1 holds the solution's line 'return left \* right' of .*;",
    ),
    "a hint that holds the solution's formula": (
        ("exercises.py", "Do you add, or multiply?", "What about left * right?"),
        r"solutions/mini/exercises\.py:18: the hint of M1 holds 'left \* right' of the solution's line .*; ask a",
    ),
    "a question's hint that holds its answer": (
        ("exercises.py", '"What does zero do to a product?"', '"Is it q_zero = 0 perhaps?"'),
        r"solutions/mini/exercises\.py:20: the hint of 'q_zero' holds the solution's line 'q_zero = 0' of 'q_zero';",
    ),
    "a hidden case's label that holds the solution's line": (
        ("exercises.py", '"any two numbers"', '"return left * right"'),
        r"solutions/mini/exercises\.py:13: the label of a case of 'product' holds the solution's line .*; say in words",
    ),
    "a default that all calls share": (
        ("mini.py", "def product(left, right)", "def product(left, right, *, seen=[])"),
        r"solutions/mini/mini\.py:8: the default of 'seen' is made once and shared by all calls; write seen=None,",
    ),
    "a setup cell that fails": (
        ("mini.py", "import numpy as np", "import numpy as np\nlimit = nothing_there"),
        r"solutions/mini/mini\.py:4: the cell 'setup' fails with the solutions in place \(NameError: .*\); mend the",
    ),
    "a setup cell that is no Python": (
        ("mini.py", "import numpy as np", "import numpy as"),
        r"solutions/mini/mini\.py:4: line 1 of the cell is no valid Python \(.*\); mend that line",
    ),
    "a picture that waits for nobody": (
        ("mini.py", *_picture('with waiting_for("prodct"):\n    product(1, 2)')),
        r"solutions/mini/mini\.py:30: the cell 'plot' waits for 'prodct', which no cell of the lesson defines; did",
    ),
    "a picture that fails": (
        ("mini.py", *_picture("np.lodtxt")),
        r"solutions/mini/mini\.py:27: the cell 'plot' fails with the solutions in place \(AttributeError: .*\);",
    ),
    "a picture that waits for ever": (
        ("mini.py", *_picture('with waiting_for("product"):\n    product(1)')),
        r"solutions/mini/mini\.py:27: the picture 'plot' waits for product, though every solution is there",
    ),
    "a file that is not there": (
        ("mini.py", *_picture('np.loadtxt("readigns.csv")')),
        r"solutions/mini/mini\.py:30: the cell 'plot' names the file 'readigns\.csv', which is not in",
    ),
    "a file to wait for that is not there": (
        ("mini.py", *_picture('with waiting_for("the file readings.csv"):\n    product(1, 2)')),
        r"solutions/mini/mini\.py:30: the cell 'plot' names the file 'readings\.csv', which is not in",
    ),
    "an argument that is no value": (
        ("exercises.py", "(2.0, 3.0)", "(2.0, abs)"),
        r"solutions/mini/exercises\.py:13: .* its argument 2 holds a builtin_function_or_method; pass",
    ),
}


def write_course(root: Path, name: str, old: str, new: str) -> Path:
    """The little course with one mistake in it."""
    folder = root / "solutions" / "mini"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for each, text in FILES.items():
        (folder / each).write_text(text)
    assert old in FILES[name]
    (folder / name).write_text(FILES[name].replace(old, new))
    return root


def test_the_little_course_is_in_order_without_a_mistake(tmp_path: Path) -> None:
    course = load_course(write_course(tmp_path, "mini.py", "Products", "Products"), seed=1)

    written = release(course, (), check=False, to=None)

    assert written


@pytest.mark.parametrize(("change", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_refused_with_its_file_its_line_and_its_reason(
    tmp_path: Path, change: tuple[str, str, str], message: str
) -> None:
    root = write_course(tmp_path, *change)

    with pytest.raises(SpecError) as refused:
        release(load_course(root, seed=1), (), check=False, to=None)
    findings = [
        finding for each in EXAMINATIONS if each.subject in {"course", "release"} for finding in each.findings(root)
    ]

    assert re.match(message, str(refused.value))
    assert "\n" not in str(refused.value)
    broken = next(finding for finding in findings if finding.state is State.BROKEN)
    assert f"{broken.what}; {broken.advice}" == str(refused.value)
    assert not (root / "assignments").exists()
    assert not (root / "solutions" / ".seed").exists()
