"""One examination after the other, in a fixed order; whatever goes wrong inside one is what it found."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from autograder.doctor.finding import Finding, State, broken
from autograder.errors import AutograderError

#: Where neither is, there is nothing to mend: somebody stands in another folder.
_OF_A_COURSE: Final = ("solutions/", "nbgrader_config.py")
_INSTALL: Final = "pip install 'descent-autograder[instructor]'"


@dataclass(frozen=True, slots=True)
class Examination:
    """A part of the surroundings.

    Args:
        subject: what it is about, in one word; its module's name.
        advice: what to do where it cannot even be looked at.
        needs: another subject, without which there is nothing to look at.
    """

    subject: str
    advice: str
    needs: str = ""

    def findings(self, root: Path) -> Generator[Finding, None, bool]:
        """Look at it. Its module is imported only now, so that a library that is missing is a finding, too.

        Returns:
            Whether it could be looked at to the end.
        """
        try:
            yield from import_module(f"autograder.doctor.{self.subject}").examine(root)
        except ModuleNotFoundError as error:
            yield self._broken(f"{error.name} is not installed", _INSTALL)
        except AutograderError as error:
            yield broken(self.subject, str(error), self.advice)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a doctor falls ill of nothing it looks at
            reason = " ".join(str(error).split())
            yield self._broken(f"{type(error).__name__}: {reason}", self.advice)
        else:
            return True
        return False

    def left_out(self) -> Finding:
        """What is said where what it needs is broken."""
        return self._broken("not looked at", f"mend the {self.needs} first")

    def _broken(self, what: str, advice: str) -> Finding:
        return Finding(self.subject, State.BROKEN, what, advice)


#: From what everything stands on to what stands on it: what is mended first may mend what follows.
EXAMINATIONS: Final = (
    Examination("versions", _INSTALL),
    Examination("walls", "grade on Linux 5.13 or newer"),
    Examination("course", "mend solutions/"),
    Examination("release", "mend solutions/, then run `autograder release`", needs="course"),
    Examination("settings", "mend nbgrader_config.py"),
    Examination("grading", "mend nbgrader_config.py", needs="settings"),
    Examination("exchange", "name another folder: c.Exchange.root in nbgrader_config.py", needs="settings"),
    Examination("gradebook", "check c.CourseDirectory.db_url in nbgrader_config.py", needs="settings"),
)


def examine(root: Path) -> Iterator[Finding]:
    """Look at the machine and at the course in a folder; nothing is changed, and nothing is ever raised.

    Yields:
        Findings as they are made: the release takes some seconds.
    """
    finished: set[str] = {""}
    for examination in EXAMINATIONS:
        if examination.subject == "course" and not _may_be_course(root):
            what = f"{root.absolute()} is no course folder: neither {' nor '.join(_OF_A_COURSE)} is there"
            yield Finding(
                "course", State.BROKEN, what, "run this inside one, or name it: autograder --course DIR doctor"
            )
            return
        if examination.needs not in finished:
            yield examination.left_out()
        elif (yield from examination.findings(root.absolute())):
            finished.add(examination.subject)


def _may_be_course(root: Path) -> bool:
    try:
        return any((root / name).exists() for name in _OF_A_COURSE)
    except OSError:  # the examinations will say what refuses
        return True
