"""The tables are what their scripts and their datasheets say, wherever a copy of them lies."""

import csv
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent
DATASETS = ROOT / "datasets"
TABLES = sorted(path.name for path in DATASETS.glob("*.csv"))


def columns(name: str) -> dict[str, np.ndarray[Any, Any]]:
    with (DATASETS / name).open(encoding="ascii", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: np.array([float(row[column]) for row in rows]) for column in rows[0]}


def test_the_script_writes_the_admissions_byte_for_byte(tmp_path: Path) -> None:
    shutil.copy(DATASETS / "admissions.py", tmp_path)

    subprocess.run([sys.executable, tmp_path / "admissions.py"], check=True, cwd="/")

    assert (tmp_path / "admissions.csv").read_bytes() == (DATASETS / "admissions.csv").read_bytes()


def test_219_of_400_are_admitted_and_the_true_model_is_right_on_770_of_1000() -> None:
    table = columns("admissions.csv")

    chance = runpy.run_path(str(DATASETS / "admissions.py"))["chance"]
    true = chance(table["gre"], table["gpa"], table["rank"].astype(int))

    assert (int(table["admit"].sum()), len(table["admit"])) == (219, 400)
    assert np.mean((true > 0.5) == table["admit"]) == 0.770


def test_the_admissions_are_within_the_ranges_of_their_datasheet() -> None:
    table = columns("admissions.csv")

    assert list(table) == ["admit", "gre", "gpa", "rank"]
    assert set(table["admit"]) == {0, 1}
    assert (table["gre"].min(), table["gre"].max(), (table["gre"] == 800).sum()) == (260, 800, 25)
    assert not (table["gre"] % 20).any()
    assert (table["gpa"].min(), table["gpa"].max(), (table["gpa"] == 4).sum()) == (2.26, 4.0, 24)
    assert [int((table["rank"] == rank).sum()) for rank in (1, 2, 3, 4)] == [57, 168, 116, 59]
    assert (round(table["gre"].mean(), 1), round(table["gpa"].mean(), 2)) == (595.8, 3.38)


class Lab:
    """The lessons' split and preparation of the admissions, made anew."""

    def __init__(self) -> None:
        table = columns("admissions.csv")
        standard = [(table[name] - table[name].mean()) / table[name].std(ddof=1) for name in ("gre", "gpa")]
        features = np.stack([*standard, *(table["rank"] == rank for rank in (1, 2, 3, 4))], axis=1)
        np.random.seed(42)  # noqa: NPY002 - the lessons' own split
        chosen = np.random.choice(400, size=360, replace=False)  # noqa: NPY002 - the lessons' own split
        others = np.setdiff1d(np.arange(400), chosen)
        self.x, self.y = features[chosen], table["admit"][chosen]
        self.test_x, self.test_y = features[others], table["admit"][others]


def sigmoid(x: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.asarray(1 / (1 + np.exp(-x)))


def test_gradient_descent_on_the_admissions_comes_to_the_documented_figures() -> None:
    lab = Lab()
    np.random.seed(42)  # noqa: NPY002 - the lessons' own start
    weights = np.random.normal(0, 6**-0.5, 6)  # noqa: NPY002 - the lessons' own start
    errors = []

    for _ in range(1000):
        output = sigmoid(lab.x @ weights)
        weights = weights + 0.5 * lab.x.T @ ((lab.y - output) * output * (1 - output)) / len(lab.x)
        errors.append(np.mean((sigmoid(lab.x @ weights) - lab.y) ** 2))

    assert (round(errors[0], 6), round(errors[-1], 6)) == (0.220456, 0.160023)
    assert np.mean((sigmoid(lab.test_x @ weights) > 0.5) == lab.test_y) == 0.875
    assert max(np.mean(lab.test_y), 1 - np.mean(lab.test_y)) == 0.525


def test_backpropagation_on_the_admissions_comes_to_the_documented_figures() -> None:
    lab = Lab()
    np.random.seed(42)  # noqa: NPY002 - the lessons' own start
    inner, outer = np.random.normal(0, 6**-0.5, (6, 2)), np.random.normal(0, 6**-0.5, 2)  # noqa: NPY002 - the same
    errors = []

    for _ in range(900):
        hidden = sigmoid(lab.x @ inner)
        output = sigmoid(hidden @ outer)
        term = (lab.y - output) * output * (1 - output)
        inner = inner + 0.5 * lab.x.T @ (term[:, None] * outer * hidden * (1 - hidden)) / len(lab.x)
        outer = outer + 0.5 * hidden.T @ term / len(lab.x)
        errors.append(np.mean((sigmoid(sigmoid(lab.x @ inner) @ outer) - lab.y) ** 2))

    assert (round(errors[0], 6), round(errors[-1], 6)) == (0.275804, 0.163886)
    assert np.mean((sigmoid(sigmoid(lab.test_x @ inner) @ outer) > 0.5) == lab.test_y) == 0.900


def test_the_toes_are_the_lessons_figures() -> None:
    table = columns("toes.csv")

    np.testing.assert_allclose(table["pred"], table["input"] * table["weight"], rtol=1e-12)
    np.testing.assert_allclose(table["error"], (table["pred"] - table["goal_pred"]) ** 2, rtol=1e-12)
    assert table["weight"].tolist() == [0.1, 0.11, 0.09, 0.11275]
    assert table["error"].tolist() == [0.0225, 0.004225, 0.055225, 0.001732640625]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_a_datasheet_that_names_its_columns_and_its_licence(name: str) -> None:
    sheet = (DATASETS / name).with_suffix(".md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `(\w+)` \|", sheet, re.MULTILINE) == list(columns(name))
    for part in ("## How it was made", "## What it is good for, and what not", "CC0 1.0"):
        assert part in sheet
    assert f"{Path(name).stem}.md" in (DATASETS / "README.md").read_text(encoding="utf-8")


def test_what_assignments_carry_is_the_table_itself() -> None:
    copies = [*ROOT.glob("solutions/*/*.csv"), *ROOT.glob("assignments/*/*.csv")]

    for copy in copies:
        assert copy.name in TABLES, copy
        assert copy.read_bytes() == (DATASETS / copy.name).read_bytes(), copy


def test_an_assignment_that_reads_a_table_carries_it() -> None:
    for lesson in ROOT.glob("solutions/*/*.py"):
        if lesson.stem == lesson.parent.name:
            read = re.findall(r"read_csv\(\s*[\"']([^\"']+)", lesson.read_text(encoding="utf-8"))
            assert {name for name in read if not (lesson.parent / name).exists()} == set(), lesson
