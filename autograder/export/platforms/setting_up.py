"""A platform's folder: its scripts, and the part of the course that grading needs.

The scripts lie beside this module as they go out, in a folder for each platform; "dot-" stands where a name begins with
a dot, and `@ASSIGNMENT@` and the like where the course's own words go.
"""

import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from autograder.catalogue import Course
from autograder.catalogue.course import course_at
from autograder.catalogue.order import ORDER
from autograder.errors import SpecError

#: Platforms on which a folder is one assignment's.
_ONE_EACH: Final = frozenset({"gradescope", "prairielearn"})
_EXECUTABLE: Final = 0o755
_LEFT_BY_TOOLS: Final = ("__pycache__", ".ipynb_checkpoints", "*.pyc")
_SEED: Final = ".seed"


def set_up(root: Path, platform: str, assignments: Sequence[str], output: Path) -> list[str]:
    """Write a platform's folder.

    Args:
        root: the course.
        platform: a folder's name beside this module.
        assignments: which the platform is to grade.
        output: the folder, which is new or empty.

    Returns:
        What to do with it, in lines.

    Raises:
        SpecError: there is no such assignment, it is not released, or the folder holds something.
    """
    course = course_at(root)
    _require_in_order(course, platform, assignments)
    _require_room(output)
    output.mkdir(parents=True, exist_ok=True)
    words = {
        "ASSIGNMENT": assignments[0],
        "ASSIGNMENTS": " ".join(assignments),
        "UUID": str(uuid.uuid4()),
        "WALLS": _text("walls.md").strip(),
    }
    for source, place in _templates(files(__package__) / platform, output):
        _write(source, place, words)
    _copy_course(course, assignments, output / "course")
    return [
        f"{output}: what {platform} needs to grade {', '.join(assignments)}",
        "It holds solutions and the seed of the hidden cases: let it go only where no student can read it.",
        f"Next: put the grader's wheel into {output} (`pip wheel --no-deps .` makes it), and read {output}/README.md.",
    ]


def _require_in_order(course: Course, platform: str, assignments: Sequence[str]) -> None:
    for name in assignments:
        course.without_forms(name)
        if not (course.released / name).is_dir():
            msg = f"assignments/{name} is not there, and grading needs its stubs; run autograder release {name}"
            raise SpecError(msg)
    if platform in _ONE_EACH and len(assignments) != 1:
        msg = f"{platform} wants a folder for each assignment; name one of {', '.join(assignments)}"
        raise SpecError(msg)


def _require_room(output: Path) -> None:
    if output.exists() and not (output.is_dir() and not any(output.iterdir())):
        msg = f"{output}: is there already; name a new folder, or empty this one"
        raise SpecError(msg)


def _templates(folder: Traversable, place: Path) -> Iterator[tuple[Traversable, Path]]:
    for each in folder.iterdir():
        name = f".{each.name.removeprefix('dot-')}" if each.name.startswith("dot-") else each.name
        if each.is_dir():
            yield from _templates(each, place / name)
        else:
            yield each, place / name


def _write(source: Traversable, place: Path, words: Mapping[str, str]) -> None:
    text = source.read_text(encoding="utf-8")
    for name, word in words.items():
        text = text.replace(f"@{name}@", word)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8", newline="\n")
    if text.startswith("#!"):
        place.chmod(_EXECUTABLE)


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _copy_course(course: Course, assignments: Sequence[str], place: Path) -> None:
    """Copy what judging a submission reads: solutions, the seed, and what students were given."""
    ignored = shutil.ignore_patterns(*_LEFT_BY_TOOLS)
    for name in assignments:
        shutil.copytree(course.solutions / name, place / "solutions" / name, ignore=ignored)
        shutil.copytree(course.released / name, place / "assignments" / name, ignore=ignored)
    for name in (_SEED, ORDER):
        if (course.solutions / name).is_file():
            shutil.copy(course.solutions / name, place / "solutions" / name)
