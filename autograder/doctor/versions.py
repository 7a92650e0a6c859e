"""Which versions are at work, and whether nbgrader is one that this grader knows."""

import platform
import re
import shutil
import sysconfig
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from autograder.doctor.finding import Finding, State

#: The grader writes nbgrader's tables itself; pyproject.toml asks for these versions, too.
NBGRADER_FROM: Final = (0, 9, 6)
NBGRADER_BELOW: Final = (0, 10)
_SUBJECT: Final = "versions"
_PACKAGES: Final = {
    "autograder": "descent-autograder",
    "numpy": "numpy",
    "nbgrader": "nbgrader",
    "jupyterlab": "jupyterlab",
}
_ENOUGH: Final = "pip install 'descent-autograder[instructor]'"


def examine(_: Path) -> Iterator[Finding]:
    """Name every version; what is missing, or an nbgrader that was never tried, is a gap."""
    found = {name: _version(package) for name, package in _PACKAGES.items()}
    told = [f"{name} {number}" for name, number in found.items() if number]
    yield Finding(_SUBJECT, State.OK, ", ".join([f"Python {platform.python_version()}", *told]))
    for name, number in found.items():
        if number is None:
            yield Finding(_SUBJECT, State.GAP, f"{name} is not installed", _ENOUGH)
    nbgrader = found["nbgrader"]
    if nbgrader is not None and not is_known_nbgrader(nbgrader):
        wanted = f"{_text(NBGRADER_FROM)} or newer, below {_text(NBGRADER_BELOW)}"
        advice = f"pip install 'nbgrader>={_text(NBGRADER_FROM)},<{_text(NBGRADER_BELOW)}'"
        yield Finding(_SUBJECT, State.GAP, f"nbgrader is {nbgrader}; expected {wanted}", advice)
    yield from _alembic()


def is_known_nbgrader(number: str) -> bool:
    """Whether this is a version of nbgrader whose tables the grader knows."""
    parts = tuple(int(part) for part in re.findall(r"\d+", number)[:3])
    return NBGRADER_FROM <= parts < NBGRADER_BELOW


def _alembic() -> Iterator[Finding]:
    """Look for the command that nbgrader calls by its bare name for a new gradebook, and dies without."""
    if shutil.which("alembic"):
        return
    scripts = Path(sysconfig.get_path("scripts"))
    what = "the command `alembic`, which nbgrader calls to make a gradebook, is not on the PATH"
    advice = f'put it there: export PATH="{scripts}:$PATH"' if (scripts / "alembic").exists() else "pip install alembic"
    yield Finding(_SUBJECT, State.GAP, what, advice)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _text(parts: tuple[int, ...]) -> str:
    return ".".join(map(str, parts))
