"""Writes the page of a class for each assignment that is asked for: from the gradebook to files."""

import contextlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from autograder.catalogue import course_at
from autograder.catalogue.seed import SEED_BITS, course_seed
from autograder.catalogue.spelling import meant
from autograder.errors import SpecError
from autograder.gradebook.course_folder import CourseFolder, open_course
from autograder.gradebook.database import Database, open_database
from autograder.gradebook.reading import assignment_names
from autograder.report.class_page.anonymity import without_names
from autograder.report.class_page.ideas import read_ideas
from autograder.report.class_page.page import class_page
from autograder.report.class_page.reading import read_class
from autograder.report.class_page.record import State
from autograder.whole import write_whole

#: Where reports go within the course's folder; they hold students' names, and are no part of what is published.
REPORTS: Final = "reports"
_SUFFIX: Final = ".html"


@dataclass(frozen=True, slots=True)
class Written:
    """A report that was written: of what, where it lies, and how many of how many handed something in."""

    assignment: str
    path: Path
    handed_in: int
    roster: int


@dataclass(frozen=True, slots=True)
class Refused:
    """An assignment of which no report could be written, and why."""

    assignment: str
    reason: str


def write_reports(
    root: Path, assignments: Sequence[str] = (), *, output: Path | None = None, is_anonymous: bool = False
) -> Iterator[Written | Refused]:
    """Write the reports that are asked for, one after the other.

    Args:
        root: the course's folder.
        assignments: names; none for all that the gradebook knows. Of all, one that is not in order is refused and the
            others are written; one that was named is an error.
        output: a folder, or a file that ends in ".html" where one assignment is asked for; None for reports/ in the
            course's folder.
        is_anonymous: without names, for sharing.

    Raises:
        SpecError: an assignment that was named is not in the gradebook, or a report cannot lie there.
        GradebookError: there is no gradebook, or it cannot be read.
    """
    course = open_course(root)
    with contextlib.closing(open_database(course.db_url)) as database:
        names = _names(database, course.root, assignments)
        for name in names:
            path = _place(course, name, output, is_alone=len(names) == 1, is_anonymous=is_anonymous)
            try:
                yield _write(course, database, name, path, is_anonymous=is_anonymous)
            except SpecError as error:
                if assignments:
                    raise
                yield Refused(name, str(error))


def _write(course: CourseFolder, database: Database, name: str, path: Path, *, is_anonymous: bool) -> Written:
    with database.reading() as connection:
        record = read_class(course, connection, name)
    if is_anonymous:
        record = without_names(record, _secret(course.root))
    ideas = read_ideas(course.root, name)
    page = class_page(record, ideas, today=datetime.now(UTC), is_anonymous=is_anonymous)
    write_whole(path, page, mode=0o660 if course.groupshared else 0o600)  # it holds names
    absent = sum(one.state is State.ABSENT for one in record.records)
    return Written(name, path, len(record.records) - absent, len(record.records))


def _names(database: Database, root: Path, wanted: Sequence[str]) -> list[str]:
    """The assignments that are asked for, in the order in which they are taught where all are."""
    with database.reading() as connection:
        known = assignment_names(connection)
    for name in wanted:
        if name not in known:
            raise SpecError(_unknown(name, known, root))
    if wanted:
        return list(dict.fromkeys(wanted))
    order = {name: place for place, name in enumerate(_taught(root))}
    return sorted(known, key=lambda name: (order.get(name, len(order)), name))


def _unknown(name: str, known: set[str], root: Path) -> str:
    if name in _taught(root):
        return f"{name!r} is not in the gradebook yet; run `nbgrader generate_assignment {name} --force`"
    if not known:
        return f"no assignment {name!r}: the gradebook knows none; run `nbgrader generate_assignment NAME --force`"
    return f"no assignment {name!r} in the gradebook; {meant(name, sorted(known))}"


def _taught(root: Path) -> tuple[str, ...]:
    try:
        return course_at(root, seed=0).names
    except SpecError:  # a gradebook without solutions/ has reports, too
        return ()


def _place(course: CourseFolder, name: str, output: Path | None, *, is_alone: bool, is_anonymous: bool) -> Path:
    """Where a report goes. The one that is to be shared has another name, so that neither is taken for the other.

    Raises:
        SpecError: nothing can be written there.
    """
    if Path(name).name != name:
        msg = f"assignment {name!r}: no file can have its name; name one with --output FILE.html"
        raise SpecError(msg)
    file = f"{name}{'-anonymous' if is_anonymous else ''}{_SUFFIX}"
    if output is None:
        folder = course.root / REPORTS
        folder.mkdir(mode=0o770 if course.groupshared else 0o700, exist_ok=True)
        return folder / file
    if output.suffix == _SUFFIX and not output.is_dir():
        if not is_alone:
            msg = f"{output}: is one file, and several reports were asked for; name a folder, or one assignment"
            raise SpecError(msg)
        if not output.absolute().parent.is_dir():
            msg = f"{output}: lies in a folder that is not there; make it first"
            raise SpecError(msg)
        return output
    if output.exists() and not output.is_dir():
        msg = f"{output}: is a file, and no name for a report; name a folder, or a file that ends in {_SUFFIX}"
        raise SpecError(msg)
    output.mkdir(mode=0o700, parents=True, exist_ok=True)
    return output / file


def _secret(root: Path) -> int:
    """What pseudonyms follow from: the course's seed; where there is no course around the gradebook, chance."""
    solutions = root / "solutions"
    return course_seed(solutions / ".seed") if solutions.is_dir() else secrets.randbits(SEED_BITS)
