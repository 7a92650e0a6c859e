"""Descent's grader: a student's code gives values behind a wall, and they are judged on this side of it."""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

from autograder.waiting import waiting_for

if TYPE_CHECKING:
    from autograder.check import check as check  # noqa: TC004 - read at run time by way of _Package

__all__ = ["check", "waiting_for"]


class _Package(ModuleType):
    """This package, whose `check` is the function: loaded when first asked for, and never hidden by its module.

    Python puts a submodule, once it is imported, into the package under its own name. `check` is both, and notebooks
    say `from autograder import check`, so that name is kept for the function. What else the module holds is imported
    with `from autograder.check import examine`.
    """

    @property
    def check(self) -> Callable[..., float]:
        """What students call: `check("predict")`."""
        from autograder.check import check

        return check

    @check.setter
    def check(self, module: ModuleType) -> None:
        """Leave the name to the function; the module is found in sys.modules."""


sys.modules[__name__].__class__ = _Package
