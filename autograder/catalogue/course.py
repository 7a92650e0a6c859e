"""The course as its instructor wrote it: solutions/<assignment>/exercises.py and right_forms.py, read and checked.

The hidden cases are drawn from the course's seed and the exercise's full name, so they are the same on every run
of one course and different in every other. The seed lies in solutions/.seed, made on first use.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.catalogue.listing import Listing, read_listing
from autograder.catalogue.order import in_order
from autograder.catalogue.proofread import SPEC, WRONG, draw_hidden, proofread, wrong_versions
from autograder.catalogue.seed import course_seed
from autograder.catalogue.spelling import meant
from autograder.errors import SpecError
from autograder.spec import Case, Exercise, Question, RightForm


@dataclass(frozen=True, slots=True)
class Assignment:
    """One folder of solutions/.

    Args:
        name: the folder's name, and its notebook's.
        folder: solutions/<name>.
        exercises: in the order of exercises.py.
        right_forms: other right ways to write them; each must earn everything.
        places: where an exercise, a wrong version (by its id) or a right form is written, as `file:line`.
    """

    name: str
    folder: Path
    exercises: tuple[Exercise | Question, ...]
    right_forms: tuple[RightForm, ...]
    places: Mapping[str, str] = field(default_factory=dict)

    def at(self, name: str) -> str:
        """Where something is written, as `file:line`; the file alone where the line is not known."""
        return self.places.get(name, f"solutions/{self.name}/exercises.py")

    @property
    def text(self) -> Path:
        """The instructor's notebook as text."""
        return self.folder / f"{self.name}.py"

    @property
    def notebook(self) -> Path:
        """The notebook generated from it: nbgrader's source."""
        return self.folder / f"{self.name}.ipynb"


@dataclass(frozen=True, slots=True)
class Course:
    """The instructor's course folder. An assignment is read when it is first asked for, and kept.

    Args:
        root: the folder itself.
        names: of the assignments, in the order in which they are taught.
        seed: what hidden cases are drawn from.
    """

    root: Path
    names: tuple[str, ...]
    seed: int
    _read: dict[tuple[str, bool], Assignment] = field(default_factory=dict, repr=False, compare=False)

    @property
    def solutions(self) -> Path:
        """Where the references lie; never released."""
        return self.root / "solutions"

    @property
    def released(self) -> Path:
        """What students get."""
        return self.root / "assignments"

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """All of them, in the order in which they are taught.

        Raises:
            SpecError: one of them is not in order.
        """
        return tuple(map(self.assignment, self.names))

    def assignment(self, name: str) -> Assignment:
        """Find an assignment by its name.

        Raises:
            SpecError: there is none of that name, or it is not in order.
        """
        return self._load(name, with_forms=True)

    def without_forms(self, name: str) -> Assignment:
        """Find an assignment by its name, for those who grade: they have no use for right forms, so none are read.

        Raises:
            SpecError: there is none of that name, or its exercises.py is not in order.
        """
        return self._load(name, with_forms=False)

    def _load(self, name: str, *, with_forms: bool) -> Assignment:
        if name not in self.names:
            raise SpecError(self._unknown(name))
        if (name, with_forms) not in self._read:
            folder = self.solutions / name
            self._read[name, with_forms] = _load_assignment(folder, self.root, with_forms=with_forms)
        return self._read[name, with_forms]

    def _unknown(self, name: str) -> str:
        if (self.solutions / name).is_dir() and name not in {"", ".", ".."}:
            return f"solutions/{name}: has no exercises.py, so it is no assignment yet; write one"
        return f"no assignment {name!r} in this course; {meant(name, self.names)}"


def load_course(root: Path, *, seed: int | None = None) -> Course:
    """Read the course in a folder, all of it.

    Args:
        root: the course folder, which holds solutions/.
        seed: what hidden cases are drawn from; None takes the course's own, made on first use.

    Raises:
        SpecError: there is no solutions/, or something in it is not in order.
    """
    course = course_at(root, seed=0)
    _refuse_shared_ids(course.assignments)
    return replace(course, seed=_seed(course.solutions, seed))


def course_at(root: Path, *, seed: int | None = None) -> Course:
    """Open the course in a folder; an assignment is read when it is first asked for.

    Args:
        root: the course folder, which holds solutions/.
        seed: what hidden cases are drawn from; None takes the course's own, made on first use.

    Raises:
        SpecError: there is no solutions/, or no assignment in it, or their order is none.
    """
    root = root.absolute()
    solutions = root / "solutions"
    if not solutions.is_dir():
        msg = (
            f"{root}: no solutions/ here, as in a student's install, where check() in the notebook works; "
            "grading needs the instructor's course folder, so run this inside it (or name it with --course DIR)"
        )
        raise SpecError(msg)
    names = [path.parent.name for path in solutions.glob("*/exercises.py")]
    if not names:
        msg = f"{solutions}: holds no assignment; expected a folder with an exercises.py, so write the first one"
        raise SpecError(msg)
    return Course(root, tuple(in_order(names, solutions)), _seed(solutions, seed))


def cases_of(exercise: Exercise | Question, *, assignment: str, seed: int) -> tuple[tuple[Case, ...], int]:
    """All cases of an exercise, public ones first, and how many are public.

    A question has one case without arguments, and it is hidden.

    Args:
        exercise: the exercise or question.
        assignment: its assignment's name.
        seed: the course's seed.

    Raises:
        SpecError: its hidden cases cannot be drawn.
    """
    if isinstance(exercise, Question):
        return (Case("your answer", ()),), 0
    stream = zlib.crc32(f"{assignment}/{exercise.name}".encode())  # hash() would differ from process to process
    hidden = draw_hidden(exercise, np.random.default_rng([seed, stream]))
    return (*exercise.public, *hidden), len(exercise.public)


def _seed(solutions: Path, seed: int | None) -> int:
    return course_seed(solutions / ".seed") if seed is None else seed


def _load_assignment(folder: Path, root: Path, *, with_forms: bool) -> Assignment:
    if not folder.name.isidentifier():
        msg = f"solutions/{folder.name}: is no name for an assignment; use letters, digits and underscores"
        raise SpecError(msg)
    listing = read_listing(folder / "exercises.py", root)
    exercises = tuple(_defined(listing, (Exercise, Question)))
    path = folder / "right_forms.py"
    forms = read_listing(path, root) if with_forms and path.exists() else None
    right_forms = tuple(_defined(forms, (RightForm,))) if forms else ()
    proofread(exercises, right_forms, listing=listing, forms=forms)
    return Assignment(folder.name, folder, exercises, right_forms, _places(exercises, right_forms, listing, forms))


def _refuse_shared_ids(assignments: Sequence[Assignment]) -> None:
    """Refuse an id that two assignments use: in a table of a whole class it stands by itself.

    Raises:
        SpecError: where the second of them is written, and where the first.
    """
    taken: dict[str, str] = {}
    for assignment in assignments:
        own = {version.id for exercise in assignment.exercises for version in wrong_versions(exercise)}
        for shared in sorted(own & taken.keys()):
            msg = f"{assignment.at(shared)}: the misconception id {shared!r} is taken by {taken[shared]}; rename one"
            raise SpecError(msg)
        taken |= {name: assignment.at(name) for name in own}


def _places(
    exercises: Sequence[Exercise | Question],
    right_forms: Sequence[RightForm],
    listing: Listing,
    forms: Listing | None,
) -> dict[str, str]:
    """Where everything that messages may name is written."""
    places = {exercise.name: listing.at(exercise.name, *SPEC) for exercise in exercises}
    for exercise in exercises:
        places |= {version.id: listing.at(version.id, *WRONG) for version in wrong_versions(exercise)}
    return places | {form.name: forms.at(form.name, "def") for form in right_forms if forms}


def _defined(listing: Listing, types: tuple[type, ...]) -> list[Any]:
    """The module-level objects of these types, in the order of definition, an object with two names once."""
    return list({id(value): value for value in listing.names.values() if isinstance(value, types)}.values())
