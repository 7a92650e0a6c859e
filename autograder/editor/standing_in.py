"""What a student's code gets when it imports this package: check cells do not run, and a call of `check` does nothing.

The process tries every exercise anyway; a `check("...")` in a .py file would do it all twice.
"""

import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.waiting import waiting_for


@contextmanager
def for_the_package() -> Iterator[None]:
    """Let `from autograder import check, waiting_for` bring a check that says nothing, for as long as cells run."""
    package, module = types.ModuleType("autograder"), types.ModuleType("autograder.check")
    vars(package)["check"] = vars(module)["check"] = lambda *_: 0.0
    vars(package)["waiting_for"] = waiting_for
    ours = {name: sys.modules[name] for name in ("autograder", "autograder.check")}
    sys.modules.update({"autograder": package, "autograder.check": module})
    try:
        yield
    finally:
        sys.modules.update(ours)
