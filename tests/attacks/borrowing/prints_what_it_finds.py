# stopped by: what a run that borrows prints is not taken from the dialogue
"""Prints the borrowed text: in its cells, where the job lies before the text has run, and in its calls."""

import sys


def double(x):
    return x + 1


def found():
    frame = sys._getframe()
    while "job" not in frame.f_locals:
        frame = frame.f_back
    return [cell.source.decode() for cell in frame.f_locals["job"].cells][-1]


def quadruple(x):
    print(found())
    sys.stderr.write(found())
    return x + 2


if "double" + "(x):\n    mari" in found():
    print(found())
    raise RuntimeError(found())
