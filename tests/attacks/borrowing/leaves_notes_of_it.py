# stopped by: no paths at all in a run that borrows, and a wiped page
"""Leaves it to a later child: in the scratch folder, in the shared page, in the times of files, and in modules."""

import os
import sys


def double(x):
    return x + 1


def quadruple(x):
    text = "_".join(double.__code__.co_varnames)
    frame = sys._getframe()
    while "page" not in frame.f_locals:
        frame = frame.f_back
    frame.f_locals["page"][4 : 4 + len(text)] = text.encode()
    sys.modules[text] = os.environ[text] = text
    for path in ("note", text, "/tmp/" + text, "/dev/shm/" + text):
        try:
            with open(path, "w") as file:
                file.write(text)
        except OSError:
            pass
    return x + 2
