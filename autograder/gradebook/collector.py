"""What `nbgrader collect` copies submissions with: c.ExchangeFactory.collect.

Students write to the exchange, and nbgrader copies from it with a teacher's rights and follows links: one to the
solutions, or to somebody else's work, would arrive as the student's own. Here only what lies in the submission's own
folder is collected. And whoever may write to the exchange may write any name: what a student put there under the name
of another is not that other one's work.
"""

import os
import pwd
import shutil
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from nbgrader.api import Gradebook
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import ignore_patterns, parse_utc

from autograder.gradebook import files
from autograder.gradebook.harmless import NO_PLAIN_NAME, is_plain_name
from autograder.submission.folder import printable

#: Where Linux tells which file a descriptor really is.
_OPEN_FILES: Final = Path("/proc/self/fd")
#: Names that would lead out of the folder of submissions.
NO_FOLDERS: Final = frozenset({"", ".", ".."})
#: Stands for a time that cannot be read.
_NO_TIME: Final = datetime.min  # noqa: DTZ901 - nbgrader's times are naive UTC


class Collect(ExchangeCollect):
    """Copies a submission without following a link, not even one that takes a file's place at that moment."""

    src_records: list[dict[str, Any]]

    def init_src(self) -> None:
        """Find what there is to collect. Of what anybody puts there under another kind of name, nobody's work suffers.

        Raises:
            ExchangeError: the exchange is not there, or may not be read.
        """
        super().init_src()
        self.src_records = [record for record in self.src_records if record["timestamp"] != _NO_TIME]

    def _path_to_record(self, path: str) -> dict[str, Any]:
        """Read a folder's name; nbgrader ends the whole collection at the first that it cannot read."""
        name = Path(path).name
        parts = name.rsplit("+", 3)
        try:
            timestamp = parse_utc(parts[2])
        except (IndexError, ValueError, OverflowError):
            timestamp = _NO_TIME
        if timestamp == _NO_TIME or parts[0] in NO_FOLDERS:
            return self._left_out(name, "expected a name like STUDENT+ASSIGNMENT+TIME")
        owner = _owner(Path(path)) if self.check_owner else ""
        if owner != parts[0] and owner in self._students:
            reason = f"handed in by {owner} under the name of {parts[0]}; if that is right, set c.ExchangeCollect."
            return self._left_out(name, f"{reason}check_owner = False")
        return {"username": parts[0], "filename": name, "timestamp": timestamp}

    @cached_property
    def _students(self) -> frozenset[str]:
        """Who is in the gradebook. Another account may hand work in for students: a teacher's, or a web server's."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            return frozenset(student.id for student in gradebook.students)

    def _left_out(self, name: str, reason: str) -> dict[str, Any]:
        """Say why a folder is left out, before nbgrader looks which of a student's counts: it must not hide another."""
        self.log.error("NOT COLLECTED %s: %s", printable(name), printable(reason))
        return {"username": name, "filename": name, "timestamp": _NO_TIME}

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:  # noqa: ANN401 - nbgrader's
        """Copy a submitted folder, which appears whole.

        Args:
            src: where it lies in the exchange.
            dest: where it is to go.
            log: who is told what is ignored; None for this object's own.

        Raises:
            RuntimeError: it is larger than the course allows.
        """
        course = self.coursedir
        if not is_plain_name(Path(src).name):  # it holds the student's id
            self.log.error("NOT COLLECTED %s: %s", printable(src), NO_PLAIN_NAME)
            return
        if Path(src).is_symlink():
            self.log.error("NOT COLLECTED %s: is a link, no folder; ask for the files themselves", printable(src))
            return
        if self.get_size(src) > 1000 * course.max_dir_size:
            msg = f"{src} is larger than CourseDirectory.max_dir_size allows ({course.max_dir_size} KB)"
            raise RuntimeError(msg)
        root = Path(src).resolve()
        left_out: list[str] = []

        def copy(source: str, destination: str) -> str:
            if not _copied(Path(source), Path(destination), root):
                left_out.append(str(Path(source).relative_to(src)))
            return destination

        ignored = ignore_patterns(
            exclude=course.ignore, include=course.include, max_file_size=course.max_file_size, log=log or self.log
        )
        place = Path(dest)
        files.remove_leftovers([place])
        staged = files.hidden_sibling(place)  # whoever is killed here leaves nothing that looks like a submission
        try:
            shutil.copytree(src, staged, symlinks=True, ignore=ignored, copy_function=copy)
            left_out += _without_links(staged)
            if course.groupshared:
                _share(staged)
            files.put_in_place(staged, place)
        finally:
            files.remove(staged)
        if left_out:
            names = ", ".join(map(printable, sorted(left_out)[:5]))
            self.log.warning("%s: links are not collected; left out: %s", printable(src), names)


def _owner(folder: Path) -> str:
    """The account that a folder belongs to, or "" where nobody knows."""
    try:
        return pwd.getpwuid(folder.lstat().st_uid).pw_name
    except (KeyError, OSError):
        return ""


def _copied(source: Path, destination: Path, root: Path) -> bool:
    """Copy a file, unless it is none or lies elsewhere than in the submission's folder."""
    try:
        descriptor = files.open_regular(source)
    except OSError:
        return False
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor
        really = (_OPEN_FILES / str(descriptor)).readlink()
        if not really.is_relative_to(root):
            return False
        with destination.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        status = os.fstat(descriptor)
    os.utime(destination, ns=(status.st_atime_ns, status.st_mtime_ns))
    destination.chmod(status.st_mode & 0o777)
    return True


def _without_links(folder: Path) -> list[str]:
    """Remove the links that came along, and give their names."""
    links = [path for path in folder.rglob("*") if path.is_symlink()]
    for link in links:
        link.unlink()
    return [str(link.relative_to(folder)) for link in links]


def _share(folder: Path) -> None:
    """Let the group read and write, as nbgrader does for a course that is shared."""
    for here, _, names in os.walk(folder):
        Path(here).chmod((Path(here).stat().st_mode | 0o2770) & 0o2777)
        for name in names:
            path = Path(here) / name
            path.chmod((path.stat().st_mode | 0o660) & 0o777)
