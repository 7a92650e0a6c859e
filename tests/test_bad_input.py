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
from autograder.spec import Case, Exercise, Question, View, patch, wrong


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
