"""The order in which a course's assignments are taught, as solutions/order.txt tells it: one name a line.

    # How our course goes.
    hot_cold
    gradient_step

An assignment that the file does not name comes after those that it names, in the order of the alphabet; without the
file all of them do. A name without a folder is passed over where all there are have been named: a course may take some
of the assignments and leave others. Where one has not, the name is taken for a slip.
"""

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from autograder.catalogue.spelling import NEAR
from autograder.errors import SpecError

ORDER: Final = "order.txt"


def in_order(names: Sequence[str], solutions: Path) -> list[str]:
    """Set the names of assignments in the order in which they are taught.

    Args:
        names: of those that there are.
        solutions: the folder that holds them, and the order where one is told.

    Raises:
        SpecError: the file cannot be read, names one twice, or misspells one.
    """
    lines = _lines(solutions / ORDER)
    unnamed = sorted({*names} - {*lines})
    told: list[str] = []
    for number, name in enumerate(lines, start=1):
        where = f"{solutions.name}/{ORDER}:{number}"
        if name in told:
            _refuse(where, f"{name!r} was already named on line {lines.index(name) + 1}", "take one of them out")
        if name and name not in names and unnamed:
            near = difflib.get_close_matches(name, unnamed, n=1, cutoff=NEAR)
            mend = (
                f"did you mean {near[0]!r}? (that one is not named; else add it, or take this line out)"
                if near
                else f"name one that is not named yet ({', '.join(unnamed)}), or take this line out"
            )
            _refuse(where, f"there is no assignment {name!r}", mend)
        if name:
            told.append(name)
    return [*(name for name in told if name in names), *unnamed]


def _lines(path: Path) -> list[str]:
    """What a file says on each of its lines, without remarks."""
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        _refuse(f"{path.parent.name}/{path.name}:1", f"cannot be read ({reason})", "write one assignment's name a line")
    return [line.partition("#")[0].strip() for line in text.splitlines()]


def _refuse(where: str, reason: str, mend: str) -> NoReturn:
    msg = f"{where}: {reason}; {mend}"
    raise SpecError(msg)
