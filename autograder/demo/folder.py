"""The demo's own course folder: a copy of the course, without its seed, and with everything else of its own."""

import shutil
from pathlib import Path
from typing import Final

from autograder.catalogue import load_course
from autograder.errors import SpecError

CONFIG: Final = "nbgrader_config.py"
EXCHANGE: Final = "exchange"
#: Where students fetch to and work.
DESKS: Final = "students"
_MARKER: Final = ".autograder-demo"
_MARKER_TEXT: Final = (
    "`autograder demo` made this folder, and replaces it as a whole when it runs again. Keep nothing here.\n"
)
#: nbgrader reads a person's own settings before a course's; whatever a course leaves open they decide.
_PINNED: Final = """
# --- The demo ---------------------------------------------------------------------------------------------------------
# Said here in full, so that nobody's personal settings send the demo to another course, database or exchange.
here = Path(__file__).absolute().parent
c.CourseDirectory.root = str(here)
c.CourseDirectory.db_url = f"sqlite:///{here / 'gradebook.db'}"
c.CourseDirectory.directory_structure = "{nbgrader_step}/{student_id}/{assignment_id}"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.feedback_directory = "feedback"
c.CourseDirectory.student_id_exclude = ""
c.CourseDirectory.groupshared = False
c.Autograde.create_student = True
c.Exchange.root = str(here / "exchange")
c.Exchange.cache = str(here / "exchange" / ".cache")
c.Exchange.path_includes_course = False
c.Exchange.timezone = "UTC"
# Everybody's folder is owned by whoever runs the demo.
c.ExchangeCollect.check_owner = False
"""


def make_folder(folder: Path, course_root: Path) -> Path:
    """Make the demo's course folder, in place of an earlier demo's.

    Returns:
        The folder, as an absolute path without links.

    Raises:
        SpecError: the course is not in order, or something else lies there; it is left as it is.
    """
    folder, course_root = folder.resolve(), course_root.resolve()
    load_course(course_root, seed=0)  # a seed given is a seed not made: the course's own folder is only read
    config = course_root / CONFIG
    if not config.is_file():
        msg = f"{course_root}: has no {CONFIG}, which tells nbgrader where things lie; restore it"
        raise SpecError(msg)
    _make_room(folder, course_root)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARKER).write_text(_MARKER_TEXT, encoding="utf-8")  # first, so that half a demo can be replaced too
    ignored = shutil.ignore_patterns(".*", "__pycache__")  # .seed among them: the demo draws its own hidden cases
    shutil.copytree(course_root / "solutions", folder / "solutions", ignore=ignored)
    text = config.read_text(encoding="utf-8")
    (folder / CONFIG).write_text(f"{text.rstrip()}\n{_PINNED}", encoding="utf-8")
    (folder / EXCHANGE).mkdir()
    (folder / EXCHANGE).chmod(0o777)  # nbgrader wants it open to every student of a machine
    (folder / DESKS).mkdir()
    return folder


def _make_room(folder: Path, course_root: Path) -> None:
    """Remove an earlier demo, and nothing else."""
    if course_root.is_relative_to(folder):
        msg = f"{folder}: holds the course itself; name another folder for the demo with --folder"
        raise SpecError(msg)
    if any(folder.is_relative_to(course_root / name) for name in ("solutions", "assignments")):
        msg = f"{folder}: lies inside the course's own {folder.relative_to(course_root).parts[0]}/; name another folder"
        raise SpecError(msg)
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder / _MARKER).is_file():
        msg = f"{folder}: is no demo that could be replaced; move it away, or name another folder with --folder"
        raise SpecError(msg)
    shutil.rmtree(folder)
