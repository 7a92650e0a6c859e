"""JupyterLab as a student sees it, in a folder of its own: `make lab`, or `python -m autograder.demo.lab` in a course.

    lab/course/     the course as an instructor has it, with an exchange; made as the demo's folder is
    lab/you/        what a student fetched from there, and works in; once it is there it is never touched again
    lab/.jupyter/   JupyterLab's own settings, so that nobody's personal ones are read or changed

nbgrader's extensions are on: Assignment List submits to the exchange, and an instructor collects from it in lab/course.
"""

import argparse
import json
import os
import shlex
import shutil
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from autograder.catalogue import load_course
from autograder.demo.folder import EXCHANGE, make_folder
from autograder.demo.workflow import open_workflow
from autograder.errors import AutograderError, SpecError

STUDENT: Final = "you"
_COURSE: Final = "course"
_JUPYTER: Final = ".jupyter"
#: On one account nbgrader would take everybody for the same person, so the student has a name here.
_SETTINGS: Final = """\
from pathlib import Path

from autograder.check import validate

c = get_config()
here = Path(__file__).absolute().parent
c.CourseDirectory.root = str(here)
c.CourseDirectory.course_id = "descent"
c.CourseDirectory.student_id = "{student}"
c.Exchange.root = str(here.parent / "{course}" / "{exchange}")
c.Exchange.cache = str(here / ".nbgrader_cache")
c.Exchange.assignment_dir = str(here)
c.Exchange.path_includes_course = False
validate.install()  # Validate answers with check
"""
_QUIET: Final = {"fetchNews": "false", "checkForUpdates": False}
_QUIET_AT: Final = "lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"


@dataclass(frozen=True, slots=True)
class Lab:
    """A folder that holds a course and a student.

    Args:
        folder: the whole.
        assignments: their names, in the order in which they are taught.
    """

    folder: Path
    assignments: tuple[str, ...]

    @property
    def course(self) -> Path:
        """The instructor's folder."""
        return self.folder / _COURSE

    @property
    def desk(self) -> Path:
        """The student's folder, where JupyterLab starts."""
        return self.folder / STUDENT

    def command(self, options: Sequence[str] = ()) -> list[str]:
        """What starts JupyterLab on the desk with the first notebook open.

        Args:
            options: more for JupyterLab; none may be said twice.
        """
        first = self.assignments[0]
        as_root = ["--ServerApp.allow_root=True"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        return [
            *[sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={self.desk}", *as_root],
            f"--LabApp.default_url=/lab/tree/{first}/{first}.ipynb",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            "--ServerApp.log_level=WARN",  # the address comes all the same
            "--ServerApp.answer_yes=True",  # Ctrl-C reaches make, too, which would not wait for an answer
            *options,
        ]

    def environment(self) -> dict[str, str]:
        """The environment to start it in: with its own settings, and with this environment's commands in terminals."""
        path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        return {**os.environ, "PATH": path, "JUPYTER_CONFIG_DIR": str(self.folder / _JUPYTER)}

    def told(self) -> Iterator[str]:
        """Say what lies where and what can be done, line by line."""
        first = self.assignments[0]
        grading = [
            *([] if shutil.which("nbgrader") else [f"source {_typed(Path(sys.prefix) / 'bin' / 'activate')}"]),
            f"cd {_typed(self.course)}",
            f"nbgrader collect {first} --update",
            f"autograder grade {first}",
            f"nbgrader release_feedback {first}",
        ]
        yield f"You are a student: {_typed(self.desk)} holds what was handed out, {first}.ipynb comes first."
        yield f"What you write there is kept; to start over, delete the folder {_typed(self.folder)}."
        yield "Submit in the menu under Nbgrader -> Assignment List. Then, as the instructor, in another terminal:"
        yield from (f"  {line}" for line in grading)
        yield "and Fetch Feedback in the Assignment List shows the page."
        yield "No browser opens? Copy the address below that begins with http://127.0.0.1 into one. Ctrl-C ends it all."


def make_lab(folder: Path, course_root: Path) -> Lab:
    """Make a course and a student who has fetched everything from it; or leave those that are there as they are.

    Raises:
        SpecError: the course is not in order, or something else lies in the way.
        GradebookError: nbgrader refused.
    """
    folder = folder.resolve()
    lab = Lab(folder, tuple(one.name for one in load_course(course_root, seed=0).assignments))
    if lab.desk.exists():
        return lab
    if folder == course_root.resolve() or (folder.exists() and not folder.is_dir()):
        msg = f"{folder}: is no place for a student's folder; name another with --folder"
        raise SpecError(msg)
    workflow = open_workflow(make_folder(lab.course, course_root))
    for name in lab.assignments:
        workflow.release(name)
        fetched = workflow.fetch(STUDENT, name).parent
    settings = _SETTINGS.format(student=STUDENT, course=_COURSE, exchange=EXCHANGE)
    (fetched / "nbgrader_config.py").write_text(settings, encoding="utf-8")
    ask_nothing(folder / _JUPYTER)
    fetched.rename(lab.desk)  # last and at once: what is there is whole
    return lab


def ask_nothing(settings: Path) -> None:
    """Write JupyterLab's settings so that it neither fetches news nor asks whether it may."""
    file = settings / _QUIET_AT
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(_QUIET), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Make the folder if need be, say what it is, and become JupyterLab."""
    parser = argparse.ArgumentParser(
        prog="python -m autograder.demo.lab",
        description="JupyterLab as a student sees it. What is not said here is passed on to JupyterLab.",
        allow_abbrev=False,
    )
    parser.add_argument("--folder", type=Path, metavar="DIR", default="lab", help="where (default: lab/)")
    options, passed_on = parser.parse_known_args(arguments)
    try:
        folder = options.folder.resolve()
        if not (folder / STUDENT).exists():
            _say(f"Making {_typed(folder)} with nbgrader: generate, release and fetch (once; a quarter of a minute)")
        lab = make_lab(folder, Path.cwd())
    except AutograderError as error:
        sys.exit(f"lab: {error}")
    for line in lab.told():
        _say(line)
    os.chdir(lab.desk)
    command = lab.command(passed_on)
    os.execve(command[0], command, lab.environment())  # noqa: S606 - no shell is wanted


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - speaks to a person


def _typed(path: Path) -> str:
    """A path as one would type it from here."""
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))


if __name__ == "__main__":
    main()
