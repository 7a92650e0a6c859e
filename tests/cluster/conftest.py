"""One real course, released by nbgrader and handed in by a class, copied for each test; and one cluster for most."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from autograder.catalogue import load_course
from autograder.demo.workflow import open_workflow
from autograder.submission import parse_template
from tests.cluster.clusters import Cluster, scheduler
from tests.two_assignments import make_small_folder

NAME: Final = "error"
ATTACKS: Final = Path(__file__).parents[1] / "attacks"
ADDS: Final = "def predict(input, weight):\n    return input + weight"


@pytest.fixture(scope="session", name="pattern")
def make_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class in which everybody hands in something else."""
    root = make_small_folder(tmp_path_factory.mktemp("cluster") / "course")
    shutil.rmtree(root / "solutions" / "hot_cold")
    load_course(root)  # makes the seed, for all copies
    open_workflow(root).release(NAME)
    right = solved(root)
    submit(root, "right", {"error.ipynb": right})
    submit(root, "wrong", {"error.ipynb": solved(root, predict=ADDS)})
    submit(root, "untouched", {"error.ipynb": (root / "assignments" / NAME / "error.ipynb").read_bytes()})
    submit(root, "unreadable", {"error.ipynb": b"{nonsense", "notes.txt": b"sorry"})
    submit(root, "script", {"error.py": ADDS.encode()})
    submit(root, "nested", {"my work/error (1).ipynb": right, "my work/data.csv": b"1,2\n"})
    submit(root, "nothing", {"notes.txt": b"I was ill"})
    submit(root, "bulky", {"error.ipynb": right, "second.ipynb": b"[" + b"1," * 3_000_000})
    submit(root, "odd name", {"error.ipynb": solved(root, predict="import os\nos._exit(0)")})
    return root


@pytest.fixture(name="course")
def copy_course(pattern: Path, tmp_path: Path) -> Path:
    return copied(pattern, tmp_path / "course")


@pytest.fixture(scope="session", name="cluster")
def start_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers that are started again when they die, as on a well-kept cluster."""
    with scheduler(tmp_path_factory.mktemp("dask")) as cluster, cluster.worker(), cluster.worker():
        yield cluster


def copied(course: Path, to: Path) -> Path:
    root = Path(shutil.copytree(course, to))
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text().replace(str(course), str(root)))
    return root


def solved(root: Path, **texts: str) -> bytes:
    """The released notebook with the reference's answers, some of them replaced."""
    source = (root / "solutions" / NAME / f"{NAME}.ipynb").read_bytes()
    answers = {**parse_template(source, NAME).stubs, **texts}
    notebook: dict[str, Any] = json.loads((root / "assignments" / NAME / f"{NAME}.ipynb").read_text())
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = answers.get(name, cell["source"])
    own: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "id": "own"}
    return json.dumps(
        {**notebook, "cells": [*notebook["cells"], {**own, "source": texts.get("own", "1 + 1")}]}
    ).encode()


def submit(root: Path, student: str, files: dict[str, bytes]) -> Path:
    """Put a submission where `nbgrader collect` puts it."""
    folder = root / "submitted" / student / NAME
    for name, content in {**files, "timestamp.txt": b"2026-01-10 12:00:00.000000 UTC"}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
