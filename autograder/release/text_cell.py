"""A cell of a notebook's text source, the marks around what stays at home, and how a fault in it is told."""

import re
from dataclasses import dataclass
from typing import Final, NoReturn

from autograder.errors import SpecError

PROSE: Final = "prose"
BY_HAND: Final = "by_hand"
BEGIN: Final = "### BEGIN SOLUTION"
END: Final = "### END SOLUTION"
BEGIN_GUIDE: Final = "### BEGIN MARK SCHEME"
END_GUIDE: Final = "### END MARK SCHEME"

#: What a cell begins with.
HEADER_LINE: Final = re.compile(r"\s*#\s*%%%*(\s|$)")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,47}")  # with its kind before it, a valid cell id


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell of the text source.

    Args:
        header: one of the headers that `source` names, or PROSE.
        name: the name that its header gives, "" for prose.
        source: its text.
        where: `file:line` of its header.
        points: what a person may give for it; only a by_hand cell says so itself.
    """

    header: str
    name: str
    source: str
    where: str
    points: float = 0.0

    @property
    def is_answer(self) -> bool:
        """Whether a student fills it in."""
        return self.header in {"solution", "question", BY_HAND}

    @property
    def grade_id(self) -> str:
        """What nbgrader calls the cell."""
        return f"check_{self.name}" if self.header == "check" else self.name

    @property
    def region(self) -> list[str]:
        """The lines between BEGIN and END SOLUTION: what never ships."""
        return _between(self.source.splitlines(), BEGIN, END)

    @property
    def guide(self) -> list[str]:
        """The marking guide in the region of a by_hand cell; empty where there is none."""
        return _between(self.region, BEGIN_GUIDE, END_GUIDE)

    @property
    def model_answer(self) -> list[str]:
        """The region of a by_hand cell without its marking guide."""
        region = self.region
        marks = [number for number, line in enumerate(region) if line.strip() in {BEGIN_GUIDE, END_GUIDE}]
        return [*region[: marks[0]], *region[marks[-1] + 1 :]] if marks else region


def checked_name(header: str, name: object, where: str) -> str:
    """Take the name that a header gives.

    Raises:
        SpecError: nbgrader or the notebook format would not take it.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        refuse(where, f"{header}={name!r} is no name for a cell", "use up to 48 letters, digits and underscores")
    return name


def refuse(where: str, reason: str, mend: str) -> NoReturn:
    """Say that a text source is not in order.

    Raises:
        SpecError: always: `file:line: reason; what to do`.
    """
    msg = f"{where}: {reason}; {mend}"
    raise SpecError(msg)


def _between(lines: list[str], begin: str, end: str) -> list[str]:
    marks = [number for number, line in enumerate(lines) if line.strip() in {begin, end}]
    return lines[marks[0] + 1 : marks[1]] if len(marks) == len((begin, end)) else []
