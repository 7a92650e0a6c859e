"""What `nbgrader autograde` calls before and after each submission: c.Autograde.pre_convert_hook, post_convert_hook.

Before anything of a submission is written, its autograded folder gets a file that says "not complete"; at the end that
file becomes the mark. A run that is killed leaves folders that the next one recognises and grades again, where nbgrader
alone would pass over them for ever.
"""

import contextlib
import glob
import re
from collections.abc import MutableSequence
from pathlib import Path
from typing import Any, Final

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from sqlalchemy.engine import make_url
from traitlets import Bool
from traitlets.config.loader import DeferredConfig

from autograder.errors import AutograderError, GradebookError
from autograder.gradebook import files
from autograder.gradebook.database import LOCK_SECONDS, open_database
from autograder.gradebook.examiner import Examiner, Judged
from autograder.gradebook.harmless import NO_PLAIN_NAME, is_plain_name, keep_printable
from autograder.gradebook.mark import MARK, PENDING, read_identity
from autograder.gradebook.on_call import examiner_for
from autograder.gradebook.pages import ToShow, page_on, show
from autograder.gradebook.precautions import try_every_table
from autograder.gradebook.reading import read_released, released_at
from autograder.gradebook.released import ReleasedAssignment
from autograder.gradebook.standings import read_standings
from autograder.model import Collected
from autograder.sandbox.bubble import tell_of_walls
from autograder.submission.folder import printable

#: The state of this module: nbgrader's Autograde that is at work, of which it tells its hooks nothing.
_at_work: Final[dict[str, Any]] = {}


def take_over(converter: Any) -> None:  # noqa: ANN401 - nbgrader brings no types
    """Prepare a run: clear away what a killed one left half done, and have every submission looked at.

    Args:
        converter: nbgrader's Autograde, before it begins.
    """
    _at_work["converter"] = converter
    keep_printable(converter.log)
    course = converter.coursedir
    course.db_url = _patient(course.db_url)
    _require_writable(converter)
    tell_of_walls(converter.log.warning, unsafe=_is_set("Grade", "unsafe"))
    # Nothing that a student hands in takes the place of the mark.
    course.ignore = [*course.ignore, *({MARK, PENDING} - {*course.ignore})]
    for folder in folders(course, course.autograded_directory):
        if (folder / PENDING).exists():
            files.remove(folder)
    _complete(converter.assignments)
    _at_work["refused"] = [each for each in converter.assignments if not is_plain_name(_student(Path(each)))]
    for folder in _at_work["refused"]:
        del converter.assignments[folder]
        converter.log.error("NOT GRADED %s: %s", folder, NO_PLAIN_NAME)


def require_nobody_refused() -> None:
    """End a run as nbgrader ends it where a submission failed, if one was left out for its student's id.

    Raises:
        NbGraderException: everything else is done; the log says which it was.
    """
    refused = _at_work.pop("refused", ())
    if refused:
        msg = f"not graded because of a student's id: {len(refused)} (see NOT GRADED above); the others are done"
        _at_work["converter"].log.error(msg)
        raise NbGraderException(msg)


def _require_writable(converter: Any) -> None:  # noqa: ANN401 - nbgrader brings no types
    """Wait until the gradebook can be written, or say what is the matter: nbgrader does so in tracebacks.

    Raises:
        NbGraderException: it cannot be written, and nothing was touched; the reason is in the log.
    """
    try:
        with (
            contextlib.closing(open_database(converter.coursedir.db_url)) as database,
            database.writing() as connection,
        ):
            try_every_table(connection)
    except GradebookError as error:
        reason = str(error)  # in one line
        converter.log.error(reason)  # noqa: TRY400 - a traceback says less
        raise NbGraderException(reason) from error


def folders(course: Any, step: str) -> list[Path]:  # noqa: ANN401 - nbgrader brings no types
    """The folders of one step that were asked for, whatever is in them.

    Args:
        course: nbgrader's CourseDirectory.
        step: the name of the step's folder.
    """
    pattern = course.format_path(step, course.student_id, course.assignment_id)
    excluded = {name for name in course.student_id_exclude.split(",") if name}
    left_out = {Path(course.format_path(step, name, course.assignment_id)) for name in excluded}
    found = map(Path, glob.glob(pattern))  # noqa: PTH207 - as nbgrader looks: what is hidden is passed over
    return [folder for folder in found if folder.is_dir() and folder not in left_out]


def before(*, notebooks: MutableSequence[str], **_: Any) -> None:  # noqa: ANN401 - what else nbgrader says
    """Have one notebook graded for each submission, by the name under which the gradebook knows it.

    nbgrader leaves out a notebook that was renamed, and the points of an earlier submission would stand. Which of
    the files handed in counts, and what is done where none can be read, is decided where they are read.

    Args:
        notebooks: paths of what was found; changed in place, which is what nbgrader goes on with.
    """
    folder = Path(notebooks[0]).parent
    notebook = folder / f"{_at_work['converter'].coursedir.assignment_id}.ipynb"
    place = autograded_folder(folder)
    place.mkdir(parents=True, exist_ok=True)
    (place / PENDING).touch()
    _keep_folders(folder)
    _at_work.pop("judged", None)
    files.remove(_place_of(folder, _at_work["converter"].coursedir.feedback_directory) / f"{notebook.stem}.html")
    notebooks[:] = [str(notebook)] if notebook.exists() or _is_judged(folder) else []


def after(*, notebooks: MutableSequence[str], **_: Any) -> None:  # noqa: ANN401 - what else nbgrader says
    """Put the mark in place, for rows and notebook are complete, and write the page of feedback.

    Where nothing was run (--no-execute) there is neither.

    Args:
        notebooks: paths of what was handed in.
    """
    folder = Path(notebooks[0]).parent
    pending = autograded_folder(folder) / PENDING
    if pending.stat().st_size:
        pending.replace(pending.with_name(MARK))
        page = _page(folder)
        if page is not None:
            show(page)
    else:
        pending.unlink()


def judge(collected: Collected, released: ReleasedAssignment) -> Judged:
    """Judge a submission, as the settings of the run at work say, unless `before` has done so.

    Raises:
        SandboxError: it could not be judged, through no fault of the student's.
        SpecError: the course is not in order.
    """
    judged: Judged | None = _at_work.pop("judged", None)
    if judged is not None:
        return judged
    converter = _at_work["converter"]
    try:
        judged = _examiner().judge(collected, released, figures=_is_set("Grade", "figures"))
    except AutograderError as error:
        reason = printable(str(error))  # in one line; nbgrader adds where it was raised
        converter.log.error("NOT GRADED %s %s: %s", collected.student, collected.assignment, reason)  # noqa: TRY400
        raise
    if judged.unreadable:
        said = printable(judged.unreadable)
        converter.log.warning("%s %s: %s", collected.student, collected.assignment, said)
    return judged


def fingerprint(assignment: str) -> str:
    """The version of exercises and grader that `judge` judges by."""
    return _examiner().fingerprint(assignment)


def _examiner() -> Examiner:
    return examiner_for(Path(_at_work["converter"].coursedir.root), unsafe=_is_set("Grade", "unsafe"))


def _is_set(section: str, name: str, *, otherwise: bool = False) -> bool:
    """Whether a setting of the run at work says yes. From a command line it comes as text, and "False" is one, too."""
    value = _at_work["converter"].config[section].get(name, otherwise)
    return (value.get_value(Bool()) if isinstance(value, DeferredConfig) else value) is True


def _complete(submissions: dict[str, list[str]]) -> None:
    """Have nbgrader look at every submission that it would pass over, so that no old points stand.

    It leaves out folders without a notebook at their top, and what was graded before and whose time is not later.

    Args:
        submissions: the notebooks of each folder that was found; changed in place, which is what nbgrader goes on with.
    """
    course = _at_work["converter"].coursedir
    for folder in folders(course, course.submitted_directory):
        submissions.setdefault(str(folder), [str(folder / f"{course.assignment_id}.ipynb")])
        place = autograded_folder(folder)
        graded = read_identity(place, course.assignment_id)
        with contextlib.suppress(OSError):  # what cannot be read is told when its turn comes
            if graded is not None and graded.sha256 != files.digest(folder):
                files.remove(place)


def _keep_folders(submitted: Path) -> None:
    """Keep nbgrader from putting a released file where a submission has a folder, which would be the end of both.

    Likewise where it has a file in the place of a folder.
    """
    converter = _at_work["converter"]
    course = converter.coursedir
    source = Path(course.format_path(course.source_directory, ".", course.assignment_id))
    names = [path.relative_to(source) for path in source.rglob("*") if path.is_file()]
    taken = [
        str(name)
        for name in names
        if (submitted / name).is_dir() or any((submitted / one).is_file() for one in name.parents)
    ]
    converter.exclude_overwriting = {**converter.exclude_overwriting, course.assignment_id: taken}


def _is_judged(submitted: Path) -> bool:
    """Judge a submission now, before nbgrader writes zeros because it misses the notebook's name.

    What cannot be judged through a fault of ours keeps its old rows.
    """
    converter = _at_work["converter"]
    if not _is_set("Execute", "enabled", otherwise=True):
        return True
    course = converter.coursedir
    collected = Collected(_student(submitted), course.assignment_id, submitted)
    try:
        _at_work["judged"] = judge(collected, released_at(course.db_url, course.assignment_id))
    except AutograderError:
        return False
    return True


def _page(submitted: Path) -> ToShow | None:
    """The page on what was graded just now."""
    course = _at_work["converter"].coursedir
    collected = Collected(_student(submitted), course.assignment_id, submitted)
    with contextlib.closing(open_database(course.db_url)) as database, database.reading() as connection:
        released = read_released(connection, collected.assignment)
        standing = read_standings(connection, released, [collected.student])[collected.student]
    mode = int(str(GenerateFeedback(coursedir=course, parent=_at_work["converter"].parent).permissions), 8)
    folders_of_both = (autograded_folder(submitted), _place_of(submitted, course.feedback_directory))
    permissions = files.Permissions(mode, course.groupshared)
    return page_on(collected, released.notebook, folders_of_both, standing, permissions)


def autograded_folder(submitted: Path) -> Path:
    """Where the submission that lies in a folder goes."""
    return _place_of(submitted, _at_work["converter"].coursedir.autograded_directory)


def _place_of(submitted: Path, step: str) -> Path:
    course = _at_work["converter"].coursedir
    return Path(course.format_path(step, _student(submitted), course.assignment_id))


def _student(submitted: Path) -> str:
    """Whose submission lies in a folder."""
    course = _at_work["converter"].coursedir
    assignment = re.escape(course.assignment_id)
    pattern = course.format_path(course.submitted_directory, "(?P<student>.*)", assignment, escape=True)
    found = re.fullmatch(pattern, str(submitted))
    if found is None:
        msg = f"{submitted} is no folder of a submission; expected one like {pattern}"
        raise GradebookError(msg)
    return found["student"]


def _patient(db_url: str) -> str:
    """Have SQLite wait for its lock as long as `autograder grade` does: nbgrader alone gives up after 5 seconds.

    Not in nbgrader_config.py, where `nbgrader db upgrade` would take it for a part of the file's name.
    """
    url = make_url(db_url)
    if url.get_backend_name() != "sqlite" or "timeout" in url.query:
        return db_url
    return url.update_query_dict({"timeout": str(LOCK_SECONDS)}).render_as_string(hide_password=False)
