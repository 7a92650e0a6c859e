"""Starting the command: each verb imports what it needs, and no more."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.editor.folders import autograder, handed_out

SLOW = {
    "numpy",
    "pandas",
    "rich",
    "textual",
    "watchfiles",
    "nbgrader",
    "IPython",
    "autograder.sandbox",
    "autograder.grade",
}


def modules_after(*words: object) -> set[str]:
    """What is loaded in the command's own process once it is done."""
    script = (
        "import sys; from autograder.cli import main\n"
        f"try: main({[str(word) for word in words]!r})\nfinally: print('MODULES', *sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    return set(ended.stdout.split("MODULES")[1].split())


def test_check_loads_nothing_slow_in_its_own_process(tmp_path: Path) -> None:
    assert not SLOW & modules_after("check", handed_out(tmp_path))


def test_stub_loads_nothing_slow(tmp_path: Path) -> None:
    assert not SLOW & modules_after("stub", handed_out(tmp_path))


@pytest.mark.parametrize(
    "verb",
    ["check", "watch", "stub", "score", "grade", "explain", "new", "release", "report", "export", "demo", "doctor"],
)
def test_help_of_a_verb_loads_nothing_slow(verb: str) -> None:
    assert not SLOW & modules_after(verb, "--help")


def test_the_package_and_the_module_of_the_command_are_the_command() -> None:
    said = {
        module: subprocess.run([sys.executable, "-m", module, "--version"], capture_output=True, text=True, check=True)
        for module in ("autograder", "autograder.cli")
    }

    assert said["autograder"].stdout == said["autograder.cli"].stdout
    assert said["autograder"].stdout.startswith("autograder ")


def test_a_student_who_lacks_a_library_is_told_of_the_students_extra(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['watchfiles'] = None\n", encoding="utf-8")
    folder = handed_out(tmp_path)

    ended = autograder("watch", folder, cwd=tmp_path, environment={"PYTHONPATH": str(tmp_path)})

    assert ended.returncode == 2
    assert ended.stderr == "autograder: watchfiles is not installed; pip install 'descent-autograder[editor]'\n"
