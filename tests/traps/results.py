"""What check cells show, read as points: what is no number from 0 to the maximum, and what stands on stderr."""

from typing import Final

from tests.traps.released import with_cell
from tests.traps.trap import Draw, Trap, everything, first_time, nothing

_LOGS: Final = """
import logging

logging.basicConfig(force=True)

def predict(input, weight):
    logging.warning("predicting")
    return input * weight
"""
_WRITES_ON_STDERR: Final = """
import os
import sys

ERRORS = sys.stderr

def predict(input, weight):
    print("predicting", file=ERRORS, flush=True)
    return input * weight
"""
_WARNS: Final = """
import warnings

def predict(input, weight):
    np.log(np.zeros(1))
    warnings.warn("predicting")
    return input * weight
"""
_FLOODS: Final = 'print("x" * 50_000_000)'


def _check_that_returns(value: str) -> Draw:
    return lambda released: released.submission(
        with_cell(released.filled(), f"check = lambda name: {value}", before="check_predict")
    )


def _right_check_that_returns(value: str) -> Draw:
    return lambda released: released.submission(
        with_cell(released.answered(), f"check = lambda name: {value}", before="check_sse")
    )


def _predict(source: str) -> Draw:
    return lambda released: released.submission(released.answered(predict=source.strip()))


def _own_cell(source: str) -> Draw:
    return lambda released: released.submission(with_cell(released.answered(), source))


def _generous(name: str, value: str) -> Trap:
    story = f"a check of one's own that returns {value} earns full marks for nothing"
    return Trap(name, story, first_time(_check_that_returns(value), nothing))


TRAPS: Final = (
    _generous("result-numpy", "np.float64(0)"),
    _generous("result-nan", "float('nan')"),
    _generous("result-ok", "'ok'"),
    _generous("result-true", "True"),
    _generous("result-negative", "-1"),
    _generous("result-none", "None"),
    Trap(
        "result-too-large",
        "a result above the maximum takes the points of a right answer",
        first_time(_right_check_that_returns("1000"), everything),
    ),
    Trap("logs", "a right answer that logs a warning loses its points", first_time(_predict(_LOGS), everything)),
    Trap(
        "stderr",
        "a right answer that writes to stderr loses its points",
        first_time(_predict(_WRITES_ON_STDERR), everything),
    ),
    Trap(
        "warns",
        "a right answer with a warning of NumPy's loses its points",
        first_time(_predict(_WARNS), everything),
        stock_falls=False,
    ),
    Trap("floods", "50 MB of output make a notebook of 50 MB", first_time(_own_cell(_FLOODS), everything)),
)
