"""What is published is the grader: no solution, no hidden case and no seed leaves with it."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("IPython", "jupytext", "matplotlib", "nbformat", "nbgrader", "pandas", "rich")


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build wheel and sdist from a copy of the project that holds everything an instructor's machine may hold."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("autograder", "solutions", "assignments", "datasets"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".gitignore"):
        shutil.copy(ROOT / name, copy / name)
    _put(copy / "solutions/.seed", "1234")
    _put(copy / "solutions/error/exercises.py", "answer = 0.3025\n")
    _put(copy / "solutions/error/error.ipynb", "{}")
    _put(copy / "submitted/ada/error/error.ipynb", "{}")
    _put(copy / "gradebook.db", "")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel"],
        cwd=copy,
        check=True,
        capture_output=True,
        text=True,
    )
    return copy / "dist"


def _files_in_wheel(built: Path) -> set[PurePosixPath]:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {PurePosixPath(name) for name in archive.namelist() if not name.endswith("/")}


def _files_in_sdist(built: Path) -> set[PurePosixPath]:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = [PurePosixPath(member.name) for member in archive.getmembers() if member.isfile()]
    return {PurePosixPath(*name.parts[1:]) for name in names}


def test_the_wheel_holds_the_package_and_its_description_alone(built: Path) -> None:
    files = _files_in_wheel(built)

    tops = {file.parts[0] for file in files}

    assert {PurePosixPath("autograder/model.py"), PurePosixPath("autograder/py.typed")} <= files
    assert {top for top in tops if not top.endswith(".dist-info")} == {"autograder"}


def test_the_sdist_holds_the_package_and_what_builds_it_alone(built: Path) -> None:
    files = _files_in_sdist(built)

    tops = {file.parts[0] for file in files}

    assert PurePosixPath("autograder/model.py") in files
    assert tops == {"autograder", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".gitignore", "PKG-INFO"}


def test_no_solution_and_no_seed_is_in_either(built: Path) -> None:
    files = _files_in_wheel(built) | _files_in_sdist(built)

    leaked = {
        file
        for file in files
        if "solutions" in file.parts or file.name in {"exercises.py", ".seed"} or file.suffix in {".ipynb", ".db"}
    }

    assert leaked == set()


def test_importing_the_package_loads_none_of_the_heavy_libraries() -> None:
    script = f"import autograder, sys; print(*sorted(sys.modules.keys() & set({HEAVY!r})))"

    printed = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()

    assert printed == ""
