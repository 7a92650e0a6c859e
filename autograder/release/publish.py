"""The release's story: generate everything aside, prove it clean, compare it with what is there, put it in place.

Nothing is written before all assignments asked for are in order, and a folder is replaced as a whole.
"""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Final

from autograder.catalogue import Assignment, Course
from autograder.errors import SpecError
from autograder.examples import examples_json
from autograder.key import build_key
from autograder.model import Submission
from autograder.proof import prove
from autograder.release.data import check_data
from autograder.release.generate import generate
from autograder.release.leaks import leaks
from autograder.release.needs import check_needs
from autograder.release.notebook import notebook_text
from autograder.release.repeats import check_drawn
from autograder.release.running import check_cells, check_pictures
from autograder.release.source import read_source
from autograder.release.stale import files_in, settled, stale_files, text_of
from autograder.release.text_cell import BY_HAND
from autograder.release.told import check_told
from autograder.sandbox import Sandbox, data_files
from autograder.submission import parse_notebook, parse_template
from autograder.whole import write_whole

EXAMPLES: Final = "examples.json"


@dataclass(frozen=True, slots=True)
class _Made:
    """What was generated for an assignment.

    Args:
        assignment: which one.
        sources: the generated files of its folder in solutions/, by name.
        folder: the folder that students get, in a scratch place.
    """

    assignment: Assignment
    sources: Mapping[str, str]
    folder: Path

    def stale_sources(self) -> list[Path]:
        """The generated files in solutions/ that are not as they should be."""
        paths = {self.assignment.folder / name: text for name, text in self.sources.items()}
        return [path for path, text in paths.items() if text_of(path) != text]

    def stale(self, target: Path, *, with_sources: bool) -> list[Path]:
        """What is not as it should be in `target`, where releases lie, and in solutions/ where that is asked."""
        released = stale_files(self.folder, target / self.assignment.name)
        return sorted([*released, *(self.stale_sources() if with_sources else ())])


def release(course: Course, names: Sequence[str], *, check: bool, to: Path | None) -> list[str]:
    """Generate the notebooks of solutions/ and what students get.

    Args:
        course: the course.
        names: the assignments; all of them when empty.
        check: write nothing, only find what is stale.
        to: a folder that is given a copy of what students get, in place of assignments/; solutions/ stays as it is.

    Returns:
        The files that were stale (and, unless `check`, are now written or gone): assignment by assignment, each in the
        order of its paths.

    Raises:
        SpecError: something is not in order, and nothing was written; or the disk refused, and no file is half-written.
    """
    assignments = [course.assignment(name) for name in names] or list(course.assignments)
    target = course.released if to is None else to.absolute()
    if target.resolve().is_relative_to(course.solutions.resolve()):
        msg = f"{target}: lies inside solutions/, which is never published; name a folder elsewhere"
        raise SpecError(msg)
    try:
        with TemporaryDirectory(prefix="autograder-release-") as scratch:
            with Sandbox(data=lambda name: data_files(course.solutions / name)) as sandbox:
                made = [_make(course, assignment, Path(scratch), sandbox) for assignment in assignments]
            stale = [path for one in made for path in one.stale(target, with_sources=to is None)]
            if to is not None:
                _refuse_foreign_files(made, target)
            if not check:
                _put_in_place(made, target, with_sources=to is None)
    except OSError as error:
        place, reason = error.filename2 or error.filename or target, error.strerror or error
        msg = f"{place}: cannot be read or written ({reason}); check the disk and its permissions"
        raise SpecError(msg) from error
    return [_shown(path, course.root) for path in stale]


def _make(course: Course, assignment: Assignment, scratch: Path, sandbox: Sandbox) -> _Made:
    check_drawn(assignment, seed=course.seed)
    strays = sorted({*assignment.folder.glob("*.ipynb")} - {assignment.notebook})
    if strays:
        msg = (
            f"solutions/{assignment.name}/{strays[0].name}: nbgrader would release it too; move this notebook elsewhere"
        )
        raise SpecError(msg)
    check_data(assignment, (assignment.notebook.name, EXAMPLES))
    cells = read_source(assignment)
    check_needs(assignment, cells)
    check_told(assignment, cells, seed=course.seed)
    notebook = notebook_text(assignment, cells)
    reference = _reference(assignment, notebook)
    check_cells(cells, reference, sandbox)
    key = build_key(assignment, reference, sandbox=sandbox, seed=course.seed)
    prove(assignment, key, reference, sandbox=sandbox)
    examples = examples_json(key, {cell.name: cell.points for cell in cells if cell.header == BY_HAND})
    sources = {assignment.notebook.name: notebook, EXAMPLES: settled(examples, assignment.folder / EXAMPLES)}
    folder = generate(course, assignment, sources, scratch)
    found = leaks(folder, course)
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        msg = (
            f"{found[0]}{more}; nothing was released: take it out of solutions/{assignment.name}, where that comes from"
        )
        raise SpecError(msg)
    made = _Made(assignment, sources, folder)
    if made.stale(course.released, with_sources=True):  # what was released has been drawn before
        check_pictures(cells, reference, sandbox)
    return made


def _reference(assignment: Assignment, notebook: str) -> Submission:
    data = notebook.encode()
    return parse_notebook(data, parse_template(data, assignment.name), name=assignment.notebook.name)


def _refuse_foreign_files(made: Sequence[_Made], to: Path) -> None:
    """An export may fall on a folder that a student works in; nothing of theirs is ever removed."""
    for one in made:
        there = to / one.assignment.name
        foreign = sorted({*files_in(there)} - {*files_in(one.folder)})
        if foreign:
            msg = f"{there / foreign[0]}: is no part of the release; move it, or export to another folder"
            raise SpecError(msg)


def _put_in_place(made: Sequence[_Made], target: Path, *, with_sources: bool) -> None:
    for one in made:
        for path in one.stale_sources() if with_sources else ():
            write_whole(path, one.sources[path.name])
        if stale_files(one.folder, target / one.assignment.name):
            _replace(one.folder, target / one.assignment.name)


def _replace(new: Path, target: Path) -> None:
    """Put a finished folder in another's place; hidden beside it while it is incomplete, so nothing lists it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(dir=target.parent, prefix=".release-"))
    try:
        shutil.copytree(new, aside / "new")
        if target.exists():
            target.rename(aside / "old")
        (aside / "new").rename(target)
    except OSError:
        if (aside / "old").exists() and not target.exists():
            (aside / "old").rename(target)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _shown(path: Path, root: Path) -> str:
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
