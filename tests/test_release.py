"""The release: text source -> notebook -> what students get, by nbgrader itself, and nothing of solutions/ in it."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.catalogue import Course, load_course
from autograder.errors import SpecError
from autograder.examples import read_examples
from autograder.release import leaks, release, repeats

ROOT = Path(__file__).parent.parent
SEED = 98765432109876543210

EXERCISES = '''\
from autograder.spec import Case, Exercise, Question, wrong


def hidden(generator):
    yield Case("any two numbers", (float(generator.normal()), float(generator.normal())))


def summed(left, right):
    """Do you add, or multiply?"""
    return left + right + 0 * left


product = Exercise(
    "product", points=2, public=[Case("small", (2.0, 3.0))], hidden=hidden, misconceptions=[wrong("M1", summed)]
)
q_zero = Question("q_zero", 0, "What does zero do to a product?")
'''

TEXT = '''\
# %% [markdown]
# # Products
#
# A product of $a$ and $b$.

# %% setup="setup"
import numpy as np
from autograder import check

# %% solution="product"
def product(left, right):
    """Multiply two numbers."""
    ### BEGIN SOLUTION
    total = left * right
    return total
    ### END SOLUTION

# %% check="product"
check("product")

# %% demonstration="plot"
import matplotlib.pyplot as plt

plt.plot([product(x, 2) for x in range(5)])

# %% [markdown]
# And with zero?

# %% question="q_zero"
# One number.
### BEGIN SOLUTION
q_zero = 0
### END SOLUTION

# %% check="q_zero"
check("q_zero")

# %% [markdown]
# Why may the two numbers change places?

# %% [markdown] by_hand="why_order" points=1.5
# ### BEGIN SOLUTION
# A product counts the dots of a field. Whoever walks around the field
# finds rows where columns were, and as many dots as before.
#
# ### BEGIN MARK SCHEME
# Full marks for any picture that can be turned without being counted anew.
# ### END MARK SCHEME
# ### END SOLUTION
'''


def write_course(root: Path, text: str = TEXT, name: str = "mini") -> Path:
    folder = root / "solutions" / name
    folder.mkdir(parents=True, exist_ok=True)
    # An id is one assignment's alone.
    (folder / "exercises.py").write_text(EXERCISES.replace("M1", "M1" if name == "mini" else f"M1_{name}"))
    (folder / f"{name}.py").write_text(text)
    (folder / "players.csv").write_text("toes,wins\n8.5,1\n")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return root


@pytest.fixture
def course(tmp_path: Path) -> Course:
    # A course folder may lie anywhere (but for brackets in its path, where nbgrader itself finds nothing).
    return load_course(write_course(tmp_path / "a course's copy"), seed=SEED)


def cells_of(path: Path) -> dict[str, Any]:
    return {cell.id: cell for cell in nbformat.reads(path.read_text(), as_version=4).cells}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_notebook_says_with_its_metadata_what_the_headers_said(course: Course) -> None:
    release(course, [], check=False, to=None)

    cells = cells_of(course.assignment("mini").notebook)
    nbgrader = {name: cell.metadata.get("nbgrader") for name, cell in cells.items()}

    assert list(cells) == [
        *["prose-01", "setup-setup", "solution-product", "check-product", "demonstration-plot"],
        *["prose-02", "question-q_zero", "check-q_zero", "prose-03", "by_hand-why_order"],
    ]
    assert nbgrader["prose-01"] is None
    assert nbgrader["setup-setup"].locked
    assert not nbgrader["setup-setup"].solution
    assert nbgrader["solution-product"].solution
    assert not nbgrader["solution-product"].locked
    assert nbgrader["check-product"].grade
    assert nbgrader["check-product"].locked
    assert nbgrader["check-product"].grade_id == "check_product"
    assert nbgrader["check-product"].points == 2
    assert nbgrader["check-q_zero"].points == 0.5
    assert cells["demonstration-plot"].metadata.tags == ["demonstration"]
    assert cells["question-q_zero"].metadata.tags == ["question"]
    assert cells["by_hand-why_order"].cell_type == "markdown"
    assert nbgrader["by_hand-why_order"] == {
        "cell_type": "markdown",
        "grade": True,
        "grade_id": "why_order",
        "locked": False,
        "points": 1.5,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }


def test_a_stub_raises_and_a_questions_stub_is_none(course: Course) -> None:
    release(course, [], check=False, to=None)

    cells = cells_of(course.released / "mini" / "mini.ipynb")

    assert cells["solution-product"].source == (
        'def product(left, right):\n    """Multiply two numbers."""\n'
        "    # Your code here, in place of the next line.\n    raise NotImplementedError"
    )
    assert cells["question-q_zero"].source == "# One number.\nq_zero = None"
    assert cells["check-product"].source == 'check("product")'
    assert not cells["check-product"].metadata.editable


def test_where_words_are_asked_for_students_find_an_invitation_and_no_model_answer(course: Course) -> None:
    release(course, [], check=False, to=None)

    at_home = cells_of(course.assignment("mini").notebook)["by_hand-why_order"]
    given_out = cells_of(course.released / "mini" / "mini.ipynb")["by_hand-why_order"]

    assert "the dots of a field" in at_home.source
    assert "Full marks for any picture" in at_home.source
    assert given_out.source == "*Your answer here.*"
    assert "editable" not in given_out.metadata
    assert not given_out.metadata.deletable


def test_a_course_may_word_the_invitation_itself(course: Course) -> None:
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write('c.ClearSolutions.text_stub = "Dear reader,"\n')

    release(course, [], check=False, to=None)

    assert cells_of(course.released / "mini" / "mini.ipynb")["by_hand-why_order"].source == "Dear reader,"


def test_a_marking_guide_may_be_left_out(tmp_path: Path) -> None:
    start, end = TEXT.index("#\n# ### BEGIN MARK"), TEXT.index("# ### END SOLUTION")
    course = load_course(write_course(tmp_path, TEXT[:start] + TEXT[end:]), seed=SEED)

    release(course, [], check=False, to=None)

    assert cells_of(course.released / "mini" / "mini.ipynb")["by_hand-why_order"].source == "*Your answer here.*"


def test_the_examples_name_what_is_answered_in_words(course: Course) -> None:
    release(course, [], check=False, to=None)

    examples = read_examples((course.released / "mini" / "examples.json").read_text())

    assert examples.by_hand == {"why_order": 1.5}


def test_students_get_the_notebook_the_examples_and_the_data_and_nothing_else(course: Course) -> None:
    written = release(course, [], check=False, to=None)

    assert sorted(contents(course.released)) == ["mini/examples.json", "mini/mini.ipynb", "mini/players.csv"]
    assert written == [
        *["assignments/mini/examples.json", "assignments/mini/mini.ipynb", "assignments/mini/players.csv"],
        *["solutions/mini/examples.json", "solutions/mini/mini.ipynb"],
    ]


def test_two_releases_of_one_course_are_the_same_bytes(course: Course, tmp_path: Path) -> None:
    other = load_course(write_course(tmp_path / "elsewhere"), seed=SEED)

    release(course, [], check=False, to=None)
    release(other, [], check=False, to=None)

    assert contents(course.released) == contents(other.released)
    assert contents(course.solutions) == contents(other.solutions)


def test_a_release_of_what_is_up_to_date_writes_nothing(course: Course) -> None:
    release(course, [], check=False, to=None)
    notebook = course.released / "mini" / "mini.ipynb"
    inode = notebook.stat().st_ino

    written = release(course, [], check=False, to=None)

    assert written == []
    assert notebook.stat().st_ino == inode


def test_what_was_released_is_not_drawn_again_and_what_changed_is(course: Course) -> None:
    release(course, [], check=False, to=None)
    notebook, text = course.assignment("mini").notebook, course.assignment("mini").text
    text.write_text(text.read_text().replace("range(5)]", "range(5)], nothing=1"))

    with pytest.raises(SpecError, match=r"mini\.py:21: the cell 'plot' fails with the solutions in place"):
        release(course, [], check=True, to=None)

    assert "nothing=1" not in notebook.read_text()


def test_a_picture_may_wait_for_whatever_the_lesson_defines_and_read_its_data(tmp_path: Path) -> None:
    picture = (
        '# %% demonstration="players"\nfrom autograder import waiting_for\n\n'
        'with waiting_for("product", "q_zero", "np", "the file players.csv"):\n'
        '    toes = np.loadtxt("players.csv", delimiter=",", skiprows=1)\n'
        "    product(toes, q_zero)\n\n"
        "# %% [markdown]\n# Why may"
    )
    course = load_course(write_course(tmp_path, TEXT.replace("# %% [markdown]\n# Why may", picture)), seed=SEED)

    release(course, [], check=False, to=None)

    assert "demonstration-players" in cells_of(course.released / "mini" / "mini.ipynb")


def test_a_hidden_case_that_a_public_one_asks_too_is_worth_a_remark(tmp_path: Path) -> None:
    root = write_course(tmp_path)
    exercises = root / "solutions" / "mini" / "exercises.py"
    exercises.write_text(
        exercises.read_text().replace("def hidden(generator):\n", "def hidden(generator):\n    yield TWICE\n")
        + '\nTWICE = Case("small once more", (2.0, 3.0))\n'
    )
    course = load_course(root, seed=SEED)

    release(course, [], check=False, to=None)

    (remark,) = repeats(course.assignment("mini"), seed=SEED)
    assert remark == (
        "solutions/mini/exercises.py:14: the hidden case 'small once more' of 'product' is the call of the public case "
        "'small'; draw other numbers, or leave it out"
    )


def test_check_names_what_is_stale_and_touches_nothing(course: Course) -> None:
    release(course, [], check=False, to=None)
    text = course.assignment("mini").text
    text.write_text(text.read_text().replace("And with zero?", "And with nothing?"))
    (course.released / "mini" / "left_over.csv").write_text("a,b\n")
    before = contents(course.root)

    stale = release(course, [], check=True, to=None)

    assert stale == ["assignments/mini/left_over.csv", "assignments/mini/mini.ipynb", "solutions/mini/mini.ipynb"]
    assert contents(course.root) == before


def test_a_release_removes_what_is_left_over(course: Course) -> None:
    release(course, [], check=False, to=None)
    (course.released / "mini" / "left_over.csv").write_text("a,b\n")

    written = release(course, [], check=False, to=None)

    assert written == ["assignments/mini/left_over.csv"]
    assert release(course, [], check=True, to=None) == []
    assert [path.name for path in course.released.iterdir()] == ["mini"]


def test_what_a_jupyter_server_leaves_in_a_folder_is_not_stale(course: Course) -> None:
    release(course, [], check=False, to=None)
    checkpoints = course.released / "mini" / ".ipynb_checkpoints"
    checkpoints.mkdir()
    (checkpoints / "mini-checkpoint.ipynb").write_text("{}")

    assert release(course, [], check=True, to=None) == []


@pytest.mark.parametrize(("stray", "is_stale"), [(0.5e-12, False), (1e-11, True)])
def test_a_number_in_a_json_file_may_stray_by_its_last_digits(course: Course, stray: float, is_stale: bool) -> None:  # noqa: FBT001
    data = course.solutions / "mini" / "figures.json"
    data.write_text(json.dumps({"errors": [0.3025, 1e300], "label": "0.3025", "n": 1, "none": None}))
    release(course, [], check=False, to=None)
    figures = json.loads(data.read_text())
    figures["errors"][0] += stray
    (course.released / "mini" / "figures.json").write_text(json.dumps(figures))

    stale = release(course, [], check=True, to=None)

    assert stale == (["assignments/mini/figures.json"] if is_stale else [])


def test_only_the_assignments_asked_for_are_released(course: Course) -> None:
    write_course(course.root, name="other")
    course = load_course(course.root, seed=SEED)

    release(course, ["other"], check=False, to=None)

    assert [path.name for path in course.released.iterdir()] == ["other"]


def test_an_export_leaves_the_course_alone(course: Course, tmp_path: Path) -> None:
    target = tmp_path / "to publish"
    before = contents(course.root)

    written = release(course, [], check=False, to=target)

    exported = contents(target)
    assert sorted(exported) == ["mini/examples.json", "mini/mini.ipynb", "mini/players.csv"]
    assert written == [(target / name).as_posix() for name in sorted(exported)]
    assert {name: data for name, data in contents(course.root).items() if name in before} == before
    assert leaks(target, course) == []


def test_an_export_never_removes_a_students_file(course: Course, tmp_path: Path) -> None:
    release(course, [], check=False, to=tmp_path / "work")
    notes = tmp_path / "work" / "mini" / "notes.txt"
    notes.write_text("mine")

    with pytest.raises(SpecError, match=r"notes\.txt: is no part of the release"):
        release(course, [], check=False, to=tmp_path / "work")

    assert notes.read_text() == "mine"


def test_nothing_is_exported_into_solutions(course: Course) -> None:
    with pytest.raises(SpecError, match="lies inside solutions/"):
        release(course, [], check=False, to=course.solutions / "public")


DOTS = """\
# %% [markdown] by_hand="why_order" points=1
# ### BEGIN SOLUTION
# Dots.
# ### END SOLUTION"""
_SOLVED_AND_CHECKED = TEXT[TEXT.index("# %% solution") : TEXT.index("# %% demonstration")]
_CHECK = '# %% check="product"\ncheck("product")\n\n'
BROKEN = {
    "unknown header": ('setup="setup"', 'prelude="setup"', 6, "unknown header prelude"),
    "two headers": ('setup="setup"', 'setup="setup" check="x"', 6, "unknown header setup, check"),
    "no header": ('# %% setup="setup"', "# %%", 6, "header that says nothing"),
    "malformed header": ('setup="setup"', "setup=", 6, "the header 'setup=' cannot be read; expected one of"),
    "a number": ('setup="setup"', "setup=1", 6, "setup=1 is no name for a cell"),
    "markdown with a header": ("# %% [markdown]\n# And", '# %% [markdown] setup="x"\n# And', 26, "a markdown cell"),
    "text first": ("# %% [markdown]\n# # Products", "x = 1\n# %% [markdown]\n# # Products", 1, "a cell's header"),
    "no setup": ('# %% setup="setup"', '# %% demonstration="setup"', 1, "first code cell is no setup cell"),
    "unknown exercise": ('solution="product"', 'solution="produce"', 10, "does not define 'produce'"),
    "unknown check": ('check="q_zero"\ncheck("q_zero")', 'check="q_one"\ncheck("q_one")', 35, "'q_one' is not in"),
    "no check": ('# %% check="product"\ncheck("product")\n', "", 1, "there is no check cell of 'product'"),
    "no solution": ('question="q_zero"', 'question="q_two"', 29, "does not define 'q_two'"),
    "twice": (
        "# %% [markdown]\n# And",
        '# %% check="product"\ncheck("product")\n\n# %% [markdown]\n# And',
        26,
        "is taken",
    ),
    "check first": (
        *(_SOLVED_AND_CHECKED, _CHECK + _SOLVED_AND_CHECKED.removesuffix(_CHECK)),
        *(10, "'product' is checked before its solution cell; put the check cell behind it"),
    ),
    "nothing to check with": ("from autograder import check\n", "", 6, "no cell imports `check`, which every check"),
    "check with more": ('check("product")\n', 'check("product")\nprint(1)\n', 18, 'exactly: check("product")'),
    "check of another": ('\ncheck("product")\n', '\ncheck("q_zero")\n', 18, 'exactly: check("product")'),
    "no marks": ("    ### BEGIN SOLUTION\n    total", "    total", 10, "has the marks ['### END SOLUTION']"),
    "open end": ("    return total\n    ### END SOLUTION\n", "    return total\n", 10, "['### BEGIN SOLUTION']"),
    "empty": ("    total = left * right\n    return total\n", "", 10, "solution of 'product' is empty"),
    "not aligned": (
        "    ### BEGIN SOLUTION\n    total",
        "### BEGIN SOLUTION\n    total",
        10,
        "stub would stand elsewhere",
    ),
    "not defined": ("def product(left", "def produce(left", 10, "does not define 'product'"),
    "syntax": ("total = left * right", "total = left *", 10, "line 4 of the cell is no valid Python"),
    "stray mark": ("import numpy as np\n", "import numpy as np\n### BEGIN SOLUTION\n", 6, "outside a solution cell"),
    "question as function": ('question="q_zero"', 'solution="q_zero"', 29, "is a question in exercises.py"),
    "guide elsewhere": (
        "import numpy as np\n",
        "import numpy as np\n### BEGIN MARK SCHEME\n",
        6,
        "a marking guide outside a by_hand cell",
    ),
    "words in code": ("# %% [markdown] by_hand", "# %% by_hand", 41, "a code cell with the header by_hand"),
    "words without points": (" points=1.5", "", 41, "by_hand='why_order' has no points"),
    "words for nothing": ("points=1.5", "points=0", 41, "has points=0; expected a number above 0"),
    "words at a price": ("points=1.5", "points=-1", 41, "has points=-1; expected a number above 0"),
    "words for a word": ("points=1.5", 'points="many"', 41, "has points='many'; expected a number"),
    "words for a truth": ("points=1.5", "points=true", 41, "has points=True; expected a number"),
    "words for everything": ("points=1.5", "points=1e999", 41, "has points=inf; expected a number"),
    "words for no number": ("points=1.5", "points=NaN", 41, "has points=nan; expected a number"),
    "words and more": ("points=1.5", "points=1.5 task=true", 41, "a markdown cell with the header by_hand='why_order'"),
    "malformed words": (
        'by_hand="why_order"',
        "by_hand=why_order",
        41,
        "a markdown cell with the header by_hand=why_or",
    ),
    "words without a name": ('by_hand="why_order"', "by_hand=1", 41, "by_hand=1 is no name for a cell"),
    "no identifier": ('by_hand="why_order"', 'by_hand="why-order"', 41, "by_hand='why-order' is no identifier"),
    "words of an exercise": ('by_hand="why_order"', 'by_hand="product"', 41, "by_hand='product' is an exercise in"),
    "words of a check": ('by_hand="why_order"', 'by_hand="check_product"', 41, "is taken by solutions/mini/mini.py:18"),
    "words twice": (
        "# %% [markdown]\n# Why may",
        f"{DOTS}\n\n# %% [markdown]\n# Why may",
        46,
        "is taken by solutions/mini/mini.py:38",
    ),
    "words without marks": ("# ### BEGIN SOLUTION", "# Dots:", 41, "'why_order' has the marks ['### END SOLUTION']"),
    "words moved in": ("# ### BEGIN SOLUTION", "#     ### BEGIN SOLUTION", 41, "'why_order' has the marks ['    ###"),
    "no model answer": (
        TEXT[TEXT.index("# A product counts") : TEXT.index("#\n# ### BEGIN MARK")],
        "",
        41,
        "the model answer of 'why_order' is empty",
    ),
    "guide without end": ("# ### END MARK SCHEME\n", "", 41, "guide of 'why_order' is not where it stays at home"),
    "guide behind": (
        "# ### END MARK SCHEME\n# ### END SOLUTION\n",
        "# ### END SOLUTION\n# ### END MARK SCHEME\n",
        41,
        "guide of 'why_order' is not where it stays at home",
    ),
    "bare begin": ("# ### BEGIN SOLUTION", "### BEGIN SOLUTION", 42, 'begin with "# "; write "# ### BEGIN SOLUTION"'),
    "bare end": ("# ### END SOLUTION", "### END SOLUTION", 49, 'must begin with "# "; write "# ### END SOLUTION"'),
    "bare guide": ("# ### BEGIN MARK", "### BEGIN MARK", 46, 'must begin with "# "; write "# ### BEGIN MARK SCHEME"'),
    "early plot": ("import numpy as np\n", "import matplotlib\n", 6, "a setup cell uses matplotlib"),
}


@pytest.mark.parametrize(("old", "new", "line", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_text_source_is_refused_with_its_line_and_reason(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert TEXT.count(old) == 1
    course = load_course(write_course(tmp_path, TEXT.replace(old, new)), seed=SEED)
    before = contents(tmp_path)

    with pytest.raises(SpecError) as refusal:
        release(course, [], check=False, to=None)

    assert str(refusal.value).startswith(f"solutions/mini/mini.py:{line}: ")
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert contents(tmp_path) == before


def test_a_stub_that_python_would_not_take_is_refused(tmp_path: Path) -> None:
    text = TEXT.replace(
        "    return total\n    ### END SOLUTION", "    if total:\n    ### END SOLUTION\n        return total"
    )
    course = load_course(write_course(tmp_path, text), seed=SEED)

    with pytest.raises(SpecError, match=r"solution taken out, the cell 'product' is no valid Python"):
        release(course, [], check=False, to=None)


def test_a_missing_text_source_is_refused(course: Course) -> None:
    course.assignment("mini").text.unlink()

    with pytest.raises(SpecError, match=r"solutions/mini/mini\.py:1: cannot be read"):
        release(course, [], check=False, to=None)


def test_a_second_notebook_in_a_folder_of_solutions_is_refused(course: Course) -> None:
    (course.solutions / "mini" / "scratch.ipynb").write_text("{}")

    with pytest.raises(SpecError, match=r"solutions/mini/scratch\.ipynb: nbgrader would release it too"):
        release(course, [], check=False, to=None)


def enlarge(path: Path, mebibytes: float) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        file.truncate(int(mebibytes * 2**20))


def test_data_that_grading_would_not_give_is_refused_with_its_size_and_the_cap(course: Course) -> None:
    enlarge(course.solutions / "mini" / "large.csv", 8.5)

    with pytest.raises(SpecError) as refused:
        release(course, [], check=True, to=None)

    assert str(refused.value) == (
        "solutions/mini/large.csv: holds 8.5 MiB (data files there: 2, of 8.5 MiB together), and grading gives a "
        "submission at most 64, of 8 MiB together; give out smaller tables, or fewer"
    )


def test_data_that_is_too_much_together_is_refused_though_each_would_do(course: Course) -> None:
    for name in ("one.csv", "two.csv", "three.csv"):
        enlarge(course.solutions / "mini" / name, 3)

    with pytest.raises(SpecError, match=r"/two\.csv: holds 3 MiB \(data files there: 4, of 9 MiB together\)"):
        release(course, [], check=True, to=None)


def test_more_data_files_than_grading_gives_are_refused(course: Course) -> None:
    for number in range(64):
        (course.solutions / "mini" / f"{number:02}.csv").touch()

    with pytest.raises(SpecError, match=r"/players\.csv: holds .* there: 65, of .*at most 64, of 8 MiB"):
        release(course, [], check=True, to=None)


@pytest.mark.parametrize("name", ["tables/more.csv", "tables/deep/more.csv", "old/mini.py"])
def test_a_file_in_a_sub_folder_is_refused_since_grading_does_not_find_it(course: Course, name: str) -> None:
    place = course.solutions / "mini" / name
    place.parent.mkdir(parents=True)
    place.touch()

    with pytest.raises(
        SpecError, match=rf"solutions/mini/{name}: lies in a sub-folder, .*; put it into solutions/mini"
    ):
        release(course, [], check=True, to=None)


@pytest.mark.parametrize("what", ["players.csv", "folder"])
def test_a_link_among_the_data_is_refused_since_grading_follows_none(course: Course, what: str) -> None:
    (course.root / "datasets" / "folder").mkdir(parents=True)
    (course.root / "datasets" / "players.csv").write_text("toes,wins\n")
    (course.solutions / "mini" / "linked.csv").symlink_to(course.root / "datasets" / what)

    with pytest.raises(SpecError, match=r"solutions/mini/linked\.csv: is a link, .*; put a copy of the file there"):
        release(course, [], check=True, to=None)


def test_what_tools_leave_beside_a_lesson_is_no_data(course: Course) -> None:
    for name in ("__pycache__/exercises.pyc", ".ipynb_checkpoints/mini.ipynb"):
        enlarge(course.solutions / "mini" / name, 9)

    assert release(course, [], check=False, to=None)
    assert not [*course.released.rglob("*.pyc")]


def test_what_was_written_is_told_assignment_by_assignment_as_they_are_taught(course: Course) -> None:
    write_course(course.root, name="zoo")
    (course.solutions / "order.txt").write_text("zoo\nmini\n")
    course = load_course(course.root, seed=SEED)

    written = release(course, [], check=False, to=None)

    parts = [Path(path).parts[1] for path in written]
    assert parts == sorted(parts, reverse=True)
    assert {*parts} == {"mini", "zoo"}


def test_a_course_without_nbgraders_configuration_is_refused(course: Course) -> None:
    (course.root / "nbgrader_config.py").unlink()

    with pytest.raises(SpecError, match=r"has no nbgrader_config\.py"):
        release(course, [], check=False, to=None)


def test_when_nbgrader_refuses_its_reason_is_passed_on_in_one_line(course: Course) -> None:
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write('c.IncludeHeaderFooter.header = "missing.ipynb"\n')

    with pytest.raises(SpecError, match=r"^solutions/mini: nbgrader generate_assignment refused \(.*missing\.ipynb.*$"):
        release(course, [], check=False, to=None)

    assert not course.released.exists()


def test_one_broken_assignment_keeps_all_from_being_written(course: Course) -> None:
    write_course(course.root, TEXT.replace('setup="setup"', "setup=1"), name="zoo")
    course = load_course(course.root, seed=SEED)
    before = contents(course.root)

    with pytest.raises(SpecError, match=r"solutions/zoo/zoo\.py:6"):
        release(course, [], check=False, to=None)

    assert contents(course.root) == before


def test_a_target_that_is_a_file_is_one_line_and_stays(course: Course) -> None:
    course.released.write_text("a file")

    with pytest.raises(SpecError, match=r"assignments: cannot be read or written \(.*check the disk"):
        release(course, [], check=False, to=None)

    assert course.released.read_text() == "a file"


def test_a_notebook_that_cannot_be_replaced_is_one_line_and_leaves_nothing_half_written(course: Course) -> None:
    course.assignment("mini").notebook.mkdir()

    with pytest.raises(SpecError, match=r"mini\.ipynb: cannot be read or written"):
        release(course, [], check=False, to=None)

    assert sorted(path.name for path in (course.solutions / "mini").iterdir()) == [
        *["exercises.py", "mini.ipynb", "mini.py", "players.csv"]
    ]
    assert not course.released.exists()


def test_json_that_is_no_json_is_searched_and_replaced_as_text(course: Course) -> None:
    (course.solutions / "mini" / "figures.json").write_text("{}")
    release(course, [], check=False, to=None)
    figures = course.released / "mini" / "figures.json"
    figures.write_text("{ total = left * right")

    assert len(leaks(course.released, course)) == 1
    assert release(course, [], check=True, to=None) == ["assignments/mini/figures.json"]


def test_a_released_folder_is_clean(course: Course) -> None:
    release(course, [], check=False, to=None)

    assert leaks(course.released, course) == []
    assert leaks(course.released / "mini", course) == []


LEAKS = {
    "exercises.py": ("exercises.py", "", "a file of solutions/"),
    "right_forms.py": ("deep/down/right_forms.py", "", "a file of solutions/"),
    "text source": ("mini.py", "", "a file of solutions/"),
    "seed file": (".seed", "1", "a file of solutions/"),
    "cache": ("__pycache__/exercises.cpython-311.pyc", "", "a file of solutions/"),
    "checkpoint": (".ipynb_checkpoints/mini-checkpoint.ipynb", "{}", "a file of solutions/"),
    "line": (
        "notes.md",
        "try `total  =  left * right` first",
        "the solution's line 'total = left * right' of 'product'",
    ),
    "line in JSON": ("a.json", json.dumps(["a\ttotal =\n left * right"]), "the solution's line"),
    "answer": ("notes.md", "q_zero = 0", "the solution's line 'q_zero = 0' of 'q_zero'"),
    "mark": ("notes.md", "### BEGIN SOLUTION", "a solution's mark"),
    "seed": ("notes.md", f"drawn from {SEED}", "the seed"),
    "words": (
        "notes.md",
        "> Whoever *walks* around\n> the field finds rows;\n> where columns were!",
        "the words 'whoever walks around the field finds rows where' of the model answer of 'why_order'",
    ),
    "words in JSON": (
        "a.json",
        json.dumps(["A product\ncounts the dots of a field. Whoever knows\u2026"]),
        "of the model answer of 'why_order'",
    ),
    "guide": ("a.html", "<p>any picture that can be turned without being counted</p>", "marking guide of 'why_order'"),
    "guide's mark": ("notes.md", "### END MARK SCHEME", "a solution's mark"),
    "wrong version": ("a.py", "def summed(left, right):\n    return left + right + 0 * left\n", "the wrong version M1"),
}


@pytest.mark.parametrize(("name", "text", "what"), LEAKS.values(), ids=LEAKS.keys())
def test_whatever_leaks_is_named(course: Course, name: str, text: str, what: str) -> None:
    path = course.released / "mini" / name
    path.parent.mkdir(parents=True)
    path.write_text(text)

    found = leaks(course.released, course)

    assert len(found) == 1
    assert found[0].startswith(f"assignments/mini/{name}: ")
    assert what in found[0]


def test_a_release_that_would_leak_is_refused(tmp_path: Path) -> None:
    text = TEXT.replace("And with zero?", "It is `total = left * right`. And with zero?")
    course = load_course(write_course(tmp_path, text), seed=SEED)

    with pytest.raises(
        SpecError, match=r"^solutions/mini/mini\.py:26: the prose cell holds the solution's line.*; reword it"
    ):
        release(course, [], check=False, to=None)

    assert not course.released.exists()


def test_data_that_would_leak_is_refused_and_named(course: Course) -> None:
    (course.solutions / "mini" / "notes.txt").write_text("Remember: total = left * right\n")

    with pytest.raises(
        SpecError, match=r"^mini/notes\.txt: holds the solution's line.*; nothing was released: take it"
    ):
        release(course, [], check=False, to=None)

    assert not course.released.exists()


def test_a_lesson_that_gives_the_model_answer_away_is_refused(tmp_path: Path) -> None:
    text = TEXT.replace(
        "change places?", "change places? *Whoever* walks around the field finds rows where columns were."
    )
    course = load_course(write_course(tmp_path, text), seed=SEED)

    with pytest.raises(
        SpecError, match=r"^solutions/mini/mini\.py:38: .* holds the words.*the model answer of 'why_order'; reword"
    ):
        release(course, [], check=False, to=None)

    assert not course.released.exists()


def test_a_lesson_may_speak_of_what_the_model_answer_speaks_of(tmp_path: Path) -> None:
    text = TEXT.replace("change places?", "change places? Draw the dots of a field, and walk around it.")
    course = load_course(write_course(tmp_path, text), seed=SEED)

    release(course, [], check=False, to=None)

    assert leaks(course.released, course) == []


def run_nbgrader(root: Path, *arguments: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"  # nbgrader calls alembic
    subprocess.run(["nbgrader", *arguments], cwd=root, env=environment, check=True, capture_output=True, text=True)


def test_nbgraders_own_command_makes_the_same_release_and_fills_its_gradebook(course: Course) -> None:
    (course.root / "solutions" / ".seed").write_text(str(SEED))
    release(course, [], check=False, to=None)
    ours = contents(course.released)
    shutil.rmtree(course.released)

    run_nbgrader(course.root, "generate_assignment", "mini", "--force")

    assert contents(course.released) == ours
    with sqlite3.connect(course.root / "gradebook.db") as gradebook:
        points = gradebook.execute("SELECT max_score FROM grade_cells ORDER BY max_score").fetchall()
        kept = gradebook.execute("SELECT source FROM source_cell WHERE name = 'why_order'").fetchall()
    gradebook.close()
    assert points == [(0.5,), (1.5,), (2.0,)]
    assert kept == [("*Your answer here.*",)]


def test_a_students_py_file_survives_autograding_and_the_text_source_does_not_reach_it(course: Course) -> None:
    release(course, [], check=False, to=None)
    run_nbgrader(course.root, "generate_assignment", "mini", "--force")
    submitted = course.root / "submitted" / "ada" / "mini"
    shutil.copytree(course.released / "mini", submitted)
    (submitted / "mini.py").write_text("mine = True\n")

    run_nbgrader(course.root, "autograde", "mini", "--no-execute")

    autograded = course.root / "autograded" / "ada" / "mini"
    assert sorted(contents(autograded)) == ["examples.json", "mini.ipynb", "mini.py", "players.csv"]
    assert (autograded / "mini.py").read_text() == "mine = True\n"
