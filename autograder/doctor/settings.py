"""Whether nbgrader finds this course, and this one alone: where its settings come from and where they lead."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy.engine import make_url

from autograder.doctor.configured import CONFIG, SettingsFile, course_file, nbgrader_in, personal_files
from autograder.doctor.finding import Finding, State
from autograder.gradebook.course_folder import open_course

_SUBJECT: Final = "settings"
#: Where `autograder release` and the grader look, whatever nbgrader is told.
_FOLDERS: Final = {"source_directory": "solutions", "release_directory": "assignments"}
_STAYS_HOME: Final = ("exercises.py", "right_forms.py", ".seed")


def examine(root: Path) -> Iterator[Finding]:
    """Look at the course's own file, at what a person's own settings change, and at what comes of both."""
    own, personal = course_file(root), personal_files(root)
    if not own.path.is_file():
        what = f"{root} has no {CONFIG}, which tells nbgrader where things lie and who grades"
        yield Finding(_SUBJECT, State.BROKEN, what, "restore it, or copy that of another course and adapt it")
    strangers = [*_other_courses(root, personal), *_intruders(own, personal)]
    yield from strangers
    course = open_course(root)
    with nbgrader_in(root) as app:
        wrong = list(_wrong_folders(app.coursedir)) + list(_given_away(app.coursedir))
    yield from wrong
    if own.path.is_file() and not wrong and not strangers:
        where = make_url(course.db_url).render_as_string(hide_password=True)
        yield Finding(_SUBJECT, State.OK, f"nbgrader takes this folder for the course, and {where} for its gradebook")


def _other_courses(root: Path, personal: Sequence[SettingsFile]) -> Iterator[Finding]:
    """Name the file that sends nbgrader to another folder; this course's own file overrules it in this folder only."""
    for file in personal:
        there = file.config.CourseDirectory.get("root")
        if isinstance(there, str | Path) and Path(there).resolve() != root.resolve():
            what = (
                f"{file.path} sets CourseDirectory.root to {there}: "
                "there nbgrader and the formgrader work wherever they are not started in this folder"
            )
            yield Finding(_SUBJECT, State.GAP, what, f"take that line out, or set it to {root}")


def _intruders(own: SettingsFile, personal: Sequence[SettingsFile]) -> Iterator[Finding]:
    """Name what a person's own settings decide about this course, because its own file leaves it open."""
    decided = set(own.config.CourseDirectory) | {"root"}
    for file in personal:
        for trait in sorted(set(file.config.CourseDirectory) - decided):
            what = f"{file.path} sets CourseDirectory.{trait}, and this course leaves it open"
            yield Finding(_SUBJECT, State.GAP, what, f"take it out there, or set c.CourseDirectory.{trait} in {CONFIG}")
            decided.add(trait)


def _wrong_folders(coursedir: Any) -> Iterator[Finding]:  # noqa: ANN401 - nbgrader brings no types
    for trait, expected in _FOLDERS.items():
        found = getattr(coursedir, trait)
        if found != expected:
            what = f"CourseDirectory.{trait} is {found!r}; expected {expected!r}, which this grader works with"
            yield Finding(_SUBJECT, State.BROKEN, what, f"set c.CourseDirectory.{trait} = {expected!r} in {CONFIG}")
    if not coursedir.course_id:
        what = "CourseDirectory.course_id is empty, so nothing can be released, submitted or collected"
        yield Finding(_SUBJECT, State.GAP, what, f"set c.CourseDirectory.course_id in {CONFIG}")


def _given_away(coursedir: Any) -> Iterator[Finding]:  # noqa: ANN401 - nbgrader brings no types
    """Name what of solutions/ nbgrader would copy into what students get."""
    missing = [name for name in _STAYS_HOME if name not in coursedir.ignore]
    if missing:
        what = f"`nbgrader generate_assignment` would give students {', '.join(missing)} of solutions/"
        advice = f"add {'them' if len(missing) > 1 else 'it'} to c.CourseDirectory.ignore in {CONFIG}"
        yield Finding(_SUBJECT, State.BROKEN, what, advice)
