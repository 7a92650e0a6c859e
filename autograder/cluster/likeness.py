"""What has to be the same on a worker and here, so that a submission earns the same on both."""

import hashlib
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

OWN: Final = "descent-autograder"
#: What student code computes and draws with.
LIBRARIES: Final = ("numpy", "pandas", "matplotlib")
_PACKAGE: Final = Path(__file__).parents[1]


def unlike(there: Mapping[str, Any]) -> str:
    """Say in which version another Python differs from this one, or "" where in none.

    Args:
        there: what `distributed.versions.get_versions` says of a worker, asked for `OWN` and `LIBRARIES`.
    """
    packages = there["packages"]
    python = ".".join(str(there["host"]["python"]).split(".")[:2])
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    if python != here:
        return f"it runs Python {python}, and here is {here}"
    for name in (OWN, *LIBRARIES):
        theirs, ours = packages.get(name), _version(name)
        if theirs != ours and (ours is not None or name == OWN):
            found = f"it runs {name} {theirs}" if theirs else f"{name} is not installed there"
            return f"{found}, and here is {ours}; install the same"
    return ""


@cache  # the package does not change while a process runs
def own_text() -> str:
    """A digest of this package's text: a version has the same number while it is written."""
    total = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        total.update(f"{path.relative_to(_PACKAGE)}\0{path.stat().st_size}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
