"""What lets a notebook's picture wait for the functions that it draws, while students have not written them yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: pandas, for one, quotes whole columns.
_MOST_SIGNS: Final = 200
_WORKS: Final = ("that works", "all of that works")


@contextmanager
def waiting_for(*needed: str) -> Iterator[None]:
    """Let a picture wait, and the notebook go on, while something that it needs is not ready.

    ``with waiting_for("squared_error"):`` stands above what draws with the student's own functions. Where they raise,
    a line says what the picture waits for, and another one how it ended if they were begun.

    Args:
        needed: the names of the exercises, or whatever else it takes.
    """
    try:
        yield
    except Exception as problem:  # noqa: BLE001 - what is half written may end in anything
        print(f"This cell waits for {_listed(needed)}. Run it again when {_WORKS[len(needed) > 1]}.")  # noqa: T201 - a notebook's cell
        if not isinstance(problem, NotImplementedError):
            said = " ".join(str(problem).split())
            text = said if len(said) <= _MOST_SIGNS else f"{said[:_MOST_SIGNS]} ..."
            print(f"Just now it ended in {type(problem).__name__}: {text}")  # noqa: T201 - likewise


def _listed(names: tuple[str, ...]) -> str:
    """Names as a sentence has them: "a, b and c"."""
    return " and ".join([*filter(None, [", ".join(names[:-1])]), *names[-1:]])
