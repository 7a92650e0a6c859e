"""What `autograder export setup` writes, run as the platform runs it, as far as that goes without the platform."""

import base64
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml  # type: ignore[import-untyped] # comes with Jupyter, without types

from tests.editor.folders import autograder
from tests.export.schema import complaints

PLATFORMS = ("gradescope", "prairielearn", "github", "exercism")
WITHOUT_LANDLOCK = Path(__file__).parent / "without_landlock.py"
Ended: TypeAlias = subprocess.CompletedProcess[str]


def set_up(course: Path, platform: str, folder: Path, *assignments: str) -> Ended:
    return autograder(
        *("--course", course, "export", "setup", platform, *(assignments or ("error",))),
        *("--output", folder),
        cwd=folder.parent,
    )


@pytest.fixture(name="command")
def make_command(tmp_path: Path) -> Path:
    """The grader as it would be installed there."""
    return script(tmp_path / "autograder", f'exec "{sys.executable}" -m autograder "$@"')


@pytest.fixture(name="command_without_walls")
def make_command_without_walls(tmp_path: Path) -> Path:
    return script(tmp_path / "without-walls", f'exec "{sys.executable}" "{WITHOUT_LANDLOCK}" "$@"')


def script(path: Path, line: str) -> Path:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)
    return path


def run(program: Path, *words: object, **variables: object) -> Ended:
    return subprocess.run(
        ["bash", str(program), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {name: str(value) for name, value in variables.items()},
    )


def results(path: Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads(path.read_text(encoding="utf-8"))


def unsafe(program: Path) -> None:
    """Do what README.md says for a platform without walls."""
    text = program.read_text()
    assert text.count("unsafe=()") == 1
    program.write_text(text.replace("unsafe=()", "unsafe=(--unsafe)"))


# ---------------------------------------------------------------------------------------------------------- all of them


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_folder_holds_what_grading_needs_and_no_more_of_the_course(
    platform: str, one_assignment: Path, tmp_path: Path
) -> None:
    ended = set_up(one_assignment, platform, tmp_path / "out")

    assert ended.returncode == 0, ended.stderr
    out = tmp_path / "out"
    seed = (out / "course" / "solutions" / ".seed").read_text()
    assert seed == (one_assignment / "solutions" / ".seed").read_text()
    assert (out / "course" / "assignments" / "error" / "error.ipynb").is_file()
    assert not (out / "course" / "solutions" / ".keys").exists()
    assert "let it go only where no student can read it" in ended.stdout
    assert "only wall" in (out / "README.md").read_text()
    for path in _texts(out):
        text = path.read_text(encoding="utf-8")
        assert not [word for word in ("@ASSIGNMENT", "@UUID@", "@WALLS@") if word in text], path
        assert os.access(path, os.X_OK) == text.startswith("#!")
        if text.startswith("#!"):
            subprocess.run(["bash", "-n", str(path)], check=True)


def _texts(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and "course" not in path.relative_to(folder).parts)


def test_a_folder_that_holds_something_is_left_alone(one_assignment: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine").touch()

    ended = set_up(one_assignment, "github", out)

    assert ended.returncode == 2
    assert "is there already; name a new folder" in ended.stderr
    assert [path.name for path in out.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("platform", "assignments", "complaint"),
    [
        ("gradescope", ("errors",), "did you mean 'error'?"),
        ("prairielearn", ("error", "error"), "prairielearn wants a folder for each assignment"),
        ("moodle", ("error",), "invalid choice: 'moodle'"),
    ],
)
def test_what_cannot_be_set_up_is_refused(
    platform: str, assignments: tuple[str, ...], complaint: str, one_assignment: Path, tmp_path: Path
) -> None:
    ended = set_up(one_assignment, platform, tmp_path / "out", *assignments)

    assert ended.returncode == 2
    assert complaint in ended.stderr
    assert not (tmp_path / "out").exists()


def test_an_assignment_that_is_not_released_is_refused(one_assignment: Path, tmp_path: Path) -> None:
    course = Path(shutil.copytree(one_assignment, tmp_path / "course"))
    shutil.rmtree(course / "assignments")

    ended = set_up(course, "github", tmp_path / "out")

    assert ended.returncode == 2
    assert "run autograder release error" in ended.stderr


# ----------------------------------------------------------------------------------------------------------- Gradescope


@pytest.fixture(name="gradescope")
def lay_out_gradescope(one_assignment: Path, tmp_path: Path) -> Path:
    """Gradescope's /autograder, with the zip unpacked as Gradescope unpacks it."""
    set_up(one_assignment, "gradescope", tmp_path / "out")
    archive = shutil.make_archive(str(tmp_path / "autograder"), "zip", tmp_path / "out")
    root = tmp_path / "root"
    with zipfile.ZipFile(archive) as file:
        assert {"setup.sh", "run_autograder", "course/solutions/.seed"} <= set(file.namelist())
        file.extractall(root / "source")
    shutil.copy(root / "source" / "run_autograder", root)
    (root / "results").mkdir()
    return root


def graded_on_gradescope(root: Path, work: Path, command: Path) -> Ended:
    shutil.copytree(work, root / "submission")
    return run(root / "run_autograder", AUTOGRADER_ROOT=root, AUTOGRADER=command)


def test_gradescopes_set_up_ends_with_the_solutions_full_points(gradescope: Path, command: Path) -> None:
    ended = run(gradescope / "source" / "setup.sh", AUTOGRADER_ROOT=gradescope, AUTOGRADER=command)

    assert ended.returncode == 0, ended.stderr
    assert "error: 13 of 13 points" in ended.stdout


def test_gradescopes_set_up_fails_without_a_wheel_and_says_so(gradescope: Path) -> None:
    ended = run(gradescope / "source" / "setup.sh", AUTOGRADER_ROOT=gradescope, AUTOGRADER="")

    assert ended.returncode == 1
    assert "No wheel of the grader in the zip" in ended.stderr


@pytest.mark.parametrize(("kind", "points"), [("right", 13), ("stub", 0), ("wrong", None), ("broken", 0)])
def test_gradescope_gets_its_results(
    kind: str, points: float | None, gradescope: Path, command: Path, work: dict[str, Path]
) -> None:
    ended = graded_on_gradescope(gradescope, work[kind], command)

    assert ended.returncode == 0, ended.stderr
    found = results(gradescope / "results" / "results.json")
    assert complaints(found, "gradescope") == []
    assert found["score"] == points or (points is None and 0 < found["score"] < 13)


def test_gradescope_without_walls_gives_no_score_and_names_the_wall(
    gradescope: Path, command_without_walls: Path, work: dict[str, Path]
) -> None:
    ended = graded_on_gradescope(gradescope, work["right"], command_without_walls)

    assert ended.returncode == 3
    assert "Landlock" in ended.stderr
    assert "NOT GRADED" in ended.stdout
    assert "score" not in results(gradescope / "results" / "results.json")


def test_gradescope_without_walls_grades_when_the_instructor_says_so(
    gradescope: Path, command_without_walls: Path, work: dict[str, Path]
) -> None:
    unsafe(gradescope / "run_autograder")

    ended = graded_on_gradescope(gradescope, work["right"], command_without_walls)

    found = results(gradescope / "results" / "results.json")
    assert ended.returncode == 0
    assert found["score"] == 13
    assert "without walls" in found["output"]


# --------------------------------------------------------------------------------------------------------- PrairieLearn


@pytest.fixture(name="prairielearn")
def lay_out_prairielearn(one_assignment: Path, tmp_path: Path) -> Path:
    set_up(one_assignment, "prairielearn", tmp_path / "out")
    (tmp_path / "grade").mkdir()
    return tmp_path / "out"


def graded_on_prairielearn(out: Path, work: Path, command: Path) -> Any:  # noqa: ANN401 - JSON
    root = out.parent / "grade"
    shutil.copytree(work, root / "student")
    run(out / "run.sh", GRADE_ROOT=root, COURSE=out / "course", AUTOGRADER=command)
    return results(root / "results" / "results.json")


def test_prairielearns_question_is_what_it_documents(prairielearn: Path) -> None:
    assert complaints(results(prairielearn / "question" / "info.json"), "prairielearn_question") == []


@pytest.mark.parametrize(("kind", "share"), [("right", 1.0), ("stub", 0.0), ("broken", None)])
def test_prairielearn_gets_its_results(
    kind: str, share: float | None, prairielearn: Path, command: Path, work: dict[str, Path]
) -> None:
    found = graded_on_prairielearn(prairielearn, work[kind], command)

    assert complaints(found, "prairielearn") == []
    assert found.get("score") == share
    assert found["gradable"] is (share is not None)


def test_prairielearn_without_walls_costs_nobody_an_attempt(
    prairielearn: Path, command_without_walls: Path, work: dict[str, Path]
) -> None:
    found = graded_on_prairielearn(prairielearn, work["right"], command_without_walls)

    assert found["gradable"] is False
    assert "no fault of yours" in found["format_errors"][0]


def test_prairielearn_is_told_even_where_the_grader_does_not_start(prairielearn: Path, work: dict[str, Path]) -> None:
    found = graded_on_prairielearn(prairielearn, work["right"], Path("/bin/false"))

    assert complaints(found, "prairielearn") == []
    assert found["gradable"] is False


# ------------------------------------------------------------------------------------------------------------- exercism


@pytest.fixture(name="exercism")
def lay_out_exercism(one_assignment: Path, tmp_path: Path) -> Path:
    set_up(one_assignment, "exercism", tmp_path / "out")
    (tmp_path / "output").mkdir()
    return tmp_path / "out" / "bin" / "run.sh"


@pytest.mark.parametrize(("kind", "status"), [("right", "pass"), ("wrong", "fail"), ("broken", "error")])
def test_an_exercism_runner_ends_well_with_its_results(
    kind: str, status: str, exercism: Path, command: Path, work: dict[str, Path]
) -> None:
    output = exercism.parents[2] / "output"

    ended = run(exercism, "error", f"{work[kind]}/", f"{output}/", AUTOGRADER=command)

    assert ended.returncode == 0, ended.stderr
    found = results(output / "results.json")
    assert complaints(found, "exercism") == []
    assert found["status"] == status


# --------------------------------------------------------------------------------------------------------------- GitHub


def test_githubs_workflows_are_what_it_documents(one_assignment: Path, tmp_path: Path) -> None:
    set_up(one_assignment, "github", tmp_path / "out")

    grade = _workflow(tmp_path / "out" / ".github" / "workflows" / "grade.yml")
    classroom = _workflow(tmp_path / "out" / "for-students" / ".github" / "workflows" / "classroom.yml")

    assert complaints(grade, "workflow") == []
    assert complaints(classroom, "workflow") == []
    assert classroom["name"] == "Autograding Tests"  # the one name that Classroom looks for
    assert list(classroom["jobs"]) == ["run-autograding-tests"]
    commands = [step.get("run", "") for step in grade["jobs"]["grade"]["steps"]]
    assert not [command for command in commands if "${{" in command]  # whatever a name holds is no command


def _workflow(path: Path) -> Any:  # noqa: ANN401 - YAML
    text = path.read_text(encoding="utf-8")
    return yaml.safe_load(text.replace("\non:", '\n"on":'))  # which YAML 1.1 would take for `true`


def graded_on_github(out: Path, work: Path, command: Path) -> tuple[Ended, Any]:
    (out.parent / "output").touch()
    ended = run(
        out / "grade.sh", work, "error", out.parent / "results", AUTOGRADER=command, GITHUB_OUTPUT=out.parent / "output"
    )
    return ended, results(out.parent / "results" / "results.json")


def test_github_gets_points_annotations_and_what_the_reporter_takes(
    one_assignment: Path, command: Path, work: dict[str, Path], tmp_path: Path
) -> None:
    set_up(one_assignment, "github", tmp_path / "out")

    ended, found = graded_on_github(tmp_path / "out", work["stub"], command)

    assert ended.returncode == 0, ended.stderr
    assert complaints(found, "github") == []
    assert '::notice title=Autograding report::{"totalPoints": 0.0, "maxPoints": 13.0}' in ended.stdout
    name, _, encoded = (tmp_path / "output").read_text().partition("=")
    assert name == "result"
    assert json.loads(base64.b64decode(encoded)) == found
    assert (tmp_path / "results" / "junit.xml").is_file()


def test_github_without_walls_fails_the_job_and_reports_no_points(
    one_assignment: Path, command_without_walls: Path, work: dict[str, Path], tmp_path: Path
) -> None:
    set_up(one_assignment, "github", tmp_path / "out")

    ended, found = graded_on_github(tmp_path / "out", work["right"], command_without_walls)

    assert ended.returncode == 3
    assert "max_score" not in found
    assert "::error title=Not graded::" in ended.stdout
