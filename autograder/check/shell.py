"""IPython, where `check` is called from a notebook: shows cards, and does not end because a student's function asks to.

Nothing here imports IPython: where a notebook runs, it is loaded already.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, Self


def current_shell() -> Any:  # noqa: ANN401 - IPython's, None elsewhere
    """The shell that runs the notebook's cells, or None."""
    ipython = sys.modules.get("IPython")
    return None if ipython is None else getattr(ipython, "get_ipython", lambda: None)()


class Card:
    """Something to show in two forms; a front end takes the one it can show."""

    def __init__(self, text: str, html: Callable[[], str]) -> None:
        """Hold a plain text, and what makes the page's part of it."""
        self._text, self._html = text, html

    def __repr__(self) -> str:
        return self._text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self._text, "text/html": self._html()}


class Points(float):
    """Points below a card. Read as text it is the bare number, which nbgrader takes; a page says what the number is."""

    __slots__ = ("_html",)
    _html: str

    def __new__(cls, points: float, html: str) -> Self:
        """Make a number with an explanation."""
        made = super().__new__(cls, points)
        made._html = html
        return made

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": float.__repr__(self), "text/html": self._html}


def show(text: str, html: Callable[[], str]) -> None:
    """Show a card below the cell; print its text where there is no notebook."""
    if current_shell() is None:
        print(text)
        return
    from IPython.display import display  # noqa: PLC0415 - loaded already

    display(Card(text, html))


def valued(points: float, html: str) -> float:
    """The value of a cell: a plain number, which explains itself where a page shows it."""
    return float(points) if current_shell() is None else Points(points, html)


@contextmanager
def kept_running() -> Iterator[None]:
    """Make IPython's own exit() and quit() end the call, and not the kernel with all that was computed in it."""
    shell = current_shell()
    if shell is None:
        yield
        return
    before = getattr(shell, "keepkernel_on_exit", None)
    shell.ask_exit = _end_call
    try:
        yield
    finally:
        del shell.ask_exit
        if hasattr(shell, "keepkernel_on_exit"):
            shell.keepkernel_on_exit = before


def _end_call() -> NoReturn:
    raise SystemExit
