"""Takes the figures that a cell draws, inside the wall: those it shows, and those it leaves open.

As in a notebook: what was shown or left open is closed, so the next plot begins a figure of its own.
"""

import io
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

from autograder.sandbox.messages import MOST_FIGURES

#: Left for the frame around the figures: what the cell printed, and its error.
_MARGIN_BYTES: Final = 2**16
_DOTS_PER_INCH: Final = 100


class Easel:
    """Collects the figures of one cell after the other. Without matplotlib there are none."""

    def __init__(self, *, figure_bytes: int, frame_bytes: int) -> None:
        """Take figures of `figure_bytes` at most, and for one cell as many as a frame of `frame_bytes` holds."""
        self._figure_bytes = figure_bytes
        self._frame_bytes = frame_bytes
        self._is_wanted = False
        self._figures: list[bytes] = []
        self._room = 0
        self._failure: BaseException | None = None
        self._stand_in = self._make_stand_in()

    def begin(self, *, is_wanted: bool) -> None:
        """Begin a cell; its figures are rendered only where they are wanted."""
        self._is_wanted = is_wanted
        self._figures, self._failure = [], None
        self._room = self._frame_bytes - _MARGIN_BYTES
        if (pyplot := _pyplot()) is not None:
            vars(pyplot)["show"] = self._stand_in

    def take(self) -> tuple[list[bytes], BaseException | None]:
        """End the cell: its figures as PNG, and why one could not be drawn."""
        self._show()
        return self._figures, self._failure

    def _make_stand_in(self) -> Callable[..., None]:
        """What stands for pyplot's `show`: a function, since pyplot sets attributes of it when it picks its backend."""

        def show(*_: Any, **__: Any) -> None:
            self._show()

        return show

    def _show(self) -> None:
        """Render every open figure and close it."""
        pyplot = _pyplot()
        if pyplot is None:
            return
        for number in pyplot.get_fignums() if self._is_wanted else ():
            if len(self._figures) == MOST_FIGURES:
                break
            try:
                self._keep(_png(pyplot.figure(number)))
            except BaseException as raised:  # noqa: BLE001 - drawing may call what students wrote
                self._failure = self._failure or raised
        pyplot.close("all")

    def _keep(self, figure: bytes) -> None:
        if len(figure) <= min(self._figure_bytes, self._room):
            self._figures.append(figure)
            self._room -= len(figure)


def rehearse() -> None:
    """Draw a figure of our own before the first fork, where matplotlib is at hand.

    It has what figures have: text, a formula, a logarithmic axis, a legend, a layout. What is read and made for the
    first of each need not be made in every child.
    """
    pyplot = _pyplot()
    if pyplot is None:
        return
    easel = Easel(figure_bytes=2**20, frame_bytes=2**20)
    show = vars(pyplot)["show"]
    easel.begin(is_wanted=True)
    _, axes = pyplot.subplots(layout="constrained")
    axes.plot([1, 10, 100], [1, 2, 3], "o--", label="$x^2$")
    axes.set(xscale="log", title="title", xlabel="x", ylabel="y")
    axes.legend()
    easel.take()
    vars(pyplot)["show"] = show


def _pyplot() -> ModuleType | None:
    return sys.modules.get("matplotlib.pyplot")


def _png(figure: Any) -> bytes:
    """Render a figure as Jupyter does, cut to what is drawn."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=_DOTS_PER_INCH, bbox_inches="tight")
    return buffer.getvalue()
