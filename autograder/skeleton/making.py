"""A name -> solutions/<name>/, ready to be released; nothing that is there is ever written over."""

import keyword
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, NoReturn

from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.catalogue.order import ORDER
from autograder.catalogue.proofread import LONGEST_NAME
from autograder.errors import SpecError

_GOOD_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_A_GOOD_NAME: Final = (
    f"use small letters, digits and underscores, a letter first, at most {LONGEST_NAME}, as in running_mean"
)
#: A student's numpy.py beside a notebook would be imported in the place of the real one.
_IMPORTED: Final = sys.stdlib_module_names | {"autograder", "matplotlib", "numpy", "pandas"}
#: The files of an assignment, by their templates; {} is its name.
_OF_AN_ASSIGNMENT: Final = {
    "assignment.py.j2": "{}.py",
    "exercises.py.j2": "exercises.py",
    "right_forms.py.j2": "right_forms.py",
}
#: What a course needs beside its assignments, and what keeps its secrets out of a repository.
_OF_A_COURSE: Final = {"nbgrader_config.py.j2": "nbgrader_config.py", "gitignore.j2": ".gitignore"}
#: Without a sign or a letter that nbgrader could use, a course is called this.
_A_COURSE: Final = "course"


@dataclass(frozen=True, slots=True)
class New:
    """What was made.

    Args:
        name: the assignment's.
        written: the files, new or extended, from the course folder on.
    """

    name: str
    written: tuple[str, ...]


def make_assignment(root: Path, name: str) -> New:
    """Make an assignment that can be released, graded and rewritten; in a folder without a course, one around it.

    Args:
        root: the course folder, or one that becomes it.
        name: the assignment's.

    Raises:
        SpecError: the name is none, is taken, or there is something that is no course; nothing was written.
    """
    _check_name(name, root)
    solutions = root / "solutions"
    if solutions.exists() and not solutions.is_dir():
        _refuse(f"{solutions}", "is a file, and a course's assignments lie in a folder of that name", "move it away")
    solutions.mkdir(parents=True, exist_ok=True)
    written = make_course(root)
    words = {"name": name, "title": name.replace("_", " ").capitalize(), "prefix": name.upper()}
    aside = Path(mkdtemp(dir=root, prefix=".new-"))
    try:
        aside.chmod(0o755)
        files = [_write(aside / place.format(name), template, words) for template, place in _OF_AN_ASSIGNMENT.items()]
        aside.rename(solutions / name)  # whole or not at all
    except OSError:
        shutil.rmtree(aside)
        raise
    written += [f"solutions/{name}/{file.name}" for file in files]
    return New(name, (*written, *_told_in_order(solutions / ORDER, name)))


def make_course(root: Path) -> list[str]:
    """Write what a course needs and does not have: nbgrader's settings, and what no repository should hold.

    Returns:
        The names of the files written.
    """
    course_id = re.sub(r"\W+", "_", root.absolute().name.lower()).strip("_") or _A_COURSE
    missing = {template: name for template, name in _OF_A_COURSE.items() if not (root / name).exists()}
    return [_write(root / name, template, {"course_id": course_id}).name for template, name in missing.items()]


def _check_name(name: str, root: Path) -> None:
    if not _GOOD_NAME.fullmatch(name) or keyword.iskeyword(name) or len(name) > LONGEST_NAME:
        what = "is a word of Python's own" if keyword.iskeyword(name) else "is no name for an assignment"
        _refuse(repr(name), what, _A_GOOD_NAME)
    if name in _IMPORTED:
        what = f"is a module that programs import, and a student's {name}.py would stand in its place"
        _refuse(repr(name), what, f"choose another name, such as {name}_notes")
    if (root / "solutions" / name).exists():
        _refuse(f"solutions/{name}", "is there already, and nothing is written over", "choose another name")


def _told_in_order(path: Path, name: str) -> list[str]:
    """Name the assignment at the end of the course's order, where one is told."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    if name in (line.partition("#")[0].strip() for line in text.splitlines()):
        return []
    path.write_text(f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}{name}\n", encoding="utf-8")
    return [f"solutions/{ORDER}"]


def _write(path: Path, template: str, words: Mapping[str, str]) -> Path:
    path.write_text(_templates().get_template(template).render(words), encoding="utf-8")
    return path


@cache
def _templates() -> Environment:
    # They are Python and plain text: nothing in them is to be escaped.
    return Environment(
        loader=PackageLoader("autograder.skeleton"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - as said
    )


def _refuse(where: str, reason: str, mend: str) -> NoReturn:
    msg = f"{where}: {reason}; {mend}"
    raise SpecError(msg)
