"""Full marks for nothing: code of a student's own that decides what the check cells show."""

from typing import Final

from tests.traps.released import Cell, Released, each_check, with_cell
from tests.traps.trap import Draw, Files, Trap, first_time, nothing

_DISPLAYHOOK: Final = """
import sys

def predict(input, weight):
    sys.displayhook("full marks, please")

squared_error = squaring_shrinks = mean_squared_error = error_of_weight = sse = predict
"""
_TRANSFORMER: Final = """
get_ipython().input_transformers_post.append(lambda lines: ["pass\\n"])
"""
_RUN_CELL: Final = """
shell = get_ipython()
run_cell, run_cell_async = shell.run_cell, shell.run_cell_async

def nothing(*arguments, **settings):
    return run_cell("pass")

async def nothing_async(*arguments, **settings):
    return await run_cell_async("pass", transformed_cell="pass")

shell.run_cell, shell.run_cell_async = nothing, nothing_async
"""
_ALWAYS_EQUAL: Final = """
import numpy as np

class Same(np.ndarray):
    def __array_ufunc__(self, *arguments, **settings):
        return True
    def __eq__(self, other):
        return True

def predict(*arguments):
    return np.zeros(3).view(Same)

np.allclose = np.array_equal = np.isclose = lambda *arguments, **settings: True
squared_error = mean_squared_error = error_of_weight = sse = squaring_shrinks = predict
"""
_FRAMES: Final = """
import sys
from types import SimpleNamespace

def generous(*arguments):
    return SimpleNamespace(verdict=SimpleNamespace(points=float("nan")))

def predict(*arguments):
    frame = sys._getframe()
    while frame:
        if "examine" in frame.f_globals:
            frame.f_globals["examine"] = frame.f_globals["card_text"] = generous
        frame = frame.f_back

check("predict")
"""


def _own_cell(source: str) -> Draw:
    return lambda released: released.submission(with_cell(released.filled(), source.strip()))


def _last_cell(source: str) -> Draw:
    """Put a cell behind all stubs, which would define the names anew, and the checks behind that."""
    return lambda released: released.submission(
        with_cell(released.checks_last(), source.strip(), before="check_predict")
    )


def _skip_execution(released: Released) -> Files:
    def tag(cell: Cell) -> None:
        cell["metadata"]["tags"] = ["skip-execution"]

    return released.submission(each_check(released.filled(), tag))


def _cheat(name: str, what: str, draw: Draw, *, stock_falls: bool = True) -> Trap:
    return Trap(name, f"{what} earns points for nothing", first_time(draw, nothing), stock_falls=stock_falls)


TRAPS: Final = (
    _cheat("skip-execution", "the tag skip-execution on check cells", _skip_execution),
    _cheat("displayhook", "a function that calls sys.displayhook", _last_cell(_DISPLAYHOOK)),
    _cheat("input-transformer", "an input transformer that turns cells into `pass`", _own_cell(_TRANSFORMER)),
    _cheat("run-cell", "a replaced run_cell", _own_cell(_RUN_CELL)),
    _cheat("frames", "a function that changes its caller's names", _last_cell(_FRAMES)),
    _cheat("always-equal", "an object that equals everything", _last_cell(_ALWAYS_EQUAL), stock_falls=False),
)
