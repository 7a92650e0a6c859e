"""nbgrader as its own commands start it in a course's folder, and the single files that its settings come from."""

import contextlib
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jupyter_core.paths import jupyter_config_path
from nbgrader.apps.baseapp import NbGrader
from traitlets.config import Config
from traitlets.config.loader import JSONFileConfigLoader, PyFileConfigLoader

from autograder.errors import SpecError

CONFIG: Final = "nbgrader_config.py"
#: What nbgrader looks for in every folder of Jupyter's settings.
_PERSONAL: Final = ("nbgrader_config.py", "nbgrader_config.json", "jupyter_config.py", "jupyter_config.json")


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A file of settings, and what it says."""

    path: Path
    config: Config


@contextlib.contextmanager
def nbgrader_in(root: Path) -> Iterator[Any]:
    """Start nbgrader up to the point where its settings are known; it stands in the course's folder meanwhile."""
    with _standing_in(root):
        app = NbGrader(raise_config_file_errors=True)
        app.log.addFilter(_say_nothing)
        try:
            app.initialize([])
            yield app
        finally:
            app.log.removeFilter(_say_nothing)


def course_file(root: Path) -> SettingsFile:
    """What the course's own nbgrader_config.py says, and nothing else does; nothing where there is none.

    Raises:
        SpecError: it cannot be read.
    """
    path = root / CONFIG
    with _standing_in(root):
        return _read(path) if path.is_file() else SettingsFile(path, Config())


def personal_files(root: Path) -> list[SettingsFile]:
    """Files outside the course that nbgrader reads as well, the one that wins over the others first.

    Raises:
        SpecError: one of them cannot be read.
    """
    folders = [Path(folder) for folder in jupyter_config_path()]
    paths = [folder / name for name in _PERSONAL for folder in folders]
    with _standing_in(root):
        return [_read(path) for path in paths if path.is_file()]


def dotted(value: object) -> str:
    """What a setting names: settings hold a class or a function, or its name."""
    if value is None or isinstance(value, str):
        return value or "nothing"
    return f"{getattr(value, '__module__', '?')}.{getattr(value, '__qualname__', type(value).__qualname__)}"


def _read(path: Path) -> SettingsFile:
    loader = JSONFileConfigLoader if path.suffix == ".json" else PyFileConfigLoader
    try:
        return SettingsFile(path, loader(path.name, path=str(path.parent)).load_config())
    except (Exception, SystemExit) as error:  # whatever stands in somebody's file
        reason = f"{type(error).__name__}: {error}"
        msg = f"{path} cannot be read ({' '.join(reason.split())}); mend that file, nbgrader reads it everywhere"
        raise SpecError(msg) from error


@contextlib.contextmanager
def _standing_in(root: Path) -> Iterator[None]:
    """Stand in the course's folder while its settings run, as nbgrader does; they may import from there."""
    path = sys.path.copy()
    with contextlib.chdir(root):
        sys.path.insert(0, str(root))
        try:
            yield
        finally:
            sys.path[:] = path


def _say_nothing(_: logging.LogRecord) -> bool:
    return False
